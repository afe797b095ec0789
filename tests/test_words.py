"""What an applicant reads stands in content/ and data/: no sentence in Python, none in a layout.

Reads the syntax trees of `plan` and `render`, and the layouts in `templates/`. Takes three seconds.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest

from sitegen.knowledge.model import Knowledge

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "sitegen"

FEW = 2
"""So many words are a label or a link; from one more on, they are a sentence."""

_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+(?:[-/][A-Za-z]+)*|[aI]")
_EDGES = ".,;:!?()[]\"'“”…"


def is_sentence(text: str) -> bool:
    """Whether a text holds more than a label; its tags, numbers, names and places do not count."""
    tokens = (token.strip(_EDGES) for token in _TAG.sub(" ", text).split())
    return sum(bool(_WORD.fullmatch(token)) for token in tokens) > FEW


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence in a module that is none of the program's own.

    Its own are docstrings, the messages of `assert` and `raise`, and patterns.
    """
    tree = ast.parse(source)
    left_out = set(map(id, _own(tree)))
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in left_out:
            continue
        text = _text(node)
        if text is not None and is_sentence(text):
            yield getattr(node, "lineno", 0), text
        parts = ast.iter_child_nodes(node)
        if isinstance(node, ast.JoinedStr):
            # A piece of it may break off within a tag, so only what is put into it is read.
            parts = (part for part in parts if isinstance(part, ast.FormattedValue))
        waiting += parts


