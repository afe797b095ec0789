"""The headings of a table: which column each means, by its words and by the cells below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from functools import cache, lru_cache

from sitegen.diagnostics import Location, nearest
from sitegen.patterns import regex
from sitegen.records import record, value_object

MOST_GUESSED = 200
"""Headings, from the first, of which the meaning is guessed where it is not known."""

FITTING, DOUBTFUL = 0.8, 0.5
"""The part of its cells that fit a column: from the first on it is that column, below the second
it is not, and between the two it is in doubt."""

RULED_OUT = -1.0
"""How well cells fit that say nothing, or below a heading whose words rule a column out."""

_BETWEEN = regex(r"[^\w%#]|_")
_J1 = regex(r"\bj 1\b|\bj(?= visas?\b)")
_H1B = regex(r"\bh ?1(?: ?b)?\b|\bh(?= visas?\b)")

Fit = Callable[[str, str, Sequence[str]], float]
"""How well cells fit: a column, the words of the heading and the cells in, 0 to 1 out.

It is `RULED_OUT` where the words of the heading rule the column out, or no cell says anything.
"""


@record
class Layout:
    """The columns of one kind of table, and the codes of what can be wrong with it.

    `columns` holds the accepted headings of each column. `signs` holds words by which another
    heading is guessed to mean a column. `instead` names columns that can stand in for one that is
    needed. Where `overfull` and `unread` are left out, longer lines and doubtful headings are not
    looked at. `advice` ends the next step for a heading that is only guessed; `{list}` in it stands
    for the file as a command takes it. `example` is the invented line of the empty table that a
    site hands out, by column; unchanged, it is no row.
    `choose` names columns of which a table may have several, best first by their headings: the
    one is taken that tells most rows apart; `also` names columns that another one of them may be.
    `by_cells` names columns that a heading may be asked about for its cells alone, and `missed`
    those of which it is told where a heading has their words and other cells. `sheets` are words in
    the names of its sheets.
    """

    noun: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    empty: str
    too_long: str
    missing: str
    overfull: str = ""
    unread: str = ""
    signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    advice: str = ""
    example: Mapping[str, str] = field(default_factory=dict)
    choose: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    by_cells: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@value_object(kw_only=True)
class Heading:
    """One heading, the column it was understood as, and whether that is sure or in doubt.

    `told` says that its cells, and not its words alone, settled it. `near` is the column of its
    words, where its cells are not those of that column.
    """

    title: str
    place: Location
    column: str | None = None
    sure: bool = False
    told: bool = False
    near: str = ""


@cache
def plain_words(text: str) -> str:
    """A few words as they are compared: small letters, single spaces, one spelling of a visa."""
    words = " ".join(_BETWEEN.sub(" ", text.casefold()).split())
    return _H1B.sub("h1b", _J1.sub("j1", words))


@cache
def accepted(spellings: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The headings of a column as they are compared; its own name first."""
    return tuple(dict.fromkeys(map(plain_words, (name, *spellings))))


def known(title: str, layout: Layout) -> str | None:
    """The column that has a heading of exactly these words."""
    return _columns(layout).get(plain_words(title))


@cache
def _columns(layout: Layout) -> Mapping[str, str]:
    """The column of each accepted heading; the first one that accepts it."""
    found: dict[str, str] = {}
    for name, spellings in layout.columns.items():
        for plain in filter(None, accepted(spellings, name)):
            found.setdefault(plain, name)
    return found


def count_known(titles: Sequence[str], layout: Layout) -> tuple[int, int]:
    """How many columns are named by a line of cells, surely and by the signs of their words."""
    sure, signs = columns_named(titles, layout)
    return len(sure), len(signs)


def columns_named(titles: Sequence[str], layout: Layout) -> tuple[set[str], set[str]]:
    """The columns that a line of cells names, surely and by the signs of their words alone."""
    sure = {name for title in titles if (name := known(title, layout))}
    rest = [title for title in titles if title and known(title, layout) is None]
    signs = {name for title in rest if len(title) <= 60 for name in _by_signs(title, layout)}
    return sure, signs - sure


