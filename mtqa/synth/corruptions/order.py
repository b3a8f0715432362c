"""Word order broken: fragments, subjects dropped or moved, objects split from their verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from mtqa.synth.kinds import Edits, Rewrite, edit_of, rewriting, together, upper_first
from mtqa.synth.model import Corruption, Edit
from mtqa.synth.source import Source

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATE = rf"(?:in (?:{_MONTH}(?: \d{{4}})?|(?:18|19|20)\d\d)|on {_DAY}|last (?:year|week|month))"
_FINITE = (
    r"(?:was|were) (?:\w+ed|held|built|born|found|made|taken|sold|sent|set|given|shot|won)"
    r"|opened|began|died|met|won|arrived|started|appeared|took place|announced|launched|signed"
    r"|left|fell|published|moved|became|founded|created"
)
_ADVERB = r"(?:always|often|usually|already|still|never|frequently|sometimes|rarely|soon|also)"
_DROPPABLE = (
    r"(?:is|was|has|have|were|are|can|will|had|offers|says|said|works|makes|took|lives|wants)"
)


def _tail(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return found["kept"] + ". ", upper_first(found["rest"]), ""


def _adverb_behind(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return f"{found['who']} ", f"{found['verb']} {found['adverb']} {found['object']}", ""


def _date_between(found: re.Match[str], _: Random) -> str:
    return f"{found['verb']} {found['date']} {found['object']}"


def _verb_first(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    subject = found["subject"].strip()
    if subject.split()[0] in {"The", "A", "An", "He", "She", "It", "They"}:
        subject = subject[:1].lower() + subject[1:]
    return "", f"{upper_first(found['date'])} {found['verb']} {subject}", ""


def _verb_first_from_end(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    subject = found["subject"]
    if subject.split()[0] in {"The", "A", "An", "Its", "His", "Their"}:
        subject = subject[:1].lower() + subject[1:]
    opening = upper_first(found["date"])
    return "", f"{opening} {found['verb']} {subject}", f"{found['rest']}."


def _at_sentences(pattern: str, rewrite: Rewrite) -> Edits:
    """Return edits on sentences that ``pattern`` matches from their beginning."""
    compiled = re.compile(pattern)

    def edits(source: Source, random: Random) -> Iterator[Edit]:
        for sentence in source.all_sentences:
            found = compiled.match(source.text, sentence.start, sentence.end)
            if found:
                faulty = rewrite(found, random)
                if faulty is not None:
                    yield edit_of(found.start(), found.end(), faulty)

    return edits


def _drop_subject(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return "", f"{upper_first(found['verb'])} {found['next']}", ""


def _strand(source: Source, random: Random) -> Iterator[Edit]:
    """Drop the last word behind an article, conjunction or possessive."""
    ending = re.compile(
        r"(?P<left>\b\w+ (?:the|a|an|and|or|of the|to the|in the|its|their|every)) "
        r"[\w’'-]+(?=[.!?]$)"
    )
    for sentence in source.all_sentences:
        piece = sentence.of(source.text)[-80:]
        if found := ending.search(piece):
            at = sentence.end - len(piece)
            yield edit_of(at + found.start(), at + found.end(), found["left"])


CORRUPTIONS = (
    Corruption(
        "order.dangling_fragment",
        together(
            rewriting(
                r"(?P<kept>\b\w{3,20}) (?:in order )?to (?P<rest>(?!be\b|the\b|a\b|an\b|his\b"
                r"|her\b|their\b|its\b|me\b|him\b|them\b|us\b|this\b|that\b|[a-z]+(?:ing|ly|[^s]s)\b)"
                r"[a-z]{2,15}(?: [a-z-]{1,20}){2,5}\.)(?=\s|$)",
                _tail,
            ),
            rewriting(
                r"(?P<kept>[a-z]{3,20}[\"”]?),? (?P<rest>(?:according to|because of|in line with"
                r"|as part of|during|after|despite) (?:the |a )?[\w’' -]{4,50}\.)(?=\s|$)",
                _tail,
            ),
        ),
    ),
    Corruption(
        "order.misplaced_adverb",
        rewriting(
            rf"\b(?P<who>I|[Yy]ou|[Ww]e|[Tt]hey|[Hh]e|[Ss]he|[Ii]t|who|[A-Z][a-z]+|[a-z]+s) "
            rf"(?P<adverb>{_ADVERB}) "
            r"(?P<verb>(?!is\b|was\b|has\b|had\b|as\b)[a-z]+(?:s|ed|ve|nd|ok|nt)) "
            r"(?P<object>(?:the|a|an|his|her|their|its|our|to) [a-z]+)\b",
            _adverb_behind,
        ),
    ),
    Corruption(
        "order.relative_cut_off",
        rewriting(
            r"(?P<kept>[a-z]{3,20}), (?P<rest>(?:which|who|whose) [a-z][^\n.!?;:\"“”]{15,120}\.)"
            r"(?=\s|$)",
            _tail,
        ),
    ),
    Corruption(
        "order.split_object",
        rewriting(
            r"\b(?P<verb>[a-z]{3,20}ed|built|founded|wrote|won|made|began|held|sold|bought) "
            r"(?P<object>(?:the|a|an|his|her|its|their|two|three|new) "
            r"(?:[A-Za-z-]+ ){0,3}(?!back\b|early\b|late\b)[A-Za-z-]+) "
            rf"(?P<date>{_DATE})\b",
            _date_between,
        ),
    ),
    Corruption("order.stranded_function_word", _strand),
    Corruption(
        "order.subjectless_clause",
        together(
            _at_sentences(
                rf"(?:It|He|She|They|This|There) (?P<verb>{_DROPPABLE}) (?P<next>[a-z]+)\b",
                _drop_subject,
            ),
            rewriting(
                r"\b(?P<link>if|because|when|since|although|that) (?:it|he|she|they|you|we|there) "
                rf"(?P<verb>{_DROPPABLE})\b",
                lambda found, _: f"{found['link']} {found['verb']}",
            ),
        ),
    ),
    Corruption(
        "order.verb_subject",
        together(
            _at_sentences(
                rf"(?P<date>[IO]n [^,.\n]{{3,24}}|Last \w+|Yesterday), "
                r"(?P<subject>(?:the |a |an |its |his |their )?(?:[\w’'-]+ ){1,4})"
                rf"(?P<verb>{_FINITE})\b",
                _verb_first,
            ),
            _at_sentences(
                r"(?P<subject>(?:The|A|An|Its|His|Their|[A-Z][a-z]+) (?:[\w’'-]+ ){0,3}[\w’'-]+) "
                rf"(?P<verb>{_FINITE})(?P<rest>[^.\n,;:\"“”]{{0,60}}) (?P<date>{_DATE})\.",
                _verb_first_from_end,
            ),
        ),
    ),
)
