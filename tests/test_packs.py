"""Local packs of data: what they may change, and how it is told where they break something.

Takes about 30 seconds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sitegen import inputs, resources
from sitegen.build import Request, build
from sitegen.diagnostics import UserFilesError
from sitegen.links import why_no_link
from sitegen.plan.stages import make_schedule
from sitegen.plan.timeline import timeline
from sitegen.profile import ReadProfile
from tests.conftest import AS_OF


@cache
def texts() -> dict[str, str]:
    return resources.texts("data", ".yaml")


def pack_codes(folder: Path, files: dict[str, str]) -> list[tuple[str, str, int]]:
    """The code, file and line of each problem of a pack; none where it can be used."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    try:
        inputs.knowledge(folder)
    except UserFilesError as error:
        assert all(p.hint for p in error.problems)
        return [
            (p.code, os.path.relpath(p.location.file, folder), p.location.line)
            for p in error.problems
        ]
    return []


@pytest.mark.parametrize(
    "path",
    [
        "specialties/.yaml",
        "specialties/..%2e.yaml",
        "specialties/Neurology.yaml",
        "rule/dual.yaml",
        "specialties/deep/neurology.yaml",
        "metrics.yml",
        "notes.yaml",
        "parameters/x/y/z.yaml",
        "specialties/zz.yaml.txt",
        "specialties/zz.json",
        "content/any-story.md",
        "x.yaml~",
        "specialties/README.md",
        "notes",
    ],
)
def test_file_of_a_pack_that_nobody_reads_is_told(path: str, tmp_path: Path) -> None:
    assert pack_codes(tmp_path, {path: "name: x\n"}) == [("D104", path, 0)]


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("metric.yaml", "did you mean metrics.yaml?"),
        ("metrics.yml", "rename it to metrics.yaml"),
        ("rule/dual.yaml", "did you mean rules/dual.yaml?"),
        ("specialties/zz.yml", "rename it to specialties/zz.yaml"),
        ("specialties/ZZ field.yaml", "rename it to specialties/zz-field.yaml"),
        ("specialties/My_Field.yaml.txt", "rename it to specialties/my-field.yaml"),
        ("specialties/zz.json", "rename it to specialties/zz.yaml"),
        ("specialties/zz.yaml~", "rename it to specialties/zz.yaml"),
        ("specialties/deep/neurology.yaml", "take it away"),
        ("content/neurology.md", "take it away"),
        ("speciality/zz.yaml", "take it away"),
    ],
)
def test_next_step_for_an_unread_file_never_replaces_another(
    path: str, step: str, tmp_path: Path
) -> None:
    """The same file under a name that is read comes first, then only a very close one."""
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("a: b\n", encoding="utf-8")
    with pytest.raises(UserFilesError) as caught:
        inputs.knowledge(tmp_path)
    assert caught.value.problems[0].hint.startswith(step)


def test_files_that_tell_of_a_pack_are_let_be(tmp_path: Path) -> None:
    files = {"README.md": "x", "LICENSE": "x", ".git/config": "x", ".gitignore": "x"}
    path = "overall.yaml"
    assert pack_codes(tmp_path, {**files, path: texts()[path]}) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("rules/dual.yaml", "dual.decision"),
        ("statements/ranking.yaml", "soap-out"),
        ("facts/scorecard.yaml", "card.fit"),
        ("overall.yaml", "rate_visa_needed"),
    ],
)
def test_pack_that_loses_a_name_is_told_so(path: str, name: str, tmp_path: Path) -> None:
    """The shipped file is cut before and after the entry, so everything else stays."""
    rows = texts()[path].splitlines(keepends=True)
    starts = [i for i, row in enumerate(rows) if re.match(r"- |[a-z]", row)]
    at = next(i for i in starts if re.match(rf"(- id: )?{re.escape(name)}\b", rows[i]))
    end = next((i for i in starts if i > at), len(rows))
    assert pack_codes(tmp_path, {path: "".join(rows[:at] + rows[end:])}) == [("D105", path, 1)]


EMPTY = ("", "{}\n", "[]\n", "# nothing yet\n", "~\n", "---\n")


def test_every_data_file_that_a_pack_empties_gets_one_answer_at_its_first_line(
    tmp_path: Path,
) -> None:
    """A new file that holds nothing is told too; no shipped file is named for it."""
    files = [path for path in texts() if not path.startswith(inputs.NOT_KNOWLEDGE)]
    assert len(files) > 150
    for i, path in enumerate([*files, "specialties/zz.yaml"]):
        folder = tmp_path / str(i)
        found = pack_codes(folder, {path: EMPTY[i % len(EMPTY)]})
        assert found == [("D108", path, 1)], path


