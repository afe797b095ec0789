"""Compares two plans part by part. Every change keeps its value in A and in B."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sitegen.difference.parts import parts_behind, parts_told_nowhere_else
from sitegen.difference.side import Side
from sitegen.records import value_object

RATINGS = ("match_likelihood", "visa", "img_friendliness", "fit")


@value_object(kw_only=True)
class Because:
    """A rule that moves a rating differently in A and in B; empty where it does not apply."""

    rule: str
    title: str
    a: str
    b: str
    says_a: str
    says_b: str


@value_object(kw_only=True)
class Change:
    """One thing that differs. `kind` says what it is, `subject` whose it is."""

    kind: str
    subject: str
    label: str
    a: Any
    b: Any
    because: tuple[Because, ...] = ()


@value_object(kw_only=True)
class Difference:
    """Everything that differs between two plans, in groups.

    `other` names parts that differ and are not told in detail. `no_data` says that one of the
    plans does not list its data, so that the data could not be compared.
    """

    a: Side
    b: Side
    answer: tuple[Change, ...]
    ratings: tuple[Change, ...]
    chances: tuple[Change, ...]
    cost: tuple[Change, ...]
    tasks: tuple[Change, ...]
    profile: tuple[Change, ...]
    data: tuple[Change, ...]
    other: tuple[str, ...]
    no_data: bool

    @property
    def groups(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The groups by name, in the order in which they are told."""
        names = ("answer", "ratings", "chances", "cost", "tasks", "profile", "data")
        return tuple((name, getattr(self, name)) for name in names)

    @property
    def nothing(self) -> bool:
        """Whether both plans say the same; only the day may differ."""
        return not self.other and not any(changes for _, changes in self.groups)


def compare(a: Side, b: Side) -> Difference:
    """Everything that differs between two plans."""
    found = Difference(
        a=a,
        b=b,
        answer=tuple(_answer(a, b)),
        ratings=tuple(_ratings(a, b)),
        chances=tuple(_chances(a, b)),
        cost=tuple(_cost(a, b)),
        tasks=tuple(_tasks(a, b)),
        profile=tuple(_leaves(a.data["profile"], b.data["profile"], "")),
        data=tuple(_data(a, b)),
        other=tuple(parts_told_nowhere_else(a, b)),
        no_data=("data" in a.data) != ("data" in b.data),
    )
    return replace(found, other=tuple(parts_behind(a, b))) if found.nothing else found


