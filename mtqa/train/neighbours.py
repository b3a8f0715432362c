"""Fit the table of neighbours that ``lexical.spun_word`` reads, from native prose.

Documents that the corpus rule holds out are not counted, so false alarms can be measured on them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from mtqa.detectors.neighbours import NUMBER, pair_key, save_neighbours, word_key
from mtqa.detectors.phrases import words_of
from mtqa.detectors.spun_word import usual_words
from mtqa.train.corpus import iter_corpus
from mtqa.train.settings import NeighboursSettings

#: Pairs seen less often are dropped: those with a spun word, those with a usual word alone.
MIN_SPUN, MIN_USUAL = 2, 3
#: So many distinct pairs are held before those seen once are dropped, about 0.5 GB.
MOST_PAIRS = 5_000_000


def count_neighbours(folder: Path) -> tuple[dict[int, int], int]:
    """Return counts by hash and the number of running words of the corpus in ``folder``.

    Raises:
        TrainingError: the folder holds no shards.
    """
    table = usual_words()
    spun = frozenset(table)
    usual = frozenset(word for words in table.values() for word in words)
    kept = spun | usual
    with_spun: Counter[int] = Counter()
    with_usual: Counter[int] = Counter()
    alone: Counter[str] = Counter()
    total = 0
    for document in iter_corpus(folder):
        if document.held_out:
            continue
        for paragraph in document.paragraphs:
            words = words_of(paragraph)
            forms = [NUMBER if form[0].isdigit() else form for form in words.forms]
            total += len(forms)
            for at, form in enumerate(forms):
                is_kept = form in kept
                if is_kept:
                    alone[form] += 1
                if at == 0 or form == "," or forms[at - 1] == "," or not words.joined(at):
                    continue
                if is_kept or forms[at - 1] in kept:
                    here = with_spun if form in spun or forms[at - 1] in spun else with_usual
                    here[pair_key(forms[at - 1], form)] += 1
        for counts in (with_spun, with_usual):
            if len(counts) > MOST_PAIRS:
                for key in [key for key, count in counts.items() if count == 1]:
                    del counts[key]
    found = {key: count for key, count in with_usual.items() if count >= MIN_USUAL}
    found.update((key, count) for key, count in with_spun.items() if count >= MIN_SPUN)
    found.update((word_key(word), count) for word, count in alone.items())
    return found, total


def train_neighbours(settings: NeighboursSettings) -> Path:
    """Count and write the table.

    Raises:
        TrainingError: the folder holds no shards.
    """
    counts, total = count_neighbours(settings.data_dir)
    save_neighbours(settings.output, counts, total)
    return settings.output
