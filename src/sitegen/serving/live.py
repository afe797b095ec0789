"""What stands in the browser now: the last whole plan, what is wrong since, and who waits."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING

from sitegen.records import value_object

if TYPE_CHECKING:
    from sitegen.serving.shown import Shown


@value_object
class News:
    """A state: its number, the version of the pages, and the problems as they are printed.

    A version is unlike those of any other run, so that an open page finds out when it is old.
    """

    number: int
    version: str
    problems: tuple[str, ...] = ()


class Live:
    """Holds the state. One thread changes it; many wait for it."""

    def __init__(self) -> None:
        """Begin without a plan."""
        self._run = secrets.token_hex(4)
        self._changed = threading.Condition()
        self.shown: Shown | None = None
        self.news = News(0, f"{self._run}-0")
        self.over = False
        self.asked_last = "index.html"
        """The page that was asked for last: most likely the one that is looked at."""

    def show(self, shown: Shown) -> None:
        """Put a plan in the place of the last one; nothing is wrong any more."""
        with self._changed:
            self.shown = shown
            number = self.news.number + 1
            self.news = News(number, f"{self._run}-{number}")
            self._changed.notify_all()

    def tell(self, problems: tuple[str, ...]) -> None:
        """Tell what is wrong, or with nothing that it is mended; the last good pages stay."""
        with self._changed:
            if problems != self.news.problems:
                self.news = News(self.news.number + 1, self.news.version, problems)
                self._changed.notify_all()

    def end(self) -> None:
        """Let everybody who waits go."""
        with self._changed:
            self.over = True
            self._changed.notify_all()

    def wait(self, number: int, seconds: float) -> News | None:
        """The news once they are not those of this number; None after so many seconds."""
        with self._changed:
            if self._changed.wait_for(lambda: self.over or self.news.number != number, seconds):
                return self.news
        return None
