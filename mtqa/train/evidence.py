"""Fit the linear evidence model: n-grams against translation and human judgement.

``p_mt`` is a logistic regression over texts with their label, native ones weighed by their topics.
``ranking`` is one over *differences* between a machine's and a person's rendering of the same
source, which cancel the topic: it separates machine from human translation, but says less of native
prose. Both are fitted in each space: on the wording, on whole words and on the skeleton of a text.
``round_trip`` tells rule-based round trips from their originals; they are unlike the output of
neural systems, and one weight vector for both serves neither.

``fluency`` is a ridge regression on human judgements of segments (DA, MLQE). Native prose, which
nobody judged, counts as the better ones of them do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from rich.console import Console
from sklearn.linear_model import LogisticRegression, Ridge

from mtqa.evidence.linear import SPACES, WORDING, FittedSpace, LinearEvidence, Space
from mtqa.evidence.masking import mask_topic
from mtqa.evidence.ngrams import Keys, ngram_keys
from mtqa.lm.metadata import METADATA_NAME, seal_model
from mtqa.train.examples import (
    Example,
    Judged,
    iter_examples,
    iter_judged,
    learner_sources,
    native_examples,
)
from mtqa.train.judgements import even_judgements
from mtqa.train.learner_noise import learner_examples
from mtqa.train.roundtrips import MADE, iter_made
from mtqa.train.settings import EvidenceSettings

#: How much each kind weighs in all, so that no contrast drowns the others.
KIND_WEIGHT = {
    "mt": 1.0,
    "bt": 0.5,
    "roundtrip": 0.5,
    "mlqe": 0.4,
    "ht": 0.9,
    "ho": 0.6,
    "native": 1.0,
    "learner": 0.3,
}

#: One native text in so many has a say in which n-grams have weights.
_NATIVE_ASKED = 4

#: Of the fit that tells what is translated from native prose: steps, and the most that its log-odds
#: count.
_TOPIC_ITERATIONS, _MOST_TOPIC = 60, 4.0

#: Use below this quantile of all n-grams' is too rare to tell a gap from chance.
_RARE_USE = 0.2
#: Raters of MLQE read weak systems, whose segments differ more, and agree better than WMT's.
_JUDGEMENT_WEIGHT = {"mlqe": 4.0}
#: Of the judgements, what native prose counts as for the n-gram fluency.
_NATIVE_QUANTILE = 0.75
#: Scale of an n-gram that machines and people use alike, beside a mean of one.
_LEAST_GAP = 0.1

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FittedTarget:
    """Weights per n-gram, and the bias, of one target."""

    weights: npt.NDArray[np.float32]
    bias: float

    def scores(self, rows: sp.csr_matrix) -> Vector:
        """Return the raw score of each row."""
        return np.asarray(rows @ self.weights + self.bias, dtype=np.float64)


def train_evidence(settings: EvidenceSettings) -> Path:
    """Fit all targets on all training data and write ``evidence.safetensors``."""
    console = Console(stderr=True)
    console.print("reading the training texts …")
    examples = training_examples(settings)
    judged = list(iter_judged(settings.data_dir, "train"))
    console.print(f"fitting on {len(examples)} texts and {len(judged)} judged segments …")
    evidence = fit_evidence(examples, judged, settings)
    settings.output.parent.mkdir(parents=True, exist_ok=True)
    evidence.save(settings.output)
    if (settings.output.parent / METADATA_NAME).is_file():
        seal_model(settings.output.parent, {})
    return settings.output


def fit_evidence(
    examples: Sequence[Example],
    judged: Sequence[Judged],
    settings: EvidenceSettings,
) -> LinearEvidence:
    """Fit every target.

    Args:
        examples: labelled texts, see :func:`training_examples`.
        judged: segments with a human judgement, and native prose.
        settings: regularisation and sizes.
    """
    translated = [e for e in examples if e.set != MADE and e.kind != "learner"]
    # There is far more native prose than translation; its own n-grams would be most of all.
    asked = np.array(
        [e.kind != "native" or i % _NATIVE_ASKED == 0 for i, e in enumerate(translated)]
    )
    fitted = {}
    weights = np.ones(len(translated))
    for space in SPACES:
        counted = count_ngrams([e.text for e in translated], space)
        keys = counted.frequent(settings.min_documents, asked)
        counts = counted.over(keys)
        del counted
        idf = inverse_document_frequency(counts, settings.min_documents)
        rows = weigh(counts, idf)
        if space is WORDING:
            weights = match_topics(rows, translated)
        targets = {
            space.p_mt: fit_p_mt(rows, translated, weights, settings),
            space.ranking: fit_ranking(rows, translated, settings),
        }
        if space is WORDING:
            trips = [e for e in examples if e.set in {MADE, "apertium-spa"}]
            own = weigh(count_ngrams([e.text for e in trips], space).over(keys), idf)
            targets["round_trip"] = fit_round_trip(own, trips, settings)
            own = weigh(count_ngrams([j.text for j in judged], space).over(keys), idf)
            targets["fluency"] = fit_fluency(own, judged, settings)
        fitted[space.name] = FittedSpace(
            space.spec(),
            keys,
            idf,
            {name: target.weights for name, target in targets.items()},
            {name: target.bias for name, target in targets.items()},
        )
    return LinearEvidence(fitted)


def training_examples(settings: EvidenceSettings) -> list[Example]:
    """Return the labelled texts: paragraphs, some single segments, native and learners' prose."""
    data = settings.data_dir
    draw = np.random.default_rng(settings.seed)
    examples = list(iter_examples(data, "train", 5))
    short = [e for e in iter_examples(data, "train", 1) if len(e.text.split()) >= 8]
    share = 0.25 * len(examples) / len(short)
    examples.extend(e for e in short if draw.random() < share or e.kind == "roundtrip")
    examples.extend(native_examples(data, settings.seed))
    examples.extend(learner_examples(learner_sources(data), settings.seed))
    examples.extend(e for e in mlqe_examples(data) if draw.random() < 0.5)
    examples.extend(e for e in iter_made(settings.roundtrips) if len(e.text.split()) >= 8)
    return examples


