"""The command line: quick to start, its help complete, its words readable anywhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sitegen import __version__, cli
from tests.commands import COMMANDS
from tests.conftest import AS_OF, ROOT, Run
from tests.sites import SAMPLES, environment, profile_of

DAY = AS_OF.isoformat()
HEAVY = ("weasyprint", "jinja2", "markdown", "yaml", "pycountry", "markupsafe", "pydyf")


def run(*arguments: object, cwd: Path = ROOT, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *map(str, arguments)],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        timeout=120,
    )


# --- Help ----------------------------------------------------------------------------------

LOOK = """
import json, sys
opened = []
def hear(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])
sys.addaudithook(hear)
from sitegen.cli import main
main(sys.argv[1:], standalone_mode=False)
sys.stderr.write(json.dumps({"modules": sorted(sys.modules), "opened": opened}))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([c, "-h"] for c in COMMANDS)])
def test_help_loads_nothing_that_it_does_not_need(arguments: list[str]) -> None:
    """No engine, no template, no YAML and no data: help comes at once."""
    result = subprocess.run(
        [sys.executable, "-c", LOOK, *arguments],
        env=environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    seen = json.loads(result.stderr)
    assert "click" in seen["modules"] and "sitegen.cli" in seen["modules"]
    assert [m for m in HEAVY if m in seen["modules"]] == []
    ours = {m for m in seen["modules"] if m.startswith("sitegen.")}
    assert {m for m in ours if not m.startswith("sitegen.commands")} <= {
        "sitegen.cli",
        "sitegen.options",
        "sitegen.stopping",
    }
    roots = [str(ROOT / name) for name in ("data", "templates", "content")]
    assert seen["opened"]
    assert [path for path in seen["opened"] if path.startswith(tuple(roots))] == []


def test_a_command_loads_no_other() -> None:
    """So a start costs what one command needs, however many there are."""
    result = subprocess.run(
        [sys.executable, "-c", LOOK, "schema", "-h"],
        env=environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    seen = [m for m in json.loads(result.stderr)["modules"] if m.startswith("sitegen.commands.")]
    assert "sitegen.commands.schema" in seen
    assert not {f"sitegen.commands.{name}" for name in set(COMMANDS) - {"schema"}} & set(seen)


def test_every_module_of_commands_is_a_command() -> None:
    """`console` holds what they share."""
    folder = Path(cli.__file__).with_name("commands")
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "console"}
    assert modules == set(COMMANDS)


LISTS = {"tables", "cells", "outline", "choosing_sheets", "day_columns", "places"} | {
    *("own_lists", "listing", "ranklist", "tracker", "understanding", "programs.read")
}
"""What reads lists. Each is loaded for a profile that names one."""

BUILDING = {"build", "output", "pdf", "render", "planjson", "difference", "plan.tasks", "plan.make"}


@pytest.mark.parametrize(
    ("sample", "named"), [("half-empty", False), ("anesthesiology-hopeful", True)]
)
def test_a_score_loads_what_reads_lists_only_for_a_profile_that_names_one(
    sample: str, named: bool
) -> None:
    """And never what makes tasks, pages and files. Takes a second."""
    result = subprocess.run(
        [sys.executable, "-c", LOOK, "score", str(profile_of(sample)), "--as-of", DAY],
        env=environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    seen = json.loads(result.stderr.splitlines()[-1])["modules"]
    ours = {m.removeprefix("sitegen.") for m in seen if m.startswith("sitegen.")}
    assert {"plan.decide", "profile.read", "knowledge.model"} <= ours
    assert ours & LISTS == (LISTS - {"listing"} if named else set())
    assert ours & BUILDING == set()
    assert {"jinja2", "markdown", "weasyprint"} & set(seen) == set()


def test_there_are_commands() -> None:
    assert {"build", "check", "score", "init", "schema"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, sitegen: Run) -> None:
    """A sentence for the command, and one for each of its options."""
    found = COMMANDS[command]
    assert found.help and found.help.strip().endswith(".")
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            assert parameter.help and parameter.help.endswith("."), parameter.name
    for option in ("-h", "--help"):
        result = sitegen(command, option)
        assert result.exit_code == 0
        assert found.help.split(".")[0].split()[0] in result.stdout
        assert not result.stderr


@pytest.mark.parametrize(
    ("typed", "offered"), [("sitegen s", "score"), ("sitegen build --no", "--no-pdf")]
)
def test_the_tab_key_completes_commands_and_options(typed: str, offered: str) -> None:
    """As bash asks, once it has read the line of the README."""
    asked = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    result = subprocess.run(
        [sys.executable, "-c", "from sitegen.cli import main; main(prog_name='sitegen')"],
        env=environment(_SITEGEN_COMPLETE="bash_complete", **asked),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert f"plain,{offered}" in result.stdout.split()


def test_help_lists_every_command(sitegen: Run) -> None:
    result = sitegen("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert re.search(rf"^  {command}\s+\S", result.stdout, re.MULTILINE)


def test_help_fits_a_narrow_terminal(sitegen: Run) -> None:
    for arguments in (["--help"], *([c, "--help"] for c in COMMANDS)):
        assert max(len(line) for line in sitegen(*arguments).stdout.splitlines()) <= 90


def test_the_module_runs_like_the_command() -> None:
    result = run("--version")
    assert result.returncode == 0
    assert __version__ in result.stdout.decode()
    helped = run("--help").stdout.decode()
    assert "Usage: " in helped and "__main__.py" not in helped


# --- The README ----------------------------------------------------------------------------


def readme() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    if "Placeholder" in text:
        pytest.skip("the README is not written yet")
    return text


def test_the_readme_names_commands_and_options_that_exist() -> None:
    text = readme()
    named = re.findall(r"`?\bsitegen ((?:[a-z-]+)(?: [^`\n|]*)?)", "\n".join(code_of(text)))
    assert len(named) >= 5
    for line in named:
        words = line.split("#")[0].split()
        if words[0] in ("--version", "--help", "-h"):
            continue
        assert words[0] in COMMANDS, f"README: sitegen {line}"
        options = {o for p in COMMANDS[words[0]].params for o in p.opts} | {"-h", "--help"}
        for word in words[1:]:
            if word.startswith("-"):
                assert word.partition("=")[0] in options, f"README: sitegen {line}"


def test_the_readme_names_every_command_and_option() -> None:
    code = "\n".join(code_of(readme()))
    for name, command in COMMANDS.items():
        assert f"sitegen {name}" in code, f"the README does not tell of {name}"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in code, f"the README does not tell of {parameter.opts[0]}"


def test_the_readme_names_verbs_of_start_py() -> None:
    verbs = re.findall(r"(?:python3|py) start\.py ([a-z]+)", readme())
    assert verbs
    written = (ROOT / "start.py").read_text(encoding="utf-8")
    for verb in verbs:
        assert f"start.py {verb} " in written, f"README: start.py {verb}"


def code_of(text: str) -> list[str]:
    """What stands in code spans and code blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return blocks + re.findall(r"`([^`\n]+)`", rest)


# --- score ---------------------------------------------------------------------------------

RATING = r"(?:[1-5]|[1-5?] \([1-5]-[1-5]\))"


@pytest.mark.parametrize("sample", SAMPLES)
def test_score_prints_a_row_for_each_specialty(sample: str, sitegen: Run) -> None:
    """Four ratings and a word in each, the recommendation below, nothing wider than needed."""
    result = sitegen("score", profile_of(sample), "--as-of", DAY)
    assert result.exit_code == 0
    head, ruler, *rest = result.stdout.splitlines()
    assert head.split() == ["Specialty", "Match", "Visa", "IMG", "Fit", "Priority"]
    assert set(ruler) == {"-"}
    rows = rest[: rest.index("")]
    assert len(rows) >= 24
    words = r"(?:Very High|High|Medium|Low|Very Low|open \([^)]+\))"
    for row in rows:
        assert re.fullmatch(
            rf"\S.*?\s{{2,}}(?:{RATING}\s{{2,}}){{4}}{words}(?:\s{{2,}}(?:first choice|backup))?",
            row,
        ), row
    assert sum(row.endswith("first choice") for row in rows) == 1
    assert re.search(
        r"backup|recommendation|first choice alone", rest[len(rows) + 1], re.IGNORECASE
    )
    assert "--why" in rest[-1]


def test_score_agrees_with_its_json(sitegen: Run) -> None:
    sample = profile_of("anesthesiology-hopeful")
    table = sitegen("score", sample, "--as-of", DAY).stdout
    result = sitegen("score", sample, "--as-of", DAY, "--json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["as_of"] == DAY
    assert data["first_choice"] == "anesthesiology"
    assert data["verdict"] == "recommended" and data["backups"]
    assert len(data["scorecard"]) >= 28
    for card in data["scorecard"]:
        assert {"specialty", "priority", "match_likelihood", "visa", "img_friendliness", "fit"} <= (
            set(card)
        )
        for rating in (card["match_likelihood"], card["visa"], card["fit"]):
            low, high = rating["range"]
            assert 1 <= low <= rating["value"] <= high <= 5
    medicine = next(c for c in data["scorecard"] if c["specialty"] == "internal-medicine")
    row = next(line for line in table.splitlines() if line.startswith("Internal medicine"))
    numbers = [
        medicine[k]["value"] for k in ("match_likelihood", "visa", "img_friendliness", "fit")
    ]
    assert row.split()[2:6] == [str(n) for n in numbers]
    assert medicine["priority"]["word"] in row


def test_score_why_opens_to_line_and_source(sitegen: Run) -> None:
    """The reasons of all four ratings, the line of the profile, the figure and its address."""
    sample = profile_of("anesthesiology-hopeful")
    result = sitegen("score", sample, "--as-of", DAY, "--why", "psychiatry")
    assert result.exit_code == 0
    text = result.stdout
    for name in (
        "Match likelihood: ",
        "Visa sponsorship: ",
        "Friendliness to IMGs: ",
        "Personal fit: ",
    ):
        assert re.search(rf"^{name}\d of 5 \(range \d to \d\)", text, re.MULTILINE), name
    line = re.search(rf"{re.escape(str(sample))}:(\d+):\d+ exams\.step2_ck\.score", text)
    assert line
    assert "score: 249" in sample.read_text("utf-8").splitlines()[int(line[1]) - 1]
    assert re.search(r"figure: .+: 242 \(NRMP 2026; .+\)\n\s+https://", text)
    assert "{" not in text and "None" not in text


def test_score_why_understands_other_spellings(sitegen: Run) -> None:
    sample = profile_of("half-empty")
    expected = sitegen("score", sample, "--why", "internal-medicine", "--as-of", DAY).stdout
    for spelling in ("Internal Medicine", "internal_medicine", "INTERNAL-MEDICINE"):
        assert sitegen("score", sample, "--why", spelling, "--as-of", DAY).stdout == expected


def test_score_why_with_json_is_one_specialty(sitegen: Run) -> None:
    result = sitegen("score", profile_of("half-empty"), "--why", "pediatrics", "--json")
    cards = json.loads(result.stdout)["scorecard"]
    assert [card["specialty"] for card in cards] == ["pediatrics"]
    reasons = cards[0]["match_likelihood"]["reasons"]
    assert len(reasons) > 5
    assert all(
        {"rule", "title", "says", "figures", "missing", "profile"} <= set(r) for r in reasons
    )


def test_score_why_suggests_a_name(sitegen: Run) -> None:
    result = sitegen("score", profile_of("half-empty"), "--why", "pedriatics")
    assert result.exit_code == 2
    assert "pediatrics" in result.stderr
    assert not result.stdout


def test_score_of_a_broken_profile_is_exit_code_1(sitegen: Run, tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("seson: 2028\n", "utf-8")
    for arguments in (["score", profile], ["score", profile, "--json"], ["check", profile]):
        result = sitegen(*arguments)
        assert result.exit_code == 1
        assert not result.stdout
        assert "1 problem found." in result.stderr


# --- init ----------------------------------------------------------------------------------


def test_init_writes_a_profile_that_is_in_order(
    sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows nothing yet; it can be checked, scored and built as it is."""
    monkeypatch.chdir(tmp_path)
    result = sitegen("init")
    assert result.exit_code == 0
    assert "sitegen build my-profile.yaml" in result.stdout
    content = (tmp_path / "my-profile.yaml").read_bytes()
    schema, _, rest = content.partition(b"\n")
    assert schema == b"# yaml-language-server: $schema=profile.schema.json"
    assert rest == (ROOT / "data" / "starter-profile.yaml").read_bytes()
    assert b"\r" not in content
    assert "no problems" in sitegen("check", "my-profile.yaml").stdout
    assert sitegen("score", "my-profile.yaml").exit_code == 0
    assert sitegen("build", "my-profile.yaml", "--no-pdf").exit_code == 0
    assert (tmp_path / "output" / "my-profile" / "index.html").is_file()


@pytest.mark.parametrize("name", ["plain.yaml", "😀 my.yaml", "-x.yaml", "it's $HOME;.yaml"])
def test_next_command_can_be_typed_as_it_is_printed(
    name: str, sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell reads the printed command as the file that was named, and never as an option."""
    monkeypatch.chdir(tmp_path)
    wrote = sitegen("init", "--", name).stdout
    *_, path = shlex.split(wrote.partition("then run: ")[2])
    assert Path(path) == Path(name) and not path.startswith("-")
    told = sitegen("programs", f"--write={name}", "--", name)
    assert shlex.split(told.stderr.partition("another file: ")[2])[2] == path
    Path(name).write_text("specialty,j1,Step 2 CK\nurology,yes,230\n", encoding="utf-8")
    guessed = sitegen("programs", "--", name).stdout.partition("with our headings: ")[2]
    assert shlex.split(guessed)[2] == path


def test_init_never_overwrites(sitegen: Run, tmp_path: Path) -> None:
    mine = tmp_path / "me.yaml"
    mine.write_bytes(b"season: 2028\r\n")
    result = sitegen("init", mine)
    assert result.exit_code == 1
    assert "nothing was changed" in result.stderr
    assert not result.stdout
    assert mine.read_bytes() == b"season: 2028\r\n"


@pytest.mark.parametrize("name", ["", "no/such/folder/me.yaml"])
def test_init_says_why_it_cannot_write(name: str, sitegen: Run, tmp_path: Path) -> None:
    """A folder, or a folder that does not exist; one line, no traceback."""
    result = sitegen("init", tmp_path / name)
    assert result.exit_code == 1
    assert str(tmp_path / name) in result.stderr
    assert list(tmp_path.iterdir()) == []


# --- Any letters, any terminal -------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_letters_are_printed_on_any_terminal(encoding: str, tmp_path: Path) -> None:
    """The text is UTF-8, whatever the terminal claims; nothing crashes on a Cyrillic name."""
    profile = tmp_path / "Олена.yaml"
    profile.write_bytes(profile_of("half-empty").read_bytes())
    for arguments in (
        ["check", profile.name],
        ["score", profile.name],
        ["build", profile.name, "--no-pdf", "--as-of", DAY],
    ):
        result = run(*arguments, cwd=tmp_path, PYTHONIOENCODING=encoding)
        assert result.returncode == 0, result.stderr.decode("utf-8", "replace")
        text = result.stdout.decode("utf-8")
        assert "Олена" in text or arguments[0] == "score"
    assert (tmp_path / "output" / "Олена" / "index.html").is_file()


def test_a_problem_shows_its_line_in_any_letters(tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("applicant:\n  name: Олена\n  nmae: Приклад\n", "utf-8")
    result = run("check", profile, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert result.returncode == 1
    told = result.stderr.decode("utf-8")
    assert "nmae: Приклад" in told
    assert "Traceback" not in told


def test_a_closed_pipe_is_no_traceback() -> None:
    """As in `sitegen score … | head -1`."""
    if sys.platform == "win32":
        pytest.skip("needs a POSIX shell")
    command = f'"{sys.executable}" -m sitegen score "{profile_of("half-empty")}" | head -1'
    result = subprocess.run(command, shell=True, env=environment(), capture_output=True, timeout=60)
    assert result.stdout.startswith(b"Specialty")
    assert b"Traceback" not in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["schema", "--help", f'score "{profile_of("half-empty")}"'])
def test_a_full_disk_is_told_in_one_line(command: str, unbuffered: str) -> None:
    """As in `sitegen schema > profile.schema.json` where no room is left."""
    result = subprocess.run(
        f'"{sys.executable}" -m sitegen {command} > /dev/full',
        shell=True,
        env=environment(PYTHONUNBUFFERED=unbuffered),
        capture_output=True,
        timeout=60,
    )
    assert result.returncode == 1
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith("The output cannot be written: ")


def test_a_reader_that_has_left_is_no_error_message() -> None:
    """As in `sitegen schema | head -1`: nothing is said, and the exit code is 1."""
    ends = os.pipe()
    os.close(ends[0])
    command = [sys.executable, "-m", "sitegen", "schema"]
    try:
        result = subprocess.run(
            command, env=environment(), stdout=ends[1], stderr=subprocess.PIPE, timeout=60
        )
    finally:
        os.close(ends[1])
    assert (result.returncode, result.stderr) == (1, b"")
