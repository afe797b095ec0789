"""What would change the plan: scenarios, flips, combinations, and the words of the page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Iterable

import pytest

from sitegen.inputs import both
from sitegen.knowledge.model import Knowledge
from sitegen.plan.again import Again
from sitegen.plan.chance.chance_report import start_chance
from sitegen.plan.chance.chances import chances
from sitegen.plan.decide import conclude
from sitegen.plan.decided import Decided
from sitegen.plan.decision.choose import in_question
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.whatif.changes import WhatIf
from sitegen.plan.whatif.flips import (
    GOAL,
    RULED_OUT,
    VISA,
    Flip,
    Rechoice,
    rivals,
    with_lost_year,
)
from sitegen.plan.whatif.outcomes import Effect, Outcome, Runs
from sitegen.plan.whatif.scenarios import CHANGES, SENDING, STEPS, Target, only_visa, wide
from sitegen.profile import Profile
from sitegen.profile.choices import VisaKind
from sitegen.render.pages import whatif as whatif_page
from sitegen.render.pictures.whatif_picture import tornado
from sitegen.render.quantities import bare
from sitegen.render.sections import Sections
from sitegen.render.views import Views
from sitegen.render.whatif.outcomes_view import effect_words
from sitegen.render.words import missing_words
from sitegen.written import long_date, usd
from tests import rooms
from tests.conftest import AS_OF, Read, shipped
from tests.pages import FIXED, page_of
from tests.people import someone, text_of
from tests.sites import SAMPLES, Element, profile_of
from tests.test_one_decision import changed as changed_answers

WHOLE, HARD, NONE_NEEDED = "anesthesiology-hopeful", "older-graduate", "internal-medicine-strong"
H1B, OPEN, UNDER_WAY = "radiology-h1b-only", "half-empty", "in-season"
GREEN_CARD = "emergency-medicine-hopeful"
CHANGES_IN_TIME = "Changes that can still be made in time"


@functools.cache
def plan_of(sample: str, on: dt.date = AS_OF) -> Plan:
    return make_plan(both(profile_of(sample), None, on)[1], shipped(), on)


@functools.cache
def of(sample: str, on: dt.date = AS_OF) -> WhatIf:
    """What would change a sample; made once for all tests."""
    return plan_of(sample, on).whatif


def changed(plan: Decided, profile: Profile) -> Decided:
    """The whole plan, made again from the beginning."""
    read = dataclasses.replace(plan.read, profile=profile)
    return conclude(read, plan.knowledge, plan.as_of)


def key(plan: Decided) -> tuple[str, str | None]:
    backups = plan.choice.backups
    return plan.choice.verdict, backups[0].card.id if backups else None


@functools.cache
def what_if(plan: Plan) -> Element:
    return page_of(plan, "what-if")


def page(sample: str) -> Element:
    return what_if(plan_of(sample))


ENDS = ("low", "use", "high")


def part(page: Element, anchor: str) -> list[Element]:
    """What stands under one heading."""
    return page.by_id(anchor).section_after()


def said(elements: Iterable[Element]) -> str:
    return " ".join(each.text for each in elements)


def rows(page: Element, caption: str) -> list[list[str]]:
    """The rows of a table, each with its cells."""
    (table,) = [t for t in page.all("table") if t.all("caption")[0].text.startswith(caption)]
    body = table.all("tbody")[0]
    return [[cell.text for cell in row.all("th", "td")] for row in body.all("tr")]


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_ranked_change_shows_the_numbers_of_today(sample: str) -> None:
    """What moves nobody, as far as the page can tell, stands with what changes nothing."""
    it = of(sample)
    assert it.changes or it.idle or it.too_late
    ranked = [c for c in it.changes if c.after.key == it.present.key and c.after.somewhere]
    today = it.present.somewhere
    for c in (c for c in ranked if c.after.decision == it.present.decision and today):
        assert c.after.somewhere is not None and today is not None
        now, then = (
            [f"{100 * getattr(chance, end):.0f}" for end in ENDS]
            for chance in (today, c.after.somewhere)
        )
        assert now != then, c.id
    words = " ".join(page(sample).text.split())
    assert not re.search(r"\b(deeds?|levers?)\b", words)


def ways(page: Element) -> list[dict[str, str]]:
    """The columns of the ways side by side: what stands in each row, the first of a kind first."""
    (table,) = page.all("table", cls="ways")
    heads, *found = [[c.text for c in row.all("th", "td")] for row in table.all("tr")]
    return [
        {"name": name} | {f"{row[0]} {i}": row[number] for i, row in enumerate(found) if row[1:]}
        for number, name in enumerate(heads[1:], 1)
    ]


# --- Data and code ---------------------------------------------------------------------------


def test_every_scenario_has_its_words_and_its_deed(knowledge: Knowledge) -> None:
    """The ids of the data are those of the code."""
    ids = [scenario.id for scenario in knowledge.scenarios]
    assert len(ids) >= 12
    assert sorted(ids) == sorted([*CHANGES, *SENDING])
    assert set(STEPS) <= set(ids)


def test_words_of_a_scenario_name_only_known_slots(knowledge: Knowledge) -> None:
    """A slot that nothing fills would stand on the page with its braces."""
    for scenario in knowledge.scenarios:
        found = set(re.findall(r"{(\w+)}", scenario.title + scenario.changes))
        assert found <= {"first", "backup", "other", "weeks", "number"}, scenario.id
        assert scenario.changes.startswith("If ")


@pytest.mark.parametrize("scenario", ["rotation-first", "letter-backup", "j1-too"])
def test_what_was_not_told_stays_not_told(scenario: str) -> None:
    """One more rotation does not turn an unanswered list into an answer."""
    nobody = Profile()
    target = Target(first="neurology", backup="psychiatry", amount=4)
    assert CHANGES[scenario](nobody, target) == nobody


def test_a_score_that_is_known_is_no_scenario() -> None:
    """Step 2 CK cannot be taken again once it is passed, and the page says so."""
    it = of(WHOLE)
    assert not [c for c in (*it.changes, *it.idle) if c.id.startswith("score")]
    assert "cannot be taken again" in page(WHOLE).text
    learned = [c.id for c in of(OPEN).changes if c.id.startswith("score")]
    assert learned == ["score-255", "score-245", "score-235"]


# --- Effects ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_today_is_the_plan_and_its_chance(sample: str) -> None:
    """Nothing is computed twice in two ways."""
    plan = plan_of(sample)
    today, made = of(sample).present, chances(plan)
    assert today.key == key(plan)
    assert today.somewhere == (made.somewhere[-1].any if made.somewhere else None)
    assert today.start == start_chance(plan, made)


@pytest.mark.parametrize("sample", SAMPLES)
def test_changes_are_ranked_by_their_middle(sample: str) -> None:
    """The strongest stands first, and each effect lies inside its range."""
    changes = of(sample).changes
    moves = [c.moves for c in changes if c.moves]
    assert [m.use for m in moves] == sorted((m.use for m in moves), reverse=True)
    assert all(m.low <= m.use <= m.high for m in moves)


def test_each_change_is_the_whole_plan_made_again() -> None:
    """A letter for the backup gives what a profile with that letter gives."""
    plan = plan_of(WHOLE)
    (found,) = [c for c in of(WHOLE).changes if c.id == "letter-backup"]
    target = Target(backup=found.backup, amount=1)
    again = changed(plan, CHANGES["letter-backup"](plan.read.profile, target))
    assert found.after.key == key(again)
    own, numbers = chances(again).somewhere[-1].any, found.after.numbers
    assert (numbers.somewhere if numbers else found.after.somewhere) == own


def test_another_letter_is_the_one_that_is_still_to_ask_for() -> None:
    """The observership's anesthesiologist was not asked yet; nobody for the backup is left."""
    letters = [row[0] for row in rows(page(WHOLE), CHANGES_IN_TIME) if "US letter" in row[0]]
    asked = "Ask for the letter from: anesthesiologist of the observership."
    assert len(letters) == 2
    assert sum(asked in each for each in letters) == 1


