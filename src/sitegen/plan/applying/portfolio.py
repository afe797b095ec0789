"""The portfolio: how many and which programs in each specialty, and where more is not worth it."""

from __future__ import annotations

from sitegen.plan.applying.choosing import Chooser
from sitegen.plan.applying.offers import Offers
from sitegen.plan.applying.picked import Found, Way
from sitegen.plan.card import Card
from sitegen.plan.chance.chances import Chances
from sitegen.plan.conclusions import little_known
from sitegen.plan.decided import Decided
from sitegen.plan.decision.model import Compared
from sitegen.profile.choices import Aim
from sitegen.records import record


@record
class Portfolio:
    """What the page says. `found` is None where nothing can be chosen, and `why` says the reason:

    out (applications are out), open (too little is known to count or price anything),
    no_first (no specialty is named), unpriced (no figures or fees),
    no_rows (no program of the list is left), no_money (the budget buys nothing) or no_gain (the
    stop point comes before the first application; `everything` then says what the whole budget,
    or every program, would bring). `own` tells an own list from typical programs. `out` counts the
    reasons that took rows out, `elsewhere` rows of other specialties.
    """

    why: str
    own: bool
    wish: bool
    hold: bool
    undecided: bool
    budget: int | None
    sent_by_imgs: float | None
    rows: int
    out: tuple[tuple[str, int], ...]
    elsewhere: int
    unweighed: tuple[Card, ...]
    found: Found | None
    everything: Way | None


def portfolio(plan: Decided, chances: Chances, beside: Compared, what: Offers) -> Portfolio:
    """Choose the programs under the budget, or say why none can be chosen."""
    p = plan.read.profile
    is_out = plan.facts["applicant.applied"].value is True
    named = bool(what.sides) or (plan.primary is not None and little_known(plan))
    is_open = named and plan.counts is None
    possible = not is_out and not is_open and any(side.offers for side in what.sides)
    chooser = Chooser(plan, what, chances, beside) if possible else None
    found = chooser.found() if chooser else None
    budget = p.constraints.application_budget
    everything = chooser.everything() if chooser and not found else None
    sent = plan.knowledge.overall.get("applications_img")
    return Portfolio(
        why=""
        if found
        else "out"
        if is_out
        else "open"
        if is_open
        else _why(what, possible, everything),
        own=what.own,
        wish=p.applications.aim is Aim.WISH,
        hold=plan.counts is not None and plan.counts.binding == "none",
        undecided=plan.choice.verdict == "undecided",
        budget=budget,
        sent_by_imgs=sent.use.value if sent else None,
        rows=len(plan.read.programs),
        out=what.out,
        elsewhere=what.rows_elsewhere,
        unweighed=what.unweighed,
        found=found,
        everything=everything,
    )


def _why(what: Offers, possible: bool, everything: Way | None) -> str:
    """Why there is no portfolio."""
    if not what.sides:
        return "unpriced" if what.unweighed else "no_first"
    if not possible:
        return "no_rows"
    return "no_gain" if everything else "no_money"
