"""Residue: what a translation pipeline leaves in the text or adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from mtqa.synth.kinds import Edits, adding, exchanging, rewriting, together
from mtqa.synth.model import Corruption, Edit
from mtqa.synth.source import Source

#: Common words as other scripts write them.
_OTHER_SCRIPTS: Mapping[str, Sequence[str]] = {
    "yesterday": ("昨天", "вчера", "أمس", "어제"),
    "today": ("今天", "сегодня", "اليوم", "היום", "오늘"),
    "government": ("政府", "правительство", "الحكومة", "정부"),
    "president": ("总统", "президент", "الرئيس", "大統領"),
    "city": ("城市", "город", "مدينة", "עיר"),
    "school": ("学校", "школа", "مدرسة", "โรงเรียน"),
    "company": ("公司", "компания", "شركة", "회사"),
    "people": ("人民", "люди", "الناس", "คน"),
    "money": ("钱", "деньги", "المال", "お金"),
    "house": ("房子", "дом", "بيت", "בית"),
    "country": ("国家", "страна", "بلد", "나라"),
    "water": ("水", "вода", "ماء", "น้ำ"),
    "work": ("工作", "работа", "عمل", "仕事"),
    "children": ("孩子们", "дети", "الأطفال", "ילדים"),
}
_LOOKALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х"}

#: Common words in Latin script, with and without letters that English lacks.
_UNTRANSLATED: Mapping[str, Sequence[str]] = {
    "house": ("dům", "ház", "casă", "evi", "huset"),
    "city": ("město", "şehir", "oraș", "ciudad", "kaupunki"),
    "school": ("škola", "okulu", "școală", "szkoła", "koulu"),
    "street": ("straße", "ulița", "cadde"),
    "government": ("hükümet", "rząd", "kormány", "vláda"),
    "money": ("peníze", "pénz", "pieniądze", "dinero"),
    "children": ("děti", "çocuklar", "gyerekek", "niños"),
    "company": ("společnost", "şirket", "spółka", "cég"),
    "water": ("vodă", "víz", "apă", "woda"),
    "food": ("jídlo", "żywność", "yiyecek", "comida"),
    "big": ("große", "büyük", "wielką", "grande"),
    "work": ("práce", "çalışma", "munkája", "trabajo"),
    "book": ("książka", "könyv", "kitabı", "kniha"),
    "road": ("droga", "yolu", "út", "cestě"),
    "health": ("sağlık", "zdrowie", "egészség", "gezondheid"),
    "law": ("zákon", "törvény", "yasası", "prawo"),
}

_CLAUSES = (
    "y no se sabe todavía cuándo será",
    "porque los vecinos no tienen agua",
    "según la nota que fue publicada por el diario",
    "obwohl die Verhandlungen noch nicht abgeschlossen sind",
    "wie aus dem Bericht des Ausschusses hervorgeht",
    "et les habitants ne sont pas encore rentrés chez eux",
    "qui avait été annoncé par le ministre",
    "perché non è stato ancora deciso",
    "che sono stati trovati nella casa",
    "mas ainda não há uma data para isso",
    "zoals de woordvoerder van het bedrijf heeft gezegd",
    "men det är inte klart när det blir",
    "ale nie jest to jeszcze pewne",
    "care nu este încă pregătit pentru iarnă",
)

_NOTES = (
    "(translator's note: no exact equivalent in English)",
    "(Note from the translator: a kind of tea house)",
    "[T/N: a pun on the name of the town]",
    "(translator: unclear in the original)",
    "[Translation note: the original uses a proverb]",
    "Here is the translated text:",
    "Sure, here's the translation of the passage:",
    "(Translated with the free version of DeepL)",
    "Translated from Spanish by Google.",
    "[note of the translator]",
)

_NOTICES = (
    "This text has been translated by a machine and may contain inaccuracies.",
    "This page was translated automatically and has not been reviewed.",
    "Automatically translated from Portuguese.",
    "Machine translated by Google.",
    "Translation provided by DeepL.",
    "Translated by Microsoft Translator.",
    "The content is an automatic translation of the original article.",
    "Original text: Rate this translation.",
    "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY: 500 CHARS.",
    "Translation request failed: daily quota exceeded.",
    "Select Language Powered by Google Translate.",
)

_SOUNDS = (
    *("[Music]", "[Musique]", "[Música]", "[Musik]", "[Музыка]", "[音楽]", "[Applaudissements]"),
    *("[Applaus]", "[Risas]", "[music playing]", "(Musica)", "♪", "♪♪", "[background music]"),
    *("[speaking Spanish]", "[foreign]"),
)


def _hide_lookalike(found: re.Match[str], random: Random) -> str:
    word = found[0]
    places = [i for i, letter in enumerate(word) if letter in _LOOKALIKES]
    at = random.choice(places)
    return word[:at] + _LOOKALIKES[word[at]] + word[at + 1 :]


def _misread(character: str) -> str:
    """Return ``character`` as UTF-8 read as Windows-1252 (Latin-1 where that has no letter)."""
    return "".join(
        bytes([byte]).decode("cp1252" if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1")
        for byte in character.encode("utf-8")
    )


def _misread_word(found: re.Match[str], random: Random) -> str:
    typographic = found["mark"].replace("'", "’")
    damaged = random.choice((_misread(typographic), _misread(typographic), "?", "\ufffd"))
    return found["left"] + damaged + found["right"]


def _misread_accent(found: re.Match[str], _: Random) -> str:
    return "".join(_misread(c) if "\xc0" <= c <= "\u017f" else c for c in found[0])


def _small_only(exchange: Edits) -> Edits:
    """Return the edits of words that are neither a name's nor part of a compound."""

    def edits(source: Source, random: Random) -> Iterator[Edit]:
        for edit in exchange(source, random):
            around = source.text[max(0, edit.start - 1) : edit.end + 1]
            if edit.after[:1].islower() and "-" not in around:
                yield edit

    return edits


