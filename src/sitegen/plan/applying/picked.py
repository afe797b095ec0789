"""What a portfolio holds: numbers, programs, rivals, the price of more, and where to stop."""

from __future__ import annotations

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.plan.card import Card
from sitegen.records import record
from sitegen.rules import Finding


@record
class Part:
    """One specialty of the portfolio.

    `programs` are to be applied to; `low` to `high` is how far that number moves between both
    ends of the chances. `left` are the programs to choose from, `listed` the rows of the own
    list. `wanted` is the number of the plan, of which a short list holds fewer. `usual` is how many
    applications the people of the published group must have sent.
    """

    card: Card
    programs: int
    low: int
    high: int
    fee: float
    left: int
    listed: int
    wanted: int
    usual: float
    gold: int
    silver: int
    fees_source: str
    groups: tuple[tuple[str, int], ...]


@record
class Pick:
    """One chosen program of the own list. `gain` is what it adds when its turn comes, from 0 to 1.

    `order` runs over both specialties: whoever must save drops the last ones first. `line` is
    that of the list, `ratio` compares expected interviews with the typical program and person,
    `questions` are to be asked first.
    """

    order: int
    specialty: str
    line: int
    name: str
    code: str
    city: str
    state: str
    group: str
    price: float
    gain: Span
    signal: str
    own_signal: str
    img_share: float | None
    interview_rate: float | None
    setting: str
    preference: int | None
    ratio: Span | None
    questions: tuple[Finding, ...]


@record
class Way:
    """Some way to spend money: numbers by specialty, USD, and the chance of any match.

    `ahead` is how much the portfolio brings more, from 0 to 1 (below 0: less). `saved` is the
    money with which the portfolio would bring the same.
    """

    id: str
    counts: tuple[int, ...]
    cost: float
    chance: Chance
    ahead: Span
    saved: float


@record
class Half:
    """What half of the money brings, chosen as here and in the ways of the rivals."""

    money: float
    counts: tuple[int, ...]
    chance: Chance
    ways: tuple[Way, ...]


@record
class Step:
    """The best numbers for one budget. `gain`: people of 100 more for each 100 USD since before."""

    budget: float
    counts: tuple[int, ...]
    cost: float
    chance: Chance
    gain: Span


@record
class Divided:
    """One way to divide the money between two specialties: programs in each, USD, the chance."""

    counts: tuple[int, ...]
    cost: float
    chance: Chance


@record
class Stop:
    """Where the next application adds less than `rate`, in people of 100 for 100 USD.

    The costs are in USD; `low` and `high` hold over the ranges of the rate and of the chances.
    """

    rate: Span
    counts: tuple[int, ...]
    cost: float
    low: float
    high: float


@record
class Found:
    """The portfolio itself. Chances are of a match somewhere, with every application sent.

    `money` is what it costs, and what the other ways may cost; `everything` is the price of all
    programs that are left. `as_dice` is the chance if every application threw its own dice.
    `worth` is the expected worth of the best place, from 0 to 1, where wishes count. `flat` is the
    span of numbers in the first of two specialties whose chance is almost that of the best.
    `half` is None where half of the money buys nothing.
    """

    parts: tuple[Part, ...]
    picks: tuple[Pick, ...]
    money: float
    cost: float
    everything: float
    transcripts: float
    chance: Chance
    by_side: tuple[Chance, ...]
    as_dice: Chance
    worth: Span | None
    ways: tuple[Way, ...]
    half: Half | None
    curve: tuple[Step, ...]
    splits: tuple[Divided, ...]
    flat: tuple[int, int]
    stop: Stop
