"""What every test file may use: the data, a command runner, and comparison with golden files."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sitegen import inputs
from sitegen.agenda import Edition
from sitegen.cli import main
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile, read_profile
from sitegen.yamlio import read

# So that a failure there says what was found.
pytest.register_assert_rewrite("tests.browsing")

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
AS_OF = dt.date(2026, 11, 22)
"""The day on which every test stands, unless it says otherwise."""

EDITION = Edition("0123456789abcdef")
"""The edition of every site in the tests whose key does not matter."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files with what the program says now, and list each file changed",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Nothing outside of pytest's own folder is read or written, the user's cache least of all.
    os.environ["SITEGEN_CACHE"] = tempfile.mkdtemp(prefix="sitegen-tests-")
    on_server = os.environ.get("CI", "").casefold() not in ("", "0", "false")
    if config.getoption("--update-golden") and on_server:
        raise pytest.UsageError("--update-golden is refused where CI is set: a person must look")


SLOW_FILES = {
    "test_chance_page.py",
    "test_cockpit.py",
    "test_diff.py",
    "test_documents.py",
    "test_every_answer.py",
    "test_one_number.py",
    "test_pages_agree.py",
    "test_properties.py",
    "test_prose.py",
    "test_site.py",
    "test_whatif.py",
}
"""Files whose tests build many whole sites; `start.py fast` leaves them out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name in SLOW_FILES:
            item.add_marker(pytest.mark.slow)


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["SITEGEN_CACHE"], ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    config = terminalreporter.config
    if config.getoption("--update-golden"):
        changed = sorted(config.stash.get(CHANGED, set()))
        terminalreporter.section("golden files changed")
        for path in changed:
            terminalreporter.write_line(path)
        terminalreporter.write_line(f"{len(changed)} golden files changed")


CHANGED: pytest.StashKey[set[str]] = pytest.StashKey()


@dataclass(frozen=True)
class Golden:
    """Compares a text with the file that holds what it should be, or renews that file."""

    config: pytest.Config

    def __call__(self, path: Path, actual: str) -> None:
        """Fail with a diff when `actual` is not what `path` holds."""
        expected = path.read_bytes().decode("utf-8") if path.exists() else None
        if expected == actual:
            return
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        if self.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual.encode("utf-8"))
            self.config.stash.setdefault(CHANGED, set()).add(name)
            return
        pytest.fail(f"{name} {_difference(expected, actual)}", pytrace=False)


def _difference(expected: str | None, actual: str) -> str:
    after = "look at the change; if it is right, run pytest --update-golden"
    if expected is None:
        return f"does not exist; {after}. It would hold:\n{actual}"
    lines = difflib.unified_diff(
        expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm="", n=2
    )
    shown = list(lines)[:200] or ["(only line ends differ)"]
    return "\n".join([f"is not what the program says now; {after}", *shown])


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Golden:
    """Compare a text with a golden file: `golden(path, actual_text)`."""
    return Golden(pytestconfig)


@functools.cache
def shipped() -> Knowledge:
    """The shipped data, read once."""
    return inputs.knowledge()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped data, read once."""
    return shipped()


Run = Callable[..., Result]


@pytest.fixture
def sitegen(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run one command in this process: `sitegen("check", path)`. The data are read once."""
    monkeypatch.setattr(inputs, "knowledge", lambda pack=None: knowledge)

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    yield run


Read = Callable[[str], ReadProfile]


@pytest.fixture(scope="session")
def profile(knowledge: Knowledge) -> Read:
    """Read a profile from YAML text; a mistake in it fails the test."""

    def from_text(text: str) -> ReadProfile:
        problems = Problems()
        found = read_profile(
            read(text, "profile.yaml", problems), "profile.yaml", problems, knowledge.vocabularies
        )
        problems.raise_errors()
        assert found is not None
        return found

    return from_text


@pytest.fixture(scope="session")
def plan(knowledge: Knowledge, profile: Read) -> Callable[[str], Scheduled]:
    """What is decided for the YAML text of a profile, and what to do for it."""
    return lambda text: make_schedule(profile(text), knowledge, AS_OF)


@pytest.fixture(scope="session")
def whole(knowledge: Knowledge, profile: Read) -> Callable[[str], Plan]:
    """Make the whole plan from the YAML text of a profile."""
    return lambda text: make_plan(profile(text), knowledge, AS_OF)


@pytest.fixture(scope="module")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a sample's site: `sample_site("half-empty")`."""
    from tests.sites import site

    base = tmp_path_factory.getbasetemp()
    return lambda sample: site(base, sample)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    from tests.browsing import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a window: `visit("phone", "dark")`."""
    from tests.browsing import SCREENS, watched

    contexts = []

    def window(screen: str, scheme: str = "light", **options: Any) -> Any:
        width, height = SCREENS[screen]
        size = {"viewport": {"width": width, "height": height}, "is_mobile": screen == "phone"}
        contexts.append(browser.new_context(color_scheme=scheme, **size | options))
        return watched(contexts[-1].new_page())

    yield window
    for context in contexts:
        context.close()
