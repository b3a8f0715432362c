"""Spin native prose by a thesaurus, as paraphrasing tools do: word for word, blind to the context.

The spun pages at hand are a dozen, all by tools of one family. A rule that must know spun text of
any kind needs texts by a thesaurus that nobody here wrote, WordNet; the one that ships, of
technical words, makes others. Each word that is long and rare enough
may be exchanged for a synonym of its likeliest part of speech, in the same form (Miller 1995,
"WordNet: a lexical database for English"; the exchange is what augmentation by synonyms does, Zhang
et al. 2015, "Character-level convolutional networks for text classification").
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from random import Random
from typing import Literal

from wordfreq import top_n_list

from mtqa.detectors.phrases import inflections, noun_forms, verb_forms
from mtqa.detectors.spun_terms import read_lists
from mtqa.errors import TrainingError
from mtqa.output import replacing
from mtqa.segment import segment
from mtqa.train.corpus import (
    HELD_OUT_OUTLETS,
    HELD_OUT_SOURCES,
    CorpusDocument,
    bucket,
    iter_corpus,
    read_jsonl,
)
from mtqa.train.examples import Example
from mtqa.train.settings import SpinSettings

#: Name of the spun set in an example's ``set``.
MADE_SPINS = "made-spins"
#: Words of a paragraph that is spun by itself, and the share of those of which one sentence is.
_WORDS, _SENTENCES = (30, 130), 0.3
_PARTS = ("noun", "verb", "adj", "adv")
#: Shorter words, and as many of the most frequent ones, are left alone.
_SHORTEST, _MOST_FREQUENT = 4, 500
_WORD = re.compile(r"(?<![\w'’-])[a-z]+(?![\w'’-])")
#: ``galore(ip)``: where an adjective may stand.
_PLACE = re.compile(r"\(\w+\)\Z")
#: A verb has a third person, a past and an -ing form; of nouns that share its spelling not all.
_FEWEST_VERB_FORMS = 3

#: Of the corpus: what is trained on, documents held out, and publishers that no step reads.
Part = Literal["train", "dev", "unseen"]


@dataclass(frozen=True, slots=True)
class _Lemma:
    """What a word is exchanged for, as its likeliest part of speech."""

    word: str
    part: str
    synonyms: tuple[str, ...]


class Thesaurus:
    """Synonyms of word forms, in the same form.

    Args:
        synonyms: word form → what it is exchanged for.
    """

    def __init__(self, synonyms: Mapping[str, Sequence[str]]) -> None:
        self._synonyms = synonyms

    @classmethod
    def read(cls, folder: Path, senses: int) -> Thesaurus:
        """Read the files of WordNet 3.0.

        Args:
            folder: with ``index.noun``, ``data.noun`` and so on.
            senses: of a word, the commonest first, that synonyms are taken from.

        Raises:
            TrainingError: a file is missing.
        """
        best: dict[str, tuple[int, _Lemma]] = {}
        for part in _PARTS:
            for uses, lemma in _lemmas(folder, part, senses):
                if lemma.word not in best or uses > best[lemma.word][0]:
                    best[lemma.word] = uses, lemma
        common = frozenset(top_n_list("en", _MOST_FREQUENT))
        synonyms: dict[str, tuple[str, ...]] = {}
        for _, lemma in best.values():
            found = [_forms(synonym, lemma.part) for synonym in lemma.synonyms]
            for place, form in enumerate(_forms(lemma.word, lemma.part)):
                own = tuple(forms[place] for forms in found if len(forms) > place)
                if own and len(form) >= _SHORTEST and form not in common:
                    synonyms.setdefault(form, own)
        return cls(synonyms)

    @classmethod
    def shipped(cls) -> Thesaurus:
        """Return the shipped thesaurus of technical words, all senses beside each other."""
        synonyms: dict[str, tuple[str, ...]] = {}
        for word, *listed in read_lists().thesaurus:
            single = [s for s in chain.from_iterable(listed) if s.isalpha()]
            found = [noun_forms(synonym) for synonym in single]
            for place, form in enumerate(noun_forms(word)):
                own = tuple(forms[place] for forms in found)
                if own and len(form) >= _SHORTEST:
                    synonyms.setdefault(form, own)
        return cls(synonyms)

    def spin(self, text: str, share: float, random: Random) -> tuple[str, int]:
        """Exchange about ``share`` of the words of ``text`` that have a synonym, and count them."""
        count = 0

        def exchanged(found: re.Match[str]) -> str:
            nonlocal count
            synonyms = self._synonyms.get(found[0])
            if synonyms is None or random.random() >= share:
                return found[0]
            count += 1
            return random.choice(synonyms)

        return _WORD.sub(exchanged, text), count


def draw_for(seed: int, key: str) -> Random:
    """Return the source of chance of one text: the others change nothing."""
    return Random(f"{seed}/{key}")  # noqa: S311 (reproducible, no secret)


def make_spins(settings: SpinSettings) -> Path:
    """Spin a piece of each drawn document and write one JSON line for it.

    A line has ``id``, ``key`` and ``publisher`` (of the document), ``part``, ``original``, ``text``
    (the spun one) and ``exchanged`` (the share of its words).

    Raises:
        TrainingError: the corpus or WordNet is missing.
    """
    if settings.wordnet is None:
        thesaurus = Thesaurus.shipped()
    else:
        thesaurus = Thesaurus.read(settings.wordnet, settings.senses)
    settings.output.parent.mkdir(parents=True, exist_ok=True)
    with replacing(settings.output) as out:
        for document, original in _sample(settings):
            random = draw_for(settings.seed, document.key)
            text, count = thesaurus.spin(original, random.uniform(*settings.shares), random)
            record = {
                "id": f"{settings.name}/{document.key}",
                "key": document.key,
                "publisher": document.publisher,
                "part": _part(document),
                "original": original,
                "text": text,
                "exchanged": round(count / len(original.split()), 4),
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return settings.output


def iter_spins(path: Path, part: Part, fewest: float = 0.0) -> Iterator[Example]:
    """Yield originals (kind ``ho``) and spun texts (kind ``spun``) of :func:`make_spins`.

    Args:
        path: the file.
        part: of the documents.
        fewest: exchanged words a word that a spun text has to have.

    Raises:
        TrainingError: the file is missing.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: missing; make it with mtqa train spins")
    for record in read_jsonl(path):
        if record["part"] != part or record["exchanged"] < fewest:
            continue
        for field, kind in (("original", "ho"), ("text", "spun")):
            yield Example(
                text=record[field],
                kind=kind,
                set=MADE_SPINS,
                lp="en",
                system="thesaurus" if kind == "spun" else record["publisher"],
                source=record["id"],
                block=record["key"],
                n_segments=1,
            )