def _own(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module that hold words for whoever works on it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        elif isinstance(node, ast.Assert) and node.msg:
            yield node.msg
        elif isinstance(node, ast.Raise) and node.exc:
            yield node.exc
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            yield from node.args[:1]


def _text(node: ast.AST) -> str | None:
    """A text as one expression makes it, with a gap for each value; None for anything else.

    Of two texts to choose from, it is the longer one.
    """
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.FormattedValue):
        return _text(node.value)
    if isinstance(node, ast.IfExp):
        found = [text for text in map(_text, (node.body, node.orelse)) if text is not None]
        return max(found, key=len, default=None)
    if isinstance(node, ast.JoinedStr):
        return "".join("\0" if (text := _text(part)) is None else text for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        both = [_text(node.left), _text(node.right)]
        return None if both == [None, None] else "".join("\0" if p is None else p for p in both)
    return None


def said_in(layout: str) -> Iterator[str]:
    """The sentences of a layout: its text, the names of its elements, and the words in its code."""
    html = []
    for _, kind, value in jinja2.Environment(autoescape=True).lex(layout):
        if kind == "string" and is_sentence(value):
            yield value
        html.append({"data": value, "variable_begin": "\0"}.get(kind, ""))
    page = _Page()
    page.feed("".join(html))
    page.close()
    yield from filter(is_sentence, [*page.names, *"".join(page.text).split(_Page.BREAK)])


class _Page(HTMLParser):
    """The text of a page, with a break around each block, and the names of its elements."""

    BREAK = "\1"
    INLINE = frozenset({"a", "abbr", "b", "button", "code", "em", "i", "label", "small", "span"})
    NAMES = frozenset({"alt", "aria-description", "aria-label", "placeholder", "title"})
    CODE = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.names: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [value for name, value in attrs if name in self.NAMES and value]
        self.inside = tag
        self.handle_edge(tag)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        self.handle_edge(tag)

    def handle_edge(self, tag: str) -> None:
        self.text.append(" " if tag in self.INLINE else self.BREAK)

    def handle_data(self, data: str) -> None:
        if self.inside not in self.CODE:
            self.text.append(data)


def modules() -> list[tuple[str, str]]:
    """Every module of `plan` and `render` whose sentences have moved, by its path."""
    paths = [path for part in ("plan", "render") for path in sorted((SRC / part).rglob("*.py"))]
    named = [(path.relative_to(SRC).as_posix(), path) for path in paths]
    return [(name, path.read_text("utf-8")) for name, path in named]


def test_no_sentence_for_an_applicant_stands_in_python() -> None:
    found = {name: list(sentences(source)) for name, source in modules()}
    assert len(found) > 50, "so many modules make pages and plans"
    assert not {name: said for name, said in found.items() if said}


def test_no_sentence_stands_in_a_layout() -> None:
    layouts = sorted((ROOT / "templates").glob("*.html"))
    assert len(layouts) >= 9
    found = {path.name: list(said_in(path.read_text("utf-8"))) for path in layouts}
    assert not {name: said for name, said in found.items() if said}


@pytest.mark.parametrize(
    "planted",
    [
        'x = "This is said."',
        'x = {"title": "Where to apply"}',
        'x = f"{n} programs are open"',
        'x = f"about {f(1)}, with {others} beside it"',
        'x = "You named " + names + " and more."',
        'x = "and" + (" more than one" if n else "")',
        'x = "It " + ("is" if n == 1 else "are") + " open."',
        "x = f\"There {'is' if n == 1 else 'are'} {n} left\"",
        'def f():\n    """A function."""\n    return "It is not known yet."',
        "x = f\"{f('You hold one.')}\"",
        'x = say(name, "The word in a call", n)',
        "x = \"<p class='small'>Only the text counts.</p>\"",
        'x = "Rank order list"',
        'x = "a rule of thumb"',
    ],
)
def test_a_sentence_in_python_is_found(planted: str) -> None:
    assert list(sentences(planted))


@pytest.mark.parametrize(
    "fine",
    [
        '"""What this module does for you."""',
        'LIMIT = 3\n"""So many rows are shown here."""',
        'assert n, "checked when data is loaded"',
        'raise ValueError(f"the term {name} needs a text")',
        'x = re.compile(r"<(a|abbr) or (any other word) here>")',
        'x = f\'<data data-q="{key}" value="{value}">{text}</data>\'',
        'x = f"M{x} {y}a3.5 3.5 0 1 0 7 0l5 -5"',
        'x = ("two-specialty-programs", "applicant.can_lose_year", "months-3-6")',
        'x = f"{low} to {high} (middle {middle})"',
        'x = "Green card"',
    ],
)
def test_what_no_applicant_reads_is_no_sentence(fine: str) -> None:
    assert not list(sentences(fine))


@pytest.mark.parametrize(
    "planted",
    [
        "<p>It stands here.</p>",
        "<p>Over <b>two</b> elements</p>",
        "<p>{{ n }} more are left out</p>",
        '<table aria-label="What each would add">',
        '<input title="{{ n }} of the whole list">',
        "<p>{{ 'Your backup specialty' if n else '' }}</p>",
        "<ul>{% for row in rows %}<li>It is open</li>{% endfor %}</ul>",
    ],
)
def test_a_sentence_in_a_layout_is_found(planted: str) -> None:
    assert list(said_in(planted))


@pytest.mark.parametrize(
    "fine",
    [
        "<p>{{ said('frame-skip') }}</p>",
        "{# What several pages share here. #}",
        "<style>p { color: red; } /* what it is for */</style>",
        '<li class="one two three"><a href="a.html">Sources</a></li>',
        "<ul><li>Menu</li><li>Search</li><li>Pages</li></ul>",
        "{% if page.section == 'glance' and not paper %}{{ view.text }}{% endif %}",
    ],
)
def test_what_a_layout_may_hold_is_no_sentence(fine: str) -> None:
    assert not list(said_in(fine))


@functools.cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of `explaining`, `facts`, `plan` and `render`, parsed."""
    paths = [
        path
        for part in ("explaining", "facts", "plan", "render")
        for path in sorted((SRC / part).rglob("*.py"))
    ]
    return tuple((path.name, ast.parse(path.read_text("utf-8"))) for path in paths)


def phrases_by_name() -> Iterator[tuple[str, str]]:
    """What calls for a phrase of the data name as it stands there, each with its module.

    A gap stands for a part that is filled in.
    """
    for module, tree in trees():
        for node in ast.walk(tree):
            call = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            at = (
                1
                if call == "phrase"
                else 0
                if call.endswith(("knowledge.say", "data.say"))
                else None
            )
            if isinstance(node, ast.Call) and at is not None and (name := _text(node.args[at])):
                yield name, module


def texts() -> Iterator[str]:
    """Every text of the program, the pages and the layouts, any of which may name a phrase."""
    for _, tree in trees():
        yield from filter(None, map(_text, ast.walk(tree)))
    for path in (*(ROOT / "content").rglob("*.html"), *(ROOT / "templates").glob("*.html")):
        for _, kind, value in jinja2.Environment(autoescape=True).lex(path.read_text("utf-8")):
            if kind == "string":
                yield value.strip("'\"")


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, name.split("\0"))))


def test_every_phrase_that_is_asked_for_stands_in_the_data(knowledge: Knowledge) -> None:
    named = set(phrases_by_name())
    assert len(named) > 50
    assert not [
        (name, module)
        for name, module in named
        if not any(map(_pattern(name).fullmatch, knowledge.phrases))
    ]


def test_every_phrase_of_the_data_is_asked_for(knowledge: Knowledge) -> None:
    """Else a sentence is kept that nobody reads. A name with a gap asks for all that fit."""
    names = {text for text in texts() if " " not in text}
    told = [name for name in names if "\0" in name and len(re.findall(r"[a-z]", name)) > FEW]
    patterns = [_pattern(name) for name in told]
    assert not [
        each
        for each in knowledge.phrases
        if each not in names and not any(pattern.fullmatch(each) for pattern in patterns)
    ]
