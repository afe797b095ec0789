"""Checks that each page has its text, and that prose and stories hold what pages ask for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.diagnostics import Location, Problems, shorten
from sitegen.knowledge.guide import MenuSection

MODEL = "any-story.md"
"""The story for any field: every other one has its parts and its angles."""

PROSE = ("The work", "It may suit you if", "Think twice if", "What programs look for")

PAIRS = {"Angles": ": ", "Cards": " | "}
"""Parts whose lines are pairs, with what stands between the two."""


@dataclass(slots=True)
class _Part:
    """A heading with its line, and the lines below it, each with its number."""

    title: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)


def check_content(
    texts: Mapping[str, str], specialties: Collection[str], folder: str, problems: Problems
) -> None:
    """Record prose or a story that is missing, is nobody's, or lacks a part.

    `texts` are the files of `content/` by path, `specialties` the shipped ones, and `folder` is
    what stands before a path in a message.
    """
    model = {part.title: part for part in _parts(texts.get(MODEL, ""))}
    for name in sorted(specialties):
        for path in (f"specialties/{name}.md", f"stories/{name}.md"):
            if path not in texts:
                where = Location(f"{folder}{path}")
                hint = f"write this file, like {MODEL if 'stories' in path else 'the others there'}"
                problems.add("D109", where, f"the specialty {name} has no {path}", hint)
    for path, text in sorted(texts.items()):
        kind, _, name = path.removesuffix(".md").partition("/")
        if kind not in ("specialties", "stories"):
            continue
        if name not in specialties:
            close = problems.nearest("D109", name, set(specialties))
            hint = f"did you mean {close}?" if close else "name the file like its specialty"
            problems.add("D109", Location(folder + path), f"no specialty is called {name}", hint)
        elif kind == "stories":
            _Text(folder + path, _parts(text), problems).story(model)
        else:
            _Text(folder + path, _parts(text), problems).headings(PROSE)


MANY = ("letter", "specialty")
"""Texts of kinds of pages that the menu does not list."""


def check_pages(
    menu: Sequence[MenuSection], written: str, texts: Collection[str], problems: Problems
) -> None:
    """Record a page of the menu without its text, one that stands twice, and a text of no page.

    `written` is the file of the menu, `texts` the names of the texts of pages.
    """
    seen: set[str] = set()
    for page in (page for section in menu for page in section.pages):
        name = page.text or page.id
        where = Location("menu.yaml", _line(written, page.id), 1)
        if page.id in seen:
            problems.add("D109", where, f"the page {page.id} stands twice", "take one of them out")
        elif name not in texts:
            close = problems.nearest("D109", name, set(texts))
            hint = f"did you mean {close}?" if close else "name the text of a page that is there"
            problems.add("D109", where, f"no page has the text {name}", hint)
        seen.add(page.id)
    used = {page.text or page.id for section in menu for page in section.pages}
    for name in sorted(set(texts) - used - set(MANY)):
        hint = "list it in a section, as the shipped file does"
        problems.add("D109", Location("menu.yaml", 1, 1), f"the page {name} is in no list", hint)


def _line(written: str, name: str) -> int:
    """The line on which a page of the menu stands."""
    lines = enumerate(written.splitlines(), 1)
    return next((i for i, line in lines if re.search(rf"\bid: {name}(?![\w-])", line)), 1)


def _parts(text: str) -> list[_Part]:
    found: list[_Part] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            found.append(_Part(line[3:].strip(), number))
        elif line.strip() and found:
            found[-1].lines.append((number, line))
    return found


@dataclass(slots=True)
class _Text:
    file: str
    parts: list[_Part]
    problems: Problems

    def tell(self, line: int, what: str, hint: str) -> None:
        self.problems.add("D109", Location(self.file, line, 1), what, hint)

    def headings(self, titles: Collection[str]) -> None:
        """The headings, each once and with something below it."""
        seen: set[str] = set()
        for part in self.parts:
            if part.title in seen:
                told = f"the heading {shorten(part.title)} stands twice"
                self.tell(part.line, told, "move its lines below the first one, and delete it")
            elif part.title not in titles:
                told = f"the heading {shorten(part.title)} is not asked for here"
                self.tell(part.line, told, f"the headings are: {', '.join(titles)}")
            elif not part.lines:
                self.tell(
                    part.line,
                    f"nothing stands below {part.title}",
                    "write its lines, as another specialty has them",
                )
            seen.add(part.title)
        for title in (each for each in titles if each not in seen):
            self.tell(1, f"the heading {title} is missing", f"add ## {title} with its lines")

    def story(self, model: Mapping[str, _Part]) -> None:
        """The parts of a story: lists, of which some hold pairs."""
        self.headings(tuple(model))
        for part in self.parts:
            for number, line in part.lines:
                if not line.startswith("- "):
                    self.tell(
                        number, "this line is no point of a list", "begin it with - and a space"
                    )
                elif PAIRS.get(part.title, "") not in line:
                    mark = PAIRS[part.title].strip()
                    self.tell(
                        number, f"this point has no {mark}", f"put {mark} between its two halves"
                    )
        angles = {key for key, _ in _angles(model.get("Angles"))}
        mine = next((part for part in self.parts if part.title == "Angles"), None)
        told = dict(_angles(mine))
        for key in sorted(angles - set(told)):
            self.tell(mine.line if mine else 1, f"the angle {key} is missing", f"add - {key}: …")
        for key in sorted(set(told) - angles):
            hint = f"the angles are: {', '.join(sorted(angles))}"
            self.tell(told[key], f"the angle {shorten(key)} is not asked for", hint)


def _angles(part: _Part | None) -> Iterator[tuple[str, int]]:
    for number, line in part.lines if part else ():
        if line.startswith("- ") and ": " in line:
            yield line[2:].partition(": ")[0], number
