"""Labelled faults: clean text in, text with known faults and their exact spans out.

    document → source (paragraphs, sentences) → one corruption a fault → record (text, labels)

Each corruption breaks text in the way a translating or spinning program does; none is made from
the pattern of the detector whose id it bears, so recall on its output says something.
"""

from mtqa.synth.corrupt import SLICES, corrupt, slice_of, synthesise
from mtqa.synth.model import Corruption, Edit, Label, SynthRecord
from mtqa.synth.recall import DetectorRecall, measure_recall, recall_markdown
from mtqa.synth.registry import CORRUPTIONS, NOT_INJECTED, corruptions_of

__all__ = [
    "CORRUPTIONS",
    "NOT_INJECTED",
    "SLICES",
    "Corruption",
    "DetectorRecall",
    "Edit",
    "Label",
    "SynthRecord",
    "corrupt",
    "corruptions_of",
    "measure_recall",
    "recall_markdown",
    "slice_of",
    "synthesise",
]
