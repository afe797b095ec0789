"""The parts of a chance in words: what each says, how far it moves the middle, and on what."""

from __future__ import annotations

from typing import Any

from sitegen.chance.listed import Ground
from sitegen.plan.chance.chance_report import Move
from sitegen.plan.chance.specialty_chance import SpecialtyChance, part_of
from sitegen.render.chance.chance_words import people_of
from sitegen.render.views import Views

MEASURED = ("base", "score", "research")
"""Parts that rest on published figures."""

LAST = ("selection", "crowd", "backup", "dual", "drift", "unseen")
"""Parts that stand at the end of the table, in this order."""

STILL = 0.05
"""A part that moves the middle by fewer people of 100 than this does not move it."""


def titles(c: SpecialtyChance) -> dict[str, str]:
    """The name of every part of a chance."""
    return {part_of(f): f.rule.title for f in (*c.told, *c.factors, *c.selection)}


def part_rows(c: SpecialtyChance, views: Views) -> list[dict[str, Any]]:
    """The base rate and every part after it, each as one row."""
    moves = views.plan.matching.moves[c.specialty.id]
    first = [m for m in moves if m.id not in LAST]
    last = sorted((m for m in moves if m.id in LAST), key=lambda m: LAST.index(m.id))
    rows = [_base(c, views)] + [_row(m, c, views) for m in first]
    rows += [_left_out(name, c, views) for name in c.left_out]
    return rows + [_row(m, c, views) for m in last]


def _said(name: str, c: SpecialtyChance, views: Views) -> dict[str, Any]:
    """What a part says, with its roots."""
    every = (*c.told, *c.factors, *c.selection)
    reason = views.reason(next(f for f in every if part_of(f) == name))
    return {
        "title": reason.title,
        "pieces": reason.pieces,
        "cites": list(reason.cites),
        "missing": reason.missing,
        "profile": reason.profile[:2],
        "beyond": "",
        "span": "",
        "rests": "published" if name in MEASURED else "judgement",
    }


def _base(c: SpecialtyChance, views: Views) -> dict[str, Any]:
    begins = people_of(c.group.steadied_rate, f"base.{c.specialty.id}.steadied")
    return {**_said("base", c, views), "move": f"begins at {begins}"}


def _row(move: Move, c: SpecialtyChance, views: Views) -> dict[str, Any]:
    return {
        **_said(move.id, c, views),
        "beyond": beyond_words(move),
        "move": move_words(move),
        "span": move_span(move),
        **({"rests": "open"} if move.ground is Ground.OPEN else {}),
    }


def _left_out(name: str, c: SpecialtyChance, views: Views) -> dict[str, Any]:
    rest: dict[str, Any] = {"missing": (), "profile": ()}
    return {**_said(name, c, views), **rest, "move": "left out, as your profile says"}


def beyond_words(move: Move) -> str:
    """What was done with a value past the printed group."""
    if not move.beyond:
        return ""
    return (
        f"You lie {move.beyond} nearly everybody in the printed groups. Nothing is read past two "
        "standard deviations from their means."
    )


def move_words(move: Move) -> str:
    """How far a part moves the middle, as people of 100."""
    if move.id in ("drift", "unseen"):
        return "does not move the middle"
    if move.ground is Ground.OPEN and abs(move.by) < 1:
        return "moves nothing yet"
    people = int(abs(move.by) + 0.5)
    if people == 0:
        return "not at all" if abs(move.by) < STILL else "hardly at all"
    return f"{'up' if move.by > 0 else 'down'} by {people}"


def move_span(move: Move) -> str:
    """The range of a move, as people of 100."""
    down, up = _signed(move.down), _signed(move.up)
    if move.id in ("drift", "unseen") or move.ground is Ground.OPEN:
        return f"could be {down} to {up}"
    return f"range {down} to {up}" if down != up else ""


def _signed(people: float) -> str:
    count = int(abs(people) + 0.5)
    return "0" if count == 0 else f"{'+' if people > 0 else '–'}{count}"
