"""The language of a paragraph, by langdetect where a cheap test does not settle it.

English is recognised by its function words. langdetect is asked only about the rest, with a
fixed seed, so the answer depends on nothing but the text. A foreign verdict needs evidence
twice: langdetect must be sure, and the words must not be English ones. Garbled English, lists of
names and headlines in capitals, which langdetect likes to call Dutch or Tagalog, stay English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from langdetect import DetectorFactory, detect_langs
from langdetect.lang_detect_exception import LangDetectException
from wordfreq import get_frequency_dict

from mtqa.detectors.base import Paragraph
from mtqa.types import Status

#: So many code points of a paragraph are read.
LONGEST = 1_000
#: Shorter texts stay undecided: words of Latin script, letters of any other.
FEWEST_WORDS, FEWEST_LETTERS = 5, 20
#: langdetect's probability from which a foreign verdict counts.
SURE = 0.9
#: Share of English words from which a text in Latin script is English, and below which it may
#: be foreign; between them it stays undecided.
ENGLISH_SHARE, FOREIGN_SHARE = 0.8, 0.5
#: Share of English function words that settles the matter.
FUNCTION_SHARE = 0.2

#: A foreign text in Latin script has so many words in small letters; a list of names has not.
_FEWEST_SMALL_WORDS = 4

DetectorFactory.seed = 0

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: Frequent in English and in no other language of Latin script.
_FUNCTION_WORDS = frozenset(
    {
        *("the", "of", "and", "to", "that", "is", "it", "for", "with", "his", "this", "they"),
        *("from", "which", "you", "were", "she", "her", "there", "their", "been", "has", "have"),
        *("had", "would", "what", "when", "who", "will", "if", "about", "into", "than", "them"),
        *("could", "other", "these", "its", "should", "because", "he", "are", "by", "but", "not"),
        *("we", "our", "your", "my", "as", "or", "how", "where", "more", "after", "while", "said"),
    }
)


def detect_language(text: str) -> str | None:
    """Return the language of ``text`` as an ISO 639-1 code.

    Args:
        text: a paragraph; only its first :data:`LONGEST` code points are read.

    Returns:
        ``"en"``, another code where that is sure, or None where the text is too short, holds
        no letters or stays in doubt. The same text always has the same answer.
    """
    words = _WORD.findall(text[:LONGEST])
    letters = sum(map(len, words))
    in_latin = letters > 0 and (text.isascii() or not _is_foreign_script(words))
    if letters < FEWEST_LETTERS or (in_latin and len(words) < FEWEST_WORDS):
        return None
    folded = [word.casefold().replace("’", "'") for word in words]
    if sum(word in _FUNCTION_WORDS for word in folded) >= FUNCTION_SHARE * len(folded):
        return "en"
    share = 0.0
    if in_latin:
        known = _english_words()
        # names are of no language: words in small letters count
        small = [word for word in words if word.islower()]
        judged = small if len(small) >= _FEWEST_SMALL_WORDS else folded
        share = sum(re.split("['’]", word, maxsplit=1)[0] in known for word in judged) / len(judged)
        if share >= ENGLISH_SHARE:
            return "en"
        if judged is folded:
            return None
    try:
        guesses = detect_langs(text[:LONGEST])
    except LangDetectException:
        # langdetect found no letter n-gram that it knows
        return None
    # zh-cn and zh-tw are one language here
    probability: dict[str, float] = {}
    for guess in guesses:
        code = str(guess.lang).partition("-")[0]
        probability[code] = probability.get(code, 0.0) + float(guess.prob)
    best = max(probability, key=lambda code: probability[code])
    if not in_latin:
        # the script alone says that it is no English
        return best if best != "en" else None
    if best == "en":
        return "en"
    if probability[best] < SURE or share > FOREIGN_SHARE:
        return None
    return best


def _is_foreign_script(words: Sequence[str]) -> bool:
    """Tell whether there are letters and half of them or more are of another script than Latin."""
    latin = sum(len(w) for w in words if w[0] < "\u0250" or "\u1e00" <= w[0] <= "\u1eff")
    letters = sum(map(len, words))
    return letters > 0 and 2 * latin <= letters


def with_languages(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Set the language of each readable paragraph of ``text``.

    Returns:
        The paragraphs; an ``ok`` one in another language than English becomes
        ``wrong_language``, and so does one in another script that is too short to say in
        which. Furniture and short ones keep their status, and furniture has no
        language.
    """
    return tuple(_with_language(text, paragraph) for paragraph in paragraphs)


def _with_language(text: str, paragraph: Paragraph) -> Paragraph:
    if paragraph.status is not Status.OK:
        return paragraph
    own = paragraph.span.of(text)
    language = detect_language(own)
    foreign = language not in (None, "en") or (
        language is None and _is_foreign_script(_WORD.findall(own[:LONGEST]))
    )
    return replace(
        paragraph,
        language=language,
        status=Status.WRONG_LANGUAGE if foreign else paragraph.status,
    )


@cache
def _english_words() -> frozenset[str]:
    """Words that stand at least once in 100,000 words of English."""
    frequencies = get_frequency_dict("en", wordlist="small")
    return frozenset(
        word for word, frequency in frequencies.items() if frequency >= 1e-5 and word.isalpha()
    )
