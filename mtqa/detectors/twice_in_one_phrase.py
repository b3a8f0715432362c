r"""One noun for two.

What it finds
    The same noun on both sides of a conjunction that should join two things: ``the relation of
    jaw and jaw``, ``a fault or other serious fault``, ``after we layout and layout``, ``the
    classification, classification and labelling``, ``both athletes and athletes``.

Why it suggests machine translation
    Two words of the source (or a word and its synonym) meet in one English word.

Examples
    ``The garage repairs a breakdown or other severe breakdown.``

When it is wrong
    English doubles for stress (``years and years``, ``jobs, jobs, jobs``) and for kinds
    (``between man and man``), and it repeats the head of a compound (``stock and stock options``,
    ``attempted rape, rape and assault``). So a plain doubling counts only where nothing goes with
    either half, and only for words that are seldom doubled for stress (``activity and
    activity``). Behind ``or other`` only a singular counts: ``stem cells or other cells``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, followed, words_in
from mtqa.types import Severity

_RELATION = (
    "relation|relations|relationship|difference|differences|connection|combination|balance|"
    "link|comparison|contact|cooperation|interaction|mixture|distance"
)
_TWICE = re.compile(
    rf"""\b(?=[A-Za-z])(?:
      (?P<other>(?P<noun>[a-z]{{3,}}[a-rt-z])[ ]or[ ]other[ ]
        (?:[a-z]{{4,}}[ ])?(?P=noun))
    | (?P<pair>(?:the|a)[ ](?:{_RELATION})[ ](?:of|between|in)[ ](?P<the>the[ ])?
        (?P<one>[a-z]{{3,}})[ ](?:and|with)[ ](?(the)(?:the[ ])?)(?P=one))
    | (?P<clause>(?:After|When|Before|Once|If)[ ](?:we|you|they|I|he|she)[ ]
        (?P<verb>(?!wait|walk|talk|work|look|search|tr[iy]|wander|run|ran|think|cry|drive|ask)
        [a-z]{{4,}})[ ]and[ ](?P=verb))
    | (?P<list>(?P<adjective>[a-z]{{5,}})[ ](?P<thing>[a-z]{{4,}}),[ ](?P=adjective)[ ](?P=thing)
        (?=,[ ](?!(?P=adjective)\b)[a-z]|[ ]and[ ](?!(?P=adjective)\b)))
    )\b(?![-’'])""",
    re.VERBOSE,
)
_AGAIN = re.compile(
    r"(?<![-’'\w])(?P<first>[a-z]{4,}(?: [a-z]{4,})?)(?P<join>,| and| or) (?P=first)\b(?![-’'])"
)
#: Words between which two things are meant, without a doubt.
_PAIRED = re.compile(
    r"\b(?=[bn])(?:"
    r"(?:both|neither) (?P<one>(?!th[eo]|their|your|here|does)[a-z]{5,}) (?:and|nor) (?P=one)"
    r"|not only (?P<also>[a-z]{5,}) but also (?P=also)"
    r"|between the (?P<two>[a-z]{4,}) and (?:the )?(?P=two)"
    r"(?= (?:is|was|are|were|has|in|on)\b|[.,;:]))\b(?![-’'])"
)
#: Before a word that stands alone: what it might be a compound with is not here.
_ALONE = re.compile(
    r"(?:\A|[.,;:(“\"]\s?|\b(?:the|an?|of|for|with|in|to|by|on|at|from|and|or|is|are|was|were|be|been|"
    r"their|his|her|its|our|your|my|no|any|some|more|very|so|such|as|this|these|that|those|about|"
    r"into|through|under|between|than|not|after|has|have|had) )\Z",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.,;:!?)]|\s*\Z")
_GOES_ON = re.compile(r",? (?:and|or) (?P<next>[a-z]{3,})|, (?P<third>[a-z]{3,})(?=,| and| or)")
_QUALITY = re.compile(r".{2,}(?:ful|ous|[st]ive|able|ible|ical|less|cient|tial)\Z")
_MATTER = re.compile(
    r".{2,}(?:tion|sion|ment|ness|ity|ance|ence|ism|ship|hood|ology|graphy|ture|dure)s?\Z"
)
_DETERMINED = re.compile(r"\b(?:the|their|our|his|its|these|those) \Z", re.IGNORECASE)
#: Doubled for stress, measures, and names of kinds that stand for a part of themselves.
_STRESSED = frozenset(
    "years months weeks hours days decades thousands millions billions trillions dozens hundreds "
    "miles pages reams tons loads lots rows layers generations centuries times stacks piles boxes "
    "waves minutes nights books stories houses trees others ones always sometimes pieces native "
    "negative positive location education".split()
)
#: The pattern needs one of these, or words that come again.
_NEEDED = Needed(
    pairs=followed("or", "other")
    | followed(_RELATION, "of|between|in")
    | {("between", "the"), ("but", "also")}
)
_JOINS = frozenset({"and", "or", "nor"})
_DISTINCT = frozenset(
    {
        "between",
        "person",
        "place",
        "thing",
        "time",
        "something",
        "someone",
        "kind",
        "form",
        "reason",
        "some",
        "another",
        "thought",
        "language",
        "either",
        "body",
        "point",
        "wind",
        "group",
        "species",
        "nation",
        "country",
        "human",
        "generation",
        "state",
        "planet",
        "world",
        "machine",
        "people",
        "peer",
        "party",
        "individual",
        "city",
        "brother",
    }
)


