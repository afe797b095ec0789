"""Pathways: the arithmetic of roads and visa clocks, and a page whose picture and table agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.facts.model import Interval
from sitegen.facts.wishes import fellowships_meant
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import Unit
from sitegen.plan.conclusions import maker
from sitegen.plan.guide.pathways import Pathways, Road, Track, pathways
from sitegen.plan.guide.roads import Clocks, Span, line_facts
from sitegen.plan.model import Plan
from sitegen.render.pictures.pathways_picture import WIDTH, Words, draw
from tests.pages import page_of
from tests.sites import SAMPLES, Element, page, profile_of, site

Make = Callable[[str], Plan]

ORDINARY = """
season: 2028
visa: {need: sponsorship, accepts: [j1, h1b], j1_years_used: 0, h1b_years_used: 0}
applicant: {citizenship: [Pakistan]}
exams:
  step1: {state: passed, failed_attempts: 0}
  step2_ck: {state: passed, score: 244, failed_attempts: 0}
  step3: {state: not_planned}
school: {graduated: 2023-07}
gaps: []
earlier_matches: []
earlier_training: []
us_experience: [{specialty: internal-medicine, kind: elective, weeks: 8}]
letters: [{writer: a, specialty: internal-medicine, us_faculty: yes, state: received}]
research: []
communication: {spoken_english: 4}
interests:
  primary: anesthesiology
  considering: [internal-medicine]
  not_for_life: []
  fellowship: Critical care
constraints: {waiver_job: yes}
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp()


def with_(old: str, new: str, text: str = ORDINARY) -> str:
    assert old in text
    return text.replace(old, new)


def sample(plan: Make, name: str) -> Plan:
    return plan(profile_of(name).read_text(encoding="utf-8"))


def every_track(found: Pathways) -> Iterator[Track]:
    yield from (t for t in (found.first, *found.tracks, *found.shorter) if t)


def track(plan: Plan, specialty: str) -> Track:
    """The track of a specialty, wherever the page shows it."""
    return next(t for t in every_track(pathways(plan)) if t.card.id == specialty)


def road(t: Track, words: str) -> Road:
    return next(r for r in t.roads if r.pathway and words in r.pathway.via)


def outcomes(r: Road) -> dict[str, str | None]:
    return {visa: finding.outcome for visa, finding in r.clocks.items()}


# --- Years ------------------------------------------------------------------------------------


def test_years_of_a_road_are_residency_and_what_follows(plan: Make) -> None:
    medicine = track(plan(ORDINARY), "internal-medicine")
    direct, critical = medicine.roads[0], road(medicine, "critical care")
    assert (direct.kind, direct.training) == ("direct", Span(3, 3))
    assert (critical.extra, critical.training) == (Span(2, 3), Span(5, 6))


def test_stable_status_counts_the_waiver_job_after_j1_and_not_after_h1b(plan: Make) -> None:
    medicine = track(plan(ORDINARY), "internal-medicine")
    ends = {e.visa: (e.how, e.direct, e.longest) for e in medicine.endings}
    assert ends == {
        "j1": ("waiver", Span(6, 6), Span(8, 9)),
        "h1b": ("employer", Span(3, 3), Span(5, 6)),
    }


def test_who_refuses_a_waiver_job_gets_no_years_on_j1(plan: Make) -> None:
    found = pathways(plan(with_("waiver_job: yes", "waiver_job: no")))
    ends = [e for t in every_track(found) for e in t.endings if e.visa == "j1"]
    assert ends
    assert {(e.how, e.direct, e.longest) for e in ends} == {("home", None, None)}
    assert found.after and found.after.outcome == "home"


def test_waiver_job_that_was_not_thought_about_stays_open(plan: Make) -> None:
    found = pathways(plan(with_("constraints: {waiver_job: yes}\n", "")))
    assert {e.how for t in found.tracks for e in t.endings if e.visa == "j1"} == {"open"}
    assert found.after and not found.after.settled


# --- Visa clocks ------------------------------------------------------------------------------


def spare(plan: Plan, kind: str, training: Span) -> tuple[Any, Any]:
    facts = Clocks(plan, maker(plan)).facts(training)
    return facts[f"road.{kind}_spare_short"].value, facts[f"road.{kind}_spare_long"].value


