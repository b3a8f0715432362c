"""Nouns behind a word that is named and not used: ``the this pointer``, ``the of operator``."""

from __future__ import annotations

import re

#: An alternation, singular and plural.
TECHNICAL_NOUN = (
    r"(?:key|button|tab|page|word|pronoun|letter|vowel|sound|tag|element|attribute|parameter|"
    r"argument|variable|value|field|column|row|file|folder|flag|option|switch|setting|command|"
    r"statement|clause|keyword|operator|function|method|pointer|reference|object|class|type|"
    r"property|block|loop|expression|condition|macro|directive|module|package|node|link|"
    r"selector|predicate|query|record|register|axis|side|term|coefficient|form|"
    r"prefix|suffix|case|string|symbol|token|syntax|construct|binding|scope|context|position|"
    r"verb|particle|preposition|article|determiner|relation|relationship|gate|test|check|"
    r"address|date|array|target|frame|"
    r"header|line|number|user|account|operation|instance|policy|pair|import|export)s?"
)

_LETTER = re.compile(
    rf"\b(?:{TECHNICAL_NOUN}|(?:sub)?section|exhibit|point|paragraph|figure|vitamin|grade|and|or"
    r") \Z",
    re.IGNORECASE,
)
#: ``between the words The and math``: the article is named and not used.
_WORD = re.compile(r"\bwords? [\"“'‘]?\Z", re.IGNORECASE)
_WINDOW = 16


def is_letter(text: str, at: int) -> bool:
    """Tell whether the *a* at ``text[at]`` is named as a letter: ``in section a the``."""
    return _LETTER.search(text[max(0, at - _WINDOW) : at]) is not None


def is_named_word(text: str, at: int) -> bool:
    """Tell whether what begins at ``text[at]`` is called a word: ``the words The and``."""
    return _WORD.search(text[max(0, at - _WINDOW) : at]) is not None
