"""What each assumption of the chance does at both ends of its range, in words."""

from __future__ import annotations

from sitegen.chance.luck import Luck, hazard_of, some_of
from sitegen.chance.odds import Chance, expit
from sitegen.plan.chance.chance_method import Lever, Pull
from sitegen.plan.chance.parts import FLAT
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.render.chance.chance_words import full_span, named, short
from sitegen.render.quantities import counted
from sitegen.rules import Finding

OF_WHAT = {
    "list": "the chance with a list",
    "sent": "the chance from applications on",
    "somewhere": "the chance somewhere",
    "start": "the chance to start",
    "effort": "the chance at the same effort in every field",
}

NOT_USED = {
    "dual-cost": "It is not used for you, because your plan prepares no second specialty.",
    "selection-backup": "It is not used for you.",
    "commitment-relief": "It is not used for you: you have no own weeks and letters here, or the "
    "field is large.",
    "equal-effort": "Fewer programs are open to you in this field, so all of them count, at its "
    "low end and at its high end.",
    "borrowed": "It is not used for you: the figures of this field are its own. At its low end, "
    "interviews elsewhere are fewer by it, and at its high end more.",
    "luck-shared": "It is not used for you, because your plan prepares one specialty at most.",
}
"""Why a parameter does not move any chance of this plan."""

SHARES = {
    "research-overlap": "Elsewhere, {low} of what publications say counts at its low end, and "
    "{high} at its high end.",
    "commitment-relief": "Elsewhere, {low} of the self-selection is taken away at its low end, and "
    "{high} at its high end.",
}
"""What a share does where it is used."""

IN_LOG_ODDS = {"dual-cost", "selection-backup"}

ONE_FIELD = 0.3
"""The chance in each of two fields, to show what shared luck does where a plan has only one."""


def signed(value: float, digits: int) -> str:
    """A number with a true minus; no needless zeros below two digits."""
    text = f"{abs(value):.{digits}f}" if digits > 2 else f"{abs(value):g}"
    return f"–{text}" if value < 0 and float(text) else text


def effect_words(lever: Lever, head: SpecialtyChance, plan: Plan) -> str:
    """The chance at both ends of a parameter, each with its own range."""
    if lever.at_low is None or lever.at_high is None:
        return _not_used(lever, plan)
    key = f"assumption.{lever.name}"
    what = OF_WHAT.get(lever.concerns) or (
        f"the chance with {counted(f'{key}.ranked', lever.ranked)} programs ranked, as the "
        "matched in the middle,"
    )
    if lever.specialty != head.specialty.id:
        what += f" in {plan.card(lever.specialty).specialty.name}, behind another field,"
    return (
        f"At its low end, {what} is {_told(lever.at_low, f'{key}.at-low')}. At its high end it is "
        f"{_told(lever.at_high, f'{key}.at-high')}."
    )


def _not_used(lever: Lever, plan: Plan) -> str:
    """Why it moves nothing here, and what it does where it is used."""
    low, high = lever.value.low or 0.0, lever.value.high or 0.0
    said = NOT_USED.get(lever.name, "It does not move the chance of this example.")
    if lever.concerns == "start":
        return (
            f"No number of yours rests on it. Of others who matched, it lets {100 - low:g} of 100 "
            f"start at its low end, and {100 - high:g} at its high end."
        )
    if lever.name in IN_LOG_ODDS:
        return (
            f"{said} Elsewhere, its low end would turn 50 of 100 into {short(expit(low))}, and its "
            f"high end into {short(expit(high))}."
        )
    if lever.concerns == "somewhere":
        shape = plan.matching.chances.luck.shape
        hazards = [hazard_of(ONE_FIELD, shape)] * 2
        ends = [short(some_of(hazards, Luck(shape, end))) for end in (low, high)]
        return (
            f"{said} With two fields of {short(ONE_FIELD)} of 100 each, a match in any would be "
            f"{ends[0]} at its low end, and {ends[1]} at its high end."
        )
    if lever.name in SHARES:
        return f"{said} {SHARES[lever.name].format(low=f'{low:g}', high=f'{high:g}')}"
    return said


