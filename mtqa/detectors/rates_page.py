"""The measured half of ``docs/detectors.md``: judged precision and rates by kind of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtqa.detectors.base import Detector
from mtqa.detectors.measured import DetectorFigures, Judged, Measured
from mtqa.types import Severity

#: Table columns: heading and kind of text in the figures.
_COLUMNS = {
    "native": "native",
    "ho": "ho",
    "ht": "ht",
    "mt wmt08-17": "MT wmt08–17",
    "mt wmt18": "MT wmt18",
    "mt wmt21": "MT wmt21",
    "mt wmt22": "MT wmt22",
    "mt mlqe": "MT mlqe",
    "roundtrip": "round trip",
}
#: Findings that are wanted of every default detector.
_WANTED = 50
#: Headings of the three readings of findings.
_READINGS = ("drawn", "elsewhere", "read before")
_NATIVE = ("native", "ho")


def rates_section(detectors: Sequence[Detector], figures: Measured) -> str:
    """Return the section as Markdown, its table in the order of ``detectors``."""
    kinds = [kind for kind in _COLUMNS if kind in figures.words]
    headings = ["id", *_READINGS, "in all", *(_COLUMNS[kind] for kind in kinds)]
    words = " | ".join(f"{figures.words[kind]:,}" for kind in kinds)
    lines = [
        _text(detectors, figures),
        f"| {' | '.join(headings)} |",
        "| --- | --- | --- | --- | ---: |" + " ---: |" * len(kinds),
        f"| *words read* | | | | | {words} |",
        *_totals(detectors, figures, kinds),
        *(_row(detector, figures, kinds) for detector in detectors),
    ]
    return "\n".join(lines)


def _text(detectors: Iterable[Detector], figures: Measured) -> str:
    default = [d for d in detectors if not d.preview]
    every = figures.rate([d.id for d in default], list(_NATIVE), 1_000) or 0.0
    major = figures.rate([d.id for d in default if _is_major(d)], list(_NATIVE), 1_000) or 0.0
    return f"""
## Measured rates

Findings per 10,000 words, counted on {figures.date} by
`{figures.command}`.

- *native*: whole documents of native prose held out of all training, publishers in turn.
- *ho*, *ht*: English originals and human translations of the WMT test sets.
- *MT*: translations by systems of those years; *mlqe*: weak neural systems on Wikipedia and Reddit.
- *round trip*: English through rule-based Spanish or Catalan and back.

Where a set names no documents, one is twelve consecutive segments. On native English (native and
ho together) the default detectors find **{every:.2f} faults per 1,000 words, {major:.2f} of them
major or worse**; the findings there include real misprints.

*Drawn*: up to {_drawn_on(figures)}about fifty findings of each detector (all, where there are
fewer) were drawn at random from all texts there are: `wmt21`, `wmt22`, `htmt`, `roundtrip`, `mlqe`
(train and dev), the marked sets, `human` and `wild-dev`, some 53 million words, and of texts that
are made of native prose: 6.9 million words of round trips (`mtqa train roundtrips --config
configs/roundtrips_to_judge.yaml`), 3.9 million more through Galician (the first part of
`configs/more_roundtrips_to_judge.yaml`) and 20 million spun by WordNet (`mtqa train spins --config
configs/spins_to_judge.yaml`); what several systems share counted once. For five detectors packages
of Debian were searched as well (`mtqa train manuals`, last below). A judge, a language model
that had not seen the detectors' code, read each in its surroundings with the question whether a
careful editor would mark this place for what the message says; doubtful ones count as wrong. Places
in word salad (`mtqa/detectors/word_salad.py`), where every word is a fault, are left out in the
first draw.
`docs/judged_findings.tsv` says where each of the 3,594 findings stands and what was said of it,
and `mtqa judged-findings --roundtrips --texts` finds them again with today's detectors; what a
narrowed rule no longer finds counts neither way. Where fewer than fifty are read, those 84 million
words hold no more: every one of them was judged. Four verdicts were overruled, on pages of
`wild-dev` whose own annotators mark the very place that the judge let pass (two of
`lexical.spun_word`, one of `lexical.spinner_synonym`, one of `order.verb_subject`).

The first draw (the 53 million words) found a dozen detectors below .80: `grammar.a_or_an` (27 of 39
right), `grammar.agreement` (24 of 35), `grammar.preposition` (20 of 50), `lexical.spun_word` (27 of
43), `lexical.tortured_generalised` (8 of 11), `name.doubled_title` (1 of 50, nearly all one
sentence), `name.misspelt_known` (18 of 50), `number.unit_calque` (16 of 34),
`order.dangling_fragment` (11 of 15), `punctuation.stray_capital` (27 of 37), `repetition.phrase`
(38 of 50). They were narrowed, and fresh findings drawn and judged: `a_or_an` 20 of 23, `agreement`
4 of 6, `preposition` 12 of 30, `misspelt_known` 29 of 32, `unit_calque` 1 of 1, `stray_capital` 11
of 20, `phrase` 8 of 12; of `grammar.countability` and `punctuation.lowercase_start`, narrowed as
well, 11 of 12 and 8 of 14. Some findings were read a second time: those of `lowercase_start` and
`punctuation.spaced_quotes` that were wrong, after their messages had been corrected (a stop that is
wrong, a space on either side; 22 of 23 right), those of `residue.untranslated_token` with a clearer
message (21 of 24), and those of `punctuation.unbalanced_quotes` with their whole paragraphs (22 of
23); the second reading stands in the table. `preposition`, `stray_capital` and `doubled_title`
became previews.

