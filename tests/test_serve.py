"""A plan that follows its profile in the browser, to this machine alone. Takes 17 seconds."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sitegen import resources
from sitegen.build import Request
from sitegen.diagnostics import UserFilesError
from sitegen.serving import making, server
from sitegen.serving.live import Live
from sitegen.serving.making import Asked, Maker, forget, shipped_folders
from sitegen.serving.server import App, PortsTakenError, alive, listening
from sitegen.serving.shown import Shown
from sitegen.serving.watch import Watch
from tests.conftest import AS_OF, ROOT
from tests.sites import HEARS, environment, need_pdf_engine

PROFILE = """season: 2028
applicant:
  name: Ana First
visa:
  need: sponsorship
interests:
  primary: anesthesiology
"""


class Served:
    """`sitegen serve` as a process, with a profile in a folder of its own."""

    def __init__(self, folder: Path, text: str, *options: str) -> None:
        self.profile = folder / "me.yaml"
        self.profile.write_text(text, "utf-8")
        self.log = folder.parent / f"{folder.name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", "sitegen", "serve", "me.yaml", *options],
                cwd=folder,
                env=environment(),
                preexec_fn=HEARS,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.url = self.until(lambda: re.search(r"Your plan: (\S+)", self.said))[1]

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    def until(self, found: Callable[[], Any]) -> Any:
        """What turns up within twenty seconds."""
        end = time.monotonic() + 20
        while not (what := found()):
            assert time.monotonic() < end and self.process.poll() is None, self.said
            time.sleep(0.02)
        return what

    def save(self, text: str) -> None:
        """Save as careful editors do: a new file, moved over the old one."""
        fresh = self.profile.with_name(".me.yaml.swp")
        fresh.write_text(text, "utf-8")
        fresh.replace(self.profile)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    running = []

    def start(text: str) -> Served:
        folder = tmp_path / "mine"
        folder.mkdir()
        options = ("--port", str(free_port()), "--as-of", AS_OF.isoformat())
        running.append(Served(folder, text, *options))
        return running[-1]

    yield start
    for each in running:
        each.process.kill()
        each.process.wait()


@pytest.mark.browser
def test_the_open_page_follows_each_save_and_shows_what_is_wrong(
    served: Callable[..., Served], visit: Any
) -> None:
    run = served(PROFILE)
    visitor = visit("desktop")
    page = visitor.page
    page.goto(f"{run.url}tasks.html")
    page.get_by_text("Ana First").first.wait_for()

    box = page.locator("input[data-task]").first
    box.check()
    fold = page.locator("main details").first
    fold.evaluate("each => { each.open = true; }")
    page.evaluate("window.scrollTo({top: 400, behavior: 'instant'})")
    for number in range(5):  # a burst is one change
        run.save(PROFILE.replace("Ana First", f"Ana Draft {number}"))
    run.save(PROFILE.replace("Ana First", "Ana Second"))
    page.get_by_text("Ana Second").first.wait_for()
    page.wait_for_load_state()
    assert box.is_checked() and fold.get_attribute("open") is not None
    page.wait_for_function("window.scrollY === 400")
    assert run.said.count("me.yaml changed") <= 2

    run.save(PROFILE.replace("primary: anesthesiology", "primary: anesthesiologgy"))
    note = page.get_by_role("alert")
    note.wait_for()
    told = note.inner_text()
    assert re.search(r"me\.yaml:7:12: P104 ", told)
    assert "  primary: anesthesiologgy\n" in told and f"\n{' ' * 15}^" in told
    assert "Next step: " in told
    assert page.get_by_text("Ana Second").first.is_visible(), "the last good pages stay"
    run.profile.unlink()
    note.get_by_text("F101").wait_for()
    run.save(PROFILE.replace("Ana First", "Ana Third"))
    page.get_by_text("Ana Third").first.wait_for()
    assert page.get_by_role("alert").count() == 0
    assert [fault for fault in visitor.faults if not fault.startswith("failed: ")] == []
    elsewhere = [url for url in visitor.requests if not url.startswith(run.url)]
    assert visitor.requests and elsewhere == [], "nothing is asked of another host"


@pytest.mark.browser
def test_a_profile_that_is_broken_from_the_start_is_told_and_mended(
    served: Callable[..., Served], visit: Any
) -> None:
    run = served("season: 2028\n  applicant\n")
    page = visit("phone").page
    page.goto(run.url)
    page.get_by_text(re.compile(r"me\.yaml:\d+:\d+: ")).wait_for()
    run.save(PROFILE)
    page.get_by_text("Ana First").first.wait_for()
    assert run.stop() == 130
    assert run.said.endswith("Stopped. No file is left half written.\n")
    assert "Traceback" not in run.said
    assert os.listdir(run.profile.parent) == ["me.yaml"], "nothing is written"  # noqa: PTH208


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Live, Maker, Path]]:
    """A plan that is made in this process, of texts and data that a test may change."""
    shipped = tmp_path / "shipped"
    for folder in making.SHIPPED:
        leave = shutil.ignore_patterns("__pycache__", "fonts")
        shutil.copytree(ROOT / folder, shipped / folder, ignore=leave)
    monkeypatch.setattr(resources, "root", lambda: shipped)
    monkeypatch.setattr(Maker, "_rest", lambda self: None)
    forget()
    profile = tmp_path / "me.yaml"
    profile.write_text(PROFILE, "utf-8")
    request = Request(profile, tmp_path / "output" / "me", AS_OF)
    live, watch = Live(), Watch(shipped_folders())
    watch.start()
    maker = Maker(Asked(request, lambda: AS_OF, lambda line: None), live, watch)
    maker.begin()
    yield live, maker, shipped
    watch.stop()
    monkeypatch.undo()
    forget()


def changed(live: Live, maker: Maker) -> None:
    """Let the maker look until there is news."""
    number = live.news.number
    for _ in range(10):
        maker.once()
        if live.news.number != number:
            return
    pytest.fail("the change was not seen")


def answered(live: Live, path: str) -> str:
    return Client(App(live)).get(path).get_data(as_text=True)


def test_texts_data_and_templates_are_followed_and_a_broken_one_replaces_nothing(
    made: tuple[Live, Maker, Path],
) -> None:
    live, maker, shipped = made
    text, frame = shipped / "content" / "pages" / "faq.html", shipped / "templates" / "page.html"
    good = frame.read_text("utf-8")
    with text.open("a", encoding="utf-8") as file:
        file.write("<p>A sentence that was added.</p>\n")
    changed(live, maker)
    assert "A sentence that was added." in answered(live, "/faq.html")

    frame.write_text(good.replace("<main", "{{ nothing.there }}<main"), "utf-8")
    changed(live, maker)
    (told,) = live.news.problems[:-1]
    line = good[: good.index("<main")].count("\n") + 1
    assert told.startswith(f"{frame}:{line}:1: D110 'nothing' is undefined\n")
    assert "A sentence that was added." in answered(live, "/faq.html")

    frame.write_text(good, "utf-8")
    (shipped / "data" / "menu.yaml").open("a", encoding="utf-8").write("- nonsense\n")
    changed(live, maker)
    assert "menu.yaml:" in live.news.problems[0]


def test_a_pdf_is_made_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_pdf_engine()
    monkeypatch.setattr(Maker, "_rest", lambda self: None)
    profile = tmp_path / "me.yaml"
    profile.write_text(PROFILE, "utf-8")
    live, watch = Live(), Watch(())
    request = Request(profile, tmp_path / "output" / "me", AS_OF)
    Maker(Asked(request, lambda: AS_OF, lambda line: None), live, watch).begin()
    got = Client(App(live)).get("/handout.pdf")
    assert got.status_code == 200 and got.data.startswith(b"%PDF-")
    assert got.content_type == "application/pdf"
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    refused = Client(App(live)).get("/plan.pdf")
    assert refused.status_code == 503
    assert '<a href="/print.html">' in refused.get_data(as_text=True)
    assert [path.name for path in tmp_path.iterdir()] == ["me.yaml"]


def test_a_link_that_leads_nowhere_is_told_at_the_text_of_its_page() -> None:
    shown = Shown.__new__(Shown)
    shown.paths = frozenset({"faq.html"})
    shown.file = lambda path: b'<a href="gone.html">'  # type: ignore[method-assign]
    shown._source = lambda path: f"content/pages/{path}"  # type: ignore[method-assign]
    with pytest.raises(UserFilesError) as told:
        shown.check()
    assert ("D111", "content/pages/faq.html") in {
        (each.code, each.location.file) for each in told.value.problems
    }
    assert any("gone.html leads nowhere" in each.message for each in told.value.problems)


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "10.0.0.7:8000", ""])
def test_this_machine_is_answered_by_no_other_name(host: str) -> None:
    """A page of the web whose name leads here gets nothing of the plan."""
    live = Live()
    live.tell(("me.yaml: broken",))
    assert Client(App(live)).get("/", headers={"Host": host}).status_code == 400
    own = Client(App(live)).get("/", headers={"Host": "localhost:8000"})
    assert own.status_code == 503 and "me.yaml: broken" in own.get_data(as_text=True)


def test_nothing_is_taken_in_and_nothing_outside_of_the_plan_is_given() -> None:
    live = Live()
    assert Client(App(live)).post("/").status_code == 405
    live.show(_Stub())  # type: ignore[arg-type]
    client = Client(App(live))
    for path in ("/../pyproject.toml", "/%2e%2e/pyproject.toml", "/me.yaml", "/specialties/"):
        assert client.get(path).status_code == 404, path
    lost = client.get("/gone.html")
    assert lost.status_code == 404 and 'href="/"' in lost.get_data(as_text=True)
    got = client.get("/")
    assert got.headers["Cache-Control"] == "no-store" and got.headers["X-Frame-Options"] == "DENY"


class _Stub:
    """A plan of one page."""

    paths = frozenset({"index.html"})

    def file(self, path: str) -> bytes:
        return b"<html><head></head></html>"


def test_a_page_for_paper_is_alive_too_and_no_more_is_allowed_than_that() -> None:
    meta = '<meta http-equiv="Content-Security-Policy" content="{}"><head></head>'
    page = alive(meta.format("default-src 'none'; style-src 'sha256-x'; base-uri 'none'"), "v-1")
    assert 'src="/_live/live.js" data-version="v-1"' in page
    assert "default-src 'none'; style-src 'sha256-x' 'self'; base-uri 'none'" in page
    assert "script-src 'self'; connect-src 'self'" in page and "unsafe" not in page


def test_a_taken_port_gives_way_to_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(free_port()) as first:
        port = first.getsockname()[1]
        with listening(port) as second:
            assert port < second.getsockname()[1] <= port + server.PORTS
            assert second.getsockname()[0] == "127.0.0.1", "no other machine can ask"
        monkeypatch.setattr(server, "PORTS", 0)
        with pytest.raises(PortsTakenError, match=f"from {port} to {port} are taken"):
            listening(port)


def test_a_new_day_is_a_new_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text(PROFILE, "utf-8")
    day = [AS_OF]
    monkeypatch.setattr("sitegen.serving.watch.AT_LEAST", 0.01)
    live, watch = Live(), Watch(())
    request = Request(profile, tmp_path / "output" / "me", AS_OF)
    maker = Maker(Asked(request, lambda: day[0], lambda line: None), live, watch)
    monkeypatch.setattr(Maker, "_rest", lambda self: None)
    maker.begin()
    maker.once()
    assert live.news.number == 1
    day[0] += dt.timedelta(days=1)
    maker.once()
    assert live.news.number == 2
