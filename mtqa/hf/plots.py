"""The plots of an evaluation: ROC curve, reliability, scores by system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_curve

from mtqa.hf.measure import Scored

_MACHINE, _HUMAN = "#b2182b", "#2166ac"
_MOST_SYSTEMS = 40


def draw_plots(scored: Sequence[Scored], threshold: float, folder: Path) -> list[Path]:
    """Write the plots that the data allows, as PNG, and return their paths.

    Args:
        scored: the evaluated rows.
        threshold: of the verdict ``likely_mt``, drawn as a line.
        folder: where they go; it is there.
    """
    written = []
    labelled = [s for s in scored if s.row.label is not None and s.p_mt is not None]
    if len({s.row.label for s in labelled}) == 2:
        written.append(_roc(labelled, threshold, folder / "roc.png"))
        written.append(_reliability(labelled, folder / "reliability.png"))
    systems = [s for s in scored if s.row.system is not None and s.p_mt is not None]
    if systems:
        written.append(_by_system(systems, threshold, folder / "scores_by_system.png"))
    return written


def _roc(scored: Sequence[Scored], threshold: float, path: Path) -> Path:
    labels = np.array([s.row.label for s in scored])
    scores = np.array([s.p_mt for s in scored])
    false, true, _ = roc_curve(labels, scores)
    figure, axes = _axes(5, 5)
    axes.plot(false, true, color=_MACHINE)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    at = ((scores >= threshold)[~labels].mean(), (scores >= threshold)[labels].mean())
    axes.plot(*at, "o", color=_MACHINE, label=f"likely_mt (p_mt ≥ {threshold:g})")
    axes.set(xlabel="share of human texts flagged", ylabel="share of machine texts found")
    axes.set(title="ROC of p_mt", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="lower right")
    return _saved(figure, path)


def _reliability(scored: Sequence[Scored], path: Path) -> Path:
    labels = np.array([s.row.label for s in scored], dtype=float)
    scores = np.array([s.p_mt for s in scored], dtype=float)
    frequency, predicted = calibration_curve(labels, scores, n_bins=10)
    figure, axes = _axes(5, 5)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    axes.plot(predicted, frequency, "o-", color=_MACHINE)
    axes.set(xlabel="mean p_mt", ylabel="share of machine texts", xlim=(0, 1), ylim=(0, 1))
    axes.set(title=f"Reliability (share of machine texts in all: {labels.mean():.2f})")
    return _saved(figure, path)


def _by_system(scored: Sequence[Scored], threshold: float, path: Path) -> Path:
    by_name: dict[str, list[Scored]] = {}
    for s in scored:
        by_name.setdefault(str(s.row.system), []).append(s)
    medians = {
        name: float(np.median([s.p_mt for s in own if s.p_mt is not None]))
        for name, own in by_name.items()
    }
    names = sorted(by_name, key=lambda name: medians[name])
    title = "p_mt by system"
    if len(names) > _MOST_SYSTEMS:
        half = _MOST_SYSTEMS // 2
        title += f" (lowest and highest {half} of {len(names)})"
        names = names[:half] + names[-half:]
    figure, axes = _axes(7, 1.5 + 0.28 * len(names))
    boxes = axes.boxplot(
        [[s.p_mt for s in by_name[name]] for name in names],
        orientation="horizontal",
        patch_artist=True,
        showfliers=False,
        medianprops={"color": "black"},
    )
    for name, box in zip(names, boxes["boxes"], strict=True):
        human = all(s.row.label is False for s in by_name[name])
        box.set(facecolor=_HUMAN if human else _MACHINE, alpha=0.6)
    axes.set_yticks(
        range(1, len(names) + 1), [f"{name} ({len(by_name[name])})" for name in names], fontsize=8
    )
    axes.axvline(threshold, color="grey", linestyle=":")
    axes.set(xlabel="p_mt", xlim=(0, 1), title=title)
    return _saved(figure, path)


def _axes(width: float, height: float) -> tuple[Any, Any]:
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _saved(figure: Any, path: Path) -> Path:  # noqa: ANN401 (matplotlib is untyped here)
    # Without the software's version in the file, equal scores give equal bytes.
    figure.savefig(path, dpi=120, metadata={"Software": None})
    return path