def _part(data: Any, *path: str) -> Any:
    """A part of nested values, or None where it is not there."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _answer(a: Side, b: Side) -> Iterator[Change]:
    for kind, path in (
        ("first_choice", ("first_choice",)),
        ("match_year", ("match_year",)),
        ("verdict", ("choice", "verdict")),
        ("backups", ("choice", "backups")),
        ("decision", ("second_specialty", "possible_answers")),
    ):
        old, new = _part(a.data, *path), _part(b.data, *path)
        if old != new:
            yield Change(kind=kind, subject="", label=kind, a=old, b=new)
    notes = [{n["id"]: n["title"] for n in side.data["notes"]} for side in (a, b)]
    yield from _keyed("note", "", notes[0], notes[1], {**notes[0], **notes[1]})


def _keyed(
    kind: str, subject: str, a: Mapping[str, Any], b: Mapping[str, Any], labels: Mapping[str, str]
) -> Iterator[Change]:
    """Each name whose value differs; None where one side has none."""
    for name in dict.fromkeys((*a, *b)):
        if a.get(name) != b.get(name):
            yield Change(
                kind=kind,
                subject=subject,
                label=str(labels.get(name, name)),
                a=a.get(name),
                b=b.get(name),
            )


def _ratings(a: Side, b: Side) -> Iterator[Change]:
    """Ratings and priorities that differ, the first choice and the backups first."""
    cards, others = a.cards(), b.cards()
    first = [_part(s.data, "first_choice") for s in (a, b)]
    first += [name for s in (a, b) for name in s.data["choice"]["backups"]]
    names = dict.fromkeys(n for n in (*first, *cards, *others) if n in cards or n in others)
    for name in names:
        if name not in cards or name not in others:
            yield Change(
                kind="specialty",
                subject=name,
                label=name,
                a=name in cards or None,
                b=name in others or None,
            )
            continue
        old, new = cards[name], others[name]
        for rating in RATINGS:
            seen = [(r[rating]["value"], r[rating]["open_range"]) for r in (old, new)]
            if seen[0] != seen[1]:
                yield Change(
                    kind="rating",
                    subject=name,
                    label=rating,
                    a=_shown(old[rating]),
                    b=_shown(new[rating]),
                    because=tuple(_because(old[rating], new[rating])),
                )
        if old["priority"]["word"] != new["priority"]["word"]:
            yield Change(
                kind="priority",
                subject=name,
                label="priority",
                a=old["priority"]["word"],
                b=new["priority"]["word"],
            )


def _shown(rating: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": rating["value"], "open_range": rating["open_range"]}


def _because(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Because]:
    """The rules behind a rating that do not move it alike."""
    old, new = ({r["rule"]: r for r in side["reasons"]} for side in (a, b))
    for rule in dict.fromkeys((*old, *new)):
        x, y = old.get(rule), new.get(rule)
        if _weight(x) == _weight(y):
            continue
        yield Because(
            rule=rule,
            title=_title(y or x or {}),
            a=x["moved"] if x else "",
            b=y["moved"] if y else "",
            says_a=x["says"] if x else "",
            says_b=y["says"] if y else "",
        )


def _title(reason: Mapping[str, Any]) -> str:
    """A reason by its name; a part of the chance with the unit of what it moves."""
    return str(reason["title"]) + (", in people of 100" if "of_100" in reason else "")


def _weight(reason: Mapping[str, Any] | None) -> Any:
    """What a reason weighs by itself: the people that one moves depend on all the others too."""
    if reason is None or "of_100" not in reason:
        return reason and reason["moved"]
    return reason["says"] if reason.get("log_odds") is None else reason["log_odds"]


def _chances(a: Side, b: Side) -> Iterator[Change]:
    """Chances with a list and from applications, and of a match in one of several fields.

    Two plans that send different numbers are compared at equal effort; that the numbers differ
    is a line of its own, with the cost.
    """
    old, new = (_part(side.data, "guide", "chance") for side in (a, b))
    if old is None or new is None:
        return
    fields = [{each["specialty"]: each for each in _listed(c, "specialties")} for c in (old, new)]
    for name in dict.fromkeys((*fields[0], *fields[1])):
        x, y = fields[0].get(name), fields[1].get(name)
        if x is None or y is None:
            continue
        same = x.get("applications") == y.get("applications")
        for kind in ("with_list", "from_applications" if same else "equal_effort"):
            pair = [_people(each, kind) for each in (x, y)]
            if _whole(pair[0]) != _whole(pair[1]):
                yield Change(kind=kind, subject=name, label=kind, a=pair[0], b=pair[1])
    ways = [{_way(each): each.get("any") for each in _listed(c, "ways")} for c in (old, new)]
    for way in dict.fromkeys((*ways[0], *ways[1])):
        x, y = ways[0].get(way), ways[1].get(way)
        if x and y and _whole({"chance": x}) != _whole({"chance": y}):
            yield Change(kind="any", subject=way, label="any", a={"chance": x}, b={"chance": y})
    pair = [{"chance": c.get("start")} for c in (old, new)]
    if _whole(pair[0]) != _whole(pair[1]):
        yield Change(kind="start", subject="", label="start", a=pair[0], b=pair[1])


def _listed(record: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = record.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _way(way: Mapping[str, Any]) -> str:
    return ", ".join(map(str, way.get("specialties") or ())) + f" ({way.get('kind')})"


SENT = {"from_applications": "applications", "equal_effort": "equal_applications"}
"""Where the number of applications behind a chance stands."""


def _people(field: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """A chance with what has to stand beside it: its base rate, its people, its applications."""
    return {
        "chance": field.get(kind),
        "base": _part(field, "base", "use"),
        "year": field.get("year"),
        "applications": field.get(SENT[kind]) if kind in SENT else None,
    }


def _whole(shown: Mapping[str, Any]) -> tuple[Any, ...]:
    """A chance as it is read, in whole people of 100; smaller moves are no difference."""
    chance = shown.get("chance") or {}
    ends = tuple(
        int(chance[end] + 0.5) if isinstance(chance.get(end), (int, float)) else None
        for end in ("low", "high")
    )
    base = shown.get("base")
    return (
        *ends,
        int(base + 0.5) if isinstance(base, (int, float)) else None,
        shown.get("applications"),
    )


def _cost(a: Side, b: Side) -> Iterator[Change]:
    """Applications advised, what they cost, what binds, and interviews in hand."""
    old, new = (_part(side.data, "counts") or {} for side in (a, b))
    programs = [{c["specialty"]: c["programs"] for c in x.get("advice", ())} for x in (old, new)]
    yield from _keyed("programs", "", programs[0], programs[1], {})
    for kind in ("advice_total_usd", "budget_usd", "binding"):
        if old.get(kind) != new.get(kind):
            yield Change(kind=kind, subject="", label=kind, a=old.get(kind), b=new.get(kind))
    held = [
        {
            t["specialty"]: t["in_hand"]
            for t in _listed(_part(s.data, "guide", "interviews") or {}, "tallies")
        }
        for s in (a, b)
    ]
    yield from _keyed("interviews", "", held[0], held[1], {})


def _tasks(a: Side, b: Side) -> Iterator[Change]:
    """Dates of the season, and tasks added, removed, moved, or with another state or text."""
    dates = [{k: _part(d, "date") for k, d in s.data["season_dates"].items()} for s in (a, b)]
    labels = {
        k: str(_part(d, "label") or k) for s in (a, b) for k, d in s.data["season_dates"].items()
    }
    yield from _keyed("date", "", dates[0], dates[1], labels)
    old, new = ({t["id"]: t for t in side.data["tasks"]} for side in (a, b))
    for name in dict.fromkeys((*old, *new)):
        x, y = old.get(name), new.get(name)
        label = (y or x or {})["text"]
        if x is None or y is None or _due(x) != _due(y):
            yield Change(kind="task", subject=name, label=label, a=_due(x), b=_due(y))
        elif x["text"] != y["text"]:
            yield Change(kind="wording", subject=name, label=label, a=x["text"], b=y["text"])


def _due(task: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if task is None else {"due": task.get("due"), "state": task["state"]}


def _leaves(a: Any, b: Any, path: str) -> Iterator[Change]:
    """Every answer of the profile that differs, by its path."""
    if a == b:
        return
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            yield from _leaves(a.get(key), b.get(key), f"{path}.{key}".lstrip("."))
    elif _entries(a) and _entries(b):
        for i in range(max(len(a), len(b))):
            yield from _leaves(
                a[i] if i < len(a) else None, b[i] if i < len(b) else None, f"{path}[{i + 1}]"
            )
    else:
        yield Change(kind="profile", subject=path, label=path, a=a, b=b)


def _entries(value: Any) -> bool:
    """Whether this is a list of entries with parts."""
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _data(a: Side, b: Side) -> Iterator[Change]:
    """Figures, dated values, fees, prices, and sources that differ."""
    old, new = (_part(side.data, "data") for side in (a, b))
    if isinstance(old, dict) and isinstance(new, dict):
        labels = {**(old.get("labels") or {}), **(new.get("labels") or {})}
        figures = [x.get("figures") or {} for x in (old, new)]
        for name in dict.fromkeys((*figures[0], *figures[1])):
            each = [side.get(name) or {} for side in figures]
            if all(each):
                yield from _keyed("figure", name, each[0], each[1], labels)
            elif any(each):
                counted = [len(side) or None for side in each]
                yield Change(
                    kind="figures", subject=name, label="figures", a=counted[0], b=counted[1]
                )
        for year in sorted({*old.get("seasons", ())} ^ {*new.get("seasons", ())}):
            held = [year in side.get("seasons", ()) or None for side in (old, new)]
            yield Change(kind="season", subject="", label=str(year), a=held[0], b=held[1])
        for kind, group in (
            ("figure", "overall"),
            ("parameter", "parameters"),
            ("cost", "costs"),
            ("fees", "fees"),
        ):
            yield from _keyed(kind, "", old.get(group) or {}, new.get(group) or {}, labels)
    sources = [
        {
            key: {"title": _part(s, "title"), "year": _part(s, "year")}
            for key, s in side.data["sources"].items()
        }
        for side in (a, b)
    ]
    yield from _keyed("source", "", sources[0], sources[1], {})
