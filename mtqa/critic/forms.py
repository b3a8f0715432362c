"""Other forms of common words: number, person, tense.

Regular forms are made by rule and kept where both forms are common words; the irregular ones are
listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from wordfreq import top_n_list

_BASES, _KNOWN = 8_000, 12_000
_SHORTEST = 3

#: Forms of one word a line; a form may be missing where it is another word too (``left``).
_IRREGULAR = """
is are was were been
have has had having
do does did done doing
go goes went gone going
come comes came coming
take takes took taken taking
make makes made making
give gives gave given giving
get gets got getting
see sees saw seen seeing
know knows knew known knowing
think thinks thought thinking
say says said saying
find finds found finding
tell tells told telling
become becomes became becoming
begin begins began begun beginning
write writes wrote written writing
speak speaks spoke spoken speaking
eat eats ate eaten eating
buy buys bought buying
bring brings brought bringing
choose chooses chose chosen choosing
feel feels felt feeling
grow grows grew grown growing
keep keeps kept keeping
leave leaves leaving
lose loses lost losing
meet meets met meeting
pay pays paid paying
lead leads led leading
run runs ran running
show shows showed shown showing
teach teaches taught teaching
understand understands understood understanding
win wins won winning
build builds built building
send sends sent sending
spend spends spent spending
die dies died dying
man men
woman women
child children
person people
country countries
this these
that those
much many
"""
#: Words that look like another word's form, and such as have none.
_NO_FORMS = frozenset(
    "the a an of in to for on at with by from about into as and or but if it its his her my our "
    "your their them he she they we you not no so us me him than then there here new news thing "
    "things need needs use used off offs off shed even evening red be being number numbers".split()
)


def other_forms(word: str) -> frozenset[str]:
    """Return the other forms of a word in small letters; empty where none is known."""
    return _families().get(word, frozenset())


@cache
def _families() -> Mapping[str, frozenset[str]]:
    families: dict[str, set[str]] = defaultdict(set)
    for line in _IRREGULAR.split("\n"):
        _add(families, set(line.split()))
    irregular = frozenset(families)
    known = set(top_n_list("en", _KNOWN)) - irregular - _NO_FORMS
    for base in top_n_list("en", _BASES):
        if base in known and base.isalpha() and len(base) >= _SHORTEST:
            _add(families, {base, *(form for form in _regular(base) if form in known)})
    return {word: frozenset(family - {word}) for word, family in families.items()}


def _add(families: dict[str, set[str]], family: set[str]) -> None:
    if len(family) > 1:
        for word in family:
            families[word] |= family


def _regular(base: str) -> Iterator[str]:
    """Yield the forms that the rules of spelling give ``base``, right or wrong."""
    yield base + "s"
    if base.endswith(("s", "x", "ch", "sh", "z", "o")):
        yield base + "es"
    if base[-1] == "y" and base[-2] not in "aeiou":
        yield base[:-1] + "ies"
        yield base[:-1] + "ied"
    if base[-1] == "e":
        yield base + "d"
        yield base[:-1] + "ing"
    else:
        yield base + "ed"
        yield base + "ing"
    if base[-1] not in "aeiouwxy" and base[-2] in "aeiou" and base[-3] not in "aeiou":
        yield base + base[-1] + "ed"
        yield base + base[-1] + "ing"
