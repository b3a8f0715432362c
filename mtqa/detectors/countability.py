r"""Uncountable noun counted.

What it finds
    A noun that English does not count, in the plural or with ``a``, ``many`` or a number:
    ``informations``, ``an advice``, ``many furniture``, ``much people``.

Why it suggests machine translation
    The source counts it (*informations*, *Möbel*, *consejos*, *советы*), and number and article
    are carried over.

Examples
    ``For more informations ask for an advice at the desk.``

When it is wrong
    Law and science count a few of them (``equipments``, ``damages``, ``researches`` in older
    prose); such forms are not in the list. Learners make the same fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_PLURAL = (
    r"informations|advices|furnitures|equipments|homeworks|luggages|baggages|knowledges|"
    r"softwares|hardwares|feedbacks|jewelries|jewelleries|sceneries|machineries|garbages|"
    r"childrens|womens|mouses|sheeps|fishs|accomodations|datas|criterias|phenomenas|medias"
)
_MASS = (
    r"(?:information|advice|furniture|equipment|luggage|baggage|homework|software|hardware|"
    r"evidence|research|money|traffic|machinery|knowledge|progress|garbage|weather|jewelry|"
    r"jewellery|stuff|news|music|electricity|accommodation|clothing|rubbish|scenery)"
)
#: What follows a noun that is the head of its phrase.
_IS_HEAD = (
    r"(?=[.,;:!?)]|[ ](?:to|of|for|that|which|in|on|at|from|about|is|are|was|were|with|by|when|if|"
    r"as|but|because|before|after|you|we|they|he|she|it|I)\b)"
)
_COUNTED = re.compile(
    rf"""\b(?=[A-Za-z])(?<![\w#/’'-])(?:
      (?P<plural>{_PLURAL})
    | (?P<one>(?:an[ ](?:information|advice|equipment|homework|evidence)
      |a[ ](?:furniture|luggage|baggage|machinery|progress|garbage|good[ ]news|bad[ ]news|
       great[ ]news|good[ ]advice|useful[ ]information|new[ ]furniture|nice[ ]weather|
       bad[ ]weather|good[ ]weather)){_IS_HEAD})
    | (?P<many>(?:many|few|several|these|those|two|three|four|five)[ ]
       (?:information|advice|furniture|luggage|baggage|homework|machinery|evidence|knowledge)
       {_IS_HEAD})
    | (?P<much>
       (?<!how[ ])(?<!How[ ])(?<!so[ ])(?<!as[ ])(?<!that[ ])(?<!too[ ])(?<!very[ ])(?<!Too[ ])
       (?<!So[ ])(?<!pretty[ ])[Mm]uch[ ](?:people|children|students|tourists|countries|cars|
       houses|problems|things|places|books|ways|years|times[ ]ago|friends|companies|products|words|
       questions|cities|women|men|jobs|animals|visitors|customers|opportunities|options)
       (?![ ](?:are|is|have|do|were|want|need|like|think|say|can|will|know|love|used|get)\b))
    )(?!\w|[’'])""",
    re.VERBOSE,
)
#: The pattern needs one of these words or of these pairs.
_NEEDED = Needed(
    words=either(_PLURAL),
    pairs=followed("an", "information|advice|equipment|homework|evidence")
    | followed("a", "furniture|luggage|baggage|machinery|progress|garbage")
    | followed("good|bad|great|useful|new|nice", "news|advice|information|furniture|weather")
    | followed(
        "many|few|several|these|those|two|three|four|five",
        "information|advice|furniture|luggage|baggage|homework|machinery|evidence|knowledge",
    )
    | followed(
        "much",
        "people|children|students|tourists|countries|cars|houses|problems|things|places|books|ways|"
        "years|times|friends|companies|products|words|questions|cities|women|men|jobs|animals|"
        "visitors|customers|opportunities|options",
    ),
)
_SINGULAR = {
    "childrens": "children",
    "womens": "women",
    "mouses": "mice",
    "sheeps": "sheep",
    "jewelries": "jewelry",
    "jewelleries": "jewellery",
    "sceneries": "scenery",
    "machineries": "machinery",
    "poetries": "poetry",
    "criterias": "criteria",
}
_LEFT_NAME = re.compile(r"[A-Z][\w’'-]* \Z")


def find(view: View) -> Iterator[Match]:
    """Yield the noun with what counts it."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _COUNTED.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if enclosed(text, start, end):
            continue
        piece = found[kind]
        repair = None
        if kind == "plural":
            if _LEFT_NAME.search(text[max(0, start - 30) : start]):
                continue
            repair = _SINGULAR.get(piece, piece[:-1])
        elif kind == "much":
            repair = ("M" if piece[0] == "M" else "m") + "any" + piece[4:]
        yield Match(
            start, end, f"English does not count “{view.original[start:end]}” like this", repair
        )


DETECTOR = Detector(
    id="grammar.countability",
    summary="an uncountable noun counted, or a countable one measured",
    severity=Severity.MINOR,
    confidence=0.85,
    find=find,
    bad=(
        "For more ⟦informations⟧ ask at the desk.",
        "My uncle gave me ⟦an advice⟧ that I never forgot.",
        "There were ⟦many furniture⟧ in the room.",
        "On Sunday ⟦much people⟧ walk along the river.",
    ),
    good=(
        "For more information ask at the desk.",
        "He bought a furniture factory and an information desk.",
        "She had two evidence bags and many research papers.",
        "Not that much people can do.",
        "The word “informations” is old.",
        "The senators and their staffs got different information from two trainings.",
        "Shop by section: #mens, #/womens and shoes.",
        "The two sides came to an accommodation on the question of mens rea.",
        "How much people spend depends on how much money they have.",
    ),
)