def mlqe_examples(data: Path) -> list[Example]:
    """Return the weak NMT output of MLQE as machine translation, three segments a text.

    The segments are single sentences in no common order; three make a length that the native
    paragraphs have too.
    """
    by_block: dict[str, list[Judged]] = defaultdict(list)
    for judged in iter_judged(data, "train"):
        if judged.set == "mlqe":
            by_block[judged.block].append(judged)
    return [
        Example(
            text=" ".join(j.text for j in members[at : at + 3]),
            kind="mlqe",
            set="mlqe",
            lp=members[at].lp,
            system="mlqe",
            source=f"{block}/{at}",
            block=block,
            n_segments=3,
        )
        for block, members in by_block.items()
        for at in range(0, len(members), 3)
    ]


@dataclass(frozen=True, slots=True)
class CountedNgrams:
    """The n-grams of some texts.

    Attributes:
        starts: where each text's n-grams begin in the other arrays, and their end, [texts + 1].
        keys: of the distinct n-grams of each text, ascending within it.
        values: ``log(1 + count)`` of each.
    """

    starts: npt.NDArray[np.int64]
    keys: Keys
    values: npt.NDArray[np.float32]

    def frequent(self, min_documents: int, asked: npt.NDArray[np.bool_] | None = None) -> Keys:
        """Return the keys that at least ``min_documents`` texts have, ascending.

        What fewer have is mostly topic.

        Args:
            min_documents: fewest texts.
            asked: [texts], the texts that are asked; all by default.
        """
        own = self.keys if asked is None else self.keys[np.repeat(asked, np.diff(self.starts))]
        keys, documents = np.unique(own, return_counts=True)
        return keys[documents >= min_documents]

    def over(self, keys: Keys) -> sp.csr_matrix:
        """Return [texts, len(keys)] of the values; n-grams beside ``keys`` are left out."""
        places = np.minimum(np.searchsorted(keys, self.keys), len(keys) - 1).astype(np.int32)
        known = keys[places] == self.keys
        starts = np.concatenate([[0], np.cumsum(known)])[self.starts]
        shape = (len(self.starts) - 1, len(keys))
        return sp.csr_matrix((self.values[known], places[known], starts), shape=shape)


