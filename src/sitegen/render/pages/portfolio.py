"""The view of the page on where to apply: numbers by specialty, and what the reader has to know."""

from __future__ import annotations

from typing import Any

from sitegen.explain import number
from sitegen.plan.applying.picked import Found, Part
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.render.applying.picks_view import picks_view
from sitegen.render.applying.spending_view import gap, half_view, split_view, stop_view, ways_view
from sitegen.render.chance.chance_words import range_words, short
from sitegen.render.citing import cite
from sitegen.render.quantities import bare, counted, ends, priced
from sitegen.render.views import Views
from sitegen.render.words import binding_text

RIVALS = ("cheapest", "likeliest")
PRINTED_PICKS = 15


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The page, or what the case is made of that nothing can be chosen."""
    it = plan.applying.portfolio
    found = it.found
    view: dict[str, Any] = {
        "why": it.why,
        "found": found is not None,
        "own": it.own,
        "wish": it.wish,
        "hold": it.hold,
        "undecided": it.undecided,
        "elsewhere": it.elsewhere,
        "unweighed": [card.specialty.name for card in it.unweighed],
        "out": () if it.why == "out" else it.out,
        "sent_by_imgs": _sent_by_imgs(plan),
    }
    if found is None:
        return view | {
            "budget": priced("budget.applications", it.budget or 0),
            "everything": _everything(it),
        }
    names = [part.card.id for part in found.parts]
    return (
        view
        | _numbers(plan, it, found)
        | {
            "base": [_base(part, views) for part in found.parts],
            "split": split_view(found),
            "stop": stop_view(plan, it, found),
            "ways": ways_view(found.ways, "portfolio.way", names),
            "half": half_view(found, names),
            "picks": picks_view(found, plan, views),
            "printed": PRINTED_PICKS,
        }
    )


def _numbers(plan: Plan, it: Portfolio, found: Found) -> dict[str, Any]:
    """How many applications, what they cost and bring, and what to know before that."""
    parts = [_part(part, plan) for part in found.parts]
    most = next((way for way in found.ways if way.id == "most"), None)
    first = found.parts[0]
    middle, dice = (
        short(chance.use, f"portfolio.{name}.middle")
        for name, chance in (("chance", found.chance), ("as-dice", found.as_dice))
    )
    return {
        "parts": parts,
        "missing": [part["name"] for part in parts if it.own and not part["left"].value],
        "draft": [part for part in parts if part["programs"].value < part["wanted"].value],
        "signals": [part for part in parts if part["gold"].value or part["silver"].value],
        "grouped": [part for part in parts if part["groups"]],
        "together": counted("portfolio.applications", sum(part.programs for part in found.parts)),
        "cost": priced("portfolio.cost", found.cost),
        "transcripts": priced("portfolio.transcripts", found.transcripts),
        "fees": [
            cite(key, plan.knowledge) for key in dict.fromkeys(p.fees_source for p in found.parts)
        ],
        "chance": range_words(found.chance, "portfolio.chance"),
        "binding": ""
        if it.own and any(p.programs < p.wanted for p in found.parts)
        else binding_text(plan),
        "whole_list": found.cost >= found.everything,
        "nearly_all": found.everything <= 1.25 * found.money,
        "rivals": [
            (way.id, gap(way.ahead, f"portfolio.way.{way.id}.ahead"))
            for way in found.ways
            if way.id in RIVALS
        ],
        "given": gap(most.ahead, "portfolio.way.most.ahead") if most else None,
        "first_gains": bool(most and first.card.is_primary and first.programs > most.counts[0]),
        "middle": middle,
        "dice": "" if bare(dice) == bare(middle) else dice,
    }


def _base(part: Part, views: Views) -> dict[str, Any]:
    """The printed rate of a specialty, with whose rate it is."""
    figures = part.card.specialty.about.figures
    people, matched = figures["applicants_preferred"].use, figures["matched_preferred"].use
    return {
        "name": part.card.specialty.name,
        "of_100": short(matched.value / people.value, f"base.{part.card.id}"),
        "matched": matched.value,
        "people": people.value,
        "cites": [cite(people.source, views.knowledge)],
    }


def _part(part: Part, plan: Plan) -> dict[str, Any]:
    """The numbers of one specialty."""
    name, about = part.card.id, part.card.specialty
    sent = f"portfolio.applications.{name}"
    signals = about.figure("signals_gold") or about.figure("signals")
    return {
        "name": about.name,
        "title": about.title,
        "page": f"specialty.{name}",
        "programs": counted(sent, part.programs),
        "range": ends(sent, part.low, part.high),
        "fee": priced(f"portfolio.cost.{name}", part.fee),
        "left": counted(f"portfolio.left.{name}", part.left),
        "wanted": counted(f"applications.{name}", part.wanted),
        "usual": counted(f"portfolio.usual.{name}", round(part.usual)),
        "gold": counted(f"portfolio.gold.{name}", part.gold),
        "silver": counted(f"portfolio.silver.{name}", part.silver),
        "signal_cites": [cite(signals.source, plan.knowledge)] if signals else [],
        "groups": [(group, n) for group, n in part.groups if n] if part.programs else [],
    }


def _everything(it: Portfolio) -> dict[str, Any] | None:
    """What the whole budget or every program would bring."""
    way, key = it.everything, "portfolio.everything"
    if way is None:
        return None
    return {
        "cost": priced(f"{key}.cost", way.cost),
        "applications": counted(f"{key}.applications", sum(int(n) for n in way.counts)),
        "chance": range_words(way.chance, f"{key}.chance"),
    }


def _sent_by_imgs(plan: Plan) -> dict[str, Any] | None:
    """How many applications IMGs really sent."""
    sent = plan.knowledge.overall.get("applications_img")
    if sent is None:
        return None
    return {
        "value": number(sent.use.value),
        "year": sent.use.year,
        "cites": [cite(sent.use.source, plan.knowledge)],
    }
