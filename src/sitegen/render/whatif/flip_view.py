"""The view of what would turn the answer: the smallest change, and how far the nearest are."""

from __future__ import annotations

from typing import Any

from sitegen.explain import number
from sitegen.plan.model import Plan
from sitegen.plan.whatif.changes import NEEDED, Combination, WhatIf
from sitegen.plan.whatif.flips import GOAL, RULED_OUT, Flip
from sitegen.render.chance.chance_words import range_words
from sitegen.render.views import missing_words
from sitegen.render.whatif.whatif_words import filled, flip_words, result, together

MOST_FLIPS = 6
FLIP_TITLES = {
    "recommended": "What would flip this recommendation",
    "not_needed": "What would turn this answer",
    "undecided": "What decides it",
    "none_works": "What would make a specialty safe enough",
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
        "missing": missing_words(it.missing) if verdict == "undecided" else (),
        "nearest": [_near(n.name, n.points, n.best, n.highest) for n in it.nearest],
        "needed": number(NEEDED),
        "tried": _tried(plan),
        "kind": _kind(plan, it),
    }


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
    if plan.choice.verdict == "none_works":
        end = " Everything at once does not do it either." if it.everything else ""
        return f"No single change on this page makes a specialty safe enough in time.{end}"
    ruled_out = [flip_words(f, plan) for f in it.flips if f.kind == RULED_OUT][:1]
    steady = "No rating, weight, deed or judgement that was tried turns this answer. That makes " \
        "it a steady one."  # fmt: skip
    return " ".join([steady, *ruled_out])


def _tried(plan: Plan) -> str:
    visas = plan.read.profile.visa.accepts or ()
    alone = plan.facts["applicant.needs_visa"].value and visas[1:]
    also = ", and one visa was accepted alone" if alone else ""
    return (
        "Tried: every change on this page, and more of the rotations and letters. Your own "
        "ratings were moved by up to three steps, and each weight from 1 to 3. Other specialties "
        f"were named{also}. For the two specialties in front, each judgement was set to both of "
        "its ends."
    )


def _near(name: str, points: float, best: float, highest: int) -> str:
    title = name[:1].upper() + name[1:]
    reach = "which is enough for this gate" if best >= NEEDED else "which is not enough"
    unit = "point" if points == 1 else "points"
    text = f"{title} has {_points(points)} {unit} of match likelihood."
    text += f" With everything at once that can still be done it has {_points(best)}, {reach}." \
        if best != points else " Nothing that can still be done in time moves that."  # fmt: skip
    if highest > 2:
        text += f" At the upper end of every judgement its rating would be {highest} of 5."
    return text


def _points(points: float) -> str:
    return number(points).replace("-", "–")


def _kind(plan: Plan, it: WhatIf) -> str:
    """A true and useful sentence for somebody with no safe choice."""
    if plan.choice.verdict != "none_works" or it.present.somewhere is None:
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
        f"{range_words(best.after.somewhere)} of 100 people like you would match somewhere. "
        f"Today it is {range_words(it.present.somewhere)} of 100."
    )