def count_ngrams(texts: Sequence[str], space: Space) -> CountedNgrams:
    """Count the n-grams of each text, masked and read as the space reads."""
    spec = space.spec()
    starts, keys, values = [0], [], []
    for text in texts:
        own, counts = ngram_keys(space.read(mask_topic(text)), spec)
        keys.append(own)
        values.append(np.log1p(counts).astype(np.float32))
        starts.append(starts[-1] + len(own))
    return CountedNgrams(np.array(starts), np.concatenate(keys), np.concatenate(values))


def inverse_document_frequency(
    counts: sp.csr_matrix, min_documents: int
) -> npt.NDArray[np.float32]:
    """Return the idf of each n-gram; 0 below ``min_documents``, which prunes rare topics."""
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    return np.where(frequency >= min_documents, idf, 0).astype(np.float32)


def weigh(counts: sp.csr_matrix, idf: npt.NDArray[np.float32]) -> sp.csr_matrix:
    """Return rows of ``counts · idf`` scaled to length one."""
    rows = counts.multiply(idf[None, :]).tocsr()
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    norms[norms == 0] = 1
    return (sp.diags(1 / norms.astype(np.float32)) @ rows).tocsr()


def match_topics(
    rows: sp.csr_matrix | Matrix, examples: Sequence[Example], regularisation: float = 1.0
) -> Vector:
    """Weigh texts by kind, and native ones by how much they are like what is translated.

    Test sets translate news of foreign places, and of native prose next to nothing is that; a fit
    on all of it learns the difference, and takes native news of such places for translations.
    With importance weights (Shimodaira 2000, "Improving predictive inference under covariate shift
    by weighting the log-likelihood function"), the odds of a text to be a person's in a test set
    rather than native prose, it cannot.

    Args:
        rows: [texts, features], what the odds are fitted on.
        examples: their origins; without native texts or people's in test sets only kinds count.
        regularisation: C of the logistic regression, higher being looser.
    """
    weights = kind_weights(examples)
    kinds = np.array([example.kind for example in examples])
    native, people = kinds == "native", np.isin(kinds, ["ht", "ho"])
    if not native.any() or not people.any():
        return weights
    both = native | people
    model = LogisticRegression(C=regularisation, max_iter=_TOPIC_ITERATIONS)
    model.fit(rows[both], people[both].astype(int), sample_weight=weights[both])
    log_odds = np.clip(model.decision_function(rows[native]), -_MOST_TOPIC, _MOST_TOPIC)
    matched = weights[native] * np.exp(log_odds)
    weights[native] = matched * weights[native].sum() / matched.sum()
    return weights


