"""What an applicant did, as words: rotations, training, research, experiences, honors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.explain import words
from sitegen.facts.deeds import Deed
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import Unit
from sitegen.plan.model import Plan
from sitegen.profile.fields import Rotation, Training, Work
from sitegen.render.phrases import phrase
from sitegen.written import capital, joined, number, told_date


def angle_words(angle: str, angles: Mapping[str, str], plan: Plan) -> str:
    """The side from which to tell something in a specialty; empty for an honor, which says itself.

    What was only watched is told alike in every field, and asks for nothing that hands did.
    """
    if angle == "honour":
        return ""
    watched = {"watched": "angle-watched", "watched_elsewhere": "angle-watched-elsewhere"}
    return phrase(plan, watched[angle]) if angle in watched else angles[angle]


def name_of(specialty: str, knowledge: Knowledge) -> str:
    """The name of a specialty as it stands in a sentence."""
    return knowledge.specialties[specialty].name


def names_of(specialties: Sequence[str], knowledge: Knowledge, last: str = "and") -> str:
    """Names of specialties as they stand in a sentence."""
    return joined([name_of(each, knowledge) for each in specialties], last)


def rotation_words(rotation: Rotation, plan: Plan) -> str:
    """A rotation as it stands after "your": 8-week internal medicine externship (April 2026)."""
    kind = phrase(plan, f"did-rotation-{rotation.kind}")
    field, weeks = name_of(rotation.specialty, plan.knowledge), number(rotation.weeks)
    told = phrase(plan, "did-rotation", weeks=weeks, specialty=field, kind=kind)
    return f"{told} ({told_date(rotation.start)})" if rotation.start else told


def with_hospital(told: str, rotation: Rotation, plan: Plan) -> str:
    """Words for a rotation with the kind of its hospital, where that is told."""
    if not rotation.hospital:
        return told
    return phrase(plan, "did-rotation-hospital", rotation=told, hospital=rotation.hospital)


def work_words(work: Work, plan: Plan) -> str:
    """A piece of scholarly work: 2 publications in neurology: Imaging in stroke."""
    many = work.count > 1
    what = phrase(plan, f"did-work-{work.kind}-many" if many else f"did-work-{work.kind}")
    field = name_of(work.field, plan.knowledge)
    said = phrase(plan, "did-work", what=f"{work.count} {what}" if many else what, specialty=field)
    return f"{capital(said)}: {work.title}" if work.title else capital(said)


def training_words(training: Training, plan: Plan) -> str:
    """Earlier training: 3 years of internal medicine training in India."""
    said = phrase(plan, "did-training", specialty=name_of(training.specialty, plan.knowledge))
    if training.years:
        said = phrase(
            plan, "did-training-years", years=words(training.years, Unit.YEARS), what=said
        )
    if training.country:
        said = phrase(plan, "did-training-country", what=said, country=training.country)
    return capital(said)


def deed_words(deed: Deed, plan: Plan) -> str:
    """One entry of the profile in a few words."""
    p = plan.read.profile
    if deed.kind == "rotation":
        return rotation_words((p.us_experience or ())[deed.place], plan)
    if deed.kind == "training":
        return training_words((p.earlier_training or ())[deed.place], plan)
    if deed.kind == "research":
        return work_words((p.research or ())[deed.place], plan)
    if deed.kind == "experience":
        experience = (p.experiences or ())[deed.place]
        if not experience.start:
            return experience.title
        since = told_date(experience.start)
        return phrase(plan, "did-experience-since", title=experience.title, day=since)
    return (p.school.honours or ())[deed.place]


def detail_words(deed: Deed, plan: Plan) -> str:
    """What the applicant did in an experience, in their words; nothing for other deeds."""
    if deed.kind != "experience":
        return ""
    return (plan.read.profile.experiences or ())[deed.place].did or ""
