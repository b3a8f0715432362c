r"""Article that no noun follows.

What it finds
    An article at once before a verb, a preposition or a conjunction that no noun phrase begins
    with: ``the of``, ``the is``, ``the they were``, ``an of``, ``a of``, ``the because``.

Why it suggests machine translation
    The noun was lost or went to another place while the article stayed where the source had it:
    the sign of an engine that has lost its thread.

Examples
    ``The of the river is high, and the is not safe.``

When it is wrong
    A slip in typing (``the was`` for ``that was``). Compounds without a hyphen (``the in
    crowd``, ``an on demand service``, ``the to do list``), phrases that stand for nouns (``a has
    been``), letters (``where a is``), words of programs and words in quotation
    marks stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.technical_word import TECHNICAL_NOUN, is_letter, is_named_word
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

#: Behind ``the``; ``to``, ``in``, ``on``, ``at``, ``by``, ``for``, ``as`` make compounds.
_AFTER_THE = "of|is|are|was|were|has|had|been|from|with|into|during|because|although|and|but"
#: Behind ``an``, which is no letter and opens fewer compounds.
_AFTER_AN = "of|is|are|was|were|has|have|had|been|from|with|during|because|although"
_AFTER_A = "of|are|were|had|been|during|because|although"
_PRONOUN = "he|they|we"
_FINITE = r"(?:is|are|was|were|has|had|have|will|would|could|should|can|did|do|does|\w{2,12}ed)"
_ARTICLE = re.compile(
    rf"""(?<![-'’.\w/`])(?:
      [Tt]he[ ](?:{_AFTER_THE}|(?:{_PRONOUN})(?=[ ]{_FINITE}\b))
    | an[ ](?:{_AFTER_AN})
    | a[ ](?:{_AFTER_A})
    )\b(?=[ ]+["“]?\w)""",
    re.VERBOSE,
)
_NEEDED = Needed(
    pairs=followed("the", f"{_AFTER_THE}|{_PRONOUN}")
    | followed("an", _AFTER_AN)
    | followed("a", _AFTER_A)
)
#: A name for the word, or the rest of a phrase that stands for a noun.
_NAMED = re.compile(
    rf" +(?:(?:{TECHNICAL_NOUN})\b|beens?\b|scratch(?:es)?\b|[b-hj-z](?:\b|[/.])(?!['’]))"
)
#: How far, in code points, quotation marks around a mere mention of the words may stand.
_MENTION = 15


def find(view: View) -> Iterator[Match]:
    """Yield the article and the word behind it."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _ARTICLE.finditer(text):
        start, end = found.span()
        if (
            _NAMED.match(text, end)
            or enclosed(text, start, end, _MENTION)
            or is_named_word(text, start)
        ):
            continue
        if text.startswith("a ", start) and is_letter(text, start):
            continue
        article, word = view.original[start:end].split()
        yield Match(start, end, f"no noun follows the article in “{article} {word} …”")


DETECTOR = Detector(
    id="grammar.article_without_noun",
    summary="an article at once before a verb, a preposition or a conjunction",
    severity=Severity.MAJOR,
    confidence=0.97,
    find=find,
    bad=(
        "⟦The of⟧ the river is high in spring.",
        "He said that ⟦the is⟧ no reason to wait.",
        "They met ⟦an of⟧ the oldest men in the village.",
        "It is known that ⟦the they⟧ were late, and ⟦the because⟧ is not clear.",
    ),
    good=(
        "The in crowd met at an on demand service with a to do list.",
        "The he said, she said of it: a has been, the has beens.",
        "Where a is positive and variable a of the list is not, the and operator holds.",
        "The is operator, the from clause and the of function are explained below.",
        '“The of” is no phrase, nor is the "is" of old.',
        "The Shi’a of the south, Yan’an from the air.",
        "The haves and the have nots; the then mayor; the above and the below.",
        "Grade A was given. An if and a but.",
    ),
)
