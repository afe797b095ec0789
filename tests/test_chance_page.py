"""The page on the chance and the method page: ranges, base rates, sums that a reader can redo."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections.abc import Callable
from typing import Any

import pytest

from sitegen import inputs
from sitegen.chance.odds import expit
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.chance.chance_method import CONCERNS, PREFIX, Bent, example, levers
from sitegen.plan.chance.chance_report import moves_of, start_chance, ways
from sitegen.plan.chance.chances import chances
from sitegen.plan.chance.factors import SELECTION, factor_names
from sitegen.plan.chance.pulls import pulls
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.planjson import GUIDE
from sitegen.profile import ReadProfile
from sitegen.render.answer_view import answer_view
from sitegen.render.chance.assumptions import SINGLE
from sitegen.render.chance.chance_ways import same_money
from sitegen.render.chance.chance_words import range_words, span
from sitegen.render.pages import specialty
from sitegen.render.quantities import bare
from sitegen.render.sections import Sections
from sitegen.render.views import Views
from tests import rooms
from tests.conftest import AS_OF, ROOT, shipped
from tests.pages import FIXED, page_of
from tests.people import text_of
from tests.sites import SAMPLES, profile_of

Make = Callable[[str], Plan]
PEOPLE = (0, 4, 6, 12, 16, 18, 22, 24, 26, 30, 34, 36)
"""Made-up people of whom enough is known for a chance; the others read what to find out."""
SHOWN = ("chance", "method")
KNOWN = "school: {graduated: 2024-06}\nexams: {step2_ck: {state: passed, score: 245}}\n"
"""Answers without which no chance is told."""


@pytest.fixture(scope="module")
def named(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Callable[[str], Plan]:
    """A sample by its name, or a made-up person by a number; without tables beside the profile."""

    @functools.cache
    def made(name: str) -> Plan:
        if name.isdigit():
            return make_plan(profile(text_of(int(name))), knowledge, AS_OF)
        text = profile_of(name).read_text(encoding="utf-8")
        return make_plan(profile(text), knowledge, AS_OF)

    return made


def lines_of(plan: Plan) -> list[dict[str, Any]]:
    """Every chance in a line, as the handout is given them."""
    found: list[dict[str, Any]] = answer_view(plan, Sections(plan).views)["chance"]
    return found


EVERYBODY = [*SAMPLES, *map(str, PEOPLE)]


# --- Every page can be made, and nothing on it stands alone -----------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
def test_pages_are_whole_for_everybody(name: str, named: Callable[[str], Plan]) -> None:
    for page_id in SHOWN:
        root = page_of(named(name), page_id)
        text = root.text
        assert not re.search(r"[{}]|\bNone\b|\bnan\b|object at 0x|\bTrue\b|\bFalse\b", text)
        assert not re.search(r"\bjudgements? judgement\b", text), "the citation says it already"
        for each in root.all("ul", "ol", "tbody"):
            assert each.all("li", "tr"), f"{page_id}: an empty {each.tag}"
        for heading in root.all("h2", "h3"):
            assert any(e.text for e in heading.section_after()), heading.text
        assert len(text) > 3_000


OF_100 = re.compile(r"\b\d+(?:\.\d)? of 100\b")
RANGE = re.compile(r"between \d+ and \d+|under 1|over 99|\d+ to (?:\d+|over 99)|range")
COUNTED = re.compile(r"\d of [\d,]+(?:,| people|\))|[Oo]f all|people|[Bb]ase rate")


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_number_of_100_stands_without_a_range_or_a_count(
    name: str, named: Callable[[str], Plan]
) -> None:
    """A range, or a count of people with the source beside it."""
    found = 0
    for page_id in SHOWN:
        for element in page_of(named(name), page_id).all("p", "li", "td", "caption", "figcaption"):
            if element.all("p", "li", "td") or not OF_100.search(element.text):
                continue
            found += 1
            row = element.closest("tr") or element
            backed = RANGE.search(row.text) or (
                (COUNTED.search(row.text) or "IMGs" in row.text)
                and (row.all("a", cls="cite") or element.tag == "caption")
            )
            formula = "log-odds" in row.text or "Middle: 1 ÷" in row.text
            assert backed or formula, f"{page_id}: {row.text}"
    assert found > 15


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_middle_never_stands_without_its_range(name: str, named: Callable[[str], Plan]) -> None:
    root = page_of(named(name), "chance")
    rows = [
        e
        for e in root.all("p", "tr", "figcaption", "summary")
        if "middle" in e.text and not e.all("p", "tr") and e.closest("thead") is None
    ]
    assert rows
    for row in rows:
        words = row.text.lower()
        told = RANGE.search(words) or "moves the middle" in words or "does not move" in words
        assert told or "middle up or down" in words, row.text


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_json_holds_ranges_in_order(name: str, named: Callable[[str], Plan]) -> None:
    """Low, use and high stand together, from 0 to 100, with the base rate and its people."""
    made = named(name)
    report = made.matching.report
    assert GUIDE["chance"](made) is report
    assert report.specialties and "no promise" in report.note
    for each in report.specialties:
        spans = [each.base, each.with_list, each.any_interview, each.from_applications]
        for some in filter(None, [*spans, *each.without.values()]):
            assert 0 <= some.low <= some.use <= some.high <= 100
        assert 0 < each.matched <= each.people and each.year >= 2026
        assert each.source in named(name).knowledge.sources
    assert (report.start is None) == bool(report.start_why)


# --- Sums that a reader can redo --------------------------------------------------------------


def number(text: str) -> float:
    return float(text.replace("–", "-").replace(",", ""))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sum_on_the_method_page_is_right(name: str, named: Callable[[str], Plan]) -> None:
    """Lines add up to the sum, standard deviations as squares, and the sum gives the chance."""
    plan = named(name)
    root = page_of(plan, "method")
    (first, *_) = root.all("table", cls="sum-lines")
    rows = [[c.text for c in row.all("th", "td")] for row in first.all("tbody")[0].all("tr")]
    lines, total = rows[:-1], rows[-1]
    assert len(lines) >= 8 and total[0] == "Sum"
    assert sum(number(r[2]) for r in lines) == pytest.approx(number(total[2]), abs=0.008)
    for side in (3, 4):
        distances = math.hypot(*(number(r[side]) for r in lines))
        assert distances == pytest.approx(number(total[side]), abs=0.004)
    sum_, down, up = (number(total[i]) for i in (2, 3, 4))
    chance = chances(plan).specialties[0].listed.chance
    assert expit(sum_) == pytest.approx(chance.use, abs=0.001)
    assert expit(sum_ - down) == pytest.approx(chance.low, abs=0.002)
    assert expit(sum_ + up) == pytest.approx(chance.high, abs=0.002)
    assert range_words(chance) in root.text and span(chance) in page_of(plan, "chance").text


CALCULATION = re.compile(
    r"^(?:([\d.]+) × )?([\d.]+) × \((?:ln\(1 \+ (\d+)\)|([\d.]+)) – ([\d.]+)\) ÷ ([\d.]+)$"
)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_score_says_can_be_computed_from_its_line(
    name: str, named: Callable[[str], Plan]
) -> None:
    rows = [
        [c.text for c in row.all("th", "td")] for row in page_of(named(name), "method").all("tr")
    ]
    seen = 0
    for row in rows:
        match = CALCULATION.match(row[1]) if len(row) == 5 else None
        if match:
            share, step, papers, plain, middle, sd = match.groups()
            value = math.log1p(float(papers)) if papers else float(plain)
            said = float(share or 1) * float(step) * (value - float(middle)) / float(sd)
            assert said == pytest.approx(number(row[2]), abs=0.005), row
            seen += 1
    assert seen or name == "half-empty" or any("end of the data" in "".join(r) for r in rows)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_way_from_applications_ends_at_the_same_chance(
    name: str, named: Callable[[str], Plan]
) -> None:
    plan = named(name)
    for c in chances(plan).specialties[:3]:
        walk = example(c, plan).walk
        assert walk is not None
        assert walk.match == pytest.approx(c.route.match.use)
        assert walk.reach == pytest.approx(c.route.reach.use)
        assert walk.interviews == pytest.approx(c.route.interviews.use)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_part_moves_the_middle_by_what_the_chance_without_it_differs(
    name: str, named: Callable[[str], Plan]
) -> None:
    plan = named(name)
    seen = 0
    for c in chances(plan).specialties[:4]:
        for move in moves_of(c):
            assert move.down <= move.by + 1e-9 and move.by <= move.up + 1e-9
            if move.id in c.without:
                seen += 1
                gap = 100 * (c.listed.chance.use - c.without[move.id].use)
                assert move.by == pytest.approx(gap)
    assert seen


# --- Assumptions ------------------------------------------------------------------------------


def test_every_parameter_of_the_model_stands_on_the_method_page(
    named: Callable[[str], Plan], knowledge: Knowledge
) -> None:
    names = {n.removeprefix(PREFIX) for n in knowledge.parameters if n.startswith(PREFIX)}
    assert names == set(CONCERNS)
    root = page_of(named("anesthesiology-hopeful"), "method")
    items = {e.attributes["id"]: e.text for e in root.all("li") if "id" in e.attributes}
    for name in names:
        value = knowledge.parameter(PREFIX + name, AS_OF)
        text = items[f"chance-{name}"].replace("–", "-")
        assert f"{value.value:g} (judgement, {value.low:g} to {value.high:g})" in text
        assert value.note and value.note in items[f"chance-{name}"]
        wrong = knowledge.parameters[PREFIX + name].wrong
        assert wrong and wrong in items[f"chance-{name}"]


def test_an_assumption_moved_to_its_end_moves_what_it_concerns(
    named: Callable[[str], Plan],
) -> None:
    plan = named("anesthesiology-hopeful")
    found = chances(plan)
    moved = {each.name: each for each in levers(plan, found, found.specialties[0])}
    own = moved["commitment-relief"]
    assert own.at_low and own.as_it_is and own.at_high
    assert own.at_low.use < own.as_it_is.use < own.at_high.use
    further = moved["program-spread"]
    assert further.at_low and further.at_high and further.at_low.use != further.at_high.use
    effort = moved["equal-effort"]
    assert effort.at_low and effort.at_high and effort.at_low.use < effort.at_high.use
    assert moved["borrowed"].at_low is None, "the figures of this field are its own"
    backup = moved["selection-backup"]
    assert backup.specialty == "internal-medicine", "it does not concern a first choice"
    assert backup.at_low and backup.at_high and backup.at_low.use < backup.at_high.use
    wide = moved["unseen"]
    assert wide.at_low and wide.at_high
    assert wide.at_high.high - wide.at_high.low > wide.at_low.high - wide.at_low.low
    bent = Bent(plan.knowledge, plan.as_of, "luck-shape", 9.0)
    assert bent.luck.shape == 9.0 and bent.span("drift") == ModelTerms(
        plan.knowledge, plan.as_of
    ).span("drift")


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_assumption_with_a_number_says_what_both_ends_do(
    name: str, named: Callable[[str], Plan]
) -> None:
    root = page_of(named(name), "method")
    lists = root.all("ol", cls="assumptions")
    with_number = [e for each in lists for e in each.all("li") if "judgement" in e.text]
    assert len(with_number) == len(CONCERNS) + len(factor_names(shipped())) + len(SELECTION)
    for item in with_number:
        told = "low end" in item.text and "high end" in item.text
        assert told or "leaves it out" in item.text, item.text


def test_the_length_of_lists_and_the_interviews_behind_it_can_be_redone(
    named: Callable[[str], Plan],
) -> None:
    plan = named("anesthesiology-hopeful")
    walk = example(chances(plan).specialties[0], plan).walk
    assert walk is not None
    length = walk.rate_first * walk.matched + (1 - walk.rate_first) * walk.unmatched
    assert length == pytest.approx(walk.length)
    reached = 1 - (1 + walk.before / walk.shape) ** -walk.shape
    assert walk.before / reached == pytest.approx(walk.length, abs=1e-6)


def test_no_start_is_told_on_the_method_page_where_a_limit_on_entry_holds(
    named: Callable[[str], Plan],
) -> None:
    text = page_of(named("older-graduate"), "method").text
    number = re.compile(r"the chance to start is \d|can start on 1 July")
    assert not number.search(text)
    assert number.search(page_of(named("anesthesiology-hopeful"), "method").text)


def test_groups_that_do_not_differ_say_nothing(named: Callable[[str], Plan], whole: Make) -> None:
    """The score in family medicine, and publications in pediatrics, as NRMP printed them."""
    silent = {
        m: {n for n, p in pulls(named("half-empty"), m).items() if p.used < 0.01}
        for m in ("step2", "publications")
    }
    assert silent == {"step2": {"family-medicine"}, "publications": {"pediatrics"}}
    text = page_of(named("half-empty"), "method").text
    assert "Step 2 CK in family medicine: the matched had no more of it" in text
    assert "Publications in pediatrics: the matched had no more of it" in text
    own = (
        "interests: {primary: family-medicine}\nvisa: {need: green_card}\n"
        "exams: {step2_ck: {state: passed, score: 260}}\n"
    )
    page = page_of(whole(own), "chance")
    (row,) = [r for r in page.all("tr") if r.text.startswith("Step 2 CK")]
    assert "in this field it says nothing" in row.text and "not at all" in row.text


def test_a_pull_that_the_own_groups_do_not_show_is_called_borrowed(
    named: Callable[[str], Plan],
) -> None:
    page = page_of(named("emergency-medicine-hopeful"), "chance")
    rows = [r.text for r in page.all("tr") if r.text.startswith("Publications")]
    assert rows and "borrowed from all fields together" in rows[0]


def test_the_method_page_tells_what_the_page_on_where_to_apply_promises(
    named: Callable[[str], Plan], knowledge: Knowledge
) -> None:
    text = page_of(named("anesthesiology-hopeful"), "method").text
    assert "One application to one program" in text
    for name in SINGLE:
        value = knowledge.parameter(f"portfolio.{name}", AS_OF)
        assert f"{value.value:g} (judgement, {value.low:g} to {value.high:g})" in text


# --- One specialty or two ---------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_second_specialty_costs_the_first_little_and_adds_somewhere(
    name: str, named: Callable[[str], Plan]
) -> None:
    plan = named(name)
    made = ways(plan, chances(plan), ModelTerms(plan.knowledge, plan.as_of))
    alone = next((w for w in made if w.kind == "alone"), None)
    beside = [w for w in made if w.kind in ("together", "if_added")]
    for way in beside:
        assert alone is not None and alone.specialties == way.specialties[:1]
        assert way.first.use <= alone.first.use
        assert way.any.use > alone.any.use
        assert way.other is not None
        assert way.first.use + way.other.use == pytest.approx(way.any.use)


def test_the_cost_of_a_second_specialty_is_told_and_can_be_left_out(
    named: Callable[[str], Plan],
) -> None:
    plan = named("anesthesiology-hopeful")
    (first,) = [c for c in chances(plan).specialties if c.is_first]
    assert first.alone is not None
    assert first.alone.listed.chance.use > first.listed.chance.use
    assert first.without["dual"].use == pytest.approx(first.alone.listed.chance.use)
    assert "never take the first away" in page_of(plan, "chance").text


def test_where_no_backup_is_needed_nothing_is_divided(named: Callable[[str], Plan]) -> None:
    plan = named("internal-medicine-strong")
    assert plan.choice.verdict == "not_needed"
    (first,) = [c for c in chances(plan).specialties if c.is_first]
    assert first.alone is None and "dual" not in first.without


# --- The start, and who reads what ------------------------------------------------------------


def test_a_limit_on_entry_takes_the_number_away_and_gives_the_reason(whole: Make) -> None:
    text = (
        "season: 2028\napplicant: {citizenship: [Nigeria]}\n"
        "visa: {need: sponsorship, accepts: [j1]}\ninterests: {primary: neurology}\n" + KNOWN
    )
    limited = whole(text)
    assert start_chance(limited, chances(limited)) is None
    root = page_of(limited, "chance").text
    assert "So no number is given for the start." in root and "can begin on 1 July" not in root
    assert rooms.matching(limited).report.start is None
    free = whole(text.replace("Nigeria", "India"))
    assert start_chance(free, chances(free)) is not None
    assert "can start on time" in page_of(free, "chance").text


def test_who_needs_no_visa_reads_nothing_of_a_late_one(whole: Make) -> None:
    made = whole(
        "season: 2028\nvisa: {need: green_card}\ninterests: {primary: neurology}\n" + KNOWN
    )
    text = page_of(made, "chance").text
    assert "You need a visa" not in text and "can come late" not in text
    assert "You need no visa" in text and "may be too low for you" in text
    start = start_chance(made, chances(made))
    assert start is not None and start.low == 1


def test_an_open_need_of_a_visa_keeps_the_best_end_open(whole: Make) -> None:
    made = whole("interests: {primary: neurology}\n")
    start = start_chance(made, chances(made))
    assert start is not None and start.high == 1 and start.low < 1


def test_small_chances_get_a_true_and_useful_word(named: Callable[[str], Plan]) -> None:
    text = page_of(named("older-graduate"), "chance").text
    assert "says nothing about how good a doctor you are" in text
    assert (
        "says nothing about how good"
        not in page_of(named("internal-medicine-strong"), "chance").text
    )


def test_missing_answers_are_named_where_they_make_the_range_wide(
    named: Callable[[str], Plan],
) -> None:
    text = page_of(named("half-empty"), "chance").text
    assert "The range is wide because answers are missing." in text
    assert "would usually make it narrower" in text, "an answer can also show a second weak point"
    assert "your Step 2 CK score" in text


def test_a_value_past_the_printed_group_is_read_at_its_end(whole: Make) -> None:
    text = (
        "season: 2028\nvisa: {{need: green_card}}\ninterests: {{primary: internal-medicine}}\n"
        "exams: {{step2_ck: {{state: passed, failed_attempts: 0, score: {score}}}}}\n"
    )
    far = whole(text.format(score=299))
    farther = whole(text.format(score=300))
    assert chances(far).specialties[0].listed == chances(farther).specialties[0].listed
    page = page_of(far, "chance").text
    assert "You lie above nearly everybody in the printed groups." in page
    assert "You lie above" not in page_of(whole(text.format(score=249)), "chance").text


def test_a_field_without_a_printed_group_gets_no_number(whole: Make) -> None:
    made = whole("season: 2028\ninterests: {primary: ophthalmology}\n" + KNOWN)
    text = page_of(made, "chance").text
    assert "Too little is printed about ophthalmology" in text
    assert "ophthalmology: between" not in text.lower()


def test_parts_left_out_in_the_profile_are_named(whole: Make) -> None:
    base = "season: 2028\ninterests: {primary: neurology}\nletters: []\n" + KNOWN
    all_of = chances(whole(base)).of("neurology")
    less = whole(base + "applications: {leave_out: [letters]}\n")
    found = chances(less).of("neurology")
    assert all_of and found and found.listed.chance.use > all_of.listed.chance.use
    text = page_of(less, "chance").text
    assert "Your profile leaves out already: Letters from US faculty" in text
    assert "left out, as your profile says" in text


# --- Rates that look alike --------------------------------------------------------------------


def test_three_rates_are_kept_apart_by_who_is_counted(
    named: Callable[[str], Plan], knowledge: Knowledge
) -> None:
    text = page_of(named("anesthesiology-hopeful"), "chance").text
    overall = knowledge.overall
    strict = overall["rate_registered"].use
    same = next(f for f in overall["rate_pgy1"].also if f.year == strict.year)
    assert f"{same.value:g} of 100" in text and f"{strict.value:g} of 100" in text
    for name in ("Overall match rate", "Preferred-specialty match rate", "Share of the places"):
        assert name in text
    assert "Everybody who registered, with a list or without" in text


def test_a_small_field_with_a_high_rate_is_not_called_easy(
    named: Callable[[str], Plan], knowledge: Knowledge
) -> None:
    text = page_of(named("radiology-h1b-only"), "method").text
    small = knowledge.specialties["diagnostic-radiology"].figure("applicants_preferred")
    large = knowledge.specialties["internal-medicine"].figure("applicants_preferred")
    assert small and large
    assert f"of {small.value:g} people" in text and f"of {large.value:,.0f} people" in text
    assert "The first field is not easier than the second." in text


def test_other_pages_with_other_chances_are_named_with_the_reason(
    named: Callable[[str], Plan],
) -> None:
    text = page_of(named("anesthesiology-hopeful"), "chance").text
    assert "Why other pages show other chances" in text
    assert "Where to apply: The same numbers, and what more or less money" in text
    assert "counts the interviews that you have" not in text, "the season has not begun"


@pytest.fixture(scope="module")
def in_season(knowledge: Knowledge) -> Plan:
    """The sample in the season, with its tracker."""
    problems = Problems()
    told = inputs.profile(profile_of("in-season"), knowledge, problems)
    problems.raise_errors()
    assert told is not None
    return make_plan(told, knowledge, AS_OF)


def test_the_first_page_follows_the_interviews_once_the_season_has_begun(
    named: Callable[[str], Plan], in_season: Plan
) -> None:
    """The old lines are called old, and the new one is that of the page on the season."""
    lines = lines_of(in_season)
    together = rooms.in_season(in_season).cockpit.together
    assert together is not None
    assert "as before the season" in lines[-1]["text"]
    assert range_words(together.by_the_end) in bare(lines[-1]["text"])
    front = Sections(in_season).view(FIXED[0])["odds"]
    assert front.so_far and bare(front.range) == range_words(together.by_the_end)
    before = lines_of(named("anesthesiology-hopeful"))
    assert not any("season" in line["text"] for line in before)


def test_a_tracker_without_interviews_is_not_called_interviews_so_far(
    named: Callable[[str], Plan],
) -> None:
    lines = lines_of(named("in-season"))
    assert re.search(r"You have no interview in neurology.* yet\.", lines[-1]["text"])


def test_the_page_of_a_field_follows_its_interviews(in_season: Plan) -> None:
    views = Views(in_season)
    for field in rooms.in_season(in_season).cockpit.fields:
        assert field.after and field.in_hand
        text = bare(specialty.view(in_season, views, field.card.id)["chance"]["text"])
        assert "as before the season" in text and range_words(field.after.by_the_end) in text
    other = specialty.view(in_season, views, "pediatrics")["chance"]["text"]
    assert "It counts no interview of yours." in other


def test_a_printed_rate_is_no_limit_for_who_needs_no_visa(named: Callable[[str], Plan]) -> None:
    text = page_of(named("emergency-medicine-hopeful"), "chance").text
    assert "at most about" not in text, "the judged part may be larger than the gap over all fields"
    assert "In a single field it can be less or more" in text
    assert "From applications to a match" in text and "1 July" not in text


def test_without_a_first_choice_each_field_is_called_a_second_one(whole: Make) -> None:
    text = page_of(whole("season: 2028\nvisa: {need: green_card}\n" + KNOWN), "chance").text
    assert "You have not named a first choice yet." in text
    assert "Each field is counted as one that you rank behind another." in text


# --- In the browser, on paper, on other pages -------------------------------------------------


def test_the_choice_needs_no_script(named: Callable[[str], Plan]) -> None:
    """Every option is a row of the table; the control is hidden until the script shows it."""
    root = page_of(named("anesthesiology-hopeful"), "chance")
    (line,) = [e for e in root.walk() if "data-rows" in e.attributes]
    assert "hidden" in line.attributes
    table = root.by_id(line.attributes["data-rows"])
    rows = {r.attributes["data-row"] for r in table.all("tr") if "data-row" in r.attributes}
    options = {o.attributes["value"] for o in line.all("option")} - {""}
    assert options == rows and len(rows) >= 8
    script = (ROOT / "templates" / "site.js").read_text(encoding="utf-8")
    assert "data-rows" in script and "data-row" in script


def test_paper_holds_the_answer_the_way_and_what_is_not_in_it(
    named: Callable[[str], Plan],
) -> None:
    root = page_of(named("anesthesiology-hopeful"), "chance", paper=True)
    heads = [h.text for h in root.all("h2")]
    assert heads == [
        "Able to start on 1 July",
        "From applications to 1 July",
        "What no number here holds",
    ]
    assert len(root.text) < 5_000 and not root.all("figure")


def test_pictures_have_their_numbers_in_words(named: Callable[[str], Plan]) -> None:
    root = page_of(named("anesthesiology-hopeful"), "chance")
    figures = root.all("figure", cls="people")
    assert len(figures) == 2
    for figure in figures:
        low, high = map(int, re.findall(r"between (\d+) and (\d+)", figure.text)[0])
        paths = [p.attributes for p in figure.all("path") if p.classes != ["hatch"]]
        outlines = {p["class"]: p["d"].count("M") for p in paths}
        assert outlines == {"sure": low, "perhaps": high - low, "rest": 100 - high}
        assert figure.all("title") and figure.all("desc")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_first_page_and_the_page_of_a_field_say_the_same(
    name: str, named: Callable[[str], Plan]
) -> None:
    plan = named(name)
    glance = lines_of(plan)
    if plan.counts is None:
        assert glance == [], "nothing is told before it can be counted"
        return
    assert glance and all(line["cites"] for line in glance)
    for line in glance:
        assert re.search(r"between \d+ and \d+|under 1", bare(line["text"])), line
    head = chances(plan).specialties[0]
    own = bare(specialty.view(plan, Views(plan), head.specialty.id)["chance"]["text"])
    assert range_words(head.listed.chance) in own and "Base rate" in own
    assert range_words(head.listed.chance) in bare(glance[0]["text"])


def test_another_day_reads_the_values_of_that_day(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    """Values come from dated parameters, not from the page."""
    text = profile_of("anesthesiology-hopeful").read_text(encoding="utf-8")
    later = make_plan(profile(text), knowledge, dt.date(2027, 1, 15))
    assert range_words(chances(later).specialties[0].listed.chance) in page_of(later, "chance").text


def test_small_chances_that_differ_threefold_are_not_called_about_as_high(
    named: Callable[[str], Plan],
) -> None:
    plan = named("older-graduate")
    ways = {way.kind: way.any.use for way in plan.matching.ways}
    assert ways["together"] > 2 * ways["all_first"] > 0
    assert same_money(plan.matching.ways) == ""
    assert same_money([w for w in plan.matching.ways if w.kind != "together"]) == ""
