"""All PDFs of a build, made by one process of its own, while this one goes on.

Whatever the engine and its native libraries do there, print, exhaust or break, the build goes on.
The child reads the pages as a line of JSON, and answers for each with a line of JSON and its PDF.
What was answered before it broke is whole, and is used.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sitegen.pdf.make import Pdf, PdfNotMadeError, PrintPage, kept_pdf, make_pdf
from sitegen.records import value_object
from sitegen.stopping import go_on

CHILD = "import sys; sys.path.append(sys.argv[1]); from sitegen.pdf.apart import main; main()"

A_WHILE = 0.5
"""Seconds between two looks whether somebody asked to stop."""


@value_object
class Printed:
    """The PDFs that were made, by name; and for each of the others one line that says why not.

    `said` is what the engine's process said beside its answers.
    """

    pdfs: Mapping[str, Pdf]
    faults: Mapping[str, str]
    said: tuple[str, ...] = ()


@contextlib.contextmanager
def begun(pages: Mapping[str, PrintPage]) -> Iterator[Callable[[], Printed]]:
    """Begin the PDFs of pages by name, in their order, and give what waits for all of them.

    Leaving the context ends a child that nobody waited for, and deletes its temporary files.
    """
    with contextlib.ExitStack() as stack:
        try:
            wait = stack.enter_context(_asked(pages))
        except Exception as error:  # such as no memory, no process, no thread, no room on the disk
            told = " ".join(str(error).split()) or type(error).__name__
            wait = _refuser(pages, f"The PDF engine cannot be started: {told}")
        yield wait


@contextlib.contextmanager
def _asked(pages: Mapping[str, PrintPage]) -> Iterator[Callable[[], Printed]]:
    told = [(page.html, page.as_of and page.as_of.isoformat()) for page in pages.values()]
    asked = json.dumps(told).encode() + b"\n"
    answer: list[bytes] = []

    def wait() -> Printed:
        while talk.is_alive():
            go_on()
            talk.join(A_WHILE)
        said.seek(0)
        return _read(pages, answer[0] if answer else b"", said.read(), child.returncode)

    with (
        tempfile.TemporaryDirectory(prefix="sitegen-", ignore_cleanup_errors=True) as folder,
        (Path(folder) / "said").open("w+b") as said,
        _started(folder, said) as child,
    ):
        talk = threading.Thread(target=_talk, args=(child, asked, answer), daemon=True)
        talk.start()
        try:
            yield wait
        finally:
            child.kill()
            talk.join()


@contextlib.contextmanager
def _started(folder: str, said: BinaryIO) -> Iterator[subprocess.Popen[bytes]]:
    """A child with a folder for its temporary files; it is ended on leaving."""
    package = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-P", "-c", CHILD, str(package), folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)},
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def _talk(child: subprocess.Popen[bytes], asked: bytes, answer: list[bytes]) -> None:
    """Ask and hear. The line to the child stays open to its end, which tells it that we live.

    An answer that cannot be heard, as for lack of memory, is none.
    """
    assert child.stdin and child.stdout
    with contextlib.suppress(OSError, MemoryError):
        child.stdin.write(asked)
        child.stdin.flush()
    with contextlib.suppress(OSError, MemoryError):
        answer.append(child.stdout.read())
        child.wait()
    with contextlib.suppress(OSError):
        child.stdin.close()


def _refuser(pages: Mapping[str, PrintPage], why: str) -> Callable[[], Printed]:
    return lambda: Printed({}, dict.fromkeys(pages, why))


def _read(names: Iterable[str], told: bytes, said: bytes, code: int | None) -> Printed:
    """What a child answered; where an answer is not whole, it has broken down."""
    pdfs: dict[str, Pdf] = {}
    faults: dict[str, str] = {}
    for name in names:
        head, _, told = told.partition(b"\n")
        try:
            answer = json.loads(head)
        except ValueError:
            answer = {"fault": _breakdown(said, code)}
        if "fault" not in answer and len(told) < answer["length"]:
            answer = {"fault": _breakdown(said, code)}
        if "fault" in answer:
            faults[name] = answer["fault"]
            continue
        data, told = told[: answer["length"]], told[answer["length"] :]
        pdfs[name] = Pdf(data, tuple(answer["unshown"]), tuple(answer["notes"]))
    return Printed(pdfs, faults, tuple(filter(None, said.decode("utf-8", "replace").splitlines())))


def _breakdown(said: bytes, code: int | None) -> str:
    lines = said.decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return f"The PDF engine broke down with code {code}: {last[:300]}"


def main() -> None:
    """The child: read, make, answer. What libraries print goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        asked = json.loads(sys.stdin.buffer.readline())
        _end_with_parent(sys.argv[2])
        for html, as_of in asked:
            _answer(answer, html, as_of and dt.date.fromisoformat(as_of))
            answer.flush()


def _end_with_parent(folder: str) -> None:
    """End this process, and delete its temporary files, once the parent is gone.

    Then nobody holds the other end of standard input. It is watched under another number: on
    Windows, libraries that look at standard input would wait for as long as it is read.
    """
    line = os.dup(0)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)

    def watch() -> None:
        os.read(line, 1)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _answer(file: BinaryIO, html: str, as_of: dt.date | None) -> None:
    try:
        made = make_pdf(html, as_of) if as_of else kept_pdf(html)
    except PdfNotMadeError as error:
        file.write(json.dumps({"fault": str(error)}).encode() + b"\n")
        return
    head = {"length": len(made.data), "unshown": made.unshown, "notes": made.notes}
    file.write(json.dumps(head).encode() + b"\n" + made.data)
