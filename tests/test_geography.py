"""Geography: what each place brings on the own list, the map of squares, and what is printed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sitegen.chance.route import Span
from sitegen.diagnostics import Location
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.geography import Geography
from sitegen.plan.applying.places import Gain, limits_of, spots
from sitegen.plan.decided import Scheduled
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.programs.model import Place, Program, Setting
from sitegen.render.applying.gains_of_places import people
from sitegen.render.pages import geography
from sitegen.render.pictures.tile_map import SIDE, shade, tile_map
from sitegen.render.views import Views
from tests import rooms
from tests.conftest import AS_OF
from tests.pages import page_alone, table
from tests.sites import Element
from tests.test_pages_agree import ABOUT_VISAS

Read = Callable[[str], ReadProfile]
Made = Callable[..., tuple[Scheduled, Geography]]

NEED = "visa: {need: sponsorship, accepts: [j1], in_us: no}"
FREE = "visa: {need: green_card}"
MEDICINE = """
season: 2028
exams:
  step1: {state: passed, failed_attempts: 0}
  step2_ck: {state: passed, score: 245, failed_attempts: 0}
school: {country: India, graduated: 2024-06}
earlier_matches: []
interests: {primary: internal-medicine, considering: [], not_for_life: []}
"""


def row(state: str | None, line: int = 2, **told: Any) -> Program:
    """One fictional program that sponsors J-1, unless something else is told."""
    told = {"specialty": "internal-medicine", "j1": True, "h1b": False, **told}
    return Program(name=f"Fictional {line}", state=state, place=Location("l.csv", line), **told)


def rows(**states: int) -> tuple[Program, ...]:
    """So many programs in each state: `rows(Ohio=5)`."""
    names = [name.replace("_", " ") for name, count in states.items() for _ in range(count)]
    return tuple(row(name, i + 2) for i, name in enumerate(names))


@pytest.fixture
def made(knowledge: Knowledge, profile: Read) -> Made:
    """The plan and its geography: limits as YAML, and the rows of the list."""

    def make(
        constraints: str = "{}",
        programs: tuple[Program, ...] = (),
        visa: str = NEED,
        base: str = MEDICINE,
    ) -> tuple[Scheduled, Geography]:
        read = profile(f"{base}{visa}\nconstraints: {constraints}\n")
        plan = make_schedule(replace(read, programs=programs), knowledge, AS_OF)
        return plan, rooms.applying(plan).geography

    return make


def seen(plan: Scheduled) -> Element:
    made = rooms.whole(plan)
    return page_alone(made, "geography", geography.view(made, Views(made)))


def row_of(page: Element, name: str, classes: str = "gains") -> list[str]:
    """The cells of one line of a table."""
    (found,) = [cells for cells in table(page, classes) if cells[0] == name]
    return found


def gain(it: Geography, key: str) -> Gain:
    return next(g for g in it.gains if g.key == key)


CLOSED = "{states: {preferred: [Michigan, Ohio], excluded: [Alaska], open_to_all: no}}"


# --- The map of today -------------------------------------------------------------------------


def test_without_limits_every_program_is_inside(made: Made) -> None:
    _, it = made("{}", rows(Ohio=3, Texas=2))
    assert (it.limited, it.inside, it.stay) == (False, 5, 5)
    assert not [g for g in it.gains if g.new or g.kind == "all"]


def test_named_states_limit_only_who_said_no_to_others(made: Made) -> None:
    """An answer that is missing is not a no."""
    listed = rows(Michigan=2, Texas=3)
    inside = {
        answer: made(f"{{states: {{preferred: [Michigan]{answer}}}}}", listed)[1].inside
        for answer in ("", ", open_to_all: yes", ", open_to_all: no")
    }
    assert list(inside.values()) == [5, 5, 2]
    plan, _ = made("{states: {preferred: [Michigan]}}", listed)
    assert "You have not said whether other states are fine" in seen(plan).text


def test_rural_places_and_community_hospitals_are_left_out_only_if_refused(made: Made) -> None:
    listed = (
        row("Iowa", 2, town=Place.RURAL),
        row("Iowa", 3, town=Place.SMALLER_CITY),
        row("Iowa", 4, setting=Setting.COMMUNITY),
        row("Iowa", 5, setting=Setting.AFFILIATED),
        row("Iowa", 6),
    )
    assert made("{rural: no}", listed)[1].inside == 4
    assert made("{smaller_city: no}", listed)[1].inside == 4
    assert made("{community_hospitals: no}", listed)[1].inside == 4
    assert made("{rural: yes}", listed)[1].inside == 5


def test_a_row_without_a_state_is_not_left_out(made: Made) -> None:
    plan, it = made(CLOSED, (row(None), row("Texas", 3)))
    assert (it.inside, it.stateless) == (1, 1)
    assert "1 program of your list" in seen(plan).text


def test_a_list_of_other_specialties_is_not_counted(made: Made) -> None:
    other = tuple(row("Ohio", n, specialty="urology") for n in (7, 8))
    plan, it = made("{}", (*rows(Ohio=2), *other))
    assert (it.listed, it.counted, it.stay) == (4, 2, 2)
    assert "2 of them are in the specialties of this plan" in seen(plan).text


# --- What a place brings ----------------------------------------------------------------------


def test_a_state_outside_adds_its_programs_their_chance_and_their_fee(made: Made) -> None:
    _, it = made(CLOSED, rows(Michigan=20, Ohio=20, Illinois=5))
    found = gain(it, "state:Illinois")
    assert (found.inside, found.programs, found.new, found.fit) == (False, 5, 5, 5)
    assert found.cost == 5 * 30, "applications 41 to 45 cost 30 USD each"
    assert found.before == it.chance
    assert found.after.use > found.before.use
    assert found.step.low <= found.step.use <= found.step.high
    assert found.step.use == pytest.approx(found.after.use - found.before.use)


def test_a_state_inside_is_held_against_the_map_without_it(made: Made) -> None:
    _, it = made("{}", rows(Michigan=4, Ohio=2))
    found = gain(it, "state:Michigan")
    assert (found.inside, found.new) == (True, 0)
    assert found.after == it.chance
    assert found.before.use < found.after.use


def test_first_applications_pay_for_the_transcript_too(made: Made, knowledge: Knowledge) -> None:
    _, it = made(CLOSED, rows(Illinois=1))
    prices = knowledge.fees["eras"][-1]
    assert it.stay == 0
    cost = gain(it, "state:Illinois").cost
    assert cost is not None
    assert cost > prices.transcript.value


def test_a_place_that_the_map_leaves_out_otherwise_says_so(made: Made) -> None:
    """Its programs stay, but rural places are out, so the state alone adds nothing."""
    rural = tuple(row("Iowa", n, town=Place.RURAL) for n in (8, 9))
    plan, it = made("{rural: no}", (*rows(Ohio=2), *rural))
    iowa = gain(it, "state:Iowa")
    assert (iowa.stay, iowa.within, iowa.new) == (2, 0, 0)
    *_, brings, chances, cost = row_of(seen(plan), "Iowa")
    assert "another reason" in brings
    assert (chances, cost) == ("no change", "no fee")
    assert gain(it, "town:rural").new == 2


def test_a_list_with_nothing_left_says_so_and_shows_no_chance(made: Made) -> None:
    plan, _ = made("{}", tuple(row("Texas", n, j1=False) for n in (2, 3)))
    page = seen(plan)
    assert page.all("p", cls="lead")[0].text.startswith("Something speaks against every program")
    assert "Any match, of 100 people" not in page.text


def test_one_application_to_each_agrees_with_the_page_on_where_to_apply(made: Made) -> None:
    """Both take the same programs with the same signals."""
    plan, it = made("{}", rows(Michigan=20, Ohio=20))
    every = {
        o.candidacy.line: o.hazard
        for s in rooms.applying(plan).offers.sides
        for o in s.offers
        if o.candidacy
    }
    assert len(every) == it.stay == 40
    assert {
        s.program.place.line: s.hazard
        for s in spots(rooms.applying(plan).candidacies, rooms.applying(plan).offers)
    } == every


def test_what_refuses_the_visa_is_counted_but_brings_nothing(made: Made) -> None:
    listed = (*rows(Michigan=2), *(row("Texas", n, j1=False) for n in (8, 9)), row("Iowa", 10))
    _, it = made("{}", listed)
    texas = gain(it, "state:Texas")
    assert (texas.programs, texas.fit, texas.stay, texas.step.use) == (2, 0, 0, 0)


def test_a_silent_program_is_to_ask_and_stays(made: Made) -> None:
    _, it = made("{}", (row("Texas", 2, j1=None, h1b=None), row("Texas", 3)))
    texas = gain(it, "state:Texas")
    assert (texas.fit, texas.silent, texas.stay) == (1, 1, 2)


def test_another_filter_keeps_a_program_out_of_every_map(made: Made) -> None:
    """A place cannot bring a program that the score shuts."""
    _, it = made(CLOSED, (*rows(Michigan=1), row("Texas", 5, least_step2=260), row("Texas", 6)))
    assert (gain(it, "state:Texas").stay, gain(it, "state:Texas").new) == (1, 1)


def test_a_region_never_brings_an_excluded_state(made: Made) -> None:
    limits = "{states: {preferred: [Ohio], excluded: [Iowa], open_to_all: no}}"
    _, it = made(limits, rows(Ohio=1, Iowa=3, Kansas=2))
    assert gain(it, "region:Midwest").new == 2
    assert gain(it, "all:all").new == 2
    assert gain(it, "state:Iowa").new == 3


def test_all_at_once_holds_what_no_single_place_does(made: Made) -> None:
    limits = "{rural: no, states: {preferred: [Ohio], open_to_all: no}}"
    listed = (
        *rows(Ohio=2, Texas=2),
        row("Ohio", 20, town=Place.RURAL),
        row("Texas", 21, town=Place.RURAL),
    )
    plan, it = made(limits, listed)
    assert gain(it, "state:Texas").new == 2
    assert gain(it, "town:rural").new == 1
    assert gain(it, "all:all").new == 4
    assert "Adding every place you did not exclude adds 4 programs" in seen(plan).text


def test_places_are_sorted_by_what_they_bring(made: Made) -> None:
    _, it = made("{}", rows(Ohio=1, Texas=9, Iowa=4))
    states = [g.name for g in it.gains if g.kind == "state"]
    assert states == ["Texas", "Iowa", "Ohio"]


def test_more_states_never_lower_the_chance(made: Made) -> None:
    listed = rows(Ohio=6, Texas=6, Iowa=6)
    chances = [
        made(f"{{states: {{preferred: [{names}], open_to_all: no}}}}", listed)[1].chance
        for names in ("Ohio", "Ohio, Texas", "Ohio, Texas, Iowa")
    ]
    for end in ("low", "use", "high"):
        values = [getattr(chance, end) for chance in chances]
        assert values == sorted(values)
        assert values[0] < values[-1]


# --- Words ------------------------------------------------------------------------------------


def test_sentences_tell_programs_visa_chance_as_a_range_and_cost(made: Made) -> None:
    plan, _ = made(CLOSED, (*rows(Michigan=30, Ohio=9, Illinois=4), row("Illinois", 90, j1=None)))
    page = seen(plan)
    assert "You named 2 states. They hold 39 of the 44 programs." in page.text
    widening = [each.text for each in page.all("li") if each.text.startswith("Adding ")]
    assert widening[0].startswith("Adding Illinois adds 5 programs") or "the Midwest" in widening[0]
    (illinois,) = [each for each in widening if "Adding Illinois" in each]
    assert "holds 5 programs there, and 4 of them fit your visa" in illinois
    assert re.search(r"from (at most \d+|\d+–\d+) to (at most \d+|\d+–\d+) of 100 people", illinois)
    assert "$" in illinois
    assert "56 matched" in page.text


def test_nothing_on_the_map_is_said_as_it_is(made: Made) -> None:
    plan, it = made(CLOSED, rows(Texas=2))
    page = seen(plan)
    assert it.chance is not None
    assert it.chance.high == 0
    assert "Widen it first." in page.text
    assert "moves the chance of any match from none to" in page.text


def test_who_needs_no_visa_reads_nothing_about_visas(made: Made) -> None:
    listed = rows(Ohio=3, Texas=2)
    for programs in (listed, ()):
        plan, _ = made(CLOSED, programs, visa=FREE)
        words, rules, _ = seen(plan).text.partition("Rules of these states")
        assert rules, "what boards ask holds for everybody"
        assert not ABOUT_VISAS.search(words)


def test_who_did_not_say_which_visa_sees_no_count_of_fitting_programs(made: Made) -> None:
    plan, _ = made("{}", rows(Ohio=2), visa="visa: {need: sponsorship}")
    page = seen(plan)
    assert "You have not said which visas you accept" in page.text
    assert "Fit your visa" not in page.text


def test_without_a_list_ten_more_applications_are_weighed(made: Made) -> None:
    plan, it = made("{}")
    (more,) = it.more
    assert more.after.applications == more.before.applications + 10
    assert more.after.match.use > more.before.match.use
    page = seen(plan)
    assert "Your profile names no program list, so nothing can be counted" in page.text
    heading = page.by_id("more")
    assert heading.text == "Ten applications more"
    (row,) = [cells.all("td") for part in heading.section_after() for cells in part.all("tr")][1:]
    assert row[0].text.endswith("people)")
    assert "Adding " not in page.text and not table(page, "gains")


def test_after_the_applications_are_out_nothing_is_advised(made: Made) -> None:
    plan, _ = made(
        CLOSED, rows(Texas=2), base=f"stage: interviewing\n{MEDICINE.replace('2028', '2027')}"
    )
    page = seen(plan)
    assert "Your applications are out" in page.all("p", cls="lead")[0].text
    for advice in ("Adding ", "applications more", "Any match, of 100 people"):
        assert advice not in page.text


def test_both_ends_of_a_difference_are_told_only_where_they_read_apart() -> None:
    told = [
        people(Span(low, low, high), "")["word"]
        for low, high in ((0.011, 0.032), (0.001, 0.012), (0.001, 0.002), (0.0, 0.0))
    ]
    assert told == ["both", "most", "one", "none"]


# --- The map of squares -----------------------------------------------------------------------


def test_every_state_has_a_square_of_its_own(knowledge: Knowledge) -> None:
    tiles = knowledge.state_tiles
    assert set(tiles) == set(knowledge.vocabularies["state"].values)
    assert len({(t.column, t.row) for t in tiles.values()}) == len(tiles)
    assert all(knowledge.vocabularies["state"].find(t.code) == name for name, t in tiles.items())


def test_neighbors_stand_as_on_a_map(knowledge: Knowledge) -> None:
    """East of, and north of: enough to recognize the country."""
    t = knowledge.state_tiles
    west_to_east = ["California", "Utah", "Colorado", "Nebraska", "Missouri", "Virginia"]
    assert [t[s].column for s in west_to_east] == sorted(t[s].column for s in west_to_east)
    north_to_south = ["North Dakota", "South Dakota", "Nebraska", "Kansas", "Oklahoma", "Texas"]
    assert [t[s].row for s in north_to_south] == sorted({t[s].row for s in north_to_south})


def test_marks_do_not_rest_on_color(made: Made) -> None:
    limits = "{states: {preferred: [Ohio], excluded: [Alaska], open_to_all: yes}}"
    plan, it = made(limits, (*rows(Ohio=2), row("Texas", 9, j1=False)))
    found = {s.state: s for s in it.squares}
    assert (found["Ohio"].wish, found["Ohio"].number) == ("named", 2)
    assert (found["Alaska"].wish, found["Alaska"].number) == ("excluded", None)
    assert (found["Texas"].shut, found["Texas"].number) == (True, 0)
    tiles = {tile.code: tile for tile in tile_map(it.squares).tiles}
    assert tiles["OH"].named
    assert tiles["AK"].mark
    assert tiles["TX"].mark
    assert tiles["AK"].mark != tiles["TX"].mark
    assert not tiles["CA"].mark
    assert not tiles["CA"].number
    (legend,) = (each.text for each in seen(plan).all("ul", cls="legend"))
    for told in ("named by you", "excluded by you", "none of its programs fits your visa"):
        assert told in legend
    assert "not on your map" not in legend


@pytest.mark.parametrize("visa", [NEED, FREE, "", "visa: {need: sponsorship}"])
def test_a_state_that_is_shut_has_no_program_that_stays(made: Made, visa: str) -> None:
    """While the visa need is open, nothing is called shut."""
    listed = (row("Texas", 2, j1=False, h1b=False), row("Ohio", 3))
    _, it = made("{}", listed, visa=visa)
    texas = next(s for s in it.squares if s.state == "Texas")
    assert texas.shut is (texas.number == 0)
    assert texas.shut is (visa not in (FREE, ""))


def test_squares_do_not_overlap_and_stay_in_the_picture(made: Made) -> None:
    picture = tile_map(made()[1].squares)
    places = {(t.x, t.y) for t in picture.tiles}
    assert len(places) == 52
    assert all(t.x + SIDE <= picture.width and t.y + SIDE <= picture.height for t in picture.tiles)
    steps = sorted({x for x, _ in places})
    assert all(b - a >= SIDE for a, b in itertools.pairwise(steps))


@pytest.mark.parametrize(
    ("number", "most", "found"),
    [(None, 9, 0), (0, 9, 0), (1, 3, 1), (3, 3, 3), (1, 8, 1), (2, 8, 1), (3, 8, 2), (8, 8, 4)],
)
def test_the_darkest_square_is_the_largest(number: int | None, most: int, found: int) -> None:
    assert shade(number, most) == found


def test_the_table_holds_every_number_of_the_map(made: Made) -> None:
    plan, it = made(CLOSED, rows(Ohio=3, Texas=2))
    page = seen(plan)
    wish = re.compile(r" (?:(?:named|excluded) by you|(?:in part or )?not on your map)$")
    stay = {wish.sub("", cells[0]): cells[3] for cells in table(page, "gains")}
    for s in it.squares:
        if s.number is not None or s.wish in ("named", "excluded"):
            assert stay[s.state] == str(s.number or 0)


# --- Where people like this one trained -------------------------------------------------------


def test_what_is_not_printed_is_never_zero(made: Made) -> None:
    plan, it = made()
    printed = {state: cells for state, *cells in table(seen(plan), "filled")}
    assert printed["New York"] == ["609", "1,092"]
    assert printed["Texas"] == ["not printed", "384"]
    assert {s.state: s.number for s in it.squares}["Ohio"] is None
    assert "0" not in {cell for cells in printed.values() for cell in cells}


def test_a_specialty_without_printed_states_falls_back_to_all(made: Made) -> None:
    base = MEDICINE.replace("internal-medicine", "psychiatry")
    _, it = made(base=base)
    assert it.map_of is not None
    assert it.map_of.specialty is None
    assert it.map_of.who == "img"


def test_printed_positions_are_fewer_than_all_that_were_filled(knowledge: Knowledge) -> None:
    """The states that are printed cannot hold more than the whole country."""
    checked = 0
    for filled in knowledge.states_filled:
        about = knowledge.specialties.get(filled.specialty or "")
        figure = about.figure("positions_offered") if about else None
        if figure:
            assert sum(filled.states.values()) < figure.value
            checked += 1
    assert checked >= 3


# --- Community or academic --------------------------------------------------------------------


def kinds(academic: int, community: int) -> tuple[Program, ...]:
    """Ten academic and ten community programs, so many of which report J-1."""
    return tuple(
        row("Ohio", 2 + n, setting=setting, j1=n % 10 < yes, img_share=share)
        for setting, yes, share, start in (
            (Setting.ACADEMIC, academic, 20, 0),
            (Setting.COMMUNITY, community, 60, 10),
        )
        for n in range(start, start + 10)
    )


@pytest.mark.parametrize(
    ("academic", "community", "outcome"),
    [(9, 5, "same"), (5, 9, "opposite"), (7, 7, "even")],
)
def test_the_own_list_is_held_against_the_study(
    made: Made, academic: int, community: int, outcome: str
) -> None:
    _, it = made("{}", kinds(academic, community))
    assert it.community.outcome == outcome


def test_taking_imgs_and_sponsoring_are_two_columns(made: Made) -> None:
    plan, _ = made("{}", kinds(9, 5))
    page = seen(plan)
    assert row_of(page, "Academic", "kinds")[3] == "9 of 10"
    assert row_of(page, "Community", "kinds")[2:4] == ["60 % (10 programs)", "5 of 10"]
    assert "Your own list, internal medicine." in page.text


def test_without_a_list_the_study_is_only_a_warning(made: Made) -> None:
    plan, it = made()
    assert it.community.outcome == "no_list"
    assert not table(seen(plan), "kinds")


def test_the_study_stands_with_its_interval_for_who_may_use_j1(made: Made) -> None:
    plan, _ = made()
    told = seen(plan).text
    assert "0.06 to 0.64" in told
    assert "55 to 70" in told
    only_h1b = "visa: {need: sponsorship, accepts: [h1b], in_us: no}"
    plan, _ = made(visa=only_h1b)
    assert "0.06" not in seen(plan).text


# --- Rules of the states ----------------------------------------------------------------------


def test_rules_of_boards_join_the_states_of_the_list(made: Made, knowledge: Knowledge) -> None:
    """A road around residency is no fence for somebody who wants one."""
    _, it = made("{}", rows(California=3, Texas=2))
    (fence,) = [each for each in it.fences if each.state == "California"]
    assert fence.programs == 3
    assert any(rule.topic == "Training license" for rule in fence.rules)
    roads = {each.says for each in knowledge.state_limits if not each.fence}
    assert roads and not roads & {rule.says for each in it.fences for rule in each.rules}


def test_failed_tries_are_named_beside_the_states(made: Made) -> None:
    failed = MEDICINE.replace("score: 245, failed_attempts: 0", "score: 245, failed_attempts: 2")
    failed = failed.replace("school:", "  step3: {state: not_planned}\nschool:")
    for base, named in ((failed, True), (MEDICINE, False)):
        plan, _ = made("{}", rows(Ohio=2), base=base)
        rules = seen(plan).text.partition("Rules of these states")[2]
        assert ("Failed attempts." in rules) is named


# --- Limits -----------------------------------------------------------------------------------


def test_who_is_open_to_all_has_no_limit(made: Made) -> None:
    limits = limits_of(made("{states: {preferred: [Ohio], open_to_all: yes}}")[0])
    assert not limits.any
    assert all(limits.takes(state) for state in ("Ohio", "Texas", None))


def test_the_map_of_today_is_what_the_program_list_calls_its_place(made: Made) -> None:
    """Both pages leave out the same programs for the same place."""
    listed = tuple(
        row(state, 2 + n, town=town, setting=setting)
        for n, (state, town, setting) in enumerate(
            (state, town, setting)
            for state in ("Ohio", "Texas", "Alaska")
            for town in (*Place, None)
            for setting in (*Setting, None)
        )
    )
    for limits in (CLOSED, "{rural: no, community_hospitals: no}", "{smaller_city: no}", "{}"):
        plan, _ = made(limits, listed)
        map_of_today = limits_of(plan)
        for each in rooms.applying(plan).candidacies:
            out = each.reason("place").outcome == "out"
            assert map_of_today.holds(each.program) is not out, each.program
