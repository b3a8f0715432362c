"""Conditions on scores, as ``--fail-on`` takes them: ``p_mt>=0.9|quality<50``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from mtqa.errors import ConfigError
from mtqa.types import DocumentReport

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_FIELDS = ("p_mt", "quality", "fluency", "findings")
_CONDITION = re.compile(r"\s*([a-z_]+)\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a document's score with a number."""

    field: str
    operator: str
    value: float

    def holds(self, report: DocumentReport) -> bool:
        """Tell whether the report meets the condition; an absent score meets none."""
        if self.field == "findings":
            score: float | None = len(report.findings)
        else:
            score = getattr(report, self.field)
        return score is not None and _OPERATORS[self.operator](score, self.value)


def parse_condition(text: str) -> tuple[Condition, ...]:
    """Return the conditions of ``text``, parted by ``|``; one that holds is enough.

    Raises:
        ConfigError: a part is no comparison of a known score with a number.
    """
    conditions = []
    for part in text.split("|"):
        found = _CONDITION.fullmatch(part)
        if found is None or found[1] not in _FIELDS:
            raise ConfigError(
                f"--fail-on {part.strip()!r}: write a score ({', '.join(_FIELDS)}), "
                "one of >= <= > < and a number, as in p_mt>=0.9"
            )
        conditions.append(Condition(found[1], found[2], float(found[3])))
    return tuple(conditions)