def test_another_first_choice_is_decided_while_letters_can_still_be_asked_for() -> None:
    plan = plan_of(WHOLE)
    (asked,) = [t.due for t in plan.tasks if t.id.startswith("letter.ask.")]
    others = [c for c in of(WHOLE).changes if c.id.startswith("other-first")]
    assert others
    assert {c.begin_by for c in others} == {asked}


def test_step_3_moves_the_chance_by_little_and_says_why() -> None:
    """NRMP prints no rate by Step 3; the page is honest about it."""
    (change,) = [c for c in of(WHOLE).changes if c.id == "step3"]
    assert change.moves and 0 < change.moves.use < 0.05
    assert "small judgement" in change.note and "H-1B" in change.note


@pytest.mark.parametrize("sample", [WHOLE, GREEN_CARD, H1B])
def test_more_places_bring_what_all_regions_together_bring(sample: str) -> None:
    """Whether they are ranked or stand among what moves nobody."""
    it = of(sample)
    (wider,) = [c for c in (*it.changes, *it.idle) if c.id == "wider"]
    assert it.regions and wider.moves and wider.moves.high > 0
    assert wider.moves == it.regions.every.moves


def test_places_that_add_nothing_say_that_every_state_is_counted() -> None:
    assert "wider" in {c.id for c in of(NONE_NEEDED).idle} and of(NONE_NEEDED).regions is None
    assert "Only states are counted, and no further one moves" in page(NONE_NEEDED).text


