"""One applicant's way through an invented market, round by round."""

from __future__ import annotations

from dataclasses import field, replace
from itertools import chain

from sitegen.acceptance import Market, Round, rounds
from sitegen.plan.season.markets import YOU, Liking, invented, others
from sitegen.records import record

SEARCHED = 60
"""Markets among which one is looked for that shows something."""


@record
class Step:
    """What happens to the applicant in one round. `program` counts from 1 in the true order.

    `answer` is held, unranked, full or let_go.
    """

    round: int
    program: int
    answer: str


@record
class Scene:
    """One invented market and the applicant's way through it. `result` counts from 1.

    `unmatched` counts the markets of this kind, out of `SEARCHED`, that bring no match. `market`
    and `run` are all of it, so that everything can be checked.
    """

    liking: Liking
    seed: int
    rivals: int
    rounds: int
    steps: tuple[Step, ...]
    result: int | None
    unmatched: int = 0
    market: Market = field(repr=False)
    run: tuple[Round, ...] = field(repr=False)


def scene(liking: Liking, programs: int) -> Scene:
    """The market of this kind that shows most; the first one where none does."""
    first = _scene_of(liking, programs, 0)
    later = (_scene_of(liking, programs, seed) for seed in range(1, SEARCHED))
    shown = next((scene for scene in chain((first,), later) if _shows(scene)), first)
    return replace(shown, unmatched=_unmatched(liking, programs))


def _unmatched(liking: Liking, programs: int) -> int:
    """In how many of these markets the true order, and so any other, brings no match."""
    order = [str(i) for i in range(programs)]
    rivals = (others(liking, programs, seed) for seed in range(SEARCHED))
    return sum(each.outcome(order) is None for each in rivals)


def _shows(scene: Scene) -> bool:
    """Held from the start to the end, held and let go, or taken after two answers no."""
    answers = [step.answer for step in scene.steps]
    if scene.result is None:
        return False
    if scene.liking is Liking.MUCH:
        return len(answers) == 1 and scene.rounds > 2
    if scene.liking is Liking.MIDDLING:
        return "let_go" in answers
    return len(answers) > 2 and "let_go" not in answers


def _scene_of(liking: Liking, programs: int, seed: int) -> Scene:
    market = invented(liking, programs, seed)
    run = tuple(rounds(market))
    end = run[-1].held if run else {}
    return Scene(
        liking=liking,
        seed=seed,
        rivals=len(market.applicants) - 1,
        rounds=len(run),
        steps=tuple(step for each in run for step in _steps(each)),
        result=next((int(p) + 1 for p, those in end.items() if YOU in those), None),
        market=market,
        run=run,
    )


def _steps(each: Round) -> list[Step]:
    """What one round brings the applicant: an answer, or being let go."""
    found = [
        Step(round=each.number, program=int(no.program) + 1, answer=no.why.value)
        for no in each.refused
        if no.applicant == YOU
    ]
    asked = [program for who, program in each.asked if who == YOU]
    if asked and not found:
        found.append(Step(round=each.number, program=int(asked[0]) + 1, answer="held"))
    return found
