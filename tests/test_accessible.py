"""Every kind of page for those who see little, use no mouse, zoom in, or print, by outside judges.

A kind of page is a file name, or a folder of pages that are made alike. A whole site at every
width and in every look would take many minutes. So each kind is opened once on phones and once on
larger screens, each time from another sample, and of a folder another page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import Site, Visitor
from tests.sites import PAPERS, html_files

pytestmark = pytest.mark.browser

WIDTHS = {"phone": (320, 390), "desktop": (768, 1440)}
LOOKS = ("light", "dark", "contrast")
RICH = ("anesthesiology-hopeful", "in-season", "half-empty")

Kinds = dict[str, dict[str, list[Path]]]


@dataclass(frozen=True)
class View:
    """A page of a kind, and the look to open it in."""

    kind: str
    sample: str
    path: Path
    look: str
    coloured: bool
    """Whether outside judges look at its colours: once for each kind, for it takes long."""

    def __str__(self) -> str:
        return f"{self.sample}/{self.kind} ({self.path.stem}, {self.look})"


def kinds(sample_site: Site) -> Kinds:
    """The pages of each kind, by sample."""
    found: Kinds = {}
    for sample in RICH:
        home = sample_site(sample)
        for path in html_files(home):
            kind = path.name if path.parent == home else path.parent.name
            found.setdefault(kind, {}).setdefault(sample, []).append(path)
    return found


def views(found: Kinds, turn: int) -> Iterator[View]:
    """One page of each kind."""
    for place, (kind, by_sample) in enumerate(sorted(found.items())):
        sample = list(by_sample)[(place + turn) % len(by_sample)]
        page = by_sample[sample][(place + 7 * turn) % len(by_sample[sample])]
        yield View(kind, sample, page, LOOKS[place // 2 % 3], coloured=place % len(WIDTHS) == turn)


def test_each_kind_of_page_is_seen_and_so_are_each_sample_and_each_look(sample_site: Site) -> None:
    found = kinds(sample_site)
    seen = [view for turn in range(len(WIDTHS)) for view in views(found, turn)]
    assert len(found) > 30 and "specialties" in found
    for kind, by_sample in found.items():
        of_kind = [view for view in seen if view.kind == kind]
        assert len({view.sample for view in of_kind}) == min(len(by_sample), len(WIDTHS))
        assert sum(view.coloured for view in of_kind) == 1
    judged = [view for view in seen if view.coloured]
    assert {view.look for view in judged} == set(LOOKS)
    assert {view.sample for view in judged} == set(RICH)


UNFOLD = """
(everywhere) => {
  const folded = document.querySelectorAll(everywhere ? 'details' : 'main details');
  folded.forEach((part) => { part.open = true });
  for (const list of document.querySelectorAll('main :is(tbody, ul, ol, dl)'))
    [...list.children].slice(6).forEach((child) => child.remove());
}
"""


def shown(visitor: Visitor, view: View) -> Any:
    """The page in its look, with all that is folded laid open, and the start of each long list.

    The later rows of a list are made as the first ones are, and the menu is the same everywhere:
    to judge them again and again would take minutes.
    """
    visitor.page.emulate_media(
        color_scheme="dark" if view.look == "dark" else "light",
        contrast="more" if view.look == "contrast" else "no-preference",
    )
    page = visitor.open(view.path)
    page.evaluate(UNFOLD, view.kind == "index.html")
    if view.kind not in PAPERS:
        look = page.evaluate("() => document.documentElement.dataset.theme")
        assert look == ("contrast" if view.look == "contrast" else None)
    return page


# --- The rules of WCAG, by axe-core ------------------------------------------------------------

AXE = """
async (rules) => {
  const said = await axe.run(document, {
    resultTypes: ['violations'], rules,
    // It would fetch the style sheets a second time, which no page from a disk may.
    preload: false,
  });
  const faults = said.violations.map((broken) => `${broken.id}, ${broken.nodes.length} times: `
    + `${broken.nodes[0].html.slice(0, 160)} ${broken.nodes[0].failureSummary}`);
  return {faults, applied: said.passes.map((rule) => rule.id)};
}
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    from axe_playwright_python.base import AXE_SCRIPT

    return AXE_SCRIPT


def rules(colours: bool, high: bool) -> dict[str, Any]:
    """Which rules to add or leave out. At high contrast, text keeps the higher ratio of 7 to 1."""
    on = {
        "target-size": True,
        "color-contrast": colours and not high,
        "color-contrast-enhanced": colours and high,
        "link-in-text-block": colours,
    }
    return {rule: {"enabled": enabled} for rule, enabled in on.items()}


@pytest.mark.parametrize("screen", WIDTHS)
def test_axe_finds_no_violation(
    screen: str, visit: Callable[..., Visitor], sample_site: Site, axe: str
) -> None:
    """At two widths of each kind of screen, by its best practices too."""
    visitor = visit(screen)
    faults, applied = [], set()
    for view in views(kinds(sample_site), list(WIDTHS).index(screen)):
        page = shown(visitor, view)
        page.evaluate(axe)
        high = view.look == "contrast" and view.kind not in PAPERS
        for width in WIDTHS[screen]:
            page.set_viewport_size({"width": width, "height": 800})
            colours = view.coloured and width == WIDTHS[screen][0]
            found = page.evaluate(AXE, rules(colours, high))
            assert len(found["applied"]) >= 10, f"{view}: hardly anything was judged"
            applied |= set(found["applied"])
            faults += [f"{view}, {width} px: {fault}" for fault in found["faults"]]
    visitor.assert_quiet()
    assert not faults, "\n".join(faults)
    assert {"color-contrast", "color-contrast-enhanced", "target-size"} <= applied


def test_axe_sees_what_is_wrong(visit: Callable[..., Visitor], sample_site: Site, axe: str) -> None:
    """Faint text, a picture without words, and a button too small to hit."""
    page = visit("phone").open(sample_site(RICH[0]) / "visa.html")
    page.evaluate(
        "() => { const main = document.querySelector('main');"
        " main.querySelector('p').style.color = '#aaa';"
        " main.append(document.createElement('img'));"
        " for (const n of [1, 2]) { const b = main.appendChild(document.createElement('button'));"
        " b.textContent = n; b.style.cssText = 'width: 9px; height: 9px; padding: 0' } }"
    )
    page.evaluate(axe)
    found = page.evaluate(AXE, rules(colours=True, high=False))["faults"]
    broken = {fault.split(",")[0] for fault in found}
    assert {"color-contrast", "image-alt", "target-size"} <= broken