The second draw, two thirds of it from the made round trips, went to the detectors whose evidence
was thin, mixed or old: right were, of `agreement` 30 of 35, `comparison_doubled` 44 of 45,
`unit_calque` 44 of 45, `repetition.phrase` 38 of 40, `repetition.word` 28 of 30,
`subjectless_clause` 22 of 25, `stranded_function_word` 18 of 20, `name.inconsistent` 18 of 20,
`mixed_spelling` 15 of 15, `torn` 15 of 15, `missing_hearer` 10 of 10; but of `verb_form` 26 of 35
(with six that named another fault than the redundancy of *can be able to*; their message was
corrected, and they count as right), of `tortured_generalised` 35 of 50, of `tortured_phrase` 9 of
12, of `missing_verb` 4 of 15. These were narrowed; of fresh findings 19 of 20 (`verb_form`) and 24
of 30 (`tortured_generalised`) were right. Of `missing_verb` there are no others. In the three of
`order.verb_subject` the subject is missing instead of standing behind; its message says now that
none stands before the verb, and they count as right. `order.split_object` (1 of 2) and
`grammar.resumptive_pronoun` (the only one) became previews. Where most of the wrong ones fell to a
narrower rule, the share in the table is favourable.

The third draw, of the spun texts and the round trips through Galician, went to the sixteen
detectors that had fewer than fifty. Right were, of `missing_hearer` 17 of 17, `verb_subject` 3 of
3, `missing_verb` 7 of 9, `impossible_date` 3 of 3, but of `spinner_synonym` 25 of 47,
`tortured_phrase` 32 of 55 and `spun_word` 2 of 12. Thirty-five of those phrases were really spun,
and their messages named the wrong term (`head administrator` for chief executive, `resistant cells`
for immune cells); these were corrected, and they count as right. Three phrases that are English by
themselves left the list, and seven words that nearly always are right (`viable`, `suppose`) are
counted now and not marked.

The fourth draw went to the rare faults of people in a hurry and of languages that put the verb
first. The changelogs and manuals of all 4,112 English packages of Debian 12's section doc below 16
MB, some 170 million words, were searched for four detectors (`configs/manuals_to_judge.yaml` names
the 99 packages in which they found something), and a million words of Spanish manuals that
Apertium's rules translate (`configs/translated_manuals_to_judge.yaml`) for `order.verb_subject`. At
most three findings a file were read. Right were, of `number.wrong_weekday` 44 of 45,
`grammar.since_duration` 18 of 18, `number.impossible_date` 20 of 45 (17 were versions of firmware,
`16.28.2006`, all of one package, five were named as no days by the text itself; both are left
alone now), of `order.dangling_fragment`, which was read in the same packages, 2 of 4
(*as intended* and *is likely* end a sentence; it knows that now), and of
`order.verb_subject` 5 of 7 there and 60 of 60 in the manuals translated from Spanish, where nearly
all are of a pattern that was made after those manuals had been seen: a pronoun in the place of the
subject (`They exist two ways`).

The fifth draw went to texts that were made to hold rare faults. 25,544 native paragraphs that
report what somebody said of himself went through Galician and Portuguese
(`configs/reports_to_judge.yaml`), where *I* and *he* share their past tense, and again by way of
Spanish (`configs/more_reports_to_judge.yaml`): of `reference.first_person_report`, which knows
surnames in reports of public affairs since, 41 of 42 were right, and 38 of 39 by the narrower rule
that stands. 9,919 paragraphs that tell how long something has lasted went through Esperanto
(`configs/durations_to_judge.yaml`): of `grammar.since_duration`, which knows *since the last two
years* since, 18 of 18. Of `lexical.spun_word` 30 of 40 were right in 20,000 beginnings of native
documents that a thesaurus of technical words spun (`configs/more_spins_to_judge.yaml`); five words
that nearly always are right are counted now and not marked, which leaves 30 of 35.
`lexical.tortured_generalised` finds several times as much since it knows that thesaurus; of 70
fresh findings in all texts (66 of them spun by WordNet), 61 were right, 3 of these with another
term than the message names; of 50 more, by the rule that stands, 45 (23 of them some *pace* for
rate). The counts of this draw were added to those of before.

