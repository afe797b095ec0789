"""Examines a finished tree: links, anchors, ids, titles, and requests to other hosts.

A fault here is a bug in sitegen, not in the user's files.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

LOADING = {
    ("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("audio", "src"),
    ("video", "src"), ("source", "src"), ("object", "data"), ("embed", "src"), ("form", "action"),
}  # fmt: skip


class BrokenTreeError(Exception):
    """The built tree does not hold together."""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.headings = 0
        self.has_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a" and values.get("href") is not None:
            self.links.append(values["href"] or "")
        for name, value in values.items():
            if (tag, name) in LOADING and value:
                self.loads.append(value)
        self.headings += tag == "h1"
        self.has_title = self.has_title or tag == "title"


def check_tree(tree: Mapping[str, bytes]) -> int:
    """Check every HTML page; return how many links were followed.

    Raises `BrokenTreeError` with every fault, and when there was nothing to check.
    """
    pages = {path: _parse(text) for path, text in tree.items() if path.endswith(".html")}
    faults: list[str] = []
    followed = 0
    for path, page in sorted(pages.items()):
        faults += [f"{path}: id {i} stands twice" for i in set(page.ids) if page.ids.count(i) > 1]
        if not page.has_title or not page.headings:
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


def _parse(text: bytes) -> _Page:
    page = _Page()
    page.feed(text.decode())
    return page


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
