r"""Pronoun without an antecedent.

What it finds
    A document whose first report has ``He`` or ``She`` for its speaker (``He said that …``,
    ``According to him, …``), while nobody stands before it whom the pronoun could mean.

Why it suggests machine translation
    Aggregators cut a page out of a longer one, and engines that read sentence by sentence give a
    subject that the source left out (Arabic, Japanese, Spanish) a pronoun of their own.

Examples
    ``He said that the road to the port would be open by noon. …``

When it is wrong
    Stories begin so on purpose, and so does whoever is cut off from what came before. Any name, any
    noun for a person, a title that is none of those, a narrator's *I* or a quotation before it
    keeps the detector silent, as does somebody who is introduced just behind it, and a text of
    fewer than thirty words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import rest_of_sentence
from mtqa.detectors.reporting import PAST, SPEAKER
from mtqa.types import Severity

_REPORT = re.compile(
    rf"(?:\A|(?<=[.!?]\s)|(?<=\n))(?:(?P<subject>He|She)[ ]"
    rf"(?:(?:also|has|had|further|later|then)[ ]){{0,2}}(?:{PAST})\b"
    r"|According[ ]to[ ](?P<source>him|her),)"
)
#: The pattern needs one of these.
_NEEDED = ("He ", "She ", "According to h")
#: Whom the pronoun could mean.
_PERSON = re.compile(
    rf"\b(?:{SPEAKER}s?|\w+(?:ist|ian|man|men|woman|women|person|people)s?|"
    r"(?:lead|work|play|teach|sing|own|farm|bank|fight|report|prison|trad|lawmak|research|driv|"
    r"writ|lawy|found|offic|strik|retir|murder|bomb|shoot|attack|manag|passeng|strang)ers?|"
    r"(?:doct|direct|edit|act|auth|invest|profess|senat|may|govern|ambassad|prosecut|ment|surviv|"
    r"sail|tail|jur|administrat|operat)ors?|"
    r"mother|father|parent|brother|sister|son|daughter|husband|wife|uncle|aunt|cousin|boy|girl|"
    r"child|children|baby|friend|neighbou?r|nurse|judge|king|queen|prince|princess|captain|coach|"
    r"general|colonel|candidate|deputy|chief|boss|head|student|pupil|patient|victim|suspect|"
    r"witness|delegate|envoy|diplomat|architect|pilot|priest|pope|bishop|refugee|"
    r"employee|resident|member|hero|guest|host|somebody|someone|everyone|nobody|who|whose|"
    r"him|her|his)s?\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]*")
#: Capitals that name nobody.
_NAMELESS = frozenset(
    "The A An This That These Those It There They In On At After Before During With Without From "
    "For By As And But Or So Then When While If Since Because Although However Meanwhile "
    "Moreover Furthermore Today Yesterday Now Here All Some Many Most Several Both Each Every No "
    "Not One Two Three More Over About Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December".split()
)
#: ``Anna Berg, 45, …``, ``Mr Berg``: a feature tells a few sentences later whom it means.
_INTRODUCED = re.compile(
    r"\b[A-Z][\w’'-]+[ ][A-Z][\w’'-]+,[ ](?:[0-9]{2}|an?|the|who|whose)\b"
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|me|[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]our)\b")
_QUOTATION = re.compile(r"[\"“”‘«]")
_MIN_WORDS = 30
#: How far behind the report somebody may be introduced, in code points.
_WINDOW = 400


def find(view: View) -> Iterator[Match]:
    """Yield the pronoun of the document's first report, where nobody can be meant."""
    text = view.text
    if not any(needed in text for needed in _NEEDED):
        return
    found = _REPORT.search(text)
    if found is None or len(text.split()) < _MIN_WORDS:
        return
    before = f"{view.title or ''}\n{text[: found.start()]}"
    report = rest_of_sentence(text, found.start())
    if _QUOTATION.search(before + report) or _names_somebody(before):
        return
    if _FIRST_PERSON.search(text) or _INTRODUCED.search(text, found.end(), found.end() + _WINDOW):
        return
    start, end = found.span(found.lastgroup or 0)
    yield Match(start, end, f"“{view.original[start:end]}” stands for nobody named before")


def _names_somebody(text: str) -> bool:
    """Tell whether a name or a noun for a person stands in ``text``."""
    return _PERSON.search(text) is not None or not _NAMELESS.issuperset(_CAPITAL.findall(text))


DETECTOR = Detector(
    id="reference.pronoun_without_antecedent",
    summary="a report whose he or she stands for nobody",
    severity=Severity.MAJOR,
    confidence=0.05,
    find=find,
    scope="document",
    preview=True,
    bad=(
        "⟦He⟧ said that the road to the port would be open by noon. The ships are waiting since "
        "the storm, and the cranes stand still. Nothing moves in the harbour, and the prices of "
        "bread rise in the whole region.",
        "The talks about the border ended on Monday without any result. ⟦She⟧ added that the next "
        "round will be held in spring. The two sides did not agree on the water, nor on the "
        "customs, and the closed bridges.",
        "The works on the bridge have been stopped after the flood.\n\nAccording to ⟦him⟧, the "
        "water is still too high for the cranes. The bridge will stay closed for two months, and "
        "the buses will go over the hill.",
    ),
    good=(
        "He said that the road would be open by noon.",
        "When he arrived, Smith said that the road was open. He said that the ships were waiting "
        "since the storm, and that the cranes stood still, and that nothing moved in the harbour.",
        "The minister of trade spoke on Monday. He said that the road to the port would be open by "
        "noon. The ships are waiting since the storm, and the cranes stand still in the harbour.",
        "He said it would rain. Anna Berg, 45, had laughed at her father for that, as everybody "
        "did in the village, until the day when the river rose and took the mill, the barn, and "
        "the bridge.",
        "She said nothing. I watched the rain on the window and counted the drops that ran down to "
        "the sill, and when the clock struck nine the lamp went out and the house was dark.",
        "He said, “Come in,” and closed the door. The room was dark and smelled of smoke. Nobody "
        "had opened a window for years, and the curtains had turned grey as the wall behind them.",
        "The strike in Lyon went on. He said that the buses would stay in the depot until the pay "
        "was raised, and that the trains, too, would stop on Friday, if nothing was offered.",
    ),
)
