"""The pages in a real browser: phone and desktop, light and dark, keyboard, no scripts, paper.

Everything is opened straight from the disk. On a build server the browser has to be there.
"""

from __future__ import annotations

import functools
import http.server
import io
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from sitegen.build import Request, build
from sitegen.csvtext import write_table
from sitegen.knowledge.model import Knowledge
from tests.browsing import BROWSERS, CONTRAST, SCREENS, Site, Visitor
from tests.conftest import AS_OF, EDITION, ROOT
from tests.sites import PAPERS, SAMPLES, html_files, profile_of

pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")
WHOLE = "anesthesiology-hopeful"
"""The sample whose every page is opened; of the others it is the first page."""


def opened(sample_site: Site) -> list[Path]:
    """Every page of one sample, and the first page of each."""
    paths = [*html_files(sample_site(WHOLE)), *(sample_site(s) / "index.html" for s in SAMPLES)]
    return list(dict.fromkeys(paths))


STRUCTURE = """
() => {
  const faults = [];
  const root = document.documentElement;
  if (!/^[a-z]{2}/.test(root.lang)) faults.push('no language');
  if (!document.title.trim()) faults.push('no title');
  const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
    .filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1]));
  const allowed = PRINT ? Infinity : 1;
  const mains = levels.filter((l) => l === 1).length;
  if (mains < 1 || mains > allowed) faults.push(`${mains} main headings`);
  if (levels[0] !== 1) faults.push('the first heading is not the main one');
  levels.forEach((level, i) => {
    if (i && level > levels[i - 1] + 1) faults.push(`a jump from h${levels[i - 1]} to h${level}`);
  });
  for (const table of document.querySelectorAll('table')) {
    const about = (table.caption || {}).textContent || 'a table';
    if (!table.caption || !table.caption.textContent.trim()) faults.push('a table has no caption');
    const heads = [...table.querySelectorAll('th')];
    if (!heads.some((th) => th.scope === 'col')) faults.push(`${about}: no heads of columns`);
    if (heads.some((th) => !th.scope)) faults.push(`${about}: a head without a scope`);
  }
  for (const image of document.querySelectorAll('img,svg,picture,canvas')) {
    const part = (attribute) => (image.getAttribute(attribute) || '').split(' ')
      .map((id) => document.getElementById(id)).filter((e) => e && e.textContent.trim());
    const named = part('aria-labelledby').length;
    const figure = image.closest('figure');
    const text = named > 1 || (figure && figure.querySelector('figcaption'));
    const around = image.closest('section') || document.querySelector('main');
    const twin = around.querySelector('table') || document.querySelector('main table');
    // A bar in a table is silent, and a cell beside it says its numbers.
    const beside = image.matches('td > svg[aria-hidden="true"]')
      && /[0-9]/.test(image.parentElement.previousElementSibling.textContent);
    // A picture of people is told whole by one range, which stands below it.
    const range = figure && figure.matches('.people') && /middle/.test(figure.innerText);
    const told = beside || (image.matches('[role="img"]') && named && text && (twin || range));
    if (!told) faults.push('a picture without a name, a text and a table: ' + image.outerHTML);
  }
  for (const area of document.querySelectorAll('[tabindex="0"]'))
    if (!area.getAttribute('aria-label') || !area.getAttribute('role'))
      faults.push('a part that takes the focus has no name');
  for (const positive of document.querySelectorAll('[tabindex]'))
    if (positive.tabIndex > 0) faults.push('a tabindex above 0');
  for (const link of document.querySelectorAll('a[href]'))
    if (!link.innerText.trim() && link.checkVisibility()) faults.push('a link without words');
  if (!PRINT) {
    for (const name of ['main', 'header', 'footer', 'nav#menu'])
      if (document.querySelectorAll(name).length !== 1) faults.push(`not one ${name}`);
    const names = [...document.querySelectorAll('nav')].map((n) => n.getAttribute('aria-label'));
    if (names.some((n) => !n) || new Set(names).size < names.length)
      faults.push('two ways round the page without names of their own');
    if (document.querySelectorAll('[aria-current="page"]').length > 1)
      faults.push('two current pages');
  }
  return {faults, headings: levels.length, tables: document.querySelectorAll('table').length};
}
"""


# --- Phone and desktop, light and dark -----------------------------------------------------


SIDEWAYS = """
() => {
  const faults = [], room = document.documentElement.clientWidth;
  for (const folded of document.querySelectorAll('main details')) folded.open = true;
  if (document.scrollingElement.scrollWidth > room) faults.push('the page scrolls sideways');
  const tables = [...document.querySelectorAll('main table')].filter((t) => t.checkVisibility());
  for (const table of tables) {
    const box = table.getBoundingClientRect(), area = table.closest('.scroll') || table;
    const name = `${table.className}, ${table.caption.textContent.slice(0, 40)}`;
    if (box.left < 0 || box.right > room + 1) faults.push(`${name}: cut off`);
    if (area.scrollWidth > area.clientWidth + 1) faults.push(`${name}: scrolls sideways`);
    for (const cell of table.querySelectorAll('tbody :is(th, td)'))
      if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth)
        faults.push(`${name}: a cell is cut off: ${cell.textContent.slice(0, 30)}`);
  }
  return [tables.length, faults];
}
"""


