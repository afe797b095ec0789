"""The four questions, the check on honesty, and the points where sources disagree."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import Request, build
from sitegen.diagnostics import Location
from sitegen.inputs import both
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.hospitals import shared_hospitals
from sitegen.plan.decided import Scheduled
from sitegen.plan.guide.disagreements import PREFIX, disagreements
from sitegen.plan.guide.ethics import ethics
from sitegen.plan.stages import make_schedule
from sitegen.programs.model import Program
from tests import rooms
from tests.conftest import AS_OF, shipped
from tests.pages import FIXED, page_of
from tests.sites import SAMPLES, Element, page, profile_of, tables_beside

IM, FM, PSYCH = "internal-medicine", "family-medicine", "psychiatry"

MakePlan = Callable[[str], Scheduled]


def program(specialty: str, name: str, state: str = "Ohio", line: int = 2) -> Program:
    here = Location("programs.csv", line)
    everything = {"specialty": specialty, "name": name, "state": state, "place": here}
    fields = dict.fromkeys(Program.__dataclass_fields__) | everything
    return Program(**fields)  # type: ignore[arg-type]


def shared(knowledge: Knowledge, *names: tuple[str, str, str]) -> list[set[str]]:
    programs = [program(s, n, state, i + 2) for i, (s, n, state) in enumerate(names)]
    return [{p.specialty for p in h.programs} for h in shared_hospitals(programs, knowledge)]


# --- One hospital under two specialties ------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Example University Hospital Program", "Example University Hospital Program"),
        ("Example University Hospital", "EXAMPLE UNIVERSITY HOSPITAL"),
        ("Example Univ. Hosp. - Internal Medicine", "Example University Hospital (Psychiatry)"),
        ("Example University School of Medicine Program", "Example University Residency"),
        ("St. Example's Medical Center", "Saint Examples Medical Centre Psychiatry Residency"),
        ("Internal Medicine at Example & Sample Hospital", "Example and Sample Hospital, Psych"),
        ("Hôpital Exemple", "Hopital Exemple"),
        ("Example Hospital 1234567", "Example Hospital"),
        ("University Hospital of Example", "Example University Hospital"),
    ],
)
def test_one_hospital_is_known_under_two_names(
    first: str, second: str, knowledge: Knowledge
) -> None:
    assert shared(knowledge, (IM, first, "Ohio"), (PSYCH, second, "Ohio")) == [{IM, PSYCH}]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((IM, "Example North Hospital", "Ohio"), (PSYCH, "Example South Hospital", "Ohio")),
        ((IM, "Example Hospital", "Ohio"), (PSYCH, "Example Hospital", "Texas")),
        ((IM, "Example Hospital", "Ohio"), (IM, "Example Hospital", "Ohio")),
        ((IM, "", "Ohio"), (PSYCH, "", "Ohio")),
        ((IM, "Internal Medicine Program", "Ohio"), (PSYCH, "Psychiatry Program", "Ohio")),
    ],
)
def test_two_hospitals_are_not_taken_for_one(
    first: tuple[str, str, str], second: tuple[str, str, str], knowledge: Knowledge
) -> None:
    assert shared(knowledge, first, second) == []


def test_a_state_may_be_written_in_two_ways_or_left_out(knowledge: Knowledge) -> None:
    for state in ("OH", ""):
        rows = ((IM, "Example Hospital", "Ohio"), (FM, "Example Hospital", state))
        assert shared(knowledge, *rows) == [{IM, FM}], state


def test_a_shared_hospital_stands_on_the_page_and_in_the_gate(tmp_path: Path) -> None:
    (tmp_path / "programs.csv").write_text(
        "specialty,program,state,j1,h1b\n"
        "anesthesiology,Example University Hospital Anesthesiology Program,Ohio,yes,no\n"
        "internal medicine,Example University Hospital,OH,yes,yes\n"
        "internal medicine,Sample Medical Center,OH,yes,yes\n",
        encoding="utf-8",
    )
    text = profile_of("anesthesiology-hopeful").read_text(encoding="utf-8")
    root = built(text.replace("fictional-programs.csv", "programs.csv"), tmp_path)
    (table,) = root.all("table", cls="shared")
    rows = [row.text for body in table.all("tbody") for row in body.all("tr")]
    assert len(rows) == 2
    assert "Sample Medical Center" not in table.text
    assert "One hospital stands in your list under two specialties" in root.text


@pytest.mark.parametrize(
    ("sample", "hospitals", "outcome"),
    [
        ("anesthesiology-hopeful", [{"anesthesiology", IM}], "look"),
        ("internal-medicine-strong", [], "fine"),
    ],
)
def test_a_field_that_gets_no_application_tells_no_hospital_a_second_story(
    sample: str, hospitals: list[set[str]], outcome: str, plan: MakePlan
) -> None:
    """The list may hold any field; family medicine is considered, and is not in the plan."""
    made = plan(PEOPLE[sample])
    listed = [
        program("anesthesiology", "A Hospital"),
        program(IM, "A Hospital", line=3),
        program(FM, "A Hospital", line=4),
        program(IM, "B Hospital", line=5),
        program(FM, "B Hospital", line=6),
    ]
    read = dataclasses.replace(made.read, programs=tuple(listed))
    found = ethics(dataclasses.replace(made, read=read))
    assert [{p.specialty for p in each.programs} for each in found.hospitals] == hospitals
    (gate,) = [each for each in found.gate if each.rule.id == "gate.hospital"]
    assert gate.outcome == outcome


# --- Answers agree with the plan -------------------------------------------------------------


def built(text: str, folder: Path, name: str = "ethics") -> Element:
    tables_beside(folder)
    profile = folder / "profile.yaml"
    profile.write_text(text, encoding="utf-8")
    output = folder / "site"
    build(Request(profile, output, AS_OF, with_pdf=False), lambda line: None)
    return page(output / f"{name}.html")


def with_budget(sample: str, usd: int) -> str:
    """A sample that can spend so much on applications."""
    text = profile_of(sample).read_text(encoding="utf-8")
    return re.sub(r"(?m)^  application_budget:.*$", f"  application_budget: {usd}", text)


NOTHING_ADDS = """
season: 2028
applicant: {citizenship: [India]}
visa: {need: sponsorship, accepts: [j1, h1b], in_us: no}
exams: {step1: {state: passed, failed_attempts: 1},
        step2_ck: {state: passed, score: 225, failed_attempts: 0},
        step3: {state: not_planned}, oet: {state: passed}, ecfmg: certified}
