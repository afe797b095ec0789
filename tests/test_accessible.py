"""Every kind of page for those who see little, use no mouse, zoom in, or print, by outside judges.

A kind of page is a file name, or a folder of pages that are made alike. A whole site at every
width and in every look would take many minutes. So each kind is opened once on phones and once on
larger screens, each time from another sample, and of a folder another page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.browsing import COLOURS, CONTRAST, Site, Visitor
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
        " b.textContent = n; b.style.cssText = 'all: unset; display: block; width: 9px;"
        " height: 9px; overflow: hidden' } }"
    )
    page.evaluate(axe)
    found = page.evaluate(AXE, rules(colours=True, high=False))["faults"]
    broken = {fault.split(",")[0] for fault in found}
    assert {"color-contrast", "image-alt", "target-size"} <= broken


# --- Zoom --------------------------------------------------------------------------------------

CUT = """
() => {
  const faults = [], width = document.scrollingElement.clientWidth;
  let measured = 0;
  if (document.scrollingElement.scrollWidth > width)
    faults.push(`scrolls sideways: ${document.scrollingElement.scrollWidth} in ${width} pixels`);
  // What one pixel holds is there for ears alone.
  const forEars = (e) => e.clientWidth <= 1 && getComputedStyle(e).position === 'absolute';
  const scrolls = (e) => e && (e.matches('.hidden, .skip, svg *') || forEars(e)
    || /auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const about = (e) => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const seen = new Set();
  while (walker.nextNode()) {
    const text = walker.currentNode, e = text.parentElement;
    if (!text.nodeValue.trim() || !e.checkVisibility() || scrolls(e)) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    measured += 1;
    if (box.left < -1 || box.right > width + 1) faults.push(`out of sight: ${about(e)}`);
    for (let a = e; a && !seen.has(a); a = a.parentElement) {
      seen.add(a);
      const style = getComputedStyle(a);
      const wide = a.scrollWidth > a.clientWidth + 1, high = a.scrollHeight > a.clientHeight + 1;
      const cut = (way) => /hidden|clip/.test(way);
      if (cut(style.overflowX) && wide || cut(style.overflowY) && high)
        faults.push(`cut off: ${about(a)}`);
      if (wide && style.display !== 'inline' && style.overflowX === 'visible')
        faults.push(`sticks out: ${about(a)}`);
    }
  }
  return {faults: [...new Set(faults)], measured};
}
"""


@pytest.mark.parametrize("zoom", ["page", "text"])
def test_at_twice_the_size_nothing_is_cut_off(
    zoom: str, visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """A window of 1280 pixels shows 640 at 200 %; or it stays, and its text doubles."""
    wide = {"width": 640 if zoom == "page" else 1280, "height": 450}
    visitor = visit("desktop", viewport=wide, device_scale_factor=2 if zoom == "page" else 1)
    faults, measured = [], 0
    for view in views(kinds(sample_site), ["page", "text"].index(zoom)):
        page = visitor.open(view.path)
        page.evaluate(
            "() => document.querySelectorAll('details').forEach((d) => { d.open = true })"
        )
        if zoom == "text" and view.kind not in PAPERS:
            page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        found = page.evaluate(CUT)
        measured += found["measured"]
        faults += [f"{view}: {fault}" for fault in found["faults"]]
    visitor.assert_quiet()
    assert not faults, "\n".join(faults[:40])
    assert measured > 2_000


def test_what_is_cut_off_is_seen(visit: Callable[..., Visitor], sample_site: Site) -> None:
    page = visit("desktop").open(sample_site(RICH[0]) / "visa.html")
    page.evaluate(
        "() => { const [one, two, three] = document.querySelectorAll('main p');"
        " one.style.cssText = 'height: 5px; overflow: hidden';"
        " two.style.cssText = 'width: 3em; white-space: nowrap';"
        " three.style.cssText = 'margin-left: -60em' }"
    )
    found = {fault.split(":")[0] for fault in page.evaluate(CUT)["faults"]}
    assert found == {"cut off", "sticks out", "out of sight"}


# --- Focus and high contrast -------------------------------------------------------------------

RING = (
    "() => {"
    + COLOURS
    + """
  const faults = [], times = {};
  let measured = 0;
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  for (const e of document.querySelectorAll(stops)) {
    if (!e.checkVisibility({visibilityProperty: true})) continue;
    if (e.tabIndex < 0 || e.disabled) continue;
    const kind = `${e.tagName}.${e.className} in ${e.parentElement.tagName}`;
    times[kind] = (times[kind] || 0) + 1;
    if (times[kind] > 3) continue;
    e.focus({focusVisible: true});
    e.scrollIntoView({block: 'nearest'});
    const style = getComputedStyle(e), back = behind(e.parentElement);
    const box = [...e.getClientRects()].sort((a, b) => b.width - a.width)[0];
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    // What a stop before has opened closes by itself a moment later.
    const top = document.elementsFromPoint(
      middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight))
      .find((part) => !part.closest(':popover-open'));
    measured += 1;
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1)
      faults.push(`no ring: ${kind}`);
    else if (ratio(over(parse(style.outlineColor), back), back) < 3)
      faults.push(`a faint ring: ${kind}`);
    if (!top || !(e.contains(top) || top.contains(e))) faults.push(`covered: ${kind}`);
  }
  return {faults: [...new Set(faults)], measured};
}
"""
)


def test_focus_is_seen_and_high_contrast_is_high(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """A ring of 3 to 1 in each look; then, at high contrast, 7 to 1 for every text."""
    visitor = visit("phone")
    faults, rings, texts = [], 0, 0
    for place, view in enumerate(views(kinds(sample_site), 1)):
        page = shown(visitor, view)
        focus = page.evaluate(RING)
        rings += focus["measured"]
        faults += [f"{view}: {fault}" for fault in focus["faults"]]
        if view.kind not in PAPERS:
            page.emulate_media(color_scheme="dark" if place % 2 else "light")
            page.evaluate("() => { document.documentElement.dataset.theme = 'contrast' }")
            found = page.evaluate(CONTRAST.replace("value < 4.5", "value < 7"))
            texts += found["measured"]
            faults += [f"{view}, high contrast: {text}" for text in found["low"]]
            wide = page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{view}, high contrast: scrolls sideways"
    visitor.assert_quiet()
    assert not faults, "\n".join(faults[:40])
    assert rings > 300 and texts > 2_000


# --- Print -------------------------------------------------------------------------------------

ON_PAPER = """
() => {
  // What is folded is meant for paper where it would be printed unfolded; it is folded again.
  const folds = [...document.querySelectorAll('details')];
  folds.forEach((fold) => { fold.open = true });
  const unfolded = folds.filter((fold) => fold.checkVisibility()).length;
  const words = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement, text = walker.currentNode.nodeValue;
    if (!text.trim() || !e.checkVisibility() || e.closest('.hidden, svg')) continue;
    const capital = getComputedStyle(e).textTransform === 'uppercase';
    words.push(...(capital ? text.toUpperCase() : text).trim().split(/\\s+/));
  }
  const controls = [...document.querySelectorAll(
    'nav:not(.print .contents), [role=search], .tools, .where, .turn, .skip, .contents.no-print,'
    + ' button, select, input[type=search]')];
  const shown = controls.filter((e) => e.checkVisibility());
  const rows = [...document.querySelectorAll('tr')];
  folds.forEach((fold) => { fold.open = false });
  return {
    words, unfolded, controls: shown.map((e) => e.outerHTML.slice(0, 80)),
    cut: rows.filter((row) => getComputedStyle(row).breakInside !== 'avoid').length,
  };
}
"""


def squeezed(text: str) -> str:
    """A text without spaces, line ends and hyphens, which move when lines break elsewhere."""
    return re.sub(r"[\s\u00ad\u200b\ufffe\x02-]", "", text)


def test_a_page_is_printed_whole(visit: Callable[..., Visitor], sample_site: Site) -> None:
    """On Letter or A4, read from the PDF: each word, no control, no cut row, no empty sheet.

    What is folded on the screen is printed too, whatever kind of fold it is.
    """
    visitor = visit("desktop")
    faults, words, unfolded = [], 0, 0
    for place, view in enumerate(views(kinds(sample_site), 0)):
        visitor.page.emulate_media(media="print")
        page = visitor.open(view.path)
        found = page.evaluate(ON_PAPER)
        paper = "Letter" if place % 2 else "A4"
        printed = pypdfium2.PdfDocument(page.pdf(format=paper, prefer_css_page_size=True))
        sheets = [sheet.get_textpage().get_text_range() for sheet in printed]
        text = squeezed("".join(sheets))
        expected = Counter(filter(None, map(squeezed, found["words"])))
        lost = [word for word, times in expected.items() if text.count(word) < times]
        words += expected.total()
        unfolded += found["unfolded"]
        faults += [f"{view}: lost on {paper}: {' '.join(lost[:9])}"] * bool(lost)
        faults += [f"{view}: printed: {control}" for control in found["controls"]]
        faults += [f"{view}: {found['cut']} rows may be cut by the end of a sheet"] * bool(
            found["cut"]
        )
        faults += [f"{view}: an empty sheet" for sheet in sheets if len(sheet.split()) < 3]
    assert not faults, "\n".join(faults)
    assert words > 20_000 and unfolded > 100
