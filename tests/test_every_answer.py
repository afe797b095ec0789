"""Every answer that a profile can hold changes something that its reader sees.

Builds about ninety sites and takes about a minute and a half.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.profile import ReadProfile
from sitegen.profile.fields import Profile
from sitegen.render.paper import render_papers
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from sitegen.shape import fields_of
from tests.conftest import AS_OF, EDITION
from tests.sites import profile_of

SAMPLE = "anesthesiology-hopeful"
LISTS = {"programs", "list_specialty", "interviews", "rank_list"}
"""Files of the applicant's own; the tests of lists look at what stands in them."""

MORE: dict[str, Any] = {
    "exams": {
        "step1": {"score": 231},
        "step3": {"state": "passed", "score": 220, "failed_attempts": 0, "passed_on": "2026-09"},
        "oet": {"state": "planned", "planned": "2027-02"},
        "ecfmg": "in_progress",
    },
    "school": {"graduated": "2023-06"},
    "gaps": [{"from": "2025-01", "to": "2025-12", "reason": "cared for my father"}],
    "earlier_matches": [{"season": 2026, "specialties": ["anesthesiology"], "interviews": 2}],
    "applications": {"aim": "match", "leave_out": ["rank"]},
}
"""What the sample does not tell, told here so that it can be told otherwise."""

FIRST: dict[str, dict[str, Any]] = {
    "visa.accepts": {"visa": {"prefers": None}},
    "exams.step1.state": {"exams": {"step1": {"passed_on": None, "score": None}}},
    "exams.step1.planned": {
        "exams": {
            "step1": {"state": "planned", "planned": "2027-02", "score": None, "passed_on": None}
        }
    },
    "exams.step2_ck.state": {"exams": {"step2_ck": {"passed_on": None, "score": None}}},
    "exams.step2_ck.planned": {
        "exams": {
            "step2_ck": {"state": "planned", "planned": "2027-02", "score": None, "passed_on": None}
        }
    },
    "exams.step3.state": {"exams": {"step3": {"passed_on": None, "score": None}}},
    "exams.step3.planned": {
        "exams": {
            "step3": {"state": "planned", "planned": "2027-02", "score": None, "passed_on": None}
        }
    },
    "applications.sent": {"season": 2027, "stage": "interviewing"},
    "interests.not_for_life": {"interests": {"considering": [], "fit": None}},
    "constraints.states.excluded": {"constraints": {"states": {"preferred": ["Ohio"]}}},
}
"""What has to be told, or left open, before a question can have both answers."""

OTHERWISE: dict[str, Any] = {
    "fictional": False,
    "applicant.name": "Dr. Other Example",
    "applicant.citizenship": ["India"],
    "season": 2027,
    "stage": "applying",
    "paper": "a4",
    "visa.need": "green_card",
    "visa.accepts": ["j1"],
    "visa.prefers": "j1",
    "visa.in_us": True,
    "visa.j1_years_used": 3,
    "visa.h1b_years_used": 2,
    "exams.step1.state": "planned",
    "exams.step1.score": 199,
    "exams.step1.failed_attempts": 1,
    "exams.step1.planned": "2027-03",
    "exams.step1.passed_on": "2020-06",
    "exams.step2_ck.state": "planned",
    "exams.step2_ck.score": 239,
    "exams.step2_ck.failed_attempts": 1,
    "exams.step2_ck.planned": "2027-03",
    "exams.step2_ck.passed_on": "2020-02",
    "exams.step3.state": "not_planned",
    "exams.step3.score": 240,
    "exams.step3.failed_attempts": 1,
    "exams.step3.planned": "2027-03",
    "exams.step3.passed_on": "2026-03",
    "exams.oet.state": "passed",
    "exams.oet.planned": "2027-04",
    "exams.ecfmg": "certified",
    "school.name": "Another Example College",
    "school.country": "India",
    "school.graduated": "2018-06",
    "school.class_rank": "lower_half",
    "school.honours": [],
    "earlier_training.specialty": "general-surgery",
    "earlier_training.country": "India",
    "earlier_training.years": 5,
    "earlier_training.in_training_exam": "Failed",
    "gaps.from": "2024-08",
    "gaps.to": "2026-03",
    "gaps.reason": "looked for work",
    "earlier_matches.season": 2025,
    "earlier_matches.specialties": ["dermatology"],
    "earlier_matches.interviews": 0,
    "us_experience.specialty": "neurology",
    "us_experience.kind": "observership",
    "us_experience.weeks": 12,
    "us_experience.hands_on": False,
    "us_experience.hospital": "community",
    "us_experience.start": "2026-02",
    "letters.writer": "head of the clinic",
    "letters.specialty": "neurology",
    "letters.us_faculty": False,
    "letters.state": "to_ask",
    "letters.speaks_to": ["communication"],
    "letters.supports": ["neurology"],
    "research.kind": "poster",
    "research.field": "neurology",
    "research.count": 9,
    "research.title": "Another title",
    "research.transfers_to": ["family-medicine"],
    "experiences.kind": "mental_health",
    "experiences.title": "Another course",
    "experiences.did": "Something else",
    "experiences.start": "2025-01",
    "applications.aim": "wish",
    "applications.leave_out": [],
    "applications.sent": {"anesthesiology": 40},
    "communication.spoken_english": 1,
    "communication.rapport": 1,
    "communication.cultural_ease": 1,
    "communication.evidence": "Another line",
    "interests.primary": "psychiatry",
    "interests.considering": ["pathology"],
    "interests.fit": {"anesthesiology": 2},
    "interests.not_for_life": ["family-medicine"],
    "interests.place": "outpatient",
    "interests.manner": "cognitive",
    "interests.contact": "long",
    "interests.pace": "calm",
    "interests.hours": "regular",
    "interests.weights.match": 3,
    "interests.weights.visa": 3,
    "interests.weights.fit": 3,
    "interests.fellowship": "Pain medicine",
    "interests.long_term": "Another life",
    "commitment.respect": 1,
    "commitment.proud": False,
    "commitment.saw_daily_work": None,
    "commitment.talked_with": None,
    "commitment.wrote_introduction": None,
    "commitment.doubt": "The nights",
    "commitment.may_disagree": "My mother",
    "constraints.lost_year.money": True,
    "constraints.lost_year.visa": False,
    "constraints.lost_year.morale": True,
    "constraints.ready_to_reapply": True,
    "constraints.money.currency": "INR",
    "constraints.money.per_usd": 90,
    "constraints.money.income_month": 10000,
    "constraints.money.costs_month": 900000,
    "constraints.money.savings": 0,
    "constraints.application_budget": 900,
    "constraints.states.preferred": ["Florida"],
    "constraints.states.excluded": ["Texas", "Florida"],
    "constraints.states.open_to_all": False,
    "constraints.community_hospitals": False,
    "constraints.rural": True,
    "constraints.smaller_city": False,
    "constraints.waiver_job": False,
    "constraints.family": "Another line",
}
"""Another answer to each question. In a list, and for commitment, it goes to the first entry."""


