"""Reads a profile and checks what spans several of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.diagnostics import Location, Problems
from sitegen.profile.fields import ExamState, Profile, VisaNeed
from sitegen.shape import Vocabulary, json_schema, read_as
from sitegen.yamlio import Node


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """A profile with the place of each of its parts, by dotted path."""

    profile: Profile
    places: Mapping[str, Location]
    file: str


def read_profile(
    node: Node | None, file: str, problems: Problems, vocabularies: Mapping[str, Vocabulary]
) -> ReadProfile | None:
    """Read a profile; None after errors, which `problems` then holds."""
    profile, places = read_as(Profile, node, file, problems, vocabularies)
    if profile is None:
        return None
    before = len(problems.errors)
    _check(profile, places, problems, file)
    return None if len(problems.errors) > before else ReadProfile(profile, places, file)


def _check(p: Profile, places: Mapping[str, Location], problems: Problems, file: str) -> None:
    """Record contradictions between fields."""

    def at(path: str) -> Location:
        return places.get(path, Location(file, 1, 1))

    for name, exam in (("step1", p.exams.step1), ("step2_ck", p.exams.step2_ck),
                       ("step3", p.exams.step3)):
        if exam is None:
            continue
        path = f"exams.{name}"
        if exam.score is not None and exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED):
            problems.add("P201", at(f"{path}.score"),
                         f"a score stands here, but {path}.state says {exam.state.value}",
                         "set the state to passed or failed, or take the score away")
        if exam.state is ExamState.FAILED and exam.failed_attempts == 0:
            problems.add("P201", at(f"{path}.failed_attempts"),
                         "the exam is failed, but failed_attempts says 0",
                         "write how often it was failed, at least 1")
    if p.visa.prefers and p.visa.accepts is not None and p.visa.prefers not in p.visa.accepts:
        problems.add("P202", at("visa.prefers"),
                     f"visa.prefers says {p.visa.prefers.value}, "
                     "but visa.accepts does not list it",
                     "add it to visa.accepts, or change visa.prefers")
    if p.visa.need is VisaNeed.SPONSORSHIP and p.visa.accepts == ():
        problems.add("P202", at("visa.accepts"),
                     "a visa is needed, but none is accepted",
                     "list the visas you would accept: [j1], [h1b] or [j1, h1b]")
    vetoed = set(p.interests.not_for_life or ())
    for path, chosen in (("interests.primary", p.interests.primary),):
        if chosen in vetoed:
            problems.add("P203", at(path),
                         f"{chosen} is your first choice and also stands in not_for_life",
                         "take it out of one of the two")
    for name, rating in (p.interests.fit or {}).items():
        if name in vetoed and rating >= 3:
            problems.add("P203", at("interests.fit"),
                         f"{name} has fit {rating} and also stands in not_for_life",
                         "take it out of not_for_life, or rate it 1 or 2")
    states = p.constraints.states
    both = set(states.preferred or ()) & set(states.excluded or ()) if states else set()
    for state in sorted(both):
        problems.add("P204", at("constraints.states.excluded"),
                     f"{state} is both preferred and excluded", "take it out of one of the two")
    for i, gap in enumerate(p.gaps or ()):
        if gap.end and gap.end < gap.start:
            problems.add("P205", at(f"gaps[{i}].to"), "the gap ends before it starts",
                         "change from or to")


def profile_schema(vocabularies: Mapping[str, Vocabulary]) -> dict[str, Any]:
    """JSON Schema of a profile, for completion in editors."""
    return json_schema(Profile, "sitegen applicant profile", vocabularies)
