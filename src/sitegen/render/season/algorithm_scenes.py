"""Words for the applicant's way through one invented market."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.acceptance import Market, Round, Why
from sitegen.diagnostics import flatten
from sitegen.plan.season.algorithm import Wish
from sitegen.plan.season.markets import YOU, Liking
from sitegen.plan.season.scenes import SEARCHED, Scene, Step
from sitegen.render.pictures.algorithm_picture import draw

TITLES = {
    Liking.MUCH: "If programs like you much",
    Liking.MIDDLING: "If programs like you neither much nor little",
    Liking.LITTLE: "If programs like you little",
}
LONG = 32
"""Letters of a program's name in the picture."""


def scene_view(scene: Scene, wishes: Sequence[Wish]) -> dict[str, Any]:
    """One market: the way of the applicant, the picture, and everything else to check it."""
    market, run = scene.market, scene.run
    shown = sorted({step.program for step in scene.steps})
    return {
        "key": scene.liking.value,
        "title": TITLES[scene.liking],
        "market": f"Fictional market: {scene.rivals} invented rivals, 1 or 2 places in each "
        f"program, and invented lists of the programs. It ends after {len(run)} rounds. "
        f"{_of_its_kind(scene)}",
        "steps": _steps(scene, run, market, wishes),
        "result": _result(scene, wishes),
        "picture": draw(run, {str(i - 1): _label(i, wishes) for i in shown}),
        "rounds": [_held(each, len(wishes)) for each in run],
        "lists": [
            {
                "number": i + 1,
                "name": wish.name,
                "places": market.places[str(i)],
                "ranked": ", ".join(_person(who) for who in market.programs[str(i)]) or "nobody",
            }
            for i, wish in enumerate(wishes)
        ],
        "rivals": [
            (_person(who), ", ".join(str(int(p) + 1) for p in wishes))
            for who, wishes in market.applicants.items()
            if who != YOU
        ],
    }


def _of_its_kind(scene: Scene) -> str:
    """How often the markets of this kind bring no match, as this one was picked."""
    if not scene.unmatched:
        return f"You match in all {SEARCHED} invented markets of this kind."
    return f"In {scene.unmatched} of the {SEARCHED} invented markets of this kind you do not match."


def _label(number: int, wishes: Sequence[Wish]) -> str:
    return f"{number}. {flatten(wishes[number - 1].name, LONG)}"


def _steps(scene: Scene, run: Sequence[Round], market: Market, wishes: Sequence[Wish]) -> list[str]:
    """The way of the applicant, with rounds in which nothing happens to them put together."""
    told: list[str] = []
    last = 0
    for step in scene.steps:
        told += _quiet(last + 1, step.round - 1)
        name = wishes[step.program - 1].name
        told.append(_step(step, name, run[step.round - 1], market))
        last = step.round
    return told + (_quiet(last + 1, len(run)) if scene.result else [])


def _step(step: Step, name: str, now: Round, market: Market) -> str:
    """What one round brought, and why."""
    key = str(step.program - 1)
    held = [_person(who) for who in now.held[key]]
    order = market.programs[key]
    if step.answer == Why.LET_GO:
        new = [_person(who) for who, p in now.asked if p == key and who in now.held[key]]
        rivals, ask = and_words(new), "ask" if len(new) > 1 else "asks"
        return (
            f"Round {now.number}: {rivals} {ask} {name}. It ranked {rivals} above you, so it "
            "lets you go."
        )
    asks = f"Round {now.number}: you ask {name}, number {step.program} in your order. "
    if step.answer == Why.UNRANKED:
        return asks + "It did not rank you, so its answer is no."
    place = order.index(YOU) + 1
    if step.answer == Why.FULL:
        places = "place is" if market.places[key] == 1 else "places are"
        return (
            asks + f"It ranked you number {place}. Its {places} held by {and_words(held)}, "
            "ranked higher. Its answer is no."
        )
    others = [who for who in held if who != "you"]
    return (
        asks
        + f"It ranked you number {place} and holds you"
        + (f", beside {and_words(others)}." if others else ".")
    )


def _result(scene: Scene, wishes: Sequence[Wish]) -> str:
    if scene.result is None:
        return (
            "Your list is at its end, and in this market you do not match. No other "
            "order of the same programs would have changed that."
        )
    name = wishes[scene.result - 1].name
    if scene.result == 1:
        return f"Nobody asks any more. You match to {name}, the first in your order."
    return (
        f"Nobody asks any more. You match to {name}. It was asked late, and that cost you nothing."
    )


def _quiet(first: int, last: int) -> list[str]:
    """Rounds in which the applicant stays where they are."""
    if last < first:
        return []
    which = (
        f"Round {first}"
        if first == last
        else (f"Rounds {first} {'and' if last == first + 1 else 'to'} {last}")
    )
    return [f"{which}: others ask. You stay held where you are."]


def _held(each: Round, programs: int) -> dict[str, Any]:
    return {
        "number": each.number,
        "held": [
            ", ".join(_person(who) for who in each.held[str(i)]) or "–" for i in range(programs)
        ],
    }


def _person(who: str) -> str:
    return who if who == YOU else who.capitalize()


def and_words(names: Sequence[str]) -> str:
    """Names as in a sentence."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "nobody"
