"""How soon `sitegen serve` shows a save, beside a build of the same profile as a command.

python benchmarks/serving.py [--rounds N] [PROFILE]

Both are taken in turn. The time of a save runs from the write of the profile to the page that holds
the new name; that of a build, from start to end of `sitegen build --no-pdf`, with what the program
keeps between runs. Ratios of medians only: seconds belong to one machine.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "profiles" / "anesthesiology-hopeful.yaml"
AT_MOST = 0.25
LONGEST = 60.0
"""Seconds after which a save that does not show is a failure."""


def timed_save(profile: Path, text: str, name: str, url: str, news: IO[bytes]) -> float:
    """Save a profile with another name in it, wait for news as a page does, and load the page."""
    start = time.perf_counter()
    profile.write_text(re.sub(r"(?m)^(\s+name:).*$", rf"\1 {name}", text, count=1), "utf-8")
    while time.perf_counter() - start < LONGEST:
        if news.readline().startswith(b"data: "):
            with urllib.request.urlopen(url) as answer:
                if name in answer.read().decode():
                    return time.perf_counter() - start
    sys.exit(f"{name} did not show in {LONGEST:.0f} seconds")


def timed_build(profile: Path, folder: Path, *, kept: bool) -> float:
    """Build the site as a command; without what is kept between runs, if so asked."""
    if not kept:
        shutil.rmtree(folder / "cache", ignore_errors=True)
    command = [sys.executable, "-m", "sitegen", "build", str(profile), "--no-pdf"]
    start = time.perf_counter()
    subprocess.run([*command, "--output", str(folder / "site")], check=True, capture_output=True)
    return time.perf_counter() - start


def rounds(
    server: subprocess.Popen[str], profile: Path, times: int, took: dict[str, list[float]]
) -> None:
    """Take a save and both builds in turn; the first round warms up."""
    assert server.stdout
    told = iter(server.stdout.readline, "")
    url = next(line.split()[-1] for line in told if line.startswith("Your plan:"))
    text, folder = profile.read_text("utf-8"), profile.parents[1]
    urllib.request.urlopen(url).close()  # waits for the first plan
    with urllib.request.urlopen(f"{url}_live/news", timeout=LONGEST) as news:
        for number in range(times + 1):
            took["save"].append(timed_save(profile, text, f"Round {number}", url, news))
            time.sleep(1.5)  # the rest of the pages is drawn meanwhile
            took["build"].append(timed_build(profile, folder, kept=True))
            took["bare"].append(timed_build(profile, folder, kept=False))


def main() -> int:
    """Take both in turn, and print the ratios; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("profile", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=7)
    typed = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as name:
        folder = Path(name)
        os.environ["SITEGEN_CACHE"] = str(folder / "cache")
        shutil.copytree(typed.profile.parent, folder / "profiles")
        profile = folder / "profiles" / typed.profile.name
        command = [sys.executable, "-u", "-m", "sitegen", "serve", str(profile)]
        took: dict[str, list[float]] = {"save": [], "build": [], "bare": []}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            try:
                rounds(server, profile, typed.rounds, took)
            finally:
                server.terminate()
    middle = {name: statistics.median(each[1:]) for name, each in took.items()}
    again, bare = (middle["save"] / middle[name] for name in ("build", "bare"))
    print(f"a save, to `build --no-pdf`: {again:.2f} (at most {AT_MOST})")
    print(f"a save, to `build --no-pdf` with nothing kept: {bare:.2f}")
    return int(again > AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