def merged(told: Any, more: Any) -> Any:
    """One profile with the answers of another in it."""
    if isinstance(told, dict) and isinstance(more, dict):
        both = {**told, **{key: merged(told.get(key), value) for key, value in more.items()}}
        return {key: value for key, value in both.items() if value is not None}
    return more


def placed(told: dict[str, Any], path: str) -> dict[str, Any]:
    """The profile with the other answer at a path; None takes the answer out."""
    made = copy.deepcopy(told)
    *heads, last = path.split(".")
    part = made
    for head in heads:
        part = part.setdefault(head, {})
        if isinstance(part, list):
            part = part[0]
        elif head == "commitment":
            part = part[min(part)]
    part[last] = OTHERWISE[path]
    return made


def questions(record: type = Profile, before: str = "") -> Iterator[str]:
    """The path of each answer that a profile can hold."""
    for key, field in fields_of(record).items():
        inner = record_in(field.kind)
        if inner is None:
            yield before + key
        else:
            yield from questions(inner, f"{before}{key}.")


def record_in(kind: Any) -> type | None:
    """The record that a kind of value is, or is a list or a map of."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return kind
    return next(filter(None, map(record_in, typing.get_args(kind))), None)


def read_by(
    told: dict[str, Any], profile: Callable[[str], ReadProfile], knowledge: Knowledge
) -> dict[str, str]:
    """The words of every page, and the print page, whose size of paper is seen too."""
    sections = Sections(make_plan(profile(json.dumps(told, default=str)), knowledge, AS_OF))
    tree = render_site(sections, EDITION)
    read = {path: words(raw.decode()) for path, raw in tree.items() if path.endswith(".html")}
    printed = render_papers(sections, told["paper"])[0].html
    return {**read, "paper": re.findall(r"@page[^{]*{[^}]*size: *([^;]+)", printed)[0]}


def words(html: str) -> str:
    """The words of a page, without its marks of elements."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    sample = yaml.safe_load(profile_of(SAMPLE).read_text(encoding="utf-8"))
    return merged({key: value for key, value in sample.items() if key not in LISTS}, MORE)


@pytest.fixture(scope="module")
def before(
    told: dict[str, Any], profile: Callable[[str], ReadProfile], knowledge: Knowledge
) -> dict[str, str]:
    return read_by(told, profile, knowledge)


def test_every_question_has_another_answer_here() -> None:
    assert set(questions()) - LISTS == set(OTHERWISE)


@pytest.mark.parametrize("path", OTHERWISE)
def test_another_answer_changes_something_that_its_reader_sees(
    path: str,
    told: dict[str, Any],
    before: dict[str, str],
    profile: Callable[[str], ReadProfile],
    knowledge: Knowledge,
) -> None:
    if path in FIRST:
        told = merged(told, FIRST[path])
        before = read_by(told, profile, knowledge)
    after = read_by(placed(told, path), profile, knowledge)
    assert after != before, f"{path} changes nothing on any page"
