"""Which letter goes to which specialty, whom to ask for another one, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.facts.applicant import counts_as_hands_on
from sitegen.facts.cited import cited
from sitegen.facts.documents import letters_wanted
from sitegen.facts.letters import SERVES, send_order, topics_open, why
from sitegen.knowledge.guide import Before
from sitegen.knowledge.model import ParameterValue, Service
from sitegen.plan.card import Card
from sitegen.plan.conclusions import prepared
from sitegen.plan.decided import Decided
from sitegen.plan.task_days import Days, before
from sitegen.profile.fields import Letter, LetterState, LetterTopic, Rotation
from sitegen.records import record

ASK_WEEKS = 16
"""Weeks before applications open by which a writer should be asked (judgement)."""

UPLOAD_WEEKS = 4
"""Weeks before applications open by which a letter should be uploaded (judgement)."""

PER_PROGRAM = "eras.letters-per-program"
"""How many letters one program can receive."""

MOST_SUGGESTED = 2
"""Writers suggested for one specialty; more would be a list and not advice."""

NOBODY = -1
"""In place of a rotation: a letter that no rotation of the profile can bring."""


@record
class LetterUse:
    """One letter for one specialty. `why` is a word of `facts.letters.why`.

    `place` is its place in the order to send, from 1; `held` says that it comes after as many as
    one program can receive. Both are empty where it must not be sent.
    """

    specialty: str
    why: str
    place: int | None = None
    held: bool = False


@record
class LetterRow:
    """A letter of the profile by its number, from 1, and what it can do for each specialty.

    `eras` and `elsewhere` are the specialties that it serves, by where their applications go.
    """

    number: int
    uses: tuple[LetterUse, ...]
    eras: tuple[str, ...]
    elsewhere: tuple[str, ...]


@record
class Ask:
    """A letter to ask for, or promised. `letter` or `rotation` is a number of the profile, from 1.

    `serves` are the specialties of the plan that it can go to; `names` is the goal that it should
    name, or none, so that it can go to all of them. `cover` are topics that other letters leave
    open. `fresh` says that no US letter from the field of the rotation is listed.
    """

    key: str
    state: str
    field: str
    serves: tuple[str, ...]
    names: tuple[str, ...]
    cover: tuple[str, ...]
    letter: int | None = None
    rotation: int | None = None
    fresh: bool = True


@record
class Need:
    """What a specialty still needs: the guide's numbers, new writers by key, and what stays open.

    `unfilled` counts letters for which no rotation of the profile can bring a writer.
    """

    specialty: str
    low: int
    high: int
    suggested: tuple[str, ...]
    unfilled: int


@record
class Deadline:
    """Last good days to ask and to upload; `state` is open, now, late, out, over or unknown.

    Out: the applications were sent, and a letter can only be added.
    """

    state: str
    ask: Days | None = None
    upload: Days | None = None


@record
class LetterPlan:
    """The assignment sheet, the writers still to ask, and the days. `most` goes to one program."""

    rows: tuple[LetterRow, ...]
    needs: tuple[Need, ...]
    asks: tuple[Ask, ...]
    deadline: Deadline
    most: int


def subjects(plan: Decided) -> tuple[Card, ...]:
    """The specialties whose documents are planned; else the nearest candidate; else none.

    Where nothing of a wish or an experience is told, any candidate would be a guess.
    """
    found, p = prepared(plan), plan.read.profile
    guess = not (p.interests.considering or p.us_experience or p.letters)
    if found or guess or plan.choice.verdict == "nothing_adds":
        return found
    near = (*plan.choice.backups, *plan.choice.runners_up)
    return tuple(c.card for c in near[:1])


def letter_plan(plan: Decided) -> LetterPlan:
    """Everything about letters for this applicant."""
    cards = subjects(plan)
    letters = plan.read.profile.letters or ()
    most = int(cited(PER_PROGRAM, plan.knowledge, plan.as_of).value)
    suggested = _suggestions(plan, cards) if plan.read.profile.letters is not None else {}
    listed = [
        _ask_for(i, letter, letters, cards)
        for i, letter in enumerate(letters)
        if letter.state in (LetterState.TO_ASK, LetterState.PROMISED)
    ]
    rotations = dict.fromkeys(i for found in suggested.values() for i in found if i != NOBODY)
    return LetterPlan(
        rows=tuple(_rows(letters, cards, most)),
        needs=tuple(_need(plan, card, suggested.get(card.id)) for card in cards),
        asks=(*listed, *(_suggest(plan, i, cards) for i in rotations)),
        deadline=deadline(plan),
        most=most,
    )


def wanted(plan: Decided, card: Card) -> ParameterValue:
    """How many letters the guide asks for in a specialty."""
    return plan.knowledge.parameter(_wanted(card), plan.as_of)


def _wanted(card: Card) -> str:
    return "guide.primary-letters" if card.is_primary else "guide.backup-letters"


def _rows(letters: Sequence[Letter], cards: Sequence[Card], most: int) -> Iterator[LetterRow]:
    orders = {card.id: send_order(letters, card.id) for card in cards}
    for i, letter in enumerate(letters):
        uses = []
        for card in cards:
            place = orders[card.id].index(i) + 1 if i in orders[card.id] else None
            uses.append(
                LetterUse(
                    specialty=card.id,
                    why=why(letter, card.id),
                    place=place,
                    held=place is not None and place > most,
                )
            )
        served = [card for card in cards if why(letter, card.id) in SERVES]
        yield LetterRow(
            number=i + 1,
            uses=tuple(uses),
            eras=tuple(c.id for c in served if c.specialty.about.service is Service.ERAS),
            elsewhere=tuple(c.id for c in served if c.specialty.about.service is not Service.ERAS),
        )


def _need(plan: Decided, card: Card, suggested: Sequence[int] | None) -> Need:
    low, high = letters_wanted(wanted(plan, card))
    chosen = [] if suggested is None else [i for i in suggested if i != NOBODY]
    return Need(
        specialty=card.id,
        low=low,
        high=high,
        suggested=tuple(_rotation_key(i) for i in chosen),
        unfilled=0 if suggested is None else sum(i == NOBODY for i in suggested),
    )


def _suggestions(plan: Decided, cards: Sequence[Card]) -> dict[str, list[int]]:
    """Rotations whose attendings to ask, by specialty."""
    p = plan.read.profile
    letters, rotations = p.letters or (), p.us_experience or ()
    taken: list[int] = []
    found: dict[str, list[int]] = {}
    for card in cards:
        mine = [each for each in letters if why(each, card.id) in SERVES]
        helping = [i for i in taken if _can_serve(rotations[i], card.id)]
        gap = int(cited(_wanted(card), plan.knowledge, plan.as_of).value) - len(mine) - len(helping)
        if not helping and not any(each.us_faculty is not False for each in mine):
            gap = max(gap, 1)
        free = [i for i in _ranked(rotations, letters, card.id) if i not in taken]
        new = free[: max(0, min(gap, MOST_SUGGESTED))]
        taken += new
        unfilled = max(0, gap - len(new)) if p.us_experience is not None else 0
        found[card.id] = [*helping, *new, *[NOBODY] * unfilled]
    return found


def _can_serve(rotation: Rotation, specialty: str) -> bool:
    return why(Letter(writer="", specialty=rotation.specialty), specialty) in SERVES


def _ranked(rotations: Sequence[Rotation], letters: Sequence[Letter], specialty: str) -> list[int]:
    """Rotations whose attending could write for a specialty, the best to ask first."""

    def key(i: int) -> tuple[bool, bool, bool, float, int]:
        rotation = rotations[i]
        day = rotation.start.toordinal() if rotation.start else 0
        return (
            not _fresh(rotation, rotations, letters),
            rotation.specialty != specialty,
            not counts_as_hands_on(rotation),
            -rotation.weeks,
            -day,
        )

    return sorted((i for i, r in enumerate(rotations) if _can_serve(r, specialty)), key=key)


def _fresh(rotation: Rotation, rotations: Sequence[Rotation], letters: Sequence[Letter]) -> bool:
    """Whether there are fewer US letters from a field than rotations in it."""
    done = sum(r.specialty == rotation.specialty for r in rotations)
    return sum(_from_there(each, rotation) for each in letters) < done


def _from_there(letter: Letter, rotation: Rotation) -> bool:
    """Whether a letter may come from a rotation: from the same field, and from the US."""
    return letter.specialty == rotation.specialty and letter.us_faculty is not False


def _rotation_key(i: int) -> str:
    return f"r{i + 1}"


def _ask_for(i: int, letter: Letter, every: Sequence[Letter], cards: Sequence[Card]) -> Ask:
    serves = tuple(card.id for card in cards if why(letter, card.id) in SERVES)
    others = [each for j, each in enumerate(every) if j != i]
    assert letter.state is not None
    return Ask(
        key=str(i + 1),
        state=letter.state.value,
        field=letter.specialty,
        serves=serves,
        names=letter.supports or _to_name(serves),
        cover=_open_topics(others, serves),
        letter=i + 1,
    )


def _suggest(plan: Decided, i: int, cards: Sequence[Card]) -> Ask:
    p = plan.read.profile
    rotations, letters = p.us_experience or (), p.letters or ()
    rotation = rotations[i]
    serves = tuple(card.id for card in cards if _can_serve(rotation, card.id))
    return Ask(
        key=_rotation_key(i),
        state="suggested",
        field=rotation.specialty,
        serves=serves,
        names=_to_name(serves),
        cover=_open_topics(letters, serves),
        rotation=i + 1,
        fresh=not any(_from_there(each, rotation) for each in letters),
    )


def _to_name(serves: tuple[str, ...]) -> tuple[str, ...]:
    """The goal that a letter should name: the only one that it serves, or none."""
    return serves if len(serves) == 1 else ()


def _open_topics(others: Sequence[Letter], serves: Sequence[str]) -> tuple[str, ...]:
    """Topics that no other letter for one of these specialties speaks to, in order.

    Where each topic is open, none is more needed than the others.
    """
    found: dict[str, None] = {}
    for specialty in serves:
        mine = [each for each in others if why(each, specialty) in SERVES]
        found |= dict.fromkeys(topic.value for topic in topics_open(mine))
    return tuple(found) if len(found) < len(LetterTopic) else ()


def deadline(plan: Decided) -> Deadline:
    """By when to ask, and by when letters should be uploaded, in the season of the plan."""
    ask = before(plan, Before(date="applications_open", weeks=ASK_WEEKS))
    upload = before(plan, Before(date="applications_open", weeks=UPLOAD_WEEKS))
    if ask is None or upload is None:
        return Deadline(state="unknown")
    if plan.facts["season.over"].value is True:
        return Deadline(state="over", ask=ask, upload=upload)
    if plan.facts["applicant.applied"].value is True:
        return Deadline(state="out", ask=ask, upload=upload)
    state = "open" if ask[0] > plan.as_of else "now" if upload[0] > plan.as_of else "late"
    return Deadline(state=state, ask=ask, upload=upload)
