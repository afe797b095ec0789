"""The parts of a chance in words: what each says, how far it moves the middle, and on what."""

from __future__ import annotations

from typing import Any

from sitegen.chance.groups import Lean, printed
from sitegen.chance.listed import Ground
from sitegen.explain import cite_words, number
from sitegen.facts.model import Citation
from sitegen.plan.chance.chance_report import Move, moves_of
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.render.chance.chance_words import range_words, whole
from sitegen.render.views import Views

TITLES = {
    "base": "Base rate",
    "score": "Step 2 CK",
    "research": "Publications",
    "backup": "Ranked behind another field",
    "dual": "A second specialty beside it",
    "drift": "Change from year to year",
    "unseen": "What nobody sees here",
}
"""Names of the parts that are no rule."""

SMALL = 300
"""A group with fewer people than this is called small."""

MOVED = 0.01
"""A base rate that is drawn by at least this is told."""

LAST = ("selection", "crowd", "backup", "dual", "drift", "unseen")
"""Parts that stand at the end of the table, in this order."""

FLAT = 0.01
"""A pull in standard deviations below this says nothing."""

STILL = 0.05
"""A part that moves the middle by fewer people of 100 than this does not move it."""


def part_rows(c: SpecialtyChance, plan: Plan, views: Views) -> list[dict[str, Any]]:
    """The base rate and every part after it, each as one row."""
    moves = moves_of(c)
    first = [m for m in moves if m.id not in LAST]
    last = sorted((m for m in moves if m.id in LAST), key=lambda m: LAST.index(m.id))
    rows = [_base(c, views)] + [_row(m, c, plan, views) for m in first]
    rows += [_left_out(name, c, views) for name in c.left_out]
    return rows + [_row(m, c, plan, views) for m in last]


def _base(c: SpecialtyChance, views: Views) -> dict[str, Any]:
    group, year = c.group, _year(c)
    says = (
        f"In {year}, {group.people:,} non-US IMGs with a rank order list had "
        f"{c.specialty.name} first. {group.matched:,} of them matched to it."
    )
    if group.people < SMALL:
        says += (
            f" The group is small. Luck alone could put its rate "
            f"{range_words(c.listed.base)} of 100, in 8 of 10 such groups."
        )
    if abs(group.steadied_rate - group.rate) >= MOVED:
        says += (
            f" So the count begins at {whole(group.steadied_rate)} of 100, not at "
            f"{whole(group.rate)}: it is drawn to what fields with as many open programs and as "
            "many people for each position have."
        )
    return {
        "title": TITLES["base"], "says": says, "pieces": (), "beyond": "", "missing": (),
        "move": f"begins at {whole(c.group.steadied_rate)}", "span": "", "rests": "published",
        "cites": _cites(c, ("matched_preferred",), views), "profile": (),
    }  # fmt: skip


def _year(c: SpecialtyChance) -> int:
    figure = c.specialty.figure("matched_preferred")
    assert figure is not None, "a group is made of this figure"
    return figure.year


def _row(move: Move, c: SpecialtyChance, plan: Plan, views: Views) -> dict[str, Any]:
    every = (*c.factors, *c.selection)
    finding = next((f for f in every if f.rule.id == f"chance.{move.id}"), None)
    row: dict[str, Any] = {
        "title": TITLES.get(move.id, ""), "says": "", "pieces": (), "missing": (), "cites": [],
        "beyond": beyond_words(move), "profile": (), "move": move_words(move),
        "span": move_span(move), "rests": "judgement",
    }  # fmt: skip
    if finding:
        reason = views.reason(finding)
        row |= {
            "title": reason.title, "pieces": reason.pieces, "cites": list(reason.cites),
            "missing": reason.missing, "profile": reason.profile[:2],
        }  # fmt: skip
    elif move.id in ("score", "research"):
        row |= _measured(move, c, plan, views)
    else:
        row["says"] = _judged(move.id)
    if move.ground is Ground.OPEN:
        row["rests"] = "open"
    return row


