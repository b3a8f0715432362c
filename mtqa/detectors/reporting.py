"""Words of reported speech that the attribution detectors share: alternations for patterns."""

from __future__ import annotations

import re

from mtqa.detectors.word_sets import either

#: Past forms that report speech and hardly do anything else.
SPEECH_ONLY = (
    "said|told|clarified|stated|remarked|commented|tweeted|asserted|emphasi[sz]ed|stressed"
)

#: Past forms that report speech beside other uses (``Explained.`` is a headline, too).
SPEECH_TOO = (
    "added|announced|answered|argued|claimed|concluded|confirmed|declared|denied|explained|"
    "informed|insisted|mentioned|noted|pointed[ ]out|promised|recalled|replied|reported|responded|"
    "revealed|testified|underlined|warned|wrote|written"
)

#: Every past form that reports speech.
PAST = f"{SPEECH_ONLY}|{SPEECH_TOO}"

#: The words of :data:`PAST` in lower case (of ``pointed out`` the first).
PAST_WORDS = either(re.sub(r"\[ \]\w+", "", PAST).replace("emphasi[sz]ed", "emphasised|emphasized"))

#: Forms that stand before their subject after a quotation: ``said the minister``.
INVERTED = f"{PAST}|says|adds|explains|states|notes|stresses|tells|writes"

#: Where somebody speaks or writes: ``in a statement``, ``at a press conference``.
OCCASION = (
    r"(?:tweet|statement|interview|news[ ]conference|press[ ]conference|briefing|press[ ]briefing|"
    r"post|blog[ ]post|message|letter|report|speech|press[ ]release|video|telephone[ ]call|"
    r"phone[ ]call)"
)

#: Common nouns for a speaker.
SPEAKER = (
    r"(?:spokesman|spokeswoman|spokesperson|minister|president|official|officials|manager|"
    r"director|chairman|senator|governor|mayor|ambassador|analyst|expert|agency|ministry|"
    r"company|secretary|lawyer|coach|police|source|sources|leader|chancellor|commander|author)"
)
