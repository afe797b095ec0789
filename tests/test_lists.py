"""The applicant's own lists: any spreadsheet is read, nothing is lost, and the pages follow."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import inputs, ranklist, tracker
from sitegen.csvtext import unguarded
from sitegen.day_columns import Window
from sitegen.diagnostics import Location, Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.guide.budget import budget
from sitegen.plan.guide.letters import deadline
from sitegen.plan.season.interviews import answer_facts, interview_facts, spoken_for
from sitegen.plan.season.ranking import ranking, ranking_facts
from sitegen.plan.stages import make_schedule
from sitegen.programs import kinds
from sitegen.programs.columns import COLUMNS
from sitegen.programs.read import read_programs
from sitegen.ranklist import read_rank_list
from sitegen.tables import MOST_ROWS, open_table, write_table
from sitegen.tracker import read_interviews
from tests import rooms
from tests.conftest import AS_OF, ROOT, Run, shipped

SEASON = Window(2027, dt.date(2026, 8, 1), dt.date(2027, 3, 10))
HEADINGS = ("specialty", "program", "status", "notes")


def read(text: str, window: Window | None = SEASON) -> tuple[list[tracker.Interview], Problems]:
    problems = Problems()
    found = read_interviews(text, "x.csv", problems, shipped().vocabularies, window)
    return list(found), problems


def ranks(text: str) -> tuple[list[ranklist.RankEntry], Problems]:
    problems = Problems()
    found = read_rank_list(text, "x.csv", problems, shipped().vocabularies)
    return list(found), problems


# --- Tables -----------------------------------------------------------------------------------

CELLS = st.text(st.sampled_from('aé,;"\n 1='), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_cells_are_those_that_another_reader_finds(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    """Whatever a spreadsheet writes, quotes and line ends included, comes back cell by cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([HEADINGS, *(("psychiatry", name, "done", note) for name, note in rows)])
    problems = Problems()
    found = open_table(out.getvalue(), "x.csv", tracker.LAYOUT, problems).rows
    assert problems.errors == []
    expected = [(" ".join(a.split()), " ".join(b.split())) for a, b in rows]
    assert [(row.text("program"), row.text("notes")) for row in found] == expected


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_what_is_written_can_be_read(rows: list[tuple[str, str]]) -> None:
    written = write_table(("a", "b"), *rows)
    back = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))
    back = [[unguarded(cell) for cell in row] for row in back]
    assert back == [["a", "b"], *([a, b] for a, b in rows)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_place_of_a_cell_is_its_line_and_column(delimiter: str, end: str) -> None:
    lines = (HEADINGS, ("psychiatry", '"A', 'B"', "done"), ("psychiatry", "C", "hoping"))
    text = end.join(delimiter.join(line) for line in lines).replace(f"A{delimiter}", f"A{end}")
    _, problems = read(text)
    (problem,) = problems.warnings
    assert (problem.code, problem.location) == ("C209", Location("x.csv", 4, 14))


def test_line_that_names_the_delimiter_is_understood() -> None:
    found, problems = read("sep=;\nspecialty;program;status\npsychiatry;A, B;done\n")
    assert problems.found == []
    assert [each.program for each in found] == ["A, B"]


def test_blank_lines_are_no_rows_and_a_file_without_rows_is_no_mistake() -> None:
    found, problems = read("\n\nspecialty,program,status\n,,\n\n")
    assert (found, problems.found) == ([], [])


def test_more_rows_than_are_read_are_refused_at_once() -> None:
    text = "specialty,program,status\n" + "psychiatry,A,done\n" * (MOST_ROWS + 1)
    assert [p.code for p in read(text)[1].errors] == ["C202"]
    ranked = "rank,specialty,program\n" + "1,psychiatry,A\n" * (MOST_ROWS + 1)
    assert [p.code for p in ranks(ranked)[1].errors] == ["C302"]
    problems = Problems()
    listed = "specialty,j1,h1b\n" + "psychiatry,yes,no\n" * (MOST_ROWS + 1)
    assert read_programs(listed, "x.csv", problems, shipped().vocabularies) == ()
    assert [p.code for p in problems.errors] == ["C102"]


def test_formula_stays_text() -> None:
    found, problems = read('specialty,program,status,notes\npsychiatry,=cmd|A1,done,"=1+1"\n')
    assert problems.found == []
    assert (found[0].program, found[0].notes) == ("=cmd|A1", "=1+1")


def test_doubtful_heading_is_a_warning_and_nothing_is_lost() -> None:
    found, problems = read("specialty,program,status,vissa\npsychiatry,A,done,j1\n")
    (warning,) = problems.found
    assert (warning.code, str(warning.location), problems.errors) == ("C205", "x.csv:1:26", [])
    assert len(found) == 1


@pytest.mark.parametrize("make", [lambda: tracker.template(2027), ranklist.template])
def test_templates_open_in_spreadsheets_and_their_invented_line_is_no_row(make: object) -> None:
    """Also after a spreadsheet has rewritten its day; a line that somebody changed is a row."""
    text = make()  # type: ignore[operator]
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    assert "Invented" in text
    body = text.removeprefix("\ufeff")
    take = read if "status" in body else ranks
    changed = body.replace("Invented Example Hospital (delete this line)", "Valley Hospital")
    for table, rows in (
        (body, 0),
        (body.replace("2026-12-01", "12/1/2026"), 0),
        (body.replace(",", ";"), 0),
        (changed, 1),
        (body.replace("Ohio", "Texas"), 1),
    ):
        found, problems = take(table)  # type: ignore[operator]
        assert len(found) == rows
        assert [p.code for p in problems.found if p.code not in ("C208", "C209")] == []


# --- Values -----------------------------------------------------------------------------------


def test_every_column_of_days_has_bounded_years() -> None:
    """In the tracker and in the list of programs; the rank list has no day."""
    tracked = "specialty,program,status,date,answer_by,visa_asked\npsychiatry,A,done"
    _, problems = read(f"{tracked},9999-01-01,1900-01-01,0001-01-01\n", None)
    assert [(p.code, p.location.line, p.location.column) for p in problems.errors] == [
        ("C208", 2, at) for at in (19, 30, 41)
    ]
    days = [name for name, column in COLUMNS.items() if column.read is kinds.day]
    assert len(days) == 2
    listed = f"specialty,program,j1,h1b,{','.join(days)}\npsychiatry,A,yes,no,9999-01-01,1900-1-1\n"
    problems = Problems()
    read_programs(listed, "p.csv", problems, shipped().vocabularies, ())
    assert [p.code for p in problems.errors] == ["C111", "C111"]


def test_season_of_the_profile_bounds_the_days() -> None:
    line = "specialty,program,status,answer_by\npsychiatry,A,offered,{}\n"
    for day, wrong in (("2026-07-31", True), ("2026-10-20", False), ("2027-03-11", True)):
        assert [p.code for p in read(line.format(day))[1].errors] == ["C211"] * wrong
    line = "specialty,program,status,date\npsychiatry,A,done,{}\n"
    for day, wrong in (
        ("2026-07-31", True),
        ("2026-08-01", False),
        ("2027-03-10", False),
        ("2027-03-11", True),
    ):
        assert bool(read(line.format(day))[1].errors) == wrong, day
        assert read(line.format(day), None)[1].errors == []


def test_list_comes_back_in_the_order_of_its_ranks() -> None:
    found, problems = ranks("rank,specialty,program\n2,IM,B\n1,psychiatry,A\n3,FM,C\n")
    assert problems.found == []
    assert [(e.rank, e.program) for e in found] == [(1, "A"), (2, "B"), (3, "C")]


# --- What the plan makes of them --------------------------------------------------------------


def plan_of(profile: str, knowledge: Knowledge, folder: Path, **files: str) -> Scheduled:
    path = folder / "profile.yaml"
    names = {"interviews": "t.csv", "rank_list": "r.csv"}
    lines = [profile, *(f"{key}: {names[key]}" for key in files)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for key, text in files.items():
        (folder / names[key]).write_text(text, encoding="utf-8")
    problems = Problems()
    found = inputs.profile(path, knowledge, problems)
    assert found is not None, problems.errors
    return make_schedule(found, knowledge, AS_OF)


@pytest.fixture(scope="module")
def in_season(knowledge: Knowledge) -> Scheduled:
    problems = Problems()
    path = ROOT / "data" / "profiles" / "in-season.yaml"
    found = inputs.profile(path, knowledge, problems)
    assert found is not None and problems.found == []
    return make_schedule(found, knowledge, AS_OF)


def test_every_state_has_a_region(knowledge: Knowledge) -> None:
    assert set(knowledge.regions) == set(knowledge.vocabularies["state"].values)


def test_facts_made_are_those_of_the_catalogue(
    in_season: Scheduled, knowledge: Knowledge, tmp_path: Path
) -> None:
    for plan in (in_season, plan_of("fictional: yes", knowledge, tmp_path)):
        answers = {n: f for c in spoken_for(plan) for n, f in answer_facts(plan, c).items()}
        made = {**interview_facts(plan), **ranking_facts(plan), **answers}
        prefixes = ("interviews.", "ranking.", "answer.")
        expected = {name for name in knowledge.facts if name.startswith(prefixes)}
        assert {name for name in made if name.startswith(prefixes)} == expected
        silent = [name for name in expected if made[name].value is None and not made[name].missing]
        assert silent == []


def test_tracker_is_counted_by_specialty_and_region(in_season: Scheduled) -> None:
    made = rooms.in_season(in_season).interviews
    counted = {t.specialty: (t.in_hand, t.ahead, t.done, t.waiting) for t in made.tallies}
    assert counted["neurology"] == (2, 1, 1, 0)
    assert counted["internal-medicine"] == (6, 5, 0, 1)
    assert len(made.entries) == len(in_season.read.interviews) == 9
    (neurology,) = [t for t in made.tallies if t.specialty == "neurology"]
    assert neurology.regions == (("Midwest", 2),)


def test_tracker_puts_each_interview_among_the_tasks(in_season: Scheduled) -> None:
    """An offer and missing notes are for now, a day to come is an event, and nothing is lost."""
    mine = {t.text: t for t in in_season.tasks if t.id.startswith("interview.")}
    assert len(mine) == sum(
        (e.status.value == "offered") + (e.status.value in ("offered", "accepted") and bool(e.date))
        for e in in_season.read.interviews
    )
    answer = mine["Answer the interview offer of Sample Bay Medical Center."]
    assert (answer.state, answer.due) == ("now", AS_OF + dt.timedelta(days=1))
    (late,) = [t for text, t in mine.items() if "at Invented Plains Medical Center of" in text]
    assert (late.state, late.due) == ("now", None)
    day = mine["Interview at Sample River Hospital."]
    assert (day.due, day.event, day.begin) == (dt.date(2026, 11, 30), True, None)


def test_nothing_of_the_applications_is_asked_once_they_are_out(in_season: Scheduled) -> None:
    assert in_season.facts["applicant.applied"].value is True
    asked = {t.template for t in in_season.tasks if t.state != "dropped" or t.late}
    assert not asked & {
        "rotation",
        "decide-second",
        "letters-find",
        "letters-find-backup",
        "small-research",
    }
    assert all(c.card.id in ("internal-medicine",) for c in in_season.choice.backups)
    fees = [line for line in budget(in_season).lines if line.group == "application"]
    assert fees and all(line.state == "not_due" and line.high == 0 for line in fees)
    again = budget(in_season, again=True)
    assert again.of("application")[0] > 0
    assert deadline(in_season).state == "out"


@pytest.mark.parametrize(
    ("profile", "applied"),
    [
        ("season: 2027\nstage: interviewing", True),
        ("season: 2027\nstage: ranking", True),
        ("season: 2027\nstage: applying", False),
        ("season: 2027", None),
        ("season: 2028\nstage: interviewing", False),
        ("stage: ranking", False),
    ],
)
def test_applications_are_out_by_own_word_and_only_after_they_opened(
    profile: str, applied: bool | None, knowledge: Knowledge, tmp_path: Path
) -> None:
    made = plan_of(f"fictional: yes\n{profile}\n", knowledge, tmp_path)
    assert made.facts["applicant.applied"].value is applied


def test_tracker_asks_for_what_waits(in_season: Scheduled) -> None:
    made = rooms.in_season(in_season).interviews
    outcomes = {f.rule.id: f.outcome for f in made.findings}
    assert outcomes.pop("interviews.when") == "now"
    assert outcomes.pop("interviews.balance") == "shift"
    assert set(outcomes.values()) == {"act"}
    assert [e.program for e in made.entries if e.overdue] == ["Invented Plains Medical Center"]


def test_checks_of_the_list_name_their_lines(in_season: Scheduled) -> None:
    wrong = {c.finding.rule.id: [e.line for e in c.lines] for c in ranking(in_season).checks}
    assert wrong["ranking.attend"] == [7]
    assert wrong["ranking.order"] == [4, 5]
    assert wrong["ranking.visa"] == [7]
    assert wrong["ranking.mixed"] == []


def test_days_of_match_week_follow_the_season(in_season: Scheduled) -> None:
    days = {day.name: day for day in ranking(in_season).days}
    monday, offers = days["match_status"].date, days["soap_offers"].date
    assert monday is not None and offers is not None
    assert (monday.weekday(), offers.weekday(), (offers - monday).days) == (0, 3, 3)


def test_without_lists_nothing_is_counted_and_nothing_is_zero(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    plan = plan_of("season: 2027", knowledge, tmp_path)
    assert {f.value for n, f in interview_facts(plan).items()} == {None}
    known = {n for n, f in ranking_facts(plan).items() if f.value is not None}
    assert known == {"ranking.told", "ranking.deadline"}
    assert not rooms.in_season(plan).interviews.told and not ranking(plan).told


def test_field_that_invites_is_prepared_even_if_the_plan_does_not_name_it(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    table = "specialty,program,status\npathology,Example Valley Hospital,offered\n"
    plan = plan_of("season: 2027", knowledge, tmp_path, interviews=table)
    assert [card.id for card in spoken_for(plan)] == ["pathology"]


def test_green_card_leaves_immigration_out_of_the_comparison(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    table = (
        "rank,specialty,program,immigration,jobs,life,j1,h1b\n"
        "1,psychiatry,A,,3,3,no,no\n2,psychiatry,B,,4,4,no,no\n"
    )
    profile = "season: 2027\nvisa: {need: green_card}"
    checks = ranking(plan_of(profile, knowledge, tmp_path, rank_list=table)).checks
    outcomes = {c.finding.rule.id: c.finding.outcome for c in checks}
    assert (outcomes["ranking.future"], outcomes["ranking.visa"]) == ("wrong", "free")


# --- Lists kept in the output folder ------------------------------------------------------------


def test_lists_that_a_site_hands_out_count_nothing_and_what_is_typed_into_them_stays(
    sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The profile names the lists in the output folder; three builds, typed in between."""
    monkeypatch.chdir(tmp_path)
    site = tmp_path / "output" / "me"
    Path("me.yaml").write_text("season: 2027\nfictional: yes\n")
    assert sitegen("build", "me.yaml", "--no-pdf").exit_code == 0
    names = {"programs": "programs", "interviews": "interviews", "rank_list": "rank-list"}
    lines = [f"{key}: output/me/{name}.csv" for key, name in names.items()]
    Path("me.yaml").write_text("\n".join(["season: 2027", "fictional: yes", *lines]) + "\n")
    again = sitegen("build", "me.yaml", "--no-pdf")
    assert again.exit_code == 0 and "Kept" not in again.stderr
    assert "Invented Example" not in (site / "interviews.html").read_text("utf-8")
    row = b"psychiatry,Valley Hospital,Ohio,,,offered\r\n"
    typed = (site / "interviews.csv").read_bytes() + row
    (site / "interviews.csv").write_bytes(typed)
    for _ in range(2):
        third = sitegen("build", "me.yaml", "--no-pdf")
        assert third.exit_code == 0, third.stderr
        assert (site / "interviews.csv").read_bytes() == typed
        assert "The new one is interviews.fresh.csv" in third.stderr
    page = (site / "interviews.html").read_text("utf-8")
    assert "Valley Hospital" in page and "Invented Example" not in page
    Path("me.yaml").replace(site / "me.yaml")
    inside = (site / "me.yaml").read_text("utf-8").replace("output/me/", "")
    (site / "me.yaml").write_text(inside, "utf-8")
    assert sitegen("build", site / "me.yaml", "--output", site, "--no-pdf").exit_code == 0
    assert (site / "me.yaml").read_text("utf-8") == inside


def test_ctrl_c_ends_in_one_line_and_leaves_the_last_plan(
    sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sitegen.build.put_in_place", stop)
    Path("me.yaml").write_text("season: 2027\nfictional: yes\n")
    result = sitegen("build", "me.yaml", "--no-pdf")
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == "Stopped. No file is left half written."
    assert list((tmp_path / "output").iterdir()) == []
