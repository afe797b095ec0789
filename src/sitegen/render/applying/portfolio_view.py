"""The view of the page on where to apply: the answer first, then its reasons, price and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.explain import number, usd
from sitegen.plan.applying.choosing import KNEE
from sitegen.plan.applying.picked import Found, Part, Way
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.render.applying.picks_view import picks_view
from sitegen.render.applying.portfolio_words import (
    WAY,
    balance_words,
    gap_words,
    list_words,
    no_portfolio,
    notes,
    typical_words,
)
from sitegen.render.chance.chance_words import full_span, range_words, short, span
from sitegen.render.guide.immigration_view import cite
from sitegen.render.pictures.curve_picture import curve_picture
from sitegen.render.views import Views

NEXT = {
    "out": (("season", "Season so far"), ("rank-list", "Rank list and after")),
    "open": (("checklist", "What to find out first"),),
    "no_rows": (("programs", "Each program with its reasons"),),
    "no_first": (("backup", "Choosing the backup"), ("scorecard", "Scorecard")),
}
OTHERWISE = (("what-if", "What would change your chance"), ("dual-application", "Counts and cost"))

FEW = 3
"""Fewer ways to divide the money than this are not worth a picture."""

PRINTED_PICKS = 15


def portfolio_view(plan: Plan, it: Portfolio, views: Views) -> dict[str, Any]:
    """The page, or the words for the case that nothing can be chosen."""
    found = it.found
    view: dict[str, Any] = {
        "found": found is not None,
        "own": it.own,
        "out": [
            {"title": title, "rows": f"{number(rows)} {'row' if rows == 1 else 'rows'}"}
            for title, rows in it.out
            if it.why != "out"
        ],
        "next": NEXT.get(it.why, OTHERWISE),
        "real": _real(plan, it),
    }
    if found is None:
        return view | {"lead": no_portfolio(plan, it), "notes": typical_words(it)}
    return view | {
        "lead": _lead(it, found),
        "notes": notes(plan, it),
        "base": _base(found, views),
        "parts": [_part(part) for part in found.parts],
        "guide": _guide(found),
        "cost": usd(found.cost),
        "transcripts": usd(found.transcripts),
        "split": _split(found),
        "stop": _stop(plan, it, found),
        "ways": _ways(found.ways),
        "half": _half(found),
        "one_side": len(found.parts) == 1,
        "nearly_all": found.everything <= 1.25 * found.money,
        "dice": _dice(found),
        "signals": [each for part in found.parts if (each := _signals(part, it.own, plan))],
        "fees": [
            cite(key, plan.knowledge) for key in dict.fromkeys(p.fees_source for p in found.parts)
        ],
        "wish": it.wish,
        "balance": [words for part in found.parts if (words := balance_words(part))],
        "picks": picks_view(found, plan, views),
        "printed": PRINTED_PICKS,
        "more": max(0, len(found.picks) - PRINTED_PICKS),
    }


def _lead(it: Portfolio, found: Found) -> list[str]:
    """The answer in words."""
    sent = [p for p in found.parts if p.programs]
    taken = [f"{number(p.programs)} to {p.card.specialty.name}" for p in sent]
    word = "application" if sent[0].programs == 1 else "applications"
    taken[0] = taken[0].replace(" to ", f" {word} to ", 1)
    first = f"Send {list_words(taken)}. That costs {usd(found.cost)}, transcripts included."
    if it.hold or it.undecided:
        though = "If you apply all the same" if it.hold else "With what is known so far"
        first = f"{though}, {first[0].lower()}{first[1:]}"
    every = (
        f"Of 100 people like you who do this, {range_words(found.chance)} would match somewhere."
    )
    if it.budget is None:
        money = "You set no budget, so these numbers end at the stop point below."
    elif found.everything <= it.budget and it.own:
        money = "That is every program of your list that is left, and your money would pay for " \
            "more. Add programs that can take you."  # fmt: skip
        if found.cost < found.everything:
            money = "Your money would pay for every program that is left, but the last ones " \
                "add too little for their price. Other programs that can take you would help " \
                "more."  # fmt: skip
    elif found.money < it.budget:
        money = f"Your budget of {usd(it.budget)} would buy more, but each further application " \
            "would add too little for its price."  # fmt: skip
    else:
        money = f"With your budget of {usd(it.budget)}, no other numbers bring a larger " \
            "chance in this model."  # fmt: skip
    if it.wish and found.money == it.budget:
        money = f"This fits your budget of {usd(it.budget)}. Because places that you like count " \
            "more for you, the chance of any match is not the only aim."  # fmt: skip
    return [first, every, money]


def _base(found: Found, views: Views) -> list[dict[str, Any]]:
    """The printed rate of each specialty, with whose rate it is."""
    rows = []
    for part in found.parts:
        figures = part.card.specialty.about.figures
        people, matched = figures["applicants_preferred"].use, figures["matched_preferred"].use
        rows.append(
            {
                "text": f"Base rate of {part.card.specialty.name}: "
                f"{short(matched.value / people.value)} of 100 non-US IMGs who ranked it first "
                f"matched to it ({number(matched.value)} of {number(people.value)}).",
                "cites": [cite(people.source, views.knowledge)],
            }
        )
    return rows


def _part(part: Part) -> dict[str, Any]:
    """One row of the table of numbers."""
    return {
        "title": part.card.specialty.title,
        "page": f"specialty.{part.card.id}",
        "programs": number(part.programs),
        "range": number(part.low)
        if part.low == part.high
        else f"{number(part.low)} to {number(part.high)}",
        "fee": usd(part.fee),
        "left": number(part.left),
        "advised": "none" if part.advised is None else number(part.advised),
        "usual": number(round(part.usual)),
        "short": part.listed == 0,
    }


def _guide(found: Found) -> str:
    """Why these numbers differ from the guide's counts; empty where they agree or none exist."""
    way = next((w for w in found.ways if w.id == "guide"), None)
    if way is None or way.counts == tuple(p.programs for p in found.parts):
        return ""
    counts = " and ".join(number(n) for n in way.counts)
    cut = any(p.advised is not None and p.advised > p.left for p in found.parts)
    as_far = ", as far as there are programs" if cut else ""
    return f"The guide's counts{as_far} ({counts}) cost {usd(way.cost)}. With them, " \
        f"{range_words(way.chance)} of 100 would match. They are a rule of thumb for everybody. " \
        "The budget page counts them too. The numbers here come from this model, your file and " \
        "your money. Where both differ, ask an advisor who knows you."  # fmt: skip


