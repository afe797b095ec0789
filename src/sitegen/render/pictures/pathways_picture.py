"""Where the boxes and lines of a picture of roads stand. Pure layout, in units of its viewBox."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from sitegen.records import value_object

LINE = 17
"""Height of a line of text."""

PAD = 9
GAP = 14
TIP = 5

HOME, STEP, JOB, END = (0, 150), (258, 290), (664, 182), (926, 186)
"""Left edge and width of the four columns."""

TRUNK_1, TRUNK_2, TRUNK_3 = 240, 646, 908
"""Where the lines of two columns meet."""

WIDTH = END[0] + END[1] + 2

LETTER = 6.6
"""Width of a letter at the size of the picture, a little on the safe side."""


@value_object
class Box:
    """A box with its lines of text; `keep` marks what keeps part of the first interest."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str, str], ...]
    keep: int = 0

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + self.height / 2

    @property
    def marks(self) -> tuple[tuple[float, bool], ...]:
        """Three dots at its lower right edge, filled as far as it keeps the first interest."""
        if not self.keep:
            return ()
        return tuple((self.right - 38 + 13 * i, i < self.keep) for i in range(3))


@value_object
class Words:
    """What a box says: a heading, small lines below it, and how much it keeps, 0 to 3.

    `edge` stands on the line that leaves the box.
    """

    heading: str
    small: tuple[str, ...] = ()
    keep: int = 0
    edge: str = ""


@value_object
class Picture:
    """A finished picture: boxes, lines as path data, arrow tips, and words on the lines."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    tips: tuple[str, ...]
    labels: tuple[tuple[float, float, str], ...]


def draw(home: Words, steps: Sequence[Words], jobs: Sequence[Words], end: Words) -> Picture:
    """Residency, the steps after it, the jobs after training, and permanent status."""
    columns = [
        _stack(STEP, steps),
        _stack(JOB, jobs),
        _stack(HOME, [home]),
        _stack(END, [end]),
    ]
    height = max(column[-1].y + column[-1].height for column in columns)
    second, third, first, last = (_centred(column, height) for column in columns)
    lines, tips = [], []
    for left, trunk, right in (
        (first, TRUNK_1, second),
        (second, TRUNK_2, third),
        (third, TRUNK_3, last),
    ):
        lines += [f"M{box.right:g} {box.middle:g}H{trunk}" for box in left]
        lines += [f"M{trunk} {box.middle:g}H{box.x - TIP:g}" for box in right]
        heights = [box.middle for box in (*left, *right)]
        lines.append(f"M{trunk} {min(heights):g}V{max(heights):g}")
        tips += [_tip(box) for box in right]
    labels = [
        (box.right + 6, box.middle - 6, words.edge)
        for column, told in ((first, [home]), (second, steps), (third, jobs))
        for box, words in zip(column, told, strict=True)
        if words.edge
    ]
    return Picture(
        WIDTH,
        height + 2,
        (*first, *second, *third, *last),
        tuple(lines),
        tuple(tips),
        tuple(labels),
    )


def _stack(column: tuple[int, int], told: Sequence[Words]) -> list[Box]:
    """Boxes below each other, from the top."""
    x, width = column
    boxes: list[Box] = []
    for words in told:
        y = boxes[-1].y + boxes[-1].height + GAP if boxes else 1.0
        letters = int((width - 2 * PAD) / LETTER)
        shown = [(line, "b") for line in textwrap.wrap(words.heading, letters)]
        shown += [(line, "s") for small in words.small for line in textwrap.wrap(small, letters)]
        height = len(shown) * LINE + 2 * PAD
        lines = tuple(
            (y + PAD + 13 + i * LINE, line, style) for i, (line, style) in enumerate(shown)
        )
        boxes.append(Box(x + 1, y, width, height, lines, words.keep))
    return boxes


def _centred(boxes: list[Box], height: float) -> list[Box]:
    """The same boxes, moved down to the middle of the picture."""
    down = (height - (boxes[-1].y + boxes[-1].height) + 1) / 2
    return [
        Box(
            b.x,
            b.y + down,
            b.width,
            b.height,
            tuple((y + down, text, style) for y, text, style in b.lines),
            b.keep,
        )
        for b in boxes
    ]


def _tip(box: Box) -> str:
    x, y = box.x, box.middle
    return f"M{x:g} {y:g}l-{TIP + 3} -{TIP - 1}v{2 * (TIP - 1)}z"