def understood(
    found: Sequence[Heading],
    cells: Callable[[int], Sequence[str]],
    layout: Layout,
    agreed: Mapping[int, str | None],
    fit: Fit | None,
) -> tuple[Heading, ...]:
    """Each heading with the column it means.

    Sure is one whose words are known, or that was agreed, or whose cells fit what its words say.
    With cells that fit in part, or without `fit`, it is a guess; against its cells nothing is
    guessed.
    """
    headings = list(found)
    for i, each in enumerate(headings):
        column = agreed[i] if i in agreed else known(each.title, layout)
        if column or i in agreed:
            headings[i] = _meaning(each, column, True)
    if fit:
        _second_use(headings, cells, layout, fit)
    _choose(headings, cells, layout)
    taken = {each.column for each in headings}
    for i, each in enumerate(headings[:MOST_GUESSED]):
        if not each.sure and each.title and i not in agreed and known(each.title, layout) is None:
            headings[i] = _guessed(each, cells(i), layout, taken, fit)
            taken.add(headings[i].column)
    if fit:
        _ask_by_cells(headings, cells, layout, agreed, fit)
    return tuple(headings)


def _ask_by_cells(
    headings: list[Heading],
    cells: Callable[[int], Sequence[str]],
    layout: Layout,
    agreed: Mapping[int, str | None],
    fit: Fit,
) -> None:
    """Put in doubt a heading that no words explain, where its cells are those of a column."""
    for name in layout.by_cells:
        taken = any(each.column == name for each in headings)
        for i, each in enumerate(headings[: 0 if taken else MOST_GUESSED]):
            free = each.title and each.column is None and i not in agreed
            found = cells(i) if free and known(each.title, layout) is None else ()
            apart = name not in layout.choose[:1] or len(set(found)) == len(found)
            if found and apart and fit(name, plain_words(each.title), found) >= FITTING:
                headings[i] = _meaning(each, name, False)
                break


def _meaning(each: Heading, column: str | None, sure: bool, told: bool = False) -> Heading:
    return replace(each, column=column, sure=sure, told=told, near="")


def _choose(headings: list[Heading], cells: Callable[[int], Sequence[str]], layout: Layout) -> None:
    """Of several headings for one column, keep the one that tells most rows apart."""
    for name in layout.choose:
        order = accepted(layout.columns[name], name)
        places = [i for i, each in enumerate(headings) if each.column == name and each.sure]
        places.sort(
            key=lambda i: (
                order.index(plain_words(headings[i].title))
                if plain_words(headings[i].title) in order
                else len(order)
            )
        )
        apart = {i: len({cell.casefold() for cell in cells(i) if cell}) for i in places}
        best = next((i for i in places if 2 * apart[i] > max(apart.values())), None)
        for i in places if best is not None else ():
            if i != best:
                headings[i] = _meaning(headings[i], None, False)


def _second_use(
    headings: list[Heading], cells: Callable[[int], Sequence[str]], layout: Layout, fit: Fit
) -> None:
    """A heading whose cells are those of another column means that one, if none else does.

    A column `Program`, or one without a heading, may hold names of specialties.
    """
    for name in layout.also:
        if any(each.column == name for each in headings):
            continue
        for i, each in enumerate(headings):
            words = plain_words(each.title)
            open_ = (each.sure and each.column in layout.choose) or not each.title
            if open_ and fit(name, words, cells(i)) >= FITTING:
                headings[i] = _meaning(each, name, True, told=True)
                break


def _guessed(
    each: Heading, cells: Sequence[str], layout: Layout, taken: set[str | None], fit: Fit | None
) -> Heading:
    """A heading with the column that its words and its cells point at, if any does."""
    names = [name for name in _by_signs(each.title, layout) if name not in taken]
    names = names or [name for name in _by_spelling(each.title, layout) if name not in taken]
    if fit is None:
        return _meaning(each, names[0], False) if names else each
    words = plain_words(each.title)
    fits = {name: fit(name, words, cells) for name in names}
    best = max(names, key=lambda name: fits[name], default=None)
    if best is None or fits[best] < DOUBTFUL:
        missed = best in layout.missed and fits[best] >= 0
        return replace(each, near=best) if best and missed else each
    sure = fits[best] >= FITTING
    return _meaning(each, best, sure, told=sure)


@lru_cache(maxsize=4096)
def _by_signs(title: str, layout: Layout) -> tuple[str, ...]:
    """The columns that a heading seems to mean; the sign with most words first."""
    words = set(plain_words(title).split())
    fitting = {
        name: max((len(sign) for sign in signs if sign <= words), default=0)
        for name, signs in _signs(layout)
    }
    return tuple(sorted((n for n, count in fitting.items() if count), key=lambda n: -fitting[n]))


@cache
def _signs(layout: Layout) -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """The words of each sign of each column."""
    return tuple(
        (name, tuple(frozenset(plain_words(sign).split()) for sign in signs))
        for name, signs in layout.signs.items()
    )


def _by_spelling(title: str, layout: Layout) -> list[str]:
    spelled = {s: n for n in layout.columns for s in accepted(layout.columns[n], n)}
    close = nearest(plain_words(title), spelled)
    return [spelled[close]] if close else []