def _split(found: Found) -> dict[str, Any] | None:
    """How the same money can be divided between two specialties."""
    if len(found.splits) < FEW:
        return None
    first, second = (part.card.specialty for part in found.parts)
    chosen = found.parts[0].programs
    low, high = found.flat
    flat = (
        f"Any number from {number(low)} to {number(high)} in {first.name} brings almost the same: "
        "within 1 of 100 in the middle. Inside this span, choose by what you like."
        if high > low
        else "Even a small change costs more than 1 of 100 in the middle."
    )
    points = [(float(split.counts[0]), split.chance) for split in found.splits]
    return {
        "first": first.name, "second": second.name, "flat": flat,
        "knee": any(KNEE in split.counts for split in found.splits),
        "picture": curve_picture(
            points, money=False, chosen=float(chosen), marks=[(KNEE, f"{KNEE} in {first.name}")]
        ),
        "rows": [
            {"first": number(s.counts[0]), "second": number(s.counts[1]), "cost": usd(s.cost),
             "chance": full_span(s.chance), "mark": _mark(s.counts[0], chosen)}
            for s in found.splits
        ],
    }  # fmt: skip


def _mark(first: int, chosen: int) -> str:
    """What is special about a row."""
    if first == chosen:
        return "best"
    return "the price rises after it" if first == KNEE else ""