def test_more_programs_help_and_cost_and_fewer_save() -> None:
    """Both move the chance and the fees, in opposite ways."""
    found = {c.id.split(".")[0]: c for c in of(WHOLE).changes}
    more, fewer = found["more-programs"], found["fewer-programs"]
    assert more.moves and fewer.moves
    assert more.moves.low > 0 > fewer.moves.high
    assert more.usd[0] > 0 > fewer.usd[0]
    assert more.each_hundred and more.each_hundred.high < more.moves.high
    assert fewer.each_hundred is None


def test_leaving_out_all_judgements_is_shown() -> None:
    """Each judged part can be taken away, and what it does is told."""
    doubts = {d.factor for d in of(WHOLE).doubts}
    assert {"attempts", "graduation", "experience", "visa", "all"} <= doubts


@pytest.mark.parametrize(
    ("low", "use", "high", "words"),
    [
        (0.012, 0.02, 0.031, "1 to 4 more"),
        (0.0, 0.002, 0.004, "up to 1 more"),
        (-0.031, -0.02, -0.012, "1 to 4 fewer"),
        (-0.02, -0.001, 0.0, "up to 2 fewer"),
        (-0.02, 0.001, 0.01, "from 2 fewer to 1 more"),
        (0.02, 0.02, 0.02, "2 to 3 more"),
        (0.0, 0.0, 0.0, "none"),
    ],
)
def test_an_effect_is_always_a_range(low: float, use: float, high: float, words: str) -> None:
    """Never one number alone."""
    assert effect_words(Effect(low, use, high), plan_of(OPEN)) == words


# --- Time ------------------------------------------------------------------------------------


def test_what_is_too_late_is_listed_with_its_day_and_not_ranked() -> None:
    """Applications of the sample are out since September."""
    it = of(UNDER_WAY)
    assert it.changes == () and it.idle == ()
    assert {"wider", "single"} <= {late.id for late in it.too_late}
    assert all(late.begin_by < AS_OF for late in it.too_late)
    assert "Your applications are out" in page(UNDER_WAY).text
    assert "The last useful day was" in page(UNDER_WAY).text


def test_the_last_day_is_still_in_time() -> None:
    """On the last day to begin a change counts; one day later it is too late."""
    (change,) = [c for c in of(WHOLE).changes if c.id == "rotation-first"]
    assert change.begin_by
    later = change.begin_by + dt.timedelta(days=1)
    on, after = (of(WHOLE, day) for day in (change.begin_by, later))
    assert "rotation-first" in {c.id for c in on.changes}
    assert "rotation-first" in {late.id for late in after.too_late}


# --- What would flip it ----------------------------------------------------------------------


def with_flip(p: Profile, flip: Flip) -> Profile | None:
    """The profile that a flip speaks of, for those that are answers."""
    wish = p.interests
    if flip.kind in ("fit", RULED_OUT):
        own = {**(wish.fit or {}), flip.specialty or "": int(flip.after)}
        return dataclasses.replace(p, interests=dataclasses.replace(wish, fit=own))
    if flip.kind == VISA:
        return only_visa(p, VisaKind(flip.detail))
    if flip.kind == "lost-year":
        return with_lost_year(p, bearable=bool(flip.after))
    return None


def strong(profile: Read) -> Plan:
    """Somebody who may need no backup, and whose own ratings decide which it would be."""
    return person(0, profile)


def person(seed: int, profile: Read) -> Plan:
    """One of the made-up people."""
    return make_plan(profile(text_of(seed)), shipped(), AS_OF)