def _foreign_tail(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    return ", ", random.choice(_CLAUSES), found["stop"]


def _entity(found: re.Match[str], random: Random) -> str:
    return {
        "&": ("&amp;", "&#38;"),
        "'": ("&#39;", "&rsquo;", "&apos;"),
        "’": ("&rsquo;", "&#8217;"),
        '"': ("&quot;", "&#34;"),
        "—": ("&mdash;", "&#8212;"),
        "–": ("&ndash;", "&#8211;"),
    }[found[0]][random.randrange(2)]


def _placeholder(found: re.Match[str], random: Random) -> str:
    return random.choice(("{0}", "%d", "%s", "{{number}}", "__NUM__", "<x id=1/>", "${value}"))


def _tagged(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    opening, closing = random.choice(
        (("<b>", "</b>"), ("<i>", "</ i>"), ("[[", "]]"), ("<strong>", "</strong>"))
    )
    return "", f"{opening}{found[0]}{closing}", ""


def _timing(random: Random) -> str:
    minute, second = random.randrange(60), random.randrange(56)
    start = f"00:{minute:02}:{second:02},{random.randrange(1000):03}"
    end = f"00:{minute:02}:{second + 3:02},{random.randrange(1000):03}"
    return random.choice(
        (
            f"{random.randrange(1, 900)} {start} --> {end}",
            f"{start} --> {end}",
            f"{start} -> {end}",
            f"[{minute:02}:{second:02}.{random.randrange(100):02}]",
        )
    )


def _unknown(found: re.Match[str], random: Random) -> str:
    word = found[0]
    return random.choice(
        ("<unk>", "[UNK]", "⁇", "UNK", f"{word[:3]}@@ {word[3:]}", f"▁{word}", f"{word} </s>")
    )


CORRUPTIONS = (
    Corruption(
        "residue.foreign_script",
        together(
            exchanging(_OTHER_SCRIPTS),
            rewriting(r"\b(?=[a-z]*[aeocpx])[a-z]{5,12}\b", _hide_lookalike),
        ),
    ),
    Corruption(
        "residue.foreign_words",
        rewriting(r", [a-z][^\n,.!?:;\"“”]{15,120}(?P<stop>\.)(?=\s|$)", _foreign_tail),
    ),
    Corruption(
        "residue.mojibake",
        together(
            rewriting(
                r"\b(?P<left>[A-Za-z]{1,20})(?P<mark>['’–])(?P<right>[a-z]{1,12})\b", _misread_word
            ),
            rewriting(
                r"\b[A-Za-z]{0,15}[\u00c0-\u017f][A-Za-z\u00c0-\u017f]{0,15}\b", _misread_accent
            ),
        ),
    ),
    Corruption(
        "residue.markup",
        together(
            rewriting(r"(?<= )&(?= )|(?<=[a-z])['’](?=[a-z])|(?<= )\"(?=\w)|—|–", _entity),
            rewriting(r"(?<= )\d{1,4}(?= [a-z])", _placeholder),
            rewriting(r"(?<= )[A-Z][a-z]{3,15}(?= [a-z])", _tagged),
        ),
    ),
    Corruption("residue.untranslated_token", _small_only(exchanging(_UNTRANSLATED))),
    Corruption("residue.subtitle_timing", adding(_timing, before=True)),
    Corruption("residue.translators_note", adding(lambda random: random.choice(_NOTES))),
    Corruption("residue.sound_tag", adding(lambda random: random.choice(_SOUNDS), before=True)),
    Corruption("residue.service_notice", adding(lambda random: random.choice(_NOTICES))),
    Corruption("residue.unknown_marker", rewriting(r"\b[A-Za-z][a-z]{6,14}\b", _unknown)),
)
