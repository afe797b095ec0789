"""What people write where something else is asked, and whether the help they get helps.

The rows stand in `slips.yaml`, in their words. Each next step that names a value is followed, and
what comes of it is read without a problem. About ten seconds.
"""

from __future__ import annotations

import datetime as dt
import doctest
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen import answers, days, diagnostics, inputs, measures, numerals, slips, wordchoice
from sitegen.countries import in_all_languages
from sitegen.diagnostics import Problem, Problems, describe, near
from sitegen.facts.model import Interval
from sitegen.plan.model import Plan
from sitegen.profile import ReadProfile, choices, read_profile
from sitegen.shape import Year
from sitegen.wordchoice import bare
from sitegen.yamlio import read
from tests.conftest import ROOT, Run

DAY = dt.date(2026, 11, 30)
SLIPS = Path(__file__).resolve().parent / "slips.yaml"
MONEY = "constraints:\n  money:\n    currency: INR\n    per_usd: 84\n    "
# Where a key stands, and what has to stand around it. The text comes behind the last colon.
PLACES = {
    "gap.from": ("gaps:\n  - from: ", "gaps[0].from"),
    "gap.to": ("gaps:\n  - from: 2023-01\n    to: ", "gaps[0].to"),
    "research.field": ("research:\n  - kind: poster\n    field: ", "research[0].field"),
    "rotation.specialty": (
        "us_experience:\n  - kind: elective\n    weeks: 4\n    specialty: ",
        "us_experience[0].specialty",
    ),
    "rotation.kind": (
        "us_experience:\n  - specialty: neurology\n    weeks: 4\n    kind: ",
        "us_experience[0].kind",
    ),
    "rotation.weeks": (
        "us_experience:\n  - specialty: neurology\n    kind: elective\n    weeks: ",
        "us_experience[0].weeks",
    ),
    "letter.state": (
        "letters:\n  - writer: chief\n    specialty: neurology\n    state: ",
        "letters[0].state",
    ),
    "training.country": (
        "earlier_training:\n  - specialty: neurology\n    country: ",
        "earlier_training[0].country",
    ),
    "states.preferred": (
        "constraints:\n  states:\n    preferred: ",
        "constraints.states.preferred",
    ),
    "money.savings": (f"{MONEY}savings: ", "constraints.money.savings"),
    "money.income_month": (f"{MONEY}income_month: ", "constraints.money.income_month"),
    "money.currency": (
        "constraints:\n  money:\n    per_usd: 84\n    currency: ",
        "constraints.money.currency",
    ),
    "exams.step2_ck.score": (
        "exams:\n  step2_ck:\n    state: passed\n    score: ",
        "exams.step2_ck.score",
    ),
}


def before(place: str) -> str:
    """The lines of a profile up to the value at a place."""
    if place in PLACES:
        return PLACES[place][0]
    *groups, key = place.split(".")
    rows = [f"{'  ' * depth}{name}:\n" for depth, name in enumerate(groups)]
    return "".join(rows) + "  " * len(groups) + f"{key}: "


@cache
def words() -> dict[str, Any]:
    shipped = inputs.knowledge().vocabularies
    return {**shipped, "country": in_all_languages(shipped["country"])}


def checked(text: str) -> tuple[ReadProfile | None, list[Problem]]:
    problems = Problems()
    node = read(text, "a.yaml", problems)
    if node is None and problems.found:
        return None, problems.found
    return read_profile(node, "a.yaml", problems, words(), DAY), problems.found


def value_at(profile: ReadProfile, place: str) -> Any:
    value: Any = profile.profile
    for part in re.findall(r"\w+", PLACES.get(place, ("", place))[1]):
        name = {"from": "start", "to": "end"}.get(part, part)
        value = value[int(part)] if part.isdigit() else getattr(value, name)
    return value


def written(value: Any) -> str | list[str]:
    if isinstance(value, tuple) and not isinstance(value, Year):
        return [str(each) for each in value]
    return str(value.year if isinstance(value, Year) else value)