@pytest.mark.parametrize(
    ("used", "training", "expected"),
    [
        (0, Span(7, 7), (0, 0)),
        (0, Span(6, 8), (1, -1)),
        (2, Span(5, 5), (0, 0)),
        (2.5, Span(5, 5), (-0.5, -0.5)),
        (9, Span(3, 3), (-3, -3)),
    ],
)
def test_j1_leaves_seven_years_less_those_used(
    plan: Make, used: float, training: Span, expected: tuple[float, float]
) -> None:
    made = plan(with_("j1_years_used: 0", f"j1_years_used: {used}"))
    assert spare(made, "j1", training) == expected


def test_h1b_leaves_six_years_less_those_used(plan: Make) -> None:
    assert spare(plan(ORDINARY), "h1b", Span(6, 7)) == (0, -1)
    used = plan(with_("h1b_years_used: 0", "h1b_years_used: 1"))
    assert spare(used, "h1b", Span(5, 5)) == (0, 0)


def test_years_that_nobody_told_are_not_taken_for_zero(plan: Make) -> None:
    made = plan(with_(", j1_years_used: 0", ""))
    assert spare(made, "j1", Span(6, 6)) == (Interval(-6, 1), Interval(-6, 1))
    medicine = track(made, "internal-medicine")
    open_one = medicine.roads[0].clocks["j1"]
    assert not open_one.settled
    assert open_one.missing == ("visa.j1_years_used",)


def test_exactly_seven_years_fit_and_one_used_year_breaks_it(plan: Make) -> None:
    """Neurosurgery takes seven years, which is all that J-1 allows."""
    first = with_("primary: anesthesiology", "primary: neurological-surgery")
    assert outcomes(track(plan(first), "neurological-surgery").roads[0]) == {
        "j1": "fits",
        "h1b": "does_not_fit",
    }
    used = plan(with_("j1_years_used: 0", "j1_years_used: 1", first))
    assert outcomes(track(used, "neurological-surgery").roads[0])["j1"] == "does_not_fit"


def test_road_that_fits_only_in_its_shortest_form_is_tight(plan: Make) -> None:
    medicine = track(plan(with_("h1b_years_used: 0", "h1b_years_used: 1")), "internal-medicine")
    assert outcomes(road(medicine, "critical care")) == {"j1": "fits", "h1b": "tight"}


def test_longest_road_leaves_out_what_the_visa_does_not_last_for(plan: Make) -> None:
    made = plan(with_("h1b_years_used: 0", "h1b_years_used: 2"))
    medicine = track(made, "internal-medicine")
    assert outcomes(road(medicine, "critical care"))["h1b"] == "does_not_fit"
    assert {e.visa: e.longest for e in medicine.endings}["h1b"] == Span(3, 3)


@pytest.mark.parametrize("need", ["green_card", "work_authorisation"])
def test_who_needs_no_visa_hears_of_no_clock(whole: Make, need: str) -> None:
    made = whole(
        with_(
            "visa: {need: sponsorship, accepts: [j1, h1b], j1_years_used: 0, h1b_years_used: 0}",
            f"visa: {{need: {need}}}",
        )
    )
    found = pathways(made)
    assert (found.visas, found.after, found.line) == ((), None, None)
    assert [r.clocks for t in every_track(found) for r in t.roads if r.clocks] == []
    assert {e.how for t in every_track(found) for e in t.endings} == {"free"}
    shown = page_of(made, "pathways")
    words = " ".join(each.text for each in shown.all("section", cls="track"))
    assert "The same roads as a table" in words and "Your visa and the years" not in shown.text
    assert not re.search(r"J-1|H-1B|waiver", words)


@pytest.mark.parametrize(("accepts", "visas"), [("[j1]", ("j1",)), ("[h1b]", ("h1b",))])
def test_only_visas_that_are_accepted_are_weighed(
    plan: Make, accepts: str, visas: tuple[str, ...]
) -> None:
    found = pathways(plan(with_("[j1, h1b]", accepts)))
    assert found.visas == visas
    assert {v for t in every_track(found) for r in t.roads for v in r.clocks} == set(visas)


# --- The green-card line ----------------------------------------------------------------------


def line(plan: Make, citizenship: str) -> Any:
    made = plan(with_("[Pakistan]", citizenship))
    return line_facts(made, maker(made))["road.line_years"].value


def test_line_follows_the_country(plan: Make) -> None:
    """Visa Bulletin of May 2026: India 15 July 2014, China 1 September 2021, others current."""
    assert (line(plan, "[India]"), line(plan, "[China]"), line(plan, "[Pakistan]")) == (
        11.8,
        4.7,
        0,
    )


