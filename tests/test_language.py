"""Languages are told where they can be; garbled English stays English."""

from __future__ import annotations

import random

import pytest

from mtqa.language import LONGEST, detect_language, with_languages
from mtqa.segment import segment
from mtqa.types import Status

FOREIGN = {
    "de": "Der Bürgermeister sagte am Montag, dass die Brücke bis zum Frühling geschlossen bleibt.",
    "fr": "Le maire a déclaré lundi que le pont resterait fermé jusqu'au printemps prochain.",
    "es": "El alcalde dijo el lunes que el puente permanecerá cerrado hasta la primavera.",
    "it": "Il sindaco ha detto lunedì che il ponte resterà chiuso fino alla primavera.",
    "nl": "De burgemeester zei maandag dat de brug tot het voorjaar gesloten blijft.",
    "pl": "Burmistrz powiedział w poniedziałek, że most pozostanie zamknięty do wiosny.",
    "tr": "Belediye başkanı pazartesi günü köprünün bahara kadar kapalı kalacağını söyledi.",
    "ru": "Мэр сказал в понедельник, что мост останется закрытым до весны.",
    "ar": "قال رئيس البلدية يوم الاثنين إن الجسر سيبقى مغلقا حتى الربيع",
    "ja": "市長は月曜日に橋は春まで閉鎖されたままになると述べました。",
    "zh": "市长星期一表示，这座桥将一直关闭到春天，工程师下周将检查桥墩。",
}

ENGLISH = [
    "The mayor said on Monday that the bridge stays closed until spring.",
    # garbled, but of English words
    "Manager said officially clarify told security lead negotiations two countries.",
    "He deep thought water of go over bridge not can until spring come.",
    "Bridge closed mayor says spring repair works flood damage town council.",
    "Bertrand Delacroix had given Bayer Leverkusen a 2-0 lead before half-time came.",
]


@pytest.mark.parametrize(("code", "text"), FOREIGN.items())
def test_foreign(code: str, text: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_never_foreign(text: str) -> None:
    assert detect_language(text) in ("en", None)


@pytest.mark.parametrize(
    "text", ["", "12 34.5 – 99", "Told.", "Guten Tag", "蜜桃交友", "!!! ???", "\ud800"]
)
def test_too_short_is_undecided(text: str) -> None:
    assert detect_language(text) is None


def test_names_alone_are_not_foreign() -> None:
    assert detect_language("Delacroix Lopez Tamm Berg Kowalski Nguyen Yamada Rossi") in ("en", None)


def test_the_order_of_calls_changes_nothing() -> None:
    texts = [*FOREIGN.values(), *ENGLISH] * 2
    expected = {text: detect_language(text) for text in texts}
    random.Random(1).shuffle(texts)
    assert {text: detect_language(text) for text in texts} == expected


def test_only_the_head_of_a_long_text_is_read() -> None:
    text = ENGLISH[0] + " " * LONGEST + FOREIGN["de"] * 10_000
    assert detect_language(text) == "en"


def test_paragraphs_in_other_languages_are_set_apart() -> None:
    text = "\n\n".join([ENGLISH[0], FOREIGN["de"], "Told.", "Leave a Reply", ENGLISH[2]])
    paragraphs = with_languages(text, segment(text))
    assert [(p.status, p.language) for p in paragraphs] == [
        (Status.OK, "en"),
        (Status.WRONG_LANGUAGE, "de"),
        (Status.TOO_SHORT, None),
        (Status.BOILERPLATE, None),
        (Status.OK, "en"),
    ]
    assert [p.span for p in paragraphs] == [p.span for p in segment(text)]


@pytest.mark.parametrize(
    "text",
    [
        "这座桥现在关闭了。明天会重新开放的。",
        "पुल अब बंद है। यह कल फिर से खुलेगा और सब खुश होंगे।",
        "Мост закрыт. Он и не был открыт.",
    ],
)
def test_another_script_is_no_english_however_short(text: str) -> None:
    """Too short to say which language it is, and still no paragraph to score as English."""
    text = f"{ENGLISH[0]}\n\n{text}"
    english, foreign = with_languages(text, segment(text))
    assert english.status is Status.OK
    assert foreign.status is Status.WRONG_LANGUAGE
    assert foreign.language in {None, "zh", "hi", "ru"}


@pytest.mark.parametrize(
    "text",
    [
        "The bridge (мост) is closed until Monday, he said.",
        "Bridge 桥 closed until 2024-05-01, says mayor 市长 at noon.",
        "1 + 2 = 3 and 4 + 5 = 9, so 3 + 9 = 12.",
    ],
)
def test_a_word_of_another_script_leaves_a_paragraph_english(text: str) -> None:
    assert with_languages(text, segment(text))[0].status is not Status.WRONG_LANGUAGE
