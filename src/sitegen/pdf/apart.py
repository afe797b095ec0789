"""The PDF made by a process of its own, while this one goes on.

Whatever the engine and its native libraries do there, print, exhaust or break, the build goes on.
The child reads the page and the day as JSON, and answers with a line of JSON and the PDF.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from sitegen.pdf.make import Pdf, PdfNotMadeError, make_pdf

CHILD = "import sys; sys.path.append(sys.argv[1]); from sitegen.pdf.apart import main; main()"


@contextlib.contextmanager
def begun(html: str, as_of: dt.date) -> Iterator[Callable[[], Pdf]]:
    """Begin a PDF, and give what waits for it: it returns a `Pdf` or raises `PdfNotMadeError`.

    Leaving the context ends a child that nobody waited for.
    """
    try:
        child = _start()
    except OSError as error:
        yield _refuser(f"The PDF engine cannot be started: {error}")
        return
    answer: list[tuple[bytes, bytes]] = []
    asked = json.dumps({"html": html, "as_of": as_of.isoformat()}).encode()
    talk = threading.Thread(target=lambda: answer.append(child.communicate(asked)), daemon=True)
    talk.start()

    def wait() -> Pdf:
        talk.join()
        told, said = answer[0] if answer else (b"", b"")
        return _read(told, said, child.returncode)

    try:
        yield wait
    finally:
        if child.poll() is None:
            child.kill()
        talk.join()


def _start() -> subprocess.Popen[bytes]:
    package = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-P", "-c", CHILD, str(package)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _refuser(why: str) -> Callable[[], Pdf]:
    def refuse() -> Pdf:
        raise PdfNotMadeError(why)

    return refuse


def _read(told: bytes, said: bytes, code: int | None) -> Pdf:
    """What a child answered; a child without a whole answer has broken down."""
    head, _, data = told.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError:
        raise PdfNotMadeError(_breakdown(said, code)) from None
    if "fault" in answer:
        raise PdfNotMadeError(answer["fault"])
    if len(data) != answer["length"]:
        raise PdfNotMadeError(_breakdown(said, code))
    spoken = tuple(filter(None, said.decode("utf-8", "replace").splitlines()))
    return Pdf(data, tuple(answer["unshown"]), (*answer["notes"], *spoken))


def _breakdown(said: bytes, code: int | None) -> str:
    lines = said.decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return f"The PDF engine broke down with code {code}: {last[:300]}"


def main() -> None:
    """The child: read, make, answer. What libraries print goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        asked = json.loads(sys.stdin.buffer.read())
        _answer(answer, asked["html"], dt.date.fromisoformat(asked["as_of"]))


def _answer(file: BinaryIO, html: str, as_of: dt.date) -> None:
    try:
        made = make_pdf(html, as_of)
    except PdfNotMadeError as error:
        file.write(json.dumps({"fault": str(error)}).encode() + b"\n")
        return
    head = {"length": len(made.data), "unshown": made.unshown, "notes": made.notes}
    file.write(json.dumps(head).encode() + b"\n" + made.data)
