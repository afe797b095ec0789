"""Explains terms: the glossary as read from `content/`, and a link at the first use on a page."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator

from markupsafe import escape

from sitegen import resources
from sitegen.records import value_object

FILE = "glossary.md"
TOPICS = ("match", "exams", "visa", "training", "short")
"""Groups of the glossary, in the order to read them."""

PROPER = ("Conrad", "Intealth")
"""Names that stand with a capital letter everywhere."""

_SKIPPED = re.compile(
    r"<(a|abbr|button|caption|code|dt|figcaption|h[1-6]|label|option|pre|script|style|summary|svg"
    r"|textarea|thead|title)\b.*?</\1>|<ol class=\"sources\"[^>]*>.*?</ol>",
    re.DOTALL,
)
"""Parts of a page that are no running text, or lead somewhere already."""


@value_object
class Term:
    """One entry of the glossary: its name, what it means, its topic, and all its spellings."""

    name: str
    text: str
    topic: str
    spellings: tuple[str, ...]
    linked: bool

    @property
    def anchor(self) -> str:
        """Its id on the page of the glossary."""
        return "term-" + re.sub(r"[^a-z0-9]+", "-", self.name.casefold()).strip("-")


def parse(text: str) -> tuple[Term, ...]:
    """The entries of a glossary: a heading, sentences, and lines Topic, Also and Link.

    Raises `ValueError` for an entry without a text or with an unknown topic.
    """
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return tuple(
        _term(name.strip(), body) for name, body in zip(parts[::2], parts[1::2], strict=True)
    )


def _term(name: str, body: str) -> Term:
    said: list[str] = []
    marks: dict[str, str] = {}
    for line in filter(None, map(str.strip, body.splitlines())):
        key, colon, value = line.partition(": ")
        if colon and key in ("Topic", "Also", "Link"):
            marks[key] = value
        else:
            said.append(line)
    topic = marks.get("Topic", "")
    if not said or topic not in TOPICS:
        raise ValueError(f"the term {name} needs a text, and a topic out of {', '.join(TOPICS)}")
    also = tuple(filter(None, map(str.strip, marks.get("Also", "").split(","))))
    return Term(name, " ".join(said), topic, (name, *also), marks.get("Link") != "no")


@functools.cache
def glossary() -> tuple[Term, ...]:
    """The shipped glossary."""
    return parse(resources.texts("content", ".md")[FILE])


@functools.cache
def shipped() -> Linker:
    """Links the terms of the shipped glossary."""
    return Linker(glossary())


class Linker:
    """Finds terms in the text of a page."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        """Know these terms."""
        self.terms = terms
        self.by_spelling = {s: t for t in terms for s in _variants(t)}
        capital = [s for s in self.by_spelling if s[0].isupper()]
        # Small letters are looked for one phrase at a time: a pattern that may begin with any
        # letter has to stop at nearly every one.
        self.phrases = tuple(s for s in self.by_spelling if not s[0].isupper())
        self.linked = tuple(s for s in self.phrases if self.by_spelling[s].linked)
        self.pattern = re.compile(
            "|".join(map(re.escape, sorted(capital, key=len, reverse=True))) or r"(?!)"
        )
        self.longer = {
            s: tuple((p.index(s), p) for p in self.by_spelling if s in p and s != p)
            for s in self.by_spelling
        }

    def link(self, html: str, to: str) -> str:
        """The HTML with the first use of each term leading to its entry on the page `to`."""
        first: dict[str, tuple[int, Term, str]] = {}
        for at, spelling in self._uses(html, linked=True):
            term = self.by_spelling[spelling]
            if term.name not in first or at < first[term.name][0]:
                first[term.name] = (at, term, spelling)
        pieces, end = [], 0
        for at, term, spelling in sorted(first.values(), key=lambda use: use[0]):
            pieces += [
                html[end:at],
                f'<a class="term" href="{to}#{term.anchor}" data-meaning="{escape(term.text)}">',
            ]
            end = _end(html, at, spelling)
            pieces += [html[at:end], "</a>"]
        return "".join([*pieces, html[end:]])

    def used(self, html: str) -> frozenset[str]:
        """The names of all terms that stand in the running text of some HTML."""
        return frozenset(self.by_spelling[s].name for _, s in self._uses(html, linked=False))

    def _uses(self, html: str, *, linked: bool) -> Iterator[tuple[int, str]]:
        """Places of terms with their spelling; with `linked`, at most one for each spelling."""
        gaps = [edge for match in _SKIPPED.finditer(html) for edge in match.span()]
        done: set[str] = set()
        for match in self.pattern.finditer(html):
            spelling = match[0]
            name = self.by_spelling[spelling].name
            if name not in done and self._stands(html, match.start(), spelling, gaps, linked):
                done.add(name)
                yield match.start(), spelling
        for phrase in self.linked if linked else self.phrases:
            at = html.find(phrase)
            while at >= 0 and not self._stands(html, at, phrase, gaps, linked):
                at = html.find(phrase, at + 1)
            if at >= 0:
                yield at, phrase

    def _stands(self, html: str, at: int, spelling: str, gaps: list[int], linked: bool) -> bool:
        """Whether this is a whole word of the running text, and no part of a longer term."""
        if linked and not self.by_spelling[spelling].linked:
            return False
        end = _end(html, at, spelling)
        if _joined(html[at - 1 : at]) or _joined(html[end : end + 1]):
            return False
        if html.rfind("<", 0, at) > html.rfind(">", 0, at):
            return False
        if bisect_right(gaps, at) % 2:
            return False
        return not any(html.startswith(p, at - i) for i, p in self.longer[spelling] if i <= at)


def _end(html: str, at: int, spelling: str) -> int:
    """Where a term that begins at a place ends, with the s of a plural."""
    end = at + len(spelling)
    return end + html.startswith("s", end)


def _joined(character: str) -> bool:
    return character.isalnum() or character in ("-", "_") if character else False


def _variants(term: Term) -> Iterator[str]:
    """Every spelling, and the one in small letters that a phrase has within a sentence."""
    for spelling in term.spellings:
        yield spelling
        small = spelling[1:].islower() and not any(c.isdigit() for c in spelling)
        if small and spelling[0].isupper() and spelling not in PROPER:
            yield spelling[0].lower() + spelling[1:]
