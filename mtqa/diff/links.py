"""Which units of two texts belong together: 1-1, 1-n, n-1, in order or moved.

A unit (paragraph or sentence) is a bag of words, each weighted by its rarity in both texts.
Links are proposed where two units share rare words; a unit that holds the words of several
neighbours on the other side is a split or merge. The best chain of links that keeps the order
of both sides comes from one sweep with a prefix-maximum tree. Links outside the chain that
are strong enough are moves. What is still alone is compared with what is alone between the
same neighbours. Each step is near-linear in the number of units.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Dice similarity that two units need to be linked wherever they stand.
_LINKED = 0.35
#: Dice similarity that two lone units between the same neighbours need.
_LINKED_IN_PLACE = 0.2
#: Dice similarity that a link out of order needs.
_LINKED_MOVED = 0.4
#: Words that a unit needs to count as moved; "Share" and "Reply" only come and go.
_MOVED_WORDS = 4
#: Share of a part's weight that the whole must hold for a split or merge.
_PART_IN_WHOLE = 0.5
#: Dice similarity that a whole and its parts together need.
_GROWN = 0.5
#: Up to this many pairs of units, every pair is compared.
_ALL_PAIRS = 64
#: Rare words that look for partners, per unit; words in more units than this are not rare.
_PROBES, _RARE = 12, 50
#: Best partners that are kept, per unit.
_PARTNERS = 4
#: Units left and right of the diagonal that are compared inside a long gap.
_BAND = 10

Bag = dict[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """Units ``[i1, i2)`` of the first and ``[j1, j2)`` of the second text belong together.

    ``similarity`` is the Dice coefficient of their weighted bags, in [0, 1].
    """

    i1: int
    i2: int
    j1: int
    j2: int
    similarity: float
    moved: bool = False


def link_units(
    before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], *, moves: bool
) -> list[Link]:
    """Link the units of two texts.

    Args:
        before: the words of each unit of the first text.
        after: the same of the second text.
        moves: whether units may be linked out of order. Without, or where each text is a single
            unit, two lone units between the same neighbours are linked however little they
            share.

    Returns:
        Links ordered by ``j1``; no unit is in two of them. Links that are not ``moved`` are in
        order on both sides.
    """
    sides = _Sides(before, after)
    proposed = _proposals(sides)
    chain = _best_chain(proposed, len(after))
    used_i = {i for link in chain for i in range(link.i1, link.i2)}
    used_j = {j for link in chain for j in range(link.j1, link.j2)}
    moved: list[Link] = []
    if moves:
        moved = _moves(proposed, before, used_i, used_j)
    lone_pairs = not moves or len(before) == len(after) == 1
    filled = _fill_gaps(sides, chain, used_i, used_j, lone_pairs=lone_pairs)
    return sorted([*chain, *moved, *filled], key=lambda link: link.j1)


class _Sides:
    """The bags of both texts and the weights that they share."""

    def __init__(self, before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> None:
        self.before: list[Bag] = [dict(Counter(words)) for words in before]
        self.after: list[Bag] = [dict(Counter(words)) for words in after]
        total: Counter[str] = Counter()
        for bag in (*self.before, *self.after):
            total.update(bag)
        # A word that stands once in each text weighs 1, "the" in a long text next to nothing.
        self.weight = {word: 1 / math.sqrt(max(1.0, n / 2)) for word, n in total.items()}
        self.before_mass = [self.mass(bag) for bag in self.before]
        self.after_mass = [self.mass(bag) for bag in self.after]

    def mass(self, bag: Bag) -> float:
        return sum(n * self.weight[word] for word, n in bag.items())

    def shared(self, one: Bag, other: Bag) -> float:
        if len(other) < len(one):
            one, other = other, one
        return sum(
            min(n, other[word]) * self.weight[word] for word, n in one.items() if word in other
        )

    def dice(self, i: int, j: int) -> float:
        masses = self.before_mass[i] + self.after_mass[j]
        return 2 * self.shared(self.before[i], self.after[j]) / masses if masses else 0.0


def _proposals(sides: _Sides) -> list[Link]:
    pairs = sorted(_candidates(sides))
    links = [
        Link(i, i + 1, j, j + 1, dice) for i, j in pairs if (dice := sides.dice(i, j)) >= _LINKED
    ]
    links += [
        Link(i, i + 1, j1, j2, dice)
        for i, j1, j2, dice in _grown(
            pairs, sides.before, sides.before_mass, sides.after, sides.after_mass, sides
        )
    ]
    links += [
        Link(i1, i2, j, j + 1, dice)
        for j, i1, i2, dice in _grown(
            sorted((j, i) for i, j in pairs),
            sides.after,
            sides.after_mass,
            sides.before,
            sides.before_mass,
            sides,
        )
    ]
    return links


def _candidates(sides: _Sides) -> set[tuple[int, int]]:
    n, m = len(sides.before), len(sides.after)
    if n * m <= _ALL_PAIRS:
        return {(i, j) for i in range(n) for j in range(m)}
    pairs = set(_equal_units(sides))
    pairs.update(_rare_word_partners(sides.before, sides.after, sides))
    pairs.update((i, j) for j, i in _rare_word_partners(sides.after, sides.before, sides))
    return pairs


def _equal_units(sides: _Sides) -> Iterator[tuple[int, int]]:
    """Pair the k-th of equal units with the k-th, counted from the front and from the back."""
    places: dict[frozenset[tuple[str, int]], tuple[list[int], list[int]]] = defaultdict(
        lambda: ([], [])
    )
    for side, bags in enumerate((sides.before, sides.after)):
        for at, bag in enumerate(bags):
            places[frozenset(bag.items())][side].append(at)
    for ours, theirs in places.values():
        yield from zip(ours, theirs, strict=False)
        yield from zip(reversed(ours), reversed(theirs), strict=False)


def _rare_word_partners(
    bags: Sequence[Bag], others: Sequence[Bag], sides: _Sides
) -> Iterator[tuple[int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for j, bag in enumerate(others):
        for word in bag:
            holders[word].append(j)
    for i, bag in enumerate(bags):
        probes = sorted(
            (word for word in bag if 0 < len(holders.get(word, ())) <= _RARE),
            key=lambda word: (len(holders[word]), word),
        )[:_PROBES]
        votes: Counter[int] = Counter()
        for word in probes:
            for j in holders[word]:
                votes[j] += 1
        best = sorted(votes, key=lambda j: (-votes[j], abs(j - i), j))[:_PARTNERS]
        yield from ((i, j) for j in best)


def _grown(
    pairs: Iterable[tuple[int, int]],
    wholes: Sequence[Bag],
    whole_mass: Sequence[float],
    parts: Sequence[Bag],
    part_mass: Sequence[float],
    sides: _Sides,
) -> Iterator[tuple[int, int, int, float]]:
    """Yield ``(whole, first part, end of parts, dice)`` where neighbours make up one whole."""
    seeds: list[tuple[float, int, int]] = []
    for whole, seed in pairs:
        shared = sides.shared(wholes[whole], parts[seed])
        if shared and shared >= _PART_IN_WHOLE * part_mass[seed]:
            seeds.append((-shared / part_mass[seed], whole, seed))
    done: set[tuple[int, int]] = set()
    for share, whole, seed in sorted(seeds):  # a sure part must not grow out of a chance one
        if (whole, seed) in done:
            continue
        shared = -share * part_mass[seed]
        rest = dict(wholes[whole])
        _take(rest, parts[seed])
        first, end, mass = seed, seed + 1, part_mass[seed]
        for step in (1, -1):
            at = end if step == 1 else first - 1
            while 0 <= at < len(parts):
                gain = sides.shared(rest, parts[at])
                if not gain or gain < _PART_IN_WHOLE * part_mass[at]:
                    break
                _take(rest, parts[at])
                shared += gain
                mass += part_mass[at]
                first, end = min(first, at), max(end, at + 1)
                # Each step is proposed: the last part may have a better partner of its own.
                dice = 2 * shared / (whole_mass[whole] + mass)
                if dice >= _GROWN:
                    yield whole, first, end, dice
                at += step
        done.update((whole, part) for part in range(first, end))


def _take(rest: Bag, part: Bag) -> None:
    for word, n in part.items():
        if word in rest:
            left = rest[word] - n
            if left > 0:
                rest[word] = left
            else:
                del rest[word]


def _best_chain(links: Sequence[Link], n_after: int) -> list[Link]:
    """Return the links of greatest total gain that keep the order of both sides.

    The gain of a link is its similarity times the units that it covers, so that a split
    outweighs a link to its longest part alone.
    """
    order = sorted(range(len(links)), key=lambda k: (links[k].i1, links[k].j1, links[k].i2))
    by_end = sorted(range(len(links)), key=lambda k: links[k].i2)
    best: list[tuple[float, int]] = [(0.0, -1)] * len(links)
    tree: list[tuple[float, int]] = [(0.0, -1)] * (n_after + 1)
    closed = 0
    for k in order:
        link = links[k]
        while closed < len(by_end) and links[by_end[closed]].i2 <= link.i1:
            ended = by_end[closed]
            at = links[ended].j2
            while at <= n_after:
                if best[ended][0] > tree[at][0]:
                    tree[at] = (best[ended][0], ended)
                at += at & -at
            closed += 1
        total, previous = 0.0, -1
        at = link.j1
        while at > 0:
            if tree[at][0] > total:
                total, previous = tree[at]
            at -= at & -at
        units = link.i2 - link.i1 + link.j2 - link.j1
        best[k] = (total + link.similarity * units, previous)
    chain: list[Link] = []
    k = max(order, key=lambda k: best[k][0], default=-1)
    while k >= 0:
        chain.append(links[k])
        k = best[k][1]
    chain.reverse()
    return chain


def _moves(
    links: Sequence[Link], before: Sequence[Sequence[str]], used_i: set[int], used_j: set[int]
) -> list[Link]:
    """Take the strongest links whose units are all free; mark these as used."""
    moved: list[Link] = []
    strongest = sorted(
        links,
        key=lambda k: (-k.similarity * (k.i2 - k.i1 + k.j2 - k.j1), abs(k.i1 - k.j1), k.i1, k.j1),
    )
    for link in strongest:
        ours, theirs = range(link.i1, link.i2), range(link.j1, link.j2)
        words = sum(len(before[i]) for i in ours)
        if link.similarity < _LINKED_MOVED or words < _MOVED_WORDS:
            continue
        if used_i.isdisjoint(ours) and used_j.isdisjoint(theirs):
            used_i.update(ours)
            used_j.update(theirs)
            moved.append(Link(link.i1, link.i2, link.j1, link.j2, link.similarity, moved=True))
    return moved


def _fill_gaps(
    sides: _Sides, chain: Sequence[Link], used_i: set[int], used_j: set[int], *, lone_pairs: bool
) -> list[Link]:
    """Link free units that lie between the same neighbours of the chain."""
    ends = Link(0, 0, 0, 0, 0.0), Link(len(sides.before), 0, len(sides.after), 0, 0.0)
    filled: list[Link] = []
    for left, right in pairwise((ends[0], *chain, ends[1])):
        ours = [i for i in range(left.i2, right.i1) if i not in used_i]
        theirs = [j for j in range(left.j2, right.j1) if j not in used_j]
        if lone_pairs and len(ours) == len(theirs) == 1:
            filled.append(
                Link(ours[0], ours[0] + 1, theirs[0], theirs[0] + 1, sides.dice(ours[0], theirs[0]))
            )
            continue
        near = [
            Link(i, i + 1, j, j + 1, dice)
            for i, j in _near_diagonal(ours, theirs)
            if (dice := sides.dice(i, j)) >= _LINKED_IN_PLACE
        ]
        filled.extend(_best_chain(near, len(sides.after)))
    return filled


def _near_diagonal(ours: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
    if not ours or not theirs:
        return
    slope = len(theirs) / len(ours)
    band = max(_BAND, math.ceil(slope))
    for k, i in enumerate(ours):
        middle = int(k * slope)
        for j in theirs[max(0, middle - band) : middle + band + 1]:
            yield i, j