@pytest.mark.parametrize("text", EMPTY)
@pytest.mark.parametrize("path", ["disagreements.yaml", "tasks/season.yaml"])
def test_empty_file_of_a_pack_is_refused_however_its_emptiness_is_written(
    path: str, text: str, tmp_path: Path
) -> None:
    assert pack_codes(tmp_path, {path: text}) == [("D108", path, 1)]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("costs.yaml", ["step3"]),
        ("sources/process.yaml", ["aamc-fees-2024", "nrmp-schools-2026"]),
        ("tasks/months-12-18.yaml", ["rotation"]),
        ("fellowships.yaml", ["brain-injury"]),
        ("states.yaml", ["NY", "OH"]),
        ("policies.yaml", ["conrad-date"]),
        ("season-words.yaml", ["match_day"]),
        ("regions.yaml", ["Ohio"]),
        ("state-tiles.yaml", ["Ohio"]),
    ],
)
def test_names_that_a_cut_file_lost_are_told_in_that_file_and_nowhere_else(
    path: str, names: list[str], tmp_path: Path
) -> None:
    """Other files, which ask for them, are the shipped ones and hold no mistake."""
    starts = "|".join(map(re.escape, names))
    rows = re.split(r"(?m)^(?=- |[A-Za-z])", texts()[path])
    lost = re.compile(rf"(- id: |- \{{id: )?({starts})(:|,|$)", re.M)
    kept = [row for row in rows if not lost.match(row)]
    assert len(kept) == len(rows) - len(names)
    with pytest.raises(UserFilesError) as caught:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("".join(kept), encoding="utf-8")
        inputs.knowledge(tmp_path)
    [problem] = caught.value.problems
    assert (problem.code, problem.location.line) == ("D105", 1)
    assert problem.location.file == str(tmp_path / path)
    assert all(name in problem.message for name in names)
    assert f"data/{path}" in problem.hint and "take the file out of the pack" in problem.hint


def test_cut_specialty_is_told_by_what_it_lacks_and_not_by_who_names_it(tmp_path: Path) -> None:
    path = "specialties/neurology.yaml"
    found = pack_codes(tmp_path, {path: "\n".join(texts()[path].splitlines()[:3])})
    assert found and {(code, file) for code, file, _ in found} == {("P102", path)}


def test_fault_that_only_shows_in_a_shipped_file_is_told_in_the_pack(tmp_path: Path) -> None:
    """The fellowship still stands there, but no longer opens from the residency of its road."""
    path = "fellowships.yaml"
    text = re.sub(r"(?m)open_to: \[.*?\]", "open_to: [pathology]", texts()[path])
    assert set(pack_codes(tmp_path / "a", {path: text})) == {("D201", path, 1)}
    other = {path: text, "regions.yaml": texts()["regions.yaml"]}
    assert {file for _, file, _ in pack_codes(tmp_path / "b", other)} == {"."}


def test_pack_that_no_longer_cites_a_shipped_source_is_used(tmp_path: Path) -> None:
    path = "state-limits.yaml"
    assert "ama-licensure" in texts()[path]
    comment, first, *_ = texts()[path].split("\n- ")
    assert pack_codes(tmp_path, {path: f"{comment}\n- {first}\n"}) == []


def test_unreadable_file_of_a_pack_is_told_where_it_breaks_and_not_by_its_names(
    tmp_path: Path,
) -> None:
    path = "facts/year.yaml"
    [(code, file, line)] = pack_codes(tmp_path, {path: texts()[path] + 'x: "open\n'})
    assert (code, file) == ("Y201", path) and line > 1


def test_pack_cannot_add_what_no_code_computes(tmp_path: Path) -> None:
    fact = 'card.luck:\n  label: luck\n  unit: count\n  ask: "Ask."\n'
    assert pack_codes(tmp_path / "a", {"facts/own.yaml": fact}) == [("D106", "facts/own.yaml", 1)]
    rule = texts()["rules/dual.yaml"].replace("id: dual.decision", "id: dual.own")
    found = pack_codes(tmp_path / "b", {"rules/own.yaml": rule[rule.index("- id: dual.own") :]})
    assert [code for code, *_ in found] == ["D106"]