*Elsewhere*: on 2026-11-29 the sixteen detectors that have fewer than fifty read 31 million words of
other origin: e-mails (SpamAssassin's), text messages, students' chats, news of 2016, essays,
reviews of drugs, parliamentary debates, changelogs, manuals of Debian's packages and cloud
services' descriptions, as fixed versions of packages hold them. Three judges read 376 findings, at
most three a document. Right were of `residue.mojibake` 60 of 60, `number.wrong_weekday` 18 of 18,
`grammar.since_duration` 16 of 16, `number.locale_mix` 36 of 40, `grammar.missing_verb` 47 of 53,
`number.currency_order` 37 of 43, `number.thousands_dots` 6 of 10, `residue.markup` 31 of 60,
`number.impossible_date` 6 of 12, `order.dangling_fragment` 4 of 9, but of `lexical.tortured_phrase`
1 of 33 and of `lexical.spinner_synonym` 1 of 20: to people who write about hardware and programs a
sensor hub and a space name are what they say. The rules were narrowed: what is English by itself
counts beside another phrase of its list only. They find all that was right, and of what was wrong
17 of 113 (markup 6, `currency_order` 2, `locale_mix` 4, `thousands_dots` 2, `missing_verb` 1,
`spun_word` 2). `grammar.missing_hearer`, `order.verb_subject` and `reference.first_person_report`
found nothing there: they are faults of translated news. The column holds what the narrowed rules
still find (and of `spun_word` two that are wrong). No command can show this reading again; the
packages are named in [limits](limits.md#prose-of-other-origin).

*Read before*: {_judged_on(figures)}about fifty findings of each detector were read by another
reader of the same kind, and rules narrowed on the same texts: those shares are more favourable
still. Where the data holds fewer than fifty, English prose on public web pages and in public
repositories was searched for the words that the detector looks for, and every passage in which it
then found something was judged. Such figures say how good a finding is, not how often one occurs,
and passages of one page are not independent; no command can show them again.

*In all*: {_fewest_read(detectors, figures)}

The brackets hold the 95 % Wilson interval and the number read. The confidence is the share of those
drawn, in steps of 0.05, from 0.05 to 0.97; where fewer than thirty were drawn, of those drawn and
those read before; where these are fewer than ten it is shrunk towards 0.8 as by ten more findings
of that precision. What was read elsewhere does not count for it: mails and changelogs break in
other ways than the pages that mtqa is for. *None* means that no finding was read. A detector of
which too few findings are right, or of which so much text holds too few to judge, is a preview.
"""


def _fewest_read(detectors: Iterable[Detector], figures: Measured) -> str:
    """Say how few findings of any default detector were read, and of how many few are fresh."""
    unread = DetectorFigures(counts={})
    known = {d.id: figures.detectors.get(d.id, unread) for d in detectors if not d.preview}
    if not known:
        return "no detector is on by default."
    name = min(known, key=lambda own: known[own].read_in_all())
    few = sum(own.read_in_all(before=False) < _WANTED for own in known.values())
    least = known[name].read_in_all()
    found = f"of no default detector fewer than {least} findings were read (`{name}`)."
    if not few:
        return found
    return (
        f"{found} Of {few} of the\n{len(known)} the draw and the reading elsewhere alone "
        f"have fewer than {_WANTED}: they are too rare in the texts\nsearched (elsewhere at most "
        f"three a document were read), and what was read before counts beside them."
    )


def _judged_on(figures: Measured) -> str:
    return "" if figures.judged_on is None else f"on {figures.judged_on} "


def _drawn_on(figures: Measured) -> str:
    return "" if figures.drawn_on is None else f"{figures.drawn_on} "


def _totals(detectors: Iterable[Detector], figures: Measured, kinds: Sequence[str]) -> list[str]:
    default = [d for d in detectors if not d.preview]
    rows = {
        "*all default detectors*": [d.id for d in default],
        "*of them major or worse*": [d.id for d in default if _is_major(d)],
    }
    return [f"| {name} | | | | | {_rates(ids, figures, kinds)} |" for name, ids in rows.items()]


def _is_major(detector: Detector) -> bool:
    return detector.severity is not Severity.MINOR


def _row(detector: Detector, figures: Measured, kinds: Sequence[str]) -> str:
    name = f"{detector.id} (preview)" if detector.preview else detector.id
    own = figures.detectors.get(detector.id)
    if own is None:
        return f"| {name} | not measured | | | |" + " |" * len(kinds)
    read = " | ".join(map(_precision, (own.drawn, own.elsewhere, own.judged)))
    read += f" | {own.read_in_all()}"
    return f"| {name} | {read} | {_rates([detector.id], figures, kinds)} |"


def _precision(judged: Judged | None) -> str:
    if judged is None:
        return "none"
    low, high = judged.interval()
    return f"{judged.precision:.2f} [{low:.2f}, {high:.2f}] of {judged.judged}"


def _rates(ids: list[str], figures: Measured, kinds: Sequence[str]) -> str:
    return " | ".join(_rate(figures.rate(ids, [kind], 10_000)) for kind in kinds)


def _rate(rate: float | None) -> str:
    """Write a rate; a plain 0 where nothing was found, so that the eye finds the others."""
    if rate is None:
        return ""
    return f"{rate:.2f}" if rate else "0"
