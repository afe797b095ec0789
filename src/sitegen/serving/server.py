"""Answers the browser from memory: files of the plan, news of changes, and PDFs on demand.

Only this machine is answered, and only where it is called by its own name: a page of the web whose
name was made to lead here is refused, for the plan holds visa status and scores.
"""

from __future__ import annotations

import json
import os
import re
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from sitegen.diagnostics import UserFilesError, report
from sitegen.render.frame import asset
from sitegen.render.trouble import lost_page, problems_page, problems_part
from sitegen.serving.live import Live
from sitegen.serving.shown import PAPERS, NotPrintedError, Shown
from sitegen.userfiles import rows_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
"""What this machine may be called by."""

PORTS = 20
"""So many ports are tried after the one that was asked for."""

SILENCE = 15.0
"""Seconds after which a browser that waits for news is told that there are none."""

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".pdf": "application/pdf",
}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Nothing is kept by the browser, shown inside of another site, or told to one."""

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')


class PortsTakenError(Exception):
    """No port is free, or none may be used; the text says it."""


class App:
    """What is answered to a request."""

    def __init__(self, live: Live) -> None:
        """Answer from this state."""
        self._live = live

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        request.trusted_hosts = list(NAMES)
        try:
            _ = request.host  # raises where the machine is called by another name
            if request.method not in ("GET", "HEAD"):
                raise MethodNotAllowed(["GET", "HEAD"])
            answer: Any = self._answer(request.path.lstrip("/") or "index.html")
        except HTTPException as refused:
            answer = refused.get_response(environ)
        answer.headers.update(HEADERS)
        return answer(environ, start)  # type: ignore[no-any-return]

    def _answer(self, path: str) -> Response:
        if path == "_live/news":
            return Response(self._news(), content_type="text/event-stream")
        if path in ("_live/live.js", "_live/live.css"):
            return _response(asset(PurePosixPath(path).name), path)
        self._live.wait(0, SILENCE)  # until the first plan is made, or cannot be
        news, shown = self._live.news, self._live.shown
        if shown is None:
            return self._page(_alone(news.problems), news.version, 503)
        if path in PAPERS.values():
            return self._pdf(shown, path, news.version)
        if path not in shown.paths:
            if path.endswith(".html"):
                return self._page(lost_page(), news.version, 404)
            raise NotFound
        try:
            found = shown.file(path)
        except UserFilesError as error:
            return self._page(_alone(tuple(report(error.problems, rows_of))), news.version, 503)
        if not path.endswith(".html"):
            return _response(found, path)
        self._live.asked_last = path
        return self._page(found.decode(), news.version)

    def _pdf(self, shown: Shown, path: str, version: str) -> Response:
        try:
            return _response(shown.pdf(path), path)
        except NotPrintedError as error:
            return self._page(problems_page([str(error)], error.page), version, 503)

    def _page(self, html: str, version: str, status: int = 200) -> Response:
        return _response(alive(html, version).encode(), "page.html", status)

    def _news(self) -> Iterator[bytes]:
        """The state now and after each change, as server-sent events."""
        number = -1
        while not self._live.over:
            news = self._live.wait(number, SILENCE)
            if news is None:
                yield b": nothing new\n\n"
                continue
            number = news.number
            told = _part(news.problems)
            yield f"data: {json.dumps({'version': news.version, 'problems': told})}\n\n".encode()


def alive(html: str, version: str) -> str:
    """A page that reloads itself: with a script, and a policy that lets it ask for news."""
    script = (
        '<link rel="stylesheet" href="/_live/live.css">'
        f'<script src="/_live/live.js" data-version="{escape(version)}" defer></script>'
    )

    def opened(found: re.Match[str]) -> str:
        rules = dict(rule.strip().partition(" ")[::2] for rule in found[2].split(";"))
        for kind in ("script-src", "style-src", "connect-src"):
            sources = rules.get(kind, "").split()
            rules[kind] = " ".join(dict.fromkeys([*sources, "'self'"]))
        return found[1] + "; ".join(f"{kind} {rule}" for kind, rule in rules.items()) + found[3]

    return _POLICY.sub(opened, html, count=1).replace("</head>", f"{script}\n</head>", 1)


def _part(problems: tuple[str, ...]) -> str:
    """Problems as a part of a page; bare, where the template for them is what is broken."""
    try:
        return problems_part(problems) if problems else ""
    except Exception:
        return "".join(f"<pre>{escape(text)}</pre>" for text in problems)


def _alone(problems: tuple[str, ...]) -> str:
    """Problems as a page; bare, where the template for it is what is broken."""
    try:
        return problems_page(problems)
    except Exception:
        return f"<!doctype html><head></head><body>{_part(problems)}</body>"


def _response(content: bytes, path: str, status: int = 200) -> Response:
    kind = KINDS.get(PurePosixPath(path).suffix, "application/octet-stream")
    return Response(content, status=status, content_type=kind)


class _Quiet(WSGIRequestHandler):
    """Says nothing of requests; faults are told."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def listening(port: int) -> socket.socket:
    """A socket at this port, or at the next one that is free. Raises `PortsTakenError`."""
    for each in range(port, min(port + PORTS, 65535) + 1):
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            _for_us_alone(opened)
            opened.bind((HOST, each))
            opened.listen(128)
            return opened
        except PermissionError as error:
            opened.close()
            if each < 1024:
                raise PortsTakenError(
                    f"port {each} is kept for the system; name one from 1024 on, as --port 8000"
                ) from error
        except OSError:
            opened.close()
    raise PortsTakenError(
        f"the ports from {port} to {min(port + PORTS, 65535)} are taken; name another one, as "
        "--port 9000"
    )


def _for_us_alone(opened: socket.socket) -> None:
    """Let no other program share the port, and let the next run have it at once."""
    if os.name == "nt":
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


@contextmanager
def answering(live: Live, opened: socket.socket) -> Iterator[None]:
    """Answer requests in threads of their own, until this is left."""
    port = opened.getsockname()[1]
    server = make_server(
        HOST, port, App(live), threaded=True, request_handler=_Quiet, fd=opened.fileno()
    )
    running = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    running.start()
    try:
        yield
    finally:
        live.end()
        server.shutdown()
        server.server_close()
        opened.close()
        running.join()
