"""The view of the page on the running season."""

from __future__ import annotations

from typing import Any

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.explain import cite_words
from sitegen.facts.model import Citation
from sitegen.plan.chance.chance_report import start_held
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import sent_key
from sitegen.plan.season.cockpit import Cockpit, Counted, Field, Length
from sitegen.plan.season.interviews import PAIR
from sitegen.render.chance.chance_words import people_of, range_words, span, whole
from sitegen.render.phrases import phrase
from sitegen.render.pictures.interval_picture import IntervalPicture, Ranged, interval_picture
from sitegen.render.quantities import counted, ends
from sitegen.render.views import Views
from sitegen.written import capital, joined, long_date, number

LIST_FIGURES = ("ranks_matched", "ranks_unmatched")


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The season so far: counts, ranges, and what to do about them."""
    it = plan.in_season.cockpit
    lines = any(
        f.in_hand or f.waiting or f.declined or f.withdrawn or f.refused or f.silent
        for f in it.fields
    )
    judged = [f for f in it.findings if f.settled and it.told]
    return {
        "lines": lines,
        "told": it.told,
        "example": it.example,
        "over": plan.facts["season.over"].value is True,
        "backup": plan.facts["plan.has_backup"].value,
        "prepared": [
            {"name": f.card.specialty.name, "in_hand": counted(f"{_key(f)}.in-hand", f.in_hand)}
            for f in it.fields
        ],
        "share": it.share and _percent(it.share),
        "closed": plan.facts["season.lists_closed"].value is True,
        "more": it.share is not None and it.share.low < 100,
        "today": long_date(plan.as_of),
        "advice": [views.reason(f) for f in judged if not _said_already(f.rule.id, it)],
        "fields": [_field(f, plan) for f in it.fields if f.before],
        "silent": joined([f.card.specialty.name for f in it.fields if f.before is None]),
        "together": _together(plan, it) if lines else None,
        "picture": _picture(it, plan) if lines else None,
        "not_counted": _not_counted(it, plan),
        "lengths": [_lengths(f, plan) for f in it.fields[:PAIR] if f.lengths],
        "days": _days(it),
        "counted": [
            {
                "title": capital(f.card.specialty.name),
                "name": f.card.specialty.name,
                "applications": counted(_sent(plan, f), f.applications),
            }
            for f in it.fields
            if f.whole
        ],
        "advised": plan.counts is not None,
        "needs_visa": plan.facts["applicant.needs_visa"].value,
        "start": range_words(it.start, "start") if it.start else "",
        "held": phrase(plan, "start-held", why="; ".join(start_held(plan))),
        "entry": views.notes("entry-"),
    }


def _said_already(rule: str, it: Cockpit) -> bool:
    """Silence is no subject where the first choice invites; length is none without a list."""
    first = next((f for f in it.fields if f.card.is_primary), None)
    held = bool(first and first.in_hand)
    return (rule == "season.silence" and held) or (rule == "season.length" and not held)


def expected(many: Counted, key: str) -> str:
    """A range of interviews with its marks: `0 to 8`."""
    return ends(key, many.low, many.high, str)


def _field(f: Field, plan: Plan) -> dict[str, Any]:
    """One specialty: its ranges for a cell and, with `_words`, for a sentence."""
    assert f.before is not None
    key = _key(f)
    return {
        "title": f.card.specialty.title,
        "name": f.card.specialty.name,
        "page": f"specialty.{f.card.id}",
        "in_hand": counted(f"{key}.in-hand", f.in_hand),
        "interviews": f.in_hand,
        "whole": expected(f.whole, f"{key}.whole") if f.whole else "",
        "before": span(f.before, _before(f)),
        "before_words": range_words(f.before, _before(f)),
        "now": span(f.after.so_far, f"{key}.now") if f.after else "",
        "now_words": range_words(f.after.so_far, f"{key}.now") if f.after else "",
        "end": span(f.after.by_the_end, f"{key}.end") if f.after else "",
        "end_words": range_words(f.after.by_the_end, f"{key}.end") if f.after else "",
        "by_now": expected(f.by_now, f"{key}.by-now") if f.by_now else "",
        "pace": _pace(f),
        "past": f.last if f.last is not None and f.in_hand > f.last else None,
        **_group(f),
        "cites": _cites(f, plan, "matched_preferred"),
        "medians": [
            number(each) for each in (f.median_matched, f.median_unmatched) if each is not None
        ],
        "list_cites": _cites(f, plan, *LIST_FIGURES),
    }


def _group(f: Field) -> dict[str, str]:
    """People of 100 who ranked it first and matched to it, and how many were counted."""
    rate = (f.matched or 0) / (f.people or 1)
    return {
        "base": people_of(rate, f"base.{f.card.id}"),
        "people": f"{f.matched:,} of {f.people:,}",
    }


def _key(f: Field) -> str:
    return f"season.{f.card.id}"


def _before(f: Field) -> str:
    """The key of the chance before the season: with the applications sent, where they are told."""
    return f"{_key(f)}.before" if f.sent else f"chance.{f.card.id}"


def _sent(plan: Plan, f: Field) -> str:
    """The key of the number of applications with which this page counts."""
    return f"{_key(f)}.sent" if f.sent else sent_key(plan, f.card.id)


def _cites(f: Field, plan: Plan, *metrics: str) -> list[tuple[str, str]]:
    """Owner and year of the figures of a field, each once."""
    found: dict[tuple[str, str], None] = {}
    for metric in metrics:
        figure, about = f.card.specialty.figure(metric), plan.knowledge.metrics[metric]
        if figure:
            citation = Citation.of(figure, about.label, about.unit)
            found[cite_words(citation, plan.knowledge), citation.source] = None
    return list(found)


def _pace(f: Field) -> str:
    """The invitations so far against what people with such a file have by now."""
    if f.by_now is None:
        return ""
    return "more" if f.invited > f.by_now.high else "fewer" if f.invited < f.by_now.low else "usual"


def _together(plan: Plan, it: Cockpit) -> dict[str, str] | None:
    if it.together is None or not any(f.in_hand for f in it.fields):
        return None
    return {
        "names": joined([plan.card(s).specialty.name for s in it.together.specialties], "or"),
        "now": range_words(it.together.so_far, "season.somewhere.now"),
        "end": range_words(it.together.by_the_end, "season.somewhere.end"),
    }


def _picture(it: Cockpit, plan: Plan) -> IntervalPicture:
    """Before, today and by the end, for each specialty."""
    rows = []
    for f in it.fields:
        if f.after is None or f.before is None:
            continue
        name = capital(f.card.specialty.name)[:18]
        chances = {"before": f.before, "today": f.after.so_far, "end": f.after.by_the_end}
        rows += [
            _ranged(phrase(plan, f"season-picture-{when}", field=name), chance)
            for when, chance in chances.items()
        ]
    return interval_picture(rows, 0, 100)


def _ranged(name: str, chance: Chance, *, pale: bool = False) -> Ranged:
    return Ranged(name, 100 * chance.low, 100 * chance.use, 100 * chance.high, pale=pale)


def _not_counted(it: Cockpit, plan: Plan) -> dict[str, int]:
    """Lines of the tracker that do not count, or that should not, by why."""
    shut = plan.in_season.tracked["interviews.visa_shut"].value
    return {
        "shut": shut if isinstance(shut, int) else 0,
        **{
            name: sum(int(getattr(f, name)) for f in it.fields)
            for name in ("waiting", "declined", "withdrawn")
        },
    }


def _lengths(f: Field, plan: Plan) -> dict[str, Any]:
    """What each number of interviews in a specialty would mean."""
    rows = [_ranged(_interviews(e.interviews, plan), e.chance, pale=e.beyond) for e in f.lengths]
    return {
        "title": f.card.specialty.title,
        "name": f.card.specialty.name,
        "id": f.card.id,
        "rows": [_length(each, f) for each in f.lengths],
        "picture": interval_picture(rows, 0, 100),
        **_group(f),
        "last": f.last if f.lengths[-1].beyond else None,
    }


def _interviews(many: int, plan: Plan) -> str:
    return phrase(plan, "interviews-one" if many == 1 else "interviews-many", number=str(many))


def _length(each: Length, f: Field) -> dict[str, Any]:
    return {
        "number": each.interviews,
        "range": span(each.chance, f"{_key(f)}.with.{each.interviews}"),
        "yours": each.interviews == f.in_hand,
        "beyond": each.beyond,
    }


def _days(it: Cockpit) -> list[dict[str, Any]]:
    """The table of days with the interviews to expect."""
    return [
        {
            "day": long_date(day.day),
            "share": _percent(day.share),
            "expected": [
                expected(each, f"{_key(f)}.by.{day.day}")
                for f, each in zip(it.fields, day.expected, strict=True)
                if each
            ],
        }
        for day in it.days
    ]


def _percent(share: Span) -> tuple[int, int]:
    """Both ends of a share, of 100."""
    return whole(share.low / 100), whole(share.high / 100)
