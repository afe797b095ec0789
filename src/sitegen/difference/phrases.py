"""Each kind of change between two plans as one sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sitegen.difference.compare import Change, Difference
from sitegen.written import long_date, number, usd

VERDICTS = {
    "recommended": "a backup is recommended",
    "not_needed": "the first choice alone",
    "undecided": "too little is known for a recommendation",
    "nothing_adds": "the first choice alone, because nothing acceptable adds enough",
}
DECISIONS = {
    "strongly_advised": "strongly advised",
    "advised": "advised",
    "close": "a close call",
    "visa_first": "advised, once a visa is possible",
    "only_if": "only if you apply at all",
    "not_needed": "not needed",
    "nothing_adds": "nothing adds enough",
}
RATING_NAMES = {
    "match_likelihood": "match likelihood",
    "visa": "visa doors",
    "img_friendliness": "friendliness to IMGs",
    "fit": "personal fit",
}
STATES = {"open": "open", "now": "to do now", "dropped": "too late"}
LIMITS = {
    "supply": "the number of open programs",
    "budget": "the budget",
    "stop": "the price of one application more",
    "part": "the open programs in some fields, the price of one more in the others",
    "none": "not even the first application is worth its price",
    "open": "not known yet",
}


def _pair(a: str, b: str) -> str:
    return f"{a} in A, {b} in B."


def field_words(name: Any, found: Difference) -> str:
    """A specialty as a heading."""
    if name is None:
        return "none"
    shown = found.b.title(str(name))
    return shown if shown != str(name) else found.a.title(str(name))


def _fields(names: Any, found: Difference) -> str:
    listed = [field_words(name, found).lower() for name in names or ()]
    return " and ".join(listed) or "none"


def _first(c: Change, found: Difference) -> str:
    return (
        f"First choice: {_pair(field_words(c.a, found).lower(), field_words(c.b, found).lower())}"
    )


def _decision(c: Change, found: Difference) -> str:
    a, b = (" or ".join(DECISIONS.get(word, word) for word in side) for side in (c.a, c.b))
    return f"A second specialty: {_pair(a, b)}"


def _note(c: Change, found: Difference) -> str:
    return f"Only in {'A' if c.b is None else 'B'}, the note “{c.label}”."


def _specialty(c: Change, found: Difference) -> str:
    return f"{field_words(c.subject, found)}: only in {'A' if c.b is None else 'B'}."


def _stars(rating: Mapping[str, Any]) -> str:
    low, high = rating["open_range"]
    span = "" if low == high else f" ({low} to {high} while answers are missing)"
    return f"{rating['value']} of 5{span}"


def _rating(c: Change, found: Difference) -> str:
    name = RATING_NAMES[c.label]
    return f"{field_words(c.subject, found)}, {name}: {_pair(_stars(c.a), _stars(c.b))}"


def _priority(c: Change, found: Difference) -> str:
    return f"{field_words(c.subject, found)}, overall priority: {_pair(c.a, c.b)}"


def _people(value: Any) -> str:
    """An end of a chance, which never reads as none or as all."""
    if not isinstance(value, (int, float)):
        return "not known"
    people = int(value + 0.5)
    return "under 1" if people < 1 else "over 99" if people > 99 else str(people)


def _range(shown: Mapping[str, Any]) -> str:
    chance = shown.get("chance")
    if not isinstance(chance, Mapping):
        return "no chance can be told"
    low, high = _people(chance.get("low")), _people(chance.get("high"))
    return low if low == high else f"between {low} and {high}"


def _base(c: Change) -> str:
    """The base rate beside a chance: what all who ranked it first did."""
    a, b = (_people(side.get("base")) for side in (c.a, c.b))
    years = (c.a.get("year"), c.b.get("year"))
    if (a, years[0]) == (b, years[1]):
        return f"Of all who ranked it first, {a} matched (NRMP {years[0]})."
    return (
        f"Of all who ranked it first: {_pair(f'{a} (NRMP {years[0]})', f'{b} (NRMP {years[1]})')}"
    )


def _with_list(c: Change, found: Difference) -> str:
    pair = _pair(_range(c.a), _range(c.b))
    return f"{field_words(c.subject, found)}, with a rank order list: {pair} {_base(c)}"


def _applications(c: Change, found: Difference) -> str:
    a, b = c.a["applications"], c.b["applications"]
    sent = f"from {a} applications" if a == b else f"from {a} applications in A and {b} in B"
    pair = _pair(_range(c.a), _range(c.b))
    return f"{field_words(c.subject, found)}, {sent}: {pair} {_base(c)}"


def _any(c: Change, found: Difference) -> str:
    names, _, kind = c.subject.partition(" (")
    fields = " or ".join(field_words(name, found).lower() for name in names.split(", "))
    extra = {
        "alone)": ", without a second specialty",
        "all_first)": ", with all applications to it",
    }.get(kind, "")
    return f"A match in {fields}{extra}: {_pair(_range(c.a), _range(c.b))}"


def _start(c: Change, found: Difference) -> str:
    a, b = ("all, because no visa is needed" if _sure(s) else _range(s) for s in (c.a, c.b))
    return f"Able to start on 1 July, of those who match: {_pair(a, b)}"


def _sure(shown: Mapping[str, Any]) -> bool:
    chance = shown.get("chance")
    return isinstance(chance, Mapping) and chance.get("low") == 100


def _count(value: Any) -> str:
    return "none" if value is None else number(value)


def _money(value: Any) -> str:
    return "not known" if value is None else usd(value)


def day_words(value: Any) -> str:
    """A date, or a text that is none, as it stands."""
    if not isinstance(value, str):
        return "no date"
    try:
        return long_date(dt.date.fromisoformat(value))
    except ValueError:
        return value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _task(c: Change, found: Difference) -> str:
    if c.a is None or c.b is None:
        one = c.b if c.a is None else c.a
        when = f" ({day_words(one['due'])})" if one["due"] else ""
        return f"Only in {'B' if c.a is None else 'A'}: {c.label}{when}"
    a, b = _when(c.a), _when(c.b)
    if a == b:
        a, b = (STATES.get(side["state"], side["state"]) for side in (c.a, c.b))
    return f"Moved: {c.label} {_capital(_pair(a, b))}"


def _when(side: Mapping[str, Any]) -> str:
    """The day of a task, or how it stands without one."""
    return day_words(side["due"]) if side["due"] else STATES.get(side["state"], side["state"])


def _plain(value: Any) -> str:
    if value is None:
        return "not given"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "none"
    if isinstance(value, dict):
        parts = [f"{key} {_plain(each)}" for key, each in value.items() if each is not None]
        return "; ".join(parts) or "nothing"
    return day_words(value) if isinstance(value, str) else f"{value:g}"


def _profile(c: Change, found: Difference) -> str:
    return f"{c.label}: {_pair(_plain(c.a), _plain(c.b))}"


def _value(value: Any) -> str:
    """A cited value with its range, year and source."""
    if not isinstance(value, Mapping):
        return "none"
    shown = _plain(value.get("value"))
    if value.get("low") is not None:
        shown += f", {_plain(value['low'])} to {_plain(value.get('high'))}"
    if value.get("mean") is not None:
        shown += f", mean {_plain(value['mean'])}, {_plain(value.get('people'))} people"
    return f"{shown} ({value.get('year')}, {value.get('source')})"


ALONE = {"of them matched to it": "non-US IMGs who matched to it"}
"""Labels that lean on the line before them, in words that stand alone."""


def _figure(c: Change, found: Difference) -> str:
    whose = f"{field_words(c.subject, found)}, " if c.subject else "All specialties, "
    return f"{whose}{ALONE.get(c.label, c.label)}: {_pair(_value(c.a), _value(c.b))}"


def _figures(c: Change, found: Difference) -> str:
    where = "A" if c.b is None else "B"
    return f"{field_words(c.subject, found)}: only in {where}, with {c.a or c.b} figures."


def _season(c: Change, found: Difference) -> str:
    return f"Match {c.label}: published dates only in {'A' if c.b is None else 'B'}."


def _cited(c: Change, found: Difference) -> str:
    return f"{_capital(c.label)}: {_pair(_value(c.a), _value(c.b))}"


def _fees(c: Change, found: Difference) -> str:
    return f"Fees of {c.label}: {_pair(_schedule(c.a), _schedule(c.b))}"


def _schedule(value: Any) -> str:
    if not isinstance(value, Mapping):
        return "none"
    steps = []
    for first, last, each, flat in value.get("steps", ()):
        span = f"program {first} to {last}" if last else f"from program {first} on"
        price = f"{usd(flat)} together" if flat is not None else f"{usd(each or 0)} each"
        steps.append(f"{span} {price}")
    return f"season {value.get('season')}, {'; '.join(steps)} ({value.get('source')})"


def _source(c: Change, found: Difference) -> str:
    if c.a is None or c.b is None:
        one = c.b if c.a is None else c.a
        return f"Source only in {'B' if c.a is None else 'A'}: {one['title']}, {one['year']}."
    return f"Source {c.label}: {_pair(_titled(c.a), _titled(c.b))}"


def _titled(source: Mapping[str, Any]) -> str:
    return f"{source['title']}, {source['year']},"


WORDS: Mapping[str, Callable[[Change, Difference], str]] = {
    "first_choice": _first,
    "match_year": lambda c, found: f"Match year: {_pair(_plain(c.a), _plain(c.b))}",
    "verdict": lambda c, found: (
        f"The plan says: {_pair(VERDICTS.get(c.a, c.a), VERDICTS.get(c.b, c.b))}"
    ),
    "backups": lambda c, found: f"First backups: {_pair(_fields(c.a, found), _fields(c.b, found))}",
    "decision": _decision,
    "note": _note,
    "specialty": _specialty,
    "rating": _rating,
    "priority": _priority,
    "with_list": _with_list,
    "from_applications": _applications,
    "equal_effort": _applications,
    "any": _any,
    "start": _start,
    "programs": lambda c, found: (
        f"Applications advised in {field_words(c.label, found).lower()}: "
        f"{_pair(_count(c.a), _count(c.b))}"
    ),
    "advice_total_usd": lambda c, found: (
        f"Cost of the advised applications: {_pair(_money(c.a), _money(c.b))}"
    ),
    "budget_usd": lambda c, found: f"Your budget: {_pair(_money(c.a), _money(c.b))}",
    "binding": lambda c, found: (
        f"What limits the number: {_pair(LIMITS.get(c.a, 'nothing'), LIMITS.get(c.b, 'nothing'))}"
    ),
    "interviews": lambda c, found: (
        f"Interviews in hand in {field_words(c.label, found).lower()}: "
        f"{_pair(_count(c.a), _count(c.b))}"
    ),
    "date": lambda c, found: f"{_capital(c.label)}: {_pair(day_words(c.a), day_words(c.b))}",
    "task": _task,
    "wording": lambda c, found: f"Worded anew. A: {c.a} B: {c.b}",
    "profile": _profile,
    "figure": _figure,
    "figures": _figures,
    "season": _season,
    "parameter": _cited,
    "cost": _cited,
    "fees": _fees,
    "source": _source,
}
"""How each kind of change is told."""
