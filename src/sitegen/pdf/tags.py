"""A tree of PDF tags, and its regular form as PDF/UA-1 asks for it. Knows nothing of files.

The engine tags each box of the layout after its element. So a list laid out in columns is a list
of lists, groups stand between a list and its items, and each run of text has a tag of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HOLLOW = {"Span", "NonStruct"}
"""Kinds of tags that say nothing about their content."""

GROUPS = HOLLOW | {"Div", "Sect", "Art", "Part"}
"""Kinds of tags that hold others together."""

MAY_BE_EMPTY = {"TD", "TH", "TR", "Document"}
"""A table keeps its cells, so that its rows stay equally long."""


@dataclass(slots=True, eq=False)
class Tag:
    """A structure element: its kind, its page, and what it holds, in order.

    What it holds are tags, numbers of marked content on its own page, and references to links.
    `held` is the engine's object, none for a new tag; `attributes` replace those of `held`.
    """

    kind: str
    page: Any
    kids: list[Any]
    held: Any = None
    attributes: dict[str, Any] | None = None

    @property
    def plain(self) -> bool:
        """Whether the tag has no text or attributes of its own."""
        return self.held is None or not {"Alt", "A", "ActualText", "Lang"} & set(self.held)


def walk(tag: Tag) -> Iterator[Tag]:
    """A tag and all below it, in reading order."""
    waiting = [tag]
    while waiting:
        tag = waiting.pop()
        yield tag
        waiting += [kid for kid in reversed(tag.kids) if isinstance(kid, Tag)]


def regular(root: Tag) -> Tag:
    """The same tree with regular lists, tables and links, without tags that say nothing."""
    for tag in reversed(list(walk(root))):
        _settle(tag)
    _scope(root, False)
    _strays(root)
    return root


def _settle(tag: Tag) -> None:
    """Make a tag regular whose kids are regular already."""
    tag.kids = [kid for kid in tag.kids if not isinstance(kid, Tag) or _worth_keeping(kid)]
    tag.kids = list(_flat(tag))
    if tag.kind == "L":
        tag.kids = list(_items(tag))
    elif tag.kind == "LI":
        tag.kids = list(_parts(tag))


def _worth_keeping(tag: Tag) -> bool:
    """A picture without a text is an ornament; a tag without content is nothing."""
    if tag.kind == "Figure":
        return tag.held is not None and "Alt" in tag.held
    return bool(tag.kids) or tag.kind in MAY_BE_EMPTY


def _flat(tag: Tag) -> Iterator[Any]:
    """What a tag holds, with what hollow tags hold in their place.

    Content lies on the page of its tag, so it moves only to a tag of that page.
    """
    for kid in tag.kids:
        hollow = isinstance(kid, Tag) and kid.kind in HOLLOW and kid.plain
        inner = isinstance(kid, Tag) and kid.kind == tag.kind == "Link"
        if (hollow or inner) and (kid.page == tag.page or not _has_content(kid)):
            yield from kid.kids
        else:
            yield kid


def _has_content(tag: Tag) -> bool:
    return any(isinstance(kid, int) for kid in tag.kids)


# --- Lists ---------------------------------------------------------------------------------


def _kind(kid: Any) -> str:
    return kid.kind if isinstance(kid, Tag) else ""


def _items(box: Tag) -> Iterator[Tag]:
    """The items of a list; what is none becomes one, or part of the one before."""
    last: Tag | None = None
    for kid in _ungrouped(box):
        if _kind(kid) not in ("LI", "Caption"):
            # A list inside an item is hung beside it by the engine.
            if _kind(kid) == "L" and last is not None and last.page == kid.page:
                last.kids[-1].kids.append(kid)
                continue
            page = kid.page if isinstance(kid, Tag) else box.page
            kid = Tag("LI", page, [Tag("LBody", page, [kid])])
        last = kid if _kind(kid) == "LI" else last
        yield kid


def _ungrouped(box: Tag) -> Iterator[Any]:
    """What a list holds, without the columns and groups around its items."""
    columns = all(_kind(kid) == "L" for kid in box.kids)
    for kid in box.kids:
        if columns or (_kind(kid) in GROUPS and any(_kind(k) in ("LI", "L") for k in kid.kids)):
            yield from _ungrouped(kid)
        else:
            yield kid


def _parts(item: Tag) -> Iterator[Tag]:
    """The label of an item and its one body, which holds the rest; nothing for an empty item."""
    body = Tag("LBody", item.page, [])
    labels = [kid for kid in item.kids if _kind(kid) == "Lbl"]
    for kid in item.kids:
        if kid in labels:
            continue
        if _kind(kid) == "LBody" and kid.page == item.page:
            body.kids += kid.kids
            body.held = body.held or kid.held
        else:
            body.kids.append(kid)
    if body.kids:
        yield from (*labels, body)


def _strays(tag: Tag) -> None:
    """Make groups of items that stand in no list, and of bodies that stand in no item."""
    for kid in tag.kids:
        if isinstance(kid, Tag):
            home = {"LI": "L", "LBody": "LI", "Lbl": "LI"}.get(kid.kind, tag.kind)
            if home != tag.kind:
                kid.kind = "Div"
            _strays(kid)


# --- Tables --------------------------------------------------------------------------------


def _scope(tag: Tag, in_head: bool) -> None:
    """Say whether each header cell heads a column or a row.

    It stands in place of the engine's lists of headers for each cell, whose names it enters in
    no index, so that readers could not look them up.
    """
    if tag.kind in ("TH", "TD") and tag.held is not None:
        tag.held.pop("ID", None)
        tag.attributes = {k: v for k, v in tag.held["A"].items() if k != "Headers"}
        if tag.kind == "TH":
            tag.attributes["Scope"] = "/Column" if in_head else "/Row"
    for kid in tag.kids:
        if isinstance(kid, Tag):
            _scope(kid, in_head or kid.kind == "THead")
