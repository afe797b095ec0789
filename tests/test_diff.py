"""`sitegen diff`: what differs between two plans, in sentences that a maintainer can act on."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sitegen.build import stale_warnings
from sitegen.cli import main
from sitegen.diagnostics import Problems
from sitegen.difference.compare import Difference, compare
from sitegen.difference.machine import difference_data
from sitegen.difference.side import FORMAT, Side, read_side
from sitegen.difference.words import told
from sitegen.knowledge.aging import overtaken
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.planjson import FORMAT as WRITTEN
from sitegen.planjson import dumps, plan_data
from sitegen.profile import read_profile
from sitegen.yamlio import read
from tests.conftest import AS_OF, ROOT, Run, shipped
from tests.sites import profile_of

SAMPLE = "radiology-h1b-only"


@functools.cache
def text_of(*changes: tuple[str, str], sample: str = SAMPLE, figures: bool = False) -> str:
    """The plan.json of a sample with some lines of its profile, or one figure, changed."""
    profile = profile_of(sample).read_text(encoding="utf-8")
    for old, new in changes:
        assert profile.count(old) == 1, old
        profile = profile.replace(old, new)
    problems = Problems()
    known = newer() if figures else shipped()
    found = read_profile(
        read(profile, "me.yaml", problems), "me.yaml", problems, known.vocabularies
    )
    problems.raise_errors()
    assert found is not None
    return dumps(plan_data(make_plan(found, known, AS_OF)))


def newer() -> Knowledge:
    """The data with one figure of a newer Match."""
    specialty = shipped().specialties["diagnostic-radiology"]
    figures = dict(specialty.about.figures)
    old = figures["matched_preferred"]
    figures["matched_preferred"] = dataclasses.replace(
        old, use=dataclasses.replace(old.use, value=120, year=2027)
    )
    about = dataclasses.replace(specialty.about, figures=figures)
    changed = dataclasses.replace(specialty, about=about)
    every = {**shipped().specialties, specialty.id: changed}
    return dataclasses.replace(shipped(), specialties=every)


def side(text: str, name: str = "plan.json") -> Side:
    problems = Problems()
    found = read_side(text, name, problems)
    problems.raise_errors()
    assert found is not None
    return found


def differ(a: str, b: str) -> Difference:
    return compare(side(a, "old/plan.json"), side(b, "new/plan.json"))


def lines(found: Difference) -> list[str]:
    return [line.strip() for line in told(found).splitlines()]


def group(found: Difference, title: str) -> list[str]:
    """The lines below a heading, up to the next empty line."""
    every = told(found).splitlines()
    start = next(i for i, line in enumerate(every) if line.startswith(title)) + 1
    end = next((i for i in range(start, len(every)) if not every[i]), len(every))
    return [line.strip() for line in every[start:end]]


# --- Pairs -----------------------------------------------------------------------------------


def test_the_same_plan_twice_differs_in_nothing() -> None:
    found = differ(text_of(), text_of())
    assert found.nothing
    assert told(found) == (
        "A: old/plan.json (plan of 22 November 2026, sitegen 0.1.0)\n"
        "B: new/plan.json (plan of 22 November 2026, sitegen 0.1.0)\n\n"
        "Nothing differs."
    )


def test_one_changed_score_is_told_with_the_rule_that_it_moves() -> None:
    sample = "anesthesiology-hopeful"
    found = differ(text_of(sample=sample), text_of(("score: 249", "score: 220"), sample=sample))
    assert group(found, "What the profile says") == ["exams.step2_ck.score: 249 in A, 220 in B."]
    ratings = group(found, "Ratings")
    assert ratings[0] == "Anesthesiology, match likelihood: 4 of 5 in A, 2 of 5 in B."
    printed = "The mean was 252 for those who matched and 246 for those who did not (184 people)."
    pattern = (
        r"Step 2 CK, in people of 100: 0 \(published\) in A, "
        r"–\d+ \(published, –\d+ to –\d+\) in B\. "
        rf"A: Your score is 249\. {re.escape(printed)} B: Your score is 220\. {re.escape(printed)}"
    )
    assert re.fullmatch(pattern, ratings[1])
    assert ratings[2] == "Anesthesiology, overall priority: High in A, Medium in B."
    assert not any(line.startswith("What the data say") for line in lines(found))


def test_a_chance_is_told_as_two_ranges_with_its_base_rate() -> None:
    found = differ(text_of(), text_of(("score: 255", "score: 230")))
    chances = [line for line in group(found, "Chances") if "with a rank order list" in line]
    assert chances
    for line in chances:
        pattern = r".+, with a rank order list: (between \d+|under) .+ in A, .+ in B\. "
        assert re.match(pattern, line), line
        assert "Of all who ranked it first, " in line and "(NRMP 2026)" in line
        assert "%" not in line
    for change in found.chances:
        for shown in (change.a, change.b):
            assert set(shown["chance"] or ()) in (set(), {"low", "use", "high"})


def test_one_changed_figure_is_told_with_its_year_and_what_it_moves() -> None:
    found = differ(text_of(), text_of(figures=True))
    assert group(found, "What the data say") == [
        "Diagnostic radiology, non-US IMGs who matched to it: 102 (2026, nrmp-charting-2026) in A, "
        "120 (2027, nrmp-charting-2026) in B."
    ]
    assert {c.kind for c in found.data} == {"figure"}
    assert not found.profile
    moved = next(c for c in found.chances if c.kind == "with_list")
    assert moved.subject == "diagnostic-radiology"
    assert moved.b["base"] > moved.a["base"]
    words = next(line for line in group(found, "Chances") if "rank order list" in line)
    assert "Of all who ranked it first: " in words and "(NRMP 2027) in B." in words


def test_another_season_moves_its_dates_and_tasks() -> None:
    found = differ(text_of(), text_of(("season: 2028", "season: 2027")))
    assert group(found, "The answer")[0] == "Match year: 2028 in A, 2027 in B."
    tasks = group(found, "Dates and tasks")
    assert "Match Day: 17 March 2028 in A, 19 March 2027 in B." in tasks
    assert "season: 2028 in A, 2027 in B." in group(found, "What the profile says")
    assert any(line.startswith("Moved: ") for line in tasks)


def test_another_visa_need_changes_the_doors() -> None:
    found = differ(text_of(), text_of(("need: sponsorship", "need: green_card")))
    assert "visa.need: sponsorship in A, green_card in B." in group(found, "What the profile says")
    kinds = {(c.subject, c.label) for c in found.ratings}
    assert ("diagnostic-radiology", "visa") in kinds
    assert any(
        line.endswith("all, because no visa is needed in B.") for line in group(found, "Chances")
    )


def test_only_the_day_may_differ() -> None:
    a = json.loads(text_of())
    b = {**a, "as_of": "2026-11-23"}
    assert lines(differ(json.dumps(a), json.dumps(b)))[-1] == "Nothing differs but the day."


def test_what_is_only_in_one_plan_is_named_with_its_side() -> None:
    a = json.loads(text_of())
    task = a["tasks"][0]
    b = {**a, "tasks": a["tasks"][1:], "notes": [{"id": "x", "title": "A new note"}, *a["notes"]]}
    found = differ(json.dumps(a), json.dumps(b))
    assert group(found, "Dates and tasks")[0].startswith(f"Only in A: {task['text']}")
    assert "Only in B, the note “A new note”." in group(found, "The answer")
    back = differ(json.dumps(b), json.dumps(a))
    assert group(back, "Dates and tasks")[0].startswith(f"Only in B: {task['text']}")


def test_a_change_that_no_sentence_covers_is_still_named() -> None:
    """Nothing is ever said to be equal that is not."""
    a = json.loads(text_of())
    for part in a["guide"]:
        b = {**a, "guide": {**a["guide"], part: {"changed": True}}}
        found = differ(json.dumps(a), json.dumps(b))
        assert not found.nothing or part == "chance", part
    found = differ(json.dumps(a), json.dumps({**a, "facts": {}}))
    assert "These parts of the plans differ too: facts." in lines(found)


def test_a_plan_without_its_data_says_that_they_are_not_compared() -> None:
    a = json.loads(text_of())
    b = {key: value for key, value in a.items() if key != "data"}
    found = differ(json.dumps(a), json.dumps(b))
    assert any("the data are not compared" in line for line in lines(found))


def test_no_sentence_shows_what_only_a_machine_reads() -> None:
    for b in (
        text_of(("score: 255", "score: 230")),
        text_of(("need: sponsorship", "need: green_card")),
        text_of(("season: 2028", "season: 2027")),
    ):
        text = told(differ(text_of(), b))
        assert "None" not in text and "{" not in text and "_usd" not in text


def test_difference_for_machines_holds_every_change() -> None:
    found = differ(text_of(), text_of(("score: 255", "score: 230")))
    data = json.loads(dumps(difference_data(found)))
    assert data["format"] == "sitegen-diff 1" and data["nothing"] is False
    assert data["profile"] == [
        {
            "kind": "profile",
            "subject": "exams.step2_ck.score",
            "label": "exams.step2_ck.score",
            "a": 255,
            "b": 230,
            "because": [],
        }
    ]
    for name, changes in found.groups:
        assert len(data[name]) == len(changes)


# --- Files that are no plans -----------------------------------------------------------------


def codes(text: str) -> list[tuple[str, str]]:
    problems = Problems()
    assert read_side(text, "p.json", problems) is None
    return [(p.code, str(p.location)) for p in problems.errors]


def test_plans_are_compared_in_the_format_that_is_written() -> None:
    assert FORMAT == WRITTEN


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{\n "format": \n', "F106", "p.json:3:1"),
        ("", "F106", "p.json:1:1"),
        ("[1, 2]", "F106", "p.json"),
        ('{"format": "other 1"}', "F106", "p.json"),
        ("[" * 200_000, "F106", "p.json:1:61"),
        ('{\n"format": "sitegen-plan 9"\n}', "F107", "p.json:2:1"),
        ('{\n"format": "sitegen-plan 1"\n}', "F106", "p.json:1:1"),
    ],
)
def test_a_file_that_is_no_plan_is_told_with_its_place(text: str, code: str, place: str) -> None:
    assert codes(text) == [(code, place)]


@pytest.mark.parametrize(
    ("part", "value"),
    [("scorecard", "x"), ("tasks", [{"id": 1}]), ("choice", {"verdict": 3}), ("guide", [])],
)
def test_a_plan_changed_by_hand_is_refused_at_the_part(part: str, value: Any) -> None:
    plan = json.loads(text_of())
    text = dumps({**plan, part: value})
    ((code, place),) = codes(text)
    line = int(place.split(":")[1])
    assert code == "F106"
    assert text.splitlines()[line - 1].startswith(f'"{part}"')


WRONG_TEXTS: list[tuple[tuple[str | int, ...], str, str]] = [
    (("as_of",), "2026-99-99", "as_of is not a day of the calendar"),
    (("as_of",), "14 October 2026", "as_of is not a day of the calendar"),
    (("tasks", 30, "due"), "2026-02-30", "tasks[30].due is not a day"),
    (("season_dates", "rank_deadline", "date"), "soon", "rank_deadline.date is not a day"),
    (("first_choice",), "diag\nnosis", "first_choice is not one line"),
    (("first_choice",), "x\u2028y", "first_choice is not one line"),
    (("choice", "backups", 0), "a\nb", "choice.backups[0] is not one line"),
    (("choice", "verdict"), "x\ty", "choice.verdict is not one line"),
    (("sitegen",), "1\n2", "sitegen is not one line"),
    (("tasks", 3, "id"), "a\r\nb", "tasks[3].id is not one line"),
]


@pytest.mark.parametrize(("path", "value", "said"), WRONG_TEXTS)
def test_impossible_day_and_name_of_several_lines_are_refused_where_they_stand(
    path: tuple[str | int, ...], value: str, said: str
) -> None:
    plan = json.loads(text_of())
    *inside, last = path
    part = functools.reduce(lambda found, key: found[key], inside, plan)
    assert part[last]
    part[last] = value
    problems = Problems()
    assert read_side(dumps(plan), "p.json", problems) is None
    [problem] = problems.errors
    assert problem.code == "F106" and said in problem.message
    assert dumps(plan).splitlines()[problem.location.line - 1].startswith(f'"{path[0]}"')


def test_text_of_several_lines_in_a_plan_is_told_on_one(sitegen: Run, tmp_path: Path) -> None:
    """As a name that somebody wrote over two lines in a profile."""
    plan = json.loads(text_of(sample="half-empty"))
    plan["tasks"][3]["text"] = "Ask for the letter from: A\n  B."
    for name, text in (("a", text_of(sample="half-empty")), ("b", dumps(plan))):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    result = sitegen("diff", tmp_path / "a.json", tmp_path / "b.json")
    assert result.exit_code == 0
    assert "B: Ask for the letter from: A B." in result.stdout


# --- The command -----------------------------------------------------------------------------


def test_diff_of_two_profiles_exits_with_0_whether_they_differ_or_not(sitegen: Run) -> None:
    mine = profile_of("half-empty")
    day = ["--as-of", AS_OF.isoformat()]
    same = sitegen("diff", mine, mine, *day)
    assert same.exit_code == 0 and same.stdout.endswith("Nothing differs.\n")
    other = sitegen("diff", mine, "--as-of-b", "2027-02-01", *day)
    assert other.exit_code == 0
    assert "(plan of 1 February 2027, " in other.stdout


def test_diff_takes_a_built_plan_its_folder_or_a_profile(sitegen: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    text = text_of(sample="half-empty")
    (tmp_path / "old" / "plan.json").write_text(text, encoding="utf-8")
    for b in (tmp_path / "old", tmp_path / "old" / "plan.json"):
        result = sitegen("diff", tmp_path / "old" / "plan.json", b)
        assert result.exit_code == 0 and "Nothing differs." in result.stdout
    result = sitegen(
        "diff", tmp_path / "old", profile_of("half-empty"), "--as-of", AS_OF.isoformat()
    )
    assert result.exit_code == 0 and "Nothing differs." in result.stdout
    result = sitegen("diff", tmp_path / "old", tmp_path / "old", "--json")
    assert json.loads(result.stdout)["nothing"] is True


def test_diff_shows_the_problems_of_both_files(sitegen: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"format": \n', encoding="utf-8")
    result = sitegen("diff", tmp_path / "a.json", tmp_path / "b.json")
    assert result.exit_code == 1
    assert f"{tmp_path / 'a.json'}:2:1: F106" in result.stderr
    assert f"{tmp_path / 'b.json'}: F101" in result.stderr
    assert "2 problems found." in result.stderr
    assert not result.stdout


def test_diff_of_a_broken_profile_shows_its_line(sitegen: Run, tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("season: 2028\nstagee: exams\n", encoding="utf-8")
    result = sitegen("diff", tmp_path / "me.yaml", profile_of("half-empty"))
    assert result.exit_code == 1
    assert "me.yaml:2:1: P101" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.yaml"],
        ["a.json", "b.json", "--as-of", "2026-11-22"],
        ["a.yaml", "b.json", "--data-b", "pack"],
        [],
    ],
)
def test_diff_typed_wrongly_is_exit_code_2(arguments: list[str], sitegen: Run) -> None:
    result = sitegen("diff", *arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


# --- Old figures -----------------------------------------------------------------------------


def test_figures_that_two_newer_matches_have_overtaken_warn(knowledge: Knowledge) -> None:
    """The results of Match 2028 are out in July 2028, and figures of 2026 are old from then."""
    assert overtaken(knowledge, dt.date(2028, 6, 30)) == {}
    (year,) = overtaken(knowledge, dt.date(2028, 7, 1))
    assert year == 2026
    found = stale_warnings(knowledge, dt.date(2027, 8, 1))
    assert [p for p in found if p.code == "D303"] == []
    (warning,) = [p for p in stale_warnings(knowledge, dt.date(2028, 8, 1)) if p.code == "D303"]
    assert "of Match 2026 in " in warning.message


def test_strict_build_stops_where_figures_are_old(sitegen: Run, tmp_path: Path) -> None:
    result = sitegen(
        "build",
        profile_of("half-empty"),
        "--as-of",
        "2028-08-01",
        "--strict",
        "--no-pdf",
        "--output",
        tmp_path / "out",
    )
    assert result.exit_code == 1
    assert "D303" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_note_above_all_lines_of_a_profile_changes_nothing(sitegen: Run, tmp_path: Path) -> None:
    """Every line that the plan quotes moves by it, and says the same."""
    path, noted = profile_of("older-graduate"), tmp_path / "noted.yaml"
    noted.write_text(f"# mine\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    for each in path.parent.glob("*.csv"):
        (tmp_path / each.name).write_bytes(each.read_bytes())
    result = sitegen("diff", path, noted, "--as-of", AS_OF)
    assert result.exit_code == 0 and result.stdout.rstrip().endswith("Nothing differs.")


def test_a_new_specialty_and_a_new_season_are_named(tmp_path: Path) -> None:
    """And not each figure of the one as a change of its own."""
    for folder in ("specialties", "seasons"):
        (tmp_path / folder).mkdir()
    old = (ROOT / "data" / "specialties" / "dermatology.yaml").read_text(encoding="utf-8")
    new = re.sub(r"(?m)^name: .*$", "name: space medicine", old)
    new = re.sub(r"(?m)^aliases: .*$", "aliases: []", new)
    (tmp_path / "specialties" / "space-medicine.yaml").write_text(new, encoding="utf-8")
    season = (ROOT / "data" / "seasons" / "2027.yaml").read_text(encoding="utf-8")
    later = re.sub(r"\b(20\d\d)(?=-\d\d-\d\d\b)", lambda m: str(int(m[1]) + 1), season)
    later = later.replace("year: 2027", "year: 2028", 1)
    (tmp_path / "seasons" / "2028.yaml").write_text(later, encoding="utf-8")
    options = ["--data-b", str(tmp_path), "--as-of", AS_OF.isoformat()]
    result = CliRunner().invoke(main, ["diff", str(profile_of("half-empty")), *options])
    told = result.stdout
    assert "Match 2028: published dates only in B." in told
    (line,) = re.findall(r"(?m)^  Space medicine: only in B, with (\d+) figures\.$", told)
    assert int(line) >= 5 and told.count("Space medicine") <= 3
