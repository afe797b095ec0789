"""The applicant's own program list: what keeps a program in, what it brings, whom to ask."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Callable
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import yamlio
from sitegen.chance.route import MOST_PER_INTERVIEW, Span, Yield
from sitegen.diagnostics import Location, Problems
from sitegen.explain import explain
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.candidates import Candidacy, Group, in_order, terms
from sitegen.plan.applying.own_list import checked, pattern_of, plain_list
from sitegen.plan.decided import Scheduled
from sitegen.plan.stages import make_schedule
from sitegen.planjson import plan_data
from sitegen.portfolio.single import MOST_PER_APPLICATION, SingleTerms, Usual, signal_effect, single
from sitegen.profile import ReadProfile, read_profile
from sitegen.programs.model import Place, Program, Setting, Signal
from sitegen.programs.words import VisaClass
from sitegen.render.pages import programs
from sitegen.render.views import Views
from tests import rooms
from tests.conftest import AS_OF, Read, shipped
from tests.pages import page_alone, table
from tests.sites import Element, profile_of

NEED = """
season: 2028
visa: {need: sponsorship, accepts: [j1, h1b]}
exams:
  step1: {state: passed, failed_attempts: 0, passed_on: 2023-05}
  step2_ck: {state: passed, score: 244, failed_attempts: 1, passed_on: 2024-05}
  step3: {state: planned, planned: 2027-06}
school: {graduated: 2022-09}
us_experience: [{specialty: internal-medicine, kind: elective, weeks: 8}]
letters: []
interests:
  primary: anesthesiology
  considering: [internal-medicine]
  not_for_life: [pathology]
  place: inpatient
  manner: procedural
  contact: either
  pace: moderate
  hours: any
communication: {spoken_english: 4, rapport: 4, cultural_ease: 4}
constraints:
  states: {excluded: [Texas]}
  rural: no
