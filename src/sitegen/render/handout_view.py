"""What the handout shows beside the views of the site: its two pages have room for so much."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sitegen.plan.decided import Task
from sitegen.plan.model import Plan
from sitegen.plan.quantities.chances import sent_somewhere_key
from sitegen.plan.quantities.judged import day_key
from sitegen.render.answer_view import answer_view
from sitegen.render.chance.answer_rows import answer_row, shown_chances
from sitegen.render.chance.chance_words import middle, span
from sitegen.render.phrases import phrase
from sitegen.render.quantities import bare, counted, dated
from sitegen.render.sections import Sections
from sitegen.render.task_lines import in_order
from sitegen.render.words import sponsored
from sitegen.written import capital, told_date

BOXES = 12
RATED = 4
CHANCES = 3
REASONS = 3
WARNINGS = 2
ASKED = 3
"""The most entries of each list."""

WRITING = (3, 12)
"""Lines to write on: so many are kept free, and no more than so many are drawn."""

LINE = 101
"""Characters of a line: fewer than usually fit, so that texts take no more room than is counted."""

SIDE, LEADING, GAP, HEAD, RULED = 255.0, 4.6, 1.4, 8.5, 7.9
"""Height in millimetres of a side, a line, what is between two entries, a heading with its
margins, and a line to write on. `templates/handout.css` sets them."""

_SENTENCE = re.compile(r"(?<=[.!?]) ")


def handout_view(sections: Sections) -> dict[str, Any]:
    """The answer on one page and what to do on the other, as much of each as there is room for."""
    plan = sections.plan
    views = {page.id: sections.view(page) for page in plan.pages if page.id in USED}
    answer = answer_view(plan, sections.views)
    front = _front(sections, answer)
    words = {name: phrase(plan, f"handout-{name}") for name in WORDS}
    letters = list(_letters(views["documents"], plan))
    visa = f"{within_lines(views['visa']['lead'], 2)} {words['visa']}"
    cited = {
        source for each in (*front["chances"], *front["warnings"]) for _, source in each["cites"]
    }
    sources = [s for s in views["sources"]["sources"] if s["key"] in cited]
    taken = 4 * HEAD + height(*letters, visa, words["boxes"], words["advisor"])
    taken += HEAD + height(*(f"{s['whose']}: {s['title']}, {s['year']}." for s in sources))
    found = list(boxes(plan, SIDE - taken - WRITING[0] * RULED))
    taken += height(*(f"{each['by']} {each['text']}" for each in found))
    return {
        **front,
        "glance": answer,
        "whole": "" if answer["little"] else views["budget"]["total"],
        "boxes": found,
        "cited": bool(sources),
        "letters": letters,
        "visa": visa,
        "writing": min(WRITING[1], max(WRITING[0], int((SIDE - taken) / RULED))),
        "words": words,
    }


USED = ("documents", "budget", "visa", "sources")
WORDS = ("boxes", "visa", "advisor")
"""Sentences whose height counts."""


def height(*texts: str) -> float:
    """Millimetres that entries of a list take, each a text of the whole width."""
    return math.fsum(-(-len(bare(text)) // LINE) * LEADING + GAP for text in texts)


def _front(sections: Sections, glance: dict[str, Any]) -> dict[str, Any]:
    """The answer, with fewer rows of ratings where its texts are long."""
    told: dict[str, Any] = {
        "lead": within_lines(glance["lead"], 4),
        "reasons": _reasons(glance),
        "chances": list(_chances(sections, glance)),
        "little": within_lines(glance["little"]["text"], 4) if glance["little"] else "",
        "season": _season(glance, sections.plan),
        "warnings": _warnings(glance, sections.plan)[:WARNINGS],
    }
    texts = [told["lead"], *told["reasons"], told["little"], told["season"]]
    texts += [f"{w['title']}. {w['text']} {w['read']}" for w in told["warnings"]]
    taken = 45 + 5 * HEAD + height(*texts) + len(told["chances"]) * (2 * LEADING + GAP)
    room = int((SIDE - taken - 16) / (2 * LEADING + GAP))
    known = any(card.likelihood.value for card in glance["top"])
    return {**told, "rated": glance["top"][: min(RATED, max(room, 2))] if known else []}


def within_lines(text: str, lines: int) -> str:
    """The first sentences of a text, as many as so many lines hold; at least a part of the first.

    A sentence is cut between words only where it is longer than all the room.
    """
    kept = ""
    for sentence in _SENTENCE.split(text):
        longer = f"{kept} {sentence}".strip()
        if len(bare(longer)) > lines * LINE:
            break
        kept = longer
    return kept or shortened(text, lines * LINE)


def _reasons(glance: dict[str, Any]) -> list[str]:
    """Three reasons for the backup, or what speaks for a second specialty."""
    told = glance["facts"] or ["".join(p.text for p in r.pieces) for r in glance["fired"]]
    told = told or [glance["decision_text"]]
    return [within_lines(text, 2) for text in told[:REASONS]]


def _season(glance: dict[str, Any], plan: Plan) -> str:
    """What the interviews so far say, once the season has begun."""
    if plan.facts["season.begun"].value is not True or not glance["chance"]:
        return ""
    return within_lines(glance["chance"][-1]["text"], 4)


def _chances(sections: Sections, glance: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each specialty, and one for a match in any; none where home tells no chance."""
    plan, found = sections.plan, sections.plan.matching.chances
    if glance["little"] or not glance["chance"]:
        return
    shown = shown_chances(plan, found)[:CHANCES]
    yield from (asdict(answer_row(each, sections.views)) for each in shown)
    if len(found.somewhere) > 1:
        some = found.somewhere[-1]
        sent = sum(c.applications for c in shown if c.specialty.id in some.specialties)
        yield {
            "title": phrase(plan, "handout-any"),
            "applications": counted(sent_somewhere_key(some, plan), sent),
            "sent": span(some.any, "chance.somewhere"),
            "sent_middle": middle(some.any, "chance.somewhere"),
            "list": "",
            "cites": (),
        }


