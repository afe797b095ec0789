"""The scorecard and its reasons as plain text for a terminal."""

from __future__ import annotations

from sitegen.explain import cite_words, explain, filled, source_words, words
from sitegen.plan.conclusions import provisional
from sitegen.plan.model import Card, Plan, Rating

WIDTH = 100


def scorecard(plan: Plan) -> str:
    """The scorecard as a table, with the recommendation below."""
    rows = [("Specialty", "Match", "Visa", "IMG", "Fit", "Priority", "")]
    for card in plan.cards:
        mark = "first choice" if card.is_primary else ""
        chosen = plan.choice.backups if plan.choice.verdict == "recommended" else ()
        if card.id in {c.card.id for c in chosen}:
            mark = "backup"
        rows.append((
            card.specialty.title, _span(card.likelihood), _span(card.visa),
            _span(card.friendliness), _span(card.fit), _word(card), mark,
        ))  # fmt: skip
    widths = [max(len(row[i]) for row in rows) for i in range(7)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(len(line) for line in lines))
    lines += ["", verdict_line(plan)]
    lines.append("Ratings run from 1 to 5; in brackets, what missing answers could still change.")
    lines.append("Every reason behind one of them: sitegen score PROFILE --why SPECIALTY")
    return "\n".join(lines)


def _span(rating: Rating) -> str:
    if rating.settled:
        return str(rating.value)
    shown = rating.value if rating.tells else "?"
    return f"{shown} ({rating.open_low}-{rating.open_high})"


def _word(card: Card) -> str:
    p = card.priority
    return p.word if p.settled else f"open ({p.low} to {p.high})"


def verdict_line(plan: Plan) -> str:
    """The recommendation in one line."""
    if plan.choice.provisional:
        (step,) = provisional(plan).steps
        return " ".join((_firm_line(plan), filled(step.say, plan.facts)))
    return _firm_line(plan)


def _firm_line(plan: Plan) -> str:
    names = " and ".join(c.card.specialty.name for c in plan.choice.backups)
    return {
        "recommended": f"Recommended backup: {names}.",
        "not_needed": "No backup is needed. If you want one all the same: "
        + (names or "see the reasons")
        + ".",
        "undecided": "No recommendation yet: too little is known. Run sitegen check to see what.",
        "none_works": "NONE OF THESE WORKS as a backup. Each specialty's reasons say why.",
    }[plan.choice.verdict]


def reasons(plan: Plan, specialty: str) -> str:
    """Every reason behind one specialty's ratings, down to profile line and source."""
    card = plan.card(specialty)
    lines = [card.specialty.title, "=" * len(card.specialty.title), f"Priority: {_word(card)}", ""]
    for name, rating in (
        ("Match likelihood", card.likelihood),
        ("Visa doors", card.visa),
        ("Friendliness to IMGs", card.friendliness),
        ("Personal fit", card.fit),
    ):
        lines.append(f"{name}: {rating.value} of 5 (range {rating.low} to {rating.high})")
        if rating.own:
            lines.append("  Your own rating; it overrules the computed one.")
        for finding in rating.findings:
            it = explain(finding)
            lines.append(f"  {it.title}: {it.moved}")
            lines.append(f"    {it.text}")
            lines += [f"    your profile: {r.location} {r.path}" for r in it.profile_roots]
            for c in it.citations:
                source = plan.knowledge.sources[c.source]
                value = words(c.value, c.unit)
                lines.append(
                    f"    figure: {c.label}: {value} ({cite_words(c, plan.knowledge)}; "
                    f"{c.locator}; {source_words(source)})"
                )
                if source.url:
                    lines.append(f"            {source.url}")
            lines += [f"    missing: {m}" for m in it.missing]
        lines.append("")
    return "\n".join(lines)
