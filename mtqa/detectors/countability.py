r"""Uncountable noun counted.

What it finds
    A noun that English does not count, in the plural or with ``a``, ``many`` or a number
    (``informations``, ``an advice``, ``many furniture``), a countable one that is measured or in
    the wrong number (``much people``, ``many student``, ``every students``, ``one of the biggest
    problem``), and a plural that English does not have (``childs``, ``the peoples are``).

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
from mtqa.detectors.everyday_nouns import PLURAL_OF
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_PLURAL = (
    r"informations|advices|furnitures|equipments|homeworks|luggages|baggages|knowledges|"
    r"softwares|hardwares|feedbacks|jewelries|jewelleries|sceneries|garbages|"
    r"childrens|womens|mouses|sheeps|fishs|accomodations|datas|criterias|phenomenas|medias|"
    r"childs|mices|tooths|foots|feets|thiefs|wifes|bacterias|curriculas|alumnis|analysises|"
    r"aircrafts|offsprings|cattles|clothings|rubbishes|trafics|evidences|musics|"
    r"weathers|moneys|housings|trainings|lightnings|middlewares|firmwares|malwares|spywares|"
    r"freewares|slangs|emails|persons"
)
_PLURAL = "|".join(
    word
    for word in _PLURAL.split("|")
    # Verbs, terms of law and trade, and forms that good writers use.
    if word not in {"emails", "persons", "trainings", "moneys", "evidences", "weathers", "housings"}
)
_MASS_NOUNS = (
    "information|advice|furniture|equipment|luggage|baggage|homework|software|hardware|"
    "evidence|research|money|traffic|machinery|knowledge|progress|garbage|weather|jewelry|"
    "jewellery|stuff|news|music|electricity|accommodation|clothing|rubbish|scenery"
)
#: Mass nouns that hardly stand before another noun, for ``many`` and ``these``.
_UNCOUNTED = (
    "information|advice|furniture|luggage|baggage|homework|machinery|evidence|knowledge|money|"
    "equipment|progress|stuff|garbage|damage|software|electricity|happiness|violence"
)
_SINGULAR_NOUN = "|".join(PLURAL_OF)
_PLURAL_NOUN = "|".join(PLURAL_OF.values())
#: Plurals that are no verbs: ``each works``, ``this changes`` are clauses.
_NO_VERB = "|".join(
    plural
    for plural in PLURAL_OF.values()
    if plural
    not in {
        *("results", "books", "words", "computers", "images", "photos", "films", "songs", "rules"),
        *("buildings", "trees", "flowers", "events", "factors", "documents", "projects", "shops"),
        *(
            "changes",
            "steps",
            "skills",
            "places",
            "houses",
            "pictures",
            "courses",
            "games",
            "kings",
        ),
        *("facts", "members", "experts", "answers", "questions", "reasons", "doctors", "rooms"),
        *("parents", "babies", "mistakes", "roads", "dogs", "machines", "engineers", "chairs"),
        *("days", "hours", "weeks", "months", "years", "minutes", "users", "men", "women", "girls"),
        *("boys", "officers", "ideas", "fathers", "jobs", "students", "drivers", "players"),
        *("women", "wives", "children"),
    }
)
_EVERY_NO = "|".join([*_NO_VERB.split("|"), "students", "children", "players", "users", "women"])
#: What follows a noun that is the head of its phrase.
_IS_HEAD = (
    r"(?=[.,;:!?)]|[ ](?:to|of|for|that|which|in|on|at|from|about|is|are|was|were|with|by|when|if|"
    r"as|but|because|before|after|you|we|they|he|she|it|I|will|has|have|should)\b)"
)
#: Stricter: what hardly parts an adjective in a list or a long name from its noun.
_ENDS = (
    r"(?=[.;!?](?:[ ]|\Z)|[ ](?:of|that|which|who|in|on|is|are|was|were|has|have|can|will|do|"
    r"does|did|because|when|from|with|we|they|he|she|I)\b)"
)
_GIVEN = (
    "good|useful|important|valuable|great|new|interesting|special|necessary|modern|detailed|"
    "additional|different|certain|personal|big|small|rapid|significant|considerable|strong"
)
_COUNTED = re.compile(
    rf"""\b(?=[A-Za-z])(?<![\w#/’'>-])(?:
      (?P<plural>{_PLURAL})
    | (?P<one>(?:an[ ](?:information|advice|equipment|homework|evidence|electricity|clothing)
      |a[ ](?:furniture|luggage|baggage|machinery|progress|garbage|good[ ]news|bad[ ]news|
       great[ ]news|good[ ]advice|useful[ ]information|new[ ]furniture|nice[ ]weather|
       bad[ ]weather|good[ ]weather|clothing|homework|legislation|money|software|hardware|feedback|
       advice|equipment|children|parents|people[ ](?:is|was|has)|mice|trousers|scissors|clothes)
      |an?[ ](?:{_GIVEN})[ ](?:information|advice|equipment|furniture|luggage|homework|progress|
       evidence|machinery|feedback|software|weather|news|clothing|legislation)){_IS_HEAD}
       (?![ ]as[ ]a[ ])
      |a[ ]research(?=[ ](?:on|about|into|that|which|by|was|is|has)\b))
    | (?P<many>(?:[Mm]any|few|fewer|several|these|those|two|three|four|five|[Tt]hese)[ ]
       (?:{_UNCOUNTED}){_IS_HEAD})
    | (?P<much>
       (?<!how[ ])(?<!How[ ])(?<!so[ ])(?<!as[ ])(?<!that[ ])(?<!too[ ])(?<!very[ ])(?<!Too[ ])
       (?<!So[ ])(?<!pretty[ ])[Mm]uch[ ](?:people|children|students|tourists|countries|cars|
       houses|problems|things|places|books|ways|years|times[ ]ago|friends|companies|products|words|
       questions|cities|women|men|jobs|animals|visitors|customers|opportunities|options|ideas|
       languages|projects|examples|reasons|possibilities|websites|teachers|members)
       (?![ ](?:are|is|have|do|were|want|need|like|think|say|can|will|know|love|used|get)\b))
    | (?P<measured>[Tt]oo[ ]much[ ](?:{_EVERY_NO}|people|cars)(?=[.!?;]|[ ](?:in|on|at|for|who|
       that|and)\b))
    | (?P<single>(?<!number[ ])(?:(?:[Mm]any|[Ss]everal|[Tt]hese|[Tt]hose|[Nn]umerous|
       [Vv]arious|two|       three|four|five|six|seven|eight|ten)[ ]
       (?:(?:other|different|important)[ ])?
       (?:{_SINGULAR_NOUN}){_ENDS}))
    | (?P<every>(?:[Ee]very|[Ee]ach)[ ](?:{_EVERY_NO})
       (?:{_IS_HEAD}|(?=[ ](?:can|must|may|do|does|did|and|or|who|had|[a-z]+s)\b)))
    | (?P<article>(?:a|an|another)[ ](?:{_PLURAL_NOUN})
       {_ENDS})
    | (?P<this>(?:[Tt]his)[ ](?:{_NO_VERB})(?=[.;!?](?:[ ]|\Z)|[ ](?:of|that|which|who)\b))
    | (?P<peoples>[Tt]he[ ]peoples[ ](?:are|have|is|was|will|can|want)
      |(?:lot[ ]of|lots[ ]of|thousands[ ]of|hundreds[ ]of|millions[ ]of|
       [Yy]oung|[Oo]ld|[Pp]oor|[Rr]ich|most[ ]of)[ ]peoples{_ENDS})
    )(?!\w|[’'])""",
    re.VERBOSE,
)
#: Asked apart, for many a text holds ``one of the``.
_ONE_OF = re.compile(
    rf"""ne[ ]of[ ](?:the|my|our|his|her|their|its)[ ](?:most|best|biggest|main|greatest|oldest|
       largest|first|worst|major|top|very|few|many)[ ](?:[a-z]+[ ])?
       (?:{_SINGULAR_NOUN}|reason|way|town|area|part|feature|factor|tool)
       (?:{_ENDS}|(?=[ ](?:about|to|for|you|it)\b))""",
    re.VERBOSE,
)
_ONE = re.compile(r"\b[Oo]\Z")
#: The pattern needs one of these words or of these pairs.
_NEEDED = Needed(
    words=either(_PLURAL, "peoples"),
    pairs=followed("an", "information|advice|equipment|homework|evidence|electricity|clothing")
    | followed(
        "a",
        "furniture|luggage|baggage|machinery|progress|garbage|clothing|homework|legislation|money|"
        "software|hardware|feedback|advice|equipment|children|parents|people|mice|trousers|"
        "scissors|clothes|research",
    )
    | followed(
        _GIVEN + "|bad|nice",
        "news|advice|information|furniture|weather|equipment|luggage|homework|progress|evidence|"
        "machinery|feedback|software|clothing|legislation",
    )
    | followed("many|few|fewer|several|these|those|two|three|four|five", _UNCOUNTED)
    | followed(
        "much",
        "people|children|students|tourists|countries|cars|houses|problems|things|places|books|ways|"
        "years|times|friends|companies|products|words|questions|cities|women|men|jobs|animals|"
        "visitors|customers|opportunities|options|ideas|languages|projects|examples|reasons|"
        f"possibilities|websites|teachers|members|{_EVERY_NO}",
    )
    | followed(
        "many|several|these|those|numerous|various|two|three|four|five|six|seven|eight|ten",
        f"{_SINGULAR_NOUN}|other|different|important",
    )
    | followed("every|each|this", _EVERY_NO)
    | followed(f"a|an|another|{_GIVEN}|young|old|little", _PLURAL_NOUN),
)
_SINGULAR = {
    "childrens": "children",
    "womens": "women",
    "mouses": "mice",
    "sheeps": "sheep",
    "jewelries": "jewelry",
    "jewelleries": "jewellery",
    "sceneries": "scenery",
    "poetries": "poetry",
    "criterias": "criteria",
}
_LEFT_NAME = re.compile(
    r"\b(?!(?:The|These|Those|All|Some|Many|More|Other|Our|Your|Such|Their|Any|Several) )"
    r"[A-Z][\w’'-]* \Z"
)
#: ``leads 46 to seven advantage``, ``six place`` for ``sixth place``: no noun counted.
_SCORE = re.compile(r"(?:[0-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten))[ -]to[ -]\Z")
_RANK = re.compile(r"(?:two|three|four|five|six|seven|eight|ten) place\Z")
#: ``three A games``: a letter, no article.
_LETTER = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|most|[0-9]+) \Z")
#: ``foots the bill``; the ``arms and equipments`` of armies.
_VERB_OBJECT = re.compile(r" (?:the|a|this|that|half|most|all|part|their|his|her|its|your|our)\b")
_AND = re.compile(r"\band \Z")


def find(view: View) -> Iterator[Match]:
    """Yield the noun with what counts it."""
    text = view.text
    if "ne of " in text:
        for found in _ONE_OF.finditer(text):
            start, end = found.start() - 1, found.end()
            if _ONE.search(text, max(0, start - 1), start + 1) and not enclosed(text, start, end):
                noun = found.group().rpartition(" ")[2]
                plural = PLURAL_OF.get(noun, noun + "s")
                yield _match(view, start, end, text[start : end - len(noun)] + plural)
    if not _NEEDED.may_stand_in(text):
        return
    for found in _COUNTED.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if enclosed(text, start, end) or _is_other(view, kind, start, end):
            continue
        piece = found[kind]
        repair = None
        if kind == "plural":
            if _LEFT_NAME.search(text[max(0, start - 30) : start]):
                continue
            repair = _SINGULAR.get(piece, piece[:-1])
        elif kind == "much":
            repair = ("M" if piece[0] == "M" else "m") + "any" + piece[4:]
        elif kind == "single":
            noun = piece.rpartition(" ")[2]
            repair = piece[: -len(noun)] + PLURAL_OF[noun]
        yield _match(view, start, end, repair)


def _is_other(view: View, kind: str, start: int, end: int) -> bool:
    """Tell whether the words only look like a noun with what counts it."""
    before, piece = view.text[max(0, start - 12) : start], view.text[start:end]
    if view.original[start - 1 : start] == ">":
        return True
    if kind == "article":
        return _LETTER.search(before) is not None
    if kind == "single":
        return (_SCORE.search(before) or _RANK.match(piece)) is not None
    if piece == "foots":
        return _VERB_OBJECT.match(view.text, end) is not None
    return piece == "equipments" and _AND.search(before) is not None


def _match(view: View, start: int, end: int, repair: str | None) -> Match:
    quoted = view.original[start:end]
    return Match(start, end, f"English does not count “{quoted}” like this", repair)


DETECTOR = Detector(
    id="grammar.countability",
    summary="an uncountable noun counted, or a countable one measured",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "For more ⟦informations⟧ ask at the desk.",
        "My uncle gave me ⟦an advice⟧ that I never forgot.",
        "There were ⟦many furniture⟧ in the room.",
        "On Sunday ⟦much people⟧ walk along the river.",
        "It is ⟦one of the most important thing⟧ in life.",
        "The law has been changed in ⟦many country⟧ of the south.",
        "⟦The peoples are⟧ waiting in front of the bank.",
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
        "Many student unions met; these country houses are two hour-long walks apart.",
        "The number two man in the bank traffics in stuffs; a software as a service grows.",
        "Indigenous peoples are of this kind, and the peoples of the plains who met.",
        "How much people spend depends on how much money they have.",
        "A tax that foots the bill for arms and equipments is on every farmers list.",
        "They hold a 46 to seven advantage, finished in six place, and won three a games.",
        "Some peoples of the region had sophisticated machineries of state.",
    ),
)
