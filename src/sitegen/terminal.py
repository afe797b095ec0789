"""The scorecard and its reasons as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING

from sitegen.answers import NO, says_nothing
from sitegen.diagnostics import nearest, shorten
from sitegen.explain import cite_words, explain, filled, source_words, words
from sitegen.facts.program import NAMES
from sitegen.facts.wishes import fellowships_meant
from sitegen.grid import half_up
from sitegen.plan.card import Card, Rating
from sitegen.plan.chance.likelihood import Bands
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.rules import Finding

if TYPE_CHECKING:
    from sitegen.knowledge.model import Knowledge
    from sitegen.plan.decided import Decided, Scheduled, Task
    from sitegen.plan.model import Plan
    from sitegen.plan.stages import Scored
    from sitegen.plan.stakes import Stake
    from sitegen.profile import ReadProfile

WIDTH = 100


def checked(profile: str, plan: Scheduled, stakes: Iterable[Stake]) -> str:
    """What a check says of a profile without problems: how it is read, and what is worth adding."""
    from sitegen.plan.find_out import FIND_OUT  # Here, because a score lists no tasks.

    lines = [f"{profile}: no problems", *_wish(plan.read, plan.knowledge), *_progress(plan)]
    hanging = {stake.path: stake for stake in stakes}
    todo = [task for task in plan.tasks if task.phase == FIND_OUT]
    if todo:
        lines.append("Not known yet, and worth adding; most of the plan hangs on the first:")
    for number, task in enumerate(todo, 1):
        lines.append(f"{number:3}. {task.text}" + (f"  ({task.path})" if task.path else ""))
        lines += (f"     {line}" for line in _hangs(hanging.get(task.path or "")))
    return "\n".join(lines)


def most_at_stake(stakes: Sequence[Stake], most: int = 3) -> Iterator[str]:
    """The open answers on which most of a plan hangs, as a few lines; none where nothing is."""
    if stakes:
        yield "What would change the plan most, once you can tell it:"
    for number, stake in enumerate(stakes[:most], 1):
        yield f"{number:3}. {stake.question.order}  ({stake.path})"
        yield from (f"     {line}" for line in _hangs(stake))


def most_open(tasks: Sequence[Task], most: int = 3) -> Iterator[str]:
    """The first questions that are not answered yet, a line each; none where nothing is open."""
    if tasks:
        yield "What would change the plan most, once you can tell it:"
    for number, task in enumerate(tasks[:most], 1):
        yield f"{number:3}. {task.text}  ({task.path})"


def _progress(plan: Scheduled) -> Iterator[str]:
    """How far the program list is, in rows and in answers on visas; nothing once it is too late."""
    facts = plan.facts
    if not facts["plan.list_wanted"].known or facts["applicant.applied"].value is True:
        return
    missing = [
        f"{rows} {name} {'answer' if rows == 1 else 'answers'} missing"
        for visa, name in NAMES.items()
        if (rows := facts[f"plan.list_{visa.value}_missing"].value)
    ]
    rows = f"{facts['plan.list_held'].value} of {facts['plan.list_wanted'].value} rows"
    yield f"Program list: {', '.join([rows, *missing])}"


def _hangs(stake: Stake | None) -> Iterator[str]:
    """What hangs on an open answer, with how far it alone moves the chance or a rating."""
    if stake is None:
        return
    moved = ""
    if stake.people:
        moved = f" Depending on it, {stake.low} to {stake.high} of 100 match in {stake.specialty}."
    elif stake.steps >= 1:
        steps = int(half_up(stake.steps))
        moved = f" Depending on it, a rating moves by up to {steps} step{'s' if steps > 1 else ''}."
    yield f"{stake.question.hangs}{moved}"


def _wish(read: ReadProfile, known: Knowledge) -> Iterator[str]:
    """How the fellowship that is hoped for is read, as it stands in the applicant's own words."""
    said = read.profile.interests.fellowship
    meant = fellowships_meant(said, known.fellowships) if said else ()
    place = "(interests.fellowship)"
    if meant:
        names = " and ".join(known.fellowships[key].name for key in meant)
        ways = {name for key in meant for name in known.fellowships[key].open_to}
        titles = [s.title for s in known.specialties.values() if s.id in ways]
        yield f"The fellowship {shorten(said or '')} is read as {names}  {place}"
        yield f"  It is entered from: {', '.join(titles)}"
    elif said and not says_nothing(said) and said.casefold() not in NO:
        close = nearest(said, [f.name for f in known.fellowships.values()])
        hint = f"did you mean {close}?" if close else "name one, such as cardiology or nephrology"
        told = "is none that is known here, and changes nothing"
        yield f"The fellowship {shorten(said)} {told}  {place}"
        yield f"  Next step: {hint}"