@pytest.mark.parametrize("sample", [*SAMPLES, None])
def test_a_flip_holds_in_the_whole_plan(sample: str | None, profile: Read) -> None:
    """The short way over the gates says the same as a plan made from the beginning."""
    plan = plan_of(sample) if sample else strong(profile)
    for flip in plan.whatif.flips:
        other = with_flip(plan.read.profile, flip)
        if other:
            assert key(changed(plan, other)) == (flip.verdict, flip.backup), flip
        assert (flip.verdict, flip.backup) != key(plan)


def test_flips_are_found_where_they_are_known(profile: Read) -> None:
    """One of each kind, so that the test above has something to examine."""
    kinds = {f.kind for sample in SAMPLES for f in of(sample).flips}
    kinds |= {f.kind for seed in (0, 3, 11, 35) for f in person(seed, profile).whatif.flips}
    assert {"visa", "lost-year", "fit", "named"} <= kinds


@pytest.mark.parametrize("sample", [WHOLE, H1B, GREEN_CARD])
def test_the_short_way_agrees_with_the_whole_plan(sample: str) -> None:
    """Also for ratings that turn nothing."""
    plan = plan_of(sample)
    again = Rechoice(plan)
    for fit in (2, 3, 4, 5):
        name = rivals(plan)[-1]
        flip = Flip(by="say", kind="fit", specialty=name, after=fit)
        profile = with_flip(plan.read.profile, flip)
        assert profile
        assert again.key({name: again.rated(name, fit)}) == key(changed(plan, profile))


def smallest(page: Element) -> str:
    """The smallest change that the page tells; empty where it tells none."""
    return " ".join(
        each.text.partition("The smallest change found. ")[2] for each in page.all("p", cls="say")
    )


def test_the_smallest_change_stands_in_words() -> None:
    """A reader sees which answer carries the recommendation."""
    assert smallest(page(GREEN_CARD)).startswith("If a lost year could be borne,")


def test_that_the_backup_is_ruled_out_is_no_news() -> None:
    """It is told only where nothing else turns the answer, and as what it is."""
    for sample in SAMPLES:
        kinds = {f.kind for f in of(sample).flips}
        assert RULED_OUT not in kinds or kinds <= {RULED_OUT, GOAL}, sample
    told = said(part(page(UNDER_WAY), "flip"))
    assert not smallest(page(UNDER_WAY)) and "That makes it a steady one." in told
    assert "If you ruled out internal medicine yourself" in told


def test_another_first_choice_is_never_the_smallest_change() -> None:
    """A first choice is a wish; what it would bring stands under a heading of its own."""
    heads = [e for part in part(page(WHOLE), "flip") for e in part.all("h3")]
    (place,) = [e for e in heads if e.text == "If your first choice were another one"]
    lines = [line.text for line in place.section_after()[0].all("li")]
    assert any("the first choice alone would be the answer" in line for line in lines)
    assert smallest(page(WHOLE)) not in lines


def test_a_limit_on_entry_leaves_no_chance_to_start() -> None:
    """Where entry may be closed, no number says how many can start."""
    told = said(part(page(HARD), "ways"))
    assert of(HARD).present.start is None
    assert "Entry to the US may be closed to you" in told
    assert "can start on 1 July" not in told


def test_where_nothing_adds_enough_the_distance_is_told() -> None:
    """How far the nearest are, and how much a safe choice takes. Nobody with a story elsewhere."""
    plan = plan_of(HARD)
    p = with_lost_year(plan.read.profile, bearable=True)
    wish = dataclasses.replace(p.interests, considering=())
    none = {"us_experience": (), "letters": (), "earlier_training": ()}
    hard = rooms.whole(changed(plan, dataclasses.replace(p, **none, interests=wish)))
    assert hard.choice.verdict == "nothing_adds"
    found = what_if(hard)
    assert found.by_id("flip").text == "What would make a second specialty worth it"
    pattern = r"[A-Z][a-z -]+: .*(between|under) .+ of 100 people like you would match to it\b"
    lists = [e for e in part(found, "flip") if e.tag == "ul"]
    nearest = [line.text for line in lists[0].all("li")]
    assert nearest and all(re.match(pattern, line) for line in nearest)
    assert any("not enough" in line or "Nothing" in line for line in nearest)


def test_where_it_is_open_the_answers_decide() -> None:
    """No flip is claimed while too little is known; the missing answers stand first."""
    told = said(part(page(OPEN), "flip"))
    assert "Missing answers decide it" in told and "steady" not in told
    assert not smallest(page(OPEN))
    assert of(OPEN).flips == ()


