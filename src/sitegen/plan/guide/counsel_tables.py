"""The tables that stand beside counsel: fields compared, groups of fields, the worked example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from sitegen.explain import value_words, words
from sitegen.facts.model import Citation, Fact
from sitegen.plan.card import Card, Rating
from sitegen.plan.conclusions import facts_at, maker
from sitegen.plan.decided import Decided
from sitegen.plan.guide.counsel_facts import wished
from sitegen.plan.guide.program_pages import program_pages
from sitegen.plan.guide.tiers import NAMES, tiers
from sitegen.plan.guide.undecided import doubt
from sitegen.plan.scorecard import priority_word
from sitegen.records import record, value_object

COMPARED = (
    "counsel.priority",
    "counsel.likelihood",
    "counsel.doors",
    "counsel.fit",
    "field.rate",
    "visa.share",
    "here.weeks",
    "here.us_letters",
    "counsel.years",
)
"""What two fields are compared by, in this order."""

EXAMPLE = "scorecard-example"
RATINGS = ("counsel.likelihood", "counsel.doors", "counsel.fit", "counsel.priority")
BLANK_ROWS = 8


@value_object
class Cell:
    """One cell. `page` or `address` is where it leads; `mark` says that it is the person's own."""

    text: str
    page: str = ""
    mark: bool = False
    address: str = ""


@record
class Row:
    """One row: its heading, its cells, each a list, and what the row rests on."""

    label: str
    cells: tuple[tuple[Cell, ...], ...]
    citations: tuple[Citation, ...] = ()


@record
class Table:
    """A table with a heading for each column. `blank` rows are left free to write on, on paper."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    blank: int = 0


def undecided(plan: Decided) -> Table:
    """The fields between which an applicant has to decide, side by side."""
    cards = doubt(plan).between
    facts = [_compared(plan, card) for card in cards]
    return Table(
        head=(_label(plan, "counsel.field"), *(card.specialty.title for card in cards)),
        rows=tuple(
            Row(
                label=_label(plan, name),
                cells=tuple((Cell(value_words(each[name])),) for each in facts),
                citations=tuple(dict.fromkeys(c for each in facts for c in each[name].citations)),
            )
            for name in COMPARED
        ),
    )


def _compared(plan: Decided, card: Card) -> Mapping[str, Fact]:
    make, about = maker(plan), card.specialty.about
    length = about.training
    own = (
        make.computed("counsel.priority", card.priority.word if card.priority.settled else None),
        make.computed("counsel.likelihood", _value(card.likelihood)),
        make.computed("counsel.doors", _value(card.doors)),
        make.computed("counsel.fit", _value(card.fit)),
        make.computed("counsel.years", length.low if length else None),
    )
    return {**facts_at(plan, card), **{fact.name: fact for fact in own}}


def _value(rating: Rating) -> int | None:
    return rating.value if rating.tells else None


def groups(plan: Decided) -> Table:
    """The named groups of fields, those that an applicant plans with marked."""
    found = tiers(plan)
    return Table(
        head=(_label(plan, "tier.group"), _label(plan, "tier.fields")),
        rows=tuple(
            Row(
                label=group.replace("_", " ").capitalize(),
                cells=(tuple(_field(plan, card) for card in found[group]),),
            )
            for group in NAMES
            if found.get(group)
        ),
    )


def _field(plan: Decided, card: Card) -> Cell:
    mine = card.is_primary or card.id in {c.card.id for c in plan.choice.backups}
    return Cell(card.specialty.name, f"specialty.{card.id}", mine)


def example(plan: Decided) -> Table:
    """The worked example of the guide, its words computed as for everybody, with blank rows."""
    written = plan.knowledge.statements[EXAMPLE].text
    rows = [tuple(map(int, row.split())) for row in written.split(",")]
    return Table(
        head=(_label(plan, "counsel.field"), *(_label(plan, name) for name in RATINGS)),
        rows=tuple(
            Row(label=str(number), cells=_texts((*map(str, row), _word(plan, row))))
            for number, row in enumerate(rows, 1)
        ),
        blank=BLANK_ROWS,
    )


def _word(plan: Decided, row: tuple[int, ...]) -> str:
    match, doors, fit = row
    return priority_word((match, doors, fit), plan.knowledge.bands)


def _texts(texts: Iterable[str]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((Cell(text),) for text in texts)


def step1(plan: Decided) -> Table | None:
    """The printed means of Step 1 in the fields that an applicant names or that are advised."""
    wish = plan.read.profile.interests
    named = {wish.primary, *(wish.considering or ()), *(c.card.id for c in plan.choice.backups)}
    cards = [card for card in plan.every if card.id in named]
    facts = [(card, card.facts["field.step1_matched"]) for card in cards]
    rows = tuple(
        Row(
            label=card.specialty.title,
            cells=_texts((value_words(fact),)),
            citations=fact.citations,
        )
        for card, fact in facts
        if fact.known
    )
    head = (_label(plan, "counsel.field"), _label(plan, "field.step1_matched"))
    return Table(head=head, rows=rows) if rows else None


FELLOWSHIP = ("fellowship_positions", "fellowship_filled_share", "fellowship_match_rate")
"""What is printed of the match of a fellowship, in this order."""


def fellowships(plan: Decided) -> Table | None:
    """The printed figures of the match of each fellowship hoped for."""
    rows = []
    for each in wished(plan):
        printed = [each.figures.get(metric) for metric in FELLOWSHIP]
        about = [plan.knowledge.metrics[metric] for metric in FELLOWSHIP]
        uses = [evidence.use if evidence else None for evidence in printed]
        if any(uses):
            pairs = tuple(zip(uses, about, strict=True))
            texts = [words(use.value if use else None, kind.unit) for use, kind in pairs]
            cites = tuple(Citation.of(use, kind.label, kind.unit) for use, kind in pairs if use)
            rows.append(Row(label=each.name, cells=_texts(texts), citations=cites))
    labels = (plan.knowledge.metrics[metric].label for metric in FELLOWSHIP)
    head = (_label(plan, "counsel.fellowship"), *(text[:1].upper() + text[1:] for text in labels))
    return Table(head=head, rows=tuple(rows)) if rows else None


def lookup(plan: Decided) -> Table | None:
    """The programs of the own list with the pages that can be told from their rows."""
    rows = tuple(
        Row(label=each.name, cells=((_outside(each.freida),), (_outside(each.own),)))
        for each in program_pages(plan.read.programs)
    )
    names = ("counsel.program", "counsel.freida", "counsel.own_page")
    return Table(head=tuple(_label(plan, name) for name in names), rows=rows) if rows else None


def _outside(address: str) -> Cell:
    host = urlsplit(address).hostname or ""
    return Cell(host or "–", address=address)


def _label(plan: Decided, name: str) -> str:
    label = plan.knowledge.facts[name].label
    return label[:1].upper() + label[1:]


TABLES: Mapping[str, Callable[[Decided], Table | None]] = {
    "counsel.commitment.undecided": undecided,
    "counsel.scorecard.tiers": groups,
    "counsel.scorecard.example": example,
    "counsel.self-assessment.step1": step1,
    "counsel.backup.fellowship": fellowships,
    "counsel.programs.lookup": lookup,
}
"""The tables, by the rule that they stand beside."""
