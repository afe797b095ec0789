"""What the number of programs on a rank order list says, from the printed lengths of lists."""

from __future__ import annotations

import math

from sitegen.chance.groups import Group
from sitegen.chance.odds import Weight
from sitegen.grid import on_grid
from sitegen.knowledge.figures import Spread

MATCHED_TAIL, UNMATCHED_TAIL = 0.02, 0.01
"""A length that fewer people of a group go beyond than this is past the data."""

MOST = 60


def lengths(spread: Spread) -> list[float]:
    """Chance of each length 1, 2, 3 … of a list: negative binomial of the printed mean and SD.

    Lists begin at one program, so the length less one is spread. Where the printed spread is
    narrower than Poisson, Poisson stands in.
    """
    mean = max(spread.mean - 1, 0.02)
    variance = max(spread.sd**2, mean * 1.0001)
    shape = mean**2 / (variance - mean) if variance > mean * 1.01 else 1e6
    odds = mean / (mean + shape)
    chance = math.exp(-shape * math.log1p(mean / shape))
    found = []
    for length in range(MOST):
        found.append(chance)
        chance *= (length + shape) / (length + 1) * odds
    return found


def furthest(group: Group) -> int | None:
    """The longest list that both printed groups still speak about."""
    if group.ranks_matched is None or group.ranks_unmatched is None:
        return None
    return min(
        _reach(group.ranks_matched, MATCHED_TAIL), _reach(group.ranks_unmatched, UNMATCHED_TAIL)
    )


def _reach(spread: Spread, tail: float) -> int:
    chances = lengths(spread)
    for length in range(1, MOST + 1):
        if on_grid(1 - math.fsum(chances[:length])) < tail:
            return length
    return MOST


def ranks_weight(group: Group, programs: int) -> Weight | None:
    """Log of how much likelier this length of list is among the matched; None if not printed.

    It never falls where the list grows, and stays flat past the data. `programs` is 1 or more.
    """
    end = furthest(group)
    if group.ranks_matched is None or group.ranks_unmatched is None or end is None:
        return None
    likely, unlikely = lengths(group.ranks_matched), lengths(group.ranks_unmatched)
    best = -math.inf
    for i in range(min(programs, end)):
        best = max(best, math.log(likely[i]) - math.log(max(unlikely[i], 1e-12)))
    people = 1 / group.ranks_matched.people + 1 / group.ranks_unmatched.people
    return Weight(best, math.hypot(0.15, math.sqrt(people)))


def with_ranks(group: Group, programs: int, evidence: Weight, share: Weight) -> Weight | None:
    """Log-odds of a match with this many programs ranked, as far as the data speak.

    `evidence` is what the file says; only a share of it still counts, because interviews have
    used the rest.
    """
    said = ranks_weight(group, programs)
    if said is None:
        return None
    file = share.use * evidence.use
    file_sd = math.hypot(share.use * evidence.sd, share.sd * evidence.use)
    own = group.steadied
    return Weight(own.use + said.use + file, math.hypot(own.sd, said.sd, file_sd))
