"""The closed lists of answers in a profile."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """Paper size of the PDF."""

    LETTER = "letter"
    A4 = "a4"


class Stage(StrEnum):
    """How far the applicant's own preparation has come."""

    EXPLORING = "exploring"
    EXAMS = "exams"
    ROTATIONS = "rotations"
    APPLYING = "applying"
    INTERVIEWING = "interviewing"
    RANKING = "ranking"


class VisaNeed(StrEnum):
    """Whether a US program must sponsor a visa for this applicant."""

    SPONSORSHIP = "sponsorship"
    GREEN_CARD = "green_card"
    WORK_AUTHORISATION = "work_authorisation"


class VisaKind(StrEnum):
    """The two visas under which residents train."""

    J1 = "j1"
    H1B = "h1b"


class Certification(StrEnum):
    """State of ECFMG certification."""

    CERTIFIED = "certified"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"


class ExamState(StrEnum):
    """State of one exam."""

    PASSED = "passed"
    PLANNED = "planned"
    NOT_PLANNED = "not_planned"
    FAILED = "failed"


class ClassRank(StrEnum):
    """Place in the class at medical school."""

    TOP_TENTH = "top_tenth"
    TOP_QUARTER = "top_quarter"
    TOP_HALF = "top_half"
    LOWER_HALF = "lower_half"


class RotationKind(StrEnum):
    """Kind of clinical time in the United States."""

    ELECTIVE = "elective"
    SUB_INTERNSHIP = "sub_internship"
    EXTERNSHIP = "externship"
    OBSERVERSHIP = "observership"
    RESEARCH_WITH_CLINIC = "research_with_clinic"


class Hospital(StrEnum):
    """Kind of teaching site."""

    ACADEMIC = "academic"
    COMMUNITY = "community"


class LetterState(StrEnum):
    """State of one letter of recommendation."""

    RECEIVED = "received"
    PROMISED = "promised"
    TO_ASK = "to_ask"


class LetterTopic(StrEnum):
    """What a letter can speak to."""

    CLINICAL_SKILLS = "clinical_skills"
    COMMUNICATION = "communication"
    RELIABILITY = "reliability"


class WorkKind(StrEnum):
    """Kind of scholarly work."""

    PUBLICATION = "publication"
    POSTER = "poster"
    PRESENTATION = "presentation"
    QUALITY_IMPROVEMENT = "quality_improvement"
    AUDIT = "audit"


class ExperienceKind(StrEnum):
    """Kind of other experience."""

    VOLUNTEERING = "volunteering"
    COMMUNITY_HEALTH = "community_health"
    MENTAL_HEALTH = "mental_health"
    TEACHING = "teaching"
    LEADERSHIP = "leadership"
    CLINICAL_WORK = "clinical_work"


class Place(StrEnum):
    """Where the applicant would like to see patients."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
    MIXED = "mixed"


class Manner(StrEnum):
    """Working with the hands, or by talking and thinking."""

    PROCEDURAL = "procedural"
    COGNITIVE = "cognitive"
    MIXED = "mixed"


class Contact(StrEnum):
    """How long the applicant would like to know patients."""

    SHORT = "short"
    LONG = "long"
    EITHER = "either"


class Pace(StrEnum):
    """The pace that the applicant wants at work."""

    CALM = "calm"
    MODERATE = "moderate"
    INTENSE = "intense"


class Hours(StrEnum):
    """The hours that the applicant wants."""

    REGULAR = "regular"
    SHIFTS = "shifts"
    ANY = "any"


class Factor(StrEnum):
    """A judged part of the chance of matching, which may be left out."""

    ATTEMPTS = "attempts"
    GRADUATION = "graduation"
    EXPERIENCE = "experience"
    LETTERS = "letters"
    EARLIER = "earlier"
    VISA = "visa"
    TRAINING = "training"
    RANK = "rank"
    HONOURS = "honours"
    STEP3 = "step3"
    WORKS = "works"


class Aim(StrEnum):
    """What a list of applications is chosen for."""

    MATCH = "match"
    WISH = "wish"
