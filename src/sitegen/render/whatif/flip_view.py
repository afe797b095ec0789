"""The view of what would turn the answer: the smallest change, and how far the nearest are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.explain import number
from sitegen.grid import half_up
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import slug
from sitegen.plan.whatif.changes import SAFE, Combination, Nearest, WhatIf
from sitegen.plan.whatif.flips import GOAL, RULED_OUT, Flip
from sitegen.render.chance.chance_words import middle, range_words
from sitegen.render.whatif.whatif_words import filled, flip_words, result, together
from sitegen.render.words import missing_words

MOST_FLIPS = 6
FLIP_TITLES = {
    "recommended": "What would flip this recommendation",
    "not_needed": "What would turn this answer",
    "undecided": "What decides it",
    "nothing_adds": "What would make a second specialty worth it",
}
BY = {
    "say": "If you answered otherwise",
    "do": "If you did it",
    "judged": "If a judgement of this guide were at the end of its range",
}


def flip_view(plan: Plan, it: WhatIf) -> dict[str, Any]:
    """The smallest change that turns the answer, or that nothing tried does."""
    verdict = plan.choice.verdict
    real = [f for f in it.flips if f.real]
    goals = [f for f in it.flips if f.kind == GOAL]
    sorts = [(BY[by], [f for f in real if f.by == by]) for by in BY]
    sorts.append(("If your first choice were another one", goals))
    groups = [(title, [flip_words(f, plan) for f in some][:MOST_FLIPS]) for title, some in sorts]
    pairs = [_pair_words(c, it, plan) for c in it.pairs]
    lines = [_first(real[0], plan)] if real else pairs[:1] or _all_together(plan, it)
    return {
        "title": FLIP_TITLES[verdict],
        "smallest": lines[0] if lines else "",
        "groups": [(title, found) for title, found in groups if found],
        "pairs": pairs,
        "nothing": "" if lines or verdict == "undecided" else _nothing(plan, it),
        "missing": missing_words(plan, _in_order(it.missing, plan))
        if verdict == "undecided"
        else (),
        "nearest": [_near(n) for n in it.nearest],
        "needed": number(half_up(100 / it.nearest[0].needed)) if it.nearest else "",
        "tried": _tried(plan),
        "kind": _kind(plan, it),
    }


def _in_order(missing: Sequence[str], plan: Plan) -> list[str]:
    """Answers that are missing, in the order in which the checklist asks for them."""
    asked = [task.path for task in plan.tasks if task.phase == FIND_OUT]
    return sorted(missing, key=lambda path: asked.index(path) if path in asked else len(asked))


def _first(flip: Flip, plan: Plan) -> str:
    """The smallest change; a judgement is none that the applicant could make."""
    own = flip_words(flip, plan)
    if flip.by != "judged":
        return own
    return f"No answer and no deed that was tried does it, but a judgement does. {own}"


def _all_together(plan: Plan, it: WhatIf) -> list[str]:
    """What every deed at once leads to, where nothing smaller turns the answer."""
    if it.everything is None or it.everything.key == it.present.key:
        return []
    end = result(*it.everything.key, plan)
    return [f"No single change does it. With every deed of this page at once, {end}."]


def _pair_words(c: Combination, it: WhatIf, plan: Plan) -> str:
    names = [filled(x.title, x, plan) for name in c.ids for x in it.changes if x.id == name]
    return f"{together(names)} together: {result(*c.after.key, plan)}."


def _nothing(plan: Plan, it: WhatIf) -> str:
    if plan.choice.verdict == "nothing_adds":
        end = " Everything at once does not do it either." if it.everything else ""
        return f"No single change on this page makes a second specialty worth it in time.{end}"
    ruled_out = [flip_words(f, plan) for f in it.flips if f.kind == RULED_OUT][:1]
    steady = (
        "No rating, deed or judgement that was tried turns this answer. That makes it a steady one."
    )
    return " ".join([steady, *ruled_out])


def _tried(plan: Plan) -> str:
    visas = plan.read.profile.visa.accepts or ()
    alone = plan.facts["applicant.needs_visa"].value and visas[1:]
    also = ", and one visa was accepted alone" if alone else ""
    return (
        "Tried: every change on this page, and more of the rotations and letters. Your own "
        "ratings were moved by up to three steps, and a lost year was called bearable or not. "
        f"Other specialties were named{also}. For the two specialties in front, each judgement was "
        "set to both of "
        "its ends."
    )


def _near(n: Nearest) -> str:
    title, key = n.name[:1].upper() + n.name[1:], f"nearest.{n.specialty}"
    reach = "which is enough" if 100 * n.best.use >= n.needed else "which is not enough"
    text = f"{title}: {range_words(n.match, key)} of 100 people like you would match to it "
    text += f"({middle(n.match, key)})."
    if n.best.use != n.match.use:
        best = f"{key}.best"
        text += f" With everything at once that can still be done it is {range_words(n.best, best)}"
        text += f" ({middle(n.best, best)}, {reach})."
    else:
        text += " Nothing that can still be done in time moves that."
    if n.highest >= SAFE:
        text += f" At the upper end of its range its rating would be {n.highest} of 5."
    return text


def _kind(plan: Plan, it: WhatIf) -> str:
    """A true and useful sentence for somebody with no safe choice."""
    if plan.choice.verdict != "nothing_adds" or it.present.somewhere is None:
        return ""
    better = [c for c in it.changes if c.moves and c.moves.use > 0 and c.after.somewhere]
    if not better:
        applied = plan.facts["applicant.applied"].value is True
        keep = (
            ""
            if applied
            else " More money for applications would not repair it, so keep "
            "that money for the way you choose."
        )
        return f"What weighs most cannot be changed in one season.{keep}"
    best = better[0]
    assert best.after.somewhere is not None
    words = filled(best.changes, best, plan)
    return (
        f"What helps most on this page: {words[:1].lower()}{words[1:]}, "
        f"{range_words(best.after.somewhere, f'change.{slug(best.id)}.somewhere')} of 100 people "
        "like you would match somewhere. Today it is "
        f"{range_words(it.present.somewhere, 'chance.somewhere')} of 100."
    )
