"""Other site generators, installed for one run and given the words of our own pages.

`peers.toml` pins their versions. What cannot be installed is told with the reason. Each gets as
much as its users begin with: MkDocs its theme and its search, Eleventy and Hugo a bare layout.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import shorten

from benchmarks.bench import HERE, Bench
from benchmarks.turns import Absent, Side
from bootstrap.complaint import reason

PINS = tomllib.loads((HERE / "peers.toml").read_text("utf-8"))
PATIENCE = 120
"""Seconds that an installation may take."""
BARE_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><nav><a href="/index.html">Home</a></nav><main>{content}</main></body></html>
"""


def versions() -> dict[str, str]:
    """The version that each peer is pinned to."""
    first = {pin["name"]: (pin.get("pip") or pin["npm"])[0] for pin in PINS.values()}
    return {name: package.partition("==")[2] for name, package in first.items()}


def failure(command: list[str], environment: Mapping[str, str]) -> str:
    """Run a command to its end; returns why it failed, or nothing."""
    try:
        result = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return f"no end of its installation within {PATIENCE} seconds"
    return "" if result.returncode == 0 else complaint(result.stderr + result.stdout)


def complaint(output: str) -> str:
    """Why npm, pip or venv failed, without the addresses and folders that they name."""
    of_npm = re.search(r"(?m)^npm error code (\S+)", output)
    return f"npm says {of_npm[1]}" if of_npm else shorten(reason(output), 100, placeholder=" …")


def installed(bench: Bench, peer: str) -> Path | Absent:
    """Install one peer; returns its folder, which is an environment of Python or of Node."""
    print(f"installing {PINS[peer]['name']}", file=sys.stderr, flush=True)
    folder = bench.folder / f"env-{peer}"
    pins = PINS[peer]
    failed = with_npm(folder, pins["npm"]) if "npm" in pins else with_pip(folder, pins["pip"])
    if failed:
        return Absent(failed)
    bench.versions[pins["name"]] = versions()[pins["name"]]
    return folder


def with_pip(folder: Path, packages: list[str]) -> str:
    """Make a virtual environment with these packages; returns why it failed, or nothing."""
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    limits = ["--quiet", "--retries=1", "--timeout=15", "--only-binary=:all:"]
    # Constraints of the one who runs this are for other packages.
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PIP_CONSTRAINT")}
    return failure([sys.executable, "-m", "venv", str(folder)], environment) or failure(
        [*pip, *limits, *packages], environment
    )


def with_npm(folder: Path, packages: list[str]) -> str:
    """Install these packages of Node; returns why it failed, or nothing."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "no Node.js with npm here"
    folder.mkdir()
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    again = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000"]
    limits = [*again, "--fetch-timeout=15000"]
    named = [package.replace("==", "@") for package in packages]
    return failure([npm, "install", "--prefix", str(folder), *quiet, *limits, *named], os.environ)


def words(bench: Bench) -> Path | Absent:
    """Turn the pages of the first site into Markdown; the folder that holds them."""
    tool = installed(bench, "markdownify")
    if isinstance(tool, Absent):
        return Absent(f"no Markdown of our pages without markdownify: {tool.why}")
    folder = bench.folder / "words"
    command = [tool / "bin" / "python", HERE / "words.py", bench.first, folder]
    result = subprocess.run(command, env=bench.apart, capture_output=True, text=True, check=True)
    pages, bench.words = map(int, result.stdout.split())
    assert pages == bench.pages
    return folder


def sides(bench: Bench, source: Path | Absent) -> dict[str, Side | Absent]:
    """The command of each peer, installed and with its project written."""
    if isinstance(source, Absent):
        return dict.fromkeys(PROJECTS, source)
    found: dict[str, Side | Absent] = {}
    for peer, project in PROJECTS.items():
        home = installed(bench, peer)
        if isinstance(home, Absent):
            found[peer] = home
            continue
        folder = bench.folder / peer
        folder.mkdir()
        command = [str(part) for part in project(folder, source, home)]
        makes = (folder / "site", "*.html", bench.pages)
        found[peer] = Side(command, folder, bench.apart, makes)
    return found


def mkdocs(folder: Path, source: Path, home: Path) -> list[str | Path]:
    """A project with the theme's own settings; pages keep their names, so that links hold."""
    shutil.copytree(source, folder / "docs")
    settings = """site_name: Plan
theme: {name: material}
use_directory_urls: false
validation: {links: {unrecognized_links: ignore, anchors: ignore}}
"""
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return [home / "bin" / "python", "-m", "mkdocs", "build", "--quiet"]


def hugo(folder: Path, source: Path, home: Path) -> list[str | Path]:
    """A site with one layout. Hugo takes a page called index for a folder's only one."""
    shutil.copytree(source, folder / "content")
    for index in (folder / "content").rglob("index.md"):
        index.rename(index.with_name("_index.md"))
    settings = 'title = "Plan"\npublishDir = "site"\nuglyURLs = true\n'
    (folder / "hugo.toml").write_text(settings, "utf-8")
    layouts = folder / "layouts"
    layouts.mkdir()
    page = BARE_PAGE.format(title="{{ .Title }}", content="{{ .Content }}")
    (layouts / "all.html").write_text(page, "utf-8")
    # The program itself, without the Python that would start it.
    (program,) = home.glob("lib/python*/site-packages/hugo/binaries/hugo")
    return [program, "--quiet"]


def eleventy(folder: Path, source: Path, home: Path) -> list[str | Path]:
    """A site with one layout; our words hold nothing for a template language."""
    shutil.copytree(source, folder / "pages")
    (folder / "pages" / "_includes").mkdir()
    page = BARE_PAGE.format(title="{{ page.fileSlug }}", content="{{ content | safe }}")
    (folder / "pages" / "_includes" / "page.njk").write_text(page, "utf-8")
    settings = """module.exports = (eleventy) => {
  eleventy.addGlobalData("layout", "page.njk");
  eleventy.addGlobalData("permalink", () => ({ page }) => `${page.filePathStem}.html`);
  return { markdownTemplateEngine: false, dir: { input: "pages", output: "site" } };
};
"""
    (folder / "eleventy.config.cjs").write_text(settings, "utf-8")
    node = shutil.which("node") or "node"
    return [node, home / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs", "--quiet"]


PROJECTS: Mapping[str, Callable[[Path, Path, Path], list[str | Path]]] = {
    "mkdocs": mkdocs,
    "eleventy": eleventy,
    "hugo": hugo,
}
