"""The ledger of judged findings: what was read, where it stands in the data, and the verdict.

``docs/judged_findings.tsv`` names every judged finding by document and place and holds none of
the text, which may not leave the data. ``mtqa judged-findings`` finds the places again: it runs
today's detectors over those documents and counts, for each detector, how many judged findings it
still makes and how many of them were right. A finding that a narrowed rule no longer makes
counts neither way.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtqa.detectors import catalogue
from mtqa.detectors.measured import Judged, Measured, read_figures
from mtqa.errors import ConfigError, InputError
from mtqa.evaluation.detector_rates import Sighting, find_all
from mtqa.evaluation.rate_samples import SampleText, every_text
from mtqa.output import replacing
from mtqa.train.corpus import read_jsonl
from mtqa.types import Span

_HEADER = ("detector", "document", "start", "end", "right")


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """One line of the ledger; ``span`` counts code points of the document's text."""

    detector: str
    document: str
    span: Span
    right: bool


def read_ledger(path: Path) -> list[JudgedFinding]:
    """Read a ledger.

    Raises:
        InputError: the file is missing or a line is broken.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines, delimiter="\t")
            if tuple(next(rows, ())) != _HEADER:
                raise InputError(f"{path}: no ledger; its first line must be {_HEADER}")
            return [_parsed(row, f"{path}:{number}") for number, row in enumerate(rows, 2)]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def write_ledger(path: Path, ledger: Iterable[JudgedFinding]) -> None:
    """Write a ledger, sorted, one line a finding."""
    lines = {(j.detector, j.document, j.span.start, j.span.end, int(j.right)) for j in ledger}
    with replacing(path) as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(sorted(lines))


def add_judgements(ledger: Path, judged: Iterable[Path]) -> None:
    """Add judges' files to a ledger, which is made where it is missing.

    Raises:
        InputError: the ledger is broken, or a record has no verdict.
    """
    known = read_ledger(ledger) if ledger.is_file() else []
    write_ledger(ledger, [*known, *(own for path in judged for own in read_judgements(path))])


def read_judgements(path: Path) -> list[JudgedFinding]:
    """Read what a judge made of ``mtqa detector-rates --findings``: its records plus ``right``.

    Raises:
        InputError: a record has no verdict.
    """
    found = []
    for number, record in enumerate(read_jsonl(path), 1):
        if not isinstance(record.get("right"), bool):
            raise InputError(f"{path}:{number}: give each finding right: true or false")
        span = Span(record["start"], record["start"] + len(record["text"]))
        found.append(JudgedFinding(record["detector"], record["document"], span, record["right"]))
    return found


def still_found(
    ledger: Iterable[JudgedFinding], sightings: Iterable[Sighting]
) -> dict[str, Judged]:
    """Count the judged findings that are among ``sightings``, by detector.

    A finding is the same where detector and document are and the spans overlap.
    """
    places: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for sighting in sightings:
        places[sighting.finding.detector, sighting.sample.id].append(sighting.finding.span)
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for own in ledger:
        if any(own.span.overlaps(span) for span in places[own.detector, own.document]):
            verdicts[own.detector].append(own.right)
    return {name: Judged(judged=len(of), right=sum(of)) for name, of in verdicts.items()}


def judge_again(
    ledger: Path,
    data: Path,
    figures: Path,
    added: str | None = None,
    roundtrips: Sequence[Path] = (),
    texts: Sequence[Path] = (),
) -> Measured:
    """Find the ledger's findings again and enter their counts into ``figures``.

    Args:
        ledger: what was judged.
        data: the folder that the documents are of.
        figures: the figures' file, which is written anew.
        added: day on which judgements were added, ISO 8601; None where none were.
        roundtrips: what ``mtqa train roundtrips`` made of the configurations ``*_to_judge.yaml``.
        texts: what ``mtqa train spins`` made of ``configs/spins_to_judge.yaml``.

    Raises:
        InputError: the ledger is broken, or names a document that the data has not.
        ConfigError: there are no figures yet.
        TrainingError: the data is not there.
    """
    before = read_figures(figures)
    if before is None:
        raise ConfigError(f"{figures}: missing; write it with mtqa detector-rates")
    entries = read_ledger(ledger)
    documents = _texts_of(entries, every_text(data, roundtrips, texts), ledger)
    detectors = [d for d in catalogue().values() if d.scope != "critic"]
    counts = still_found(entries, find_all(documents, detectors)[1])
    after = before.model_copy(
        update={
            "drawn_on": added or before.drawn_on,
            "detectors": {
                name: own.model_copy(update={"drawn": counts.get(name)})
                for name, own in before.detectors.items()
            },
        }
    )
    with replacing(figures) as stream:
        stream.write(after.model_dump_json(indent=1) + "\n")
    return after


def _parsed(row: Sequence[str], place: str) -> JudgedFinding:
    try:
        detector, document, start, end, right = row
        return JudgedFinding(
            detector, document, Span(int(start), int(end)), {"0": False, "1": True}[right]
        )
    except (ValueError, KeyError) as error:
        raise InputError(f"{place}: not {', '.join(_HEADER)} ({error})") from error


def _texts_of(
    entries: Iterable[JudgedFinding], texts: Iterable[SampleText], ledger: Path
) -> list[SampleText]:
    wanted = {own.document for own in entries}
    found = {text.id: text for text in texts if text.id in wanted}
    missing = sorted(wanted - found.keys())
    if missing:
        raise InputError(
            f"{ledger}: {len(missing)} documents are not in the data, the first is {missing[0]}; "
            "pass --data their folder, and those that were made by --roundtrips (made/…) and "
            "--texts (spun/…)"
        )
    return list(found.values())
