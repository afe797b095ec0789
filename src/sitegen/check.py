"""Examines a finished tree: links, anchors, ids, titles, what runs, and requests to other hosts.

A fault here is a bug in sitegen, not in the user's files.
"""

from __future__ import annotations

import functools
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from html.parser import HTMLParser
from urllib.parse import SplitResult, unquote, urlsplit

from sitegen.patterns import regex

POLICY = "Content-Security-Policy"
STRICT = ("default-src 'none'", "base-uri 'none'", "form-action 'none'")
"""What the policy of every page has to say; a source that it names besides is the site itself or a
hash."""
_SOURCES = regex(r"(?:style|script)-src '(?:self|sha256-[A-Za-z0-9+/=]+)'")

OUTSIDE = {"http", "https", "mailto"}
"""Kinds of addresses that a link may lead to outside of the tree."""

LINKS = {"a": "href", "area": "href"}
LOADS = {
    "link": ("href",),
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src", "srcdoc"),
    "source": ("src", "srcset"),
    "form": ("action",),
    "object": ("data",),
    "embed": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "base": ("href",),
    "input": ("src", "formaction"),
    "button": ("formaction",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "body": ("background",),
}
"""Attributes by which a page loads something or sends something away."""

_UNSEEN = regex(r"[\x00-\x20]")
"""What browsers take out of an address before they read it."""


_APART = "script|style|title|textarea|plaintext|xmp|iframe|noembed|noframes"
"""Elements whose content is not read as tags, by every browser or by some."""

_ATTRIBUTE = r' [a-zA-Z][\w:-]*+(?:="[^"<>]*+")?'
PLAIN = regex(
    rf"<!doctype html>(?:[^<]*+<(?:/[a-z][a-z0-9]*+>"
    rf"|(?!(?:{_APART})\b)[a-z][a-z0-9]*+(?:{_ATTRIBUTE})*+ ?/?>"
    rf"|(script|style|title|textarea)(?:{_ATTRIBUTE})*+>[^<]*+</\1>))*+[^<]*+"
)
"""A page in which each `<` begins a tag, and each value stands in quotes without an angle bracket.
So nothing can hide in it, and its tags can be picked out as they stand."""

_TOLD = regex(
    r"<(?:(?:h1|title|script|base)(?![a-z0-9])"
    r"|[a-z][a-z0-9]*+ (?!(?:class|data-q)=\"[^\"]*+\"(?: value=\"[^\"]*+\")?>))[^>]*+>"
)
"""Start tags of a plain page that say something: not those with only a name and a class, nor the
marks of quantities."""
_TASKS = regex(rb'^"tasks": (\[.*?\]),$', re.MULTILINE | re.DOTALL)
_NAME = regex(r"<([a-z][a-z0-9]*)")
_NAMED = regex(r' ([a-zA-Z][\w:-]*+)(?:="([^"]*+)")?')


class BrokenTreeError(Exception):
    """The built tree does not hold together."""


class Page:
    """What one page holds, each with how often."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        self.ids: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.loads: Counter[str] = Counter()
        self.running: list[str] = []
        self.policy = ""
        self.tags: set[str] = set()
        if PLAIN.fullmatch(text):
            for tag, times in Counter(_TOLD.findall(text)).items():
                name, found, running = _read(tag)
                self.add(name, found, running, times)
        else:
            _Reader(self).feed_all(text)

    def add(
        self, tag: str, found: Mapping[str, str], running: Sequence[str], times: int = 1
    ) -> None:
        """Take in a start tag, with what would run from within it."""
        self.tags.add(tag)
        if "id" in found:
            self.ids[found["id"]] += times
        if tag in LINKS and LINKS[tag] in found:
            self.links[found[LINKS[tag]]] += times
        for name in LOADS.get(tag, ()):
            if name in found:
                self.loads[found[name]] += times
        self.running += running
        if tag == "meta" and found.get("http-equiv") == POLICY:
            self.policy = found.get("content", "")


@functools.lru_cache(maxsize=4096)
def _read(tag: str) -> tuple[str, Mapping[str, str], tuple[str, ...]]:
    """The name and the attributes of a start tag of a plain page, and what would run from it.

    Pages share most of theirs.
    """
    name = _NAME.match(tag)
    assert name is not None, "only start tags are picked out"
    found = {key.lower(): unescape(value) for key, value in _NAMED.findall(tag)}
    return name[1], found, tuple(_running(name[1], found))


class _Reader(HTMLParser):
    """Reads a page that is not plain, as a parser does."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def feed_all(self, text: str) -> None:
        """Read a page from start to end."""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._page.add(tag, found, tuple(_running(tag, found)))


def _running(tag: str, found: Mapping[str, str]) -> Iterator[str]:
    """What would run or style the page from within one tag."""
    for name in found:
        if name.startswith("on") or name == "style":
            yield f"the attribute {name} of <{tag}>"
    if tag == "base" and not found:
        yield "a <base> within the page"
    if tag == "script" and "src" not in found:
        yield "a <script> within the page"
    if tag == "meta" and found.get("http-equiv", "").casefold() in ("refresh", "set-cookie"):
        yield f"a <meta> with {found['http-equiv']}"


def check_tree(tree: Mapping[str, bytes]) -> int:
    """Check every HTML page, the plan and the calendar; return how many links were followed.

    Raises `BrokenTreeError` with every fault, and when there was nothing to check.
    """
    pages = {path: Page(text.decode()) for path, text in tree.items() if path.endswith(".html")}
    faults = [
        f"{path}: {fault}" for path, page in sorted(pages.items()) for fault in _page_faults(page)
    ]
    followed = 0
    for path, page in sorted(pages.items()):
        for link, times in (page.links + page.loads).items():
            if _split(link).scheme:
                continue
            followed += times
            fault = _follow(link, path, pages, tree)
            if fault:
                faults.append(f"{path}: {fault}")
    faults += _same_ids(tree)
    if not pages or not followed:
        faults.append("nothing was checked")
    if faults:
        raise BrokenTreeError("\n".join(faults))
    return followed


def _page_faults(page: Page) -> Iterator[str]:
    """What is wrong with one page by itself."""
    yield from (f"id {i} stands twice" for i in _twice(page.ids))
    if not {"title", "h1"} <= page.tags:
        yield "no title or no main heading"
    yield from (f"{each} is not allowed" for each in page.running)
    for url in map(_plain, page.loads):
        if _split(url).scheme or url.startswith("//"):
            yield f"would load {url}"
    for url in map(_plain, page.links):
        parts = _split(url)
        if (parts.scheme and parts.scheme not in OUTSIDE) or url.startswith("//"):
            yield f"the link {url} leads where no link may lead"
    said = [part.strip() for part in page.policy.split(";") if part.strip()]
    loose = [part for part in said if part not in STRICT and not _SOURCES.fullmatch(part)]
    if loose or not set(STRICT) <= set(said):
        yield f"the {POLICY} is not strict: {page.policy or 'there is none'}"


def _plain(url: str) -> str:
    """An address as browsers read it."""
    return _UNSEEN.sub("", url).replace("\\", "/")


def _same_ids(tree: Mapping[str, bytes]) -> Iterator[str]:
    """Two tasks of the plan, or two events of a calendar, that could not be told apart."""
    if "plan.json" in tree:
        ids = Counter(task["id"] for task in _tasks(tree["plan.json"]))
        yield from (f"plan.json: task {i} stands twice" for i in _twice(ids))
    for path in sorted(path for path in tree if path.endswith(".ics")):
        unfolded = re.sub(r"\r?\n[ \t]", "", tree[path].decode())
        uids = re.findall(r"^UID(?:;[^:\r\n]*)?:(.*?)\r?$", unfolded, re.MULTILINE)
        yield from (f"{path}: event {uid} stands twice" for uid in _twice(Counter(uids)))


def _tasks(plan: bytes) -> list[dict[str, str]]:
    """The tasks of a plan.json. Its whole is large, and its tasks stand on lines of their own."""
    apart = _TASKS.search(plan)
    tasks: list[dict[str, str]] = json.loads(apart[1]) if apart else json.loads(plan)["tasks"]
    return tasks


def _twice(ids: Counter[str]) -> list[str]:
    return sorted(i for i, n in ids.items() if n > 1)


def _follow(
    link: str, here: str, pages: Mapping[str, Page], tree: Mapping[str, bytes]
) -> str | None:
    parts = _split(link)
    path = here
    if parts.path:
        path = _joined(posixpath.dirname(here), parts.path)
        if parts.path.endswith("/") or path not in tree:
            return f"the link {link} leads nowhere"
    if parts.fragment and path in pages and unquote(parts.fragment) not in pages[path].ids:
        return f"the link {link} names an anchor that does not exist"
    return None


@functools.lru_cache(maxsize=4096)
def _split(url: str) -> SplitResult:
    """The parts of an address; pages share most of theirs."""
    return urlsplit(url)


@functools.lru_cache(maxsize=4096)
def _joined(folder: str, path: str) -> str:
    """Where a relative address leads."""
    return posixpath.normpath(posixpath.join(folder, unquote(path)))
