"""Sentences of the page on where to apply."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.chance.route import Span
from sitegen.explain import number, usd
from sitegen.plan.applying.picked import Found, Part
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.model import Plan
from sitegen.render.chance.chance_words import range_words

WAY = {
    "cheapest": "Always the cheapest next application",
    "likeliest": "Always the likeliest program, whatever it costs",
    "first_only": "Everything in the first choice",
    "guide": "The guide's counts (another cost)",
}
RIVALS = {
    "cheapest": "the cheapest first",
    "likeliest": "the likeliest first",
}
GROUP = {"reach": "reach", "target": "target", "safety": "safety", "other": "not grouped"}


def list_words(items: Sequence[str]) -> str:
    """Items as in a sentence: one, two and three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def gap_words(ahead: Span) -> str:
    """How much more or less the portfolio brings, in people of 100."""
    low, high = (round(100 * each, 1) for each in (ahead.low, ahead.high))
    if low > -0.05 and high < 0.05:
        return "the same"
    if low >= 0:
        return f"{_plain(low)} to {_plain(high)} more" if low < high else f"{_plain(high)} more"
    if high <= 0:
        return f"{_plain(-high)} to {_plain(-low)} fewer"
    return f"from {_plain(-low)} fewer to {_plain(high)} more"


def rival_words(it: Portfolio, found: Found) -> str:
    """By how much the plan beats two simple ways with the same money, and why it ties."""
    gaps = {way.id: gap_words(way.ahead) for way in found.ways if way.id in RIVALS}
    if it.wish or not gaps:
        return ""
    ties = [RIVALS[name] for name, gap in gaps.items() if gap == "the same"]
    told = [f"{gap} than taking {RIVALS[n]}" for n, gap in gaps.items() if gap != "the same"]
    told = [each.replace(" than ", " of 100 people than ", 1) for each in told[:1]] + told[1:]
    told += [f"as many as taking {' or '.join(ties)}"] if ties else []
    sentence = f"With the same money, this plan matches {', and '.join(told)}."
    return f"{sentence} {_why_tied(it, found)}" if ties else sentence


def _elsewhere(it: Portfolio, found: Found) -> str:
    """Why the chance here is not that of the page on the chance."""
    advised = any(part.advised is not None for part in found.parts)
    there = "in the guide's numbers" if advised else "in a usual number"
    here = (
        "here your own programs and signals count" if it.own
        else "here the number is chosen by its price"
    )  # fmt: skip
    return f"The chance page counts typical programs {there}; {here}, so the chances differ."


def _why_tied(it: Portfolio, found: Found) -> str:
    """Why a simple way brings the same as the plan."""
    if found.cost >= found.everything:
        return "All programs that are left are bought, so there is nothing to choose between."
    if len([part for part in found.parts if part.left]) > 1:
        return "That way comes to the same numbers here."
    if not it.own:
        return "Typical programs are all alike, so only their number counts."
    return "With one specialty, the likeliest first is the best there is."


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
            f"Your budget of {usd(it.budget or 0)} does not pay for one application with its "
            "transcript.",
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


def typical_words(it: Portfolio) -> list[str]:
    """What typical programs would bring in the place of a short list; empty without one."""
    other = it.typical
    if other is None:
        return []
    taken = [
        f"{number(n)} in {c.specialty.name}" for c, n in zip(other.cards, other.counts, strict=True)
    ]
    return [
        f"With enough typical programs, the best use of your money would be {list_words(taken)} "
        f"({usd(other.cost)}). Then {range_words(other.chance)} of 100 people like you would "
        "match somewhere."
    ]


def _no_gain(it: Portfolio) -> list[str]:
    way = it.everything
    assert way is not None
    return [
        "Today, applications bring too little for their price.",
        f"With {usd(way.cost)} spent on {number(sum(int(n) for n in way.counts))} applications, "
        f"{range_words(way.chance)} of 100 people like you would match.",
        "Put time and money first into what moves your chance. That is no verdict on you as a "
        "doctor.",
        "Where the price is too high is a judgement; you may draw the line elsewhere.",
    ]


def notes(plan: Plan, it: Portfolio) -> list[str]:
    """What the reader has to know before the numbers."""
    found = it.found
    lines = [rival_words(it, found)] if found and rival_words(it, found) else []
    lines += typical_words(it)
    if found:
        lines.append(_elsewhere(it, found))
    if it.hold:
        lines.append(
            "The plan advises no number of programs today, because no backup is safe enough. "
            "Read first what stands in the way."
        )
    if it.undecided:
        lines.append("Your profile leaves much open, so this is only a first draft.")
    if not it.own:
        lines.append(
            "You have no program list, so typical programs stand for real ones. Numbers and money "
            "can be weighed; single programs cannot. They end at the number that is likely open to "
            "you."
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
