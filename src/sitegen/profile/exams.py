"""The exams of an applicant, as written in a profile."""

from __future__ import annotations

import datetime as dt

from sitegen.profile.choices import Certification, ExamState
from sitegen.records import value_object
from sitegen.shape import optional

NO_SCORE = "leave it empty while there is none; the day of an exam to come goes to planned"


@value_object(kw_only=True)
class Step1:
    """USMLE Step 1. Reported as pass or fail since 26 January 2022; older results have a score."""

    state: ExamState | None = optional(
        "passed, failed, planned (not taken yet) or not_planned (not taken)."
    )
    score: int | None = optional(
        "Three-digit score, if your result has one.",
        low=100,
        high=300,
        unit="score",
        none_yet=NO_SCORE,
    )
    failed_attempts: int | None = optional("How often failed; 0 if never.", low=0, high=6)
    planned: dt.date | None = optional(
        "Planned date: 2027-03 or 2027-03-15. Alone, it says that the exam is planned."
    )
    passed_on: dt.date | None = optional(
        "Date passed: 2024-05 is enough. Limits of seven years count from it."
    )


@value_object(kw_only=True)
class Step2CK:
    """USMLE Step 2 CK, the main score that programs see."""

    state: ExamState | None = optional(
        "passed, failed, planned (not taken yet) or not_planned (not taken)."
    )
    score: int | None = optional(
        "Three-digit score.", low=100, high=300, unit="score", none_yet=NO_SCORE
    )
    failed_attempts: int | None = optional("How often failed; 0 if never.", low=0, high=6)
    planned: dt.date | None = optional("Planned date. Alone, it says that the exam is planned.")
    passed_on: dt.date | None = optional(
        "Date passed: 2024-05 is enough. Limits of seven years count from it."
    )


@value_object(kw_only=True)
class Step3:
    """USMLE Step 3, which a program needs before it can file for an H-1B visa."""

    state: ExamState | None = optional(
        "passed, failed, planned (not taken yet) or not_planned (not taken)."
    )
    score: int | None = optional(
        "Three-digit score.", low=100, high=300, unit="score", none_yet=NO_SCORE
    )
    failed_attempts: int | None = optional("How often failed; 0 if never.", low=0, high=6)
    planned: dt.date | None = optional("Planned date. Alone, it says that the exam is planned.")
    passed_on: dt.date | None = optional(
        "Date passed: 2024-05 is enough. Limits of seven years count from it."
    )


@value_object(kw_only=True)
class English:
    """The English exam (OET Medicine) that ECFMG Pathways ask for."""

    state: ExamState | None = optional(
        "passed, failed, planned (not taken yet) or not_planned (not taken)."
    )
    planned: dt.date | None = optional("Planned date. Alone, it says that the exam is planned.")


@value_object(kw_only=True)
class Exams:
    """Exams and certification."""

    step1: Step1 | None = optional("USMLE Step 1.")
    step2_ck: Step2CK | None = optional("USMLE Step 2 CK.")
    step3: Step3 | None = optional("USMLE Step 3.")
    oet: English | None = optional("OET Medicine.")
    ecfmg: Certification | None = optional("certified, in_progress or not_started.")
