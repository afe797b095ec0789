"""The chosen programs of the own list: as a table of the page, and as a table to work with."""

from __future__ import annotations

import functools
from typing import Any

from sitegen.plan.applying.picked import Found, Pick
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.render.phrases import phrase
from sitegen.render.quantities import bare, ends
from sitegen.render.views import Views
from sitegen.tables import write_table
from sitegen.written import usd

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
            "name": _name(pick, plan),
            "where": ", ".join(filter(None, (pick.city, pick.state))),
            "specialty": titles[pick.specialty],
            "group": pick.group,
            "signal": pick.signal,
            "price": usd(pick.price),
            "gain": ends("", 100 * pick.gain.low, 100 * pick.gain.high, "{:.1f}".format),
            "times": _times(pick, plan),
            "why": _reasons(pick, plan, views),
        }
        for pick in found.picks
    ]


def _name(pick: Pick, plan: Plan) -> str:
    """The program's name, or its line where the list gives none."""
    return pick.name or phrase(plan, "list-line", line=str(pick.line))


def _reasons(pick: Pick, plan: Plan, views: Views) -> list[str]:
    """Why it is chosen, and what to ask first."""
    say = functools.partial(phrase, plan)
    lines = []
    if pick.interview_rate is not None:
        lines.append(say("pick-interviews", rate=f"{pick.interview_rate:g}"))
    if pick.img_share is not None:
        lines.append(say("pick-imgs", share=f"{pick.img_share:g}"))
    if pick.preference is not None:
        lines.append(say("pick-liked", liked=str(pick.preference)))
    if pick.own_signal and pick.own_signal != pick.signal:
        name = "pick-signal" if pick.signal else "pick-no-signal"
        lines.append(say(name, mine=pick.own_signal, signal=pick.signal))
    for finding in pick.questions:
        asked = "".join(piece.text for piece in views.reason(finding).pieces)
        lines.append(say("pick-ask", question=asked))
    return lines or [say(f"pick-typical-{pick.setting}" if pick.setting else "pick-typical")]


def _times(pick: Pick, plan: Plan) -> str:
    """Expected interviews against the typical program and person."""
    if pick.ratio is None:
        return phrase(plan, "pick-times-unknown")
    low, high = f"{pick.ratio.low:.1f}", f"{pick.ratio.high:.1f}"
    return phrase(plan, "pick-times", low=low, high=high)


def applications_table(plan: Plan, it: Portfolio, views: Views) -> str:
    """A checklist for entry by hand: by specialty, state and name. Empty without a choice."""
    found = it.found
    if found is None:
        return write_table(HEADINGS)
    place = {part.card.id: i for i, part in enumerate(found.parts)}
    titles = {part.card.id: part.card.specialty.name for part in found.parts}
    picks = sorted(
        found.picks,
        key=lambda p: (place[p.specialty], p.state, _name(p, plan), p.order),
    )
    rows = []
    for pick in picks:
        gains = (f"{100 * each:.2f}" for each in (pick.gain.low, pick.gain.use, pick.gain.high))
        rows.append(
            (
                "",
                titles[pick.specialty],
                pick.state,
                _name(pick, plan),
                pick.code,
                pick.city,
                str(pick.order),
                pick.group,
                pick.signal,
                f"{pick.price:g}",
                _times(pick, plan),
                *gains,
                bare(" ".join(_reasons(pick, plan, views))),
            )
        )
    return write_table(HEADINGS, *rows)
