"""The one chance of the front page: a hundred people as a picture, and a share that one can say."""

from __future__ import annotations

import math

from sitegen.chance.odds import Chance
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.plan.quantities.chances import sent_somewhere_key
from sitegen.records import record
from sitegen.render.chance.chance_lines import SOMEWHERE, by_the_end
from sitegen.render.chance.chance_words import middle, named, range_words, whole
from sitegen.render.pictures.people_picture import PeoplePicture, people_picture
from sitegen.render.quantities import counted

SHARES = (
    *((19, 20), (9, 10), (4, 5), (3, 4), (2, 3), (3, 5), (1, 2), (2, 5), (1, 3), (1, 4), (1, 5)),
    *((1, 6), (1, 8), (1, 10), (1, 15), (1, 20), (1, 30), (1, 50), (1, 100)),
)
"""Shares that people say, such as 2 in 5."""

LEAST = 1 / 150
"""A chance below this is said to be less than the smallest share."""


@record
class Odds:
    """A chance of a match on one basis, in words.

    `share` is its middle as people say it, such as *2 in 5*; empty where it is below all of them.
    `sent` are the applications that it counts; with `so_far` it counts the interviews of the
    tracker instead, and `in_hand` says whether there is one.
    """

    people: PeoplePicture
    share: str
    range: str
    middle: str
    fields: str
    several: bool
    sent: str
    so_far: bool
    in_hand: bool


def odds(plan: Plan) -> Odds | None:
    """The chance of a match in any specialty of the plan; None where none can be told.

    In a season with a tracker it is that by the end of it, before that the one from applications.
    """
    held = by_the_end(plan)
    if held:
        chance, key = held
        fields = [f for f in plan.in_season.cockpit.fields if f.after]
        names = [f.card.specialty.name for f in fields]
        return _told(chance, key, names, so_far=True, in_hand=any(f.in_hand for f in fields))
    found = plan.matching.chances
    if not found.somewhere or not prepared(plan):
        return None
    some = found.somewhere[-1]
    sent = sum(c.applications for c in found.specialties if c.specialty.id in some.specialties)
    names = [plan.card(name).specialty.name for name in some.specialties]
    return _told(some.any, SOMEWHERE, names, sent=counted(sent_somewhere_key(some, plan), sent))


def _told(
    chance: Chance,
    key: str,
    names: list[str],
    *,
    sent: str = "",
    so_far: bool = False,
    in_hand: bool = False,
) -> Odds:
    return Odds(
        people=people_picture(whole(chance.low), whole(chance.high)),
        share=share_words(chance.use),
        range=range_words(chance, key),
        middle=middle(chance, key),
        fields=named(names),
        several=len(names) > 1,
        sent=sent,
        so_far=so_far,
        in_hand=in_hand,
    )


def share_words(chance: float) -> str:
    """The nearest share that people say.

    >>> share_words(0.42), share_words(0.001)
    ('2 in 5', '')
    """
    if chance < LEAST:
        return ""
    part, all_of = min(SHARES, key=lambda share: abs(math.log(chance * share[1] / share[0])))
    return f"{part} in {all_of}"
