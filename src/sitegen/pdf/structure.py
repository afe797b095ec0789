"""What the engine leaves to be done on a tagged PDF before it is written.

Tags are made regular, running heads become artifacts, links say where they lead, and objects that
say nothing are taken out. Everything here works on the objects of an unwritten PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.pdf.tags import Tag, regular, walk

PRINTED = 4
"""The flag of an annotation that stays on paper."""

SVG = "{http://www.w3.org/2000/svg}"
POINT = 0.75
"""Points in a pixel of CSS."""


def describe_pictures(document: Any) -> None:
    """Let a picture's text be its title and its description; the engine takes the title only."""
    for box in _boxes(document):
        if box.element is not None and box.element.tag == f"{SVG}svg":
            title, more = (box.element.find(f"{SVG}{name}") for name in ("title", "desc"))
            if title is not None and more is not None and more.text not in title.text:
                title.text = f"{title.text.rstrip('.')}. {more.text}"


def finish(document: Any, pdf: Any) -> None:
    """Make the tags right and the file small. Called by the engine before it writes."""
    _describe_links(document)
    root = next(o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == _ROOT)
    objects = {thing.reference: thing for thing in pdf.objects}
    tree = regular(_tree(root["K"][0], objects))
    _place_pictures(tree, objects)
    dropped = _merge_links(tree, objects)
    kept = _write_tags(pdf, tree)
    _write_parents(pdf, tree, objects, objects[root["ParentTree"]]["Nums"])
    dropped |= {ref for ref, thing in objects.items() if _is_tag(thing) and ref not in kept}
    _take_out(pdf, dropped)
    for thing in pdf.objects:
        if hasattr(thing, "stream"):
            thing.stream = [_lean_drawing(_named_letter(step)) for step in thing.stream]


_ROOT = "/StructTreeRoot"


