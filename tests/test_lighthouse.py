"""The check by Lighthouse: which pages, what it says where it cannot run, and what falls short.

Lighthouse itself is run by `start.py lighthouse`, for it measures time. These take a second.
"""

from __future__ import annotations

import gzip
import json
import re
from urllib.request import urlopen

import pytest

from ci.lighthouse import check
from tests.browsing import Site
from tests.conftest import ROOT

FOLDER = ROOT / "ci" / "lighthouse"
SAMPLE = check.SAMPLE.stem


def test_five_pages_of_the_menu_and_of_a_specialty_are_asked_about(sample_site: Site) -> None:
    site = sample_site(SAMPLE)
    paths = check.kinds(site)
    assert len(set(paths.values())) == 5
    assert all((site / path).is_file() for path in paths.values())
    assert (paths["glance"], paths["tasks"]) == ("index.html", "tasks.html")
    assert paths["specialty"].startswith("specialties/")
    sizes = {path: (site / path).stat().st_size for path in paths.values()}
    assert max(sizes, key=sizes.__getitem__) == paths["longest"]


def test_pages_are_sent_compressed_as_hosts_do(sample_site: Site) -> None:
    page = sample_site(SAMPLE) / "index.html"
    with check.served(page.parent) as address, urlopen(f"{address}/{page.name}") as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.read()) == page.read_bytes()


@pytest.mark.parametrize(("server", "code"), [("", 0), ("true", 1)])
def test_without_node_it_says_so_and_fails_on_a_build_server_only(
    server: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sample_site: Site,
) -> None:
    monkeypatch.setenv("CI", server)
    monkeypatch.setattr(check.shutil, "which", lambda name: None)
    monkeypatch.setattr(check, "built", lambda folder: sample_site(SAMPLE))
    assert check.main() == code
    assert capsys.readouterr().err == "Lighthouse was not run: no node on this machine\n"


def test_a_score_below_the_target_is_told_with_what_is_lacking() -> None:
    scores = {"performance": 100, "accessibility": 97, "best-practices": 100}
    page = {"scores": scores, "runs": [100, 97, 96], "lacking": ["image-alt"]}
    row, short = check.told("index.html", page)
    assert row == "| index.html | 97 | 97 | 100 |"
    faults = ["index.html: performance 97", "index.html: accessibility 97"]
    assert [fault.split(",")[0] for fault in short] == faults
    assert all("image-alt" in fault for fault in short)
    enough = page | {"scores": dict.fromkeys(scores, 98), "runs": [98, 98]}
    assert check.told("index.html", enough) == ("| index.html | 98 | 98 | 98 |", [])


def test_the_version_is_pinned_and_no_host_is_named() -> None:
    (wanted,) = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"].values()
    assert re.fullmatch(r"\d+\.\d+\.\d+", wanted)
    locked = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))["packages"]
    assert locked["node_modules/lighthouse"]["version"] == wanted
    assert len(locked) > 50
    for name, package in locked.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name