def fit_p_mt(
    rows: sp.csr_matrix, examples: Sequence[Example], weights: Vector, settings: EvidenceSettings
) -> FittedTarget:
    """Fit the logistic regression on labelled rows, [texts, n-grams], with a weight each."""
    labels = np.array([e.is_mt for e in examples], dtype=int)
    model = LogisticRegression(
        C=settings.regularisation, max_iter=settings.p_mt_iterations, tol=1e-7
    )
    model.fit(rows, labels, sample_weight=weights)
    return FittedTarget(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def fit_ranking(
    rows: sp.csr_matrix, examples: Sequence[Example], settings: EvidenceSettings
) -> FittedTarget:
    """Fit a logistic regression without bias on same-source differences.

    Each n-gram is scaled by how far apart machines and people use it (Wang & Manning 2012,
    "Baselines and bigrams": NB-SVM), and the fit held tight: it leans on what all systems and
    topics agree on, which carries over to other years better than a closer fit does.
    """
    machine, human = _same_source_pairs(examples, settings.seed)
    sign = np.where(np.arange(len(machine)) % 2 == 0, 1, -1).astype(np.float32)
    weights = _even([f"{examples[i].kind}/{examples[i].lp}" for i in machine])
    weights /= weights.mean()
    scale = _usage_gap(rows[machine], rows[human], weights)
    differences = sp.diags(sign) @ (rows[machine] - rows[human]) @ sp.diags(scale)
    model = LogisticRegression(
        C=settings.ranking_regularisation,
        max_iter=settings.iterations,
        tol=1e-7,
        fit_intercept=False,
    )
    model.fit(differences.tocsr(), (sign > 0).astype(int), sample_weight=weights)
    return FittedTarget((model.coef_[0] * scale).astype(np.float32), 0.0)


def _usage_gap(
    machine: sp.csr_matrix, human: sp.csr_matrix, weights: Vector
) -> npt.NDArray[np.float32]:
    """Return ``|log(machine use / human use)|`` of each n-gram, of mean one, plus a floor."""
    share = weights / weights.sum()
    used = [np.asarray(side.T @ share).ravel() for side in (machine, human)]
    seen = used[0] + used[1] > 0
    smooth = np.quantile((used[0] + used[1])[seen], _RARE_USE)
    gap = np.abs(np.log((used[0] + smooth) / (used[1] + smooth)))
    gap = np.where(seen, gap / gap[seen].mean() + _LEAST_GAP, 0)
    return gap.astype(np.float32)


def fit_round_trip(
    rows: sp.csr_matrix, examples: Sequence[Example], settings: EvidenceSettings
) -> FittedTarget:
    """Fit the logistic regression of round trips against originals, even over the chains."""
    labels = np.array([e.is_mt for e in examples], dtype=int)
    weights = _even([f"{e.set}/{e.lp}" for e in examples])
    model = LogisticRegression(C=settings.regularisation, max_iter=settings.iterations, tol=1e-7)
    model.fit(rows, labels, sample_weight=weights / weights.mean())
    return FittedTarget(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def fit_fluency(
    rows: sp.csr_matrix, judged: Sequence[Judged], settings: EvidenceSettings
) -> FittedTarget:
    """Fit the ridge regression on judgements, evened over sets and pairs.

    Were native prose put at the top of the scale, the fit would learn its topics.
    """
    targets = even_judgements(judged)
    native = np.array([j.set == "native" for j in judged])
    targets[native] = np.quantile(targets[~native], _NATIVE_QUANTILE)
    model = Ridge(alpha=settings.ridge, solver="sparse_cg", tol=1e-3)
    weights = [_JUDGEMENT_WEIGHT.get(j.set, 1.0) for j in judged]
    model.fit(rows, targets, sample_weight=weights)
    return FittedTarget(model.coef_.astype(np.float32), float(model.intercept_))


def kind_weights(examples: Sequence[Example], shares: Mapping[str, float] = KIND_WEIGHT) -> Vector:
    """Weigh rows so that kinds have their share, and language pairs within a kind are even."""
    weights = np.zeros(len(examples))
    of_kind: dict[str, list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        of_kind[example.kind].append(i)
    total = sum(shares[kind] for kind in of_kind)
    for kind, members in of_kind.items():
        own = _even([f"{examples[i].set}/{examples[i].lp}" for i in members])
        weights[members] = own * shares[kind] / own.sum()
    return weights * len(examples) / total


def _even(groups: Sequence[str]) -> Vector:
    """Weigh each member by the inverse square root of its group's size."""
    size = Counter(groups)
    return np.array([size[group] ** -0.5 for group in groups])


def _same_source_pairs(examples: Sequence[Example], seed: int) -> tuple[list[int], list[int]]:
    """Pair each machine text with one human text of the same source and length."""
    draw = np.random.default_rng(seed)
    human: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        if not example.is_mt:
            human[example.source, example.n_segments].append(i)
    machine_side, human_side = [], []
    for i, example in enumerate(examples):
        partners = human.get((example.source, example.n_segments)) if example.is_mt else None
        if partners:
            machine_side.append(i)
            human_side.append(int(draw.choice(partners)))
    return machine_side, human_side
