"""The state of the data: what is old, what is only judged; and what other data change in advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sitegen import resources
from sitegen.comparing import read_side_of
from sitegen.diagnostics import Problems, visible
from sitegen.difference.compare import Change, Difference, compare
from sitegen.difference.words import sentences
from sitegen.explaining.subject import Data
from sitegen.knowledge.aging import dates_awaited, newest_printed, overdue, overtaken, stale
from sitegen.knowledge.units import SourceKind, ValueKind
from sitegen.records import value_object

ADVICE = ("answer", "chances", "cost")
"""Groups of a difference that are advice: the verdict, the chance, numbers and their cost."""

NEAR = {"any", "start"}
"""Changes of a chance over several specialties, which concern everybody."""


@value_object
class Held:
    """One group of values that somebody has to look after, each value with its place."""

    title: str
    entries: tuple[str, ...]


def state_of(data: Data) -> tuple[Held, ...]:
    """What is old, what rests on a judgement alone, and which figures nobody published."""
    return (
        Held("old", tuple(_old(data))),
        Held("figures that are judgements", tuple(_judged_figures(data))),
        Held("dated values that are judgements", tuple(_judged_parameters(data))),
        Held("rules with no source but a judgement", tuple(_judged_rules(data))),
        Held("figures that are not there", tuple(_absent(data))),
    )


def told_state(data: Data, full: bool) -> str:
    """The state as text: counts, with the list behind each where it is short or asked for."""
    known = data.known
    year, number = newest_printed(known), len(known.sources)
    lines = [f"Dates of Match {year}; {number} sources; as of {data.as_of}."]
    for held in state_of(data):
        lines.append(f"{len(held.entries):4}  {held.title}")
        lines += (f"      {each}" for each in held.entries if full or held.title == "old")
    lines += [] if full else ["--list shows each of them with its line."]
    return "\n".join(lines)


def _old(data: Data) -> Iterator[str]:
    """What was to be looked at again, what nobody confirmed for long, and overtaken figures."""
    known, day = data.known, data.as_of
    for key, whats in overdue(known, day).items():
        due = known.sources[key].look_again
        place = data.place("sources/", key)
        yield f"{place}: {key}, to be read again by {due}; values that rest on it: {len(whats)}"
    for name, checked in stale(known, day):
        path = data.file(f"parameters/{name.replace('.', '/')}.yaml", "checked_on")
        yield f"{path}: {name}, confirmed on {checked}"
    for year, names in overtaken(known, day).items():
        for name in names:
            place = data.file(f"specialties/{name}.yaml", "figures/matched_preferred")
            yield f"{place}: figures of Match {year}, and newer Matches have been held"
    if season := dates_awaited(known, day):
        yield f"data/seasons: no printed date of Match {season}"


def _judged_figures(data: Data) -> Iterator[str]:
    for name, specialty in data.known.specialties.items():
        for metric, evidence in specialty.about.figures.items():
            if evidence.use.kind is ValueKind.JUDGEMENT:
                place = data.file(f"specialties/{name}.yaml", f"figures/{metric}")
                yield f"{place}: {metric} of {name}"


def _judged_parameters(data: Data) -> Iterator[str]:
    for name, parameter in data.known.parameters.items():
        day = max((d for d in parameter.values if d <= data.as_of.isoformat()), default="")
        if day and parameter.values[day].kind is ValueKind.JUDGEMENT:
            path = f"parameters/{name.replace('.', '/')}.yaml"
            yield f"{data.file(path, f'values/{day}')}: {name}"


def _judged_rules(data: Data) -> Iterator[str]:
    sources = data.known.sources
    for rule in data.known.rules:
        if all(sources[key].kind is SourceKind.JUDGEMENT for key in rule.sources):
            yield f"{data.place('rules/', rule.id)}: {rule.id}"


def _absent(data: Data) -> Iterator[str]:
    """Figures that most specialties have, and these do not."""
    known = data.known
    for metric in known.metrics:
        without = [n for n, s in known.specialties.items() if metric not in s.about.figures]
        if 0 < len(without) < len(known.specialties) / 2:
            yield from (f"{data.file(f'specialties/{n}.yaml')}: no {metric}" for n in without)


def samples() -> list[Path]:
    """The fictional profiles that come along."""
    return sorted((resources.root() / "data" / "profiles").glob("*.yaml"))


def release_note(
    profiles: Sequence[Path], pack: Path, day: dt.date, problems: Problems
) -> str | None:
    """What other data change, as Markdown: figures from old to new, then the advice by profile.

    None where a profile or the data cannot be read; the problems say why.
    """
    found: dict[str, Difference] = {}
    for profile in profiles:
        a, b = (read_side_of(profile, data, day, problems) for data in (None, pack))
        if a is None or b is None:
            return None
        found[profile.stem] = compare(a, b)
    sides = f"A: the data of this version. B: those in {visible(str(pack))}. The day is {day}."
    advice = ["", "## What changes in the advice", *_advice(found)]
    return "\n".join([sides, "", *_figures(found), *advice])


def _figures(found: Mapping[str, Difference]) -> list[str]:
    lines = ["## What changes in the data", ""]
    changed = dict.fromkeys(line for each in found.values() for line in _lines(each, each.data))
    return lines + (list(changed) or ["Nothing that a plan rests on."])


def _advice(found: Mapping[str, Difference]) -> Iterator[str]:
    for name, difference in found.items():
        yield from ("", f"### {name}", "")
        groups = dict(difference.groups)
        lines = [line for g in ADVICE for line in _lines(difference, _near(difference, groups[g]))]
        yield from lines or ["Nothing changes."]


def _near(difference: Difference, changes: Sequence[Change]) -> list[Change]:
    """Changes of the answer's own specialties, and of what concerns them all."""
    own = {s.data.get("first_choice") for s in (difference.a, difference.b)}
    own |= {n for s in (difference.a, difference.b) for n in s.data["choice"]["backups"]}
    kept = [c for c in changes if c.kind in NEAR or not c.subject or c.subject in own]
    return [replace(each, because=()) for each in kept]


def _lines(difference: Difference, changes: Sequence[Change]) -> list[str]:
    return [f"- {visible(line.strip())}" for line in sentences(difference, changes)]
