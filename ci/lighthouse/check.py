"""Hold five kinds of pages to 98 of Lighthouse's 100 in speed, accessibility and best practices.

A server on this machine sends the pages of a sample compressed, as hosts do; Lighthouse assumes a
slow phone. Nothing leaves the machine but npm's wish for the exact packages of `package-lock.json`.
Without Node, npm or Chromium it says so and fails nothing, unless `CI` is set. Run nothing else
beside it: the time of this machine is measured.
"""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bootstrap.system import BROWSERS
from sitegen import inputs
from sitegen.build import Request, build
from sitegen.plan.pages import fixed

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "data" / "profiles" / "anesthesiology-hopeful.yaml"
DAY = dt.date(2026, 11, 22)
TARGET = 98
PATIENCE = 300
"""Seconds that npm, or all pages together, may take."""

NAMED = ("glance", "portfolio", "tasks")
"""Pages of the menu by their texts, which keep their names when addresses change."""

TIMED = "performance"
CATEGORIES = (TIMED, "accessibility", "best-practices")


class ObstacleError(Exception):
    """Lighthouse cannot run here; the text says why."""


def kinds(site: Path) -> dict[str, str]:
    """The path of each kind of page in a built site: three named ones, a specialty, the longest."""
    menu = {page.section: page.path for page in fixed(inputs.knowledge())}
    named = {name: menu[name] for name in NAMED}
    specialty = min(path.relative_to(site).as_posix() for path in site.glob("specialties/*.html"))
    longest = max(menu.values(), key=lambda path: (site / path).stat().st_size)
    return {**named, "specialty": specialty, "longest": longest}


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves files as a host does: compressed."""

    def do_GET(self) -> None:
        """Send one file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a server on this machine shows a folder."""
    handler = functools.partial(Compressing, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def program(*names: str) -> str:
    """The first of these programs that this machine has."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise ObstacleError(f"no {names[0]} on this machine")
    return found


def ran(*command: str) -> str:
    """Run a command beside the packages; returns what it printed."""
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise ObstacleError(f"{Path(command[0]).name}: no end within {PATIENCE} seconds") from None
    if done.returncode:
        raise ObstacleError(f"{Path(command[0]).name} failed: {done.stderr.strip()[:600]}")
    return done.stdout


def install(npm: str) -> None:
    """Install exactly the packages of the lock file, unless they are there."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["lighthouse"]
    there = HERE / "node_modules" / "lighthouse" / "package.json"
    if there.is_file() and json.loads(there.read_text("utf-8"))["version"] == wanted:
        return
    print("Installing Lighthouse (once; about ten seconds on a quick network)", flush=True)
    ran(npm, "ci")


def given(site: Path, paths: list[str]) -> list[dict[str, Any]]:
    """What Lighthouse gives each page: scores of 100, the runs against time, what is lacking."""
    node, npm, browser = program("node"), program("npm"), program(*BROWSERS)
    install(npm)
    with served(site) as address:
        pages = [f"{address}/{path}" for path in paths]
        lines = ran(node, "scores.mjs", browser, str(TARGET), *pages).splitlines()
    return [json.loads(line) for line in lines]


def told(path: str, page: dict[str, Any]) -> tuple[str, list[str]]:
    """The row of one page, and where it falls short. A median of two is the lower one."""
    scores = {**page["scores"], TIMED: statistics.median_low(page["runs"])}
    row = f"| {path} | {' | '.join(str(scores[category]) for category in CATEGORIES)} |"
    short = [category for category in CATEGORIES if scores[category] < TARGET]
    lacking = ", ".join(page["lacking"])
    return row, [f"{path}: {c} {scores[c]}, less than {TARGET}; lacking: {lacking}" for c in short]


def built(site: Path) -> Path:
    """Build the sample into a folder; returns the folder."""
    build(Request(SAMPLE, site, DAY, with_pdf=False), lambda line: None)
    return site


def checked(site: Path) -> list[str]:
    """Print the table of a built site; returns where it falls short."""
    paths = list(kinds(site).values())
    rows = [told(*each) for each in zip(paths, given(site, paths), strict=True)]
    print("| Page | Performance | Accessibility | Best practices |\n| --- | --- | --- | --- |")
    print(*(row for row, _ in rows), sep="\n", flush=True)
    return [fault for _, faults in rows for fault in faults]


def main() -> int:
    """Build a sample and ask Lighthouse; 1 where a page falls short."""
    with tempfile.TemporaryDirectory(prefix="sitegen-lighthouse-") as folder:
        try:
            short = checked(built(Path(folder) / "site"))
        except ObstacleError as obstacle:
            print(f"Lighthouse was not run: {obstacle}", file=sys.stderr)
            return int(os.environ.get("CI", "").casefold() not in ("", "0", "false"))
    for fault in short:
        print(fault, file=sys.stderr)
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main())