def _told(chance: Chance, key: str) -> str:
    return f"{full_span(chance, key)} of 100"


def factor_words(finding: Finding, c: SpecialtyChance, plan: Plan) -> str:
    """A judged factor for this person: its value, and the chance at both ends of its range."""
    name = finding.rule.id.removeprefix("chance.")
    if name in c.left_out:
        return "Your profile leaves it out, so it moves nothing."
    points, key = finding.points, f"assumption.{name}"
    low, high = plan.matching.ends[finding.rule.id]
    span = f"{signed(points.low, 2)} to {signed(points.high, 2)}"
    begin = (
        f"For you it is {signed(points.use, 2)} ({span})."
        if finding.settled
        else f"For you it is open ({span}), so it moves nothing yet."
    )
    return (
        f"{begin} At its low end, the chance with a list is {_told(low, f'{key}.at-low')}. At its "
        f"high end it is {_told(high, f'{key}.at-high')}. Without it, it is "
        f"{_told(c.without[name], f'listed.{c.specialty.id}.without.{name}')}."
    )


def pull_words(c: SpecialtyChance, plan: Plan) -> list[str]:
    """Where the pull of each measure comes from in one field, so that it can be redone."""
    said = []
    for measure, title in (("step2", "Step 2 CK"), ("publications", "publications")):
        pull = plan.matching.pulls[measure].get(c.specialty.id)
        if pull:
            said.append(_pull(pull, title, c.specialty.name))
    return said


def _pull(pull: Pull, title: str, name: str) -> str:
    own = (
        "of its own it has none in print"
        if pull.own is None
        else f"its own printed distance is {signed(pull.own, 3)}"
    )
    used = "nothing is used" if pull.used < FLAT else f"{pull.used:.3f} is used"
    return (
        f"For {title} in {name}, {own}. Over all fields it is {pull.all_fields:.3f}. "
        f"So {used}, in standard deviations."
    )


def silent_words(plan: Plan) -> list[str]:
    """Fields whose printed groups say nothing about a measure, or the contrary."""
    said = []
    for measure, title in (("step2", "Step 2 CK"), ("publications", "Publications")):
        found = plan.matching.pulls[measure]
        names = {name: plan.knowledge.specialties[name].name for name in found}
        mute = [names[n] for n, p in found.items() if p.used < FLAT]
        lent = [names[n] for n, p in found.items() if p.own is not None and p.own < FLAT <= p.used]
        if mute:
            said.append(
                f"{title} in {named(mute)}: the matched had no more of it than the unmatched. So "
                "it says nothing there."
            )
        if lent:
            said.append(
                f"{title} in {named(lent)}: the two printed groups show no gain. What is counted "
                "there is borrowed from all fields together."
            )
    return said


SINGLE = (
    "own-rate-weight",
    "img-share-power",
    "img-share-limit",
    "setting-community",
    "setting-affiliated",
    "setting-academic",
    "signal-part",
    "signal-gold-unpublished",
    "signal-silver-unpublished",
)
"""What a row of the own list, or a signal, does to one application."""


def single_rows(plan: Plan) -> list[dict[str, str]]:
    """The judged quantities behind one application to one program of an own list."""
    rows = []
    for name in SINGLE:
        path = f"portfolio.{name}"
        value = plan.knowledge.parameter(path, plan.as_of)
        label = plan.knowledge.parameters[path].label
        rows.append(
            {
                "label": label[:1].upper() + label[1:],
                "value": f"{float(str(value.value)):g}",
                "range": f"{value.low or 0.0:g} to {value.high or 0.0:g}",
                "why": value.note or "",
            }
        )
    return rows
