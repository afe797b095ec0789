"""The view of the page on where to apply: how many programs, their cost, and which ones."""

from __future__ import annotations

from typing import Any

from sitegen.explain import owner_short
from sitegen.plan.applying.picked import Found, Part
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.decision.model import Counts
from sitegen.plan.decision.model import Way as Route
from sitegen.plan.model import Plan
from sitegen.render.applying.picks_view import picks_view
from sitegen.render.applying.spending_view import gap, half_view, split_view, stop_view, ways_view
from sitegen.render.chance.chance_words import range_words, short
from sitegen.render.citing import cite
from sitegen.render.counts_view import number_row
from sitegen.render.gains_view import gains_view
from sitegen.render.quantities import bare, counted, ends, priced
from sitegen.render.views import Views
from sitegen.render.words import binding_text, decision_key, decision_text, decision_word, sponsored
from sitegen.written import number

RIVALS = ("cheapest", "likeliest")
SHOWN_PICKS = 15
"""Programs of the own list that stand open; the others are behind a click, and not on paper."""

GUIDE = ("two-specialty-programs", "primary-programs", "backup-programs", "scattered-programs")
"""Numbers of programs in the guide."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The numbers of the plan with their cost, what others would bring, and which programs."""
    it = plan.applying.portfolio
    return {
        **_case(plan, it),
        **_counts(plan, views),
        **_second(plan, views),
        **(_choice(plan, it, it.found, views) if it.found else _nothing(it)),
    }


def _case(plan: Plan, it: Portfolio) -> dict[str, Any]:
    """What can be chosen, and what has to be known before."""
    return {
        "why": it.why,
        "found": it.found is not None,
        "own": it.own,
        "wish": it.wish,
        "hold": it.hold,
        "undecided": it.undecided,
        "elsewhere": it.elsewhere,
        "unweighed": [card.specialty.name for card in it.unweighed],
        "left_out": [c.specialty.name for c in it.unweighed if c not in plan.elsewhere],
        "out": () if it.why == "out" else it.out,
        "sent_by_imgs": _sent_by_imgs(plan),
        "own_match": plan.primary in plan.elsewhere,
        "sponsored": sponsored(plan),
    }


def _counts(plan: Plan, views: Views) -> dict[str, Any]:
    """The numbers of the plan by specialty, their cost, and the readings of the guide beside it."""
    counts, found = plan.counts, plan.applying.portfolio.found
    if counts is None:
        return {"counts": None, "total": None}
    typical = found.parts if found and not plan.applying.portfolio.own else ()
    parts = {part.card.id: part for part in typical}
    return {
        "counts": views.counts(counts),
        "numbers": [
            number_row(s, counts.advice, parts.get(s.specialty.id)) for s in counts.supplies
        ],
        "total": _total(counts, plan.compared.plan),
        "binding": binding_text(plan),
        "guide": {name.partition("-")[0]: _guide(plan, name) for name in GUIDE},
        "supply_sources": _sources(plan),
        "own_rows": bool(plan.read.programs) and sponsored(plan),
    }


def _total(counts: Counts, way: Route | None) -> dict[str, Any] | None:
    """All applications of the plan, with their cost and chance; None where it advises none."""
    if not counts.advice:
        return None
    return {
        "applications": counted("applications.all", sum(c.programs for c in counts.advice)),
        "cost": priced("cost.applications", counts.advice_total),
        "chance": range_words(way.somewhere, "beside.plan.somewhere") if way else "",
    }


def _guide(plan: Plan, name: str) -> tuple[str, str]:
    """Both ends of a number of programs that the guide gives."""
    found = plan.knowledge.parameter(f"guide.{name}", plan.as_of)
    return number(found.low or 0), number(found.high or 0)


def _sources(plan: Plan) -> dict[str, str]:
    """Where the number of programs comes from that are likely open, by source."""
    cards = [plan.primary] if plan.primary else []
    if plan.choice.verdict == "recommended":
        cards += [b.card for b in plan.choice.backups[:1]]
    found: dict[str, str] = {}
    for card in cards:
        for name in ("field.programs", "field.doors", "visa.share"):
            for c in card.facts[name].citations:
                owner = owner_short(plan.knowledge.sources[c.source])
                found.setdefault(c.source, f"{owner} {c.year}")
    return found


def _second(plan: Plan, views: Views) -> dict[str, Any]:
    """Whether to apply to a second specialty, with the reasons, and what each would add."""
    return {
        "word": decision_word(plan),
        "text": decision_text(plan),
        "only_if": decision_key(plan) == "only_if",
        "provisional": views.provisional(),
        "triggers": [views.reason(t) for t in plan.decision.triggers],
        "none_needed": views.reason(plan.decision.none_needed),
        "gains": gains_view(plan),
    }


def _nothing(it: Portfolio) -> dict[str, Any]:
    """What the case is made of that nothing can be chosen."""
    return {
        "budget": priced("budget.applications", it.budget or 0),
        "everything": _everything(it),
    }


def _choice(plan: Plan, it: Portfolio, found: Found, views: Views) -> dict[str, Any]:
    """The programs that are chosen, where to stop, and what other ways bring."""
    names = [part.card.id for part in found.parts]
    return {
        **_chosen(plan, it, found),
        "base": [_base(part, views) for part in found.parts],
        "split": split_view(found),
        "stop": stop_view(plan, it, found),
        "ways": ways_view(found.ways, "portfolio.way", names),
        "half": half_view(found, names),
        "picks": picks_view(found, plan, views),
        "shown": SHOWN_PICKS,
    }


def _chosen(plan: Plan, it: Portfolio, found: Found) -> dict[str, Any]:
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
        "draft": any(part["programs"].value < part["wanted"].value for part in parts),
        "signals": [part for part in parts if part["gold"].value or part["silver"].value],
        "together": counted("portfolio.applications", sum(part.programs for part in found.parts)),
        "cost": priced("portfolio.cost", found.cost),
        "transcripts": priced("portfolio.transcripts", found.transcripts),
        "chance": range_words(found.chance, "portfolio.chance"),
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
        "programs": counted(sent, part.programs),
        "range": ends(sent, part.low, part.high) if part.low < part.high else "",
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
