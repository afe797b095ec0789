"""Documents: which letter goes where, whom to ask, what each specialty is told, and the sheets."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import inputs
from sitegen.build import Request, build
from sitegen.diagnostics import Problems
from sitegen.facts.deeds import STRONG
from sitegen.facts.documents import document_facts
from sitegen.facts.letters import SERVES, why
from sitegen.facts.specialty import serves
from sitegen.knowledge.model import Knowledge
from sitegen.plan.conclusions import maker
from sitegen.plan.decided import Scheduled
from sitegen.plan.guide.documents import documents
from sitegen.plan.guide.letters import deadline, letter_plan, wanted
from sitegen.plan.make import make_plan
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.profile.fields import Profile
from tests import rooms
from tests.conftest import AS_OF, ROOT
from tests.pages import FIXED, page_of
from tests.sites import SAMPLES, page, profile_of, tables_beside

Make = Callable[[str], Scheduled]

PAIR = """
season: 2028
visa: {need: sponsorship, accepts: [j1, h1b]}
interests: {primary: anesthesiology}
"""
ROTATIONS = """
us_experience:
  - {specialty: internal-medicine, kind: elective, weeks: 4, start: 2025-03}
  - {specialty: anesthesiology, kind: observership, weeks: 4, start: 2026-02}
  - {specialty: anesthesiology, kind: externship, weeks: 8, start: 2026-04}
