"""The view of the page on the running season."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.explain import capital, cite_words, joined, long_date, number
from sitegen.facts.model import Citation
from sitegen.plan.chance.chance_report import start_held
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import sent_key
from sitegen.plan.season.cockpit import Cockpit, Counted, Day, Field, Length
from sitegen.plan.season.interviews import PAIR
from sitegen.render.chance.chance_words import people_of, range_words, span, whole
from sitegen.render.phrases import phrase
from sitegen.render.pictures.interval_picture import IntervalPicture, Ranged, interval_picture
from sitegen.render.quantities import counted, ends
from sitegen.render.views import Views

NOT_MODELLED = (
    "How well you interview, and how much each program liked you.",
    "Which programs they are: every program counts as a typical one of its specialty.",
    "The order of your list, and programs that you would not rank.",
    "Signals, contacts, and messages to programs during the season.",
)
LIST_FIGURES = ("ranks_matched", "ranks_unmatched")


def cockpit_view(plan: Plan, it: Cockpit, views: Views) -> dict[str, Any]:
    """The season so far in words: counts, ranges, and what to do about them."""
    lines = any(
        f.in_hand or f.waiting or f.declined or f.withdrawn or f.refused or f.silent
        for f in it.fields
    )
    judged = [f for f in it.findings if f.settled and it.told]
    silent = [f for f in it.fields if f.before is None]
    return {
        "lines": lines,
        "told": it.told,
        "lead": _lead(plan, it, lines),
        "share": _share(it.share, plan) if it.share else "",
        "advice": [views.reason(f) for f in judged if not _said_already(f.rule.id, it)],
        "fields": [_field(f, it, lines, plan) for f in it.fields if f.before],
        "silent": joined([f.card.specialty.name for f in silent]),
        "together": _together(plan, it) if lines else "",
        "picture": _picture(it) if lines else None,
        "not_counted": list(_not_counted(it, plan)) if lines else [],
        "lengths": _lengths(it, plan),
        "days": _days(it),
        "day_names": [capital(f.card.specialty.name) for f in it.fields if f.whole],
        "apps": joined(
            [
                f"{counted(_sent(plan, f), f.applications)} applications in {f.card.specialty.name}"
                for f in it.fields
                if f.whole
            ]
        ),
        "brings": phrase(plan, "season-brings" if plan.counts else "season-would-bring"),
        "start": list(_start(plan, it)),
        "entry": views.notes("entry-"),
        "not_modelled": NOT_MODELLED,
    }


def _said_already(rule: str, it: Cockpit) -> bool:
    """Silence is no subject where the first choice invites; length is none without a list."""
    first = next((f for f in it.fields if f.card.is_primary), None)
    held = bool(first and first.in_hand)
    return (rule == "season.silence" and held) or (rule == "season.length" and not held)


def _lead(plan: Plan, it: Cockpit, lines: bool) -> str:
    if not it.fields:
        return "Name a first choice or a specialty that you consider. Then this page can begin."
    if lines:
        mine = [
            f"{counted(f'{_key(f)}.in-hand', f.in_hand)} in {f.card.specialty.name}"
            for f in it.fields
        ]
        return (
            f"Interviews of yours that count today: {joined(mine)}. Below stands what they "
            "say about your chance, and where your effort belongs."
        )
    names = joined([f.card.specialty.name for f in it.fields])
    for_whom = (
        f"The plan prepares no field yet, so {names} stands here as an example."
        if it.example
        else f"It is ready for {names}."
    )
    tracker = "Your tracker has no line yet." if it.told else "Your profile names no tracker yet."
    if plan.facts["season.over"].value is True:
        return f"The Match of your season is over. {tracker} {for_whom}"
    shift = ", and when to move to the backup" if plan.facts["plan.has_backup"].value else ""
    return (
        f"{tracker} Once it has lines, this page shows what your interviews say about your "
        f"chance{shift}. {for_whom}"
    )


def _share(share: Span, plan: Plan) -> str:
    if plan.facts["season.lists_closed"].value is True:
        return "Rank order lists are closed, so all invitations of your season are out."
    if share.high == 0:
        return "No invitation of your season is usually out by now."
    low, high = whole(share.low / 100), whole(share.high / 100)
    return (
        f"Of 100 invitations of a season, between {low} and {high} are usually out by "
        f"{long_date(plan.as_of)} (judgement)."
    )


def expected(many: Counted, key: str) -> str:
    """A range of interviews with its marks: `0 to 8`."""
    return ends(key, many.low, many.high, str)


def _interviews(many: int) -> str:
    return "1 interview" if many == 1 else f"{many} interviews"


def _field(f: Field, it: Cockpit, lines: bool, plan: Plan) -> dict[str, Any]:
    assert f.before is not None
    key = _key(f)
    return {
        "title": f.card.specialty.title,
        "name": f.card.specialty.name,
        "page": f"specialty.{f.card.id}",
        "in_hand": counted(f"{key}.in-hand", f.in_hand),
        "whole": expected(f.whole, f"{key}.whole") if f.whole else "",
        "before": span(f.before, _before(f)),
        "now": _now(f),
        "end": span(f.after.by_the_end, f"{key}.end") if f.after else "",
        "base": _base(f),
        "people": f"{f.matched:,} of {f.people:,}",
        "cites": _cites(f, plan, "matched_preferred"),
        "said": list(_said(f, it)) if lines else [],
        "list": _list(f),
        "list_cites": _cites(f, plan, *LIST_FIGURES),
    }


def _key(f: Field) -> str:
    return f"season.{f.card.id}"


def _before(f: Field) -> str:
    """The key of the chance before the season: with the applications sent, where they are told."""
    return f"{_key(f)}.before" if f.sent else f"chance.{f.card.id}"


def _sent(plan: Plan, f: Field) -> str:
    """The key of the number of applications with which this page counts."""
    return f"{_key(f)}.sent" if f.sent else sent_key(plan, f.card.id)


def _base(f: Field) -> str:
    """People of 100 who ranked it first and matched to it."""
    return people_of((f.matched or 0) / (f.people or 1), f"base.{f.card.id}")


def _now(f: Field) -> str:
    if f.after is None:
        return ""
    return span(f.after.so_far, f"{_key(f)}.now") if f.in_hand else "none without an interview"


def _cites(f: Field, plan: Plan, *metrics: str) -> list[tuple[str, str]]:
    """Owner and year of the figures of a field, each once."""
    found: dict[tuple[str, str], None] = {}
    for metric in metrics:
        figure, about = f.card.specialty.figure(metric), plan.knowledge.metrics[metric]
        if figure:
            citation = Citation.of(figure, about.label, about.unit)
            found[cite_words(citation, plan.knowledge), citation.source] = None
    return list(found)


def _said(f: Field, it: Cockpit) -> Iterator[str]:
    """What the interviews in one specialty say, in sentences."""
    name, key = f.card.specialty.name, _key(f)
    more = it.share is not None and it.share.low < 100
    if f.after is None or f.before is None:
        return
    if f.in_hand:
        end = " if no further invitation comes" if more else ""
        yield (
            f"Of 100 people with this file and {_interviews(f.in_hand)} in {name}, "
            f"{range_words(f.after.so_far, f'{key}.now')} match to it{end}."
        )
    else:
        yet = " yet" if more else ""
        yield f"You have no interview in {name}{yet}, and nobody matches to it without one."
    if more:
        yield (
            "With the invitations that may still come, it is "
            f"{range_words(f.after.by_the_end, f'{key}.end')} of 100."
        )
    yield (
        f"Before the season it was {range_words(f.before, _before(f))}. Of all who "
        f"ranked it first, {_base(f)} of 100 matched."
    )
    if it.share and it.share.high:
        yield _pace(f)
    if f.last is not None and f.in_hand > f.last:
        yield f"More than {f.last} programs: the data do not say more."


def _pace(f: Field) -> str:
    """The invitations so far against what people with such a file have by now."""
    if f.by_now is None:
        return ""
    by_now = expected(f.by_now, f"{_key(f)}.by-now")
    usual = f"8 of 10 people with such a file have {by_now} by now"
    if f.invited > f.by_now.high:
        return f"You have more invitations than usual: {usual}."
    if f.invited < f.by_now.low:
        return f"You have fewer invitations than usual: {usual}."
    return f"Your number of invitations is usual: {usual}."


def _list(f: Field) -> str:
    """The printed lengths of lists of one specialty."""
    if f.median_matched is None or f.median_unmatched is None:
        return ""
    return (
        f"Half of those who matched to {f.card.specialty.name} ranked "
        f"{number(f.median_matched)} programs of it or fewer, half of the unmatched "
        f"{number(f.median_unmatched)} or fewer."
    )


def _together(plan: Plan, it: Cockpit) -> str:
    if it.together is None or not any(f.in_hand for f in it.fields):
        return ""
    names = joined([plan.card(s).specialty.name for s in it.together.specialties], "or")
    key = "season.somewhere"
    text = (
        f"Of 100 people like this, {range_words(it.together.so_far, f'{key}.now')} match in "
        f"{names} with today's interviews"
    )
    if it.share and it.share.low < 100:
        text += (
            f", and {range_words(it.together.by_the_end, f'{key}.end')} by the end of the season"
        )
    return text + "."


def _picture(it: Cockpit) -> IntervalPicture:
    """Before, today and by the end, for each specialty."""
    rows = []
    for f in it.fields:
        if f.after is None or f.before is None:
            continue
        name = capital(f.card.specialty.name)[:18]
        steps = [
            ("before", f.before),
            ("today", f.after.so_far),
            ("by the end", f.after.by_the_end),
        ]
        rows += [_ranged(f"{name}: {when}", chance) for when, chance in steps]
    return interval_picture(rows, 0, 100)


def _ranged(name: str, chance: Chance, *, pale: bool = False) -> Ranged:
    return Ranged(name, 100 * chance.low, 100 * chance.use, 100 * chance.high, pale=pale)


def _not_counted(it: Cockpit, plan: Plan) -> Iterator[str]:
    """Lines of the tracker that do not count, or that should not, and why."""

    def total(name: str) -> int:
        return sum(int(getattr(f, name)) for f in it.fields)

    shut = plan.in_season.tracked["interviews.visa_shut"].value
    if isinstance(shut, int) and shut:
        yield (
            f"Programs that sponsor no visa you accept ({shut}): they count above. You could not "
            "start there, so look at the chance with that many fewer."
        )
    if total("waiting"):
        yield f"Waiting lists ({total('waiting')}): a place may open, but it is no interview yet."
    if total("declined"):
        yield f"Declined ({total('declined')}): they count neither as luck nor for your list."
    if total("withdrawn"):
        yield (
            f"Withdrawn ({total('withdrawn')}): each shows that programs invite you, so more "
            "may come. They do not count for your list."
        )


def _lengths(it: Cockpit, plan: Plan) -> list[dict[str, Any]]:
    """What each number of interviews would mean, for the first choice and the backup."""
    return [
        {
            "title": f.card.specialty.title,
            "name": f.card.specialty.name,
            "id": f.card.id,
            "rows": [_length(each, f) for each in f.lengths],
            "picture": interval_picture(
                [_ranged(_interviews(e.interviews), e.chance, pale=e.beyond) for e in f.lengths],
                0,
                100,
            ),
            "base": _base(f),
            "people": f"{f.matched:,} of {f.people:,}",
            "cites": _cites(f, plan, "matched_preferred", *LIST_FIGURES),
            "last": f.last if f.lengths[-1].beyond else None,
        }
        for f in it.fields[:PAIR]
        if f.lengths
    ]


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
            "share": _percent(day),
            "expected": [
                expected(each, f"{_key(f)}.by.{day.day}")
                for f, each in zip(it.fields, day.expected, strict=True)
                if each
            ],
        }
        for day in it.days
    ]


def _percent(day: Day) -> str:
    low, high = whole(day.share.low / 100), whole(day.share.high / 100)
    return str(low) if low == high else f"{low} to {high}"


def _start(plan: Plan, it: Cockpit) -> Iterator[str]:
    """Matching is not starting: what is between a match and 1 July for this person."""
    if plan.facts["applicant.needs_visa"].value is False:
        yield (
            "You need no visa, so the model takes nothing off for the time after a match. "
            "Your certificate and the papers of the hospital still have to be ready."
        )
        return
    if it.start is None:
        yield phrase(plan, "start-held", why="; ".join(start_held(plan)))
        return
    who = (
        "people who need a visa"
        if plan.facts["applicant.needs_visa"].value
        else "people who need a visa (your profile does not say whether you do)"
    )
    yield (
        f"Of 100 matched {who}, {range_words(it.start, 'start')} can start on 1 July (judgement). "
        "The others wait for a visa, a license or the certificate. "
        "The chances above leave this out."
    )
