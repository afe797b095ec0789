"""What a program's own sentence about visas comes to, clause by clause.

A clause says yes, no or perhaps of the visas that it names, of those that it leaves out ("only"),
or of visas in general. What is named stands above what is said in general. A "no" is read only
where its whole way from the refusal to the visa is understood; in doubt a visa stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sitegen.answers import signs_said
from sitegen.programs.clauses import (
    NAMED,
    TOPIC,
    Clause,
    Token,
    answer,
    clauses,
    known_words,
    sentences,
)
from sitegen.programs.polarity import Says, beside_other, exclusive, polarity, subject
from sitegen.programs.sponsors import (
    is_by_ecfmg,
    is_of_sponsoring,
    is_own_part,
    left_open,
    without_contrast,
)
from sitegen.programs.words import Part, VisaClass, VisaWords
from sitegen.records import value_object


@value_object(kw_only=True)
class VisaReading:
    """The class of a sentence, what it says of each visa, and the words that decided.

    Without words nothing was understood. For an exception `h1b` is None: whether this applicant
    is one is not known. A sentence that names J-1 alone is of the class J-1 only, and `h1b` is
    None. `torn` names the visas of which two sentences say different things, and `left_open` those
    that a refusal of another one may reach or not; they are None too.
    """

    visa_class: VisaClass = VisaClass.SILENT
    j1: bool | None = None
    h1b: bool | None = None
    words: str = ""
    torn: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()


OF_CLASS: dict[VisaClass, tuple[bool | None, bool | None]] = {
    VisaClass.J1_ONLY: (True, False),
    VisaClass.BOTH: (True, True),
    VisaClass.H1B_EXCEPTIONAL: (None, None),
    VisaClass.NONE: (False, False),
    VisaClass.SILENT: (None, None),
}
"""J-1 and H-1B where the applicant wrote the class."""


@dataclass(slots=True)
class _Said:
    """What the clauses so far say of each visa: by name, in general, and beside the named ones.

    `by_ecfmg` are the words by which ECFMG sponsors, and `own_part` tells that every refusal so far
    is one of sponsoring, which a program can leave to ECFMG. `itself` are visas that the program
    does not sponsor itself, and `open` those that a refusal may reach or not.
    """

    named: dict[Part, set[Says]]
    general: dict[Part, set[Says]]
    beside: set[Says] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    by_ecfmg: str = ""
    own_part: bool = True
    itself: set[Part] = field(default_factory=set)
    open: set[Part] = field(default_factory=set)

    def waver(self, visas: Iterable[Part], what: Says, clause: Clause) -> None:
        """Of these visas, what was said so far is not so for all: it becomes perhaps."""
        for visa in visas:
            if what in self.named[visa]:
                self.note((visa,), Says.PERHAPS, clause)

    def note(self, visas: Iterable[Part], says: Says, clause: Clause) -> None:
        for visa in visas:
            self.named[visa].add(says)
        self.words.append(_text(clause))


def visa_class(sentence: str, words: Sequence[VisaWords]) -> VisaReading:
    """Read a program's own words; nothing is guessed."""
    sentence = signs_said(sentence)
    said = _Said({v: set() for v in NAMED}, {v: set() for v in NAMED})
    question: Clause | None = None
    for tokens, asked in sentences(sentence, known_words(tuple(words))):
        if asked:
            question = tokens
            continue
        _sentence(without_contrast(answer(question, tokens)), said)
        question = None
    _others(said)
    _by_ecfmg(said)
    j1, h1b = (_settled(said, visa) for visa in (Part.J1, Part.H1B))
    exceptional = Says.PERHAPS in said.named[Part.H1B]
    torn = tuple(
        visa.value for visa in (Part.J1, Part.H1B) if {Says.YES, Says.NO} <= _heard(said, visa)
    )
    return VisaReading(
        visa_class=_class(j1, h1b, exceptional),
        j1=j1,
        h1b=h1b,
        torn=torn,
        left_open=tuple(
            v.value for v in (Part.J1, Part.H1B) if v in said.open and not _heard(said, v)
        ),
        words=" / ".join(dict.fromkeys(said.words or said.asks)),
    )


def _class(j1: bool | None, h1b: bool | None, exceptional: bool) -> VisaClass:
    if exceptional:
        return VisaClass.H1B_EXCEPTIONAL
    if j1:
        return VisaClass.BOTH if h1b else VisaClass.J1_ONLY
    return VisaClass.NONE if (j1, h1b) == (False, False) else VisaClass.SILENT