def test_two_lines_or_none_told_stay_open(plan: Make) -> None:
    assert line(plan, "[India, Nepal]") == Interval(0, 11.8)
    made = plan(with_("applicant: {citizenship: [Pakistan]}\n", ""))
    fact = line_facts(made, maker(made))["road.line_years"]
    assert (fact.value, fact.missing) == (None, ("applicant.citizenship",))


# --- Fellowships ------------------------------------------------------------------------------


def test_pathways_by_fellowship_name_it_where_it_is_accredited(knowledge: Knowledge) -> None:
    """Those without a key say in their words that the fellowship is not accredited, or many."""
    unnamed = [p for p in knowledge.pathways if p.kind == "fellowship" and not p.fellowship]
    assert len([p for p in knowledge.pathways if p.fellowship]) >= 60
    assert [
        p.via for p in unnamed if "not accredited" not in p.via and "such as" not in p.via
    ] == []


def test_no_share_of_a_fellowship_stands_without_a_count(knowledge: Knowledge) -> None:
    """A percentage needs the number of positions or people it is taken of."""
    seen, lonely = 0, []
    for key, fellowship in knowledge.fellowships.items():
        for metric, evidence in fellowship.figures.items():
            if knowledge.metrics[metric].unit is not Unit.PERCENT:
                continue
            seen += 1
            years = {
                e.use.year
                for m, e in fellowship.figures.items()
                if knowledge.metrics[m].unit is not Unit.PERCENT
            }
            noted = evidence.use.note and re.search(r"\d", evidence.use.note)
            if evidence.use.year not in years and not noted:
                lonely.append(f"{key}: {metric}")
    assert seen >= 15
    assert lonely == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Cardiology", {"cardiology"}),
        ("interventional cardiology", {"interventional-cardiology"}),
        ("Geriatrics, perhaps", {"geriatrics"}),
        ("Haematology/oncology", {"hematology-oncology"}),
        ("Paediatric critical care", {"pediatric-critical-care"}),
        ("GI or nephrology", {"gastroenterology", "nephrology"}),
        ("something with the heart", set()),
        ("magic", set()),
    ],
)
def test_wish_is_read_loosely_but_never_guessed(
    said: str, meant: set[str], knowledge: Knowledge
) -> None:
    assert set(fellowships_meant(said, knowledge.fellowships)) == meant


def test_wish_names_the_residencies_that_lead_there(plan: Make) -> None:
    found = pathways(plan(with_("fellowship: Critical care", "fellowship: Cardiology")))
    assert found.wish == ("cardiology",)
    assert {r.card.id for r in found.routes} == {"internal-medicine", "medicine-pediatrics"}
    medicine = track(
        plan(with_("fellowship: Critical care", "fellowship: Cardiology")), "internal-medicine"
    )
    assert [(r.kind, r.training) for r in medicine.roads if r.kind == "wish"] == [
        ("wish", Span(6, 6))
    ]
    assert medicine.wish and medicine.wish.outcome == "open"


def test_first_choice_stands_first_among_the_residencies(plan: Make) -> None:
    assert pathways(plan(ORDINARY)).routes[0].card.id == "anesthesiology"


# --- Every kind of plan -----------------------------------------------------------------------