def _warnings(glance: dict[str, Any], plan: Plan) -> list[dict[str, Any]]:
    """What stands in the way by name, then what holds for everybody."""
    named = [{**note, "text": within_lines(note["text"], 3)} for note in glance["notes"]]
    general = ["visa", "range"] if sponsored(plan) else ["range", "figures"]
    return [
        *named,
        *(
            {
                "title": phrase(plan, f"handout-warn-{name}-title"),
                "read": "",
                "cites": [],
                "text": phrase(plan, f"handout-warn-{name}"),
            }
            for name in general
        ),
    ]


def boxes(plan: Plan, room: float) -> Iterator[dict[str, str]]:
    """The next things to do, as many as millimetres are free: first what gates the start.

    The others stand in the order of their days.
    """
    able = [(day, t) for t in plan.tasks if (day := _day(t, plan))]
    gates = [(day, t) for day, t in able if t.urgent]
    others = [(day, t) for day, t in able if not t.urgent]
    for task, text in [*in_order(gates, plan), *in_order(others, plan)][:BOXES]:
        entry = {"by": _by(task, plan), "text": within_lines(text, 2)}
        room -= height(f"{entry['by']} {entry['text']}")
        if room < 0:
            return
        yield entry


def _day(task: Task, plan: Plan) -> dt.date | None:
    """The last good day of a task that is still to be done, or the day by which it can be done."""
    if task.state == "dropped":
        return None
    return task.due if task.due and task.due >= plan.as_of else task.done_by(plan.as_of)


def _by(task: Task, plan: Plan) -> str:
    day = _day(task, plan)
    assert day, "only tasks with a day are put in order"
    if task.month_only:
        return phrase(plan, "in-month", month=dated(day_key(task), day, told_date))
    if task.event:
        return dated(day_key(task), day)
    key = day_key(task) if task.due else f"done.{task.id}"
    return phrase(plan, "by-day", day=dated(key, day))


def _letters(documents: dict[str, Any], plan: Plan) -> Iterator[str]:
    """For each specialty whom to ask and how many are still to be found, and by when."""
    if not documents["fields"]:
        yield phrase(plan, "handout-no-letters")
        return
    for field in documents["letters"]["fields"]:
        name, wanted = capital(field["name"]), field["wanted"]
        told = [phrase(plan, "handout-letters", name=name, wanted=wanted)]
        told += [
            phrase(plan, f"handout-{ask['state'].replace('_', '-')}", who=shortened(ask["who"]))
            for ask in field["asks"][:ASKED]
        ]
        if field["unfilled"]:
            told.append(phrase(plan, "handout-unfilled", number=str(field["unfilled"])))
        yield " ".join(told)
    days = documents["letters"]["days"]
    if days["state"] in ("open", "now"):
        words = {"ask": days["ask"], "upload": days["upload"]}
        yield phrase(plan, f"handout-letters-{days['state']}", **words)


def shortened(text: str, most: int = 60) -> str:
    """A text of the applicant's own, cut where it is longer than its place."""
    if len(bare(text)) <= most:
        return text
    cut = bare(text)[:most]
    return f"{cut.rpartition(' ')[0] or cut} …"
