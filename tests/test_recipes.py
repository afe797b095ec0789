"""The recipes of CONTRIBUTING lead to what they promise (about four seconds)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import AS_OF, ROOT
from tests.sites import parse

STEP = re.compile(r"(Append to|Create) `([^`]+)`[^\n]*:\n\n```\w+\n(.*?)```", re.DOTALL)
PARTS = ("content", "data", "src", "templates")


def test_a_sentence_is_one_file_a_page_two_and_one_with_numbers_three(tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    steps = STEP.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    paths = [path for _, path, _ in steps]
    assert len(steps) == 5 and len({*paths[1:]}) == 3, "a page with numbers is three files"
    for how, path, text in steps:
        file = tmp_path / path
        assert file.exists() == (how == "Append to"), path
        file.write_text((file.read_text("utf-8") if file.exists() else "") + text, "utf-8")
    built = subprocess.run(
        [
            *(sys.executable, "-m", "sitegen", "build", "data/profiles/older-graduate.yaml"),
            *("--no-pdf", "--as-of", AS_OF.isoformat(), "--output", "site"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert built.returncode == 0, built.stderr
    home, page = (
        parse((tmp_path / "site" / name).read_text("utf-8")) for name in ("index.html", "rest.html")
    )
    assert re.search(r"rest for a week: \d+ weeks are left", home.text)
    assert "A night of rest" in [link.text for link in home.all("a")]
    assert page.all("h1")[0].text == "A night of rest"
    assert re.search(r"Match \d{4} is not won in one night", page.text)
    assert re.search(r"[1-9]\d* tasks can wait until tomorrow", page.text)
