"""Sentences of the page on where to apply."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.chance.route import Span
from sitegen.explain import number
from sitegen.plan.applying.picked import Found, Part
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import of_100
from sitegen.render.chance.chance_words import range_words
from sitegen.render.quantities import counted, marked, priced

WAY = {
    "most": "The most of any match, wherever it is",
    "cheapest": "Always the cheapest next application",
    "likeliest": "Always the likeliest program, whatever it costs",
    "first_only": "Everything in the first choice",
}
RIVALS = {"cheapest": "the cheapest first", "likeliest": "the likeliest first"}
GROUP = {"reach": "reach", "target": "target", "safety": "safety", "other": "not grouped"}


def list_words(items: Sequence[str]) -> str:
    """Items as in a sentence: one, two and three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def gap_words(ahead: Span, key: str) -> str:
    """How much more or less the portfolio brings, in people of 100, with its marks."""
    low, high = of_100(ahead.low), of_100(ahead.high)
    least, most = (
        marked(f"{key}.{end}", value, _plain(abs(value)))
        for end, value in (("low", low), ("high", high))
    )
    if low > -0.05 and high < 0.05:
        return "the same"
    if low >= 0:
        return f"{least} to {most} more" if low < high else f"{most} more"
    if high <= 0:
        return f"{most} to {least} fewer"
    return f"from {least} fewer to {most} more"


def given_words(found: Found) -> str:
    """What is given up so that more applications go to the first choice; empty for nothing."""
    most = next((way for way in found.ways if way.id == "most"), None)
    if most is None:
        return ""
    gap = gap_words(most.ahead, "portfolio.way.most.ahead")
    if gap == "the same":
        return ""
    given = (
        f"The numbers that bring the most matches are others: with the plan, {gap} of 100 "
        "match somewhere."
    )
    if found.parts[0].card.is_primary and found.parts[0].programs > most.counts[0]:
        given += " That is given up, so that more applications go to your first choice."
    return given


def rival_words(it: Portfolio, found: Found) -> str:
    """By how much the plan beats two simple ways with the same money, and why it ties."""
    ways = {way.id: way for way in found.ways if way.id in RIVALS}
    if it.wish or not ways:
        return ""
    if found.cost >= found.everything:
        return (
            "The plan takes every program of your list that is left, so there is nothing to "
            "choose between."
        )
    gaps = {name: gap_words(way.ahead, f"portfolio.way.{name}.ahead") for name, way in ways.items()}
    return " ".join(
        f"Taking {RIVALS[name]} brings the same."
        if gap == "the same"
        else f"This plan matches {gap} of 100 people than taking {RIVALS[name]} for the same money."
        for name, gap in gaps.items()
    )


def _plain(people: float) -> str:
    return "under 0.1" if people < 0.05 else number(people)


def balance_words(part: Part) -> str:
    """Reach, target and safety among the chosen programs; empty where none is grouped."""
    told = [f"{n} {GROUP[name]}" for name, n in part.groups if n]
    if not part.programs or not told:
        return ""
    return f"{part.card.specialty.title}: {list_words(told)}."


def no_portfolio(plan: Plan, it: Portfolio) -> list[str]:
    """Why nothing is chosen, and what helps."""
    if it.why == "out":
        return [
            "Your applications are out, so there is nothing left to choose here.",
            "Interviews and your rank order list decide now.",
        ]
    if it.why == "open":
        return [
            "Too little is known to say how many programs to apply to, or what it costs.",
            "Your checklist asks for what is missing, in the order in which it counts.",
        ]
    if it.why == "no_first":
        return [
            "Name a first choice, or let the plan find a backup. Then this page can say how many "
            "programs to apply to, and which.",
        ]
    if it.why == "unpriced":
        names = list_words([card.specialty.name for card in it.unweighed])
        return [
            f"For {names}, no rate of interviews or no fees of ERAS or ResidencyCAS could be read. "
            "So no numbers can be weighed against their price.",
            "The page on counts and cost says what the guide advises.",
        ]
    if it.why == "no_rows":
        return _no_rows(it)
    if it.why == "no_money":
        return [
            f"Your budget of {priced('budget.applications', it.budget or 0)} does not pay for "
            "one application with its transcript.",
            "Raise application_budget in your profile, or leave it out to see where to stop.",
        ]
    return _no_gain(it)


def _no_rows(it: Portfolio) -> list[str]:
    lines = ["No program of your list is left for the specialties of this plan."]
    if it.out:
        lines.append("The reasons below took them out. Some can change, and some rows may be old.")
    if it.elsewhere:
        verb = "belongs" if it.elsewhere == 1 else "belong"
        lines.append(f"{number(it.elsewhere)} of your rows {verb} to other specialties.")
    return [*lines, "Add programs that can take you, or ask the ones that are silent."]


def draft_words(found: Found) -> list[str]:
    """How many more rows the list wants; empty where it holds enough."""
    short = [p for p in found.parts if p.programs < p.wanted]
    if not short:
        return []
    told = [
        f"{counted(f'portfolio.applications.{p.card.id}', p.programs)} in {p.card.specialty.name}, "
        f"where the plan sends {counted(f'applications.{p.card.id}', p.wanted)}"
        for p in short
    ]
    return [
        f"Your list is still a draft: it has {list_words(told)}. Add programs that can take you."
    ]


def _no_gain(it: Portfolio) -> list[str]:
    way = it.everything
    assert way is not None
    key, many = "portfolio.everything", sum(int(n) for n in way.counts)
    return [
        "Today, applications bring too little for their price.",
        f"With {priced(f'{key}.cost', way.cost)} spent on {counted(f'{key}.applications', many)} "
        f"applications, {range_words(way.chance, f'{key}.chance')} of 100 people like you would "
        "match.",
        "Put time and money first into what moves your chance. That is no verdict on you as a "
        "doctor.",
        "Where the price is too high is a judgement; you may draw the line elsewhere.",
    ]


def notes(plan: Plan, it: Portfolio) -> list[str]:
    """What the reader has to know before the numbers."""
    found = it.found
    told = (rival_words(it, found), given_words(found)) if found else ()
    lines = [words for words in told if words]
    if found and it.own:
        lines += draft_words(found)
        lines.append(
            "How many programs is decided with typical programs; which ones, from your list. So "
            "the chance here, with your own programs, differs from that on the chance page."
        )
    if it.hold:
        lines.append(
            "The plan advises no number of programs today: not even the first one brings enough "
            "for its price. Read first what stands in the way."
        )
    if it.undecided:
        lines.append("Your profile leaves much open, so this is only a first draft.")
    if not it.own:
        lines.append(
            "You have no program list, so typical programs stand for real ones. Numbers and money "
            "can be weighed; single programs cannot, because typical ones are all alike."
        )
    missing = [
        p.card.specialty.name for p in (found.parts if found else ()) if it.own and not p.left
    ]
    if missing:
        lines.append(f"Your list has no program of {list_words(missing)} that is left. Add some.")
    if it.elsewhere:
        lines.append(f"{number(it.elsewhere)} rows of other specialties were not used.")
    if it.unweighed:
        names = list_words([card.specialty.name for card in it.unweighed])
        lines.append(f"Not weighed here, because figures or fees are missing: {names}.")
    if it.wish:
        lines.append(
            "Your aim is wish: a place is worth more the more you like it and its specialty. The "
            "stop point and the prices below still look at the chance of any match."
        )
    return lines
