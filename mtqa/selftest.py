"""Known values: does this installation score as the one that fitted the model?

``models/en-small/selftest.json`` holds the scores of a few texts, written when the scorer was
fitted. Another processor or library may round differently; anything beyond
:data:`TOLERANCE` means that numbers from here cannot be compared with published ones.
"""

from __future__ import annotations

import json
from pathlib import Path

from mtqa.errors import ModelError
from mtqa.pipeline import Pipeline
from mtqa.types import Document

#: The file of known values in a model folder.
SELFTEST_NAME = "selftest.json"

#: Largest difference of p_mt and fluency that rounding explains.
TOLERANCE = 0.005

_TEXTS = {
    "plain": (
        "The ferry was late again, so we sat on the harbour wall and shared a bag of chips. "
        "Nobody minded much. The sun had come out after a week of rain, and the gulls were "
        "busier with the fishing boats than with us."
    ),
    "translated": (
        "In the framework of the development of the tourist infrastructure of the region, the "
        "administration of the city carries out a set of measures directed on increase of the "
        "quality of service. According to the words of the head of department, all works will be "
        "finished until the end of the year."
    ),
    "garbled": (
        "The minister said the dam in the valley would be finished by the spring. Open the water "
        "negotiations. Told. “We see no reason for delay. ” Tuesday meeting with the "
        "farmers.The engineers said.officially on on Monday."
    ),
}


def known_scores(pipeline: Pipeline) -> dict[str, dict[str, float]]:
    """Return p_mt, fluency and quality of the built-in texts."""
    scores: dict[str, dict[str, float]] = {}
    for name, text in _TEXTS.items():
        report = pipeline.score(Document(name, text))
        if report.p_mt is None or report.fluency is None or report.quality is None:
            raise ModelError(f"self-test text {name!r} got no score; reinstall mtqa")
        scores[name] = {
            "p_mt": round(report.p_mt, 4),
            "fluency": round(report.fluency, 4),
            "quality": round(report.quality, 2),
        }
    return scores


def write_known_scores(pipeline: Pipeline, path: Path) -> None:
    """Write the values that :func:`differences` compares with."""
    path.write_text(json.dumps(known_scores(pipeline), indent=1) + "\n", encoding="utf-8")


def differences(pipeline: Pipeline, path: Path) -> list[str]:
    """Return one line for each value that is off by more than :data:`TOLERANCE`.

    Raises:
        ModelError: the known values are missing.
    """
    try:
        expected = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: no known values ({error}); reinstall mtqa") from error
    found = known_scores(pipeline)
    return [
        f"{name} {score}: {found[name][score]} here, {value} expected"
        for name, scores in expected.items()
        for score, value in scores.items()
        if abs(found[name][score] - value) > TOLERANCE * (100 if score == "quality" else 1)
    ]
