"""One decision: what a second specialty adds, what it takes, and one count and cost everywhere."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.again import Again
from sitegen.plan.chance.chances import chances
from sitegen.plan.decide import conclude
from sitegen.plan.decided import Scheduled
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.render.chance.chance_words import full_span
from sitegen.render.gains_view import gains_view
from sitegen.render.quantities import bare
from sitegen.render.sections import Sections
from tests import rooms
from tests.conftest import AS_OF
from tests.fuzz.better import pairs, planned, worse
from tests.pages import FIXED, page_of
from tests.people import someone, text_of

SOUND = """
season: 2028
applicant: {citizenship: [India]}
visa: {need: sponsorship, accepts: [j1, h1b], in_us: no, j1_years_used: 0, h1b_years_used: 0}
exams:
  step1: {state: passed, failed_attempts: 0, passed_on: 2024-01}
  step2_ck: {state: passed, score: 251, failed_attempts: 0, passed_on: 2025-02}
  step3: {state: not_planned}
  oet: {state: passed}
  ecfmg: certified
school: {graduated: 2024-12, class_rank: top_quarter, honours: []}
earlier_training: []
gaps: []
earlier_matches: []
us_experience:
  - {specialty: internal-medicine, kind: elective, weeks: 4, hands_on: yes, start: 2024-08}
  - {specialty: internal-medicine, kind: externship, weeks: 8, hands_on: yes, start: 2026-05}
letters:
  - {writer: a, specialty: internal-medicine, us_faculty: yes, state: received}
  - {writer: b, specialty: internal-medicine, us_faculty: yes, state: received}
  - {writer: c, specialty: internal-medicine, us_faculty: yes, state: received}
research: [{kind: publication, field: internal-medicine, title: A registry study}]
communication: {spoken_english: 4, rapport: 4, cultural_ease: 4}
interests: {primary: internal-medicine, considering: [], fit: {internal-medicine: 5},
            not_for_life: [], place: inpatient, manner: cognitive, contact: either,
            pace: moderate, hours: any}
constraints:
  lost_year: {money: yes, visa: yes, morale: yes}
  ready_to_reapply: yes
  application_budget: 3000
  states: {open_to_all: yes, preferred: [], excluded: []}
