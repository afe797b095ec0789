"""The view of what would turn the answer: the smallest change, and how far the nearest are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.grid import half_up
from sitegen.measures import in_words
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import slug
from sitegen.plan.whatif.changes import SAFE, Combination, Nearest, WhatIf
from sitegen.plan.whatif.flips import GOAL, MOST_STEPS, RULED_OUT, Flip
from sitegen.plan.whatif.scenarios import worded
from sitegen.render.chance.chance_words import middle, range_words
from sitegen.render.whatif.outcomes_view import fill, filled, together
from sitegen.render.words import missing_words
from sitegen.written import number

MOST_FLIPS = 6
BY = ("say", "do", "judged")


def flip_view(plan: Plan, it: WhatIf) -> dict[str, Any]:
    """The smallest change that turns the answer, or that nothing tried does."""
    verdict = plan.choice.verdict
    real = [f for f in it.flips if f.real]
    groups = {by: [f for f in real if f.by == by] for by in BY}
    groups[GOAL] = [f for f in it.flips if f.kind == GOAL]
    ruled_out = [f for f in it.flips if f.kind == RULED_OUT]
    pairs = [_pair(c, it, plan) for c in it.pairs]
    return {
        "verdict": verdict,
        "first": _flip(real[0], plan) if real else None,
        "everything": None if real or pairs else _everything(it),
        "anything": it.everything is not None,
        "groups": {
            by: [_flip(f, plan) for f in some[:MOST_FLIPS]] for by, some in groups.items() if some
        },
        "pairs": pairs,
        "ruled_out": _flip(ruled_out[0], plan) if ruled_out else None,
        "missing": missing_words(plan, _in_order(it.missing, plan))
        if verdict == "undecided"
        else (),
        "nearest": [_near(n) for n in it.nearest],
        "needed": number(half_up(100 / it.nearest[0].needed)) if it.nearest else "",
        "alone": plan.facts["applicant.needs_visa"].value
        and (plan.read.profile.visa.accepts or ())[1:],
        "steps": in_words(MOST_STEPS),
        "lacking": verdict == "nothing_adds" and it.present.somewhere is not None,
        "best": _best(plan, it),
    }


def _in_order(missing: Sequence[str], plan: Plan) -> list[str]:
    """Answers that are missing, in the order in which the tasks ask for them."""
    asked = [task.path for task in plan.tasks if task.phase == FIND_OUT]
    return sorted(missing, key=lambda path: asked.index(path) if path in asked else len(asked))


def _flip(flip: Flip, plan: Plan) -> dict[str, Any]:
    """One flip, and what its sentence asks for beside it."""
    rated = flip.kind == "fit" and flip.specialty is not None
    scenario = next((s for s in plan.knowledge.scenarios if s.id == flip.kind), None)
    names = dict.fromkeys(("first", "backup", "other"), flip.specialty)
    return {
        "flip": flip,
        "after": f"{flip.after:g}",
        "before": f"{flip.before:g}",
        "own": rated and plan.card(flip.specialty or "").fit.own,
        "changes": fill(worded(scenario, plan.facts).changes, names, int(flip.after), plan)
        if scenario
        else "",
    }


def _everything(it: WhatIf) -> tuple[str, str | None] | None:
    """What every deed at once leads to, where nothing smaller turns the answer."""
    if it.everything is None or it.everything.key == it.present.key:
        return None
    return it.everything.key


def _pair(c: Combination, it: WhatIf, plan: Plan) -> tuple[str, tuple[str, str | None]]:
    names = [filled(x.title, x, plan) for name in c.ids for x in it.changes if x.id == name]
    return together(names), c.after.key


def _near(n: Nearest) -> dict[str, Any]:
    key = f"nearest.{n.specialty}"
    return {
        "name": n.name,
        "match": range_words(n.match, key),
        "middle": middle(n.match, key),
        "best": "" if n.best.use == n.match.use else range_words(n.best, f"{key}.best"),
        "best_middle": middle(n.best, f"{key}.best"),
        "reaches": 100 * n.best.use >= n.needed,
        "highest": n.highest if n.highest >= SAFE else None,
    }


def _best(plan: Plan, it: WhatIf) -> dict[str, str] | None:
    """What helps most, for somebody with no safe choice."""
    better = [c for c in it.changes if c.moves and c.moves.use > 0 and c.after.somewhere]
    if not better or it.present.somewhere is None or not better[0].after.somewhere:
        return None
    best, after = better[0], better[0].after.somewhere
    return {
        "changes": filled(best.changes, best, plan),
        "after": range_words(after, f"change.{slug(best.id)}.somewhere"),
        "today": range_words(it.present.somewhere, "chance.somewhere"),
    }