KINDS = {
    "no first choice": with_("  primary: anesthesiology\n", ""),
    "nothing known": "season: 2028\n",
    "one year": with_("primary: anesthesiology", "primary: preliminary-medicine"),
    "ophthalmology": with_("primary: anesthesiology", "primary: ophthalmology"),
    "urology": with_("primary: anesthesiology", "primary: urology"),
    "internal medicine": with_("primary: anesthesiology", "primary: internal-medicine"),
    "visa not told": with_(
        "visa: {need: sponsorship, accepts: [j1, h1b], j1_years_used: 0, h1b_years_used: 0}\n", ""
    ),
    "no wish": with_("  fellowship: Critical care\n", ""),
    "a wish that nobody knows": with_("fellowship: Critical care", "fellowship: magic"),
    "everything ruled out": with_(
        "not_for_life: []",
        "not_for_life: [internal-medicine, "
        "family-medicine, psychiatry, pediatrics, neurology, pathology]",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_plan_has_a_page_with_roads(whole: Make, kind: str) -> None:
    made = whole(KINDS[kind])
    shown = page_of(made, "pathways")
    tracks = shown.all("section", cls="track")
    assert tracks and all(t.all("rect") and t.all("table") for t in tracks)
    assert all(table.all("tbody")[0].all("tr") for table in shown.all("table"))
    assert not re.search(r"\bNone\b|[{}]", shown.text)
    assert not re.search(r"not known yet.*not known yet.*fits", tracks[0].all("desc")[0].text)


def test_one_year_as_first_choice_claims_no_road_back(whole: Make) -> None:
    made = whole(KINDS["one year"])
    found = pathways(made)
    assert found.first is None
    assert {t.survives for t in found.tracks} == {None}
    assert "lasts one year, so no road can lead back" in page_of(made, "pathways").text


def test_without_a_first_choice_what_survives_stays_open(plan: Make) -> None:
    found = pathways(plan(KINDS["no first choice"]))
    assert found.tracks
    assert not any(t.survives and t.survives.settled for t in found.tracks)


# --- Picture and table ------------------------------------------------------------------------


def test_boxes_of_a_picture_stand_inside_it_and_apart(plan: Make) -> None:
    step = Words(
        "A step with a heading that needs two lines at least", ("small", "words"), 2, "+ 1"
    )
    picture = draw(Words("Residency", edge="3 years"), [step] * 4, [step] * 2, Words("End", ("x",)))
    assert picture.width == WIDTH
    for i, box in enumerate(picture.boxes):
        assert box.x >= 0 and box.right <= picture.width
        assert box.y >= 0 and box.y + box.height <= picture.height
        assert all(box.y < y < box.y + box.height for y, _, _ in box.lines)
        for other in picture.boxes[i + 1 :]:
            apart = (
                box.right < other.x
                or other.right < box.x
                or (box.y + box.height < other.y or other.y + other.height < box.y)
            )
            assert apart
    assert sum(full for _, full in picture.boxes[1].marks) == 2


@pytest.mark.parametrize("name", SAMPLES)
def test_picture_and_table_tell_the_same(whole: Make, name: str) -> None:
    made = sample(whole, name)
    for track in page_of(made, "pathways").all("section", cls="track"):
        boxes, labels = boxes_of(track.all("svg")[0])
        rows = [row.all("th", "td") for row in track.all("tbody")[0].all("tr")]
        assert len(boxes) == len(rows) + 1
        for (step, _, total, *clocks, keeps), box in zip(rows, boxes, strict=False):
            said = [step, *(each for cell in clocks for each in cell.all("span"))]
            words = re.findall(r"\w+", " ".join(each.text for each in said))
            assert set(words) <= set(re.findall(r"\w+", box))
            assert keeps.text == "–" or f"keeps {keeps.text[:6]}" in box
            assert "after" not in total.text or total.text in boxes[-1]
        assert sorted(labels) == sorted(row[1].text for row in rows if row[1].text != "none")


def boxes_of(picture: Element) -> tuple[list[str], list[str]]:
    """What stands in each box of a picture, and on its lines."""
    boxes: list[str] = []
    for each in picture.all("rect", "text"):
        if each.tag == "rect":
            boxes.append("")
        elif "m-label" not in each.classes:
            boxes[-1] += f" {each.text}"
    return boxes, [each.text for each in picture.all("text", cls="m-label")]


@pytest.mark.parametrize("name", SAMPLES)
def test_page_holds_a_named_picture_and_no_script(base: Path, name: str) -> None:
    text = (site(base, name) / "pathways.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert pictures
    for picture in pictures:
        assert 'role="img"' in picture and "viewBox" in picture
        named = re.search(r'aria-labelledby="(\S+) (\S+)"', picture)
        assert named and all(f'id="{each}"' in picture for each in named.groups())
        assert "<script" not in picture and "style=" not in picture


@pytest.mark.parametrize("name", SAMPLES)
def test_roads_are_those_of_the_page_on_the_backup(plan: Make, name: str) -> None:
    """Both pages read the same candidates, so neither can promise what the other does not."""
    made = sample(plan, name)
    known = {c.card.id: c.pathways for c in made.choice.candidates}
    found = pathways(made)
    assert found.tracks
    for t in (*found.tracks, *found.shorter):
        assert tuple(r.pathway for r in t.roads if r.pathway) == known[t.card.id]


def test_sample_with_a_green_card_reads_nothing_of_visa_clocks(base: Path) -> None:
    shown = page(site(base, "emergency-medicine-hopeful") / "pathways.html").by_id("main").text
    assert "You hold a green card" in shown
    assert not re.search(r"J-1|H-1B|waiver|clock", shown)
