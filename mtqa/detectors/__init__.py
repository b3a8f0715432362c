"""The detector catalogue: an explicit tuple, and users' own by entry point.

A package adds detectors by an entry point of the group ``mtqa.detectors`` that names a
:class:`~mtqa.detectors.base.Detector`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points

from mtqa.detectors import (
    all_caps_run,
    calque,
    calqued_clause,
    colliding_marks,
    dangling_fragment,
    dash_or_ellipsis,
    doubled_attribution,
    french_spacing,
    fullwidth_marks,
    glued_comma,
    glued_sentences,
    inverted_marks,
    lowercase_start,
    misplaced_adverb,
    orphan_verb,
    pleonasm,
    quote_without_speaker,
    relative_cut_off,
    repeated_word,
    reversed_quotes,
    space_before_mark,
    spaced_quotes,
    speaker_after_stop,
    spinner_synonym,
    split_object,
    stranded_function_word,
    stray_capital,
    subjectless_clause,
    torn_attribution,
    tortured_generalised,
    tortured_phrase,
    translationese_connectives,
    unbalanced_quotes,
    verb_subject,
)
from mtqa.detectors.base import Detector
from mtqa.errors import ConfigError

#: Every detector that ships, by group and id.
DETECTORS: tuple[Detector, ...] = (
    doubled_attribution.DETECTOR,
    orphan_verb.DETECTOR,
    quote_without_speaker.DETECTOR,
    speaker_after_stop.DETECTOR,
    torn_attribution.DETECTOR,
    calqued_clause.DETECTOR,
    dangling_fragment.DETECTOR,
    misplaced_adverb.DETECTOR,
    relative_cut_off.DETECTOR,
    split_object.DETECTOR,
    stranded_function_word.DETECTOR,
    subjectless_clause.DETECTOR,
    verb_subject.DETECTOR,
    all_caps_run.DETECTOR,
    colliding_marks.DETECTOR,
    dash_or_ellipsis.DETECTOR,
    french_spacing.DETECTOR,
    fullwidth_marks.DETECTOR,
    glued_comma.DETECTOR,
    glued_sentences.DETECTOR,
    inverted_marks.DETECTOR,
    lowercase_start.DETECTOR,
    reversed_quotes.DETECTOR,
    space_before_mark.DETECTOR,
    spaced_quotes.DETECTOR,
    stray_capital.DETECTOR,
    unbalanced_quotes.DETECTOR,
    tortured_phrase.DETECTOR,
    tortured_generalised.DETECTOR,
    spinner_synonym.DETECTOR,
    calque.DETECTOR,
    translationese_connectives.DETECTOR,
    pleonasm.DETECTOR,
    repeated_word.DETECTOR,
)


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