# --- Combinations and ways -------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_combination_is_there_once(sample: str) -> None:
    """Up to four options, so up to sixteen plans; the first is today."""
    it = of(sample)
    assert len(it.options) <= 4
    assert len({c.ids for c in it.combinations}) == 2 ** len(it.options)
    assert it.combinations[0].ids == () and it.combinations[0].after == it.present


def test_a_single_option_is_what_the_ranked_table_says() -> None:
    """The form and the table cannot differ."""
    it = of(H1B)
    single = {c.ids[0]: c.after for c in it.combinations if len(c.ids) == 1}
    assert len(single) >= 2
    assert all(c.after == single[c.id] for c in it.changes if c.id in single)


def test_ways_side_by_side() -> None:
    """Both visas only where one is needed; what starts on 1 July stands apart."""
    names = {c.id for c in of(WHOLE).columns}
    assert {"today", "single", "j1", "h1b", "narrow", "wide"} <= names
    free = of(GREEN_CARD)
    assert not {"j1", "h1b"} & {c.id for c in free.columns}
    assert free.present.start.low == 1
    assert of(UNDER_WAY).columns == ()


def test_the_payment_for_h1b_leaves_no_chance_to_start_where_nothing_else_is_accepted(
    profile: Read,
) -> None:
    """Not today for who accepts H-1B alone from abroad, and not in that column for others."""
    alone = make_plan(profile(changed_answers(("[j1, h1b]", "[h1b]"))), shipped(), AS_OF)
    today, column = (c.after.start for c in alone.whatif.columns if c.id in ("today", "j1"))
    assert today is None and column is not None
    both_visas = make_plan(profile(changed_answers()), shipped(), AS_OF)
    found = what_if(both_visas)
    starts = {way["name"]: list(way.values())[-1] for way in ways(found)}
    assert starts["H-1B only"] == "not told" != starts["Today"]
    assert "Payment of 100,000 USD" in said(part(found, "ways"))
    inside = changed_answers(("[j1, h1b]", "[h1b]"), ("in_us: no", "in_us: yes"))
    here = make_plan(profile(inside), shipped(), AS_OF)
    assert here.whatif.present.start is not None


def test_what_j1_would_bring_stands_beside_the_payment_on_the_front_page(profile: Read) -> None:
    plan = make_plan(profile(changed_answers(("[j1, h1b]", "[h1b]"))), shipped(), AS_OF)
    (j1,) = [c for c in plan.whatif.changes if c.id == "j1-too"]
    (note,) = [n for n in Sections(plan).view(FIXED[0])["notes"] if "Payment" in n["title"]]
    around = bare(note["around"])
    assert "If you accepted J-1 as well" in around and note["read"] == "6 October 2026"
    assert bare(effect_words(j1.moves, plan)) in around and "of 100 people like you" in around
    both_visas = make_plan(profile(changed_answers()), shipped(), AS_OF)
    assert not [n for n in Sections(both_visas).view(FIXED[0])["notes"] if n["around"]]


def effort(after: Outcome) -> int:
    """How many applications are counted in all."""
    return sum(side.applications for side in after.sides)


@pytest.mark.parametrize("seed", (0, 6, 12, 13, 21))
def test_every_comparison_holds_as_many_applications_as_today(seed: int, profile: Read) -> None:
    """Another first choice, one visa alone or other places: only the answer is another one.

    Fewer are counted only where every open program of the changed plan has one already.
    """
    plan = make_plan(profile(text_of(seed)), shipped(), AS_OF)
    runs, p = Runs(plan), plan.read.profile
    firsts = [CHANGES[GOAL](p, Target(other=name)) for name in ("pediatrics", "neurology")]
    others = [*firsts, wide(p), only_visa(p, VisaKind.H1B), only_visa(p, VisaKind.J1)]
    for other in others:
        after, made = runs.again(other), runs.plan_of(other)
        if effort(after) == effort(runs.present):
            continue
        assert effort(after) < effort(runs.present)
        assert made.counts is not None
        room = {s.specialty.id: s.open for s in made.counts.supplies}
        assert all(s.applications >= room[s.specialty] for s in after.sides if s.applications)


