"""What the plan says to somebody whom a limit on entry names and whom hardly any program takes.

The reader is the sample of the older graduate: each page in his words, and every page the same.
Takes about fifteen seconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from sitegen.explain import explain
from sitegen.knowledge.model import Knowledge
from sitegen.plan.guide.counsel import counsel
from sitegen.plan.model import Plan
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from tests import rooms
from tests.conftest import AS_OF, EDITION, ROOT
from tests.pages import FIXED, page_of
from tests.people import someone
from tests.sites import parse

TOLD = (ROOT / "data" / "profiles" / "older-graduate.yaml").read_text(encoding="utf-8")
PEOPLE = tuple(range(0, 48, 3))


@pytest.fixture(scope="module")
def plan(whole: Callable[[str], Plan]) -> Plan:
    return whole(TOLD)


@pytest.fixture(scope="module")
def pages(plan: Plan) -> dict[str, str]:
    """The words of every page of his plan."""
    return {
        path: parse(raw.decode()).text
        for path, raw in render_site(Sections(plan), EDITION).items()
        if path.endswith(".html")
    }


def test_a_second_file_is_not_urged_on_somebody_before_the_visa_and_the_chance_are_named(
    pages: dict[str, str],
) -> None:
    for path in ("index.html", "where-to-apply.html"):
        assert "Strongly advised" not in pages[path]
        assert "Only if you apply at all" in pages[path]
        assert "hardly anybody matches anywhere" in pages[path]
        assert "a limit on entry names your citizenship" in pages[path]
    assert re.search(r"If you apply all the same, send \d+ app", pages["where-to-apply.html"])


def test_every_page_that_asks_for_money_says_first_what_may_keep_him_from_starting(
    pages: dict[str, str],
) -> None:
    asking = [
        "backup",
        "scorecard",
        "documents",
        "where-to-apply",
        "budget",
        "programs",
        "geography",
        "specialties/family-medicine",
    ]
    for name in asking:
        assert "Before any of this: Entry to the US may be closed to you" in pages[f"{name}.html"]


def test_no_door_is_called_open_and_no_tick_set_without_the_word_on_the_visa(
    pages: dict[str, str],
) -> None:
    for path, text in pages.items():
        for found in re.finditer(r"Visa sponsorship\b(.{40})", text):
            said = found.group(1)
            assert "if a visa is issued" in said or "as far as programs go" in said, path
    assert "no program can make a visa certain" in pages["documents.html"]
    assert "no condition here can settle it" in pages["backup.html"]


def test_j1_is_no_whole_road_beside_a_suspension_and_h1b_is_the_question_for_the_lawyer(
    pages: dict[str, str],
) -> None:
    for path, text in pages.items():
        assert "makes J-1 a whole road" not in text, path
    visa = pages["visa.html"]
    assert "J-1 is no road for you" in visa
    asked = visa[visa.index("Should you also ask for H-1B?") :]
    for hurdle in ("Step 3 has to be passed first", "held petitions", "100,000 dollars"):
        assert hurdle in asked
    assert "If only programs that file H-1B count" in asked


def test_step_3_names_the_visa_that_the_journey_to_it_asks_for(plan: Plan) -> None:
    task = next(t for t in plan.tasks if "Step 3, as you planned" in t.text)
    assert "visitor visa" in task.text
    assert "not on the visa for training" in task.why


def test_a_lost_year_says_what_to_watch_whom_to_ask_and_by_when(pages: dict[str, str]) -> None:
    text = pages["lost-year.html"]
    for said in ("Watch that one list", "immigration lawyer", "open on 1 September 2027"):
        assert said in text
    assert "your status and exam dates would allow it" not in text


@pytest.mark.parametrize("seed", PEOPLE)
def test_whom_a_limit_names_is_never_advised_without_it_and_nobody_else_hears_of_it(
    seed: int, knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    made = make_schedule(profile(json.dumps(someone(seed))), knowledge, AS_OF)
    named = made.facts["applicant.entry_named"].value is True
    for step in made.decision.finding.steps:
        if step.outcome in ("strongly_advised", "advised", "close"):
            assert not named
        if step.outcome == "visa_first":
            assert named and "limit on entry" in step.say
    accepts, _ = rooms.guide(made).immigration.road
    assert (accepts.outcome in ("stopped", "half")) <= named


def test_some_of_these_people_are_named_and_some_are_not() -> None:
    """So the test above finds something."""
    named = {"Nigeria", "Iran", "Sudan"}
    found = [
        bool(named & set(someone(s).get("applicant", {}).get("citizenship", ()))) for s in PEOPLE
    ]
    assert True in found and False in found


# --- A year more ------------------------------------------------------------------------------


def test_the_pay_of_a_residency_is_not_counted_as_in_hand(pages: dict[str, str]) -> None:
    text = pages["lost-year.html"]
    assert "The pay of a residency is not in hand. Of 100 people like you," in text
    assert text.index("is not in hand") < text.index("For them a year costs")
    assert "for whoever would have matched this season" in text


def test_who_would_not_apply_again_is_told_of_no_third_try(pages: dict[str, str]) -> None:
    text = pages["lost-year.html"]
    for gone in ("third try", "You said that you could bear it", "waiting makes sense"):
        assert gone not in text
    assert text.count("you would not apply again") >= 3
    assert "what you do in March if no place comes" in text


def test_a_third_try_is_spoken_of_with_somebody_who_would_apply_again(
    whole: Callable[[str], Plan],
) -> None:
    ready = whole(TOLD.replace("ready_to_reapply: no ", "ready_to_reapply: yes "))
    said = {f.rule.id: f.outcome for f in ready.guide.lost_year.findings}
    assert (said["year.cycles"], said["year.weigh"]) == ("second", "hardly")


CERTIFICATES = [(2027, "2025"), (2028, "2026"), (2029, "2027")]


@pytest.mark.parametrize(("season", "holds"), CERTIFICATES)
def test_a_certificate_of_an_earlier_pathway_is_asked_about_before_it_lapses(
    season: int, holds: str, knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    """One of 2026 lapses on 31 December 2028: before training begins in July 2029."""
    text = f"season: {season}\nexams: {{ecfmg: certified}}"
    made = make_schedule(profile(text), knowledge, AS_OF)
    assert made.facts["year.pathway_holds"].value == holds
    asked = [task for task in made.tasks if task.id == "certificate-year"]
    assert [f"has to be {holds} or later" in task.text for task in asked] == [True]
    none = make_schedule(profile(text.replace("certified", "in_progress")), knowledge, AS_OF)
    assert [task for task in none.tasks if task.id == "certificate-year"] == []


def test_somebody_who_tried_before_is_told_when_a_certificate_of_that_season_lapses(
    pages: dict[str, str],
) -> None:
    assert "You first took part for 2025" in pages["lost-year.html"]
    assert "lapses at the end of 2027" in pages["lost-year.html"]


# --- Letters ----------------------------------------------------------------------------------


def test_a_promised_letter_is_neither_there_nor_missing(plan: Plan, pages: dict[str, str]) -> None:
    first, backup = plan.guide.documents.stories
    said = {f.rule.id: f.outcome for f in first.parts["letters"]}
    assert said["documents.us-letter"] == "promised"
    assert {f.outcome for f in backup.parts["letters"][:2]} == {"have"}
    assert first.promised > 0 and f"promised: {first.promised}" in pages["documents.html"]
    assert "A letter from US faculty is promised for internal medicine" in pages["documents.html"]
    assets = {f.rule.id: f.outcome for f in plan.guide.assessment.assets}
    assert assets["asset.letters"] == "missing"
    assert "1 promised US letter" in pages["backup.html"]


def test_the_same_letter_once_received_is_ticked(whole: Callable[[str], Plan]) -> None:
    here = whole(TOLD.replace("state: promised", "state: received"))
    outcomes = {f.outcome for story in here.guide.documents.stories for f in story.parts["letters"]}
    assert "promised" not in outcomes


# --- The own fields ---------------------------------------------------------------------------


def test_the_road_after_many_years_leads_where_the_plan_sends_applications(
    pages: dict[str, str],
) -> None:
    """Most go to family medicine, and none to psychiatry, which only the guide names."""
    text = pages["backup.html"]
    told = text[text.index("The road after many years") :]
    assert "hardly anybody matches anywhere this season" in told
    assert "go to family medicine and internal medicine" in told
    assert "psychiatry are the realistic road" not in text


@pytest.mark.parametrize("seed", PEOPLE)
def test_the_road_after_many_years_names_exactly_the_fields_of_the_plan(
    seed: int, knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    answers = {**someone(seed), "school": {"country": "India", "graduated": "2014-06"}}
    made = make_schedule(profile(json.dumps(answers)), knowledge, AS_OF)
    advice = made.counts.advice if made.counts else ()
    sent = {cost.specialty.name for cost in advice if cost.programs}
    word = next((w for w in counsel(made) if w.finding.rule.id == "counsel.backup.older"), None)
    if word is None or word.finding.outcome == "willing":
        return
    said = explain(word.finding).text.partition("go to ")[2]
    assert {name for name in sent if name in said} == sent
    assert bool(said) is bool(sent)


def test_english_is_weighed_in_the_own_fields_and_not_in_the_same_two_for_everybody(
    pages: dict[str, str], whole: Callable[[str], Plan]
) -> None:
    text = pages["self-assessment.html"]
    assert "internal medicine, family medicine and psychiatry. There it weighs most" in text
    assert "You win trust easily" in text
    quiet = "season: 2028\ncommunication: {spoken_english: 3}\ninterests: {primary: pathology}\n"
    view = Sections(whole(quiet)).view(next(p for p in FIXED if p.section == "assessment"))
    assert view["english"]["fields"] == ["pathology"] and not view["english"]["long"]


def test_the_four_questions_and_the_first_tasks_say_the_same(
    plan: Plan, pages: dict[str, str]
) -> None:
    assert "Yes. The plan recommends" not in pages["faq.html"]
    assert "Only if you apply at all." in pages["faq.html"]
    assert "A year that changes the application" not in pages["index.html"]
    assert "look for a road outside the US now" in pages["index.html"]
    ids = {task.id for task in plan.tasks}
    assert "visa-rules-named" in ids and "visa-rules" not in ids
    assert "Residency stands" not in pages["immigration.html"]


def test_where_too_little_is_known_for_a_chance_a_lost_year_tells_none(
    whole: Callable[[str], Plan],
) -> None:
    half = (ROOT / "data" / "profiles" / "half-empty.yaml").read_text(encoding="utf-8")
    made = whole(half)
    assert made.counts is None
    worth = " ".join(e.text for e in page_of(made, "lost-year").by_id("price").section_after())
    assert "of 100" not in worth.casefold()
    assert "Only who matches this season" in worth