def _comes_again(words: tuple[str, ...]) -> bool:
    """Tell whether one or two words come again at once, or behind ``and`` or the like."""
    if 1 in bytes(map(eq, words, words[1:])) or b"\1\1" in bytes(map(eq, words, words[2:])):
        return True
    joins = [at for at, word in enumerate(words[:-1]) if word in _JOINS]
    return any(
        words[at - 1] == words[at + 1] or words[at - 2 : at] == words[at + 1 : at + 3]
        for at in joins
    )


def _means_two(text: str, found: re.Match[str]) -> bool:
    """Tell whether a doubled word, in ``text`` at ``found``, can only be a slip."""
    phrase = found["first"]
    words = phrase.split()
    word = words[-1]
    before, after = text[max(0, found.start() - 20) : found.start()], text[found.end() :][:40]
    if _STRESSED.intersection(words) or not _ALONE.search(before):
        return False
    if found["join"] == ",":
        goes_on = _GOES_ON.match(after)
        if goes_on is None or phrase.startswith(goes_on["next"] or goes_on["third"]):
            return False  # three of a kind are a slogan
        return len(words) == 1 and bool(_MATTER.match(word))
    if len(words) == 1 and _QUALITY.match(word):
        return True
    if not _ENDS.match(after):
        return False
    if len(words) == 2:
        clause = words[0] in {"they", "what"} or words[0].endswith("ing")
        return not (clause or _ALONE.search(words[0] + " ")) and word not in _DISTINCT
    return bool(_MATTER.match(word)) or (
        word.endswith("s") and word not in _DISTINCT and bool(_DETERMINED.search(before))
    )


def find(view: View) -> Iterator[Match]:
    """Yield the phrase from the first noun to the second."""
    if not (_comes_again(words_in(view.text)) or _NEEDED.may_stand_in(view.text)):
        return
    matches: list[tuple[int, int, str]] = []
    for found in _TWICE.finditer(view.text):
        word = found["noun"] or found["one"] or found["verb"] or found["thing"]
        kind = next(k for k in ("other", "pair", "clause", "list") if found[k])
        if word in _DISTINCT:
            continue
        if kind == "other" and not _ALONE.search(view.text[: found.start()][-20:]):
            continue  # ``hedge fund or other fund``
        if kind == "list" and found["list"].split(",")[0] in view.text[: found.start()][-40:]:
            continue  # a slogan, said three times
        matches.append((*found.span(kind), word))
    matches += [
        (*found.span(), found["first"])
        for found in _AGAIN.finditer(view.text)
        if _means_two(view.text, found)
    ]
    matches += [
        (*found.span(), found["one"] or found["also"] or found["two"])
        for found in _PAIRED.finditer(view.text)
    ]
    last = 0
    for start, end, word in sorted(matches):
        if start < last:
            continue
        last = end
        yield Match(
            start, end, f"“{view.original[start:end]}” names “{word}” where two things are meant"
        )


DETECTOR = Detector(
    id="repetition.one_noun_for_two",
    summary="the same noun on both sides of a conjunction",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "They see a doctor after ⟦an injury or other serious injury⟧.".replace(
            "⟦an injury", "an ⟦injury"
        ),
        "The dentist adjusts ⟦the relation of jaw and jaw⟧ with care.",
        "⟦After we install and install⟧ the tool, it starts.",
        "The rule is about the ⟦classification, classification⟧ and labelling of goods.",
        "They kept their ⟦traditions and traditions⟧.",
        "The race is open to ⟦both runners and runners⟧ of any age.",
        "The city wants a ⟦peaceful and peaceful⟧ square.",
        "The trust ⟦between the elderly and the elderly⟧ is growing.",
    ),
    good=(
        "They waited for years and years, more and more.",
        "The law governs the relation between man and woman.",
        "After we waited and waited, the bus came.",
        "An injury or other serious harm must be reported.",
        "The difference between person and person is great.",
        "Two national committees and other local committees raised the money.",
        "One way or another way will be found.",
        "The grant pays for stem cells or other cells, on one list or another list.",
        "She was paid in shares of stock and stock options, for generations and generations.",
        "The law covers gender or gender identity, attempted fraud, fraud and deception.",
        "Both your and your son’s papers are with the shareholders and shareholders of the bank.",
        "We embrace diversity and diversity outreach; education, education, education is the plan.",
        "Court polarization and polarization in the press grew stronger and stronger.",
        "The king and the king of Spain spoke about human rights and human rights law.",
        "They need a hedge fund or other fund, and they kept removing parts and removing parts.",
        "The difference between lightning and the lightning bug is great, says the client.",
        "Their answer was cheap housing, cheap housing, cheap housing, and nothing else.",
    ),
)
