"""The view of the page on where to apply: the answer first, then its reasons, price and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.chance.odds import Chance
from sitegen.explain import number
from sitegen.plan.applying.picked import Found, Part
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.render.applying.picks_view import picks_view
from sitegen.render.applying.portfolio_words import (
    balance_words,
    draft_words,
    list_words,
    no_portfolio,
    notes,
)
from sitegen.render.applying.spending_view import (
    half_view,
    split_view,
    stop_view,
    ways_view,
)
from sitegen.render.chance.chance_words import range_words, short
from sitegen.render.guide.immigration_view import cite
from sitegen.render.phrases import phrase
from sitegen.render.quantities import bare, counted, ends, priced
from sitegen.render.views import Views
from sitegen.render.words import binding_text

NEXT = {
    "out": (("season", "Season so far"), ("rank-list", "Rank list and after")),
    "open": (("checklist", "What to find out first"),),
    "no_rows": (("programs", "Each program with its reasons"),),
    "no_first": (("backup", "Choosing the backup"), ("scorecard", "Scorecard")),
}
OTHERWISE = (("what-if", "What would change your chance"), ("dual-application", "Counts and cost"))

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
        "out_counted": phrase(plan, "out-counted"),
        "next": NEXT.get(it.why, OTHERWISE),
        "real": _real(plan, it),
    }
    if found is None:
        return view | {"lead": no_portfolio(plan, it), "notes": []}
    names = [part.card.id for part in found.parts]
    return view | {
        "lead": _lead(plan, it, found),
        "notes": notes(plan, it),
        "base": _base(found, views),
        "parts": [_part(part) for part in found.parts],
        "cost": priced("portfolio.cost", found.cost),
        "transcripts": priced("portfolio.transcripts", found.transcripts),
        "split": split_view(found),
        "stop": stop_view(plan, it, found),
        "ways": ways_view(found.ways, "portfolio.way", names),
        "half": half_view(found, names),
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


def _lead(plan: Plan, it: Portfolio, found: Found) -> list[str]:
    """The answer in words."""
    sent = [p for p in found.parts if p.programs]
    taken = [
        f"{counted(f'portfolio.applications.{p.card.id}', p.programs)} to {p.card.specialty.name}"
        for p in sent
    ]
    word = "application" if sent[0].programs == 1 else "applications"
    taken[0] = taken[0].replace(" to ", f" {word} to ", 1)
    cost = priced("portfolio.cost", found.cost)
    first = f"Send {list_words(taken)}. That costs {cost}, transcripts included."
    if it.hold or it.undecided:
        though = "If you apply all the same" if it.hold else "With what is known so far"
        first = f"{though}, {first[0].lower()}{first[1:]}"
    every = (
        f"Of 100 people like you who do this, {range_words(found.chance, 'portfolio.chance')} "
        "would match somewhere."
    )
    return [first, every] if it.own and draft_words(found) else [first, every, binding_text(plan)]


def _base(found: Found, views: Views) -> list[dict[str, Any]]:
    """The printed rate of each specialty, with whose rate it is."""
    rows = []
    for part in found.parts:
        figures = part.card.specialty.about.figures
        people, matched = figures["applicants_preferred"].use, figures["matched_preferred"].use
        rows.append(
            {
                "text": f"Base rate of {part.card.specialty.name}: "
                f"{short(matched.value / people.value, f'base.{part.card.id}')} of 100 non-US "
                f"IMGs who ranked it first matched to it ({number(matched.value)} of "
                f"{number(people.value)}).",
                "cites": [cite(people.source, views.knowledge)],
            }
        )
    return rows


def _part(part: Part) -> dict[str, Any]:
    """One row of the table of numbers."""
    name = part.card.id
    sent = f"portfolio.applications.{name}"
    return {
        "title": part.card.specialty.title,
        "page": f"specialty.{name}",
        "programs": counted(sent, part.programs),
        "range": ends(sent, part.low, part.high),
        "fee": priced(f"portfolio.cost.{name}", part.fee),
        "left": counted(f"portfolio.left.{name}", part.left),
        "wanted": counted(f"applications.{name}", part.wanted),
        "usual": counted(f"portfolio.usual.{name}", round(part.usual)),
        "short": part.listed == 0,
    }


def _dice(found: Found) -> str:
    """What a picture without shared luck would claim."""
    dice = _middle(found.as_dice, "portfolio.as-dice")
    said = (
        "Every program reads the same weak point, such as a score. So outcomes hang together, and "
        "more applications help less than it seems."
    )
    if bare(dice) == bare(_middle(found.chance, "portfolio.chance")):
        return f"{said} With so small a chance, this makes hardly any difference yet."
    return (
        f"{said} With luck that is not shared at all, the middle would seem to be {dice} people "
        f"and not {_middle(found.chance, 'portfolio.chance')}."
    )


def _middle(chance: Chance, key: str) -> str:
    return short(chance.use, f"{key}.middle")


def _signals(part: Part, own: bool, plan: Plan) -> dict[str, Any] | None:
    """How many signals to send in a specialty, and where; None where it has none."""
    if not part.gold and not part.silver:
        return None
    gold = counted(f"portfolio.gold.{part.card.id}", part.gold)
    tiers = [f"{gold} gold" if part.silver else gold]
    tiers += (
        [f"{counted(f'portfolio.silver.{part.card.id}', part.silver)} silver"]
        if part.silver
        else []
    )
    where = (
        "They stand beside the programs below, where they add most."
        if own
        else ("Send them where you fit best and where people like you are interviewed.")
    )
    figure = part.card.specialty.figure("signals_gold") or part.card.specialty.figure("signals")
    signals = "signal" if (part.gold, part.silver) == (1, 0) else "signals"
    return {
        "text": f"{part.card.specialty.title}: {' and '.join(tiers)} {signals}. {where}",
        "cites": [cite(figure.source, plan.knowledge)] if figure else [],
    }


def _real(plan: Plan, it: Portfolio) -> dict[str, Any] | None:
    """How many applications IMGs really sent."""
    sent = plan.knowledge.overall.get("applications_img")
    if sent is None:
        return None
    text = (
        f"IMGs sent {number(sent.use.value)} applications each on average "
        f"({sent.use.year} season, all specialties together)."
    )
    parts: Sequence[Part] = it.found.parts if it.found else ()
    if parts:
        here = counted("portfolio.applications", sum(part.programs for part in parts))
        text += f" Here it is {here}."
    usual = [
        f"about {counted(f'portfolio.usual.{p.card.id}', round(p.usual))} in "
        f"{p.card.specialty.name}"
        for p in parts
        if p.programs
    ]
    if usual:
        text += (
            " If all programs were typical, the people of NRMP's tables must have sent "
            f"{list_words(usual)}. This is an estimate, not a printed figure."
        )
    return {"text": text, "cites": [cite(sent.use.source, plan.knowledge)]}