def test_pack_cannot_give_a_rule_an_outcome_or_a_fact_that_its_group_lacks(tmp_path: Path) -> None:
    text = texts()["rules/dual.yaml"]
    other = text.replace("outcome: holds", "outcome: maybe", 1)
    line = next(i for i, row in enumerate(other.splitlines(), 1) if "maybe" in row)
    assert pack_codes(tmp_path / "a", {"rules/dual.yaml": other}) == [
        ("D107", "rules/dual.yaml", line)
    ]
    other = text.replace("fact: primary.likelihood", "fact: place.state", 1)
    found = pack_codes(tmp_path / "b", {"rules/dual.yaml": other})
    assert [code for code, *_ in found] == ["D107"]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("aliases", "aliases: [zz field, Neurology]"),
        ("aliases", "aliases: [Internal Medicine]"),
        ("aliases", "aliases: [internal-medicine]"),
        ("name", "name: neurology"),
        ("name", 'name: ""'),
        ("name", 'name: " "'),
        ("one_line", 'one_line: ""'),
    ],
)
def test_word_of_another_specialty_or_none_is_refused_at_its_line(
    key: str, line: str, tmp_path: Path
) -> None:
    """Else the later file would take a shipped specialty over, and profiles would change fields."""
    path = "specialties/aaa.yaml"
    text = re.sub(r"(?m)^name: .*", "name: aaa", texts()["specialties/psychiatry.yaml"])
    text = re.sub(r"(?m)^aliases: .*", "aliases: []", text)
    assert pack_codes(tmp_path / "a", {path: text}) == []
    own = re.sub(rf"(?m)^{key}: .*", line, text)
    at = own.splitlines().index(line) + 1
    code = "D102" if '"' in line else "D103"
    assert pack_codes(tmp_path / "b", {path: own}) == [(code, path, at)]


def test_replaced_specialty_cannot_take_the_name_of_another(tmp_path: Path) -> None:
    path = "specialties/anesthesiology.yaml"
    own = re.sub(r"(?m)^name: .*", "name: neurology", texts()[path])
    assert [(code, file) for code, file, _ in pack_codes(tmp_path, {path: own})] == [("D103", path)]


NO_LINKS = (
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//www.nrmp.org",
    "https://",
    "http://[::1",
    "http://[::1]/",
    "https:///x",
    "https://me@www.nrmp.org/",
    "www.nrmp.org",
    "https://www.nrmp.org/a b",
    "https://www.nrmp.org\\@evil.org",
    "https://localhost/x",
    " https://a.org",
    "https://a.b:99999/",
    "ftp://a.org/",
    "https://www.nrmp.org/\u0007",
    "https://-.org/",
    "HTTPS://",
    "https://a..org/",
    "https://a.org/\n",
    "java\tscript:x",
    "https://a.org:0/",
    'https://a.org/"x',
)


def test_only_whole_addresses_of_the_web_become_links() -> None:
    assert [address for address in NO_LINKS if why_no_link(address) is None] == []
    shipped = [source.url for source in inputs.knowledge().sources.values() if source.url]
    assert len(shipped) > 50
    assert [url for url in shipped if why_no_link(url)] == []
    assert why_no_link("http://WWW.nrmp.org:8080/a?b=c#d") is None


def test_address_that_is_no_link_is_refused_at_its_line(tmp_path: Path) -> None:
    path = "sources/figures.yaml"
    text = re.sub(r"url: .*", "url: javascript:alert(1)", texts()[path], count=1)
    line = next(i for i, row in enumerate(text.splitlines(), 1) if "javascript:" in row)
    assert pack_codes(tmp_path, {path: text}) == [("D214", path, line)]


def own_tasks(after: dict[str, list[str]]) -> str:
    """A file of tasks, four lines each, with what each of them waits for."""
    return "".join(
        f"- {{id: {name}, phase: season, for: once,\n   text: Do it.,\n"
        f"   before: {{date: applications_open, weeks: 1}},\n   takes: 2, after: {others}}}\n"
        for name, others in after.items()
    )


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        ({"own-a": ["own-b"], "own-b": ["own-a"]}, [1]),
        ({"own-a": [], "own-b": ["own-b"]}, [5]),
        ({"own-a": ["own-c"], "own-b": ["own-d"], "own-c": ["own-d"], "own-d": ["own-b"]}, [5]),
        ({"own-a": ["own-a"], "own-b": ["own-c"], "own-c": ["own-b", "own-a"]}, [1, 5]),
        ({f"own-{i}": [f"own-{(i + 1) % 1200}"] for i in range(1200)}, [1]),
    ],
    ids=["two tasks", "itself", "others wait for the circle", "two circles", "a long circle"],
)
def test_tasks_that_wait_for_each_other_are_refused_at_their_line(
    after: dict[str, list[str]], lines: list[int], tmp_path: Path
) -> None:
    path = "tasks/own.yaml"
    found = pack_codes(tmp_path, {path: own_tasks(after)})
    assert found == [("D216", path, line) for line in lines]


