"""What the guide says to some people and not to others, at the page where it belongs.

Each test makes a plan without its pages, in about a third of a second; two build a whole site.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import Request, build
from sitegen.explain import explain
from sitegen.knowledge.model import Knowledge
from sitegen.links import why_no_link
from sitegen.plan.guide.counsel import GROUP, Word, counsel
from sitegen.plan.guide.counsel_tables import TABLES
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.render.guide.counsel_view import PROSE, SAID
from tests.conftest import AS_OF
from tests.pages import FIXED
from tests.sites import keyed, page

BASE = """
season: 2028
applicant: {citizenship: [India]}
visa: {need: sponsorship, accepts: [j1]}
exams:
  step1: {state: passed, failed_attempts: 0}
  step2_ck: {state: passed, score: 251, failed_attempts: 0}
school: {graduated: 2024-12, class_rank: lower_half, honours: []}
gaps: []
earlier_training: []
us_experience: []
letters: []
research: []
interests: {primary: psychiatry, considering: [], not_for_life: []}
"""
WISHES = "interests: {primary: psychiatry, considering: [], not_for_life: []}"

Said = Callable[[str], dict[str, Word]]


@pytest.fixture(scope="module")
def said(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Said:
    """The counsel for the applicant of a YAML text, by rule without its first word."""

    def of(text: str) -> dict[str, Word]:
        plan = make_schedule(profile(text), knowledge, AS_OF)
        return {word.finding.rule.id.partition(".")[2]: word for word in counsel(plan)}

    return of


def text_of(word: Word) -> str:
    return explain(word.finding).text


def wishing(wishes: str) -> str:
    """The same person with other wishes."""
    return BASE.replace(WISHES, f"interests: {{{wishes}}}")


def column(word: Word, number: int) -> list[str]:
    assert word.table
    return [row.cells[number][0].text for row in word.table.rows]


def test_every_piece_of_counsel_has_a_page_and_every_table_its_rule(knowledge: Knowledge) -> None:
    """A rule at a page that does not exist would never be read."""
    rules = {rule.id for rule in knowledge.rules_in(GROUP)}
    places = {each.id for each in FIXED} | set(knowledge.specialties)
    assert len(rules) >= 14
    assert {rule.split(".")[1] for rule in rules} <= places
    assert {*TABLES, *PROSE, *SAID} <= rules


# --- Doubt ------------------------------------------------------------------------------------


def test_who_has_no_first_choice_gets_facts_of_the_fields_and_a_day(said: Said) -> None:
    found = said(wishing("considering: [psychiatry, pediatrics], not_for_life: []"))
    word = found["commitment.undecided"]
    assert word.table and word.table.head[1:] == ("Psychiatry", "Pediatrics")
    assert "settled by 23 December 2026" in text_of(word)
    assert "that of psychiatry and pediatrics" in text_of(word)
    rates = next(row for row in word.table.rows if row.label == "Preferred-specialty match rate")
    assert [cell[0].text for cell in rates.cells] == ["58.4 %", "68.5 %"]
    assert {c.year for c in rates.citations} == {2026}


def test_who_has_a_first_choice_is_not_asked_to_doubt_it(said: Said) -> None:
    found = said(BASE)
    assert "commitment.undecided" not in found
    assert "index.doubt" not in found


def test_two_fields_rated_alike_are_level_and_one_rated_lower_is_not(said: Said) -> None:
    wishes = "primary: psychiatry, considering: [neurology], not_for_life: [], "
    level = said(wishing(wishes + "fit: {psychiatry: 4, neurology: 4}"))
    lower = said(wishing(wishes + "fit: {psychiatry: 4, neurology: 3}"))
    assert level["index.doubt"].finding.outcome == "level"
    assert "between psychiatry and neurology" in text_of(level["commitment.undecided"])
    assert "commitment.undecided" not in lower


def test_a_field_that_was_ruled_out_is_not_compared(said: Said) -> None:
    found = said(wishing("considering: [psychiatry, pathology], not_for_life: [pathology]"))
    assert "pathology" not in text_of(found["commitment.undecided"])


def test_a_day_that_was_seen_is_not_asked_for_again(said: Said) -> None:
    seen = "commitment: {psychiatry: {saw_daily_work: 2026-05-01}}\n"
    found = said(wishing("considering: [psychiatry, pediatrics], not_for_life: []") + seen)
    assert "have not seen is that of pediatrics" in text_of(found["commitment.undecided"])


def test_without_a_season_the_decision_still_has_an_end(said: Said) -> None:
    text = wishing("considering: [psychiatry, pediatrics]").replace("season: 2028", "")
    assert "within six weeks" in text_of(said(text)["commitment.undecided"])


# --- Years since graduation -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("graduated", "first", "road"),
    [
        ("2027-06", "student", None),
        ("2025-06", "fresh", None),
        ("2023-06", "some", None),
        ("2021-07", "older", "near"),
        ("2014-06", "older", "older"),
    ],
)
def test_what_comes_first_hangs_on_the_year_of_graduation(
    graduated: str, first: str, road: str | None, said: Said
) -> None:
    found = said(BASE.replace("2024-12", graduated))
    assert found["tasks.graduation"].finding.outcome == first
    older = found.get("backup.older")
    assert (older.finding.outcome if older else None) == road


DONE = "{state: passed, score: 251, failed_attempts: 0}\n  ecfmg: certified"
LETTER = "{writer: a, specialty: psychiatry, us_faculty: yes, state: received}"


@pytest.mark.parametrize("graduated", ["2025-06", "2023-06"])
@pytest.mark.parametrize("letters", [0, 3])
def test_nobody_is_told_to_finish_what_is_behind_them(
    graduated: str, letters: int, said: Said
) -> None:
    text = BASE.replace("{state: passed, score: 251, failed_attempts: 0}", DONE)
    text = text.replace("letters: []", f"letters: [{', '.join([LETTER] * letters)}]")
    told = text_of(said(text.replace("2024-12", graduated))["tasks.graduation"])
    assert "Exams and certificate are behind you" in told
    assert "inish" not in told
    assert ("letters from the US are there" in told) is (letters == 3)


def test_five_years_that_are_over_are_no_deadline(said: Said) -> None:
    told = text_of(said(BASE.replace("2024-12", "2022-03"))["tasks.graduation"])
    assert "5.5 years after graduation" in told
    assert "fifth year" not in told


def test_a_wish_is_told_in_the_words_in_which_it_was_written(said: Said) -> None:
    """One word can mean four fellowships that we know. The applicant wrote one word."""
    text = BASE.replace("considering: []", "considering: [], fellowship: Critical care")
    assert "You hope for “Critical care”" in text_of(said(text)["backup.fellowship"])


def test_without_a_season_years_are_told_as_a_span_of_years(said: Said) -> None:
    text = BASE.replace("2024-12", "2014-06").replace("season: 2028", "")
    assert re.match(r"[\d.]+ to [\d.]+ years lie between", text_of(said(text)["backup.older"]))


def test_an_older_graduate_who_refuses_community_hospitals_is_asked_again(said: Said) -> None:
    text = BASE.replace("2024-12", "2014-06") + "constraints: {community_hospitals: no}\n"
    assert "Please look at that answer again" in text_of(said(text)["backup.older"])


# --- Groups of fields, and the example --------------------------------------------------------


def groups(word: Word) -> dict[str, list[str]]:
    assert word.table
    return {row.label: [cell.text for cell in row.cells[0]] for row in word.table.rows}


def test_groups_of_fields_follow_from_figures_and_agree_with_the_guide(
    said: Said, knowledge: Knowledge
) -> None:
    found = groups(said(BASE)["scorecard.tiers"])
    names = {"high": "Highly competitive", "middle": "Middle", "realistic": "Realistic"}
    named = [s for s in knowledge.specialties.values() if s.about.guide_tier]
    assert len(named) == 14
    for specialty in named:
        assert specialty.about.guide_tier
        assert specialty.name in found[names[specialty.about.guide_tier]]


@pytest.mark.parametrize(
    ("first", "outcome"),
    [
        ("dermatology", "hard"),
        ("anesthesiology", "middle"),
        ("pediatrics", "open"),
        ("physical-medicine-rehabilitation", "unknown_size"),
        ("transitional-year", "nothing_named"),
    ],
)
def test_the_group_of_the_first_choice_is_told(first: str, outcome: str, said: Said) -> None:
    word = said(wishing(f"primary: {first}, not_for_life: []"))["scorecard.tiers"]
    assert word.finding.outcome == outcome


def test_own_fields_are_marked_among_the_groups(said: Said) -> None:
    word = said(BASE)["scorecard.tiers"]
    assert word.table
    marked = {cell.text for row in word.table.rows for cell in row.cells[0] if cell.mark}
    assert "psychiatry" in marked
    assert len(marked) <= 4


def test_the_example_of_the_guide_has_its_five_words(said: Said) -> None:
    word = said(BASE)["scorecard.example"]
    assert column(word, 3) == ["Low", "Very High", "High", "High", "Very Low"]
    assert [column(word, i)[0] for i in range(3)] == ["2", "3", "3"]
    assert word.table and word.table.blank


# --- Evidence ---------------------------------------------------------------------------------


def test_rank_honors_and_results_are_told_to_those_who_have_them(said: Said) -> None:
    text = BASE.replace("lower_half, honours: []", "top_tenth, honours: [Medal in surgery]")
    text = text.replace(
        "earlier_training: []",
        "earlier_training: [{specialty: psychiatry, years: 2, in_training_exam: Second of 30}]",
    )
    found = said(text)
    assert "the top tenth of your class" in text_of(found["documents.rank"])
    assert "Medal in surgery" in text_of(found["documents.honours"])
    assert "Second of 30" in text_of(found["documents.exam"])
    assert not {"documents.rank", "documents.honours", "documents.exam"} & set(said(BASE))


def test_an_exam_that_was_failed_is_no_evidence_to_show(said: Said) -> None:
    training = "earlier_training: [{specialty: psychiatry, in_training_exam: Failed twice}]"
    assert "documents.exam" not in said(BASE.replace("earlier_training: []", training))


@pytest.mark.parametrize(
    ("work", "carries"),
    [
        ("{kind: audit, field: pediatrics, title: Hand washing}", True),
        ("{kind: publication, field: psychiatry, title: Public health of a town}", True),
        ("{kind: publication, field: preventive-medicine}", True),
        ("{kind: publication, field: psychiatry, title: One rare case}", False),
    ],
)
def test_work_on_quality_and_on_groups_of_people_carries_over(
    work: str, carries: bool, said: Said
) -> None:
    found = said(BASE.replace("research: []", f"research: [{work}]"))
    assert ("documents.carries" in found) is carries


def test_research_tracks_are_for_those_who_do_or_wish_research(said: Said) -> None:
    wish = wishing("primary: psychiatry, not_for_life: [], long_term: A physician scientist")
    works = "research: [{kind: publication, field: psychiatry, count: 5}]"
    assert said(wish)["pathways.scientist"].finding.outcome == "narrow"
    assert "pathways.scientist" in said(BASE.replace("research: []", works))
    free = wish.replace("{need: sponsorship, accepts: [j1]}", "{need: green_card}")
    assert said(free)["pathways.scientist"].finding.outcome == "open"
    assert "pathways.scientist" not in said(BASE)


@pytest.mark.parametrize(
    ("first", "score", "outcome"),
    [("psychiatry", 229, "above"), ("psychiatry", 228, "below"), ("dermatology", 250, "no_mean")],
)
def test_an_old_score_of_step_1_stands_beside_the_printed_mean(
    first: str, score: int, outcome: str, said: Said
) -> None:
    text = wishing(f"primary: {first}, considering: [pediatrics], not_for_life: []").replace(
        "step1: {state: passed", f"step1: {{state: passed, score: {score}"
    )
    word = said(text)["self-assessment.step1"]
    assert word.finding.outcome == outcome
    assert word.table
    means = {row.label: row for row in word.table.rows}
    assert means["Pediatrics"].cells[0][0].text == "229"
    assert means["Pediatrics"].citations[0].year == 2022


def test_a_step_1_without_a_score_is_compared_with_nothing(said: Said) -> None:
    assert "self-assessment.step1" not in said(BASE)


# --- Pages of single fields -------------------------------------------------------------------


def test_growth_of_psychiatry_is_told_to_those_who_named_it(said: Said) -> None:
    word = said(BASE)["psychiatry.growth"]
    assert word.page == "specialty.psychiatry"
    assert "Psychiatry grows: it had 2,516 positions" in text_of(word)
    assert {c.year for c in explain(word.finding).citations} == {2025, 2026}
    assert "psychiatry.growth" not in said(wishing("primary: neurology, considering: []"))


def test_womens_health_and_regions_are_told_to_those_whom_they_concern(said: Said) -> None:
    women = said(wishing("primary: obstetrics-gynecology, considering: []"))
    assert women["family-medicine.women"].page == "specialty.family-medicine"
    children = wishing("primary: pediatrics, considering: []")
    wide = said(children + "constraints: {states: {open_to_all: yes}}\n")
    narrow = said(children + "constraints: {states: {preferred: [Texas], open_to_all: no}}\n")
    assert wide["pediatrics.regions"].finding.outcome == "wide"
    assert narrow["pediatrics.regions"].finding.outcome == "narrow"
    assert not {"family-medicine.women", "pediatrics.regions"} & set(said(BASE))


# --- Pages of programs ------------------------------------------------------------------------

LIST = """specialty,name,code,j1,h1b,notes
psychiatry,Invented Elm Hospital,4000000001,yes,no,call on Monday
psychiatry,Invented Oak Hospital,PS-F1,yes,no,see https://oak.example.org/psych
psychiatry,Invented Ash Hospital,PS-F2,yes,no,see https://x.y@evil
"""


def test_rows_of_the_own_list_lead_to_the_pages_of_their_programs(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(LIST, "utf-8")
    profile = tmp_path / "me.yaml"
    profile.write_text(BASE + "programs: mine.csv\n", "utf-8")
    output = keyed(tmp_path / "site")
    build(Request(profile, output, AS_OF, with_pdf=False), lambda line: None)
    root = page(output / "programs.html")
    outside = {
        a.attributes["href"]
        for a in root.all("a")
        if a.attributes.get("href", "").startswith("https://")
    }
    assert outside == {
        "https://freida.ama-assn.org/",
        "https://apps.acgme.org/ads/Public/Programs/Search",
        "https://freida.ama-assn.org/program/4000000001",
        "https://oak.example.org/psych",
    }
    assert all(why_no_link(address) is None for address in outside)


def test_without_a_list_the_places_to_look_stand_all_the_same(said: Said) -> None:
    word = said(BASE)["programs.lookup"]
    assert word.finding.outcome == "no_list"
    assert word.table is None


# --- A fellowship as a wish -------------------------------------------------------------------


def test_a_fellowship_shows_the_printed_figures_of_its_match(said: Said) -> None:
    word = said(wishing("primary: internal-medicine, fellowship: Cardiology"))["backup.fellowship"]
    assert "internal medicine" in text_of(word)
    assert word.table and column(word, 2) == ["66.8 %"]
    assert {c.year for c in word.table.rows[0].citations} == {2023, 2025}


def test_a_fellowship_says_whether_the_first_choice_leads_there(said: Said) -> None:
    leads = wishing("primary: internal-medicine, fellowship: Cardiology")
    closed = wishing("primary: psychiatry, fellowship: Cardiology")
    assert said(leads)["backup.fellowship"].finding.outcome == "leads"
    assert said(closed)["backup.fellowship"].finding.outcome == "closed"
    assert "backup.fellowship" not in said(BASE)


def test_a_fellowship_wish_shapes_the_fit_of_every_field(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    def fits(wishes: str) -> dict[str, float]:
        plan = make_schedule(profile(wishing(wishes)), knowledge, AS_OF)
        return {card.id: card.fit.total for card in plan.cards}

    plain = fits("primary: psychiatry, considering: []")
    heart = fits("primary: psychiatry, considering: [], fellowship: Cardiology")
    unclear = fits("primary: psychiatry, considering: [], fellowship: Something good")
    assert heart["internal-medicine"] > plain["internal-medicine"]
    assert heart["pathology"] < plain["pathology"]
    assert unclear == plain


# --- On the page ------------------------------------------------------------------------------


def test_doubt_leads_from_the_first_page_to_the_three_steps(tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text(wishing("considering: [psychiatry, pediatrics], not_for_life: []"), "utf-8")
    output = keyed(tmp_path / "site")
    build(Request(profile, output, AS_OF, with_pdf=False, with_book=True), lambda line: None)
    links = [a.attributes["href"] for a in page(output / "index.html").all("a")]
    assert "commitment.html#counsel-undecided" in links
    heading = page(output / "commitment.html").by_id("counsel-undecided")
    steps = [e for part in heading.section_after() for e in part.walk() if e.tag == "ol"]
    assert [len(ol.all("li")) for ol in steps] == [3]
    paper = (output / "book.html").read_text("utf-8")
    blank = paper.partition('id="scorecard--counsel-example"')[2].partition("</table>")[0]
    assert len(re.findall("<td>…………</td>", blank)) == 8 * 5
    on_screen = (output / "scorecard.html").read_text("utf-8")
    assert "…………" not in on_screen