"""


def sample(name: str) -> Scheduled:
    problems = Problems()
    knowledge, read, _ = inputs.both(profile_of(name), None, AS_OF, problems)
    problems.raise_errors()
    return make_schedule(read, knowledge, AS_OF)


def letter(specialty: str, **more: object) -> str:
    rest = "".join(f", {key}: {value}" for key, value in more.items())
    return f"  - {{writer: somebody, specialty: {specialty}{rest}}}\n"


def site_of(text: str, folder: Path, as_of: dt.date = AS_OF) -> Path:
    tables_beside(folder)
    profile = folder / "profile.yaml"
    profile.write_text(text, encoding="utf-8")
    build(Request(profile, folder / "out", as_of, with_pdf=False), lambda line: None)
    return folder / "out"


# --- Facts ------------------------------------------------------------------------------------


def test_facts_on_documents_are_those_of_the_catalogue(knowledge: Knowledge) -> None:
    names = {name for name in knowledge.facts if name.startswith("documents.")}
    assert len(names) >= 12
    for who in (
        ReadProfile(profile=Profile(), places={}, file="empty.yaml"),
        sample("anesthesiology-hopeful").read,
    ):
        plan = make_schedule(who, knowledge, AS_OF)
        for card in plan.cards:
            made = document_facts(maker(plan), card.specialty, who.profile, wanted(plan, card))
            assert set(made) == names
            assert [f.name for f in made.values() if not f.known and not f.missing] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_reasons_agree_with_what_the_ratings_count(name: str, knowledge: Knowledge) -> None:
    for each in sample(name).read.profile.letters or ():
        for specialty in knowledge.specialties:
            assert (why(each, specialty) in SERVES) == serves(each, specialty)


# --- Letters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_no_letter_is_sent_where_it_names_another_goal(name: str) -> None:
    for row in letter_plan(sample(name)).rows:
        for use in row.uses:
            assert (use.place is None) == (use.why not in SERVES)
            assert (use.specialty in (*row.eras, *row.elsewhere)) == (use.why in SERVES)


def test_us_faculty_are_sent_first_and_more_than_four_are_held_back(plan: Make) -> None:
    letters = letter("anesthesiology", us_faculty="no", state="received")
    letters += letter("anesthesiology", us_faculty="yes", state="received") * 3
    letters += letter(
        "anesthesiology",
        us_faculty="yes",
        state="received",
        speaks_to="[communication]",
        supports="[anesthesiology]",
    )
    made = letter_plan(plan(PAIR + "letters:\n" + letters))
    uses = [row.uses[0] for row in made.rows]
    assert [use.place for use in uses] == [5, 2, 3, 4, 1]
    assert [use.held for use in uses] == [True, False, False, False, False]


def test_a_letter_that_serves_two_is_labelled_for_both(plan: Make) -> None:
    text = PAIR.replace("anesthesiology", "internal-medicine") + "letters:\n"
    core = plan(text + letter("psychiatry", us_faculty="yes", state="received"))
    (row,) = letter_plan(core).rows
    assert row.eras == ("internal-medicine",)
    assert row.uses[0].why == "core"


def test_the_own_field_without_a_letter_is_asked_first(plan: Make) -> None:
    """A hands-on rotation in the field before one of watching, and no other field at all."""
    made = letter_plan(plan(PAIR + ROTATIONS + "letters: []\n"))
    assert [(ask.key, ask.fresh) for ask in made.asks if "anesthesiology" in ask.serves] == [
        ("r3", True),
        ("r2", True),
    ]
    (need,) = [need for need in made.needs if need.specialty == "anesthesiology"]
    assert need.unfilled == 1


def test_letters_that_are_not_told_bring_no_suggestion(plan: Make) -> None:
    made = letter_plan(plan(PAIR + ROTATIONS))
    assert made.asks == () and made.rows == ()


def test_the_next_letter_should_cover_what_the_others_leave_open(plan: Make) -> None:
    letters = letter("anesthesiology", state="received", speaks_to="[reliability]")
    letters += letter("anesthesiology", state="to_ask")
    made = letter_plan(plan(PAIR + "letters:\n" + letters))
    (ask,) = made.asks
    assert ask.cover == ("clinical_skills", "communication")
    assert ask.names == ("anesthesiology",)


def test_where_every_topic_is_open_none_is_needed_most(plan: Make) -> None:
    made = letter_plan(plan(PAIR + "letters:\n" + letter("anesthesiology", state="to_ask")))
    (ask,) = made.asks
    assert ask.cover == ()


def test_a_rotation_whose_field_has_a_letter_asks_for_another_writer(plan: Make) -> None:
    """Which rotation brought the letter is not told, so the same person might be asked twice."""
    letters = letter("anesthesiology", state="promised")
    made = letter_plan(plan(PAIR + ROTATIONS + "letters:\n" + letters))
    assert {ask.fresh for ask in made.asks if ask.field == "anesthesiology" and ask.rotation} == {
        False
    }


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2027, 5, 11), "open"),
        (dt.date(2027, 5, 12), "now"),
        (dt.date(2027, 8, 3), "now"),
        (dt.date(2027, 8, 4), "late"),
        (dt.date(2028, 3, 18), "over"),
    ],
)
def test_days_to_ask_follow_the_season(
    day: dt.date, state: str, knowledge: Knowledge, plan: Make
) -> None:
    assert deadline(make_schedule(plan(PAIR).read, knowledge, day)).state == state


def test_without_a_season_there_are_no_days(plan: Make) -> None:
    assert deadline(plan(PAIR.replace("season: 2028", ""))).state == "unknown"


# --- One story --------------------------------------------------------------------------------


def test_a_wish_that_fits_only_the_other_specialty_is_warned_of() -> None:
    made = documents(sample("radiology-h1b-only"))
    found = {s.card.id: [f.outcome for f in s.parts["statement"]] for s in made.stories}
    assert found == {"diagnostic-radiology": ["have", "have"], "pathology": ["missing", "missing"]}


def test_a_fellowship_that_is_not_named_is_not_missing() -> None:
    for s in documents(sample("emergency-medicine-hopeful")).stories:
        assert not s.parts["statement"][1].settled
        assert s.open == 0


def test_strength_of_a_deed_depends_on_the_specialty(plan: Make) -> None:
    """A crisis line is strong for psychiatry, and only a small part of anesthesiology."""
    line = "experiences: [{kind: mental_health, title: Crisis line}]\n"
    for name, strong in (("psychiatry", True), ("anesthesiology", False)):
        made = documents(plan(PAIR.replace("anesthesiology", name) + line))
        (telling,) = made.stories[0].tellings
        assert (telling.strength == STRONG) == strong
        assert telling.angle == "service"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_part_has_findings_and_every_deed_is_told(name: str) -> None:
    plan = sample(name)
    p = plan.read.profile
    lists = (p.us_experience, p.earlier_training, p.research, p.experiences, p.school.honours)
    told = sum(len(each or ()) for each in lists)
    for s in documents(plan).stories:
        assert all(s.parts.values())
        assert len(s.tellings) == told


# --- Pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_each_letter_to_come_has_a_sheet_outside_the_menu(name: str) -> None:
    """And its address names no writer, so that a list of files gives nothing away."""
    plan = sample(name)
    sheets = {each.id: each for each in rooms.whole(plan).pages if each.section == "letter"}
    assert set(sheets) == {f"letter.{ask.key}" for ask in letter_plan(plan).asks}
    for ask in letter_plan(plan).asks:
        sheet = sheets[f"letter.{ask.key}"]
        assert sheet.path == f"letters/{ask.key}-{ask.field}.html"
        assert sheet not in FIXED


def test_the_sheet_for_a_writer_keeps_the_second_plan_private(tmp_path: Path) -> None:
    """A letter that serves one specialty: what is printed does not name the other."""
    text = profile_of("anesthesiology-hopeful").read_text(encoding="utf-8")
    folder = site_of(text, tmp_path)
    sheet = page(folder / "letters" / "5-anesthesiology.html")
    (printed,) = sheet.all("div", cls="sheet-letter")
    assert "anesthesiology" in printed.text
    goes_to = printed.all("dl")[0].text
    assert "internal medicine" not in goes_to and "backup" not in printed.text.casefold()
    assert "Communication (most needed" in printed.text
    assert "4 August 2027" in printed.text


def test_what_was_only_watched_asks_for_nothing_that_hands_did(tmp_path: Path) -> None:
    """On the page of documents, among the stories of the interview, and on the writer's sheet."""
    watched = "us_experience: [{specialty: internal-medicine, kind: observership, weeks: 4}]\n"
    text = PAIR.replace("anesthesiology", "internal-medicine") + watched + "letters: []\n"
    out = site_of(text, tmp_path)
    for name in ("documents", "interviews"):
        told = page(out / f"{name}.html").text
        assert "Say plainly that you observed" in told, name
        assert "truly yours" not in told, name
    (sheet,) = (out / "letters").glob("*.html")
    said = page(sheet).text
    assert "please name it as an observership" in said and "I was with you for my" in said
    assert "I worked with you" not in said and "a patient that you remember" not in said


