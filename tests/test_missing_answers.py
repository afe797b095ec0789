"""While answers are missing, a plan is provisional and asks; from nothing it prices nothing."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from enum import StrEnum
from pathlib import Path

import pytest

from sitegen.diagnostics import Problems
from sitegen.facts.evidence import UNTOLD_YEARS
from sitegen.knowledge.model import Knowledge
from sitegen.plan.assessment import assess
from sitegen.plan.conclusions import RESTS_ON, provisional
from sitegen.plan.decided import Scheduled
from sitegen.plan.decision.model import Candidate
from sitegen.plan.stages import make_schedule
from sitegen.profile import Profile, ReadProfile
from sitegen.profile.fields import Training, Weights
from sitegen.profile.read import read_profile, unanswered
from sitegen.render.answer_view import answer_view
from sitegen.render.pages import specialty
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from sitegen.render.views import Views
from sitegen.render.words import missing_words
from sitegen.shape import fields_of
from sitegen.terminal import verdict_line
from sitegen.yamlio import read
from tests import rooms
from tests.conftest import AS_OF, EDITION, shipped
from tests.people import text_of
from tests.test_one_decision import changed
from tests.test_true_for_this_person import BASE

Make = Callable[[str], Scheduled]
TOLD = BASE.replace("graduated: 2024-12", "graduated: 2024-12, class_rank: top_half, honours: []")
"""Every answer that a gate may wait for."""

SILENT = TOLD.replace("not_for_life: [], ", "")
NOTHING = "season: 2028\napplicant: {name: A}\ninterests: {primary: anesthesiology}\n"


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Make:
    """Make a plan from YAML text."""
    return lambda text: make_schedule(profile(text), knowledge, AS_OF)


def test_the_sample_has_what_it_is_about() -> None:
    assert "not_for_life" in BASE and "not_for_life" not in SILENT


def test_a_silent_answer_makes_the_choice_provisional_and_not_undecided(of: Make) -> None:
    told, silent = of(TOLD), of(SILENT)
    assert silent.choice.verdict == told.choice.verdict
    assert [b.card.id for b in silent.choice.backups] == [b.card.id for b in told.choice.backups]
    assert silent.choice.provisional and not told.choice.provisional
    assert silent.choice.missing == ("interests.not_for_life",)


def test_training_of_untold_length_may_be_as_short_or_as_long_as_can_be_told() -> None:
    limits = fields_of(Training)["years"].limits
    assert (limits["low"], limits["high"]) == UNTOLD_YEARS


def test_a_provisional_choice_says_which_answer_could_change_it(of: Make) -> None:
    found = provisional(of(SILENT))
    assert found.outcome == "provisional"
    line = verdict_line(rooms.whole(of(SILENT)))
    assert "provisional" in line and "you could not do for life" in line
    assert "provisional" not in verdict_line(rooms.whole(of(TOLD)))


def test_the_answer_that_could_change_the_choice_is_the_first_to_be_asked_for(of: Make) -> None:
    first = of(SILENT).tasks[0]
    assert (first.phase, first.path) == ("find-out", "interests.not_for_life")


def test_whoever_needs_no_backup_is_asked_all_the_same(of: Make) -> None:
    strong = (
        SILENT.replace("primary: psychiatry", "primary: internal-medicine")
        .replace(
            "us_experience: []",
            "us_experience: [{specialty: internal-medicine, kind: elective, weeks: 12}]",
        )
        .replace(
            "letters: []",
            "letters: ["
            + ", ".join(
                ["{writer: A, specialty: internal-medicine, us_faculty: yes, state: received}"] * 3
            )
            + "]",
        )
        .replace(
            "earlier_training: []",
            "earlier_training: []\n"
            "constraints: {lost_year: {money: yes, visa: yes, morale: yes}, "
            "ready_to_reapply: yes}",
        )
    )
    plan = of(strong)
    assert plan.choice.verdict == "not_needed"
    assert plan.choice.provisional
    assert plan.tasks[0].path == "interests.not_for_life"


def test_a_word_against_the_provisional_backup_takes_it_away(of: Make) -> None:
    chosen = of(SILENT).choice.backups[0].card.id
    against = of(BASE.replace("not_for_life: []", f"not_for_life: [{chosen}]"))
    assert chosen not in {b.card.id for b in against.choice.backups}


def test_from_nothing_no_number_of_programs_and_no_price_is_made(of: Make) -> None:
    plan = of(NOTHING)
    assert plan.choice.verdict == "undecided"
    assert plan.counts is None
    made = rooms.applying(plan).portfolio
    assert (made.why, made.found, made.everything) == ("open", None, None)


FULL = (
    (Path(__file__).parent / "profiles" / "rich.yaml")
    .read_text(encoding="utf-8")
    .replace("not_for_life: [dermatology]", "not_for_life: []")
)
FIRST = "primary: anesthesiology"


def asked_in_vain(plan: Scheduled) -> list[str]:
    """What is asked although the profile holds it, or although no answer could stand there."""
    return [
        t.text
        for t in plan.tasks
        if t.phase == "find-out" and not (t.path and unanswered(plan.read, t.path))
    ]


def test_whoever_has_told_everything_is_asked_nothing_whatever_the_first_choice(
    of: Make, knowledge: Knowledge
) -> None:
    """Also where nobody published a figure, as for urology, which matches outside NRMP."""
    assert FIRST in FULL and "{state: passed, score: 246" in FULL
    assert {"urology", "vascular-surgery", "transitional-year"} < set(knowledge.specialties)
    for name in knowledge.specialties:
        plan = of(FULL.replace(FIRST, f"primary: {name}"))
        assert [t.text for t in plan.tasks if t.phase == "find-out"] == [], name


def test_a_specialty_without_judged_traits_asks_for_no_wish_again(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    known = knowledge.specialties["neurology"]
    bare = replace(known, about=replace(known.about, traits=None))
    without = replace(knowledge, specialties={**knowledge.specialties, "neurology": bare})
    plan = make_schedule(profile(FULL.replace(FIRST, "primary: neurology")), without, AS_OF)
    assert [t.text for t in plan.tasks if t.phase == "find-out"] == []


def test_what_is_asked_is_empty_in_the_profile(of: Make, knowledge: Knowledge) -> None:
    asked = 0
    for name in knowledge.specialties:
        plan = of(
            re.sub("score: 246, failed_attempts: 0, ", "", FULL)
            .replace(FIRST, f"primary: {name}")
            .replace("  pace: moderate\n", "")
        )
        assert asked_in_vain(plan) == [], name
        paths = {t.path for t in plan.tasks if t.phase == "find-out"}
        assert "exams.step2_ck.score" in paths, name
        asked += len(paths)
    assert asked > len(knowledge.specialties)


@pytest.mark.parametrize(
    ("path", "open_answer"),
    [
        ("exams.step2_ck.score", False),
        ("visa.prefers", False),
        ("interests.fit.neurology", True),
        ("interests.fit.pathology", False),
        ("commitment.neurology.proud", True),
        ("letters", False),
        ("constraints.lost_year", True),
        ("not published: a mean", False),
        ("which visa it will be", False),
    ],
)
def test_an_answer_is_open_where_the_profile_has_room_for_it_and_nothing_stands_there(
    path: str, open_answer: bool, profile: Callable[[str], ReadProfile]
) -> None:
    lost = "\n  lost_year: {money: , visa: , morale: }\n"
    text = re.sub(r"\n  lost_year: .*\n", lost, FULL)
    assert text.count(lost) == 1
    assert unanswered(profile(text), path) is open_answer


def _one(kind: object, limits: Mapping[str, object]) -> str:
    """A value that may stand in a required field."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind)).value
    if kind is str:
        return "psychiatry" if limits.get("vocabulary") == "specialty" else "words"
    return "2020-01" if kind not in (int, float) else str(limits.get("low") or 1)


