"""Numbers, dates and amounts as other locales write them, or with digits gone wrong."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from random import Random

from mtqa.synth.kinds import edit_of, rewriting, together
from mtqa.synth.model import Corruption, Edit
from mtqa.synth.source import Source

_MONTHS = tuple(calendar.month_name)[1:]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_SHORT = {"February": 28, "April": 30, "June": 30, "September": 30, "November": 30}
_WEEKDAYS = tuple(calendar.day_name)
_ROMAN = {
    **{10: "X", 11: "XI", 12: "XII", 13: "XIII", 14: "XIV", 15: "XV", 16: "XVI"},
    **{17: "XVII", 18: "XVIII", 19: "XIX", 20: "XX", 21: "XXI"},
}
_UNIT = (
    r"(?:per ?cent|%|million|billion|trillion|km|miles?|metres|meters|kg|years|points|degrees"
    r"|times|inches|feet)"
)
_COUNTS = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)"


def _too_late(month: str, random: Random) -> int:
    return random.choice((_SHORT.get(month, 31) + 1, random.randrange(32, 40)))


def _bad_day(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    return "", f"{_too_late(found['month'], random)} {found['month']}", ""


def _bad_day_american(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    return "", f"{found['month']} {_too_late(found['month'], random)}", ""


def _bad_hour(found: re.Match[str], random: Random) -> str:
    hour, minutes, half = int(found["hour"]), found["minutes"], found["half"]
    broken = (f"{hour % 12 + 12}:{minutes}{half}", f"{hour % 12 + 12}:{random.randrange(60, 90)}")
    return random.choice(broken)


def _wrong_weekday(found: re.Match[str], random: Random) -> str | None:
    day, year = int(found["day"]), int(found["year"])
    month = _MONTHS.index(found["month"]) + 1
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    wrong = (date(year, month, day).weekday() + random.randrange(1, 7)) % 7
    return f"{_WEEKDAYS[wrong]}, {found['date']}"


def _mixed_time(source: Source, random: Random) -> Iterator[Edit]:
    """Write a later clock time of a document with a full stop."""
    clock = r"\b(\d{1,2}):([0-5]\d)(?=\s?(?:[ap]\.?m|hours|GMT|UTC|E[SD]?T|local)\b)"
    times = list(re.finditer(clock, source.text))
    for found in times[1:]:
        yield edit_of(found.start(), found.end(), f"{found[1]}.{found[2]}")


def _converted_time(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    """Add the hour elsewhere, in the other style, as a translated agency report has it."""
    hour = (int(found["hour"]) + random.randrange(13, 22)) % 24
    city = random.choice(("Moscow", "Berlin", "Paris", "Kyiv", "local"))
    return f"{found[0]} (", f"{hour}.{found['minutes']}", f" {city} time)"


def _sign_last(found: re.Match[str], random: Random) -> str:
    amount, unit = found["amount"], found["unit"] or ""
    return f"{amount}{unit}{random.choice((' ', ' ', ''))}{found['sign']}"


def _dotted(found: re.Match[str], _: Random) -> str:
    return found[0].replace(",", ".")


def _foreign_date(found: re.Match[str], random: Random) -> str:
    day, month, year = found["day"], found["month"], found["year"]
    if year:
        return random.choice((f"{day} of {month} of {year}", f"the day {day} of {month} of {year}"))
    return random.choice(
        (f"the day {day} of {month}", f"{day} of the {month}", f"{day} of {month}")
    )


def _foreign_century(found: re.Match[str], random: Random) -> str | None:
    roman = _ROMAN.get(int(found["number"]))
    return roman and random.choice((f"{roman} century", f"century {roman}"))


def _foreign_hour(found: re.Match[str], random: Random) -> str:
    part = "morning" if found["half"].startswith("a") else "afternoon"
    hour = int(found["hour"])
    return random.choice((f"{hour}th of the {part}", f"the {hour} hours of the {part}"))


def _foreign_amount(found: re.Match[str], random: Random) -> str:
    count, scale, noun = found["count"], found["scale"], found["noun"]
    if scale == "billion":
        return random.choice((f"{count} thousand million {noun}", f"{count} milliards of {noun}"))
    return random.choice((f"{count} {scale} of {noun}", f"{count} {scale}s {noun}"))


def _plural_scale(found: re.Match[str], _: Random) -> str:
    return f"{found['count']} {found['scale']}s"


CORRUPTIONS = (
    Corruption(
        "number.locale_mix",
        together(
            _mixed_time,
            rewriting(
                r"\b(?P<hour>\d{1,2}):(?P<minutes>[0-5]\d) ?[ap](?:m\b|\.m\.)", _converted_time
            ),
        ),
    ),
    Corruption(
        "number.impossible_date",
        together(
            rewriting(rf"\b\d{{1,2}} {_MONTH}\b", _bad_day),
            rewriting(rf"\b{_MONTH} \d{{1,2}}\b", _bad_day_american),
            rewriting(
                r"\b(?P<hour>[2-9]|1[01]):(?P<minutes>[0-5]\d)(?P<half> ?p\.?m\b)", _bad_hour
            ),
        ),
    ),
    Corruption(
        "number.wrong_weekday",
        together(
            rewriting(
                rf"\b(?:{'|'.join(_WEEKDAYS)}),? (?P<date>{_MONTH} (?P<day>\d{{1,2}}), "
                r"(?P<year>(?:19|20)\d\d))\b",
                _wrong_weekday,
            ),
            rewriting(
                rf"\b(?P<date>{_MONTH} (?P<day>\d{{1,2}}), (?P<year>(?:19|20)\d\d))\b",
                _wrong_weekday,
            ),
            rewriting(
                rf"\b(?P<date>(?P<day>\d{{1,2}}) {_MONTH} (?P<year>(?:19|20)\d\d))\b",
                _wrong_weekday,
            ),
        ),
    ),
    Corruption(
        "number.decimal_comma",
        rewriting(
            rf"\b(?P<whole>\d{{1,3}})\.(?P<part>\d{{1,2}})(?=[ -]?{_UNIT})",
            lambda found, _: f"{found['whole']},{found['part']}",
        ),
    ),
    Corruption(
        "number.currency_order",
        rewriting(
            r"(?<!\w)(?P<sign>[$£€¥])(?P<amount>\d[\d,]{0,12}(?:\.\d{1,2})?)"
            r"(?P<unit> (?:million|billion)|m|bn)?(?!\w)",
            _sign_last,
        ),
    ),
    Corruption(
        "number.thousands_dots",
        rewriting(r"(?<![\d.,$£€])\d{1,3}(?:,\d{3}){1,3}(?![\d,])(?!\.\d)", _dotted),
    ),
    Corruption(
        "number.ordinal_calque",
        together(
            rewriting(
                rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:, (?P<year>(?:19|20)\d\d))?(?!\d)", _foreign_date
            ),
            rewriting(
                rf"\b(?P<day>\d{{1,2}}) {_MONTH}(?: (?P<year>(?:19|20)\d\d))?\b", _foreign_date
            ),
            rewriting(r"\b(?P<number>1\d|2[01])(?:st|nd|rd|th) century\b", _foreign_century),
            rewriting(r"\b(?P<hour>[4-9]|1[0-2]) ?(?P<half>[ap])\.?m\b\.?", _foreign_hour),
        ),
    ),
    Corruption(
        "number.unit_calque",
        together(
            rewriting(
                rf"\b(?P<count>{_COUNTS}(?:\.\d)?) (?P<scale>million|billion) "
                r"(?P<noun>dollars|euros|pounds|people|[a-z]+s)\b",
                _foreign_amount,
            ),
            rewriting(rf"(?<=\w )(?P<count>{_COUNTS}) (?P<scale>million|billion)\b", _plural_scale),
        ),
    ),
)
