"""The documentation says what the program does: codes, commands, examples and links."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap.verbs import VERBS
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.profile import read_profile
from sitegen.programs.read import read_programs
from sitegen.ranklist import read_rank_list
from sitegen.tracker import read_interviews
from sitegen.yamlio import read
from tests.commands import COMMANDS
from tests.conftest import AS_OF, ROOT

PROBLEMS = ROOT / "docs" / "problems.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MADE_LATER = {ROOT / "docs" / "plan.png"}
"""A picture that is drawn from a build; the page may name it before it is there."""


def sections() -> dict[str, str]:
    """The text on each code in docs/problems.md."""
    parts = re.split(r"(?m)^### ([A-Z]\d{3}): .+$", PROBLEMS.read_text(encoding="utf-8"))
    codes, texts = parts[1::2], parts[2::2]
    assert len(codes) == len(set(codes)), "a code is documented twice"
    return dict(zip(codes, texts, strict=True))


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    files = sorted((ROOT / "src" / "sitegen").rglob("*.py"))
    used = {c for f in files for c in re.findall(r'"([A-Z]\d{3})"', f.read_text(encoding="utf-8"))}
    assert len(used) > 40
    assert sorted(sections()) == sorted(used)


def test_every_code_has_an_example_and_a_next_step() -> None:
    for code, text in sections().items():
        assert "Next step: " in text, code
        assert "Example: " in text or "```" in text, code


def examples() -> list[tuple[str, str, str]]:
    fence = re.compile(r"(?ms)^```(yaml|csv)\n(.*?)^```$")
    return [(c, *found) for c, text in sections().items() for found in fence.findall(text)]


@pytest.mark.parametrize(("code", "kind", "text"), examples(), ids=[c for c, *_ in examples()])
def test_example_has_the_problem_that_it_explains(
    code: str, kind: str, text: str, knowledge: Knowledge
) -> None:
    """And no other one, so that a reader sees what is meant."""
    problems = Problems()
    words = knowledge.vocabularies
    if kind == "csv" and code.startswith("C2"):
        read_interviews(text, "example", problems, words, None)
    elif kind == "csv" and code.startswith("C3"):
        read_rank_list(text, "example", problems, words)
    elif kind == "csv":
        read_programs(text, "example", problems, words)
    else:
        node = read(text, "example", problems)
        if node is not None:
            read_profile(node, "example", problems, knowledge.vocabularies, AS_OF)
    assert {p.code for p in problems.found} == {code}


def test_there_are_examples() -> None:
    assert len(examples()) >= 20


def test_the_readme_names_every_command_and_no_other() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"(?m)^\| `sitegen ([a-z]+)\b[^`]*` \|(.*)$", text)
    assert {name for name, _ in table} == set(COMMANDS)
    for page in PAGES:
        named = re.findall(r"`(?:python -m )?sitegen ([a-z]+)\b", page.read_text(encoding="utf-8"))
        assert set(named) <= set(COMMANDS), page.name


def test_the_readme_names_every_option_of_each_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in COMMANDS.items():
        (row,) = re.findall(rf"(?m)^\| `sitegen {name}\b[^`]*` \|.*$", text)
        options = {o for p in command.params for o in p.opts if o.startswith("--")} - {"--help"}
        assert set(re.findall(r"--[a-z-]+", row)) == options, name


def test_every_relative_link_leads_to_a_file_and_every_anchor_to_a_heading() -> None:
    followed = 0
    assert len(PAGES) >= 10
    for page in PAGES:
        text = re.sub(r"(?ms)^( *)```.*?^\1```$", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            path = (page.parent / name).resolve() if name else page
            assert path.exists() or path in MADE_LATER, f"{page.name}: {target}"
            assert not anchor or anchor in anchors(path), f"{page.name}: {target}"
            followed += 1
    assert followed >= 20


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}


def test_style_is_checked_before_a_commit_by_the_version_that_the_tests_use() -> None:
    (rev,) = re.findall(r"rev: v(\S+)", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert f"ruff=={rev}\n" in (ROOT / "constraints.txt").read_text("utf-8")


def test_what_a_build_server_types_is_a_verb_of_the_set_up() -> None:
    """So the workflow cannot go on with a command that is gone."""
    typed = [
        word
        for path in (*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / ".ci" / "run")
        for word in re.findall(r"python3? start\.py (\w+)", path.read_text("utf-8"))
    ]
    assert len(typed) >= 4 and set(typed) <= set(VERBS)


@pytest.mark.slow
def test_the_documentation_becomes_a_site_without_a_broken_link(tmp_path: Path) -> None:
    """Each file of it is a page; nothing is loaded from another host."""
    options = ("-q", "-W", "--keep-going", "-d", str(tmp_path / "read"), "-c", str(ROOT / "docs"))
    made = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(ROOT), str(tmp_path / "site")],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    for page in PAGES:
        written = (tmp_path / "site" / page.relative_to(ROOT)).with_suffix(".html")
        text = written.read_text(encoding="utf-8")
        assert f"<title>{title(page)}" in text.replace("`", "")
        assert not re.findall(r"""(?:src|href)=["']https?:[^"']*\.(?:js|css|woff2?)""", text)
    first = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert {f'href="{name}"' for name in ("docs/data.html", "CONTRIBUTING.html")} <= set(
        re.findall(r'href="[^"#]+"', first)
    )


def title(page: Path) -> str:
    """The first words of the heading of a page."""
    heading = re.search(r"(?m)^# (.+)$", page.read_text(encoding="utf-8"))
    assert heading
    return re.split(r"[`’'&<]", heading[1])[0].strip()