def test_nothing_known_says_what_to_decide(tmp_path: Path) -> None:
    main = page(site_of("fictional: yes\n", tmp_path) / "documents.html").by_id("main")
    assert "Only a candidate" in main.text or "Name your first choice" in main.text
    assert "Your letters are not known yet" in main.text or "this page plans letters" in main.text
    assert "interests.primary" not in main.text


@pytest.mark.parametrize(("number", "said"), [(4, "four"), (5, "five")])
def test_letters_that_are_asked_for_are_those_of_the_parameter(
    number: int, said: str, tmp_path: Path, profile: Callable[[str], ReadProfile]
) -> None:
    """A pack of data that asks for another number is believed in every sentence of the page."""
    folder = tmp_path / "parameters" / "guide"
    folder.mkdir(parents=True)
    for name in ("primary-letters.yaml", "backup-letters.yaml"):
        text = (ROOT / "data" / "parameters" / "guide" / name).read_text(encoding="utf-8")
        text = re.sub(r"(value|low|high): \d", rf"\1: {number}", text)
        (folder / name).write_text(text, encoding="utf-8")
    known = inputs.knowledge(tmp_path)
    for letters in ("letters:\n" + letter("anesthesiology", state="received"), ""):
        made = make_plan(profile(PAIR + letters), known, AS_OF)
        text = page_of(made, "documents").text
        assert f"{said} letters" in text
        # Anesthesiology asks three questions of its own, whatever the number of letters.
        assert re.findall(r"\bthree\b(?! more questions).{0,40}", text, re.IGNORECASE) == []


def test_who_needs_no_visa_reads_of_no_sponsor(tmp_path: Path) -> None:
    text = profile_of("emergency-medicine-hopeful").read_text(encoding="utf-8")
    main = page(site_of(text, tmp_path) / "documents.html").by_id("main")
    assert "You need no sponsorship" in main.text
    assert "a visa you accept" not in main.text
    assert "Do not signal the hospitals where you rotated in emergency medicine" in main.text


def test_letters_none_and_letters_unknown_are_told_apart(tmp_path: Path) -> None:
    for text, said in (
        ("letters: []", "You have no letters yet"),
        ("", "Your letters are not known yet"),
    ):
        folder = tmp_path / (text[:7] or "unknown")
        folder.mkdir()
        main = page(site_of(PAIR + text, folder) / "documents.html").by_id("main")
        assert said in main.text


def test_records_of_documents_hold_no_free_text(plan: Make) -> None:
    """Words of the profile stay in the profile; the records name their places."""
    text = PAIR + "letters:\n" + letter("anesthesiology", state="to_ask")
    made = documents(plan(text))
    assert "somebody" not in str(dataclasses.asdict(made.letters))
