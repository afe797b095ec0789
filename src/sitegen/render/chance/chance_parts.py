"""The parts of a chance: what each says, how far it moves the middle, and on what it rests."""

from __future__ import annotations

from sitegen.chance.listed import Ground
from sitegen.plan.chance.chance_report import Move
from sitegen.plan.chance.specialty_chance import SpecialtyChance, part_of
from sitegen.records import record
from sitegen.render.chance.chance_words import people_of
from sitegen.render.shown import ReasonView
from sitegen.render.views import Views

MEASURED = ("base", "score", "research")
"""Parts that rest on published figures."""

WIDTH = ("drift", "unseen")
"""Parts that make the range wider and do not move its middle."""

LAST = ("selection", "crowd", "backup", "dual", *WIDTH)
"""Parts that stand at the end of the table, in this order."""

STILL = 0.05
"""A part that moves the middle by fewer people of 100 than this does not move it."""


@record
class PartView:
    """One part of a chance with its reason.

    `moved` is one word: begins, left-out, width, open, still, hardly, up or down. `by` is where the
    count begins, or by how many of 100 people the middle moves, `down` and `up` the ends of that.
    `rests` is published, judgement or open, and `beyond` the side on which a value lies past the
    printed group.
    """

    reason: ReasonView
    rests: str
    moved: str
    by: str = ""
    down: str = ""
    up: str = ""
    beyond: str = ""


def titles(c: SpecialtyChance) -> dict[str, str]:
    """The name of every part of a chance."""
    return {part_of(f): f.rule.title for f in (*c.told, *c.factors, *c.selection)}


def part_rows(c: SpecialtyChance, views: Views) -> list[PartView]:
    """The base rate and every part after it, each as one row."""
    moves = views.plan.matching.moves[c.specialty.id]
    first = [m for m in moves if m.id not in LAST]
    last = sorted((m for m in moves if m.id in LAST), key=lambda m: LAST.index(m.id))
    begins = people_of(c.group.steadied_rate, f"base.{c.specialty.id}.steadied")
    return [
        PartView(reason=_reason("base", c, views), rests=_rests("base"), moved="begins", by=begins),
        *(_row(move, c, views) for move in first),
        *(
            PartView(reason=_reason(name, c, views), rests=_rests(name), moved="left-out")
            for name in c.left_out
        ),
        *(_row(move, c, views) for move in last),
    ]


def _reason(name: str, c: SpecialtyChance, views: Views) -> ReasonView:
    every = (*c.told, *c.factors, *c.selection)
    return views.reason(next(f for f in every if part_of(f) == name))


def _rests(name: str) -> str:
    return "published" if name in MEASURED else "judgement"


def _row(move: Move, c: SpecialtyChance, views: Views) -> PartView:
    return PartView(
        reason=_reason(move.id, c, views),
        rests="open" if move.ground is Ground.OPEN else _rests(move.id),
        moved=_moved(move),
        by=str(_people(move.by)),
        down=_signed(move.down),
        up=_signed(move.up),
        beyond=move.beyond,
    )


def _moved(move: Move) -> str:
    """How a part moves the middle, in a word."""
    if move.id in WIDTH:
        return "width"
    if move.ground is Ground.OPEN and abs(move.by) < 1:
        return "open"
    if _people(move.by) == 0:
        return "still" if abs(move.by) < STILL else "hardly"
    return "up" if move.by > 0 else "down"


def _people(by: float) -> int:
    return int(abs(by) + 0.5)


def _signed(by: float) -> str:
    return f"{'+' if by > 0 else '–'}{_people(by)}" if _people(by) else "0"