def test_another_first_choice_is_counted_with_the_whole_effort_and_not_with_that_of_a_field(
    profile: Read,
) -> None:
    """Medicine alone gets every application of today, and what it would send stands apart."""
    answers = changed_answers(
        (
            "primary: internal-medicine, considering: []",
            "primary: anesthesiology, considering: [internal-medicine]",
        ),
        ("fit: {internal-medicine: 5}", "fit: {anesthesiology: 5, internal-medicine: 4}"),
    )
    plan = make_plan(profile(answers), shipped(), AS_OF)
    it = plan.whatif
    (goal,) = [c for c in it.changes if c.id == f"{GOAL}.internal-medicine"]
    assert [(s.specialty, s.applications) for s in goal.after.sides] == [
        ("internal-medicine", effort(it.present))
    ]
    found = what_if(plan)
    assert f"{effort(it.present)} applications in all" in found.text
    title = "First choice: internal medicine "
    (row,) = [r for r in rows(found, "Other first choices") if r[0].startswith(title)]
    assert f"Counted with {effort(it.present)} in internal medicine." in row[3]
    assert "By itself, the plan would then send" in row[3]


def test_a_column_with_another_answer_shows_its_own_numbers_apart(profile: Read) -> None:
    """H-1B alone turns the answer; what it would send is not today's."""
    answers = changed_answers(
        ("step3: {state: not_planned}", "step3: {state: passed, failed_attempts: 0}")
    )
    plan = make_plan(profile(answers), shipped(), AS_OF)
    it = plan.whatif
    (column,) = [c for c in it.columns if c.id == "h1b"]
    (shown,) = [way for way in ways(what_if(plan)) if way["name"] == "H-1B only"]
    own = column.after.numbers
    assert own is not None and own.cost is not None
    sent, own_sent = (words for row, words in shown.items() if row.startswith("Programs"))
    _, own_fees = (words for row, words in shown.items() if row.startswith("Application fees"))
    assert usd(own.cost) in own_fees
    assert sent != own_sent


def test_the_plans_made_again_stay_few() -> None:
    """Each costs time at every build."""
    assert all(of(sample).tried <= 38 for sample in SAMPLES)


@pytest.mark.parametrize("seed", [0, 5, 9, 16, 27])
def test_what_is_taken_over_changes_no_result(seed: int, profile: Read) -> None:
    """A plan made with the findings of another one is the plan made from the beginning.

    Only what a gate refuses is left out: it is part of no answer.
    """
    plan = make_plan(profile(text_of(seed)), shipped(), AS_OF)
    own, like = plan.read.profile, Again(plan)
    wishes = dataclasses.replace(own.interests, primary="pathology", fit={"neurology": 5})
    others = [dataclasses.replace(own, interests=wishes), wide(own), only_visa(own, VisaKind.H1B)]
    for other in others:
        read = dataclasses.replace(plan.read, profile=other)
        short = conclude(read, plan.knowledge, AS_OF, like)
        whole = conclude(read, plan.knowledge, AS_OF)
        outcomes = (dataclasses.asdict(Runs(plan).of(each)) for each in (short, whole))
        assert next(outcomes) == next(outcomes)
        named = [[c.card.id for c in in_question(p.choice.candidates)] for p in (short, whole)]
        assert named[0] == named[1]
        assert short.choice.missing == whole.choice.missing
        assert short.facts == whole.facts
        for card in whole.cards:
            found = short.card(card.id)
            assert (found.likelihood.total, found.doors.total, found.fit.total) == (
                card.likelihood.total,
                card.doors.total,
                card.fit.total,
            )
            assert found.facts == card.facts


def test_a_plan_is_made_again_only_once() -> None:
    """The same profile gives the outcome that is already there."""
    runs = Runs(plan_of(WHOLE))
    p = plan_of(WHOLE).read.profile
    wider = CHANGES["step3"](p, Target())
    assert runs.again(wider) is runs.again(wider)
    assert runs.count == 1


# --- Words -----------------------------------------------------------------------------------

LONE = re.compile(r"\d ?%|\bNone\b|[{}]")


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_lone_percentage_and_no_empty_word(sample: str) -> None:
    """Chances are people of 100 with both ends; nothing of the machinery shows."""
    assert len(page(sample).text) > 2_000
    assert LONE.findall(page(sample).text) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_sentences_are_short(sample: str) -> None:
    """Readers use English as a second language."""
    told = [e.text for e in page(sample).all("p", "li") if not e.all("p", "li")]
    assert len(told) > 5
    for sentence in (each for text in told for each in re.split(r"(?<=[.?]) ", text)):
        assert len(sentence.split()) <= 32, sentence