def test_row_of_tasks_of_any_length_is_planned(
    tmp_path: Path, profile: Callable[[str], ReadProfile]
) -> None:
    """Each has to be done before the next one begins; those without time left are for now."""
    after = {f"own-{i}": [f"own-{i - 1}"] if i else [] for i in range(1200)}
    assert pack_codes(tmp_path, {"tasks/own.yaml": own_tasks(after)}) == []
    plan = make_schedule(profile("season: 2028\n"), inputs.knowledge(tmp_path), AS_OF)
    found = {task.id: task for task in plan.tasks if task.id in after}
    assert len(found) == 1200 and found["own-0"].state == "now"
    last, before = found["own-1199"], found["own-1198"]
    assert last.due and before.due and last.begin == before.due
    assert (last.due - before.due).days == 14


def test_row_of_tasks_without_days_is_one_chain_of_the_timeline(
    tmp_path: Path, profile: Callable[[str], ReadProfile]
) -> None:
    after = {f"own-{i}": [f"own-{i - 1}"] if i else [] for i in range(1200)}
    text = own_tasks(after).replace("   before: {date: applications_open, weeks: 1},\n", "\n")
    assert pack_codes(tmp_path, {"tasks/own.yaml": text}) == []
    plan = make_schedule(profile("season: 2028\n"), inputs.knowledge(tmp_path), AS_OF)
    longest = timeline(plan).chains[0]
    assert longest.tasks == tuple(after) and longest.weeks == 2400


def test_new_specialty_of_a_pack_can_be_the_first_choice(tmp_path: Path) -> None:
    """Without a text of its own, its pages stand with the story for any field."""
    path = tmp_path / "pack" / "specialties" / "space-medicine.yaml"
    path.parent.mkdir(parents=True)
    text = re.sub(r"(?m)^name: .*", "name: space medicine", texts()["specialties/neurology.yaml"])
    path.write_text(re.sub(r"(?m)^aliases: .*\n", "", text), encoding="utf-8")
    me = tmp_path / "me.yaml"
    me.write_text("season: 2028\ninterests:\n  primary: space medicine\n", encoding="utf-8")
    out = tmp_path / "out"
    build(Request(me, out, AS_OF, with_pdf=False, pack=tmp_path / "pack"), lambda _: None)
    page = (out / "interviews.html").read_text(encoding="utf-8")
    assert "Your story for Space medicine" in page or "Your story for space medicine" in page
    assert "Which patient made you think of this field" in page


def test_value_of_a_pack_that_is_gone_or_has_ended_is_refused(tmp_path: Path) -> None:
    path = "parameters/visa/waiver-years.yaml"
    text = texts()[path]
    none = re.sub(r"(?ms)^values:.*", "values: {}\n", text)
    assert [code for code, *_ in pack_codes(tmp_path / "a", {path: none})] == ["D102"]
    ended = re.sub(r"value: [^,}]+", "value: ", text)
    assert pack_codes(tmp_path / "b", {path: ended}) == []
    me = tmp_path / "me.yaml"
    me.write_text("season: 2028\n", encoding="utf-8")
    with pytest.raises(UserFilesError) as caught:
        inputs.both(me, tmp_path / "b", AS_OF)
    (problem,) = caught.value.problems
    assert problem.code == "D302" and problem.location.file.endswith(path)
    line = next(i for i, row in enumerate(ended.splitlines(), 1) if "2025-01-01" in row)
    assert (problem.location.line, problem.location.column) == (line, 3)


def test_folder_of_data_that_is_not_there_has_a_next_step(tmp_path: Path) -> None:
    assert pack_codes(tmp_path / "nope", {}) == [("F105", ".", 0)]


@pytest.mark.parametrize(
    ("first", "step"), [("2030-01-01", "give --as-of 2030-01-01 or later"), ("2400-01-01", "add")]
)
def test_value_that_begins_late_is_told_at_its_line(first: str, step: str, tmp_path: Path) -> None:
    """The next step never names a day for which no plan can be made."""
    path = "parameters/visa/waiver-years.yaml"
    text = re.sub(r'"\d{4}-\d\d-\d\d": ', f'"{first}": ', texts()[path])
    assert pack_codes(tmp_path, {path: text}) == []
    me = tmp_path.with_suffix(".yaml")
    me.write_text("season: 2028\n", encoding="utf-8")
    with pytest.raises(UserFilesError) as caught:
        inputs.both(me, tmp_path, AS_OF)
    (problem,) = caught.value.problems
    line = next(i for i, row in enumerate(text.splitlines(), 1) if first in row)
    assert (problem.code, problem.location.line) == ("D302", line)
    assert problem.location.file == str(tmp_path / path) and problem.hint.startswith(step)