def _stop(plan: Plan, it: Portfolio, found: Found) -> dict[str, Any]:
    """What the next 100 dollars bring, and where to stop."""
    stop = found.stop
    names = [part.card.specialty.name for part in found.parts]
    counts = list_words(
        [f"{number(n)} in {name}" for n, name in zip(stop.counts, names, strict=False) if n]
    )
    here = f"The stop point is at {usd(stop.cost)}: {counts}. From there, 100 dollars more add " \
        f"fewer than {number(stop.rate.use)} people of 100."  # fmt: skip
    ends = list(stop.counts) == [part.left for part in found.parts]
    if ends:
        here = "Even the last program that is left earns its price. They end at " \
            f"{usd(stop.cost)}: {counts}. With more programs, the stop point would lie " \
            "further on."  # fmt: skip
    if stop.low < stop.high and not ends:
        here += f" It could also lie anywhere between {usd(stop.low)} and {usd(stop.high)}."
    meaning = "Your budget ends before it, so each dollar of your budget still earns its place."
    if it.budget is None:
        meaning = "You set no budget, so the plan stops there."
    elif stop.cost <= it.budget:
        where = (
            "pays for all of them, so the plan takes them"
            if ends
            else "reaches it, so the plan stops there"
        )
        meaning = f"Your budget {where} and leaves the rest to you."
    source = plan.knowledge.parameter("portfolio.stop", plan.as_of)
    points = sorted(
        [(step.budget, step.chance) for step in found.curve if step.budget != found.money]
        + ([] if it.wish else [(found.money, found.chance)]),
        key=lambda point: point[0],
    )
    return {
        "text": [here, meaning],
        "rate": f"The line of {number(stop.rate.use)} people is a judgement; it could be between "
        f"{number(stop.rate.low)} and {number(stop.rate.high)}. {source.note or ''}",
        "picture": curve_picture(
            points, money=True, chosen=found.money, marks=[(stop.cost, "stop point")]
        ) if len(points) > FEW else None,
        "names": names,
        "rows": [
            {"budget": usd(s.budget), "counts": [number(n) for n in s.counts],
             "chance": full_span(s.chance), "gain": _gain(s.gain)}
            for s in found.curve if any(s.counts)
        ],
    }  # fmt: skip


def _gain(gain: Span) -> str:
    low, high = f"{gain.low:.1f}", f"{gain.high:.1f}"
    return low if low == high else f"{low} to {high}"


def _half(found: Found) -> dict[str, Any] | None:
    """The rivals once more, with half of the money."""
    if found.half is None:
        return None
    return {
        "money": usd(found.half.money),
        "counts": " and ".join(number(n) for n in found.half.counts),
        "chance": full_span(found.half.chance),
        "ways": _ways(found.half.ways),
    }


def _ways(ways: Sequence[Way]) -> list[dict[str, Any]]:
    """The same money spent in other ways."""
    return [
        {
            "title": WAY[way.id], "counts": " and ".join(number(n) for n in way.counts),
            "cost": usd(way.cost), "chance": full_span(way.chance), "gap": gap_words(way.ahead),
            "saved": _saved(way),
        }
        for way in ways
    ]  # fmt: skip


def _saved(way: Way) -> str:
    return f"{usd(way.saved)} less" if way.saved >= 1 else "no less"


def _dice(found: Found) -> str:
    """What a picture without shared luck would claim."""
    return "Every program reads the same weak point, such as a score. So outcomes hang together, " \
        "and more applications help less than it seems. With luck that is not shared at all, the " \
        f"same list would seem to bring {_of(found.as_dice)} of 100. This plan says " \
        f"{_of(found.chance)}."  # fmt: skip


def _of(chance: Chance) -> str:
    return f"{span(chance)} (middle {short(chance.use)})"


def _signals(part: Part, own: bool, plan: Plan) -> dict[str, Any] | None:
    """How many signals to send in a specialty, and where; None where it has none."""
    if not part.gold and not part.silver:
        return None
    tiers = [f"{part.gold} gold" if part.silver else number(part.gold)]
    tiers += [f"{part.silver} silver"] if part.silver else []
    where = "They stand beside the programs below, where they add most." if own else (
        "Send them where you fit best and where people like you are interviewed."
    )  # fmt: skip
    figure = part.card.specialty.figure("signals_gold") or part.card.specialty.figure("signals")
    signals = "signal" if tiers == ["1"] else "signals"
    return {
        "text": f"{part.card.specialty.title}: {' and '.join(tiers)} {signals}. {where}",
        "cites": [cite(figure.source, plan.knowledge)] if figure else [],
    }


def _real(plan: Plan, it: Portfolio) -> dict[str, Any] | None:
    """How many applications IMGs really sent."""
    sent = plan.knowledge.overall.get("applications_img")
    if sent is None:
        return None
    text = f"IMGs sent {number(sent.use.value)} applications each on average " \
        f"({sent.use.year} season, all specialties together)."  # fmt: skip
    parts: Sequence[Part] = it.found.parts if it.found else ()
    if parts:
        text += f" Here it is {number(sum(part.programs for part in parts))}."
    usual = [
        f"about {number(round(p.usual))} in {p.card.specialty.name}" for p in parts if p.programs
    ]
    if usual:
        text += " If all programs were typical, the people of NRMP's tables must have sent " \
            f"{list_words(usual)}. This is an estimate, not a printed figure."  # fmt: skip
    return {"text": text, "cites": [cite(sent.use.source, plan.knowledge)]}
