"""Makes the plan anew when something was saved, and says what is wrong where it cannot be made."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import hashlib
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from sitegen import inputs, resources
from sitegen.build import Request, edition_of
from sitegen.diagnostics import Problem, UserFilesError, report
from sitegen.output.manifest import read_manifest
from sitegen.output.target import settled
from sitegen.plan.make import make_plan
from sitegen.records import value_object
from sitegen.serving.live import Live
from sitegen.serving.shown import Shown
from sitegen.serving.watch import Seen, Watch
from sitegen.userfiles import rows_of

if TYPE_CHECKING:
    from sitegen.knowledge.model import Knowledge

SHIPPED = ("data", "content", "templates")
"""Folders of the program whose files become the plan and its pages."""


@value_object
class Asked:
    """What to show: a build that writes nothing, and what tells the day of each one."""

    request: Request
    day: Callable[[], dt.date]
    say: Callable[[str], None]


class Maker:
    """Makes one plan after the other; what did not change is kept in memory."""

    def __init__(self, asked: Asked, live: Live, watch: Watch) -> None:
        """Begin with nothing."""
        self._asked, self._live, self._watch = asked, live, watch
        self._known: Knowledge | None = None
        self._seen = Seen({}, {})
        self._lists: tuple[Path, ...] = ()
        self._day = asked.request.as_of

    def begin(self) -> None:
        """Make the first plan."""
        self._follow()
        self._seen = self._watch.look()
        self._make(whole=False)
        self._rest()

    def once(self) -> None:
        """Wait for a change for a second, and make the plan anew after one, and on a new day."""
        now = self._watch.changed(self._seen)
        if now is None and self._day == self._asked.day():
            return
        now = now or self._seen
        shipped, own = now.shipped != self._seen.shipped, now.own != self._seen.own
        names = _named(self._seen, now)
        self._seen = now
        if shipped or any(self._request.pack in file.parents for file in names):
            forget()
            self._known = None
        if own:
            self._follow()
            self._seen = replace(self._watch.look(), shipped=now.shipped)
        start = perf_counter()
        if self._make(whole=shipped):
            told = ", ".join(sorted({file.name for file in names})) or "the day"
            self._asked.say(f"{told} changed: new pages in {perf_counter() - start:.1f} seconds")
        self._rest()

    @property
    def _request(self) -> Request:
        return self._asked.request

    def _follow(self) -> None:
        """Watch the profile and the lists that it names; while it is broken, those of before."""
        request = self._request
        self._lists = inputs.files_beside(request.profile) or self._lists
        packs = (request.pack,) if request.pack else ()
        self._watch.follow((request.profile, *self._lists), packs)

    def _make(self, whole: bool) -> bool:
        """Make and show a plan; whether there is one. `whole` draws all of it before it is shown.

        What an editor of the program's own texts broke never takes the place of good pages.
        """
        try:
            shown = self._new()
            if whole:
                shown.check()
            elif self._live.asked_last in shown.paths:
                shown.file(self._live.asked_last)
        except UserFilesError as error:
            self._tell(error.problems)
            return False
        except Exception as error:  # a fault of the program must not end it while somebody writes
            self._stumbled(error)
            return False
        self._live.show(shown)
        return True

    def _new(self) -> Shown:
        self._day = self._asked.day()
        request = replace(self._request, as_of=self._day)
        self._known, read, warnings = inputs.both(
            request.profile, request.pack, request.as_of, known=self._known
        )
        for line in report(warnings, functools.cache(rows_of)):
            self._asked.say(line)
        plan = make_plan(read, self._known, request.as_of)
        return Shown(plan, edition_of(replace(request, plan_key=_key(request))), request.paper)

    def _rest(self) -> None:
        """Draw what nobody asked for yet, so that it is there at once; then tidy up."""
        shown = self._live.shown
        if shown is not None and not self._live.news.problems:
            try:
                shown.check()
            except UserFilesError as error:
                self._tell(error.problems)
        gc.collect()  # the program runs without the collector, which costs more than a plan

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        told = tuple(report(problems, functools.cache(rows_of)))
        for text in told:
            self._asked.say(text)
        self._live.tell(told)

    def _stumbled(self, error: Exception) -> None:
        """A fault of the program itself: all of it in the terminal, one line in the page."""
        self._asked.say("".join(traceback.format_exception(error)))
        self._live.tell(("".join(traceback.format_exception_only(error)).strip(),))


def forget() -> None:
    """Forget all that was read from files of the program, or worked out from it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("sitegen."):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def shipped_folders() -> list[Path]:
    """The folders of the program that are watched."""
    return [resources.root() / name for name in SHIPPED]


def _named(before: Seen, now: Seen) -> set[Path]:
    """The files that stand otherwise than before."""
    was, is_now = {**before.own, **before.shipped}, {**now.own, **now.shipped}
    return {file for file in {*was, *is_now} if was.get(file) != is_now.get(file)}


def _key(request: Request) -> str:
    """The key of the plan: that of its last build, else one that only this profile has.

    Ticks are kept in the browser under it, so it has to be the same in the next run.
    """
    last = read_manifest(settled(request.output))
    path = str(request.profile.absolute())
    return (last and last.plan_key) or hashlib.sha256(path.encode()).hexdigest()[:16]