def rows() -> list[tuple[str, dict[str, Any]]]:
    table = yaml.load(SLIPS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [(place, row) for place, slips in table.items() for row in slips]


def test_there_are_many_slips_of_many_kinds() -> None:
    assert len(rows()) >= 150
    assert len({place for place, _ in rows()}) >= 25


@pytest.mark.parametrize(("place", "row"), rows(), ids=[f"{p}: {r['text']}" for p, r in rows()])
def test_slip_gets_the_help_that_helps(place: str, row: dict[str, Any]) -> None:
    """Read as what was meant, with a note; or refused, with a next step that is then accepted."""
    profile, found = checked(f"{before(place)}{row['text']}\n")
    said = "\n".join(describe(problem) for problem in found)
    for help_ in row.get("help", ()):
        assert help_ in said, said
    for never in row.get("never", ()):
        assert never not in said, said
    if "reads" in row:
        assert profile is not None, said
        assert written(value_at(profile, place)) == row["reads"]
        assert bool(found) != bool(row.get("silent")), said
    else:
        assert found, "nothing is said"
        assert all(problem.hint for problem in found)
    if "after" in row:
        again, left = checked(f"{before(place)}{row['after']}\n")
        assert again is not None and not left, "\n".join(describe(problem) for problem in left)


def offered(problem: Problem) -> Iterator[str]:
    """The values that the first clause of a next step tells to write here."""
    hint = problem.hint.removeprefix("weeks are wanted: ").removeprefix("years are wanted: ")
    hint = re.sub(r"^two days can be meant: ", "", hint)
    yield from re.findall(r'(?:did you mean|^write|^.* or) ("[^"]+")', hint)
    first = re.match(
        r"(?:write|write digits only:|write it with the digits 0 to 9:) "
        r"(\[[^\]]*\]|[a-z]+_[a-z]+|[\d.]+(?:-\d\d)*)(?=$|[,; ])",
        hint,
    )
    if first:
        yield first[1]
    if match := re.match(r"write ([\w -]+), or what you meant", hint):
        yield match[1]
    if match := re.match(r"put quotes around (?:it|the whole text): (\"[^\"]*\")", hint):
        yield match[1]
    if match := re.match(r"add the month, as in (\S+)", hint):
        yield match[1]


def test_every_value_that_a_next_step_names_can_stand_there() -> None:
    """Followed word for word: put in the place of what was found, it is accepted."""
    followed, wrong = 0, []
    for place, row in rows():
        _, found = checked(f"{before(place)}{row['text']}\n")
        for value in {value for problem in found for value in offered(problem)}:
            followed += 1
            _, left = checked(f"{before(place)}{value}\n")
            wrong += [f"{place}: {row['text']} -> {describe(problem)}" for problem in left]
    assert wrong == []
    assert followed >= 60


LETTER = "  - writer: x\n    specialty: neurology\n"
INDENTED = {
    "in the middle of a group": (
        "exams:\n  step2_ck:\n    state: passed\n   score: 241\n    failed_attempts: 0\n",
        "4:4",
        5,
    ),
    "at the end of a group": ("applicant:\n  name: Asha Rao\n citizenship: India\n", "3:2", 3),
    "at its beginning": ("school:\n name: A\n  country: India\n  graduated: 2019\n", "2:2", 3),
    "in an entry of a list": (
        "letters:\n  - writer: x\n   specialty: neurology\n    state: received\n",
        "3:4",
        5,
    ),
    "an entry itself": (
        f"letters:\n{LETTER} - writer: y\n    specialty: neurology\n",
        "4:2",
        3,
    ),
    "behind a deeper group": (
        "exams:\n  step2_ck:\n    state: passed\n ecfmg: certified\n",
        "4:2",
        3,
    ),
}


@pytest.mark.parametrize("kind", INDENTED)
def test_line_one_column_too_far_left_is_told_the_column_of_its_neighbours(
    kind: str, tmp_path: Path, sitegen: Run
) -> None:
    """And following that leaves no problem, because each column was tried first."""
    text, place, column = INDENTED[kind]
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    said = sitegen("check", path, "--as-of", DAY.isoformat()).stderr
    assert f"a.yaml:{place}: Y201" in said, said
    assert f"Next step: start it in column {column}\n" in said, said
    rows = text.splitlines()
    line = int(place.split(":")[0]) - 1
    rows[line] = " " * (column - 1) + rows[line].lstrip()
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert sitegen("check", path, "--as-of", DAY.isoformat()).stderr == ""


def test_odd_space_before_a_value_is_told_at_its_line_by_its_name() -> None:
    for text in (
        "exams:\n  step2_ck:\n    score:\u00a0241\n",
        "season: \u20072028\nstage: exams\n",
    ):
        profile, (problem,) = checked(text)
        assert profile is not None
        assert problem.code == "Y108"
        assert text.splitlines()[problem.location.line - 1][problem.location.column - 1] in (
            "\u00a0",
            "\u2007",
        )
        assert re.search(r"U\+00A0 no-break space|U\+2007 figure space", problem.message)


CONTRADICTIONS = {
    "certified before graduating": (
        "season: 2028\nexams: {ecfmg: certified}\nschool: {graduated: 2029-06}\n",
        {"P206", "P209"},
    ),
    "graduating in a year to come": (
        "exams: {ecfmg: certified}\nschool: {graduated: 2027}\n",
        {"P206"},
    ),
    "graduating in this year": ("exams: {ecfmg: certified}\nschool: {graduated: 2026}\n", set()),
    "passed on a day to come": ("exams: {step1: {state: passed, passed_on: 2027-02}}\n", {"P209"}),
    "passed, and a day to come": ("exams: {step1: {state: passed, planned: 2027-02}}\n", {"P201"}),
    "planned for a month that is past": ("exams: {step1: {planned: 2026-10}}\n", {"P211"}),
    "planned for this month": ("exams: {step1: {planned: 2026-11}}\n", set()),
    "an earlier Match that is later": (
        "season: 2028\nearlier_matches: [{season: 2028}]\n",
        {"P209"},
    ),
    "the last Match": ("season: 2026\n", {"P210"}),
    "the coming Match": ("season: 2027\n", set()),
}


@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_days_that_cannot_be_are_told_and_others_are_not(kind: str) -> None:
    text, codes = CONTRADICTIONS[kind]
    assert {problem.code for problem in checked(text)[1]} == codes


def test_suggestion_is_near_and_never_the_opposite() -> None:
    few = ["invited", "offered", "planned", "preferred", "excluded", "inpatient", "certified"]
    for word in (
        "Not invited",
        "uninvited",
        "unplanned",
        "not planned",
        "included",
        "outpatient",
        "uncertified",
        "non preferred",
        "dispreferred",
    ):
        assert near(word, few) == [], word
    assert near("inpatiant", few) == ["inpatient"]
    assert near("Nigera", {"niger": "Niger", "nigeria": "Nigeria"}) == ["nigeria", "niger"]


WORDS = ROOT / "data" / "words"
LISTS = {"countries": "country", "states": "state", "specialties": "specialty"}


def everyday() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row of `data/words`, with the name of its list."""
    for file, name in LISTS.items():
        for row in yaml.safe_load((WORDS / f"{file}.yaml").read_text(encoding="utf-8")):
            yield name, row
    answers = yaml.safe_load((WORDS / "answers.yaml").read_text(encoding="utf-8"))
    for name, each in answers.items():
        yield from ((name, row) for row in each)


def on_the_list(name: str, word: str) -> bool:
    kind = getattr(choices, name, None)
    if kind is None:
        return words()[name].find(word) is not None
    return re.sub(r"[\s_-]+", "", word.casefold()) in {m.value.replace("_", "") for m in kind}


def test_every_everyday_word_stands_once_and_leads_to_a_value_or_a_next_step() -> None:
    seen, wrong = 0, []
    claimed: set[tuple[str, str, str]] = set()
    for name, row in everyday():
        seen += len(row["words"])
        means = row.get("means", "")
        if means and name != "Currency" and not on_the_list(name, means):
            wrong.append(f"{name}: {means} is on no list")
        if not means and not row.get("say"):
            wrong.append(f"{name}: {row['words']} lead nowhere")
        for word in {bare(word): word for word in row["words"]}.values():
            if name != "Currency" and on_the_list(name, word):
                wrong.append(f"{name}: {word} is on the list already")
            for key in row.get("where", [""]):
                if (name, bare(word), key) in claimed:
                    wrong.append(f"{name}: {word} stands twice")
                claimed.add((name, bare(word), key))
    assert wrong == []
    assert seen >= 2_000


PHRASES = re.compile(
    r"(?:write|today:|passport:|by state:) (?!the |both )(.+?)(?:[;:,] and|[;:]|$)"
)


def test_every_place_that_a_next_step_names_is_known() -> None:
    """Countries and states named in place of a region, a nation of old, or a name of two."""
    named, wrong = 0, []
    for name, row in everyday():
        if name not in ("country", "state") or row.get("means"):
            continue
        for phrase in PHRASES.findall(row["say"]):
            joined = " and (?=[A-Z])" if name == "state" else " and $"
            places = re.split(rf", or the .*|, | or another| and so on| or |{joined}", phrase)
            named += len(places)
            missing = [place for place in places if place and not on_the_list(name, place)]
            wrong += [f"{row['words'][0]}: {place}" for place in missing]
    assert wrong == []
    assert named >= 80


def test_year_alone_is_a_range_until_the_month_is_told(plan: Callable[[str], Plan]) -> None:
    """And it is told as it was written; nothing is taken for its first day."""
    whole = plan("season: 2028\nschool: {graduated: 2019}\n")
    years = whole.facts["applicant.years_since_graduation"]
    assert years.value == Interval(7.7, 8.7)
    assert years.missing == ("school.graduated",)
    month = plan("season: 2028\nschool: {graduated: 2019-06}\n")
    assert month.facts["applicant.years_since_graduation"].value == 8.3


def test_long_line_without_its_space_is_not_told_cut_off() -> None:
    text = f"interests:\n  long_term:{'A clinic in a small town. ' * 4}\nseason: 2028\n"
    _, (problem,) = checked(text)
    assert "…" not in problem.hint
    assert "space after the colon" in problem.hint


@pytest.mark.parametrize(
    "module", [answers, days, diagnostics, measures, numerals, slips, wordchoice]
)
def test_examples_in_the_reading_modules_hold(module: Any) -> None:
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
