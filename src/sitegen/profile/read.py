"""Reads a profile and checks what spans several of its fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence as AbstractSequence
from collections.abc import Set
from dataclasses import is_dataclass, replace
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Location, Problem, Problems, Severity, shorten
from sitegen.missing_spaces import glued
from sitegen.profile.clashes import clashes
from sitegen.profile.days import day_clashes
from sitegen.profile.fields import Exams, ExamState, Profile
from sitegen.profile.served import outside
from sitegen.reading import read_as
from sitegen.records import value_object
from sitegen.schema import json_schema
from sitegen.shape import Vocabulary
from sitegen.yamlio import Mapping, Node, Refused, Scalar, Sequence

if TYPE_CHECKING:  # What reads the lists is loaded only where a profile names one.
    from sitegen.programs.model import Program
    from sitegen.ranklist import RankEntry
    from sitegen.tracker import Interview
    from sitegen.understanding import Understanding


@value_object
class ReadProfile:
    """A profile with the place of each of its parts, by dotted path, and the lists beside it.

    A list that the profile does not name is empty here and was not told. `rank_list` is the primary
    list; `supplemental` holds the lines of the supplemental ones. `lists` says how each list was
    understood.
    """

    profile: Profile
    places: AbstractMapping[str, Location]
    file: str
    programs: tuple[Program, ...] = ()
    interviews: tuple[Interview, ...] = ()
    rank_list: tuple[RankEntry, ...] = ()
    supplemental: tuple[RankEntry, ...] = ()
    lists: tuple[Understanding, ...] = ()


def unanswered(read: ReadProfile, path: str) -> bool:
    """Whether a dotted path is one of the profile, and nothing is told there."""
    value: object = read.profile
    for name in path.split("."):
        if isinstance(value, AbstractMapping):
            value = value.get(name)
        elif not hasattr(value, name):
            return False
        else:
            value = getattr(value, name)
        if _tells_nothing(value):
            return True
    return path not in read.places


def told_at(profile: Profile, path: str) -> object:
    """What a profile tells at a dotted path; None where nothing stands there."""
    value: object = profile
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _tells_nothing(value: object) -> bool:
    """Whether nothing stands at a key, or only keys with nothing behind them."""
    if is_dataclass(value):
        return all(_tells_nothing(getattr(value, name)) for name in value.__dataclass_fields__)
    return value is None


def read_profile(
    node: Node | None,
    file: str,
    problems: Problems,
    vocabularies: AbstractMapping[str, Vocabulary],
    as_of: dt.date | None = None,
) -> ReadProfile | None:
    """Read a profile; None after errors, which `problems` then holds.

    Days are held against `as_of`, the day of the plan, where it is told.
    """
    if isinstance(node, Scalar) and node.value is None and not node.quoted:
        node = None
    if isinstance(node, Refused):
        return None
    if node is not None and not isinstance(node, Mapping):
        _no_profile(node, problems)
        return None
    before, at = problems.error_count, len(problems.found)
    profile, places = read_as(Profile, node, file, problems, vocabularies)
    if profile is None and node is not None:
        rest = _sound_part(node, {p.location for p in _errors(problems.found[at:])})
        profile, places = read_as(Profile, rest, file, Problems(), vocabularies)
    if profile is None:
        return None
    _check(profile, places, problems, file, as_of)
    profile = replace(profile, exams=_with_plans(profile.exams))
    return None if problems.error_count > before else ReadProfile(profile, places, file)


def _errors(found: AbstractSequence[Problem]) -> list[Problem]:
    return [problem for problem in found if problem.severity is Severity.ERROR]


def _with_plans(exams: Exams) -> Exams:
    """The exams, where a planned day that stands alone says that the exam is planned."""
    told: dict[str, Any] = {}
    for name in ("step1", "step2_ck", "step3", "oet"):
        exam = getattr(exams, name)
        if exam and exam.planned and exam == type(exam)(planned=exam.planned):
            told[name] = replace(exam, state=ExamState.PLANNED)
    return replace(exams, **told)


def _sound_part(profile: Mapping, bad: Set[Location]) -> Mapping:
    """The groups of a profile in which nothing is wrong, so that these are checked as well.

    A group goes as a whole: what is left of it could seem to contradict what was cut out.
    """
    kept = []
    for entry in profile.entries:
        value = None if entry.location in bad else _sound(entry.value, bad)
        if value is not None:
            kept.append(replace(entry, value=value))
    return Mapping(tuple(kept), profile.location)


def _sound(node: Node, bad: Set[Location]) -> Node | None:
    """A value without the groups below it in which something is wrong; None if it is itself."""
    if isinstance(node, Refused) or node.location in bad:
        return None
    if isinstance(node, Sequence):
        items = [(item, _sound(item, bad)) for item in node.items]
        if any(kept is None and not isinstance(item, Mapping) for item, kept in items):
            return None
        return replace(node, items=tuple(kept for _, kept in items if kept is not None))
    if isinstance(node, Mapping):
        part = _sound_part(node, bad)
        kept_keys = {entry.key for entry in part.entries}
        lost = [entry for entry in node.entries if entry.key not in kept_keys]
        if any(e.location in bad or not isinstance(e.value, Mapping) for e in lost):
            return None
        return part if node.whole else None
    return node


def named_lists(
    profile: Node | None, keys: AbstractSequence[str], problems: Problems
) -> list[Scalar | None]:
    """The names of the lists beside a profile; None where none stands or it has a problem."""
    entries = profile.entries if isinstance(profile, Mapping) else ()
    told = {p.location for p in problems.errors}
    found = {
        entry.key: entry.value
        for entry in entries
        if isinstance(entry.value, Scalar)
        and entry.value.text.strip()
        and not {entry.location, entry.value.location} & told
        and (entry.value.value is not None or entry.value.quoted)
    }
    return [found.get(key) for key in keys]


def _no_profile(node: Scalar | Sequence, problems: Problems) -> None:
    """Record that a file holds something else than lines of keys and values."""
    slip = (
        glued(node.text.split()[0], 0) if isinstance(node, Scalar) and node.text.strip() else None
    )
    if slip:
        here = replace(node.location, column=node.location.column - 1 + slip.column)
        hint = f"{slip.hint}, and so in every line"
        problems.add("Y201", here, slip.message, hint, edit=slip.edit)
        return
    found = f"found {shorten(node.text)}" if isinstance(node, Scalar) else "found a list"
    problems.add(
        "P103",
        node.location,
        f'a profile has lines such as "season: 2028"; {found}',
        "sitegen init my-profile.yaml writes a profile to start from",
    )


def _check(
    p: Profile,
    places: AbstractMapping[str, Location],
    problems: Problems,
    file: str,
    as_of: dt.date | None,
) -> None:
    """Record contradictions between fields, and with the day of the plan."""
    for clash in (*clashes(p), *outside(p), *(day_clashes(p, as_of) if as_of else ())):
        path = clash.path
        while path and path not in places:
            path = path.rpartition(".")[0]
        where = places.get(path, Location(file, 1, 1))
        record = problems.warn if clash.only_warns else problems.add
        record(clash.code, where, clash.message, clash.hint)


def profile_schema(vocabularies: AbstractMapping[str, Vocabulary]) -> dict[str, Any]:
    """JSON Schema of a profile, for completion in editors."""
    return json_schema(Profile, "sitegen applicant profile", vocabularies)
