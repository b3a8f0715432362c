r"""Near duplicate.

What it finds
    A sentence that says again, in slightly other words, what another sentence of the document
    said.

Why it suggests machine translation
    Spinners paste several rewritings of one paragraph into a page, and pages merged from two
    translations of one source keep both.

Examples
    ``The bridge was closed on Monday after cracks were found in two of its pillars.`` and later
    ``The bridge was shut on Monday after cracks were found in two of its pillars.``

When it is wrong
    Captions, pull quotes and refrains repeat a sentence word for word, so exact copies stay
    silent; legal and technical texts repeat a frame with other figures or names, so sentences
    that differ in those are not compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from zlib import crc32

from mtqa.detectors.ascii_words import cut, cutting_table, without_marks
from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_MIN_LETTERS = 4
_WORD = re.compile(rf"[^\W\d_]{{{_MIN_LETTERS},}}")
_ASCII_WORD = cutting_table()
_FIGURE = re.compile(r"\d+")
_CAPITAL = re.compile(r"\b[A-Z][a-z]{2,}")
#: Words of four letters and more that both sentences need.
_MIN_WORDS = 9
#: So many code points hold those words.
_MIN_LENGTH = (_MIN_LETTERS + 1) * _MIN_WORDS - 1
#: Shared words over all words (Jaccard) from which two sentences say the same.
_MIN_SHARED = 0.7
#: Hashes kept of a sentence; sentences that share one are compared, with so many at most.
_N_HASHES, _MOST_COMPARED = 6, 6


def find(view: View) -> Iterator[Match]:
    """Yield the later sentence of each pair (sketches of the smallest hashes: linear)."""
    spans = [span for span in view.sentences if span.end - span.start >= _MIN_LENGTH]
    sentences = [span.of(view.text) for span in spans]
    sets = list(map(_words, sentences)) if len(spans) > 1 else []
    if not _may_be_near(sets):
        return
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    seen: list[tuple[frozenset[str], str]] = []
    for span, sentence, words in zip(spans, sentences, sets, strict=True):
        if len(words) < _MIN_WORDS:
            continue
        sketch = sorted(map(_hash, words))[:_N_HASHES]
        earlier = {i for key in sketch for i in buckets[key][-_MOST_COMPARED:]}
        for i in sorted(earlier):
            other, other_sentence = seen[i]
            if not _share_most(words, other) or _figures(sentence) != _figures(other_sentence):
                continue
            if sentence.strip() == other_sentence.strip():
                continue  # a pull quote, a caption, a refrain
            if _only_names_differ(sentence, other_sentence, words ^ other):
                continue
            first = " ".join(other_sentence.split()[:8])
            yield Match(
                span.start,
                span.start + len(sentence.rstrip()),
                f"says again what “{first} …” said before",
            )
            break
        for key in sketch:
            buckets[key].append(len(seen))
        seen.append((words, sentence))


def _words(sentence: str) -> frozenset[str]:
    sentence = without_marks(sentence)
    if sentence.isascii():
        return frozenset([word for word in cut(sentence, _ASCII_WORD) if len(word) >= _MIN_LETTERS])
    return frozenset(_WORD.findall(sentence.lower()))


def _may_be_near(sentences: list[frozenset[str]]) -> bool:
    """Tell whether two of the sentences have most of their words in other sentences, too.

    No others say the same, and in hardly any document are there two.
    """
    repeated = sum(map(len, sentences)) - len(frozenset[str]().union(*sentences))
    if repeated < _MIN_SHARED * _MIN_WORDS:
        return False  # too few for one sentence
    counts = Counter(chain.from_iterable(sentences))
    again = {word for word, count in counts.items() if count > 1}
    near = 0
    for words in sentences:
        if len(words) >= _MIN_WORDS and len(words & again) >= _MIN_SHARED * len(words):
            near += 1
    return near > 1


@lru_cache(maxsize=65536)
def _hash(word: str) -> int:
    return crc32(word.encode())


def _figures(sentence: str) -> list[str]:
    return sorted(_FIGURE.findall(sentence))


def _share_most(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether enough of the words of two sentences are in both."""
    # No more can be in both than the shorter one has.
    if min(len(one), len(other)) < _MIN_SHARED * max(len(one), len(other)):
        return False
    shared = len(one & other)
    return shared >= _MIN_SHARED * (len(one) + len(other) - shared)


def _only_names_differ(one: str, other: str, different: frozenset[str]) -> bool:
    """Tell whether what differs between the sentences are names: another case of one frame."""
    names = {name.lower() for name in (*_CAPITAL.findall(one[1:]), *_CAPITAL.findall(other[1:]))}
    return bool(different) and different <= names


DETECTOR = Detector(
    id="repetition.near_duplicate",
    summary="a sentence that repeats an earlier one in similar words",
    severity=Severity.MINOR,
    confidence=0.15,
    find=find,
    scope="document",
    preview=True,
    bad=(
        "The northern bridge was closed on Monday after inspectors found deep cracks in several "
        "concrete pillars. Traffic stopped. ⟦The northern bridge was shut on Monday after "
        "inspectors found deep cracks in several concrete pillars.⟧",
        "Our company offers reliable cleaning services for private homes, large offices and busy "
        "restaurants throughout the whole region.\n\n⟦Our company offers reliable cleaning "
        "services for private homes, large offices and busy restaurants throughout the region.⟧",
        "Visitors should bring warm clothes, strong shoes, drinking water and enough food before "
        "climbing towards the summit. It is high. ⟦Guests should bring warm clothes, strong "
        "shoes, drinking water and enough food before climbing towards the summit.⟧",
    ),
    good=(
        "He came. He saw. He came again and saw it again, and it was the same as before.",
        "In 2019 the company reported higher profits from software sales across southern Europe. "
        "In 2020 the company reported higher profits from software sales across southern Europe.",
        "Thank you for coming. Thank you for coming. Thank you all for coming here tonight.",
        "The bridge was closed because of cracks. Cracks had closed other bridges before that.",
        "The council of Springfield voted against building another stadium beside the river. "
        "The council of Shelbyville voted against building another stadium beside the river.",
    ),
)
