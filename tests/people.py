"""Made-up applicants: many, different, and each one possible. The same seed is the same person."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

from sitegen.plan.decided import Scheduled
from sitegen.plan.stages import make_schedule

CAREERS = (
    "anesthesiology",
    "dermatology",
    "diagnostic-radiology",
    "emergency-medicine",
    "family-medicine",
    "general-surgery",
    "internal-medicine",
    "neurological-surgery",
    "neurology",
    "obstetrics-gynecology",
    "ophthalmology",
    "pathology",
    "pediatrics",
    "physical-medicine-rehabilitation",
    "psychiatry",
    "radiation-oncology",
    "transitional-year",
    "urology",
)
COUNTRIES = ("India", "Pakistan", "Nigeria", "Egypt", "Iran", "Brazil", "Sudan", "Nepal", "Germany")
STATES = ("Texas", "Ohio", "California", "New York", "Michigan", "Tennessee", "Florida")
KINDS = ("elective", "externship", "observership", "sub_internship", "research_with_clinic")


def someone(seed: int) -> dict[str, Any]:
    """The answers of one person. Any of them may be left out."""
    r = random.Random(seed)
    knows = r.choice((0.3, 0.7, 0.9, 1.0))
    primary = r.choice(CAREERS)
    others = r.sample(CAREERS, r.choice((0, 1, 2, 4)))
    told: dict[str, Any] = {
        "season": r.choice((2027, 2028, 2028, 2028)),
        "stage": r.choice(("exploring", "exams", "rotations", "applying", "interviewing")),
        "applicant": {
            "name": f"Person {seed}",
            "citizenship": r.sample(COUNTRIES, r.choice((1, 2))),
        },
        "visa": _visa(r),
        "exams": _exams(r),
        "school": {"country": r.choice(COUNTRIES), "graduated": f"{r.randint(2008, 2026)}-06"},
        "gaps": r.choice(([], [{"from": "2022-01", "to": "2022-09", "reason": "family"}])),
        "earlier_matches": r.choice(([], [{"season": 2026, "interviews": r.randint(0, 6)}])),
        "earlier_training": r.choice(([], [{"specialty": r.choice(CAREERS), "years": 2}])),
        "us_experience": [_rotation(r, primary) for _ in range(r.choice((0, 1, 3)))],
        "letters": [_letter(r, primary) for _ in range(r.choice((0, 1, 3, 5)))],
        "research": r.choice(
            (
                [],
                [
                    {"kind": "audit", "field": primary},
                    {"kind": "publication", "field": r.choice(CAREERS), "count": 3},
                ],
            )
        ),
        "experiences": r.choice(
            (
                [],
                [
                    {"kind": "mental_health", "title": "Night telephone line"},
                    {"kind": "teaching", "title": "Tutor of first-year students"},
                ],
            )
        ),
        "communication": {"spoken_english": r.randint(2, 5), "rapport": r.randint(2, 5)},
        "interests": _interests(r, primary, others),
        "commitment": _commitment(r, [primary, "internal-medicine", *others]),
        "constraints": _constraints(r),
    }
    found = {key: value for key, value in told.items() if r.random() < knows}
    if seed % 12 == 6:
        return found | STRONG | WITH_A_BACKUP
    return found | STRONG if seed % 12 == 0 else found


STRONG: dict[str, Any] = {
    "season": 2028,
    "visa": {"need": "sponsorship", "accepts": ["j1"]},
    "exams": {
        **{
            name: {"state": "passed", "failed_attempts": 0, "score": 255}
            for name in ("step2_ck", "step3")
        },
        "step1": {"state": "passed", "failed_attempts": 0},
        "oet": {"state": "passed"},
        "ecfmg": "certified",
    },
    "school": {"country": "India", "graduated": "2025-01"},
    "gaps": [],
    "earlier_matches": [],
    "earlier_training": [],
    "us_experience": [{"specialty": "internal-medicine", "kind": "elective", "weeks": 12}],
    "letters": [
        {
            "writer": f"ward attending {i}",
            "specialty": "internal-medicine",
            "us_faculty": True,
            "state": "received",
        }
        for i in (1, 2, 3)
    ],
    "research": [{"kind": "publication", "field": "internal-medicine", "count": 6}],
    "communication": {"spoken_english": 5, "rapport": 5, "cultural_ease": 5},
    "interests": {
        "primary": "internal-medicine",
        "considering": [],
        "not_for_life": [],
        "place": "inpatient",
        "manner": "cognitive",
        "contact": "long",
        "pace": "moderate",
        "hours": "any",
    },
    "constraints": {
        "lost_year": {"money": True, "visa": True, "morale": True},
        "ready_to_reapply": True,
        "application_budget": 4000,
    },
}
"""The answers of somebody who may need no backup; every twelfth person has them."""

WITH_A_BACKUP: dict[str, Any] = {
    "interests": {
        **STRONG["interests"],
        "primary": "anesthesiology",
        "considering": ["internal-medicine"],
        "fit": {"internal-medicine": 4},
    },
    "commitment": {"internal-medicine": {"respect": 5, "proud": True}},
    "constraints": {**STRONG["constraints"], "ready_to_reapply": False},
}
"""The answers that need a backup and have one; the sixth of twelve has them."""


def text_of(seed: int) -> str:
    """The profile of one person. JSON is YAML."""
    return json.dumps(someone(seed), indent=1)


def _visa(r: random.Random) -> dict[str, Any]:
    need = r.choice(
        ("sponsorship", "sponsorship", "sponsorship", "green_card", "work_authorisation")
    )
    if need != "sponsorship":
        return {"need": need}
    accepts = r.choice((["j1"], ["h1b"], ["j1", "h1b"], None))
    told = {"need": need, "in_us": r.choice((True, False))}
    return told if accepts is None else {**told, "accepts": accepts}


def _exams(r: random.Random) -> dict[str, Any]:
    certified = r.random() < 0.4
    passed = {"state": "passed", "failed_attempts": r.choice((0, 0, 0, 1))}
    step2 = {**passed, "score": r.randint(215, 270), "passed_on": "2025-03"}
    todo = r.choice(({"state": "not_planned"}, {"state": "planned", "planned": "2027-03"}))
    return {
        "step1": {**passed, "passed_on": "2024-02"} if certified or r.random() < 0.7 else todo,
        "step2_ck": step2 if certified or r.random() < 0.6 else todo,
        "step3": passed if certified and r.random() < 0.4 else todo,
        "oet": {"state": "passed"} if certified else todo,
        "ecfmg": "certified" if certified else r.choice(("in_progress", "not_started")),
    }


def _rotation(r: random.Random, primary: str) -> dict[str, Any]:
    return {
        "specialty": r.choice((primary, "internal-medicine", "psychiatry")),
        "kind": r.choice(KINDS),
        "weeks": r.choice((2, 4, 8)),
        "start": r.choice(("2025-05", "2026-08")),
    }


def _letter(r: random.Random, primary: str) -> dict[str, Any]:
    field = r.choice((primary, "internal-medicine", "family-medicine"))
    told: dict[str, Any] = {"writer": f"{field} attending", "specialty": field}
    if r.random() < 0.8:
        told |= {
            "us_faculty": r.random() < 0.7,
            "state": r.choice(("received", "promised", "to_ask")),
        }
    if r.random() < 0.5:
        told["supports"] = r.choice(([], [field]))
    if r.random() < 0.5:
        told["speaks_to"] = ["clinical_skills"]
    return told


def _interests(r: random.Random, primary: str, others: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "considering": others,
        "place": r.choice(("inpatient", "outpatient", "mixed")),
        "manner": r.choice(("procedural", "cognitive", "mixed")),
        "contact": "either",
        "pace": r.choice(("calm", "moderate", "intense")),
        "hours": "any",
        "not_for_life": []
        if r.random() < 0.7
        else [c for c in ("pathology", "psychiatry") if c != primary],
    }
    if r.random() < 0.85:
        told["primary"] = primary
    if r.random() < 0.4:
        told |= {
            "fellowship": r.choice(("Cardiology", "Critical care", "Something else")),
            "long_term": "A hospital near my sister",
        }
    return {key: value for key, value in told.items() if r.random() < 0.9}


def _commitment(r: random.Random, fields: list[str]) -> dict[str, Any]:
    return {
        name: {"respect": r.randint(2, 5), "talked_with": r.choice(("2026-05-02", "2027-02-02"))}
        for name in dict.fromkeys(fields)
        if r.random() < 0.4
    }


def _constraints(r: random.Random) -> dict[str, Any]:
    told = {
        "lost_year": {name: r.random() < 0.5 for name in ("money", "visa", "morale")},
        "ready_to_reapply": r.random() < 0.5,
        "application_budget": r.choice((300, 1500, 4000)),
        "states": r.choice(({"preferred": r.sample(STATES, 2)}, {"open_to_all": True})),
        "rural": r.random() < 0.5,
        "waiver_job": r.random() < 0.5,
        "money": {
            "currency": "INR",
            "per_usd": 84,
            "income_month": 90000,
            "costs_month": 40000,
            "savings": 500000,
        },
    }
    return {key: value for key, value in told.items() if r.random() < 0.8}


def ruling_out_all_others(plan: Scheduled) -> Scheduled:
    """The same person, who could do nothing but the first choice for life."""
    assert plan.primary
    p = plan.read.profile
    others = tuple(sorted({*plan.knowledge.specialties} - {plan.primary.id}))
    told = replace(p, interests=replace(p.interests, considering=(), not_for_life=others))
    return make_schedule(replace(plan.read, profile=told), plan.knowledge, plan.as_of)