def _measured(move: Move, c: SpecialtyChance, plan: Plan, views: Views) -> dict[str, Any]:
    """Step 2 CK or publications: the printed groups beside this person."""
    names = ("step2_matched", "step2_unmatched") if move.id == "score" else (
        "publications_matched", "publications_unmatched"
    )  # fmt: skip
    lean = c.group.score if move.id == "score" else c.group.research
    assert lean is not None, "the part is made of it"
    raw = printed(plan.knowledge.specialties, _stem(move.id)).get(c.specialty.id)
    own = plan.facts["applicant.step2_ck" if move.id == "score" else "applicant.publications"].value
    told = number(own) if isinstance(own, (int, float)) else ""
    says = _mine(move.id, told) + _printed(move.id, c, lean, raw)
    return {
        "says": says
        + ("" if told or lean.step < FLAT else " So the range is wider by what it could say."),
        "cites": _cites(c, names, views),
        "rests": "published",
    }


def _mine(name: str, told: str) -> str:
    if name == "score":
        return f"Your score is {told}. " if told else "Your score is not known. "
    return f"You list {told}. " if told else "Your publications are not known. "


def _printed(name: str, c: SpecialtyChance, lean: Lean, raw: Lean | None) -> str:
    high, low = (c.specialty.figure(f"{_stem(name)}_{side}") for side in ("matched", "unmatched"))
    word = "mean" if name == "score" else "median"
    if high is None or low is None or lean.borrowed:
        return "Only one of the two printed groups can be read, so the pull is that of all " \
            "specialties together."  # fmt: skip
    people = high.spread.people + low.spread.people if high.spread and low.spread else 0
    text = (
        f"The {word} was {number(high.value)} for those who matched and {number(low.value)} for "
        f"those who did not ({people:,} people)."
    )
    if lean.step < FLAT:
        return text + " The matched had no more of it, so in this field it says "\
            "nothing. The range beside it is the error of the groups."  # fmt: skip
    if raw is not None and raw.step < FLAT:
        return text + " These two groups say nothing by themselves. What is counted is borrowed " \
            "from all fields together."  # fmt: skip
    return text


def _stem(name: str) -> str:
    return "step2" if name == "score" else "publications"


def _judged(name: str) -> str:
    return {
        "backup": "You would not rank it first. Programs read commitment, and those who rank "
        "a field lower match to it less often.",
        "dual": "Two specialties share your time, money and letters. To rank the second below the "
        "first takes nothing away from the first.",
        "drift": "The rates are those of the last Match. Yours is another one.",
        "unseen": "How interviews go, the wording of letters, and your school are not in any "
        "table. Two people with the same answers do not have the same chance.",
    }[name]


def _left_out(name: str, c: SpecialtyChance, views: Views) -> dict[str, Any]:
    finding = next(f for f in c.factors if f.rule.id == f"chance.{name}")
    reason = views.reason(finding)
    return {
        "title": reason.title, "says": "", "pieces": reason.pieces, "beyond": "", "missing": (),
        "move": "left out, as your profile says", "span": "", "rests": "judgement",
        "cites": list(reason.cites), "profile": (),
    }  # fmt: skip


def _cites(c: SpecialtyChance, names: tuple[str, ...], views: Views) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for name in names:
        figure = c.specialty.figure(name)
        if figure:
            metric = views.knowledge.metrics[name]
            cited = Citation.of(figure, metric.label, metric.unit)
            found[cite_words(cited, views.knowledge), figure.source] = None
    return list(found)


def beyond_words(move: Move) -> str:
    """What was done with a value past the printed group."""
    if not move.beyond:
        return ""
    return (
        f"You lie {move.beyond} nearly everybody in the printed groups. Nothing is read past two "
        "standard deviations from their means."
    )


def move_words(move: Move) -> str:
    """How far a part moves the middle, as people of 100."""
    if move.id in ("drift", "unseen"):
        return "does not move the middle"
    if move.ground is Ground.OPEN and abs(move.by) < 1:
        return "moves nothing yet"
    people = int(abs(move.by) + 0.5)
    if people == 0:
        return "not at all" if abs(move.by) < STILL else "hardly at all"
    return f"{'up' if move.by > 0 else 'down'} by {people}"


def move_span(move: Move) -> str:
    """The range of a move, as people of 100."""
    down, up = _signed(move.down), _signed(move.up)
    if move.id in ("drift", "unseen") or move.ground is Ground.OPEN:
        return f"could be {down} to {up}"
    return f"range {down} to {up}" if down != up else ""


def _signed(people: float) -> str:
    count = int(abs(people) + 0.5)
    return "0" if count == 0 else f"{'+' if people > 0 else '–'}{count}"