school: {graduated: 2018-12, class_rank: lower_half, honours: []}
gaps: []
earlier_matches: []
earlier_training: []
us_experience: []
letters: []
research: []
communication: {spoken_english: 4, rapport: 4, cultural_ease: 4}
interests: {primary: dermatology, considering: [],
            not_for_life: [internal-medicine, family-medicine, psychiatry, pediatrics, neurology,
                           pathology, general-surgery, emergency-medicine, anesthesiology,
                           physical-medicine-rehabilitation, child-neurology,
                           obstetrics-gynecology, diagnostic-radiology, medicine-pediatrics],
            place: outpatient, manner: cognitive, contact: long, pace: moderate, hours: any}
constraints: {application_budget: 900, lost_year: {money: yes, visa: yes, morale: yes}}
"""

PEOPLE = {s: profile_of(s).read_text(encoding="utf-8") for s in SAMPLES} | {
    "a weak first choice, and money for few programs": with_budget("radiology-h1b-only", 200),
    "a weak first choice, and no other field for life": NOTHING_ADDS,
    "money for no program": with_budget("anesthesiology-hopeful", 50),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_four_answers_agree_with_the_plan(who: str, plan: MakePlan) -> None:
    made = plan(PEOPLE[who])
    found = rooms.guide(made).questions
    needed = {
        "recommended": {"yes", "close"},
        "not_needed": {"no"},
        "nothing_adds": {"nothing_adds"},
        "undecided": {"open"},
    }
    reserved = {"only_if", "visa_first"} & set(made.decision.possible)
    assert found.backup.outcome in (reserved or needed[made.choice.verdict])
    asked = found.respect.outcome
    assert (asked == "not_asked") == (made.choice.verdict != "recommended")
    applied = made.facts["applicant.applied"].value is True
    assert (found.programs.outcome == "out") == applied
    numbered = found.programs.outcome in ("number", "out")
    assert numbered == bool(made.counts and sum(c.programs for c in made.counts.advice))


def test_every_answer_of_the_verdict_is_seen_among_these_people(plan: MakePlan) -> None:
    verdicts = {plan(text).choice.verdict for text in PEOPLE.values()}
    assert verdicts == {"recommended", "not_needed", "nothing_adds", "undecided"}


def test_a_budget_that_pays_for_no_program_is_named_as_the_reason(tmp_path: Path) -> None:
    """It is not said that an application would not be worth its price."""
    root = built(PEOPLE["money for no program"], tmp_path, "faq")
    assert "Your budget does not pay for the transcripts and one program." in root.text
    assert "brings enough for its price" not in root.text


def test_without_a_first_choice_no_answer_speaks_of_one(tmp_path: Path) -> None:
    """The backup is named, and a first choice is asked for before it is weighed."""
    text = profile_of("anesthesiology-hopeful").read_text(encoding="utf-8")
    text = text.replace("  primary: anesthesiology\n", "")
    faq = built(text, tmp_path, "faq").text
    assert "It cannot be weighed before you name a first choice." in faq
    first = page(tmp_path / "site" / "index.html").text
    assert "It meets every condition that can be checked without a first choice." in first


def test_who_holds_a_green_card_reads_nothing_about_a_visa_hurdle(tmp_path: Path) -> None:
    text = profile_of("anesthesiology-hopeful").read_text(encoding="utf-8")
    text = text.replace("need: sponsorship ", "need: green_card ").replace(
        "  accepts: [j1, h1b]", "  #"
    )
    root = built(text.replace("  prefers: h1b", "  #"), tmp_path, "faq")
    assert "Three hurdles" in root.text
    main = root.all("main")[0].text
    assert "J-1" not in main and "H-1B" not in main


def test_nothing_known_gives_four_answers_and_no_signs(tmp_path: Path) -> None:
    root = built("fictional: yes\n", tmp_path, "faq")
    assert len(root.all("main")[0].all("h2")) == 4
    assert "It cannot be said yet, and no backup can be named." in root.text
    assert "Name a first choice, and the plan looks for them" in root.text


def test_signs_are_about_the_backup_where_there_is_one(plan: MakePlan) -> None:
    made = plan(profile_of("anesthesiology-hopeful").read_text(encoding="utf-8"))
    found = ethics(made)
    assert found.card is not None
    assert found.card.id == made.choice.backups[0].card.id
    assert len(found.signs) == 3 and len(found.ways) == 3 and len(found.gate) == 5
    assert found.next_season is not None
    assert (found.next_season.match, found.next_season.applied) == (2029, 2028)


def test_once_applications_are_out_nothing_is_asked_that_had_to_be_done_before() -> None:
    """Neither one specialty alone nor a later season is a way then, and statements are sent."""
    made = rooms.whole(
        make_schedule(both(profile_of("in-season"), None, AS_OF)[1], shipped(), AS_OF)
    )
    text = page_of(made, "ethics").text
    for over in (
        "Before you apply",
        "before you apply",
        "Write two statements",
        "Wait for a later",
    ):
        assert over not in text
    assert "Apply in one specialty only" not in text
    assert "Before you rank" in text and "Your statements are out." in text


def test_without_a_season_there_is_no_next_one(plan: MakePlan) -> None:
    made = plan("interests: {primary: psychiatry}\n")
    assert ethics(made).next_season is None
    assert ethics(replace(made, primary=None)).signs == ()


# --- Where sources disagree ------------------------------------------------------------------


def test_every_point_has_its_rule_its_page_and_two_sides(
    plan: MakePlan, knowledge: Knowledge
) -> None:
    points = disagreements(plan("interests: {primary: psychiatry}\n"))
    rules = {rule.id.removeprefix(PREFIX) for rule in knowledge.rules_in("disagreements")}
    assert len(points) == 11
    assert {point.key for point in points} == rules
    pages = {each.id for each in FIXED}
    for point in points:
        assert point.here is not None
        assert point.about.page in pages
        assert point.about.guide != point.about.other