def _kinds(kind: object) -> Iterator[object]:
    """A kind without the choice of None, and what it is a list or a group of, under its sign."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        for each in typing.get_args(kind):
            yield from _kinds(each) if each is not types.NoneType else ()
    else:
        yield kind


def left_empty(record: type, before: str, depth: int) -> Iterator[tuple[str, str]]:
    """Each optional key at any depth: a profile with nothing behind it, and one without it."""
    pad = "  " * depth
    for key, spec in fields_of(record).items():
        if not spec.required:
            yield f"{before}{pad}{key}:\n", before
        above = f"{before}{pad}{key}:\n"
        for kind in _kinds(spec.kind):
            inner = typing.get_args(kind)
            if is_dataclass(kind):
                yield from left_empty(typing.cast(type, kind), above, depth + 1)
            elif typing.get_origin(kind) is tuple and is_dataclass(inner[0]):
                needed = {k: s for k, s in fields_of(inner[0]).items() if s.required}
                lines = [f"{k}: {_one(s.kind, s.limits)}" for k, s in needed.items()]
                start = f"{above}{pad}- " + f"\n{pad}  ".join(lines) + "\n"
                for text, without in left_empty(inner[0], start, depth + 1):
                    own = text.removeprefix(start).strip().removesuffix(":")
                    if own not in needed:
                        yield text, without
            elif typing.get_origin(kind) in (dict, Mapping):
                yield f"{above}{pad}  psychiatry:\n", f"{above.rstrip()} {{}}\n"
                if is_dataclass(inner[1]):
                    entry = f"{above}{pad}  psychiatry:\n"
                    yield from left_empty(inner[1], entry, depth + 2)


def _told(value: object) -> object:
    """What is told: a group in which nothing is told counts as none, and so do equal weights."""
    if value == Weights():
        return None
    if is_dataclass(value):
        parts = {name: _told(getattr(value, name)) for name in value.__dataclass_fields__}
        return {name: part for name, part in parts.items() if part is not None} or None
    if isinstance(value, Mapping):
        return {k: part for k, v in value.items() if (part := _told(v)) is not None} or None
    return tuple(map(_told, value)) if isinstance(value, tuple) else value


def test_every_key_left_empty_at_any_depth_means_that_it_is_not_answered_yet() -> None:
    """Generated from what a profile may hold; the rest of the profile reads as without the key."""
    tried = dict(left_empty(Profile, "", 0))
    assert len(tried) > 120
    assert "commitment:\n  psychiatry:\n" in tried
    assert "constraints:\n  lost_year:\n    money:\n" in tried
    assert "letters:\n- writer: words\n  specialty: psychiatry\n  us_faculty:\n" in tried
    for text, without in tried.items():
        found = []
        for each in (text, without):
            problems = Problems()
            one = read_profile(read(each, "x", problems), "x", problems, shipped().vocabularies)
            assert problems.found == [], each
            assert one is not None
            found.append(_told(one.profile))
        assert found[0] == found[1], text


TO_COME = "season: 2028\ninterests: {primary: anesthesiology}\nexams: {step2_ck: %s}\n"
SCORE, DAY = "exams.step2_ck.score", "exams.step2_ck.planned"


@pytest.mark.parametrize(
    ("step2", "asked"),
    [
        ("{state: planned, planned: 2027-05-01}", set()),
        ("{planned: 2027-05}", set()),
        ("{state: failed, failed_attempts: 1, planned: 2027-05}", set()),
        ("{state: planned, planned: 2026-08-01}", {"exams.step2_ck"}),
        ("{state: planned}", {DAY}),
        ("{state: not_planned}", {DAY}),
        ("{state: failed, failed_attempts: 1}", {DAY}),
        ("{state: passed, failed_attempts: 0}", {SCORE}),
        ("{state: passed, score: 240, failed_attempts: 0}", set()),
        ("", {SCORE}),
    ],
)
def test_score_is_asked_for_only_once_it_can_be_known(
    step2: str, asked: set[str], of: Make
) -> None:
    """Before the exam its day is asked for; after that day, the result."""
    tasks = [t for t in of(TO_COME % (step2 or "~")).tasks if t.phase == "find-out"]
    assert {t.path for t in tasks if t.path and "step2_ck" in t.path} == asked
    assert len(tasks) > 10


def test_planned_day_alone_says_that_the_exam_is_planned(of: Make) -> None:
    """So Step 3 is not asked about, and stands on its day. Beside a result, it says nothing."""
    plan = of(
        "season: 2028\nvisa: {need: sponsorship, accepts: [h1b]}\n"
        "interests: {primary: neurology}\n"
        "exams: {step3: {planned: 2027-06-01}}\n"
    )
    assert "exams.step3.state" not in {t.path for t in plan.tasks}
    assert any(str(t.due) == "2027-06-01" and "Step 3" in t.text for t in plan.tasks)
    exams = of("exams: {step3: {planned: 2020-06-01, score: 220}, oet: {planned: 2027-01}}")
    told = exams.read.profile.exams
    assert told.step3 and told.step3.state is None
    assert told.oet and told.oet.state is not None


# --- What is not answered is not passed -------------------------------------------------------


def before_the_gates(plan: Scheduled) -> Iterator[tuple[Candidate, str]]:
    """Each candidate with what its page says of the gates."""
    views = Views(whole := rooms.whole(plan))
    for candidate in plan.choice.candidates:
        yield candidate, specialty.view(whole, views, candidate.card.id)["gate_text"]


@pytest.mark.parametrize("seed", range(12))
def test_no_page_says_that_every_gate_is_passed_while_an_answer_is_missing(
    seed: int, of: Make
) -> None:
    """Nor where no first choice is named: what it adds to one cannot be said."""
    plan = of(text_of(seed))
    for candidate, said in before_the_gates(plan):
        if said == "It meets every condition.":
            assert plan.primary is not None
            assert all(gate.outcome == "pass" for gate in candidate.gates)


def test_a_gate_that_waits_for_a_word_has_a_question_mark(of: Make) -> None:
    """Respect and pride that are not told are neither passed nor shut, and do not shut it out."""
    plan = of(sound(commitment=False))
    best = next(c for c in plan.choice.candidates if c.passed)
    gate = next(g for g in best.gates if g.rule.id == "backup.commitment")
    assert gate.outcome == "open"
    assert {c.card.id: said for c, said in before_the_gates(plan)}[best.card.id].startswith(
        "It meets every condition that your answers settle."
    )
    told = of(sound(commitment=True))
    assert any(said == "It meets every condition." for _, said in before_the_gates(told))


def sound(*, commitment: bool) -> str:
    """A sound file with a first choice; with or without the word on respect and pride."""
    told = {name: {"respect": 5, "proud": True} for name in ("family-medicine", "pediatrics")}
    wishes = changed(
        (
            "fit: {internal-medicine: 5}",
            "fit: {internal-medicine: 5, family-medicine: 4, pediatrics: 4}",
        ),
        ("considering: []", "considering: [family-medicine, pediatrics]"),
        (
            "open_to_all: yes, preferred: []",
            "open_to_all: no, preferred: [California, New York, Texas]",
        ),
    )
    return f"{wishes}commitment: {json.dumps(told)}\n" if commitment else wishes


def test_while_the_answer_is_open_no_check_mark_stands_beside_it(of: Make) -> None:
    plan = of("season: 2028\ninterests: {primary: neurology}\n")
    assert plan.choice.verdict == "undecided"
    made = rooms.whole(plan)
    sections = Sections(made)
    views = {page.section: sections.view(page) for page in made.pages}
    (specific,) = [r for r in views["ethics"]["gate"] if r.id == "gate.specific"]
    assert specific.outcome == "open"
    checks = {check["reason"].title: check["sign"] for check in views["ranking"]["checks"]}
    assert checks["One list for all fields"] == checks["Certify in time"] == "unknown"


LITTLE = (
    "{}\n",
    "season: 2028\n",
    NOTHING,
    NOTHING + "visa: {need: sponsorship, accepts: [j1]}\n",
    NOTHING + "exams: {step1: {state: passed, failed_attempts: 0}}\n",
    NOTHING + "constraints: {states: {open_to_all: no, preferred: [Ohio]}}\n",
    "season: 2028\nschool: {graduated: 2024-06}\ninterests: {considering: [pediatrics]}\n",
)
"""People of whom hardly anything is known, each in another way."""

OWN_NUMBERS = re.compile(
    r'data-q="((?:chance|listed|reach|change|column|region|portfolio|cost|applications)[.][^"]*)"'
)


@pytest.mark.parametrize("text", LITTLE)
def test_while_hardly_anything_is_known_no_page_tells_a_chance_a_number_or_a_price(
    text: str, of: Make
) -> None:
    """Not even a wide range: it would read as an answer."""
    sections = Sections(rooms.whole(of(text)))
    for path, raw in render_site(sections, EDITION).items():
        page = raw.decode("utf-8", "replace")
        assert path.endswith(".json") or OWN_NUMBERS.findall(page) == [], path


@pytest.mark.parametrize("text", LITTLE)
def test_while_hardly_anything_is_known_an_ordered_list_of_questions_stands_instead(
    text: str, of: Make
) -> None:
    """What every number rests on is asked first; the front page holds nothing else to do."""
    plan = rooms.whole(of(text))
    sections = Sections(plan)
    views = {page.section: sections.view(page) for page in plan.pages}
    asked = [task["text"] for task in views["chance"]["little"]["tasks"]]
    paths = [plan.facts[name].missing[0] for name in RESTS_ON if not plan.facts[name].known]
    assert {plan.knowledge.questions[path].task for path in paths} <= set(asked[:4])
    front = [task["text"] for task in views["glance"]["first_tasks"]]
    assert front == asked[: len(front)] and len(front) >= 3
    assert answer_view(plan, sections.views)["top"] == [] and views["backup"]["runners"] == []


def test_with_two_of_the_three_answers_a_wide_chance_is_told(of: Make) -> None:
    plan = rooms.whole(of(NOTHING + "visa: {need: sponsorship}\nschool: {graduated: 2024-06}\n"))
    sections = Sections(plan)
    (chance,) = [sections.view(page) for page in plan.pages if page.section == "chance"]
    assert chance["little"] is None and chance["answers"]


def test_research_that_is_listed_is_never_called_missing(of: Make) -> None:
    """What is open is where else a piece counts, and that is what the reasons ask for."""
    listed = "research: [{kind: poster, field: pathology, title: A poster}]"
    made = of(re.sub(r"(?m)^research:.*$", listed, TOLD))
    works = made.card("internal-medicine").facts["here.works"]
    assert missing_words(made, works.missing) == ("in which other fields your research counts",)


@pytest.mark.parametrize(("score", "outcome"), [(252, "have"), (249, "have"), (246, "missing")])
def test_a_score_has_one_name_on_the_list_of_five_and_in_the_advice_on_a_second_field(
    score: int, outcome: str, of: Make
) -> None:
    """The mean of those who matched to anesthesiology is 252; close is up to five points below."""
    text = re.sub(r"score: \d+", f"score: {score}", TOLD)
    made = of(re.sub(r"primary: [a-z-]+", "primary: anesthesiology", text))
    asset = next(f for f in assess(made).assets if f.rule.id == "asset.scores")
    advice = next(f for f in made.decision.triggers if f.rule.id == "dual.below")
    assert asset.outcome == outcome
    assert (advice.outcome == "clear") is (outcome == "have")