def scorecard(plan: Scored | Plan) -> str:
    """The scorecard as a table, with the recommendation below."""
    rows = [("Specialty", "Match", "Visa", "IMG", "Fit", "Priority", "")]
    for card in plan.cards:
        mark = "first choice" if card.is_primary else ""
        chosen = plan.choice.backups if plan.choice.verdict == "recommended" else ()
        if card.id in {c.card.id for c in chosen}:
            mark = "backup"
        rows.append(
            (
                card.specialty.title,
                _span(card.likelihood),
                _span(card.visa),
                _span(card.friendliness),
                _span(card.fit),
                _word(card),
                mark,
            )
        )
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


def verdict_line(plan: Scored | Plan) -> str:
    """The recommendation in one line."""
    if plan.choice.provisional:
        (step,) = plan.reasons.provisional.steps
        return " ".join((_firm_line(plan), filled(step.say, plan.facts)))
    return _firm_line(plan)


def _firm_line(plan: Scored | Plan) -> str:
    found = plan.reasons.verdicts["line"]
    assert found.step is not None, "the plan knows its own answer"
    return filled(found.step.say, plan.facts)


def reasons(plan: Scored | Plan, specialty: str) -> str:
    """Every reason behind one specialty's ratings, down to profile line and source."""
    card = plan.card(specialty)
    lines = [card.specialty.title, "=" * len(card.specialty.title), f"Priority: {_word(card)}", ""]
    for name, rating in (
        ("Match likelihood", card.likelihood),
        ("Visa sponsorship", card.visa),
        ("Friendliness to IMGs", card.friendliness),
        ("Personal fit", card.fit),
    ):
        lines.append(f"{name}: {rating.value} of 5 (range {rating.low} to {rating.high})")
        if rating is card.likelihood and card.chance:
            lines.append(_chance(card.chance, rating, plan))
        if rating.own:
            lines.append("  Your own rating; it overrules the computed one.")
        for finding, moved in _moved(card, rating, plan):
            lines += _reason(finding, moved, plan)
        lines.append("")
    return "\n".join(lines)


def _chance(c: SpecialtyChance, rating: Rating, plan: Decided) -> str:
    """The chance behind the rating, with the frequency that the rating stands for."""
    low, use, high = (int(half_up(100 * n)) for n in astuple(c.match))
    word = Bands(plan.knowledge, plan.as_of).word(rating.value)
    return (
        f"  {word}: with {c.applications} applications, {low} to {high} of 100 such people match "
        f"to it (middle {use}). Each reason says how many of 100 it moves."
    )


def _moved(card: Card, rating: Rating, plan: Scored | Plan) -> list[tuple[Finding, str]]:
    """Each reason of a rating with what it moves: people of 100, or points."""
    if rating is card.likelihood and card.chance:
        return [(reason.finding, reason.moved) for reason in plan.reasons.chances[card.id]]
    return [(finding, explain(finding).moved) for finding in rating.findings]


def _reason(finding: Finding, moved: str, plan: Scored | Plan) -> Iterator[str]:
    """One reason, down to profile line and source."""
    it = explain(finding)
    yield f"  {it.title}: {moved}"
    yield f"    {it.text}"
    yield from (f"    your profile: {r.location} {r.path}" for r in it.profile_roots)
    for c in it.citations:
        source = plan.knowledge.sources[c.source]
        value = words(c.value, c.unit)
        yield (
            f"    figure: {c.label}: {value} ({cite_words(c, plan.knowledge)}; "
            f"{c.locator}; {source_words(source)})"
        )
        if source.url:
            yield f"            {source.url}"
    yield from (f"    missing: {m}" for m in it.missing)
