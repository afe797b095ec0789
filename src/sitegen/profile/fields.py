"""The applicant's profile: everything that may be written in it.

Every field may be left out. Left out means *not known yet*, which is neither "no" nor zero.
An empty list (`letters: []`) is an answer: there are none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.profile.choices import (
    Aim,
    Certification,
    ClassRank,
    Contact,
    ExamState,
    ExperienceKind,
    Factor,
    Hospital,
    Hours,
    LetterState,
    LetterTopic,
    Manner,
    Pace,
    Paper,
    Place,
    RotationKind,
    Stage,
    VisaKind,
    VisaNeed,
    WorkKind,
)
from sitegen.profile.commitment import Commitment, Money
from sitegen.profile.exams import English, Exams, Step1, Step2CK, Step3
from sitegen.records import value_object
from sitegen.shape import Year, item, optional

__all__ = [
    "Aim",
    "Applicant",
    "Applications",
    "Certification",
    "ClassRank",
    "Commitment",
    "Communication",
    "Constraints",
    "Contact",
    "EarlierMatch",
    "English",
    "ExamState",
    "Exams",
    "Experience",
    "ExperienceKind",
    "Factor",
    "Gap",
    "Hospital",
    "Hours",
    "Interests",
    "Letter",
    "LetterState",
    "LetterTopic",
    "LostYear",
    "Manner",
    "Money",
    "Pace",
    "Paper",
    "Place",
    "Profile",
    "Rotation",
    "RotationKind",
    "School",
    "Stage",
    "States",
    "Step1",
    "Step2CK",
    "Step3",
    "Training",
    "Visa",
    "VisaKind",
    "VisaNeed",
    "Work",
    "WorkKind",
]


@value_object(kw_only=True)
class Applicant:
    """Who is applying."""

    name: str | None = optional("Your name, as you want it on the plan. Any script.")
    citizenship: tuple[str, ...] | None = optional(
        "Country or countries of citizenship, in English.", vocabulary="country"
    )


@value_object(kw_only=True)
class Visa:
    """Permission to work in the United States."""

    need: VisaNeed | None = optional(
        "sponsorship (a program must sponsor you), green_card, or work_authorisation."
    )
    accepts: tuple[VisaKind, ...] | None = optional(
        "Visas you would accept: [j1], [h1b] or [j1, h1b]."
    )
    prefers: VisaKind | None = optional("The visa you would rather have, if you accept both.")
    in_us: bool | None = optional("yes if you live in the United States now.")
    j1_years_used: float | None = optional(
        "Years already spent on J-1 as a physician in training; 0 if none.",
        low=0,
        high=10,
        unit="years",
    )
    h1b_years_used: float | None = optional(
        "Years already spent on H-1B; 0 if none.", low=0, high=10, unit="years"
    )


@value_object(kw_only=True)
class School:
    """Medical school."""

    name: str | None = optional("Name of the school.")
    country: str | None = optional("Country of the school.", vocabulary="country")
    graduated: dt.date | Year | None = optional(
        "Date of graduation: 2021-07 is enough, and 2021 leaves the month open.", year_alone=True
    )
    class_rank: ClassRank | None = optional("top_tenth, top_quarter, top_half or lower_half.")
    honours: tuple[str, ...] | None = optional("Honors, medals and prizes; [] if none.")


@value_object(kw_only=True)
class Training:
    """Residency or similar training before, outside the United States."""

    specialty: str = item("Specialty trained in.", vocabulary="specialty")
    country: str | None = optional("Country of the training.", vocabulary="country")
    years: float | None = optional("Years completed.", low=0, high=15, unit="years")
    in_training_exam: str | None = optional("Result of an in-training exam, in your words.")


@value_object(kw_only=True)
class Gap:
    """A time without clinical work or study."""

    start: dt.date = item("First month of the gap.", key="from")
    end: dt.date | None = optional(
        "Last month; leave empty if it goes on.", key="to", none_yet="leave it empty if it goes on"
    )
    reason: str | None = optional("What you did, in one line.")


@value_object(kw_only=True)
class EarlierMatch:
    """An earlier try in the Match."""

    season: int = item("Year of that Match.", low=1990, high=2100, unit="season")
    specialties: tuple[str, ...] | None = optional("Applied to.", vocabulary="specialty")
    interviews: int | None = optional("Interviews in that season.", low=0, high=200)


@value_object(kw_only=True)
class Rotation:
    """One period of clinical experience in the United States."""

    specialty: str = item("Specialty of the rotation.", vocabulary="specialty")
    kind: RotationKind = item(
        "elective, sub_internship, externship, observership or research_with_clinic."
    )
    weeks: float = item("Length in weeks.", low=0, high=260, unit="weeks")
    hands_on: bool | None = optional(
        "yes if you examined patients yourself. Left out, the kind decides: observerships and "
        "research do not count as hands-on, the others do."
    )
    hospital: Hospital | None = optional("academic or community.")
    start: dt.date | None = optional("First month.")


@value_object(kw_only=True)
class Letter:
    """One letter of recommendation."""

    writer: str = item("Who writes; a role is enough (for example: cardiology attending).")
    specialty: str = item("Specialty of the writer.", vocabulary="specialty")
    us_faculty: bool | None = optional("yes if the writer teaches at a US hospital.")
    state: LetterState | None = optional("received, promised or to_ask.")
    speaks_to: tuple[LetterTopic, ...] | None = optional(
        "clinical_skills, communication, reliability: what the letter comments on."
    )
    supports: tuple[str, ...] | None = optional(
        "Specialties the letter names as your goal. Leave it out, or write [], if it names none.",
        vocabulary="specialty",
    )


@value_object(kw_only=True)
class Work:
    """One piece, or several alike, of scholarly work."""

    kind: WorkKind = item("publication, poster, presentation, quality_improvement or audit.")
    field: str = item("Specialty of the work.", vocabulary="specialty")
    count: int = item("How many of this kind.", default=1, low=1, high=500)
    title: str | None = optional("Title or topic.")
    transfers_to: tuple[str, ...] | None = optional(
        "Other specialties where it counts too.", vocabulary="specialty"
    )


@value_object(kw_only=True)
class Experience:
    """Something else you did that tells who you are as a doctor."""

    kind: ExperienceKind = item(
        "volunteering, community_health, mental_health, teaching, leadership or clinical_work."
    )
    title: str = item("What it was, in a few words.")
    did: str | None = optional("What you did yourself, in one line.")
    start: dt.date | None = optional("First month.")


@value_object(kw_only=True)
class Communication:
    """How you judge your own communication with patients, from 1 (hard) to 5 (easy)."""

    spoken_english: int | None = optional("Long conversations in English.", low=1, high=5)
    rapport: int | None = optional("Winning a patient's trust.", low=1, high=5)
    cultural_ease: int | None = optional("Feeling at ease with US culture.", low=1, high=5)
    evidence: str | None = optional("What others said or what shows it, in one line.")


@value_object(kw_only=True)
class Weights:
    """How much each rating counts in the overall priority. No weight outvotes a veto."""

    match: int = item("Match likelihood: 1, 2 or 3.", default=1, low=1, high=3)
    visa: int = item("Visa and IMG friendliness: 1, 2 or 3.", default=1, low=1, high=3)
    fit: int = item("Personal fit: 1, 2 or 3.", default=1, low=1, high=3)


@value_object(kw_only=True)
class Interests:
    """What you want, and what you could do for life."""

    primary: str | None = optional("Your first-choice specialty.", vocabulary="specialty")
    considering: tuple[str, ...] | None = optional(
        "Other specialties you think about.", vocabulary="specialty"
    )
    fit: Mapping[str, int] | None = optional(
        "Your own rating, 1 to 5: could I do this for life? It overrules the computed one.",
        keys="specialty",
        low=1,
        high=5,
    )
    not_for_life: tuple[str, ...] | None = optional(
        "Specialties you could not do for life. They are never recommended.",
        vocabulary="specialty",
    )
    place: Place | None = optional("inpatient, outpatient or mixed.")
    manner: Manner | None = optional("procedural, cognitive or mixed.")
    contact: Contact | None = optional("short, long or either: how long you know patients.")
    pace: Pace | None = optional("calm, moderate or intense.")
    hours: Hours | None = optional("regular, shifts or any.")
    weights: Weights | None = optional(
        "How much each rating counts for you. Left out, all count the same."
    )
    fellowship: str | None = optional(
        "The fellowship you hope for, in your words. Left out, none is counted."
    )
    long_term: str | None = optional("Where you see yourself in ten years, in one line.")


@value_object(kw_only=True)
class LostYear:
    """Could you bear one more year without a residency position?"""

    money: bool | None = optional("Could you afford it?")
    visa: bool | None = optional("Would your status in the US, or your exam dates, allow it?")
    morale: bool | None = optional("Could you bear it?")


@value_object(kw_only=True)
class States:
    """States of the US, by name or by two letters."""

    preferred: tuple[str, ...] | None = optional(
        "Where you would like to live.", vocabulary="state"
    )
    excluded: tuple[str, ...] | None = optional("Where you could not live.", vocabulary="state")
    open_to_all: bool | None = optional("yes if any other state is fine too.")


@value_object(kw_only=True)
class Constraints:
    """What limits the plan."""

    lost_year: LostYear | None = optional("Could you lose a year?")
    ready_to_reapply: bool | None = optional("Would you apply again if you do not match?")
    money: Money | None = optional("Your own money, for what one more year would cost.")
    application_budget: int | None = optional(
        "US dollars for application fees (ERAS and ResidencyCAS).",
        low=0,
        high=100_000,
        unit="dollars",
    )
    states: States | None = optional("Where you could live.")
    community_hospitals: bool | None = optional("Would you train in a community hospital?")
    rural: bool | None = optional("Would you live in a rural area?")
    smaller_city: bool | None = optional("Would you live in a smaller city?")
    waiver_job: bool | None = optional(
        "Would you work three years in an underserved area after training (J-1 waiver)?"
    )
    family: str | None = optional("What your family needs, in one line.")


@value_object(kw_only=True)
class Applications:
    """How the chance is computed and the programs are chosen."""

    aim: Aim | None = optional(
        "match: the best chance of any place. wish: the places you like count more."
    )
    leave_out: tuple[Factor, ...] | None = optional(
        "Judged parts to leave out of the chance: attempts, graduation, experience, letters, "
        "earlier, visa, training, rank, honours, step3, works."
    )
    sent: Mapping[str, int] | None = optional(
        "Applications that you sent this season, by specialty. A tracker that lists them all tells "
        "it too.",
        keys="specialty",
        low=0,
        high=1000,
    )


@value_object(kw_only=True)
class Profile:
    """One applicant, as far as known. Everything may be left out."""

    fictional: bool = item("yes for an invented sample applicant.", default=False)
    applicant: Applicant = item("Who you are.", default=Applicant())
    season: int | None = optional(
        "Year of the Match you apply for (2028 means Match Day in March 2028).",
        low=2000,
        high=2100,
        unit="season",
    )
    stage: Stage | None = optional(
        "exploring, exams, rotations, applying, interviewing or ranking."
    )
    paper: Paper | None = optional("letter or a4: paper size of the PDF.")
    visa: Visa = item("Permission to work.", default=Visa())
    exams: Exams = item("Exams and certification.", default=Exams())
    school: School = item("Medical school.", default=School())
    earlier_training: tuple[Training, ...] | None = optional("Training before; [] if none.")
    gaps: tuple[Gap, ...] | None = optional("Times without clinical work; [] if none.")
    earlier_matches: tuple[EarlierMatch, ...] | None = optional(
        "Earlier tries in the Match; [] if this is the first."
    )
    us_experience: tuple[Rotation, ...] | None = optional(
        "Clinical experience in the US; [] if none."
    )
    letters: tuple[Letter, ...] | None = optional("Letters of recommendation; [] if none.")
    research: tuple[Work, ...] | None = optional("Scholarly work; [] if none.")
    experiences: tuple[Experience, ...] | None = optional(
        "Volunteering, teaching, leadership and other work; [] if none."
    )
    programs: str | None = optional(
        "Your own program list: a CSV file or a workbook (.xlsx, .ods) beside this one. "
        "programs.csv on your site shows the columns."
    )
    interviews: str | None = optional(
        "Your interview tracker: a CSV file or a workbook beside this one. interviews.csv on "
        "your site shows the columns."
    )
    rank_list: str | None = optional(
        "Your rank order list: a CSV file or a workbook beside this one. rank-list.csv on your "
        "site shows the columns."
    )
    list_specialty: str | None = optional(
        "The specialty of your lists where they name none.", vocabulary="specialty"
    )
    applications: Applications = item("Chance and choice of programs.", default=Applications())
    communication: Communication = item("Communication.", default=Communication())
    interests: Interests = item("What you want.", default=Interests())
    commitment: Mapping[str, Commitment] | None = optional(
        "For each specialty you may train in: what you did to know it.", keys="specialty"
    )
    constraints: Constraints = item("What limits the plan.", default=Constraints())