def _heard(said: _Said, visa: Part) -> set[Says]:
    """What is said of a visa by name, or else in general."""
    return said.named[visa] or said.general[visa]


def _settled(said: _Said, visa: Part) -> bool | None:
    heard = _heard(said, visa)
    return next(iter(heard)) is Says.YES if len(heard) == 1 and Says.PERHAPS not in heard else None


def _others(said: _Said) -> None:
    """Apply "no other visa" to the one that is not named, where the named one is sponsored."""
    for visa, rest in ((Part.J1, Part.H1B), (Part.H1B, Part.J1)):
        if Says.NO in said.beside and said.named[visa] == {Says.YES} and not said.named[rest]:
            said.general[rest].add(Says.NO)


def _by_ecfmg(said: _Said) -> None:
    """A J-1 that the program does not sponsor is sponsored all the same where ECFMG is said to."""
    heard = said.named[Part.J1] or said.general[Part.J1]
    refused = said.own_part and Says.NO in heard
    if said.by_ecfmg and (refused or (Part.J1 in said.itself and not heard)):
        said.named[Part.J1] = (heard - {Says.NO}) | {Says.YES}
        said.words.append(said.by_ecfmg)


def _sentence(tokens: Clause, said: _Said) -> None:
    """What a whole sentence says. A visa that it names keeps it from saying anything in general."""
    if all(t.part in (Part.ALL, Part.SIGN) for t in tokens):
        tokens = (*tokens, Token(Part.VISA, "visas"))  # a cell that says "both"
    general = not any(t.part in NAMED | {Part.OTHER_VISA, Part.OTHER, Part.ITSELF} for t in tokens)
    before: tuple[frozenset[Part], Says | None] = (frozenset(), None)
    if _answers_for_others(tokens):
        said.waver(NAMED, Says.NO, tokens)
    cut = clauses(tokens)
    for at, clause in enumerate(cut):
        after = cut[at + 1] if at + 1 < len(cut) else ()
        before = _clause(clause, said, general, before, after)


def _answers_for_others(tokens: Clause) -> bool:
    """Whether a sentence only says that somebody else does: internal medicine does."""
    parts = {t.part for t in tokens}
    return Part.WORD in parts and tokens[-1].part is Part.BE and not parts & (TOPIC | {Part.NOT})


def _clause(
    clause: Clause,
    said: _Said,
    general: bool,
    before: tuple[frozenset[Part], Says | None],
    after: Clause,
) -> tuple[frozenset[Part], Says | None]:
    """What one clause says; back come the visas it names and what it says of them."""
    parts = frozenset(t.part for t in clause)
    named = parts & NAMED
    if is_by_ecfmg(clause):
        said.by_ecfmg = _text(clause)
    if Part.ASK in parts and parts & TOPIC:
        said.asks.append(_text(clause))
    if Part.ELSEWHERE in parts:
        if Part.NOT in parts and not parts & TOPIC:
            said.waver(before[0], Says.YES, clause)
        return before
    if not parts & TOPIC and not _names_status(parts):
        _loosened(clause, parts, said, before[0])
        return before
    says = polarity(clause)
    if says is None and _is_fragment(clause):
        says = _inherited(clause, before[1], after)
        said.open |= named if says is None and before[1] is Says.NO else set()
    if Part.EXCEPT in parts:
        says = _except(clause, says, said)
    elif named:
        _named(clause, named, says, said)
    elif Part.OTHER in parts and says is Says.NO and Part.OTHER_VISA not in parts:
        said.beside.add(says)
        said.words.append(_text(clause))
    elif general:
        _general(clause, parts, says, said)
    return (named or before[0], says)


def _names_status(parts: frozenset[Part]) -> bool:
    return Part.STATUS in parts or Part.SPONSOR in parts


def _loosened(clause: Clause, parts: frozenset[Part], said: _Said, about: frozenset[Part]) -> None:
    """An exception without a visa of its own is one to what was refused before it."""
    if not parts & {Part.EXCEPTION, Part.HOLDER} or Part.NOT in parts:
        return
    said.waver(about or NAMED, Says.NO, clause)
    for visa in () if about else NAMED:
        if said.general[visa] == {Says.NO}:
            said.general[visa].add(Says.PERHAPS)