WINDOWS = ((320, 100), (320, 200), (769, 100), (961, 100))
"""Widths in pixels and sizes of text in per cent; the layout changes just below the last two."""


@pytest.mark.parametrize("sample", [WHOLE, "half-empty"])
def test_no_page_and_no_table_is_wider_than_the_window(
    sample: str, visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """On no page of a sample; what is folded is opened. Takes about twenty seconds for both."""
    visitor, seen = visit("phone"), 0
    for path in html_files(sample_site(sample)):
        if path.name in PAPERS:
            continue
        page, faults = visitor.open(path), []
        for width, size in WINDOWS if sample == WHOLE else WINDOWS[:2]:
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate(
                "(size) => { document.documentElement.style.fontSize = `${size}%` }", size
            )
            tables, found = page.evaluate(SIDEWAYS)
            seen += tables
            faults += [f"{width} pixels, text at {size} %: {fault}" for fault in found]
        assert faults == [], path.name
    assert seen > 200


def test_rows_that_are_cards_are_a_table_all_the_same(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """For whoever hears the page, and each cell says its column to whoever sees it."""
    visitor = visit("phone")
    visitor.page.set_viewport_size({"width": 320, "height": 740})
    page = visitor.open(sample_site(WHOLE) / "scorecard.html")
    table = page.get_by_role("table").first
    assert table.locator("tbody").evaluate("(e) => getComputedStyle(e).display") == "block"
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads[0] == "Specialty" and heads[-1] == "Overall priority" and len(heads) == 5
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").count() == 1
    cells = row.get_by_role("cell")
    said = "(e) => getComputedStyle(e, '::before').content.replaceAll('\"', '')"
    shown = [cells.nth(number).evaluate(said) for number in range(cells.count())]
    assert shown == [f"{head}: " for head in heads[1:]]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_first_task_stands_within_one_and_a_half_screens_of_a_phone(
    sample: str, visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """Takes a second for each sample."""
    width, height = 390, 844
    visitor = visit("phone")
    visitor.page.set_viewport_size({"width": width, "height": height})
    page = visitor.open(sample_site(sample) / "index.html")
    task = page.locator("ul.tasks > li").first.bounding_box()
    assert task["y"] + task["height"] <= 1.5 * height


def test_no_line_breaks_within_the_name_of_a_visa(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    page = visit("phone").open(sample_site(WHOLE) / "visa.html")
    lines = page.evaluate(
        "() => [...document.querySelectorAll('.visa-name')].map(e => e.getClientRects().length)"
    )
    assert len(lines) > 20 and set(lines) == {1}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_fits_and_can_be_read(
    screen: str, scheme: str, visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """No sideways scrolling, no faint text, nothing logged, nothing fetched."""
    visitor = visit(screen, scheme)
    faults, measured, seen = [], 0, set()
    paths = opened(sample_site)
    for path in paths:
        page = visitor.open(path)
        where = f"{path.parent.name}/{path.name}"
        scroll, client = page.evaluate(
            "() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
        )
        if scroll > client:
            faults.append(f"{where}: {scroll} pixels wide in a window of {client}")
        if path.name not in PAPERS:
            assert client <= SCREENS[screen][0]
            dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
            assert dark == (scheme == "dark")
        contrast = page.evaluate(CONTRAST)
        measured += contrast["measured"]
        seen |= set(contrast["seen"])
        faults += [f"{where}: {text}" for text in contrast["low"]]
    visitor.assert_quiet()
    assert not faults, "\n".join(faults[:40])
    assert measured > 5_000
    expected = {"p", "a", "cite", "caption", "small", "th", "td", "h1", "h2", "mark", "priority"}
    assert expected <= seen, f"never measured: {expected - seen}"


def test_dark_is_dark(visit: Callable[..., Visitor], sample_site: Site) -> None:
    """The scheme does change the colours, and both keep their ink apart from their paper."""
    colours = {}
    for scheme in SCHEMES:
        page = visit("desktop", scheme).open(sample_site(WHOLE) / "index.html")
        colours[scheme] = page.evaluate(
            "() => { const s = getComputedStyle(document.body);"
            " return [s.color, s.backgroundColor].map((c) => c.match(/\\d+/g).map(Number))"
            ".map(([r, g, b]) => r + g + b) }"
        )
    assert colours["light"][0] < colours["light"][1]
    assert colours["dark"][0] > colours["dark"][1]


def test_the_colors_are_chosen_once_and_kept(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """From the disk, by keyboard: on the next page and after a reload, against the system."""
    paper = "() => getComputedStyle(document.body).backgroundColor"
    visitor = visit("desktop", "light")
    page = visitor.open(sample_site(WHOLE) / "visa.html")
    light = page.evaluate(paper)
    page.locator("[data-themes]").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    dark = page.evaluate(paper)
    assert dark != light
    page = visitor.open(sample_site(WHOLE) / "specialties" / "psychiatry.html")
    assert page.evaluate(paper) == dark
    assert page.locator("[data-themes]").input_value() == "dark"
    page.emulate_media(media="print")
    assert page.evaluate(paper) == light, "paper stays paper"
    page.emulate_media(media="screen")
    page.locator("[data-themes]").select_option("")
    page.reload()
    assert page.evaluate(paper) == light
    page.emulate_media(contrast="more")
    page.reload()
    assert page.evaluate("() => document.documentElement.dataset.theme") == "contrast"
    visitor.assert_quiet()


def test_the_colors_stand_before_anything_is_painted(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """So that no light page flashes up at night: they are set while only the head is read."""
    visitor = visit("phone", "light")
    page = visitor.open(sample_site(WHOLE) / "visa.html")
    page.evaluate("() => localStorage.setItem('sitegen.theme', 'dark')")
    page.add_init_script(
        "new MutationObserver(() => { if (document.body && window.first === undefined)"
        " window.first = document.documentElement.dataset.theme })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.reload()
    assert page.evaluate("() => window.first") == "dark"


def test_every_page_is_built_for_ears(visit: Callable[..., Visitor], sample_site: Site) -> None:
    """Language, title, headings in order, heads and captions of tables, names of parts."""
    visitor = visit("desktop")
    faults, headings, tables = [], 0, 0
    for path in opened(sample_site):
        print_page = "true" if path.name in PAPERS else "false"
        found = visitor.open(path).evaluate(STRUCTURE.replace("PRINT", print_page))
        headings += found["headings"]
        tables += found["tables"]
        faults += [f"{path.parent.name}/{path.name}: {fault}" for fault in found["faults"]]
    visitor.assert_quiet()
    assert not faults, "\n".join(faults[:40])
    assert headings > 150 and tables > 60


# --- What may run, and whatever stands in the profile -----------------------------------------

CANARY = (
    "<img src=x onerror=canary()><script>canary()</script>\"'&{{7*7}}{% raw %} \u200d😀 javascript:"
)
LONG = "W" * 300

INJECTED = {
    "an inline script": "<script>document.title = 'ran'</script>",
    "a handler": "<img src=x onerror=\"document.title = 'ran'\">",
    "a handler on the page": "<svg onload=\"document.title = 'ran'\"></svg>",
    "a link that runs": "<a id=go href=\"javascript:document.title = 'ran'\">x</a>",
    "an inline style": "<style>h1 { color: rgb(1, 2, 3) }</style>",
    "a style of a tag": "<p id=styled style='color: rgb(1, 2, 3)'>x</p>",
    "a remote script": "<script src='http://127.0.0.1:9/x.js'></script>",
    "a remote picture": "<img src='http://127.0.0.1:9/x.png'>",
    "a remote frame": "<iframe src='http://127.0.0.1:9/'></iframe>",
    "a form": "<form action='http://127.0.0.1:9/'><button id=go>x</button></form>",
    "another base": "<base href='http://127.0.0.1:9/'><a id=base href='x'>x</a>",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which a server on this machine shows it."""
    folder = tmp_path_factory.mktemp("served")
    handler = functools.partial(QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("name", ["index.html", "print.html"])
@pytest.mark.parametrize("way", ["disk", "server"])
def test_nothing_runs_that_was_slipped_into_a_page(
    way: str, name: str, browser: Any, sample_site: Site, served: tuple[Path, str]
) -> None:
    """Each way is tried and blocked, and the page itself keeps its style."""
    folder, address = served
    target = folder / f"{way}-{name}"
    shutil.copytree(sample_site(WHOLE), target)
    html = (target / name).read_text("utf-8")
    assert html.count("<h1") >= 1
    for kind, injected in INJECTED.items():
        (target / name).write_text(html.replace("<h1", f"{injected}<h1", 1), "utf-8")
        context = browser.new_context()
        page, blocked, requests = context.new_page(), [], []
        page.on("console", lambda m, b=blocked: b.append(m.text))
        page.on("requestfinished", lambda r, q=requests: q.append(r.url))
        page.goto((target / name).as_uri() if way == "disk" else f"{address}/{target.name}/{name}")
        for go in page.locator("#go").all():
            go.click(no_wait_after=True)
        # The browser tells of it in its own time; what was blocked is told within seconds.
        for _ in range(200):
            if any("Content Security Policy" in text for text in blocked):
                break
            page.wait_for_timeout(50)
        assert page.title() != "ran", kind
        assert any("Content Security Policy" in text for text in blocked), (kind, blocked)
        assert not [url for url in requests if ":9/" in url], kind
        colours = page.evaluate(
            "() => ['h1', '#styled'].map((s) => document.querySelector(s))"
            ".map((e) => e && getComputedStyle(e).color)"
        )
        assert "rgb(1, 2, 3)" not in colours, kind
        margin = page.evaluate("() => getComputedStyle(document.body).margin")
        assert margin.startswith("0px"), "the page's own style holds"
        context.close()


def test_pages_from_a_server_report_nothing_blocked(
    browser: Any, sample_site: Site, served: tuple[Path, str]
) -> None:
    folder, address = served
    shutil.copytree(sample_site(WHOLE), folder / "plain")
    page, said = browser.new_page(), []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    for name in ("index.html", "chance.html", "algorithm.html", "what-if.html", "print.html"):
        page.goto(f"{address}/plain/{name}")
        assert page.evaluate("() => document.styleSheets[0].cssRules.length") > 50
    assert [text for text in said if "favicon" not in text] == []


@pytest.fixture(scope="module")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose every name, note and title is hostile text and a word of 300 letters."""
    folder = tmp_path_factory.mktemp("odd")
    odd = f"{CANARY} {LONG}"
    listed = {
        "programs.csv": (
            "specialty,name,state,city,j1,h1b,visa_sentence,preference,notes",
            ("neurology", f"{odd} A", "Ohio", odd, "yes", "no", odd, "5", odd),
            ("psychiatry", f"{odd} A", "Iowa", odd, "no", "no", odd, "4", odd),
        ),
        "interviews.csv": (
            "specialty,program,state,region,date,status,visa,notes",
            ("neurology", odd, "Ohio", odd, "2026-12-10", "offered", "none", odd),
            ("psychiatry", odd, "Iowa", odd, "2026-11-10", "accepted", "", odd),
        ),
        "ranks.csv": (
            "rank,specialty,program,state,would_attend",
            ("1", "neurology", odd, "Ohio", "no"),
            ("2", "psychiatry", odd, "", "yes"),
        ),
    }
    for name, (heads, *lines) in listed.items():
        (folder / name).write_text(write_table(tuple(heads.split(",")), *lines), "utf-8")
    (folder / "profile.yaml").write_text(
        json.dumps(
            {
                "applicant": {"name": odd, "citizenship": ["Jordan"]},
                "season": 2027,
                "stage": "interviewing",
                "visa": {"need": "sponsorship", "accepts": ["j1"]},
                "school": {"name": odd, "country": "Jordan", "graduated": "2023-07"},
                "letters": [{"writer": odd, "specialty": "neurology", "state": "to_ask"}],
                "research": [{"kind": "audit", "field": "neurology", "title": odd}],
                "experiences": [{"kind": "teaching", "title": odd}],
                "interests": {"primary": "neurology", "considering": ["psychiatry"]},
                "programs": "programs.csv",
                "interviews": "interviews.csv",
                "rank_list": "ranks.csv",
            },
            ensure_ascii=False,
        ),
        "utf-8",
    )
    build(Request(folder / "profile.yaml", folder / "site", AS_OF, with_pdf=False), lambda _: None)
    return folder / "site"


@pytest.mark.parametrize("width", [320, 390])
def test_hostile_and_endless_words_are_text_and_no_page_scrolls_sideways(
    width: int, odd_site: Path, visit: Callable[..., Visitor]
) -> None:
    """Every page, with whatever is folded laid open."""
    visitor = visit("phone")
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 740})
    page.add_init_script("window.canary = () => { window.caught = true; }")
    wide, shown = [], 0
    for path in html_files(odd_site):
        visitor.open(path)
        found = page.evaluate(
            "() => { document.querySelectorAll('details').forEach((d) => { d.open = true });"
            " return [document.scrollingElement.scrollWidth, window.caught || false,"
            " document.querySelectorAll('img, main script').length,"
            " document.body.textContent] }"
        )
        if found[0] > width:
            wide.append(f"{path.name}: {found[0]} pixels")
        assert found[1:3] == [False, 0], path.name
        shown += " ".join(CANARY.split()) in " ".join(found[3].split())
    assert wide == []
    assert shown >= 8
    visitor.assert_quiet()


@pytest.mark.parametrize("width", [320, 390])
def test_endless_name_of_a_specialty_makes_no_page_wider(
    width: int, long_named_site: Path, visit: Callable[..., Visitor], knowledge: Knowledge
) -> None:
    """As a local pack may name one: its letters are the widest, and no sign lets them break."""
    visitor = visit("phone")
    visitor.page.set_viewport_size({"width": width, "height": 740})
    wide = {}
    for path in html_files(long_named_site):
        if path.stem in knowledge.specialties:
            continue  # pages about others
        visitor.open(path)
        found = visitor.page.evaluate("() => document.scrollingElement.scrollWidth")
        if found > width:
            wide[path.name] = found
    assert wide == {}
    visitor.open(long_named_site / "where-to-apply.html")
    assert (
        visitor.page.evaluate(
            "() => document.querySelector('.advice th[scope=row]').textContent.length"
        )
        == 4_900
    )


@pytest.fixture(scope="module")
def long_named_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two specialties, of which a local pack gives the first a name of 4,900 letters."""
    folder = tmp_path_factory.mktemp("long-named")
    like = (ROOT / "data" / "specialties" / "psychiatry.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^name: .*", f"name: {'W' * 4_900}", like)
    text = re.sub(r"(?m)^aliases: .*", "aliases: []", text)
    (folder / "pack" / "specialties").mkdir(parents=True)
    (folder / "pack" / "specialties" / "zz.yaml").write_text(text, encoding="utf-8")
    profile = profile_of("emergency-medicine-hopeful").read_text(encoding="utf-8")
    first = re.sub(r"(?m)^programs: .*", "", profile)
    first = first.replace("primary: emergency-medicine", "primary: zz")
    assert "primary: zz" in first
    (folder / "me.yaml").write_text(first, encoding="utf-8")
    request = Request(
        folder / "me.yaml", folder / "site", AS_OF, pack=folder / "pack", with_pdf=False
    )
    build(request, lambda _: None)
    return folder / "site"


# --- The own list of programs --------------------------------------------------------------


def test_programs_are_found_by_words_state_and_visas_and_shown_page_by_page(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """And a link to one of them leads to its page. Takes three seconds."""
    visitor = visit("phone")
    page = visitor.open(sample_site(WHOLE) / "programs.html")
    rows, told = page.locator("tr[id^='in-']:visible"), page.locator(".filter output")
    every = page.locator("tr[id^='in-'], tr[id^='out-']").count()
    first = rows.first.get_attribute("id")
    assert rows.count() == 25 and every > 300 and told.inner_text() == ""
    pager = page.locator(".pager:visible")
    assert pager.inner_text().startswith("Earlier") and "1 to 25 of " in pager.inner_text()
    pager.get_by_role("button", name="Later").click()
    assert "26 to 50 of " in pager.inner_text() and rows.first.get_attribute("id") != first
    page.get_by_label("State").select_option("Ohio")
    page.get_by_label("Visas").select_option("J-1 only")
    page.get_by_label("Look for").fill("internal MEDICINE")
    shown = page.locator(".listed tbody tr:visible")
    texts = [row.inner_text() for row in shown.all()]
    assert texts and all(
        "Ohio" in t and "Internal medicine" in t and "J-1 only" in t for t in texts
    )
    assert told.inner_text().startswith(f"{len(texts)} of {every} programs")
    page.goto(f"{page.url}#in-60")
    assert page.locator("#in-60").is_visible() and told.inner_text() == ""
    visitor.assert_quiet()


def test_without_scripts_every_program_of_the_page_stands(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    plain = visit("desktop", java_script_enabled=False)
    page = plain.open(sample_site(WHOLE) / "programs.html")
    assert page.locator(".filter").is_hidden()
    assert page.locator(".listed tr[hidden]").count() == 0
    assert page.locator("tr[id^='in-']:visible").count() > 25


# --- What a word means ---------------------------------------------------------------------


@pytest.mark.parametrize("way", ["hover", "focus", "tap"])
def test_a_word_says_what_it_means_beside_it(
    way: str, visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """Under the pointer, on focus and on a tap; Escape takes it away. Takes a second for each."""
    visitor = visit("desktop", has_touch=way == "tap")
    page = visitor.open(sample_site(WHOLE) / "visa.html")
    word, box = page.locator("main a.term").first, page.locator("#meaning")
    assert not box.is_visible() and not word.get_attribute("title")
    getattr(word, way)()
    assert box.is_visible() and page.url.endswith("visa.html")
    assert word.get_attribute("data-meaning") in box.inner_text()
    link = box.locator("a")
    assert link.get_attribute("href") == word.evaluate("(e) => e.href")
    place = box.bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= 1280
    assert page.locator(f"#{word.get_attribute('aria-describedby')}").count() == 1
    page.keyboard.press("Escape")
    assert not box.is_visible() and not word.get_attribute("aria-describedby")
    if way == "tap":
        word.tap()
        link.tap()
        page.wait_for_url("**/glossary.html#term-*", timeout=5_000)
    visitor.assert_quiet()


def test_without_scripts_a_word_leads_to_the_glossary(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    page = visit("phone", java_script_enabled=False).open(sample_site(WHOLE) / "visa.html")
    page.locator("main a.term").first.click()
    page.wait_for_url("**/glossary.html#term-*", timeout=5_000)


# --- Keyboard ------------------------------------------------------------------------------

FOCUS = """
() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return {
    text: e.innerText.trim().slice(0, 60), skip: e.classList.contains('skip'),
    menu: !!e.closest('#menu'), header: !!e.closest('header'), main: !!e.closest('main'),
    body: e === document.body,
    outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    visible: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0
      && box.left < innerWidth && box.top < innerHeight,
  };
}
"""


@pytest.mark.parametrize("screen", SCREENS)
def test_the_keyboard_reaches_everything(
    screen: str, visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """The skip link, the head, the text, then the menu; each seen where it has the focus."""
    visitor = visit(screen)
    page = visitor.open(sample_site(WHOLE) / "index.html")
    total = page.evaluate(
        "() => [...document.querySelectorAll('a[href], [tabindex=\"0\"], summary, button, input')]"
        ".filter((e) => e.checkVisibility() && e.tabIndex >= 0).length"
    )
    stops = []
    for _ in range(total):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    assert len(stops) > 20
    assert stops[0]["skip"] and "Skip" in stops[0]["text"]
    assert stops[1]["header"], "after the skip link comes the head of the page"
    order = ["menu" if s["menu"] else "main" if s["main"] else "other" for s in stops]
    head = [s["text"] for s in stops[: order.index("main")] if s["header"]]
    assert order.index("main") <= 6, "few stops before the text"
    assert ("Menu" in head) == (screen == "phone"), "where the menu is not beside the text"
    if screen == "desktop":
        assert "main" not in order[order.index("menu") :]
    menu = [s["text"] for s in stops if s["menu"]]
    if screen == "desktop":
        assert menu[:3] == ["Plan", "Plan at a glance", "Backup"]
        assert menu[-7:-1] == [
            "Why",
            "Apply",
            "Interview and rank",
            "Visa and jobs",
            "Tasks",
            "Look up",
        ]
    assert [s["text"] for s in stops if s["body"]] == []
    assert [s["text"] for s in stops if not s["outline"]] == []
    assert [s["text"] for s in stops if not s["visible"]] == []
    visitor.assert_quiet()


def test_the_skip_link_skips(visit: Callable[..., Visitor], sample_site: Site) -> None:
    """After it, the next stop is in the text."""
    page = visit("desktop").open(sample_site(WHOLE) / "scorecard.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash === '#main'", timeout=5_000)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["main"]


def test_the_menu_is_beside_the_text_or_one_step_away(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """On a desktop to the left of the text and in sight; on a phone behind a button at the top."""
    place = "(e) => { const b = e.getBoundingClientRect(); return [b.top, b.left, b.right] }"
    page = visit("desktop").open(sample_site(WHOLE) / "visa.html")
    page.evaluate("() => scrollTo(0, 1500)")
    menu, text = (page.locator(part).evaluate(place) for part in ("#menu", "main"))
    assert 0 <= menu[0] < SCREENS["desktop"][1] and menu[2] <= text[1] + 1
    assert page.locator("#menu [aria-current='page']").inner_text() == "Visa"
    page = visit("phone").open(sample_site(WHOLE) / "visa.html")
    assert page.locator("#menu").is_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUS))
    assert [r["text"] for r in reached] == [
        "Close the menu",
        "Plan",
        "Why",
        "Apply",
        "Interview and rank",
        "Visa and jobs",
        "Visa",
        "Immigration and jobs",
    ]
    assert all(r["menu"] and r["visible"] for r in reached)
    page.keyboard.press("Escape")
    assert page.locator("#menu").is_hidden()


def test_a_heading_shows_its_address_and_is_no_stop(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """A click on it leads there, and so does the list above the title, which keys reach.

    One that folds its part holds no link: a click on it unfolds the part and folds it again.
    """
    page = visit("desktop").open(sample_site(WHOLE) / "chance.html")
    assert page.locator("h2#rates a").count() == 0
    part = page.locator("details:has(> summary > h2#rates) table").first
    for shown in (True, False):
        page.locator("h2#rates").click()
        assert part.is_visible() is shown
    heading = page.locator("h2#funnel > a")
    assert heading.evaluate("(e) => e.tabIndex") == -1
    sign = "(e) => [getComputedStyle(e, '::after').content, getComputedStyle(e, '::after').opacity]"
    assert heading.evaluate(sign) == ['" #"', "0"]
    heading.hover()
    assert heading.evaluate(sign) == ['" #"', "1"]
    heading.click()
    page.wait_for_function("() => location.hash === '#funnel'", timeout=5_000)
    page.locator(".contents summary").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = page.locator("main h2").first.get_attribute("id")
    page.wait_for_function(f"() => location.hash === '#{first}'", timeout=5_000)


def test_a_wide_picture_scrolls_by_keyboard(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """Where it is wider than the window, its frame takes the focus and the arrow keys."""
    visitor = visit("desktop")
    visitor.page.set_viewport_size({"width": 700, "height": 800})
    page = visitor.open(sample_site(WHOLE) / "pathways.html")
    frame = page.locator(".scroll").first
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0", timeout=5_000)
    assert page.evaluate("() => document.scrollingElement.scrollLeft") == 0


# --- Search --------------------------------------------------------------------------------

ELEVEN = {
    "visa": ("Visa", "visa.html"),
    "anasthesiology": ("Anesthesiology", "specialties/anesthesiology.html"),
    "psych": ("Psychiatry", "specialties/psychiatry.html"),
    "obgyn": ("Obstetrics and gynecology", "specialties/obstetrics-gynecology.html"),
    "h1b": ("H-1B", "glossary.html#term-h-1b"),
    "J-1": ("J-1", "glossary.html#term-j-1"),
    "SOAP": ("SOAP", "glossary.html#term-soap"),
    "where to apply": ("Where to apply, how many, and what it costs", "where-to-apply.html"),
    "three percentages": ("Three percentages that look alike", "chance.html#rates"),
    "tracker": (None, "tasks.html#task-tracker"),
    "AN-F0001": (None, "programs.html#in-"),
}
"""What eleven people type, and what they look for: its name where that is short, and its place."""


def test_the_search_finds_eleven_things_by_keyboard(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """From the disk and from a page in a folder: typed, told aloud, opened with a key; no mouse."""
    visitor = visit("phone")
    home = sample_site(WHOLE)
    for asked, (name, place) in ELEVEN.items():
        page = visitor.open(home / "specialties" / "pathology.html")
        for _ in range(4):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.id") == "search":
                break
        page.keyboard.type(asked)
        told = page.locator(".search [role=status][aria-live=polite]").inner_text()
        assert re.match(r"[1-9][0-9]* results?", told), (asked, told)
        links = page.locator("#found a")
        assert 1 <= links.count() <= 12
        heads = [(a.inner_text(), a.get_attribute("href")) for a in links.all()[:3]]
        assert any(
            href.startswith(f"{home.as_uri()}/{place}") and name in (None, text)
            for text, href in heads
        ), (asked, heads)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    focus = page.evaluate(FOCUS)
    assert focus["text"] == links.first.inner_text() and focus["visible"] and focus["outline"]
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type(" ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/programs.html#in-*", timeout=5_000)
    assert page.locator(":target").is_visible()
    visitor.assert_quiet()


def test_the_search_says_when_there_is_nothing(
    visit: Callable[..., Visitor], sample_site: Site, knowledge: Knowledge
) -> None:
    page = visit("desktop").open(sample_site(WHOLE) / "index.html")
    page.locator("#search").fill("qqqqxzzzz")
    assert page.locator(".search [role=status]").inner_text() == knowledge.phrases["search-none"]
    assert page.locator("#found").is_hidden()


def test_what_the_search_leads_to_is_unfolded(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """A program that is out stands behind a click on its page."""
    page = visit("desktop").open(sample_site(WHOLE) / "programs.html")
    row = page.locator("tr[id^='out-']").first
    assert row.is_hidden()
    page.goto(f"{page.url}#{row.get_attribute('id')}")
    assert row.is_visible()


def test_the_search_shows_hostile_names_as_text(
    odd_site: Path, visit: Callable[..., Visitor]
) -> None:
    """A program named like a script is found, runs nothing, and makes no page wider."""
    visitor = visit("phone")
    page = visitor.page
    page.set_viewport_size({"width": 320, "height": 740})
    page.add_init_script("window.canary = () => { window.caught = true; }")
    visitor.open(odd_site / "index.html")
    page.locator("#search").fill("onerror canary")
    names = page.locator("#found a").all_inner_texts()
    assert [n for n in names if n.startswith("<img src=x onerror=canary()><script>")] != []
    assert page.evaluate(
        "() => [window.caught || false, document.querySelectorAll('img').length]"
    ) == [False, 0]
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 320
    visitor.assert_quiet()


# --- Ticks ---------------------------------------------------------------------------------


def ticked(page: Any) -> list[str]:
    """The ids of the tasks that are ticked on a page."""
    found = page.locator("input[data-task]:checked").all()
    return sorted(box.get_attribute("data-task") for box in found)


def test_ticks_are_remembered_and_shared_by_pages(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """From the disk: after a reload, and on the front page as on that of the tasks."""
    visitor = visit("desktop")
    page = visitor.open(sample_site(WHOLE) / "index.html")
    front = page.locator("input[data-task]").first.get_attribute("data-task")
    page = visitor.open(sample_site(WHOLE) / "tasks.html")
    everything = page.locator("input[data-task]").count()
    bar = page.locator("[data-ticks]")
    assert bar.inner_text().startswith(f"0 of {everything} done")
    first, second = page.locator(f"[data-task='{front}']"), page.locator("input[data-task]").nth(9)
    names = sorted(box.get_attribute("data-task") for box in (first, second))
    first.check()
    second.focus()
    page.keyboard.press("Space")
    assert bar.inner_text().startswith(f"2 of {everything} done")
    page.reload()
    assert ticked(page) == names
    page = visitor.open(sample_site(WHOLE) / "index.html")
    assert ticked(page) == [front]
    visitor.assert_quiet()


def test_ticks_of_one_plan_are_not_those_of_another(
    visit: Callable[..., Visitor], sample_site: Site, tmp_path: Path
) -> None:
    """Two plans on one machine share the browser's memory, but not their ticks."""
    visitor = visit("desktop")
    page = visitor.open(sample_site(WHOLE) / "tasks.html")
    page.locator("[data-task='statement-final.anesthesiology']").check()
    page.locator("[data-task='tracker']").check()
    other = tmp_path / "other"
    shutil.copytree(sample_site("internal-medicine-strong"), other)
    for path in other.glob("*.html"):
        path.write_text(path.read_text("utf-8").replace(EDITION.key, "another-plan"), "utf-8")
    page = visitor.open(other / "tasks.html")
    assert page.locator("[data-task='tracker']").count() == 1
    assert ticked(page) == []


def test_all_ticks_can_be_cleared_after_a_question(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    visitor = visit("desktop")
    page = visitor.open(sample_site(WHOLE) / "tasks.html")
    page.locator("[data-task='tracker']").check()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("[data-clear]").click()
    assert ticked(page) == ["tracker"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[data-clear]").click()
    assert ticked(page) == []
    page.reload()
    assert ticked(page) == []


def test_without_storage_boxes_work_and_promise_nothing(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    visitor = visit("desktop")
    visitor.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})"
    )
    page = visitor.open(sample_site(WHOLE) / "tasks.html")
    page.locator("[data-task='tracker']").check()
    assert ticked(page) == ["tracker"]
    assert page.locator("[data-ticks]").is_hidden()
    visitor.assert_quiet()


# --- Without scripts, and on paper ---------------------------------------------------------


def test_a_combination_is_shown_by_ticking(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """What the ticked combination comes to is told beside the boxes, and marked in the table."""
    visitor = visit("desktop")
    page = visitor.open(sample_site(WHOLE) / "what-if.html")
    rows = page.locator("tr[data-ids]")
    boxes = page.locator("[data-whatif] input")
    assert rows.count() == 2 ** boxes.count() >= 4
    assert rows.locator("visible=true").count() == 0
    boxes.nth(1).check()
    (marked,) = page.locator("tr[data-ids].marked").all()
    assert marked.get_attribute("data-ids") == boxes.nth(1).get_attribute("value")
    told = page.locator("[data-told][role=status]").inner_text()
    assert told == marked.get_attribute("data-told")
    page.locator("summary", has_text="Every combination").click()
    assert rows.locator("visible=true").count() == rows.count()
    visitor.assert_quiet()


def test_a_judged_part_is_left_out_by_choosing(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """By keyboard: its row stands beside the whole chance, until every row is asked for again."""
    visitor = visit("desktop")
    page = visitor.open(sample_site(WHOLE) / "chance.html")
    choice = page.locator("[data-rows] select")
    rows = page.locator("tr[data-row]")
    page.locator("summary:has(#leave-out)").press("Enter")
    everything = rows.count()
    assert everything > 5 and rows.locator("visible=true").count() == everything
    choice.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    shown = [r.get_attribute("data-row") for r in rows.all() if r.is_visible()]
    assert len(shown) == 2 and shown == ["whole", choice.input_value()]
    page.keyboard.press("End")
    assert [r for r in rows.all() if not r.is_visible()] == []
    visitor.assert_quiet()


def test_every_combination_can_be_read_without_scripts(
    visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """The boxes stay away, and the whole table is there."""
    page = visit("desktop", java_script_enabled=False).open(sample_site(WHOLE) / "what-if.html")
    assert not page.locator("[data-whatif]").is_visible()
    rows = page.locator("tr[data-ids]")
    page.locator("summary", has_text="Every combination").click()
    assert rows.locator("visible=true").count() == rows.count() >= 4


def test_pages_work_without_scripts(visit: Callable[..., Visitor], sample_site: Site) -> None:
    """The same words in the text and in the menu, no control that would do nothing, and links."""
    plain = visit("desktop", java_script_enabled=False)
    usual = visit("desktop")
    for name, part in (
        ("index.html", "main"),
        ("index.html", "#menu details:first-of-type"),
        ("scorecard.html", "main"),
        ("tasks.html", ".lists"),
        ("specialties/psychiatry.html", "main"),
    ):
        path = sample_site(WHOLE) / name
        page = plain.open(path)
        words = page.locator(part).inner_text()
        assert len(words) > (40 if "menu" in part else 500)
        assert page.locator(".scripted").count() >= 1
        assert page.locator(".scripted >> visible=true").count() == 0
        assert words == usual.open(path).locator(part).inner_text()
    page = plain.open(sample_site(WHOLE) / "index.html")
    page.locator("nav summary", has_text="Why").click()
    page.locator("nav a", has_text="Scorecard").click()
    assert page.url.endswith("/scorecard.html")
    page.locator("tbody a.rate").first.click()
    assert "/specialties/" in page.url and page.url.endswith("#match")
    page.locator("#match ~ table .cite").first.click()
    assert "/sources.html#src-" in page.url
    assert page.locator(":target a.url").get_attribute("href").startswith("https://")
    plain.assert_quiet()


def test_pages_of_a_folder_open_from_another_place(
    visit: Callable[..., Visitor], sample_site: Site, tmp_path: Path
) -> None:
    """A copy on a memory stick, under a path with spaces and signs."""
    target = tmp_path / "my stick #1 (ü)" / "plan"
    shutil.copytree(sample_site(WHOLE), target)
    visitor = visit("desktop")
    page = visitor.open(target / "index.html")
    page.locator("nav summary", has_text="Why").click()
    page.locator("nav a", has_text="Scorecard").click()
    assert page.locator("h1").inner_text() == "Scorecard"
    assert page.evaluate("() => document.styleSheets.length") >= 1
    visitor.assert_quiet()


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_print_page_prints(
    sample: str, visit: Callable[..., Visitor], sample_site: Site
) -> None:
    """For those without the PDF engine: the browser's own PDF is whole."""
    visitor = visit("desktop")
    page = visitor.open(sample_site(sample) / "print.html")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 8 <= len(printed.pages) <= 20
    first = printed.pages[0]
    width = 595 if sample == "radiology-h1b-only" else 612
    assert abs(float(first.mediabox.width) - width) <= 1
    text = " ".join(first.extract_text().split())
    assert "Plan at a glance" in text
    last = " ".join(printed.pages[-1].extract_text().split())
    assert last, "the last page is not an empty one"
    visitor.assert_quiet()


def test_browsers_are_those_that_the_setup_looks_for() -> None:
    """Otherwise the setup would be content where these tests are not."""
    setup = (ROOT / "bootstrap" / "system.py").read_text("utf-8")
    assert all(f'"{name}"' in setup for name in BROWSERS)