def test_a_green_card_holder_reads_of_no_visa_kind() -> None:
    """Neither J-1 nor H-1B concerns them."""
    text = page(GREEN_CARD).text
    assert "J-1" not in text and "H-1B" not in text and "Need of a visa" not in text


def test_a_rating_that_is_open_today_is_not_told_beside_a_changed_one() -> None:
    """The scorecard shows a question mark, so no row says "today 4"."""
    assert not plan_of(OPEN).card("psychiatry").likelihood.tells
    told = [row[3] for row in rows(page(OPEN), CHANGES_IN_TIME)]
    assert told
    assert not [line for line in told if "match likelihood" in line or "priority" in line]


def test_what_is_missing_is_named_in_the_order_of_the_tasks() -> None:
    asked = [t.path for t in plan_of(OPEN).tasks if t.phase == FIND_OUT]
    wanted = [
        word
        for path in asked
        if path in of(OPEN).missing
        for word in missing_words(plan_of(OPEN), [path])
    ]
    (first,) = [e for e in part(page(OPEN), "flip") if e.tag == "ul"][:1]
    named = [line.text for line in first.all("li")]
    expected = list(dict.fromkeys(wanted))[: len(named)]
    assert len(expected) > 2 and named[: len(expected)] == expected
    assert "interests.considering" in asked, "what the answer waits for is asked for"


def test_a_change_begins_on_the_day_of_its_task() -> None:
    """The last day on which it could still begin stands behind it, as that."""
    (task,) = [t for t in plan_of(OPEN).tasks if t.template == "exam-step2-ck"]
    found = [row[0] for row in rows(page(OPEN), CHANGES_IN_TIME) if task.text in row[0]]
    assert task.begin and found
    for row in found:
        assert f"Begin by {long_date(task.begin)}, as in your tasks. Begun after" in row
        assert "it would come too late" in row


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (AS_OF, "Your tasks have it on 1 March 2027, as you planned. Begun after"),
        (dt.date(2027, 3, 2), "In your tasks: Add your Step 3 result to the profile"),
    ],
)
def test_a_planned_exam_keeps_the_day_of_its_task(on: dt.date, words: str, profile: Read) -> None:
    """Once that day has passed, only its result is asked for."""
    answers = changed_answers(
        ("step3: {state: not_planned}", "step3: {state: planned, planned: 2027-03-01}"),
        ("in_us: no", "in_us: yes"),
    )
    plan = make_plan(profile(answers), shipped(), on)
    (row,) = [r[0] for r in rows(what_if(plan), CHANGES_IN_TIME) if r[0].startswith("Step 3")]
    (task,) = [t for t in plan.tasks if t.template == "exam-step3"]
    assert words in row and f"In your tasks: {task.text}" in row
    assert "Begin" not in row and ("Begun after" in row) == (on == AS_OF)


def test_without_a_first_choice_the_page_still_answers(profile: Read) -> None:
    """Naming one is then a change like others; ways that all say "not known" are left out."""
    plan = make_plan(profile("{season: 2028, letters: [], us_experience: []}"), shipped(), AS_OF)
    view = whatif_page.view(plan, Views(plan))
    assert not view["known"] and view["columns"] == []
    assert LONE.findall(what_if(plan).text) == []


@pytest.mark.parametrize("seed", (0, 5, 9, 14))
def test_anybody_gets_a_page(seed: int, profile: Read) -> None:
    """Many different people, with any answer left out."""
    plan = make_plan(profile(json.dumps(someone(seed), default=str)), shipped(), AS_OF)
    it: WhatIf = plan.whatif
    assert LONE.findall(what_if(plan).text) == []
    for change in it.changes:
        assert change.begin_by is None or change.begin_by >= AS_OF


def test_the_picture_has_a_bar_for_each_row() -> None:
    """Bars lie inside the picture, on both sides of nothing."""
    rows = [("helps", Effect(0.01, 0.02, 0.04), False), ("hurts", Effect(-0.2, -0.1, -0.05), True)]
    picture = tornado(rows)
    assert picture
    helps, hurts = picture.bars
    assert picture.left <= hurts.x < hurts.x + hurts.width < picture.zero < helps.x
    assert helps.x + helps.width <= picture.width
    assert tornado([]) is None