def _named(clause: Clause, named: frozenset[Part], says: Says | None, said: _Said) -> None:
    parts = {t.part for t in clause}
    if Part.OTHER_VISA in parts and not beside_other(clause):
        return
    if is_own_part(clause) or (says is None and Part.NOT in parts and is_of_sponsoring(clause)):
        said.itself |= named
    loose = {Part.EXCEPTION, Part.HOLDER} | ({Part.USUALLY} if says is Says.NO else set())
    if parts & loose and not (Part.HOLDER in parts and says is None):
        said.note(named, Says.PERHAPS, clause)
    elif says is Says.NO:
        open_ = named if is_own_part(clause) else left_open(clause)
        said.open |= open_
        said.own_part &= is_of_sponsoring(clause)
        said.note(named - open_, says, clause)
    elif says is not None:
        said.note(named, says, clause)
        if says is Says.YES and exclusive(clause):
            said.note(NAMED - named, Says.NO, clause)


def _general(clause: Clause, parts: frozenset[Part], says: Says | None, said: _Said) -> None:
    """What a clause that names no visa says of all of them."""
    if parts & {Part.EXCEPTION, Part.USUALLY}:
        for visa in NAMED:
            said.general[visa].add(Says.PERHAPS)
        said.words.append(_text(clause))
    elif Part.WORK_VISA in parts and says is Says.NO:
        said.general[Part.H1B].add(Says.NO)
        said.words.append(_text(clause))
    elif says is Says.NO or (says is Says.YES and Part.ALL in parts and Part.VISA in parts):
        said.own_part &= says is Says.YES or is_of_sponsoring(clause)
        for visa in NAMED:
            said.general[visa].add(says)
        said.words.append(_text(clause))


def _except(clause: Clause, says: Says | None, said: _Said) -> Says | None:
    """A visa behind "other than" gets the opposite of what is said of the rest."""
    at = next(i for i, t in enumerate(clause) if t.part is Part.EXCEPT)
    but = frozenset(_run(clause, at + 1))
    parts = {t.part for t in clause}
    if not but or says is None:
        loose = frozenset(parts) & NAMED or NAMED
        if parts & {Part.EXCEPTION, Part.HOLDER}:
            said.note(loose, Says.PERHAPS, clause)
        return None
    if says is Says.NO:
        said.note(but, Says.YES, clause)
        if Part.OTHER_VISA not in parts and Part.ECFMG not in subject(clause):
            said.note(NAMED - but, Says.NO, clause)
    else:
        said.note(but, Says.NO, clause)
        if Part.ALL in parts:
            said.note(NAMED - but, Says.YES, clause)
    return None


def _run(clause: Clause, start: int) -> Iterator[Part]:
    """The visas that follow a place, up to the first word that belongs to none of them."""
    for token in clause[start:]:
        if token.part in NAMED:
            yield token.part
        elif token.part not in _BESIDE:
            return


_BESIDE = {Part.LIGHT, Part.AND, Part.VISA, Part.ALL, Part.SIGN, Part.TO, Part.ECFMG, Part.OTHER}


def _inherited(clause: Clause, before: Says | None, after: Clause) -> Says | None:
    """What a clause without a predicate says: as the one before it, or as the one it leads to."""
    first = clause[0]
    if before and first.part in (Part.AND, Part.SIGN):
        return None if before is Says.NO and first.text == "," else before
    if after and after[0].part is Part.AND:
        return Says.YES if polarity(after) is Says.YES else None
    return Says.YES


def _is_fragment(clause: Clause) -> bool:
    """Whether a clause is a mere list of visas, such as a heading."""
    return clause[0].part is not Part.WHILE and all(t.part in _OF_FRAGMENTS for t in clause)


_OF_FRAGMENTS = (
    _BESIDE
    | NAMED
    | {
        Part.PEOPLE,
        Part.ONLY,
        Part.BE,
        Part.US,
        Part.CONDITION,
        Part.BUT,
        Part.NOT_ONLY,
        Part.EXCEPT,
        Part.EXCEPTION,
        Part.USUALLY,
    }
)


def _text(clause: Clause) -> str:
    """The words of a clause as they are shown."""
    return " ".join(t.text for t in clause if t.part is not Part.SIGN).strip()