def _is_tag(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem"


def _describe_links(document: Any) -> None:
    """Describe each link inside the document by its words; the engine only names its anchor."""
    for box in _boxes(document):
        link = getattr(box, "link_annotation", None)
        if not link or box.element is None:
            continue
        link["F"] = PRINTED
        words = box.element.get("aria-label") or "".join(box.element.itertext())
        if "Dest" in link and words.strip():
            link["Contents"] = type(link["Contents"])(" ".join(words.split()))


def _boxes(document: Any) -> Iterator[Any]:
    for page in document.pages:
        yield from page._page_box.descendants()


def _place_pictures(tree: Tag, objects: Mapping[bytes, Any]) -> None:
    """Say in points from the foot of the page where a picture stands, as readers measure."""
    for tag in walk(tree):
        if tag.kind == "Figure":
            left, top, right, bottom = (n * POINT for n in tag.held["A"]["BBox"])
            height = objects[tag.page]["MediaBox"][3]
            tag.held["A"]["BBox"][:] = [left, height - bottom, right, height - top]


def _merge_links(tree: Tag, objects: Mapping[bytes, Any]) -> set[bytes]:
    """Take off links that lie inside another of the same tag; give their references.

    The engine lays one over the parts of a line besides the one over the line, and a screen
    reader would tell each.
    """
    dropped: set[bytes] = set()
    for tag in walk(tree):
        kept: list[bytes] = []
        for kid in [kid for kid in tag.kids if isinstance(kid, bytes)]:
            link = objects[kid]["Obj"]
            if any(_covers(objects[objects[k]["Obj"]], objects[link]) for k in kept):
                dropped |= {kid, link}
                objects[tag.page]["Annots"].remove(link)
            else:
                kept.append(kid)
        tag.kids = [kid for kid in tag.kids if kid not in dropped]
    return dropped


def _covers(outer: Any, inner: Any, slack: float = 1.0) -> bool:
    """Whether a link lies inside another to the same place, but for `slack` points."""
    (left, top, right, bottom), other = outer["Rect"], inner["Rect"]
    same: bool = outer["Contents"].string == inner["Contents"].string
    return same and bool(
        left - slack <= other[0]
        and other[2] <= right + slack
        and min(top, bottom) - slack <= min(other[1], other[3])
        and max(other[1], other[3]) <= max(top, bottom) + slack
    )


# --- The tree of tags ----------------------------------------------------------------------


def _tree(ref: bytes, objects: Mapping[bytes, Any]) -> Tag:
    """The tags that hang on one, as a tree. What hangs on none, such as running heads, is left."""
    held = objects[ref]
    kids: list[Any] = []
    for kid in held["K"]:
        is_tag = kid in objects and _is_tag(objects[kid])
        kids.append(_tree(kid, objects) if is_tag else kid)
    return Tag(held["S"].removeprefix("/"), held.get("Pg"), kids, held)


def _write_tags(pdf: Any, tree: Tag) -> set[bytes]:
    """Enter the tree into the objects of the PDF; give the references of its tags."""
    dictionary, array = type(tree.held), type(tree.held["K"])
    for tag in walk(tree):
        if tag.held is None:
            tag.held = dictionary({"Type": "/StructElem", "Pg": tag.page})
            pdf.add_object(tag.held)
        tag.held["S"] = f"/{tag.kind}"
        if tag.attributes is not None:
            tag.held["A"] = dictionary(tag.attributes)
    for tag in walk(tree):
        tag.held["K"] = array(k.held.reference if isinstance(k, Tag) else k for k in tag.kids)
        for kid in tag.kids:
            if isinstance(kid, Tag):
                kid.held["P"] = tag.held.reference
    return {tag.held.reference for tag in walk(tree)}


def _write_parents(pdf: Any, tree: Tag, objects: Mapping[bytes, Any], numbers: Any) -> None:
    """Lead from marks and links on the pages back to their tags; the rest are artifacts."""
    marks: dict[Any, dict[int, bytes]] = {}
    links: dict[int, bytes] = {}
    for tag in walk(tree):
        for kid in tag.kids:
            if isinstance(kid, int):
                marks.setdefault(tag.page, {})[kid] = tag.held.reference
            elif isinstance(kid, bytes):
                links[objects[objects[kid]["Obj"]]["StructParent"]] = tag.held.reference
    array, pages = type(numbers), pdf.page_references
    numbers.clear()
    for page in pages:
        known = marks.get(page, {})
        last = max(known, default=-1) + 1
        tags = array(known.get(number, "null") for number in range(last))
        numbers += [objects[page]["StructParents"], tags]
        _make_artifacts(objects[objects[page]["Contents"]].stream, known)
    for number, ref in sorted(links.items()):
        numbers += [number, ref]


def _make_artifacts(steps: list[Any], known: Mapping[int, bytes]) -> None:
    """In a page's drawing, turn marked content that no tag holds into artifacts."""
    for place, step in enumerate(steps):
        if isinstance(step, dict) and "MCID" in step and step["MCID"] not in known:
            steps[place - 1] = "/Artifact"
            step.clear()
            step["Type"] = "/Pagination"


# --- Numbers -------------------------------------------------------------------------------


def _take_out(pdf: Any, dropped: set[bytes]) -> None:
    """Take objects out of the file and number the others anew, without gaps.

    The engine writes a free object nowhere but counts it in the table of all objects, so that
    every later entry of that table would point at a wrong one.
    """
    kept = [(thing.reference, thing) for thing in pdf.objects if thing.reference not in dropped]
    for number, (_, thing) in enumerate(kept):
        thing.number = number
    new = {old: thing.reference for old, thing in kept if old != thing.reference}
    # The list of pages holds bare numbers.
    pages = pdf.pages["Kids"]
    pages[::3] = [int(new.get(b"%d 0 R" % n, b"%d" % n).split()[0]) for n in pages[::3]]
    pdf.objects[:] = [thing for _, thing in kept]
    for thing in pdf.objects:
        _point_anew(thing, new)
        _point_anew(getattr(thing, "extra", None), new)


def _point_anew(value: Any, new: Mapping[bytes, bytes]) -> Any:
    """A value with its references changed, in place where it holds others."""
    if isinstance(value, bytes):
        return new.get(value, value)
    if isinstance(value, dict):
        for key, held in value.items():
            value[key] = _point_anew(held, new)
    elif isinstance(value, list):
        value[:] = [_point_anew(held, new) for held in value]
    return value


# --- Drawing -------------------------------------------------------------------------------

_NO_LETTER = re.compile(rb"\A(<[0-9a-f]{4}> )<(?:0000|feff|fffe)>\Z")
_LONG_NUMBER = re.compile(rb"(\d\.\d\d)\d+")


def _named_letter(step: Any) -> Any:
    """A line of a font's table of letters; one that no text can hold becomes the sign for that.

    A font that is whole, as a field needs it, also has a sign for the letter of number 0.
    """
    return _NO_LETTER.sub(rb"\1<fffd>", step) if isinstance(step, bytes) else step


def _lean_drawing(step: Any) -> Any:
    """A step of drawing without shifts of nothing, and to a hundredth of a point."""
    if not isinstance(step, bytes):
        return step
    if step.endswith(b"TJ"):
        return step.replace(b">0<", b"")
    return _LONG_NUMBER.sub(rb"\1", step)
