"""Examines a finished tree: links, anchors, ids, titles, and requests to other hosts.

A fault here is a bug in sitegen, not in the user's files.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit


class BrokenTreeError(Exception):
    """The built tree does not hold together."""


_ID = re.compile(r'\sid="([^"]*)"')
_ANCHOR = re.compile(r'<a\s[^>]*?href="([^"]*)"')
_LOAD = re.compile(r'<(?:link|img|script|iframe|source|form)\s[^>]*?(?:href|src|action)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class _Page:
    ids: tuple[str, ...]
    links: tuple[str, ...]
    loads: tuple[str, ...]
    complete: bool


def check_tree(tree: Mapping[str, bytes]) -> int:
    """Check every HTML page; return how many links were followed.

    Raises `BrokenTreeError` with every fault, and when there was nothing to check.
    """
    pages = {path: _parse(text) for path, text in tree.items() if path.endswith(".html")}
    faults: list[str] = []
    followed = 0
    for path, page in sorted(pages.items()):
        faults += [f"{path}: id {i} stands twice" for i in _twice(page.ids)]
        if not page.complete:
            faults.append(f"{path}: no title or no main heading")
        faults += [f"{path}: would load {url}" for url in page.loads if urlsplit(url).netloc]
        for link in (*page.links, *page.loads):
            if urlsplit(link).scheme:
                continue
            followed += 1
            fault = _follow(link, path, pages, tree)
            if fault:
                faults.append(f"{path}: {fault}")
    if not pages or not followed:
        faults.append("nothing was checked")
    if faults:
        raise BrokenTreeError("\n".join(faults))
    return followed


def _twice(ids: tuple[str, ...]) -> list[str]:
    counted = Counter(ids)
    return sorted(i for i, n in counted.items() if n > 1)


def _parse(raw: bytes) -> _Page:
    """Find links and ids. Templates quote every attribute, so patterns are enough here."""
    text = raw.decode()
    return _Page(
        tuple(map(unescape, _ID.findall(text))),
        tuple(map(unescape, _ANCHOR.findall(text))),
        tuple(map(unescape, _LOAD.findall(text))),
        "<title>" in text and "<h1" in text,
    )


def _follow(
    link: str, here: str, pages: Mapping[str, _Page], tree: Mapping[str, bytes]
) -> str | None:
    parts = urlsplit(link)
    path = here
    if parts.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path)))
        if parts.path.endswith("/") or path not in tree:
            return f"the link {link} leads nowhere"
    if parts.fragment and path in pages and unquote(parts.fragment) not in pages[path].ids:
        return f"the link {link} names an anchor that does not exist"
    return None
