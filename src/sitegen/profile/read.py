"""Reads a profile and checks what spans several of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Set
from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from sitegen.diagnostics import Location, Problems, shorten
from sitegen.profile.fields import Certification, Exams, ExamState, Profile, VisaNeed
from sitegen.programs import Program
from sitegen.ranklist import RankEntry
from sitegen.reading import read_as
from sitegen.schema import json_schema
from sitegen.shape import Vocabulary
from sitegen.syntax import glued
from sitegen.tracker import Interview
from sitegen.yamlio import Mapping, Node, Refused, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """A profile with the place of each of its parts, by dotted path, and the lists beside it.

    A list that the profile does not name is empty here and was not told. `rank_list` is the primary
    list; `supplemental` holds the lines of the supplemental ones.
    """

    profile: Profile
    places: AbstractMapping[str, Location]
    file: str
    programs: tuple[Program, ...] = ()
    interviews: tuple[Interview, ...] = ()
    rank_list: tuple[RankEntry, ...] = ()
    supplemental: tuple[RankEntry, ...] = ()


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


def _tells_nothing(value: object) -> bool:
    """Whether nothing stands at a key, or only keys with nothing behind them."""
    if is_dataclass(value):
        return all(_tells_nothing(getattr(value, name)) for name in value.__dataclass_fields__)
    return value is None


def read_profile(
    node: Node | None, file: str, problems: Problems, vocabularies: AbstractMapping[str, Vocabulary]
) -> ReadProfile | None:
    """Read a profile; None after errors, which `problems` then holds."""
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
        rest = _sound_part(node, {p.location for p in problems.found[at:]})
        profile, places = read_as(Profile, rest, file, Problems(), vocabularies)
    if profile is None:
        return None
    _check(profile, places, problems, file)
    profile = replace(profile, exams=_with_plans(profile.exams))
    return None if problems.error_count > before else ReadProfile(profile, places, file)


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
    told = {p.location for p in problems.found}
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
        problems.add("Y201", node.location, slip.message, f"{slip.hint}, and so in every line")
        return
    found = f"found {shorten(node.text)}" if isinstance(node, Scalar) else "found a list"
    problems.add(
        "P103", node.location, f'a profile has lines such as "season: 2028"; {found}',
        "sitegen init my-profile.yaml writes a profile to start from",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Clash:
    """Two answers that cannot both be true: its code, the path of one of them, the words."""

    code: str
    path: str
    message: str
    hint: str


def _check(
    p: Profile, places: AbstractMapping[str, Location], problems: Problems, file: str
) -> None:
    """Record contradictions between fields."""
    for clash in (*_exams(p), *_visa(p), *_wishes(p), *_places(p), *_gaps(p), *_money(p)):
        path = clash.path
        while path and path not in places:
            path = path.rpartition(".")[0]
        where = places.get(path, Location(file, 1, 1))
        problems.add(clash.code, where, clash.message, clash.hint)


def _exams(p: Profile) -> Iterator[_Clash]:
    for name in ("step1", "step2_ck", "step3"):
        exam = getattr(p.exams, name)
        if exam is None:
            continue
        path = f"exams.{name}"
        if exam.score is not None and exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED):
            yield _Clash(
                "P201", f"{path}.score",
                f"a score stands here, but {path}.state says {exam.state.value}",
                "set the state to passed or failed, or take the score away",
            )  # fmt: skip
        not_taken = exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED)
        if not_taken and exam.failed_attempts:
            yield _Clash(
                "P201", f"{path}.failed_attempts",
                f"a failed attempt stands here, but {path}.state says {exam.state.value}",
                "set the state to failed; a planned date may stand beside it",
            )  # fmt: skip
        if exam.state is ExamState.FAILED and exam.failed_attempts == 0:
            yield _Clash(
                "P201", f"{path}.failed_attempts",
                "the exam is failed, but failed_attempts says 0",
                "write how often it was failed, at least 1",
            )  # fmt: skip
        if exam.passed_on is not None and exam.state not in (None, ExamState.PASSED):
            yield _Clash(
                "P201", f"{path}.passed_on",
                f"a date of passing stands here, but {path}.state says {exam.state.value}",
                "set the state to passed, or take the date away",
            )  # fmt: skip
        certified = p.exams.ecfmg is Certification.CERTIFIED and name != "step3"
        if certified and exam.state not in (None, ExamState.PASSED):
            yield _Clash(
                "P206", "exams.ecfmg",
                f"ECFMG certifies only after {path}, and its state says {exam.state.value}",
                f"change {path}.state to passed, or write in_progress here",
            )  # fmt: skip


def _visa(p: Profile) -> Iterator[_Clash]:
    if p.visa.prefers and p.visa.accepts is not None and p.visa.prefers not in p.visa.accepts:
        yield _Clash(
            "P202", "visa.prefers",
            f"visa.prefers says {p.visa.prefers.value}, but visa.accepts does not list it",
            "add it to visa.accepts, or change visa.prefers",
        )  # fmt: skip
    if p.visa.need is VisaNeed.SPONSORSHIP and p.visa.accepts == ():
        yield _Clash(
            "P202", "visa.accepts", "a visa is needed, but none is accepted",
            "list the visas you would accept: [j1], [h1b] or [j1, h1b]",
        )  # fmt: skip


def _wishes(p: Profile) -> Iterator[_Clash]:
    vetoed = set(p.interests.not_for_life or ())
    if p.interests.primary in vetoed:
        yield _Clash(
            "P203", "interests.primary",
            f"{p.interests.primary} is your first choice and also stands in not_for_life",
            "take it out of one of the two",
        )  # fmt: skip
    for name, rating in (p.interests.fit or {}).items():
        if name in vetoed and rating >= 3:
            yield _Clash(
                "P203", f"interests.fit.{name}",
                f"{name} has fit {rating} and also stands in not_for_life",
                "take it out of not_for_life, or rate it 1 or 2",
            )  # fmt: skip

    for name, told in (p.commitment or {}).items():
        if name in vetoed and told.proud:
            yield _Clash(
                "P203", f"commitment.{name}.proud",
                f"you are proud to be introduced in {name}, and it also stands in not_for_life",
                "take it out of not_for_life, or write proud: no",
            )  # fmt: skip


def _places(p: Profile) -> Iterator[_Clash]:
    states = p.constraints.states
    both = set(states.preferred or ()) & set(states.excluded or ()) if states else set()
    for state in sorted(both):
        yield _Clash(
            "P204", "constraints.states.excluded", f"{state} is both preferred and excluded",
            "take it out of one of the two",
        )  # fmt: skip


def _gaps(p: Profile) -> Iterator[_Clash]:
    for i, gap in enumerate(p.gaps or ()):
        if gap.end and gap.end < gap.start:
            yield _Clash(
                "P205", f"gaps[{i}].to", "the gap ends before it starts", "change from or to"
            )


def _money(p: Profile) -> Iterator[_Clash]:
    money = p.constraints.money
    if money is None:
        return
    amounts = (money.income_month, money.costs_month, money.savings)
    if money.currency is None and (money.per_usd or any(a is not None for a in amounts)):
        yield _Clash(
            "P207", "constraints.money", "amounts stand here, but not their currency",
            "add a line currency: with three letters, such as PKR or USD",
        )  # fmt: skip
    elif money.currency == "USD" and money.per_usd not in (None, 1):
        yield _Clash(
            "P207", "constraints.money.per_usd",
            f"the currency is USD, but one US dollar is said to cost {money.per_usd:g}",
            "write your own currency, or take per_usd away",
        )  # fmt: skip
    elif money.currency not in (None, "USD") and money.per_usd is None:
        yield _Clash(
            "P207", "constraints.money.currency",
            f"amounts in {money.currency} cannot be compared with US dollars yet",
            f"add a line per_usd: how many {money.currency} one US dollar costs today",
        )  # fmt: skip


def profile_schema(vocabularies: AbstractMapping[str, Vocabulary]) -> dict[str, Any]:
    """JSON Schema of a profile, for completion in editors."""
    return json_schema(Profile, "sitegen applicant profile", vocabularies)