"""
Make = Callable[..., Scheduled]


def row(line: int = 2, specialty: str = "anesthesiology", **cells: Any) -> Program:
    cells.setdefault("name", f"FICTIONAL Program {line}")
    cells.setdefault("state", "Ohio")
    cells.setdefault("town", Place.LARGE_CITY)
    return Program(specialty=specialty, place=Location("programs.csv", line, 1), **cells)


@pytest.fixture
def listed(profile: Read, knowledge: Knowledge) -> Make:
    """A plan with these rows on its list."""

    def make(*rows: Program, text: str = NEED) -> Scheduled:
        read = dataclasses.replace(profile(text), programs=rows)
        return make_schedule(read, knowledge, AS_OF)

    return make


def judged(plan: Scheduled) -> list[Candidacy]:
    return list(rooms.applying(plan).candidacies)


def outcome(each: Candidacy, rule: str) -> str | None:
    return each.reason(rule).outcome


def says(each: Candidacy, rule: str) -> str:
    return explain(each.reason(rule)).text


@functools.cache
def judgements() -> SingleTerms:
    """The judged quantities of one application, as the data hold them."""
    read = read_profile_of("anesthesiology-hopeful")
    return terms(make_schedule(read, shipped(), AS_OF))


@pytest.fixture(autouse=True, scope="module")
def _read_once() -> None:
    judgements()


def read_profile_of(sample: str) -> ReadProfile:
    """A sample profile, without the files that it names."""
    problems = Problems()
    text = profile_of(sample).read_text(encoding="utf-8")
    found = read_profile(
        yamlio.read(text, "profile.yaml", problems),
        "profile.yaml",
        problems,
        shipped().vocabularies,
    )
    assert found is not None
    return found


# --- What one application brings --------------------------------------------------------------

TYPICAL = Yield(
    interviews=Span(0.015, 0.03, 0.05), matches=Span(0.002, 0.005, 0.012), usual=90, shape=1.2
)
NATIONAL = Usual(img_shares=(20, 40, 60), rate=2.5)


@given(
    low=st.floats(0.001, 0.03), wide=st.floats(1, 5), wider=st.floats(1, 5), n=st.integers(1, 30)
)
def test_silent_rows_bring_exactly_the_typical_yield(
    low: float, wide: float, wider: float, n: int
) -> None:
    """Their mean over a list is the yield of the specialty, at each end of the range."""
    per = Yield(
        interviews=Span(low, low * wide, low * wide * wider),
        matches=Span(low / 9, low * wide / 8, low * wide * wider / 7),
        usual=80,
        shape=1.2,
    )
    found = [single(row(i), per, NATIONAL, judgements()) for i in range(2, n + 2)]
    assert {(one.interviews, one.matches) for one in found} == {(per.interviews, per.matches)}
    assert all(one.parts == () for one in found)


def test_rows_with_shares_of_imgs_bring_the_typical_yield_on_average() -> None:
    """Shares move programs against each other; they make no list better than it is."""
    shares = (25.0, 40.0, 60.0)
    found = [
        single(row(2, img_share=s), TYPICAL, Usual(img_shares=shares, rate=2.5), judgements())
        for s in shares
    ]
    each = [one.interviews.use for one in found]
    assert each == sorted(each) and each[0] < TYPICAL.interviews.use < each[-1]
    assert fmean(each) == pytest.approx(TYPICAL.interviews.use)


def test_no_share_multiplies_by_more_than_its_limit() -> None:
    for share in (0.0, 0.01, 99.0):
        one = single(
            row(2, img_share=share), TYPICAL, Usual(img_shares=(1, 2, share)), judgements()
        )
        ratio = one.interviews.use / TYPICAL.interviews.use
        assert 1 / judgements().share_limit <= ratio <= judgements().share_limit


def test_own_interview_rate_lies_between_the_national_rate_and_its_own() -> None:
    one = single(row(2, interview_rate=10, img_share=60), TYPICAL, NATIONAL, judgements())
    ratio = one.interviews.use / TYPICAL.interviews.use
    assert 1 < ratio < 10 / 2.5
    assert [part.id for part in one.parts] == ["interview_rate"]
    none = single(row(2, interview_rate=0), TYPICAL, NATIONAL, judgements())
    assert 0 < none.interviews.use < TYPICAL.interviews.use


@given(
    share=st.none() | st.floats(0, 100),
    rate=st.none() | st.floats(0, 100),
    setting=st.none() | st.sampled_from(Setting),
    signal=st.none() | st.floats(1, 30),
)
def test_ranges_hold_their_value_and_no_cap_is_broken(
    share: float | None, rate: float | None, setting: Setting | None, signal: float | None
) -> None:
    program = row(2, img_share=share, interview_rate=rate, setting=setting)
    effect = None if signal is None else Span(signal / 2, signal, signal * 2)
    one = single(program, TYPICAL, NATIONAL, judgements(), effect)
    for span in (one.interviews, one.matches):
        assert 0 <= span.low <= span.use <= span.high
    assert one.interviews.high <= MOST_PER_APPLICATION
    assert one.matches.high <= MOST_PER_INTERVIEW * one.interviews.high


def test_only_a_part_of_the_published_ratio_of_signals_counts(knowledge: Knowledge) -> None:
    """Anesthesiology, AAMC 2024: 53.4 with gold and 3.1 without. Their ratio is 17."""
    about = knowledge.specialties["anesthesiology"]
    gold = signal_effect(about, Signal.GOLD, judgements())
    silver = signal_effect(about, Signal.SILVER, judgements())
    assert gold and silver
    assert 1 < gold.low < gold.use < gold.high < 53.4 / 3.1
    assert gold.use == pytest.approx((53.4 / 3.1) ** 0.5)
    assert silver.use < gold.use


def test_no_signal_where_a_specialty_has_none(knowledge: Knowledge) -> None:
    about = dataclasses.replace(knowledge.specialties["anesthesiology"])
    bare = dataclasses.replace(about, about=dataclasses.replace(about.about, figures={}))
    assert signal_effect(bare, Signal.GOLD, judgements()) is None


def test_signal_brings_more_and_is_used_where_it_is_planned(listed: Make) -> None:
    plain, gold = judged(listed(row(2, j1=True), row(3, j1=True, signal=Signal.GOLD)))
    assert plain.planned == plain.one and gold.planned == gold.signalled[Signal.GOLD]
    assert gold.planned and gold.one and gold.planned.matches.use > gold.one.matches.use


# --- Reasons in and out -----------------------------------------------------------------------


def test_visa_that_nobody_sponsors_puts_a_program_out(listed: Make) -> None:
    (each,) = judged(listed(row(j1=False, h1b=False)))
    assert each.open is False and outcome(each, "visa") == "out"
    assert says(each, "visa") == "Your list says no visa. You accept J-1 or H-1B."


def test_silent_program_stays_in_with_a_question(listed: Make) -> None:
    (each,) = judged(listed(row()))
    assert each.open is None
    assert [f.rule.id for f in each.questions] == ["programs.visa"]


def test_green_card_never_loses_a_program_over_visas(listed: Make) -> None:
    text = NEED.replace("{need: sponsorship, accepts: [j1, h1b]}", "{need: green_card}")
    rows = [row(2, j1=False, h1b=False), row(3), row(4, j1=True, freida_j1=True, site_j1=False)]
    assert [each.open for each in judged(listed(*rows, text=text))] == [True, True, True]


def test_need_that_is_not_told_puts_nothing_out(listed: Make) -> None:
    text = NEED.replace("visa: {need: sponsorship, accepts: [j1, h1b]}\n", "")
    refusing, both = judged(
        listed(row(2, j1=False, h1b=False), row(3, j1=True, h1b=True), text=text)
    )
    assert refusing.open is None and refusing.reason("visa").missing == ("visa.need",)
    assert outcome(both, "visa") == "in"


def test_h1b_for_exceptional_candidates_is_a_question_and_not_a_sponsor(listed: Make) -> None:
    (each,) = judged(listed(row(j1=False, h1b=True, visa_class=VisaClass.H1B_EXCEPTIONAL)))
    assert each.visa == "exceptional" and outcome(each, "visa") == "ask"


@pytest.mark.parametrize(
    ("cells", "rule", "words"),
    [
        (
            {"most_years": 3},
            "graduation",
            "up to 3 years since graduation. You apply after 5 years",
        ),
        ({"least_step2": 245}, "step2", "Step 2 CK 245 or more. You have 244"),
        (
            {"most_attempts": 0},
            "attempts",
            "at one Step is 0. Your most failed attempts at one Step: 1",
        ),
        (
            {"us_weeks": 60},
            "weeks",
            "asks for 60 weeks of hands-on work in the US. You have 8 weeks",
        ),
        ({"state": "Texas"}, "place", "could not live in Texas"),
        ({"town": Place.RURAL}, "place", "rural area"),
    ],
)
def test_limits_put_a_program_out_and_say_both_numbers(
    listed: Make, cells: dict[str, Any], rule: str, words: str
) -> None:
    (each,) = judged(listed(row(j1=True, h1b=True, **cells)))
    assert each.open is False and [f.rule.id for f in each.against] == [f"programs.{rule}"]
    assert words in says(each, rule)


@pytest.mark.parametrize(
    "cells",
    [{"most_years": 5}, {"least_step2": 244}, {"most_attempts": 2}, {"us_weeks": 8}],
)
def test_exactly_at_a_limit_is_in(listed: Make, cells: dict[str, Any]) -> None:
    (each,) = judged(listed(row(j1=True, h1b=True, **cells)))
    assert each.open is True


def test_weeks_that_can_still_be_added_are_no_reason_out(listed: Make) -> None:
    """Forty weeks are left before 1 September 2027; twelve more are enough."""
    (each,) = judged(listed(row(j1=True, us_weeks=20)))
    assert outcome(each, "weeks") == "later" and each.open is None
    assert "There is time for the rest until 1 September 2027" in says(each, "weeks")


def test_other_specialties_are_out_with_their_reason(listed: Make) -> None:
    rows = [
        row(2, "dermatology", j1=True),
        row(3, "pathology", j1=True),
        row(4, "transitional-year", j1=True),
    ]
    found = judged(listed(*rows))
    assert [outcome(each, "role") for each in found] == ["out"] * 3
    assert "for life" in says(found[1], "role") and "single year" in says(found[2], "role")


def test_open_plan_puts_no_specialty_out(listed: Make) -> None:
    (each,) = judged(listed(row(2, "psychiatry", j1=True, h1b=True), text="season: 2028\n"))
    assert outcome(each, "role") is None and each.open is None


def test_differing_sources_are_a_question_only_where_the_visa_matters(listed: Make) -> None:
    differ = {"h1b": True, "freida_h1b": True, "site_h1b": False}
    (both,) = judged(listed(row(j1=True, **differ)))
    assert outcome(both, "sources") == "ask"
    j1_only = NEED.replace("[j1, h1b]", "[j1]")
    (one,) = judged(listed(row(j1=True, **differ), text=j1_only))
    assert outcome(one, "sources") == "in" and one.open is True


def test_visa_stands_before_reputation_in_the_order(listed: Make) -> None:
    """A silent program with a gold signal and many IMGs still stands below a plain sponsor."""
    better = {"img_share": 90.0, "signal": Signal.GOLD, "preference": 5}
    rows = [
        row(2, **better),
        row(3, j1=True, img_share=5.0, preference=1),
        row(4, j1=False, h1b=False, **better),
    ]
    assert [each.line for each in in_order(judged(listed(*rows)))] == [3, 2, 4]


def test_groups_follow_what_an_application_brings(listed: Make) -> None:
    rows = [row(n, j1=True, interview_rate=rate) for n, rate in ((2, 0.0), (3, 2.5), (4, 30.0))]
    low, middle, high = judged(listed(*rows))
    assert high.group is Group.SAFETY
    order = [Group.REACH, Group.TARGET, Group.SAFETY]
    assert low.group and middle.group
    assert order.index(low.group) < order.index(high.group)
    assert order.index(low.group) <= order.index(middle.group) <= order.index(high.group)


def test_program_that_must_still_answer_is_no_safety(listed: Make) -> None:
    (each,) = judged(listed(row(interview_rate=15.0)))
    assert each.open is None and each.group is Group.TARGET


# --- The page ---------------------------------------------------------------------------------


def page(plan: Scheduled) -> Element:
    whole = rooms.whole(plan)
    return page_alone(whole, "programs", programs.view(whole, Views(whole)))


def visa_cells(plan: Scheduled) -> list[list[str]]:
    """For each visa of the first specialty with rows: its name, what the list says, and so on."""
    cells = table(page(plan), "visa-patterns")
    at = next(i for i, each in enumerate(cells) if re.search(r"\d rows?:", each[0]))
    return [cells[at][1:], cells[at + 1]]


def test_share_of_the_list_names_its_denominator_beside_the_national_figure(listed: Make) -> None:
    rows = [row(n, j1=n % 4 != 0) for n in range(2, 26)] + [row(40), row(41)]
    j1, h1b = visa_cells(listed(*rows))
    assert j1[0] == "J-1" and j1[1] == "18 of 24 rows that say it (75 %)"
    assert j1[2].startswith("84.9 %") and "2021" in j1[2]
    assert j1[3].startswith("your list")
    assert h1b[1] == "no row says it" and h1b[3].startswith("the national figure")


def test_nine_answers_leave_the_national_figure_in_use(listed: Make) -> None:
    for n, used in ((9, "the national figure"), (10, "your list")):
        rows = [row(line, j1=True) for line in range(2, 2 + n)]
        assert visa_cells(listed(*rows))[0][3].startswith(used)


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"j1": True, "h1b": True}, "both"),
        ({"j1": True, "h1b": False}, "j1_only"),
        ({"j1": False, "h1b": True}, "h1b_only"),
        ({"j1": False, "h1b": False}, "none"),
        ({}, "silent"),
        ({"j1": True}, "partly"),
        ({"j1": True, "visa_class": VisaClass.H1B_EXCEPTIONAL}, "h1b_exceptional"),
    ],
)
def test_each_row_has_one_visa_pattern(cells: dict[str, Any], word: str) -> None:
    assert pattern_of(row(**cells)) == word


def test_counts_add_up_and_every_row_is_shown_with_a_reason(listed: Make) -> None:
    rows = [row(2, j1=True), row(3), row(4, j1=False, h1b=False), row(5, "dermatology", j1=True)]
    found = page(listed(*rows))
    shown = table(found, "listed")
    answers = [re.match("In|Ask|Out", cells[1]) for cells in shown]
    assert {word[0] for word in answers if word} == {"In", "Ask", "Out"}
    assert len(shown) == len(rows) and all(answers)
    reasons = [
        c[1].removeprefix("Ask").removeprefix("Out") if c[1] != "In" else c[-1] for c in shown
    ]
    assert all(len(each) > len("Why") for each in reasons), "each has its reasons"
    *fields, others = table(found, "fields")
    assert sum(int(n) for cells in fields for n in cells[1:4]) == 3
    assert others[0].startswith("One other specialty") and others[1:4] == ["0", "0", "1"]
    assert "Your list holds 4 programs: 1 in, 1 to ask, 2 out." in found.text


def test_why_a_program_is_out_or_has_to_be_asked_stands_beside_the_answer(listed: Make) -> None:
    """What was checked and passed is a click away; another specialty is reason enough to be out."""
    rows = [
        row(2, j1=True, least_step2=215),
        row(3, least_step2=215),
        row(4, "dermatology", j1=False, h1b=False),
    ]
    inside, asked, out = (cells for cells in table(page(listed(*rows)), "listed"))
    assert inside[1] == "In" and "Step 2 CK 215 or more" in inside[-1]
    assert asked[1].startswith("Ask") and "visas" in asked[1] and "Step 2 CK" not in asked[1]
    assert "dermatology" in out[1] and "visa" not in out[1]


def test_the_log_says_of_a_program_that_is_out_that_it_is_and_why(listed: Make) -> None:
    asked = {"asked": "coordinator", "asked_on": dt.date(2026, 11, 10)}
    log = table(page(listed(row(2, **asked), row(3, state="Texas", **asked))), "asked")
    assert sorted(cells[0] for cells in log) == [
        "FICTIONAL Program 2",
        "FICTIONAL Program 3out: a place you ruled out",
    ]


def test_long_lists_show_the_best_and_count_the_rest(listed: Make) -> None:
    rows = [row(n, j1=n % 2 == 0, h1b=False) for n in range(2, 403)]
    found = page(listed(*rows))
    assert len(table(found, "listed")) == 150
    assert "the first 150 of 201 programs that are not out. The other 200 are out" in found.text
    assert "no visa that you accept: 200" in [each.text for each in found.all("li")]


def message(found: Element) -> str:
    """The one message to a coordinator that the page offers."""
    (shown,) = found.all("blockquote", cls="message")
    return shown.text


def test_message_tells_the_visa_and_nothing_private(listed: Make) -> None:
    text = "applicant: {name: Dr. Maya Invented, citizenship: [Nepal]}\n" + NEED
    said = message(page(listed(row(), text=text)))
    assert "anesthesiology" in said and "J-1" in said and "H-1B" in said and "Step 3" in said
    for private in ("244", "Nepal", "2022", "failed"):
        assert private not in said


def test_message_never_tells_a_program_of_an_application_that_it_may_not_have(
    listed: Make,
) -> None:
    text = NEED.replace("season: 2028", "season: 2027\nstage: interviewing")
    said = message(page(listed(row(), text=text)))
    assert "I am applying in anesthesiology" in said
    assert "I sent you" not in said and "rank" not in said


def test_message_asks_only_for_the_visa_that_is_accepted(listed: Make) -> None:
    text = NEED.replace("[j1, h1b]", "[j1]")
    said = message(page(listed(row(), text=text)))
    assert "J-1" in said and "H-1B" not in said and "Step 3" not in said


def test_one_message_serves_every_program_that_is_asked(knowledge: Knowledge) -> None:
    """It asks all that is open, on visas and on sources that differ, and names one specialty."""
    differ = {"j1": True, "freida_j1": True, "site_j1": False}
    read = dataclasses.replace(
        read_profile_of("anesthesiology-hopeful"),
        programs=(row(2), row(3, "internal-medicine", **differ)),
    )
    found = page(make_schedule(read, knowledge, AS_OF))
    said = message(found)
    assert "FREIDA and your website differ" in said
    names = [name for name in ("anesthesiology", "internal medicine") if name in said]
    assert len(names) == 1, "a second specialty is nobody's business"
    (other,) = {"anesthesiology", "internal medicine"} - {*names}
    assert f"For {other}, send the same message with that name." in found.text


def test_green_card_holders_read_nothing_about_needing_a_visa(listed: Make) -> None:
    text = NEED.replace("{need: sponsorship, accepts: [j1, h1b]}", "{need: green_card}")
    found = page(listed(row(2), row(3, j1=False, h1b=False), text=text))
    assert "You need no sponsorship" in found.text and not found.all("blockquote", "ol")
    kept = [cells[-1] for cells in table(found, "listed") if not cells[1].startswith("Out")]
    assert len(kept) == 2 and all("need no" in reason for reason in kept)
    assert not any("visa" in reason and "need no" not in reason for reason in kept)


def test_those_whose_answer_changes_most_are_asked_first(listed: Make) -> None:
    """Those already asked stand last; those that are out are not asked at all."""
    asked = {"asked": "coordinator", "asked_on": dt.date(2026, 11, 10)}
    rows = [
        row(2, interview_rate=1.0),
        row(3, interview_rate=9.0),
        row(4, interview_rate=20.0, **asked),
        row(5, interview_rate=20.0, state="Texas"),
        row(6, interview_rate=9.0, answer="J-1 only", **asked),
    ]
    assert [each.row.line for each in rooms.applying(listed(*rows)).own_list.ask] == [3, 2, 4]


def test_h1b_that_is_left_is_worth_less_to_ask_for_than_j1(listed: Make) -> None:
    """Fewer programs say yes to H-1B, so the same program changes less."""
    h1b_left, j1_left = row(2, j1=False), row(3, h1b=False)
    assert [each.row.line for each in rooms.applying(listed(h1b_left, j1_left)).own_list.ask] == [
        3,
        2,
    ]


@pytest.mark.parametrize(("days", "old"), [(182, False), (183, True)])
def test_checks_older_than_half_a_year_are_old(days: int, old: bool) -> None:
    program = row(checked_on=AS_OF - dt.timedelta(days=days))
    assert checked(program, AS_OF, 26).old is old


def test_old_answers_are_asked_for_again(listed: Make) -> None:
    old = {"asked": "coordinator", "asked_on": dt.date(2025, 9, 1), "answer": "maybe"}
    plan = listed(row(2, **old))
    assert [each.row.line for each in rooms.applying(plan).own_list.ask] == [2]
    (entry,) = table(page(plan), "asked")
    assert entry[1:] == ["coordinator", "1 September 2025", "maybe (old: ask again)"]


def test_conflicts_say_what_to_do(listed: Make) -> None:
    differ = {"j1": True, "freida_j1": True, "site_j1": False}
    rows = [
        row(2, **differ),
        row(3, answer="yes, J-1", asked_on=dt.date(2026, 11, 1), **differ),
        row(4, state="Texas", **differ),
    ]
    does = {cells[0][-1]: cells[2] for cells in table(page(listed(*rows)), "conflicts")}
    assert does["2"].startswith("Ask the coordinator")
    assert does["3"] == "Answered on 1 November 2026: yes, J-1"
    assert does["4"].startswith("Nothing")


def test_program_that_is_out_by_its_site_alone_is_not_said_to_be_out_for_another_reason(
    listed: Make,
) -> None:
    text = NEED.replace("[j1, h1b]", "[j1]")
    cells = {"j1": False, "freida_j1": True}
    plan = listed(
        row(2, site_j1=False, **cells), row(3, site_j1=False, least_step2=260, **cells), text=text
    )
    assert [each.open for each in judged(plan)] == [False, False]
    shown = {cells[0]: cells[2] for cells in table(page(plan), "conflicts")}
    assert "believes the site" in shown["FICTIONAL Program 2"]
    assert "another reason" in shown["FICTIONAL Program 3"]


def test_rows_that_say_the_same_are_judged_alike_and_others_apart(listed: Make) -> None:
    limits = (None, 240, 250, 240)
    rows = [row(i, least_step2=n, j1=True) for i, n in enumerate(limits, start=2)]
    found = judged(listed(*rows))
    assert [each.open for each in found] == [True, True, False, True]
    assert [says(each, "step2") for each in found] == [
        says(judged(listed(each))[0], "step2") for each in rows
    ]


def test_backup_list_is_weighed_by_visa_and_by_imgs(knowledge: Knowledge) -> None:
    """Two columns, two shares: a program that sponsors need not know people from abroad."""
    friendly = [row(n, "internal-medicine", j1=True, img_share=60.0) for n in range(2, 7)]
    strange = [row(n, "internal-medicine", j1=True, img_share=5.0) for n in range(2, 7)]
    for rows, word in ((friendly, "good"), (strange, "weak"), ([], "none")):
        read = dataclasses.replace(
            read_profile_of("anesthesiology-hopeful"), programs=(*rows, row(9, j1=True))
        )
        plan = make_schedule(read, knowledge, AS_OF)
        (finding,) = [
            f for f in rooms.applying(plan).own_list.findings if f.rule.id == "list.backup"
        ]
        backups = [c.card.id for c in plan.choice.backups]
        assert backups[:1] == ["internal-medicine"]
        assert finding.outcome == word


def test_without_a_list_the_page_shows_how_to_make_one(listed: Make) -> None:
    found = page(listed())
    assert "How to make your list" in found.text and not table(found, "fields")
    patterns = table(found, "visa-patterns")
    assert patterns and all("no row on your list" in cells for cells in patterns)


def test_a_program_without_a_name_or_a_code_is_called_by_its_line(listed: Make) -> None:
    found = page(listed(row(7, name="", j1=True), row(8, name="", code="AN-1", j1=True)))
    names = sorted(cells[0].partition("Anesthesiology")[0] for cells in table(found, "listed"))
    assert names == ["AN-1", "Line 7 of your list"]


def test_people_from_my_school_are_named_with_their_number(listed: Make) -> None:
    found = page(listed(row(2, j1=True, my_people=2), row(3, j1=True)))
    assert "FICTIONAL Program 2: 2 people. In this plan: in." in found.text


def test_plan_json_holds_the_list_with_ranges_and_no_notes(listed: Make) -> None:
    plan = listed(row(2, j1=True, notes="PRIVATE NOTE", answer="PRIVATE ANSWER"))
    data = plan_data(rooms.whole(plan))["guide"]["programs"]
    text = json.dumps(data, default=str)
    assert "PRIVATE" not in text
    (one,) = data["rows"]
    assert set(one["one"]["interviews"]) == {"low", "use", "high"}
    assert one["outcomes"]["visa"] == "in"
    assert len(plain_list(rooms.applying(plan).own_list).rows) == 1


def test_limit_of_tries_that_may_be_counted_in_two_ways_is_a_question(listed: Make) -> None:
    """One failed try: a limit of 1 may mean one try in all, or one that failed."""
    found = judged(listed(*(row(n, j1=True, most_attempts=n - 2) for n in (2, 3, 4))))
    assert [outcome(each, "attempts") for each in found] == ["out", "ask", "in"]
    assert [
        each.row.line for each in rooms.applying(listed(*(e.program for e in found))).own_list.ask
    ] == []


def test_page_counts_what_one_change_alone_would_bring_back(listed: Make) -> None:
    rows = [
        row(2, j1=True, state="Texas"),
        row(3, j1=True, state="Texas", most_years=1),
        row(4, "dermatology", j1=True),
    ]
    found = page(listed(*rows))
    said = found.text.partition("out for one reason alone:")[2]
    assert said.lstrip().startswith("a place you ruled out: 1 You decide about places")