"""
"""A sound file for internal medicine, invented. The others differ from it by a line or two."""

Make = Callable[[str], Scheduled]


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Make:
    """Make a plan from YAML text."""
    return lambda text: make_schedule(profile(text), knowledge, AS_OF)


def changed(*pairs: tuple[str, str]) -> str:
    text = SOUND
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def sent(plan: Scheduled) -> dict[str, int]:
    advice = plan.counts.advice if plan.counts else ()
    return {cost.specialty.id: cost.programs for cost in advice}


def somewhere(plan: Scheduled) -> float:
    return chances(plan).somewhere[-1].any.use


def test_a_sound_file_goes_with_its_first_choice_alone(of: Make) -> None:
    plan = of(SOUND)
    assert plan.choice.verdict == "not_needed"
    assert list(sent(plan)) == ["internal-medicine"]


def test_two_points_of_a_score_move_the_chance_a_little_and_the_plan_not_at_all(of: Make) -> None:
    plan, below = of(SOUND), of(changed(("score: 251", "score: 247")))
    assert below.choice.verdict == plan.choice.verdict
    assert sent(below) == sent(plan)
    assert 0 < somewhere(plan) - somewhere(below) < 0.06


def test_one_month_more_since_graduation_is_nearly_the_same_plan(of: Make) -> None:
    older = [("score: 251", "score: 245"), ("2024-12", "2022-09")]
    a, b = of(changed(*older)), of(changed(older[0], ("2024-12", "2022-08")))
    assert a.choice.verdict == b.choice.verdict == "not_needed"
    assert sent(a) == sent(b)
    assert 0 <= somewhere(a) - somewhere(b) < 0.01


def test_h1b_alone_has_a_verdict_a_count_and_a_cost_and_costs_chance(of: Make) -> None:
    passed = ("step3: {state: not_planned}", "step3: {state: passed, failed_attempts: 0}")
    both, only = of(changed(passed)), of(changed(passed, ("[j1, h1b]", "[h1b]")))
    assert only.choice.verdict in ("not_needed", "recommended")
    assert only.counts is not None
    assert only.counts.advice_total > 0
    assert somewhere(only) < somewhere(both)
    assert only.counts.supplies[0].open < both.counts.supplies[0].open  # type: ignore[union-attr]


def test_three_states_leave_fewer_programs_and_a_lower_chance(of: Make) -> None:
    wish = (
        (
            "primary: internal-medicine, considering: []",
            "primary: anesthesiology, considering: [internal-medicine]",
        ),
        ("fit: {internal-medicine: 5}", "fit: {anesthesiology: 5, internal-medicine: 4}"),
    )
    narrow = ("open_to_all: yes, preferred: []", "open_to_all: no, preferred: [California, Texas]")
    everywhere, few = of(changed(*wish)), of(changed(*wish, narrow))
    assert sum(sent(few).values()) < sum(sent(everywhere).values())
    assert somewhere(few) < somewhere(everywhere)
    for supply in few.counts.supplies if few.counts else ():
        assert sent(few)[supply.specialty.id] <= supply.open


def test_what_was_named_and_passed_over_is_told_and_four_fields_stand_beside_two(of: Make) -> None:
    four = changed(
        (
            "primary: internal-medicine, considering: []",
            "primary: general-surgery, considering: [psychiatry, diagnostic-radiology, "
            "family-medicine]",
        ),
        (
            "fit: {internal-medicine: 5}",
            "fit: {general-surgery: 4, psychiatry: 4, diagnostic-radiology: 4, family-medicine: 4}",
        ),
    )
    plan = of(four)
    first = plan.choice.backups[0]
    named = first.card.facts["fit.named"].value is True
    assert named or plan.facts["plan.passed_named"].value != "none"
    if not named:
        made = rooms.whole(plan)
        (page,) = [each for each in FIXED if each.id == "backup"]
        said = bare(Sections(made).view(page)["passed_named"])
        assert f"You named {plan.facts['plan.passed_named'].value}, and it would do." in said
        beside = {c.card.specialty.name: way for c, way in made.compared.others}
        for c in plan.choice.candidates:
            name = c.card.specialty.name
            if c.passed and c.card.facts["fit.named"].value is True and name in beside:
                assert f"with {name} {full_span(beside[name].somewhere)}" in said
        assert full_span(made.compared.plan.somewhere) in said  # type: ignore[union-attr]
    readings = {r.name: r.low for r in rooms.beside(plan).readings}
    assert [n for _, n in readings["four"].sent] == [30, 30, 30, 30]
    assert [n for _, n in readings["two"].sent] == [60, 60]
    assert "in four fields and in two" in dilution(plan)
    uncounted = of(four.replace("diagnostic-radiology", "nuclear-medicine"))
    assert "four" not in [r.name for r in rooms.beside(uncounted).readings]
    assert "You named 4 specialties" in dilution(uncounted)
    assert "in four fields" not in dilution(uncounted), "no such table stands on that page"


def test_two_backups_together_say_what_they_add(of: Make) -> None:
    plan = of(
        changed(
            (
                "primary: internal-medicine, considering: []",
                "primary: general-surgery, considering: [family-medicine, internal-medicine]",
            ),
            (
                "fit: {internal-medicine: 5}",
                "fit: {general-surgery: 5, internal-medicine: 5, family-medicine: 5}",
            ),
        )
    )
    assert len(plan.choice.backups) == 2
    found = rooms.beside(plan).plan
    assert found and found.adds and plan.choice.gain
    assert found.adds.use == pytest.approx(plan.choice.gain.adds)
    view = gains_view(rooms.whole(plan))
    assert view and len(view["rows"][0]["titles"]) == 2, "both backups together"
    assert all(row[name] for row in view["rows"] for name in ("sent", "cost", "somewhere"))
    assert view["rows"][0]["adds"]


def dilution(plan: Scheduled) -> str:
    """The note on too many specialties."""
    return next(note.text for note in plan.notes if note.id == "dilution")


def test_somebody_who_needs_no_visa_and_is_strong_gets_one_answer(of: Make) -> None:
    text = SOUND.replace("internal-medicine", "pediatrics").replace(
        "need: sponsorship, accepts: [j1, h1b], in_us: no, j1_years_used: 0, h1b_years_used: 0",
        "need: green_card",
    )
    plan = of(text)
    assert plan.choice.verdict == "not_needed"
    assert list(sent(plan)) == ["pediatrics"]
    assert rooms.beside(plan).others, "what a second specialty would add is shown"


def test_with_nothing_known_nothing_is_recommended_or_priced(of: Make) -> None:
    plan = of("season: 2028\ninterests: {primary: anesthesiology}\n")
    assert plan.choice.verdict == "undecided"
    assert plan.counts is None
    assert rooms.applying(plan).portfolio.found is None
    assert plan.choice.missing


def test_one_missing_word_leaves_a_provisional_answer_that_names_it(of: Make) -> None:
    plan = of(changed(("not_for_life: [],", "")))
    assert plan.choice.provisional
    assert plan.choice.missing == ("interests.not_for_life",)
    assert plan.tasks[0].path == "interests.not_for_life"


def people() -> Iterator[str]:
    """Generated applicants, some with all answers."""
    return (text_of(seed) for seed in range(12, 372, 12))


def test_the_pages_share_one_number_and_one_cost(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    seen = 0
    for text in people():
        plan = make_schedule(profile(text), knowledge, AS_OF)
        found = rooms.applying(plan).portfolio.found
        if found is None or plan.counts is None:
            continue
        seen += 1
        assert {p.card.id: p.programs for p in found.parts} == sent(plan)
        assert found.cost == pytest.approx(plan.counts.advice_total)
        assert found.chance.use == pytest.approx(plan.counts.gain.somewhere, abs=1e-9)
        beside = rooms.beside(plan).plan
        assert beside is not None
        assert beside.cost == pytest.approx(plan.counts.advice_total)
        assert beside.somewhere.use == pytest.approx(found.chance.use, abs=1e-9)
    assert seen > 10


def test_no_acceptable_backup_that_adds_enough_is_passed_over(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    decided = 0
    for text in people():
        choice = conclude(profile(text), knowledge, AS_OF).choice
        decided += choice.verdict != "undecided"
        if choice.verdict in ("not_needed", "nothing_adds"):
            assert not [c for c in choice.candidates if c.passed]
        for c in choice.candidates:
            assert not c.passed or (c.planned and c.planned.adds > 0)
    assert decided > 10


def test_better_never_hurts() -> None:
    """Evidence, money, states and visas of made-up people; the long run is `fuzz/better.py`.

    A chance may be off by what one application brings: only whole ones can be sent.
    """
    compared = 0
    for seed in (0, 6, 13, 27, 45, 60, 81, 109):
        told = someone(seed)
        plan = planned(told)
        like = Again(plan)
        for name, before, after in pairs(told, plan, like):
            compared += 1
            assert not worse(before, after), f"{seed}, {name}"
    assert compared > 200


def test_a_second_specialty_comes_in_by_degrees(of: Make) -> None:
    """From alone to two specialties, each step of the score moves the chance and numbers a little.

    So neither two points of a score nor a few dollars turn the whole plan.
    """
    tried = [of(changed(("score: 251", f"score: {score}"))) for score in range(225, 256, 2)]
    assert {plan.choice.verdict for plan in tried} >= {"recommended", "not_needed"}
    for worse_, better_ in itertools.pairwise(tried):
        assert -0.002 < somewhere(better_) - somewhere(worse_) < 0.06
        first = [sent(plan)["internal-medicine"] for plan in (worse_, better_)]
        assert abs(first[1] - first[0]) < 40


def test_each_reason_against_a_specialty_stands_once(of: Make) -> None:
    """Specialties with one reason stand together, and none is lost."""
    plan = rooms.whole(of(SOUND))
    (table,) = page_of(plan, "backup").all("table", cls="fell")
    rows = [row for row in table.all("tr") if row.all("td")]
    reasons = [row.all("td")[0].text for row in rows]
    assert len(reasons) > 3 and len(set(reasons)) == len(reasons)
    told = [link.text for row in rows for link in row.all("th")[0].all("a")]
    others = [c.card.specialty.title for c in plan.choice.candidates]
    assert len(told) > 15 and len(set(told)) == len(told) and set(told) <= set(others)
