"""The folder where everything runs, the site that the others are compared on, and the commands."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.turns import Absent, Side, nothing, run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SAMPLE = ROOT / "data" / "profiles" / "anesthesiology-hopeful.yaml"
DAY = "2026-11-22"


class Bench:
    """A folder to throw away, with the sample's site in it, built once."""

    def __init__(self, folder: Path, profile: Path) -> None:
        """Build the site, to know its pages; stops the run where that fails."""
        self.folder = folder
        self.profile = profile
        self.cache = folder / "cache"
        self.bytecode = folder / "bytecode"
        self.first = folder / "first"
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        # Modules are compiled once for all sides, and without a trace in the checkout.
        self.apart = {**inherited, "PYTHONPATH": "", "PYTHONPYCACHEPREFIX": str(self.bytecode)}
        paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        self.environment = {
            **self.apart,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "SITEGEN_CACHE": str(self.cache),
        }
        built = run(self.build(self.first, "--no-pdf"))
        if isinstance(built, Absent):
            sys.exit(f"The site cannot be built: {built.why}")
        self.pages = len(list(self.first.rglob("*.html")))
        self.words = 0
        """Of all pages together; 0 until they are counted."""
        self.versions: dict[str, str] = {}
        """Of what was installed for this run."""

    def python(self, *arguments: str | Path, makes: tuple[Path, str, int] | None = None) -> Side:
        """A command of the Python that runs this, with everything that sitegen needs."""
        command = [sys.executable, *map(str, arguments)]
        return Side(command, self.folder, self.environment, makes)

    def sitegen(self, command: str, *options: str) -> Side:
        """A sitegen command on the profile."""
        return self.python("-m", "sitegen", command, self.profile, "--as-of", DAY, *options)

    def build(
        self,
        output: Path,
        *options: str,
        profile: Path | None = None,
        makes: tuple[str, int] = ("*.html", 1),
        before: Callable[[], None] = nothing,
    ) -> Side:
        """A whole build, which has to leave so many files of a pattern behind."""
        of = (profile or self.profile, "--as-of", DAY, "--output", output)
        side = self.python("-m", "sitegen", "build", *of, *options)
        return Side(side.command, side.folder, side.environment, (output, *makes), before)

    def forget(self) -> None:
        """Throw away what sitegen keeps between runs, and its compiled templates."""
        templates = self.bytecode.joinpath(*(ROOT / "templates").parts[1:])
        for kept in (self.cache, templates):
            shutil.rmtree(kept, ignore_errors=True)
