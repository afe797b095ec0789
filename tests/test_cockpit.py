"""The season so far: what a tracker says about the chance, and when to shift to the backup."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterator

import pytest

from sitegen.diagnostics import Problems
from sitegen.explain import explain
from sitegen.inputs import both
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.season.cockpit import Cockpit, Field
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.render.pages import visa
from sitegen.render.views import Views
from sitegen.tracker import read_interviews
from tests import rooms
from tests.conftest import AS_OF, shipped
from tests.pages import page_of, said_on
from tests.sites import profile_of

HEAD = "specialty,program,status\n"


@functools.cache
def read(sample: str = "in-season") -> ReadProfile:
    return both(profile_of(sample), None, AS_OF)[1]


def with_lines(
    lines: list[tuple[str, str]], on: dt.date = AS_OF, sample: str = "in-season"
) -> Scheduled:
    """The plan of a sample with a tracker of these lines: specialty and status."""
    text = HEAD + "".join(
        f"{specialty},Invented Hospital {i},{status}\n"
        for i, (specialty, status) in enumerate(lines)
    )
    problems = Problems()
    found = read_interviews(text, "t.csv", problems, shipped().vocabularies, None)
    problems.raise_errors()
    profile = dataclasses.replace(read(sample).profile, interviews="t.csv")
    return make_schedule(
        dataclasses.replace(read(sample), profile=profile, interviews=found), shipped(), on
    )


def of(made: Cockpit, specialty: str) -> Field:
    (field,) = [f for f in made.fields if f.card.id == specialty]
    return field


def numbers(first: int, backup: int, **more: int) -> list[tuple[str, str]]:
    """Lines of a tracker: interviews in neurology and internal medicine."""
    lines = [("neurology", "accepted")] * first + [("internal medicine", "done")] * backup
    return lines + [("neurology", status) for status, n in more.items() for _ in range(n)]


def told(plan: Scheduled) -> str:
    """What the page on the season says."""
    return said_on(rooms.whole(plan), "season")


def test_a_lost_year_counts_the_interviews_that_somebody_has() -> None:
    """The page on a lost year and the season tell one chance."""
    made = rooms.whole(with_lines(numbers(2, 6)))
    season = said_on(made, "season").partition("Together.")[2]
    year = page_of(made, "lost-year").text
    (chance,) = re.findall(r"between \d+ and \d+(?= match somewhere this season)", year)
    assert f"{chance} by the end of the season" in season


def test_once_applications_are_out_the_visa_log_holds_who_interviews() -> None:
    """No row of the own list that invited nobody is asked about its visa before ranking."""
    made = rooms.whole(with_lines(numbers(2, 1)))
    log = visa.view(made, Views(made))["log"]
    assert made.read.programs and made.facts["applicant.applied"].value is True
    assert [name for name in log if name] == [each.program for each in made.read.interviews]


# --- The applications -------------------------------------------------------------------------


def lines_of(**statuses: int) -> list[tuple[str, str]]:
    return [("neurology", status) for status, n in statuses.items() for _ in range(n)]


def test_tracker_of_all_applications_tells_how_many_were_sent_and_what_they_brought() -> None:
    """Those not sent yet and those that are not understood are no applications."""
    plan = with_lines(
        lines_of(
            accepted=2,
            applied=20,
            unanswered=10,
            not_invited=5,
            rejected=3,
            not_applied=7,
            hoping=1,
        )
    )
    field = of(rooms.in_season(plan).cockpit, "neurology")
    assert (field.sent, field.refused, field.silent, field.in_hand) == (40, 8, 30, 2)
    assert field.applications == 40
    page = told(plan)
    assert "40 applications that you sent in neurology, 8 were refused and 30 have no" in page
    assert "Counted for 40 applications in neurology" in page


def test_tracker_of_interviews_alone_leaves_the_planned_number() -> None:
    plan = with_lines(lines_of(accepted=2, waitlisted=1))
    field = of(rooms.in_season(plan).cockpit, "neurology")
    assert field.sent is None and field.applications > 0
    refused = with_lines(lines_of(accepted=2, rejected=3))
    assert of(rooms.in_season(refused).cockpit, "neurology").sent is None
    other = with_lines([("neurology", "applied"), ("internal medicine", "accepted")])
    assert of(rooms.in_season(other).cockpit, "internal-medicine").sent is None
    assert "applications that you sent" not in told(plan)


def test_own_number_of_applications_stands_above_the_tracker_and_moves_the_chance() -> None:
    few, many = (with_sent(n) for n in (10, 90))
    assert (few.sent, many.sent) == (10, 90)
    assert few.before and many.before and few.before.use < many.before.use
    assert few.whole and many.whole and few.whole.use < many.whole.use


def with_sent(number: int) -> Field:
    plan = with_lines(lines_of(accepted=1, applied=30))
    profile = plan.read.profile
    sent = dataclasses.replace(profile.applications, sent={"neurology": number})
    told = dataclasses.replace(plan.read, profile=dataclasses.replace(profile, applications=sent))
    return of(rooms.in_season(make_schedule(told, shipped(), AS_OF)).cockpit, "neurology")


def test_applications_without_an_interview_stand_on_no_page_on_interviews() -> None:
    """They are no interviews to prepare, ask about or mark, and no programs that invite."""
    plan = with_lines(lines_of(accepted=1, applied=30, rejected=9))
    made = rooms.in_season(plan).interviews
    assert [e.status for e in made.entries] == ["accepted"]
    assert made.tallies[0].in_hand == 1
    only_applied = with_lines([("pediatrics", "applied")] * 5)
    tallies = rooms.in_season(only_applied).interviews.tallies
    assert all(t.specialty != "pediatrics" for t in tallies)
    assert only_applied.facts["applicant.applied"].value is True
    assert [t.id for t in only_applied.tasks if t.id.startswith("interview.")] == []


# --- The chance ------------------------------------------------------------------------------


def ends(made: Cockpit) -> Iterator[tuple[str, float]]:
    """Every shown end of a chance of today and of the end of the season."""
    for field in made.fields:
        assert field.after is not None
        for when, chance in (("now", field.after.so_far), ("end", field.after.by_the_end)):
            for end in ("low", "use", "high"):
                yield f"{field.card.id} {when} {end}", getattr(chance, end)
    assert made.together is not None
    for end in ("low", "use", "high"):
        yield f"together now {end}", getattr(made.together.so_far, end)
        yield f"together end {end}", getattr(made.together.by_the_end, end)


@pytest.mark.parametrize("day", [(2026, 10, 10), (2026, 11, 22), (2027, 2, 20)])
def test_one_more_interview_never_lowers_a_chance(day: tuple[int, int, int]) -> None:
    """From none to sixteen, in either field, on any day of the season."""
    on, seen = dt.date(*day), 0
    for backup in (0, 3, 8):
        before: dict[str, float] = {}
        for first in range(0, 17, 2):
            after = dict(ends(rooms.in_season(with_lines(numbers(first, backup), on)).cockpit))
            worse = {k: (before[k], v) for k, v in after.items() if v < before.get(k, 0) - 1e-9}
            assert worse == {}, f"{first} and {backup} on {on}"
            before, seen = after, seen + 1
    assert seen == 27


def test_an_invitation_given_up_raises_hope_but_not_the_list() -> None:
    """Programs that invited this person say something about the next ones."""
    plain, more = (rooms.in_season(with_lines(numbers(1, 1, withdrawn=n))).cockpit for n in (0, 2))
    assert of(plain, "neurology").in_hand == of(more, "neurology").in_hand == 1
    assert of(more, "neurology").invited == 3
    was, now = of(plain, "neurology").after, of(more, "neurology").after
    assert was is not None and now is not None
    assert now.so_far == was.so_far
    assert now.by_the_end.use > was.by_the_end.use
    assert now.ahead.expected > was.ahead.expected


@pytest.mark.parametrize("status", ["declined", "waitlisted"])
def test_a_declined_or_waitlisted_line_changes_no_chance(status: str) -> None:
    plain, more = (
        rooms.in_season(with_lines(numbers(1, 1, **{status: n}))).cockpit for n in (0, 3)
    )
    assert dict(ends(plain)) == dict(ends(more))


def test_nobody_matches_without_an_interview_and_the_end_is_still_open() -> None:
    field = of(rooms.in_season(with_lines(numbers(0, 2))).cockpit, "neurology")
    assert field.after is not None
    assert field.after.so_far.high < 1e-6
    assert field.after.by_the_end.use > 0.02


def test_after_lists_are_closed_nothing_more_comes() -> None:
    """Today and the end are the same then."""
    made = rooms.in_season(with_lines(numbers(2, 4), dt.date(2027, 3, 4))).cockpit
    assert made.share is not None and made.share.low == 100
    for field in made.fields:
        assert field.after is not None and field.after.ahead.high == 0
        assert field.after.by_the_end.use == pytest.approx(field.after.so_far.use)


def test_before_the_season_both_ways_to_the_chance_agree_roughly() -> None:
    """The mean over all lengths of lists lies in the range of the applications themselves."""
    examined = 0
    for sample in ("anesthesiology-hopeful", "emergency-medicine-hopeful", "older-graduate"):
        plan = make_schedule(read(sample), shipped(), AS_OF)
        for field in rooms.in_season(plan).cockpit.fields:
            assert field.before is not None and field.after is not None
            assert field.before.low <= field.after.by_the_end.use <= field.before.high
            examined += 1
    assert examined >= 5


def test_a_list_past_the_printed_ones_says_no_more() -> None:
    made = rooms.in_season(with_lines(numbers(15, 1))).cockpit
    field = of(made, "neurology")
    assert field.last == 14
    assert field.after is not None
    longest = of(rooms.in_season(with_lines(numbers(14, 1))).cockpit, "neurology").after
    assert longest is not None and field.after.so_far == longest.so_far
    neurology, _, medicine = told(with_lines(numbers(15, 1))).partition("Internal medicine.")
    assert "More than 14 programs: the data do not say more." in neurology
    assert "More than 14" not in medicine.partition("Together.")[0]


# --- The days --------------------------------------------------------------------------------


def test_share_of_invitations_grows_from_september_to_the_closing_of_lists() -> None:
    shares = []
    for on in (
        dt.date(2026, 9, 1),
        dt.date(2026, 10, 1),
        dt.date(2026, 11, 1),
        dt.date(2026, 12, 15),
        dt.date(2027, 2, 1),
        dt.date(2027, 3, 10),
    ):
        share = rooms.in_season(with_lines([], on)).cockpit.share
        assert share is not None and share.low <= share.use <= share.high
        shares.append(share.use)
    assert shares == [0, 3, 40, 87, 99, 100]


def test_expected_interviews_grow_from_day_to_day() -> None:
    made = rooms.in_season(make_schedule(read("anesthesiology-hopeful"), shipped(), AS_OF)).cockpit
    assert [day.day for day in made.days] == sorted(day.day for day in made.days)
    assert len(made.days) >= 5
    for i in range(len(made.fields)):
        found = [day.expected[i] for day in made.days]
        highs = [each.high for each in found if each]
        assert len(highs) == len(made.days)
        assert highs == sorted(highs) and highs[-1] > highs[0]


def test_without_a_season_no_day_is_invented(plan: object) -> None:
    profile = dataclasses.replace(read("anesthesiology-hopeful").profile, season=None)
    changed = dataclasses.replace(read("anesthesiology-hopeful"), profile=profile)
    made = rooms.in_season(make_schedule(changed, shipped(), AS_OF)).cockpit
    assert made.share is None
    assert made.days == ()


# --- Which field first -----------------------------------------------------------------------


def test_season_and_interviews_pages_never_contradict_each_other() -> None:
    """The same line between two fields, for every number of interviews in both."""
    meant = {"backup": "shift", "first": "keep", "even": "even", "silent": "even"}
    seen = set()
    for first in range(6):
        for backup in range(6):
            plan = with_lines(numbers(first, backup))
            here, there = (
                {f.rule.id: f.outcome for f in found.findings}
                for found in (rooms.in_season(plan).cockpit, rooms.in_season(plan).interviews)
            )
            field = here["season.field"]
            assert field is not None
            assert meant[field] == there["interviews.balance"], (first, backup)
            seen.add(field)
    assert seen == set(meant)


def test_a_first_choice_silent_until_late_november_puts_the_backup_first() -> None:
    made = rooms.in_season(with_lines(numbers(0, 3))).cockpit
    found = {f.rule.id: f.outcome for f in made.findings}
    assert found["season.field"] == "backup"
    assert found["season.silence"] == "late"
    early = rooms.in_season(with_lines(numbers(0, 3), dt.date(2026, 9, 30))).cockpit
    assert {f.rule.id: f.outcome for f in early.findings}["season.silence"] == "early"


# --- What is read ----------------------------------------------------------------------------


def test_sentences_give_a_range_of_100_people_and_the_base_rate() -> None:
    words = told(with_lines(numbers(4, 1)))
    assert " Of 100 people with this application and 4 interviews in neurology, between " in words
    assert "Of all who ranked it first, 42 of 100 matched." in words
    assert "%" not in words


def test_lengths_of_lists_are_told_in_one_direction() -> None:
    plan = with_lines(numbers(9, 1))
    advice = {f.rule.id: explain(f).text for f in rooms.in_season(plan).cockpit.findings}
    told_twice = f"{advice['season.length']} {told(plan)}"
    assert "ranked 6 programs or more" in advice["season.length"]
    assert " or more" in told_twice and " or fewer" not in told_twice


def test_without_a_tracker_nothing_is_said_about_interviews() -> None:
    """But what will appear, the dates and the lengths of lists are there."""
    plan = rooms.whole(make_schedule(read("anesthesiology-hopeful"), shipped(), AS_OF))
    page = page_of(plan, "season")
    assert "names no tracker yet" in page.text and "What to do now" not in page.text
    assert "Together." not in page.text and "What your interviews say" not in page.text
    lengths = page.by_id("lengths").section_after()
    rows = [len(body.all("tr")) for e in lengths for body in e.all("tbody")]
    assert rows == [12, 12]
    assert page.by_id("days").section_after()


def test_who_needs_no_visa_reads_nothing_about_waiting_for_one() -> None:
    words = told(make_schedule(read("emergency-medicine-hopeful"), shipped(), AS_OF))
    assert "You need no visa" in words
    assert "wait for a visa" not in words


def test_chance_to_start_stands_apart_from_the_chance_to_match() -> None:
    page = page_of(rooms.whole(with_lines(numbers(2, 2))), "season")
    assert page.by_id("start").section_after()[0].text == (
        "Of 100 matched people who need a visa, between 92 and 99 can start on 1 July "
        "(judgement). The others wait for a visa, a license or the certificate. The chances "
        "above leave this out."
    )


def test_a_plan_without_a_field_shows_one_as_an_example() -> None:
    profile = dataclasses.replace(read("half-empty").profile)
    interests = dataclasses.replace(profile.interests, primary=None)
    changed = dataclasses.replace(
        read("half-empty"), profile=dataclasses.replace(profile, interests=interests)
    )
    plan = make_schedule(changed, shipped(), AS_OF)
    made = rooms.in_season(plan).cockpit
    assert made.example
    assert "stands here as an example" in told(plan)


def test_an_interview_where_no_visa_fits_is_named() -> None:
    plan = make_schedule(read(), shipped(), AS_OF)
    assert "Programs that sponsor no visa you accept (1)" in told(plan)


def test_shares_are_judgements_with_ranges(knowledge: Knowledge) -> None:
    names = [name for name in knowledge.parameters if name.startswith("season.out-by-")]
    assert len(names) == 5
    for name in names:
        value = knowledge.parameter(name, AS_OF)
        assert value.kind.value == "judgement"
        assert value.low is not None and value.high is not None and value.low < value.high
