"""What an applicant did, and how far each deed speaks for a specialty. Strengths are judgements."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.facts.applicant import counts_as_hands_on
from sitegen.facts.evidence import closely_related
from sitegen.facts.wishes import fellowships_meant, plain_words
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.profile import Profile
from sitegen.profile.fields import ExperienceKind, WorkKind
from sitegen.records import value_object

STRONG, USEFUL, SMALL = 3, 2, 1
"""How much a deed carries of the story of a specialty."""

HIGH, MIDDLE = 4, 3
"""A trait from which a kind of experience is strong for a specialty, or useful."""

KINDS = ("rotation", "training", "research", "experience", "honour")
"""Kinds of deeds; of two that are equally strong, the kind that stands first leads."""

ANGLES = {
    ExperienceKind.VOLUNTEERING: "service",
    ExperienceKind.COMMUNITY_HEALTH: "service",
    ExperienceKind.MENTAL_HEALTH: "service",
    ExperienceKind.TEACHING: "teaching",
    ExperienceKind.LEADERSHIP: "leadership",
    ExperienceKind.CLINICAL_WORK: "earlier_training",
}
SHOWN_BY = {
    ExperienceKind.VOLUNTEERING: "communication",
    ExperienceKind.COMMUNITY_HEALTH: "continuity",
    ExperienceKind.MENTAL_HEALTH: "communication",
    ExperienceKind.LEADERSHIP: "intensity",
}
"""The trait of the work that a kind of experience shows; the others are useful everywhere."""

IMPROVEMENT = (WorkKind.QUALITY_IMPROVEMENT, WorkKind.AUDIT)


@value_object(kw_only=True)
class Deed:
    """One entry of the profile: its kind, its place in the list of that kind, and its field.

    `transfers` names further specialties where it counts. `weeks` are those of a rotation.
    """

    kind: str
    place: int
    angle: str
    field: str | None = None
    transfers: tuple[str, ...] = ()
    weeks: float = 0
    hands_on: bool = False
    shows: str | None = None

    def angle_for(self, specialty: str) -> str:
        """The key of the angle from which it is told in a specialty."""
        if self.kind != "rotation":
            return self.angle
        here = self.field == specialty
        if not self.hands_on:
            return "watched" if here else "watched_elsewhere"
        return self.angle if here else "other_rotation"


def deeds(p: Profile, knowledge: Knowledge) -> tuple[Deed, ...]:
    """Everything told that can be part of a story."""
    return tuple(_deeds(p, knowledge))


def _deeds(p: Profile, knowledge: Knowledge) -> Iterator[Deed]:
    for i, rotation in enumerate(p.us_experience or ()):
        yield Deed(
            kind="rotation",
            place=i,
            angle="rotation",
            field=rotation.specialty,
            weeks=rotation.weeks,
            hands_on=counts_as_hands_on(rotation),
        )
    for i, training in enumerate(p.earlier_training or ()):
        yield Deed(kind="training", place=i, angle="earlier_training", field=training.specialty)
    for i, work in enumerate(p.research or ()):
        angle = "improvement" if work.kind in IMPROVEMENT else "research"
        yield Deed(
            kind="research",
            place=i,
            angle=angle,
            field=work.field,
            transfers=work.transfers_to or (),
        )
    for i, experience in enumerate(p.experiences or ()):
        yield Deed(
            kind="experience",
            place=i,
            angle=ANGLES[experience.kind],
            shows=SHOWN_BY.get(experience.kind),
        )
    for i, honour in enumerate(p.school.honours or ()):
        named = tuple(sorted(fields_meant(honour, knowledge)))
        yield Deed(kind="honour", place=i, angle="honour", transfers=named)


def strength(deed: Deed, specialty: Specialty, knowledge: Knowledge) -> int:
    """How much a deed carries of the story of a specialty: 3 strong, 2 useful, 1 a small part."""
    here = deed.field == specialty.id
    if deed.kind == "rotation":
        if here:
            return STRONG if deed.hands_on else USEFUL
        return USEFUL if deed.hands_on and _near(deed, specialty, knowledge) else SMALL
    if deed.kind == "training":
        return STRONG if here else USEFUL if _near(deed, specialty, knowledge) else SMALL
    if deed.kind == "research":
        counts = deed.angle == "improvement" or _trait(specialty, "research_weight") >= MIDDLE
        if here:
            return STRONG if counts else USEFUL
        return USEFUL if specialty.id in deed.transfers else SMALL
    if deed.kind == "honour":
        return USEFUL if specialty.id in deed.transfers else SMALL
    if deed.shows is None:
        return USEFUL
    trait = _trait(specialty, deed.shows)
    return STRONG if trait >= HIGH else USEFUL if trait >= MIDDLE else SMALL


def strongest(every: tuple[Deed, ...], specialty: Specialty, knowledge: Knowledge) -> Deed | None:
    """The deed to build the story of a specialty on; None where nothing is told."""

    def key(deed: Deed) -> tuple[int, int, float, int]:
        return (
            -strength(deed, specialty, knowledge),
            KINDS.index(deed.kind),
            -deed.weeks,
            deed.place,
        )

    return min(every, key=key, default=None)


def fields_meant(text: str, knowledge: Knowledge) -> set[str]:
    """The residencies that lead to what a text names; empty where it names no field."""
    found = {
        residency
        for key in fellowships_meant(text, knowledge.fellowships)
        for residency in knowledge.fellowships[key].open_to
    }
    rest = plain_words(text)
    for career in knowledge.careers:
        if any(plain_words(word) in rest for word in career.words):
            found.update(career.fits)
    names = ((s.id, s.name) for s in knowledge.specialties.values())
    return found | {name for name, spelled in names if plain_words(spelled) in rest}


def _near(deed: Deed, specialty: Specialty, knowledge: Knowledge) -> bool:
    other = knowledge.specialties.get(deed.field or "")
    return other is not None and closely_related(specialty, other)


def _trait(specialty: Specialty, name: str) -> int:
    """A trait of the work; the lowest where nobody judged it."""
    traits = specialty.about.traits
    return int(getattr(traits, name).value) if traits else 1
