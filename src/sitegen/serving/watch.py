"""Notices what is saved: the profile, its lists, a pack, and what the program ships.

The system tells when something happens in a folder. What counts is then read from the files: their
time, size and number, so that a save by rename, a burst of saves and a look at a file are told
apart. Where a system tells nothing, as of many network drives, the files are looked at anyway.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from sitegen.records import value_object

AT_LEAST = 1.0
"""Seconds after which files are looked at, whether the system told something or not."""

QUIET = 0.04
"""Seconds without an event after which a burst of saves is over."""

LONGEST = 1.0
"""Seconds after which a burst is not waited for any longer."""

LOOKED_AT = ("opened", "closed_no_write")
"""Events that change nothing; reading the files makes them."""

Print = Mapping[Path, tuple[int, int, int] | None]


@value_object
class Seen:
    """The state of the user's own files, and of those that the program ships."""

    own: Print
    shipped: Print


class Watch(FileSystemEventHandler):
    """Watches files beside a profile, and whole folders of the program."""

    def __init__(self, shipped: Iterable[Path]) -> None:
        """Begin with the folders that are shipped."""
        self._woken = threading.Event()
        self._folders: dict[Path, ObservedWatch] = {}
        self._observer = Observer()
        self._shipped = tuple(shipped)
        self._files: tuple[Path, ...] = ()
        self._packs: tuple[Path, ...] = ()

    def start(self) -> None:
        """Ask the system to tell; where it cannot, looking at the files has to do."""
        with suppress(OSError, RuntimeError):
            self._observer.start()
        for folder in self._shipped:
            self._ask(folder, recursive=True)

    def stop(self) -> None:
        """Let go of everything."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def follow(self, files: Iterable[Path], packs: Iterable[Path] = ()) -> None:
        """Watch these files, and all in these folders, in place of those before."""
        self._files, self._packs = tuple(files), tuple(packs)
        wanted = {file.parent: False for file in self._files} | dict.fromkeys(self._packs, True)
        for folder in set(self._folders) - set(wanted) - set(self._shipped):
            with suppress(OSError, KeyError):
                self._observer.unschedule(self._folders.pop(folder))
        for folder, recursive in wanted.items():
            self._ask(folder, recursive)

    def look(self) -> Seen:
        """How the files stand now."""
        packed = (file for folder in self._packs for file in _below(folder))
        shipped = (file for folder in self._shipped for file in _below(folder))
        return Seen(
            {file: _print(file) for file in (*self._files, *packed)},
            {file: _print(file) for file in shipped},
        )

    def changed(self, before: Seen) -> Seen | None:
        """Wait until files stand otherwise than before, or for a second; None without a change."""
        if self._woken.wait(AT_LEAST):
            for _ in range(int(LONGEST / QUIET)):
                self._woken.clear()
                if not self._woken.wait(QUIET):
                    break
        now = self.look()
        return None if now == before else now

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake up, unless somebody only looked."""
        if event.event_type not in LOOKED_AT:
            self._woken.set()

    def _ask(self, folder: Path, recursive: bool) -> None:
        """Ask the system about a folder. One that is not there, or one too many, is looked at."""
        if folder not in self._folders and self._observer.is_alive() and folder.is_dir():
            with suppress(OSError):
                self._folders[folder] = self._observer.schedule(
                    self, str(folder), recursive=recursive
                )


def _below(folder: Path) -> Iterable[Path]:
    """The files of a folder that somebody wrote: no bytecode, and nothing hidden."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.name.startswith((".", "__pycache__")) or path.name.endswith("~"):
                continue
            if path.is_dir():
                yield from _below(path)
            else:
                yield path


def _print(file: Path) -> tuple[int, int, int] | None:
    """What differs after a save: time, size and number of a file; None where there is none."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
