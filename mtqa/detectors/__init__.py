"""The detector catalogue: an explicit tuple, and users' own by entry point.

A package adds detectors by an entry point of the group ``mtqa.detectors`` that names a
:class:`~mtqa.detectors.base.Detector`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points

from mtqa.detectors import (
    a_or_an,
    agreement,
    all_caps_run,
    article_without_noun,
    calque,
    calqued_clause,
    colliding_marks,
    comparison_doubled,
    countability,
    currency_order,
    dangling_fragment,
    dash_or_ellipsis,
    dateline_contradiction,
    decimal_comma,
    double_negative,
    doubled_attribution,
    doubled_determiner,
    doubled_title,
    first_person_report,
    foreign_script,
    foreign_words,
    french_spacing,
    fullwidth_marks,
    glued_comma,
    glued_sentences,
    impossible_date,
    inconsistent_name,
    inverted_marks,
    leftover_markup,
    lowercase_start,
    misplaced_adverb,
    missing_article,
    missing_hearer,
    missing_verb,
    misspelt_known_name,
    mixed_spelling,
    mixed_time_format,
    mojibake,
    near_duplicate,
    odd_collocation,
    ordinal_calque,
    orphan_verb,
    pleonasm,
    pronoun_switch,
    pronoun_without_antecedent,
    quote_without_speaker,
    register_break,
    relative_cut_off,
    repeated_headline,
    repeated_phrase,
    repeated_word,
    resumptive_pronoun,
    reversed_quotes,
    service_notice,
    since_duration,
    sound_tag,
    space_before_mark,
    spaced_quotes,
    speaker_after_stop,
    spinner_synonym,
    split_object,
    spun_word,
    stranded_function_word,
    stray_capital,
    subjectless_clause,
    subtitle_timing,
    superfluous_article,
    tense_break,
    thousands_dots,
    torn_attribution,
    tortured_generalised,
    tortured_phrase,
    translated_title,
    translationese_connectives,
    translators_note,
    twice_in_one_phrase,
    unbalanced_quotes,
    unit_calque,
    unknown_marker,
    unlikely_article,
    unlikely_form,
    unlikely_preposition,
    untranslated_token,
    vague_speaker,
    verb_form,
    verb_subject,
    wrong_preposition,
    wrong_weekday,
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
    spun_word.DETECTOR,
    calque.DETECTOR,
    translationese_connectives.DETECTOR,
    pleonasm.DETECTOR,
    register_break.DETECTOR,
    odd_collocation.DETECTOR,
    agreement.DETECTOR,
    verb_form.DETECTOR,
    tense_break.DETECTOR,
    missing_verb.DETECTOR,
    a_or_an.DETECTOR,
    missing_article.DETECTOR,
    missing_hearer.DETECTOR,
    superfluous_article.DETECTOR,
    wrong_preposition.DETECTOR,
    unlikely_article.DETECTOR,
    unlikely_preposition.DETECTOR,
    unlikely_form.DETECTOR,
    doubled_determiner.DETECTOR,
    article_without_noun.DETECTOR,
    resumptive_pronoun.DETECTOR,
    since_duration.DETECTOR,
    countability.DETECTOR,
    comparison_doubled.DETECTOR,
    double_negative.DETECTOR,
    repeated_word.DETECTOR,
    foreign_script.DETECTOR,
    foreign_words.DETECTOR,
    mojibake.DETECTOR,
    leftover_markup.DETECTOR,
    untranslated_token.DETECTOR,
    subtitle_timing.DETECTOR,
    translators_note.DETECTOR,
    sound_tag.DETECTOR,
    service_notice.DETECTOR,
    unknown_marker.DETECTOR,
    repeated_phrase.DETECTOR,
    twice_in_one_phrase.DETECTOR,
    near_duplicate.DETECTOR,
    mixed_time_format.DETECTOR,
    impossible_date.DETECTOR,
    wrong_weekday.DETECTOR,
    decimal_comma.DETECTOR,
    currency_order.DETECTOR,
    thousands_dots.DETECTOR,
    ordinal_calque.DETECTOR,
    unit_calque.DETECTOR,
    inconsistent_name.DETECTOR,
    misspelt_known_name.DETECTOR,
    doubled_title.DETECTOR,
    translated_title.DETECTOR,
    pronoun_switch.DETECTOR,
    first_person_report.DETECTOR,
    vague_speaker.DETECTOR,
    pronoun_without_antecedent.DETECTOR,
    mixed_spelling.DETECTOR,
    repeated_headline.DETECTOR,
    dateline_contradiction.DETECTOR,
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
