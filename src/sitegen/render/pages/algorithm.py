"""The view of the page on the algorithm of the Match, run on the applicant's own list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sitegen.acceptance import Round, Why
from sitegen.diagnostics import flatten
from sitegen.plan.model import Plan
from sitegen.plan.season.algorithm import Algorithm, Contrast, Ground, Safer, Wish
from sitegen.plan.season.markets import YOU
from sitegen.plan.season.scenes import SEARCHED, Scene, Step
from sitegen.render.guide.statements import statements
from sitegen.render.pictures.algorithm_picture import draw
from sitegen.render.quantities import counted
from sitegen.render.views import Views

LONG = 32
"""Letters of a program's name in the picture."""


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """The list, the way through three markets, and what every other order brought."""
    found = plan.in_season.algorithm
    return {
        "found": found,
        "ground": found.ground.value,
        "number": counted("algorithm.programs", len(found.wishes)),
        "listed": bool(plan.read.rank_list),
        "specialties": plan.knowledge.specialties,
        "fields": list(dict.fromkeys(w.specialty for w in found.wishes if w.specialty)),
        "first": plan.primary.specialty.title if plan.primary else "",
        "example": _example(plan, found) if found.ground is Ground.EXAMPLE else "",
        "how": statements(
            plan.knowledge,
            "algorithm-asks",
            "algorithm-holds",
            "algorithm-let-go",
            "algorithm-final",
        ),
        "searched": SEARCHED,
        "scenes": [_scene(each, found.wishes) for each in found.scenes],
        "apart": found.safer is not None and _apart(found.wishes, found.safer),
        "costly": _costly(found.as_listed, found.wishes),
        "only_where": _only_where(found),
        "truth": statements(plan.knowledge, "algorithm-truth", "algorithm-weaker"),
        "real": statements(plan.knowledge, "algorithm-variations", "algorithm-real"),
    }


def _example(plan: Plan, found: Algorithm) -> str:
    """Why the example holds these specialties, in a word; empty where it has both."""
    fields = {wish.specialty for wish in found.wishes}
    if plan.primary is None:
        return "no-first"
    if plan.primary.id not in fields:
        return "own-match"
    return "" if len(fields) > 1 else plan.choice.verdict


def _apart(wishes: Sequence[Wish], safer: Safer) -> bool:
    """Whether every program above the safe ones is of the first specialty."""
    return all(wish.specialty == wishes[0].specialty for wish in wishes[: min(safer.safe) - 1])


def _costly(contrast: Contrast | None, wishes: Sequence[Wish]) -> tuple[str, str] | None:
    """What the true order and the list as it stands brought in one market; empty is nothing."""
    if contrast is None or contrast.example is None:
        return None
    _, true, other = contrast.example
    return wishes[true - 1].name, wishes[other - 1].name if other else ""


def _only_where(found: Algorithm) -> int | None:
    """Runs without a match for want of a program, where an order alone never cost or brought one.

    None where an order did, or where there is none to try.
    """
    orders = [t.tally for t in found.trials if t.kind != "gap"]
    if not orders or any(t.lost or t.better for t in orders):
        return None
    return next((t.tally.lost for t in found.trials if t.kind == "gap"), 0)


def _scene(scene: Scene, wishes: Sequence[Wish]) -> dict[str, Any]:
    """One market: the way of the applicant, the picture, and everything else to check it."""
    market, run = scene.market, scene.run
    shown = sorted({step.program for step in scene.steps})
    keys = [str(i) for i in range(len(wishes))]
    return {
        "key": scene.liking.value,
        "scene": scene,
        "steps": list(_steps(scene, wishes)),
        "picture": draw(run, {str(i - 1): _label(i, wishes) for i in shown}),
        "rounds": [[_people(each.held[key]) for key in keys] for each in run],
        "lists": [
            (wish.name, market.places[key], _people(market.programs[key]))
            for key, wish in zip(keys, wishes, strict=True)
        ],
        "rivals": [
            (who.capitalize(), [int(program) + 1 for program in asked])
            for who, asked in market.applicants.items()
            if who != YOU
        ],
    }


def _label(number: int, wishes: Sequence[Wish]) -> str:
    return f"{number}. {flatten(wishes[number - 1].name, LONG)}"


def _steps(scene: Scene, wishes: Sequence[Wish]) -> Iterator[dict[str, Any]]:
    """The way of the applicant, with rounds in which nothing happens to them put together."""
    last = 0
    for step in scene.steps:
        yield from _quiet(last + 1, step.round - 1)
        yield {
            "name": wishes[step.program - 1].name,
            **_step(step, scene, scene.run[step.round - 1]),
        }
        last = step.round
    yield from _quiet(last + 1, len(scene.run)) if scene.result else ()


def _step(step: Step, scene: Scene, now: Round) -> dict[str, Any]:
    """What one round brought, and why. `rivals` are those who came, or who stand beside."""
    key = str(step.program - 1)
    order, held = scene.market.programs[key], now.held[key]
    came = [who for who, program in now.asked if program == key and who in held]
    beside = [who for who in held if who != YOU]
    return {
        "answer": step.answer,
        "round": step.round,
        "program": step.program,
        "place": order.index(YOU) + 1 if YOU in order else None,
        "places": scene.market.places[key],
        "rivals": _people(came if step.answer == Why.LET_GO else beside),
    }


def _quiet(first: int, last: int) -> Iterator[dict[str, Any]]:
    """Rounds in which the applicant stays where they are."""
    if first <= last:
        yield {"answer": "quiet", "round": first, "last": last}


def _people(names: Iterable[str]) -> list[str]:
    return [who if who == YOU else who.capitalize() for who in names]
