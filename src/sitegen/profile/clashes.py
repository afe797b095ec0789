"""Answers of one profile that contradict each other, whatever the day is."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.profile.fields import Certification, ExamState, Profile, VisaNeed
from sitegen.records import value_object

LEAST_PASSED = 160
"""Passing scores of all three Steps have been higher than this since they had three digits."""


@value_object
class Clash:
    """Answers that cannot all be true: the code, the path of one of them, and the words."""

    code: str
    path: str
    message: str
    hint: str
    only_warns: bool = False


def clashes(p: Profile) -> Iterator[Clash]:
    """Every contradiction between fields."""
    yield from (*_exams(p), *_visa(p), *_wishes(p), *_places(p), *_gaps(p), *_money(p))


def _exams(p: Profile) -> Iterator[Clash]:
    for name in ("step1", "step2_ck", "step3"):
        exam = getattr(p.exams, name)
        if exam is None:
            continue
        path = f"exams.{name}"
        if exam.score is not None and exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED):
            yield Clash(
                "P201",
                f"{path}.score",
                f"a score stands here, but {path}.state says {exam.state.value}",
                "set the state to passed or failed, or take the score away",
            )
        if exam.state is ExamState.PASSED and exam.score and exam.score < LEAST_PASSED:
            yield Clash(
                "P201",
                f"{path}.score",
                f"the exam is passed, and {exam.score} is far below any passing score",
                "check the score: it has three digits; or write failed in the state",
            )
        not_taken = exam.state in (ExamState.PLANNED, ExamState.NOT_PLANNED)
        if not_taken and exam.failed_attempts:
            yield Clash(
                "P201",
                f"{path}.failed_attempts",
                f"a failed attempt stands here, but {path}.state says {exam.state.value}",
                "set the state to failed; a planned date may stand beside it",
            )
        if exam.state is ExamState.FAILED and exam.failed_attempts == 0:
            yield Clash(
                "P201",
                f"{path}.failed_attempts",
                "the exam is failed, but failed_attempts says 0",
                "write how often it was failed, at least 1",
            )
        if exam.passed_on is not None and exam.state not in (None, ExamState.PASSED):
            yield Clash(
                "P201",
                f"{path}.passed_on",
                f"a date of passing stands here, but {path}.state says {exam.state.value}",
                "set the state to passed, or take the date away",
            )
        certified = p.exams.ecfmg is Certification.CERTIFIED and name != "step3"
        if certified and exam.state not in (None, ExamState.PASSED):
            yield Clash(
                "P206",
                "exams.ecfmg",
                f"ECFMG certifies only after {path}, and its state says {exam.state.value}",
                f"change {path}.state to passed, or write in_progress here",
            )


def _visa(p: Profile) -> Iterator[Clash]:
    if p.visa.prefers and p.visa.accepts is not None and p.visa.prefers not in p.visa.accepts:
        yield Clash(
            "P202",
            "visa.prefers",
            f"visa.prefers says {p.visa.prefers.value}, but visa.accepts does not list it",
            "add it to visa.accepts, or change visa.prefers",
        )
    if p.visa.need is VisaNeed.SPONSORSHIP and p.visa.accepts == ():
        yield Clash(
            "P202",
            "visa.accepts",
            "a visa is needed, but none is accepted",
            "list the visas you would accept: [j1], [h1b] or [j1, h1b]",
        )


def _wishes(p: Profile) -> Iterator[Clash]:
    vetoed = set(p.interests.not_for_life or ())
    if p.interests.primary in vetoed:
        yield Clash(
            "P203",
            "interests.primary",
            f"{p.interests.primary} is your first choice and also stands in not_for_life",
            "take it out of one of the two",
        )
    for name, rating in (p.interests.fit or {}).items():
        if name in vetoed and rating >= 3:
            yield Clash(
                "P203",
                f"interests.fit.{name}",
                f"{name} has fit {rating} and also stands in not_for_life",
                "take it out of not_for_life, or rate it 1 or 2",
            )

    for name, told in (p.commitment or {}).items():
        if name in vetoed and told.proud:
            yield Clash(
                "P203",
                f"commitment.{name}.proud",
                f"you are proud to be introduced in {name}, and it also stands in not_for_life",
                "take it out of not_for_life, or write proud: no",
            )


def _places(p: Profile) -> Iterator[Clash]:
    states = p.constraints.states
    both = set(states.preferred or ()) & set(states.excluded or ()) if states else set()
    for state in sorted(both):
        yield Clash(
            "P204",
            "constraints.states.excluded",
            f"{state} is both preferred and excluded",
            "take it out of one of the two",
        )


def _gaps(p: Profile) -> Iterator[Clash]:
    for i, gap in enumerate(p.gaps or ()):
        if gap.end and gap.end < gap.start:
            yield Clash(
                "P205", f"gaps[{i}].to", "the gap ends before it starts", "change from or to"
            )


def _money(p: Profile) -> Iterator[Clash]:
    money = p.constraints.money
    if money is None:
        return
    amounts = (money.income_month, money.costs_month, money.savings)
    if money.currency is None and (money.per_usd or any(a is not None for a in amounts)):
        yield Clash(
            "P207",
            "constraints.money",
            "amounts stand here, but not their currency",
            "add a line currency: with three letters, such as PKR or USD",
        )
    elif money.currency == "USD" and money.per_usd not in (None, 1):
        yield Clash(
            "P207",
            "constraints.money.per_usd",
            f"the currency is USD, but one US dollar is said to cost {money.per_usd:g}",
            "write your own currency, or take per_usd away",
        )
    elif money.currency not in (None, "USD") and money.per_usd is None:
        yield Clash(
            "P207",
            "constraints.money.currency",
            f"amounts in {money.currency} cannot be compared with US dollars yet",
            f"add a line per_usd: how many {money.currency} one US dollar costs today",
        )
