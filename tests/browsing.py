"""A real browser for the tests: windows that note what goes wrong, and colours as WCAG measures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.sites import do_without

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCREENS = {"phone": (360, 740), "desktop": (1280, 900)}

Site = Callable[[str], Path]
"""The folder of a sample's site."""


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        do_without("no Chromium on this machine")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        do_without("Playwright is not installed")
    try:
        started = sync_playwright().start()
    except (OSError, Error) as error:
        do_without(f"Playwright does not start: {error}")
    try:
        opened = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()
    finally:
        started.stop()


@dataclass
class Visitor:
    """A page of the browser, with everything that went wrong on it."""

    page: Any
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: Path) -> Any:
        """Open a file; return the page."""
        self.page.goto(path.as_uri())
        return self.page

    def assert_quiet(self) -> None:
        """Nothing was logged, nothing failed, and nothing was asked from another host."""
        assert self.faults == []
        assert self.requests
        assert [url for url in self.requests if not url.startswith("file://")] == []


def watched(page: Any) -> Visitor:
    """A page whose messages and requests are noted from now on."""
    visitor = Visitor(page)
    page.on(
        "console",
        lambda m: visitor.faults.append(m.text) if m.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: visitor.faults.append(str(error)))
    page.on("requestfailed", lambda r: visitor.faults.append(f"failed: {r.url}"))
    page.on("request", lambda r: visitor.requests.append(r.url))
    return visitor


COLOURS = """
  const parse = (text) => {
    const found = text.match(/rgba?\\(([^)]+)\\)/);
    if (!found) throw new Error('colour ' + text);
    const [r, g, b, a] = found[1].split(/[ ,/]+/).map(Number);
    return {r, g, b, a: a === undefined ? 1 : a};
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a), a: 1,
  });
  const part = (c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
  };
  const luminance = (c) => 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
  const ratio = (one, two) => {
    const [low, high] = [luminance(one), luminance(two)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const canvas = () => {
    // The colour behind everything is the browser's own, which follows the scheme.
    const probe = document.createElement('p');
    probe.style.color = 'Canvas';
    document.body.append(probe);
    const colour = parse(getComputedStyle(probe).color);
    probe.remove();
    return colour;
  };
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      if (getComputedStyle(e).backgroundImage !== 'none') throw new Error('a picture behind text');
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), canvas());
  };
"""
"""Luminance and contrast as WCAG 2.2 defines them, for the inside of a script. What stands on an
element is measured against the colours painted behind it, blended where they are translucent."""

# A text in hidden parts is not shown.
CONTRAST = (
    "() => {"
    + COLOURS
    + """
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = {}, low = [];
  let measured = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.nodeValue.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    let opacity = 1;
    for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
    const back = behind(element);
    const ink = parse(style.color);
    ink.a *= opacity;
    const value = ratio(over(ink, back), back);
    measured += 1;
    for (const name of [element.tagName.toLowerCase(), ...element.classList]) seen[name] = 1;
    if (value < 4.5) {
      const text = walker.currentNode.nodeValue.trim().slice(0, 40);
      low.push(`${value.toFixed(2)} ${element.tagName}.${element.className}: ${text}`);
    }
  }
  return {measured, low: [...new Set(low)], seen: Object.keys(seen)};
}
"""
)
