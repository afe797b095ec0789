"""The chosen programs of the own list: as a table of the page, and as a table to work with."""

from __future__ import annotations

from typing import Any

from sitegen.chance.route import Span
from sitegen.explain import usd
from sitegen.plan.applying.picked import Found, Pick
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.render.quantities import bare
from sitegen.render.views import Views
from sitegen.tables import write_table

SIGNAL = {"gold": "gold", "silver": "silver", "": ""}
SETTING = {
    "academic": "academic ",
    "affiliated": "university-affiliated ",
    "community": "community ",
    "": "",
}
HEADINGS = (
    "done",
    "specialty",
    "state",
    "program",
    "code",
    "city",
    "order",
    "group",
    "signal",
    "price_usd",
    "interviews_against_typical",
    "adds_of_100_low",
    "adds_of_100_middle",
    "adds_of_100_high",
    "why",
)


def picks_view(found: Found, plan: Plan, views: Views) -> list[dict[str, Any]]:
    """Each chosen program in the order of what it adds for its price."""
    titles = {part.card.id: part.card.specialty.title for part in found.parts}
    return [
        {
            "order": pick.order,
            "name": name_of(pick),
            "where": ", ".join(filter(None, (pick.city, pick.state))),
            "specialty": titles[pick.specialty],
            "group": pick.group or "open",
            "signal": pick.signal,
            "price": usd(pick.price),
            "gain": _people(pick.gain),
            "times": times(pick),
            "why": reasons(pick, views),
        }
        for pick in found.picks
    ]


def name_of(pick: Pick) -> str:
    """The program's name, or its line where the list gives none."""
    return pick.name or f"Line {pick.line} of your list"


def reasons(pick: Pick, views: Views) -> list[str]:
    """Why it is chosen, and what to ask first."""
    lines = []
    if pick.interview_rate is not None:
        lines.append(f"It interviews {pick.interview_rate:g} of 100 who apply, says the row.")
    if pick.img_share is not None:
        lines.append(f"{pick.img_share:g} % of its residents are IMGs, says the row.")
    if pick.preference is not None:
        lines.append(f"You like it {pick.preference} of 5.")
    if pick.own_signal and pick.own_signal != pick.signal:
        here = f"{pick.signal} here" if pick.signal else "none here"
        lines.append(f"You marked it for {pick.own_signal}; the model would send {here}.")
    for finding in pick.questions:
        said = views.reason(finding)
        lines.append("Ask first: " + "".join(piece.text for piece in said.pieces))
    kind = SETTING[pick.setting]
    return lines or [f"The row says little, so it counts as a typical {kind}program."]


def times(pick: Pick) -> str:
    """Expected interviews against the typical program and person."""
    ratio = pick.ratio
    return f"{ratio.low:.1f} to {ratio.high:.1f} times" if ratio else "not known"


def _people(gain: Span) -> str:
    low, high = f"{100 * gain.low:.1f}", f"{100 * gain.high:.1f}"
    return low if low == high else f"{low} to {high}"


def applications_table(plan: Plan, it: Portfolio, views: Views) -> str:
    """A checklist for entry by hand: by specialty, state and name. Empty without a choice."""
    found = it.found
    if found is None:
        return write_table(HEADINGS)
    place = {part.card.id: i for i, part in enumerate(found.parts)}
    titles = {part.card.id: part.card.specialty.name for part in found.parts}
    picks = sorted(
        found.picks,
        key=lambda p: (place[p.specialty], p.state, name_of(p), p.order),
    )
    rows = []
    for pick in picks:
        gains = (f"{100 * each:.2f}" for each in (pick.gain.low, pick.gain.use, pick.gain.high))
        rows.append(
            (
                "",
                titles[pick.specialty],
                pick.state,
                name_of(pick),
                pick.code,
                pick.city,
                str(pick.order),
                pick.group,
                pick.signal,
                f"{pick.price:g}",
                times(pick),
                *gains,
                bare(" ".join(reasons(pick, views))),
            )
        )
    return write_table(HEADINGS, *rows)
