"""What an applicant did, as words: rotations, training, research, experiences, honours."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.explain import capital, joined, number, told_date
from sitegen.facts.deeds import Deed
from sitegen.knowledge.model import Knowledge
from sitegen.plan.model import Plan
from sitegen.profile.fields import Rotation, RotationKind, Work, WorkKind

ROTATIONS = {
    RotationKind.ELECTIVE: "elective",
    RotationKind.SUB_INTERNSHIP: "sub-internship",
    RotationKind.EXTERNSHIP: "externship",
    RotationKind.OBSERVERSHIP: "observership",
    RotationKind.RESEARCH_WITH_CLINIC: "research position with clinic",
}
WORKS = {
    WorkKind.PUBLICATION: ("publication", "publications"),
    WorkKind.POSTER: ("poster", "posters"),
    WorkKind.PRESENTATION: ("presentation", "presentations"),
    WorkKind.QUALITY_IMPROVEMENT: ("quality improvement project", "quality improvement projects"),
    WorkKind.AUDIT: ("audit", "audits"),
}


def name_of(specialty: str, knowledge: Knowledge) -> str:
    """The name of a specialty as it stands in a sentence."""
    return knowledge.specialties[specialty].name


def names_of(specialties: Sequence[str], knowledge: Knowledge, last: str = "and") -> str:
    """Names of specialties as they stand in a sentence."""
    return joined([name_of(each, knowledge) for each in specialties], last)


def rotation_words(rotation: Rotation, knowledge: Knowledge) -> str:
    """A rotation as it stands after "your": 8-week internal medicine externship (April 2026)."""
    when = f" ({told_date(rotation.start)})" if rotation.start else ""
    field = name_of(rotation.specialty, knowledge)
    return f"{number(rotation.weeks)}-week {field} {ROTATIONS[rotation.kind]}{when}"


def work_words(work: Work, knowledge: Knowledge) -> str:
    """A piece of scholarly work: 2 publications in neurology: Imaging in stroke."""
    one, many = WORKS[work.kind]
    what = f"{work.count} {many}" if work.count > 1 else capital(one)
    field = f" in {name_of(work.field, knowledge)}"
    return f"{what}{field}: {work.title}" if work.title else what + field


def deed_words(deed: Deed, plan: Plan) -> str:
    """One entry of the profile in a few words."""
    p, knowledge = plan.read.profile, plan.knowledge
    if deed.kind == "rotation":
        return rotation_words((p.us_experience or ())[deed.place], knowledge)
    if deed.kind == "training":
        training = (p.earlier_training or ())[deed.place]
        years = training.years
        span = f"{number(years)} {'year' if years == 1 else 'years'} of " if years else ""
        where = f" in {training.country}" if training.country else ""
        return capital(f"{span}{name_of(training.specialty, knowledge)} training{where}")
    if deed.kind == "research":
        return work_words((p.research or ())[deed.place], knowledge)
    if deed.kind == "experience":
        experience = (p.experiences or ())[deed.place]
        since = f" (from {told_date(experience.start)})" if experience.start else ""
        return experience.title + since
    return (p.school.honours or ())[deed.place]


def detail_words(deed: Deed, plan: Plan) -> str:
    """What the applicant did in an experience, in their words; nothing for other deeds."""
    if deed.kind != "experience":
        return ""
    return (plan.read.profile.experiences or ())[deed.place].did or ""
