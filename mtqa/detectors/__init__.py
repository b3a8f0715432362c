"""The detector catalogue: an explicit tuple, and users' own by entry point.

A package adds detectors by an entry point of the group ``mtqa.detectors`` that names a
:class:`~mtqa.detectors.base.Detector`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points

from mtqa.detectors import repeated_word
from mtqa.detectors.base import Detector
from mtqa.errors import ConfigError

#: Every detector that ships, by group and id.
DETECTORS: tuple[Detector, ...] = (repeated_word.DETECTOR,)


@cache
def catalogue() -> dict[str, Detector]:
    """Return the shipped and the installed detectors by id.

    Raises:
        ConfigError: two detectors share an id, or an entry point names something else.
    """
    found = {detector.id: detector for detector in DETECTORS}
    for entry in entry_points(group="mtqa.detectors"):
        detector = entry.load()
        if not isinstance(detector, Detector):
            raise ConfigError(f"entry point {entry.name}: {entry.value} is no Detector")
        if detector.id in found:
            raise ConfigError(f"entry point {entry.name}: detector id {detector.id} is taken")
        found[detector.id] = detector
    return found


def choose(
    select: Iterable[str], ignore: Iterable[str], own: Iterable[Detector] = ()
) -> tuple[Detector, ...]:
    """Return the detectors that ``select`` and ``ignore`` leave, in catalogue order.

    Args:
        select: ids or groups (``punctuation``); empty means all that are not in preview.
            A preview detector runs only where its full id is selected.
        ignore: ids or groups to leave out.
        own: detectors made from the user's rules; chosen like the shipped ones.

    Raises:
        ConfigError: a name fits no detector and no group, or a rule takes a shipped id.
    """
    known = dict(catalogue())
    for detector in own:
        if detector.id in known:
            raise ConfigError(f"rule {detector.id}: the id is taken; choose another")
        known[detector.id] = detector
    groups = {detector.group for detector in known.values()}
    select, ignore = tuple(select), tuple(ignore)
    for name in (*select, *ignore):
        if name not in known and name not in groups:
            raise ConfigError(
                f"detector {name!r} is unknown; 'mtqa detectors' lists the ids and groups"
            )
    return tuple(
        detector
        for detector in known.values()
        if (
            detector.id in select
            or (not detector.preview and (not select or detector.group in select))
        )
        and detector.id not in ignore
        and detector.group not in ignore
    )