def _part(document: CorpusDocument) -> Part:
    if not document.held_out:
        return "train"
    unseen = document.publisher in HELD_OUT_OUTLETS | HELD_OUT_SOURCES
    return "unseen" if unseen else "dev"


def _sample(settings: SpinSettings) -> list[tuple[CorpusDocument, str]]:
    """Return a piece of each of some documents, drawn evenly from all that have one."""
    chosen: list[tuple[int, int, CorpusDocument, str]] = []
    for number, document in enumerate(iter_corpus(settings.data_dir / "human", fold=False)):
        random = draw_for(settings.seed, document.key)
        if settings.words is None:
            text = _paragraph(document, random)
        else:
            text = _beginning(document, settings.words)
        if text is None:
            continue
        entry = (-bucket(f"{settings.seed}/{document.key}", 1 << 62), number, document, text)
        if len(chosen) < settings.documents:
            heapq.heappush(chosen, entry)
        else:
            heapq.heappushpop(chosen, entry)
    return [(document, text) for _, _, document, text in sorted(chosen, reverse=True)]


def _paragraph(document: CorpusDocument, random: Random) -> str | None:
    """Return a paragraph of common length or, in three of ten cases, a sentence of it."""
    known = [p for p in document.paragraphs if _WORDS[0] <= len(p.split()) <= _WORDS[1]]
    if not known:
        return None
    line = " ".join(random.choice(known).split())
    if random.random() >= _SENTENCES:
        return line
    sentences = segment(line)[0].sentences
    return sentences[len(sentences) // 2].of(line)


def _beginning(document: CorpusDocument, words: int) -> str:
    """Return the first paragraphs, until they have so many words."""
    ends = accumulate(len(paragraph.split()) for paragraph in document.paragraphs)
    count = next((i for i, end in enumerate(ends, 1) if end >= words), len(document.paragraphs))
    return "\n\n".join(document.paragraphs[:count])


def _lemmas(folder: Path, part: str, senses: int) -> Iterator[tuple[int, _Lemma]]:
    """Yield how many senses of a word texts were tagged with, and the word."""
    sets: dict[str, list[str]] = {}
    for fields in _records(folder / f"data.{part}"):
        count = int(fields[3], 16)
        sets[fields[0]] = [_PLACE.sub("", fields[4 + 2 * i]) for i in range(count)]
    for fields in _records(folder / f"index.{part}"):
        word, count = fields[0], int(fields[2])
        if not word.isalpha():
            continue
        listed = [other for offset in fields[-count:][:senses] for other in sets[offset]]
        synonyms = tuple(dict.fromkeys(w for w in listed if w.isalpha() and w.islower()))
        own = tuple(w for w in synonyms if w != word)
        if own:
            yield int(fields[-count - 1]), _Lemma(word, part, own)


def _records(path: Path) -> Iterator[list[str]]:
    """Yield the fields of each line but those of the licence, which are indented."""
    if not path.is_file():
        raise TrainingError(
            f"{path}: missing; install WordNet 3.0 (Debian: wordnet-base) and name its folder as "
            "wordnet in the YAML file"
        )
    with path.open(encoding="latin-1") as lines:
        for line in lines:
            if not line.startswith(" "):
                yield line.split()


def _forms(word: str, part: str) -> tuple[str, ...]:
    if part == "noun":
        return noun_forms(word)
    if part == "verb" and len(inflections(word)) >= _FEWEST_VERB_FORMS:
        return verb_forms(word)
    return (word,)
