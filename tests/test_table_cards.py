"""Cells of wide tables know their columns. Takes no measurable time."""

from __future__ import annotations

import re

from sitegen.render.table_cards import with_cards

HEAD = '<thead><tr><th>Way</th><th>Programs &amp; <b>fees</b></th><th>Of "all"</th></tr></thead>'


def labels(body: str) -> list[str]:
    made = with_cards(f"<table>{HEAD}<tbody>{body}</tbody></table>")
    return re.findall(r'data-label="([^"]*)"', made)


def test_each_cell_has_the_heading_of_its_column_as_text() -> None:
    assert labels('<tr><th scope="row">a</th><td>1</td><td class="x">2</td></tr>') == [
        "Programs &amp; fees",
        "Of &quot;all&quot;",
    ]


def test_a_cell_that_reaches_down_or_across_moves_the_next_ones() -> None:
    rows = (
        '<tr><th scope="rowgroup" rowspan="2">a</th><td>1</td><td>2</td></tr>'
        "<tr><td>3</td><td>4</td></tr>"
        '<tr><th scope="row">b</th><td colspan="2">5</td></tr>'
        '<tr><th scope="row">c</th><td>6</td><td>7</td></tr>'
    )
    fees, every = "Programs &amp; fees", "Of &quot;all&quot;"
    assert labels(rows) == [fees, every, fees, every, fees, fees, every]


def test_a_table_that_fits_stays_as_it_is_unless_its_template_asks() -> None:
    body = "<tbody><tr><td>1</td><td>2</td></tr></tbody>"
    narrow = f"<table><thead><tr><th>A</th><th>B</th></tr></thead>{body}</table>"
    assert with_cards(narrow) == narrow
    asked = with_cards(narrow.replace("<table", "<table data-cards"))
    assert asked.startswith('<table data-cards role="table">') and 'data-label="B"' in asked


def test_every_part_says_what_it_is() -> None:
    made = with_cards(
        f'<table>{HEAD}<tbody><tr><th scope="row">a</th><td>1</td></tr></tbody></table>'
    )
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in made
