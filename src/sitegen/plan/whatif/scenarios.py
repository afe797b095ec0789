"""What each scenario does to a profile, or to the numbers of applications. Pure.

Its words, its price and its last useful day stand in `data/scenarios.yaml`, under the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sitegen.facts.model import Facts
from sitegen.knowledge.scenarios import Scenario
from sitegen.profile import Profile
from sitegen.profile.choices import ExamState, LetterState, RotationKind, VisaKind
from sitegen.profile.exams import Step2CK, Step3
from sitegen.profile.fields import Letter, Rotation, States
from sitegen.records import record

WEEKS, LETTERS, PROGRAMS = 4, 1, 20
"""How much one step of a scenario is."""


@record
class Target:
    """Whom a change is about: ids of specialties, and how many weeks, letters or programs."""

    first: str | None = None
    backup: str | None = None
    other: str | None = None
    amount: int = 0


Apply = Callable[[Profile, Target], Profile]


def worded(scenario: Scenario, facts: Facts) -> Scenario:
    """The scenario in the words for this person: conditional where entry to the US may be shut."""
    closed = scenario.closed
    if closed is None or facts["applicant.entry_closed"].value is not True:
        return scenario
    return replace(scenario, title=closed.title, changes=closed.changes, note=closed.note)


def _rotation(p: Profile, where: str | None, weeks: int) -> Profile:
    """Hands-on weeks; a list of rotations that was not told stays not told."""
    if p.us_experience is None or where is None:
        return p
    more = Rotation(specialty=where, kind=RotationKind.EXTERNSHIP, weeks=weeks, hands_on=True)
    return replace(p, us_experience=(*p.us_experience, more))


def _letter(p: Profile, where: str | None, number: int) -> Profile:
    """Letters that name one goal; a list of letters that was not told stays not told."""
    if p.letters is None or where is None:
        return p
    more = Letter(
        writer="US faculty",
        specialty=where,
        us_faculty=True,
        state=LetterState.PROMISED,
        supports=(where,),
    )
    return replace(p, letters=(*p.letters, *(more for _ in range(number))))


def _step3(p: Profile, target: Target) -> Profile:
    exam = p.exams.step3 or Step3()
    failed = exam.failed_attempts if exam.state is ExamState.FAILED else exam.failed_attempts or 0
    passed = replace(exam, state=ExamState.PASSED, failed_attempts=failed, planned=None)
    return replace(p, exams=replace(p.exams, step3=passed))


def _score(points: int) -> Apply:
    def known(p: Profile, target: Target) -> Profile:
        exam = p.exams.step2_ck or Step2CK()
        never = exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED)
        failed = 0 if never else exam.failed_attempts
        passed = replace(
            exam, state=ExamState.PASSED, score=points, failed_attempts=failed, planned=None
        )
        return replace(p, exams=replace(p.exams, step2_ck=passed))

    return known


def _accept(kind: VisaKind) -> Apply:
    def accepted(p: Profile, target: Target) -> Profile:
        if p.visa.accepts is None or kind in p.visa.accepts:
            return p
        return replace(p, visa=replace(p.visa, accepts=(*p.visa.accepts, kind)))

    return accepted


def only_visa(p: Profile, kind: VisaKind) -> Profile:
    """A profile that accepts one visa and no other."""
    return replace(p, visa=replace(p.visa, accepts=(kind,), prefers=None))


def wide(p: Profile, target: Target | None = None) -> Profile:
    """Open to every place; states excluded beside a list of preferred ones alone stay so."""
    told = p.constraints.states or States()
    narrow = told.open_to_all is False and told.preferred
    states = replace(
        told, open_to_all=True, excluded=told.excluded if narrow else told.excluded and ()
    )
    return replace(
        p,
        constraints=replace(
            p.constraints,
            states=states,
            rural=True,
            smaller_city=True,
            community_hospitals=True,
        ),
    )


def narrow(p: Profile) -> Profile:
    """Open only to the preferred states, and there to large cities."""
    states = replace(p.constraints.states or States(), open_to_all=False)
    return replace(
        p, constraints=replace(p.constraints, states=states, rural=False, smaller_city=False)
    )


def _other_first(p: Profile, target: Target) -> Profile:
    """Another first choice; the old one stays among those considered."""
    wish = p.interests
    named = dict.fromkeys([*(wish.considering or ()), *filter(None, [wish.primary])])
    named.pop(target.other or "", None)
    return replace(p, interests=replace(wish, primary=target.other, considering=tuple(named)))


CHANGES: Mapping[str, Apply] = {
    "rotation-backup": lambda p, t: _rotation(p, t.backup, t.amount),
    "rotation-first": lambda p, t: _rotation(p, t.first, t.amount),
    "letter-backup": lambda p, t: _letter(p, t.backup, t.amount),
    "letter-first": lambda p, t: _letter(p, t.first, t.amount),
    "step3": _step3,
    "j1-too": _accept(VisaKind.J1),
    "h1b-too": _accept(VisaKind.H1B),
    "wider": wide,
    "score-235": _score(235),
    "score-245": _score(245),
    "score-255": _score(255),
    "other-first": _other_first,
}
"""Scenarios that change the profile, so that the whole plan is made again."""

SENDING = ("more-programs", "fewer-programs", "single", "second-backup")
"""Scenarios that change only what is sent, so that the plan stays."""

STEPS: Mapping[str, int] = {
    "rotation-backup": WEEKS,
    "rotation-first": WEEKS,
    "letter-backup": LETTERS,
    "letter-first": LETTERS,
    "more-programs": PROGRAMS,
    "fewer-programs": PROGRAMS,
}
"""How much of it; the others have no amount."""
