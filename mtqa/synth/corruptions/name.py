"""Names spelled by their sound, titles doubled or moved, persons of the other gender."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from mtqa.synth.kinds import edit_of, rewriting
from mtqa.synth.model import Corruption, Edit
from mtqa.synth.source import Source

#: What happens to letters on the way through another script and back.
_BY_SOUND = (
    *(("y", "i"), ("i", "y"), ("ck", "k"), ("c", "k"), ("k", "c"), ("v", "w"), ("w", "v")),
    *(("ph", "f"), ("f", "ph"), ("th", "t"), ("sh", "sch"), ("ch", "tch"), ("x", "ks")),
    *(("ee", "i"), ("oo", "u"), ("ou", "u"), ("ei", "ey"), ("ie", "y"), ("z", "s"), ("s", "z")),
    *(("ll", "l"), ("nn", "n"), ("tt", "t"), ("ss", "s"), ("l", "r"), ("r", "l"), ("b", "v")),
    *(("g", "h"), ("j", "dzh"), ("qu", "kv"), ("gh", "g"), ("a", "e"), ("o", "a"), ("u", "a")),
)

#: Names that every newspaper reader knows.
_KNOWN = (
    "Barack Obama|Donald Trump|Hillary Clinton|Bill Clinton|George W\\. Bush|Joe Biden|Tony Blair"
    "|Gordon Brown|David Cameron|Theresa May|Boris Johnson|Angela Merkel|Vladimir Putin|Xi Jinping"
    "|Emmanuel Macron|Nicolas Sarkozy|Bernie Sanders|Mitt Romney|John McCain|John Kerry"
    "|Nancy Pelosi|Mitch McConnell|Paul Ryan|Ronald Reagan|Jimmy Carter|Richard Nixon"
    "|Saddam Hussein|Osama bin Laden|Mark Zuckerberg|Elon Musk|Steve Jobs|Bill Gates"
    "|Benjamin Netanyahu|Bashar al-Assad|Kim Jong Un|Nelson Mandela|Albert Einstein"
    "|Charles Darwin|Isaac Newton|Karl Marx|William Shakespeare|Abraham Lincoln"
    "|Afghanistan|Pakistan|Kazakhstan|Ukraine|Syria|Venezuela|Philadelphia|Massachusetts"
    "|California|Los Angeles|San Francisco|Washington|Manchester|Edinburgh|Melbourne|Sydney"
    "|Jerusalem|Baghdad|Moscow|Beijing|Shanghai|Switzerland|Netherlands|Microsoft|Google"
    "|Facebook|Twitter|Wikipedia|Amazon|Pentagon|Kremlin|Reuters|European Union|United Nations"
)
_TITLE = (
    r"(?:President|Senator|Sen\.|Governor|Gov\.|Minister|Professor|Prof\.|Dr\.?|Mr\.?|Mrs\.?|Ms\.?"
    r"|Secretary|Judge|General|Rep\.)"
)
_COUNTRIES = {
    **{"American": "the United States", "British": "Great Britain", "French": "France"},
    **{"German": "Germany", "Russian": "Russia", "Chinese": "China", "Israeli": "Israel"},
    **{"Iraqi": "Iraq", "Italian": "Italy", "Japanese": "Japan", "Indian": "India"},
    **{"Australian": "Australia", "Mexican": "Mexico", "Syrian": "Syria", "Turkish": "Turkey"},
}
_OTHER_GENDER = {
    **{"himself": "herself", "herself": "himself", "Mr": "Mrs", "Mrs": "Mr", "Ms": "Mr"},
    **{"Mr.": "Mrs.", "Mrs.": "Mr.", "Ms.": "Mr."},
}


def by_sound(name: str, random: Random) -> str | None:
    """Return ``name`` with one stretch respelled behind its first letter; None if none fits."""
    places = [
        (at, old, new)
        for old, new in _BY_SOUND
        for at in range(1, len(name))
        if name.startswith(old, at) and name[at - 1].isalpha()
    ]
    if not places:
        return None
    at, old, new = random.choice(places)
    return name[:at] + new + name[at + len(old) :]


def _respell_known(found: re.Match[str], random: Random) -> str | None:
    return by_sound(found[0], random)


def _respell_later(source: Source, random: Random) -> Iterator[Edit]:
    """Respell one mention of a name that the document has three times or more.

    What stands in mid-sentence with a capital, and never without, is taken for a name.
    """
    mentions: dict[str, list[int]] = {}
    small = set(re.findall(r"\b[a-z]+\b", source.text))
    for found in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{4,15}\b", source.text):
        mentions.setdefault(found[0], []).append(found.start())
    for name, starts in mentions.items():
        if len(starts) >= 3 and name.lower() not in small:
            respelled = by_sound(name, random)
            if respelled:
                at = random.choice(starts[1:])
                yield edit_of(at, at + len(name), respelled)


def _double_title(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    title, name = found["title"], found["name"]
    doubled = random.choice(
        (f"{title} the {title}", f"{title} {title}", f"{title} Mr.", f"Mr. {title} {title}")
    )
    return "", doubled, f" {name}"


def _translated_title(found: re.Match[str], random: Random) -> str:
    country = _COUNTRIES[found["people"]]
    if random.random() < 0.7:
        return f"{found['office']} of {country} {found['name']}"
    return f"{found['name'].split()[-1]} {found['office']}"


CORRUPTIONS = (
    Corruption("name.inconsistent", _respell_later),
    Corruption("name.misspelt_known", rewriting(rf"\b(?:{_KNOWN})\b", _respell_known)),
    Corruption(
        "name.doubled_title",
        rewriting(
            rf"(?<!Attorney )(?<!Prime )(?<!Foreign )(?<!Vice )\b(?P<title>{_TITLE}) "
            r"(?P<name>[A-Z][a-z]+)\b",
            _double_title,
        ),
    ),
    Corruption(
        "name.translated_title",
        rewriting(
            rf"\b(?P<people>{'|'.join(_COUNTRIES)}) (?P<office>President|Prime Minister"
            r"|Foreign Minister|Chancellor) (?P<name>[A-Z][a-z]+ [A-Z][a-z]+)\b",
            _translated_title,
        ),
    ),
    Corruption(
        "name.pronoun_switch",
        rewriting(
            r"\b(?:himself|herself|(?:Mrs|Mr|Ms)\.?(?= [A-Z]))",
            lambda found, _: _OTHER_GENDER[found[0]],
        ),
    ),
)
