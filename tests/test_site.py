"""The built site: every page whole, every link good, every figure cited, nothing obeyed.

All samples are built once, without their PDFs. What concerns the PDF is in `test_pdf`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tinyhtml5.parser import HTMLParser

from sitegen import inputs, resources
from sitegen.build import Request, build
from sitegen.check import BrokenTreeError, check_tree
from sitegen.diagnostics import Problems, UserFilesError
from sitegen.knowledge.guide import MenuPage
from sitegen.knowledge.model import Knowledge
from sitegen.output import swap
from sitegen.output.manifest import MANIFEST, digest
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.guide.letters import letter_plan
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.pages import Page
from sitegen.profile.fields import LetterState, Paper
from sitegen.render import terms
from sitegen.render.anchors import anchored
from sitegen.render.menu import Menu
from tests.conftest import AS_OF, ROOT, Run
from tests.pages import FIXED
from tests.sites import (
    BLANK,
    PAPERS,
    PAYLOAD,
    PRINTED,
    SAMPLES,
    Element,
    environment,
    files,
    hostile_profile,
    html_files,
    keyed,
    page,
    parse,
    profile_of,
    site,
    tables_beside,
)

SCRIPTS = ("theme.js", "site.js", "search-index.js", "search.js")
"""The scripts of every page; the first runs before anything is painted."""

BESIDE = {
    *PRINTED,
    *SCRIPTS,
    "site.css",
    "plan.json",
    "calendar.ics",
    "interviews.csv",
    "rank-list.csv",
    "programs.csv",
    "applications.csv",
    MANIFEST,
}
"""The files of a site that are no page of the plan."""

DAY = AS_OF.isoformat()

WIDE = "anesthesiology-hopeful"
"""The sample with the most kinds of pages: letters to ask for, a list, a tracker."""

Site = Callable[[str], Path]


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The folder of a sample's site, built once."""
    base = tmp_path_factory.getbasetemp()
    return lambda sample: site(base, sample)


def build_text(text: str, folder: Path) -> Path:
    """Build a profile given as text, without its PDF; return the folder of the site."""
    profile = folder / "profile.yaml"
    profile.write_text(text, encoding="utf-8")
    output = folder / "site"
    build(Request(profile, output, AS_OF, with_pdf=False), lambda line: None)
    return output


def plan_of(folder: Path) -> dict[str, typing.Any]:
    loaded = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


# --- Whole ---------------------------------------------------------------------------------


def test_there_are_seven_samples() -> None:
    assert len(SAMPLES) == 7


def made(sample: str, knowledge: Knowledge) -> Plan:
    """The plan of a sample."""
    problems = Problems()
    found = inputs.profile(profile_of(sample), knowledge, problems)
    assert found is not None, problems.errors
    return make_plan(found, knowledge, AS_OF)


def letters_of(plan: Plan) -> set[str]:
    """Where a request sheet must stand: for each letter to ask for, by entry or by rotation."""
    return {f"letters/{ask.key}-{ask.field}.html" for ask in letter_plan(plan).asks}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_is_there(sample: str, sample_site: Site, knowledge: Knowledge) -> None:
    """Fixed pages, those of each specialty and letter, and the files beside; nothing else.

    The list of pages is held against the data, the profile and the templates, so that a page
    that falls out of the list is missed too.
    """
    plan = made(sample, knowledge)
    listed = [page.path for page in plan.pages]
    specialties = {f"specialties/{s}.html" for s in knowledge.specialties}
    letters = letters_of(plan)
    assert len(listed) == len(set(listed)), "two pages at one place"
    assert len(specialties) >= 28
    assert {p for p in listed if p.startswith("specialties/")} == specialties
    assert {p for p in listed if p.startswith("letters/")} == letters
    for i, letter in enumerate(plan.read.profile.letters or (), 1):
        asked = f"letters/{i}-{letter.specialty}.html" in letters
        assert asked or letter.state is not LetterState.TO_ASK, f"no sheet for letter {i}"
    assert set(files(sample_site(sample))) == {*listed, *BESIDE}


def test_every_template_has_its_page(knowledge: Knowledge) -> None:
    """A template that no page uses is a page that fell out of the list."""
    templates = {p.stem for p in (ROOT / "content" / "pages").glob("*.html")}
    used = {page.section for sample in SAMPLES for page in made(sample, knowledge).pages}
    assert used == templates
    assert len({page.section for page in FIXED}) == len(FIXED)


def test_the_menu_has_seven_sections_and_every_page_stands_in_one(knowledge: Knowledge) -> None:
    """Each page of the plan is listed once, or is of a kind that has its section all the same."""
    every = made(WIDE, knowledge).pages
    menu = Menu(knowledge.menu, every)
    assert [section.title for section in menu.sections] == [
        "Plan",
        "Why",
        "Apply",
        "Interview and rank",
        "Visa and jobs",
        "Tasks",
        "Look up",
    ]
    listed = [page.id for section in menu.sections for page in section.pages]
    named = [each.id for section in knowledge.menu for each in section.pages]
    assert listed == named, "none is left"
    assert len(listed) == len(set(listed)) and {page.id for page in FIXED} <= set(listed)
    assert max(len(section.pages) for section in menu.sections) <= 7
    for each in every:
        assert len([section for section in menu.sections if section.holds(each)]) == 1, each.id


def test_a_page_that_no_section_names_stands_in_the_last(knowledge: Knowledge) -> None:
    """As where a local pack has a menu of its own, made for another version, with fewer kinds."""
    sections = [
        replace(
            knowledge.menu[0], pages=(MenuPage(id="visa", title="Visa"),), within=("specialty",)
        ),
        replace(knowledge.menu[1], pages=(MenuPage(id="glossary", title="G"),), within=("letter",)),
    ]
    pages = [*FIXED, Page("specialty.x", "X", "x.html", "specialty")]
    first, last = Menu(sections, pages).sections
    assert [page.id for page in first.pages] == ["visa"] and first.holds(pages[-1])
    assert last.pages[0].id == "glossary"
    assert {page.id for page in (*first.pages, *last.pages)} == {page.id for page in FIXED}


@pytest.mark.parametrize("sample", SAMPLES)
def test_pages_lead_to_those_beside_them_in_the_order_of_the_menu(
    sample: str, sample_site: Site, knowledge: Knowledge
) -> None:
    """From the first page, Next passes every listed page once; Back is the same way round."""
    folder = sample_site(sample)
    listed = [each.id for section in knowledge.menu for each in section.pages]
    here, back = "index.html", None
    for name in listed:
        assert here == f"{name}.html"
        links = {
            a.attributes["rel"]: a
            for a in page(folder / here).all("a")
            if a.attributes.get("rel") in ("prev", "next")
        }
        assert ("prev" in links and links["prev"].attributes["href"]) == (back or False)
        here, back = links["next"].attributes["href"] if "next" in links else "", here
    assert here == ""


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_is_the_one_it_says(
    sample: str, sample_site: Site, knowledge: Knowledge
) -> None:
    """At the place of a page stands that page: its title is the heading, and in the tab."""
    pages = made(sample, knowledge).pages
    menu, where = Menu(knowledge.menu, pages), knowledge.phrases["frame-where"]
    for listed in pages:
        root = page(sample_site(sample) / listed.path)
        assert [e.text for e in root.all("h1")] == [listed.title]
        assert root.all("title")[0].text.startswith(listed.title + " · ")
        here = [e.text for e in root.all("a") if e.attributes.get("aria-current") == "page"]
        section = menu.section(listed)
        assert section is not None
        name = listed.menu or listed.title
        assert here == ([name] if listed in section.pages else []), listed.path
        assert [e.text for e in root.all("p", cls="where")] == [
            where.format(section=section.title, page=name)
        ]
        open_parts = [e for e in root.by_id("menu").all("details") if "open" in e.attributes]
        assert [e.all("summary")[0].text for e in open_parts] == [section.title], listed.path


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_file_to_take_along_is_offered(sample: str, sample_site: Site) -> None:
    """Calendar, print version and empty tables are linked from a page; all pages share a style.

    A table to fill in is offered only to those whose profile does not name their own yet.
    """
    folder = sample_site(sample)
    profile = plan_of(folder)["profile"]
    tables = {
        "interviews": "interviews.csv",
        "rank_list": "rank-list.csv",
        "programs": "programs.csv",
    }
    wanted = {name for key, name in tables.items() if not profile[key]}
    offered, shared = set(), []
    for path in html_files(folder):
        root = page(path)
        offered |= {Path(urlsplit(a.attributes["href"]).path).name for a in root.all("a")}
        shared.append([e.attributes for e in root.all("link", "script")])
    assert {"calendar.ics", *PRINTED, *wanted} <= offered
    assert len([one for one in shared if one == shared[0]]) >= len(FIXED)
    assert {len(one) for one in shared} == {0, 1 + len(SCRIPTS)}
    assert [] in shared, "the print page holds its own style, and no script"


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_link_leads_somewhere(sample: str, sample_site: Site) -> None:
    """The program's own check agrees, and it had more than a hundred links to follow."""
    assert check_tree(files(sample_site(sample))) > 100


def test_the_check_finds_what_is_broken(sample_site: Site) -> None:
    """A missing page or anchor, an id twice, foreign images and scripts are all reported."""
    tree = files(sample_site("half-empty"))
    index = tree["index.html"].decode()
    for old, new, said in (
        ('href="backup.html"', 'href="nowhere.html"', "nowhere.html leads nowhere"),
        ('href="backup.html"', 'href="backup.html#nowhere"', "an anchor that does not exist"),
        ('href="backup.html"', 'href="specialties/"', "specialties/ leads nowhere"),
        ("<main ", '<p id="main"></p><main ', "id main stands twice"),
        ("<main ", '<img src="https://example.org/x.png" alt=""><main ', "would load https:"),
        ('src="site.js"', 'src="https://example.org/x.js"', "would load https:"),
        ('src="site.js"', 'src="other.js"', "other.js leads nowhere"),
        ("<h1>", "<h2>", "no main heading"),
        ("<main ", "<script>1</script><main ", "a <script> within the page"),
        ("<main ", "<p style='color: red'></p><main ", "the attribute style of <p>"),
        ("<main ", "<p OnClick=go()></p><main ", "the attribute onclick of <p>"),
        ("<main ", "<img src=//example.org/x.png alt=''><main ", "would load //example.org"),
        ("<main ", "<img src=data:image/png;base64,AA alt=''><main ", "would load data:"),
        ("<main ", "<a href=' java&#10;script:go()'>x</a><main ", "leads where no link may lead"),
        ("<main ", '<a href="\\\\example.org">x</a><main ', "leads where no link may lead"),
        ("<main ", '<a href="data:text/html,x">x</a><main ', "leads where no link may lead"),
        ("<main ", '<a href="file:///etc/passwd">x</a><main ', "leads where no link may lead"),
        ("<main ", '<base href="x/"><main ', "x/ leads nowhere"),
        ("style-src 'self'", "style-src 'unsafe-inline'", "is not strict"),
        ("Content-Security-Policy", "X-Policy", "is not strict: there is none"),
    ):
        assert old in index
        broken = {**tree, "index.html": index.replace(old, new, 1).encode()}
        with pytest.raises(BrokenTreeError, match=re.escape(said)):
            check_tree(broken)
    event = tree["calendar.ics"].decode().partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    twice = {**tree, "calendar.ics": f"BEGIN:VEVENT{event}END:VEVENT\r\n".encode() * 2}
    with pytest.raises(BrokenTreeError, match=r"calendar\.ics: event .* stands twice"):
        check_tree(twice)
    told = json.loads(tree["plan.json"])
    told["tasks"].append(told["tasks"][0])
    with pytest.raises(BrokenTreeError, match=r"plan\.json: task .* stands twice"):
        check_tree({**tree, "plan.json": json.dumps(told).encode()})
    with pytest.raises(BrokenTreeError, match="nothing was checked"):
        check_tree({"site.css": b""})


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_manifest_lists_every_file_and_nothing_personal(sample: str, sample_site: Site) -> None:
    folder = sample_site(sample)
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert set(json.loads(text)["files"]) == set(files(folder)) - {MANIFEST}
    profile = plan_of(folder)["profile"]
    for personal in (profile["applicant"]["name"], profile["school"]["name"], str(folder)):
        assert personal not in text


# --- Nothing left open ---------------------------------------------------------------------

# "None" begins some sentences; as a lone word it would be a value that nobody filled in.
LEFT_OPEN = re.compile(
    r"[{}]|\bUndefined\b|\bnan\b|\bNaN\b|\bTrue\b|\bFalse\b| object at 0x|<bound|\bnull\b"
    r"|\bNone\b(?! (?:needed|is raised|of)\b)|\bdatetime\.|\bFraction\("
)
BAD_PUNCTUATION = re.compile(r"(?<!\.)\.\.(?!\.)|\s[,.;](?:\s|$)|;\.|:\.|,,|\(\s|\s\)|\(\)|\. \.")


def shown_texts(root: Element) -> Iterator[tuple[Element, str]]:
    """Every text and every attribute that a reader may see or hear."""
    for element in root.walk():
        if element.tag in ("style", "script"):
            continue
        if element.own_text:
            yield element, element.own_text
        for name in ("alt", "title", "aria-label", "content", "href", "id"):
            if element.attributes.get(name):
                yield element, element.attributes[name]


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_placeholder_is_left_unanswered(sample: str, sample_site: Site) -> None:
    looked_at = 0
    for path in html_files(sample_site(sample)):
        for element, text in shown_texts(page(path)):
            looked_at += 1
            found = LEFT_OPEN.search(text)
            assert not found, f"{path.name}: {found[0]!r} in {element!r}"
    assert looked_at > 5_000


@pytest.mark.parametrize("sample", SAMPLES)
def test_sentences_are_put_together_well(sample: str, sample_site: Site) -> None:
    """No full stop twice, no space before a comma, no empty brackets."""
    for path in html_files(sample_site(sample)):
        for element in page(path).all("p", "li", "td", "th", "dd", "dt", "caption", "h1", "h2"):
            if element.all("p", "li", "td", "th"):
                continue
            found = BAD_PUNCTUATION.search(element.text)
            assert not found, f"{path.name}: {found[0]!r} in {element!r}"


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_empty(sample: str, sample_site: Site) -> None:
    """No empty heading, list, entry, caption, paragraph or title, and no table without rows."""
    tags = ("h1", "h2", "h3", "h4", "li", "dt", "dd", "caption", "p", "title", "b", "small", "a")
    tables = 0
    for path in html_files(sample_site(sample)):
        root = page(path)
        for element in root.all(*tags, "th"):
            assert element.text, f"{path.name}: empty {element!r} in {element.parent!r}"
        for element in root.all("ul", "ol", "dl"):
            assert element.all("li", "dt"), f"{path.name}: empty {element!r}"
        for table in root.all("table"):
            tables += 1
            assert len(table.all("caption")) == 1, f"{path.name}: {table!r}"
            rows = [row for body in table.all("tbody") for row in body.all("tr")]
            assert rows, f"{path.name}: no rows in {table!r}"
            columns = len(table.all("thead")[0].all("th"))
            for row in rows:
                cells = row.all("td", "th")
                spanned = sum(int(c.attributes.get("colspan", "1")) for c in cells)
                grouped = any(c.attributes.get("scope") == "rowgroup" for c in table.all("th"))
                assert spanned == columns or grouped, f"{path.name}: {row!r}"
                heads = [c for c in row.all("th") if c.attributes.get("scope") == "rowgroup"]
                filled = any(c.text or c.all("input") for c in row.all("td"))
                assert heads or filled, f"{path.name}: {row!r}"
    assert tables > 60


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_text_stands_twice_in_one_list(sample: str, sample_site: Site) -> None:
    """A to-do, a reason or a source said twice is a mistake of the plan."""
    for path in html_files(sample_site(sample)):
        for listed in page(path).all("ul", "ol"):
            texts = [e.text for e in listed.all("li") if e.parent is listed]
            again = {t for t in texts if texts.count(t) > 1}
            assert not again, f"{path.name}: {again}"


# --- Links and loads -----------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_loaded_from_another_host(sample: str, sample_site: Site) -> None:
    """Addresses of other hosts stand in links only. Style sheets load nothing at all.

    The only scripts are the site's own files, and none has a way to ask for anything.
    """
    folder = sample_site(sample)
    outward = 0
    for path in html_files(folder):
        assert scripts(page(path), path) == (0 if path.name in PAPERS else len(SCRIPTS))
        for element in page(path).walk():
            for name, value in element.attributes.items():
                if re.match(r"\s*(?:[a-z]+:)?//|\s*(?:http|ftp|javascript|data):", value, re.I):
                    assert (element.tag, name) == ("a", "href"), f"{path.name}: {element!r}"
                    assert re.match(r"https?://\w", value), f"{path.name}: {element!r}"
                    outward += 1
            assert not any(name.startswith("on") for name in element.attributes)
            assert element.tag not in ("iframe", "object", "embed", "form", "base", "img")
            assert "srcset" not in element.attributes and "ping" not in element.attributes
            assert element.attributes.get("http-equiv", "").casefold() != "refresh"
        for style in page(path).all("style"):
            assert not re.search(r"url\(|@import|//", "".join(map(str, style.children)))
    css = (folder / "site.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import", css)
    for name in ("theme.js", "site.js"):
        script = (folder / name).read_text(encoding="utf-8")
        assert "localStorage" in script and not ASKS.search(script), name
    search = (ROOT / "templates" / "search.js").read_text(encoding="utf-8")
    assert set(ASKS.findall(search)) == {"createElement", "src", "href", "open"}
    shipped = (folder / "search.js").read_bytes()
    assert shipped.endswith(search.encode()) and MINISEARCH in shipped
    assert outward > 10


MINISEARCH = (ROOT / "templates" / "vendor" / "minisearch.js").read_bytes()

ASKS = re.compile(
    r"//\w|\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import|importScripts|eval"
    r"|Function|Worker|createElement|innerHTML|outerHTML|insertAdjacentHTML|write|location|open"
    r"|cookie|src|href)\b"
)
"""Words with which a script asks another host, leaves the page, or turns text into markup."""


def scripts(root: Element, path: Path) -> int:
    """How many scripts a page has. Each is a file of the site, and holds nothing itself."""
    found = root.all("script")
    for element in found:
        assert element.attributes.keys() <= {"src", "defer"} and not element.children
        source = element.attributes["src"]
        assert source.removeprefix("../") in SCRIPTS, f"{path.name}: {element!r}"
        assert (path.parent / source).is_file(), f"{path.name}: {element!r}"
    return len(found)


KINDS = (".html", ".css", ".csv", ".ics")
"""What a link inside the site may lead to."""


@pytest.mark.parametrize("sample", SAMPLES)
def test_relative_links_end_in_a_file_name(sample: str, sample_site: Site) -> None:
    """So that a site opens from a disk or a memory stick, where folders have no index."""
    folder = sample_site(sample)
    followed = 0
    for path in html_files(folder):
        for element in page(path).all("a", "link"):
            parts = urlsplit(element.attributes["href"])
            if parts.scheme or not parts.path:
                assert parts.scheme or parts.fragment, f"{path.name}: {element!r}"
                continue
            followed += 1
            assert not parts.netloc and not parts.query and not parts.path.startswith("/")
            target = (path.parent / parts.path).resolve()
            assert target.is_file() and target.suffix in KINDS, f"{element!r}"
            assert target.is_relative_to(folder.resolve())
    assert followed > 300


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_is_reached_from_the_first(sample: str, sample_site: Site) -> None:
    folder = sample_site(sample)
    seen, waiting = set(), [folder / "index.html"]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for link in page(here).all("a"):
            parts = urlsplit(link.attributes["href"])
            if not parts.scheme and parts.path.endswith(".html"):
                waiting.append((here.parent / parts.path).resolve())
    assert {p.resolve() for p in html_files(folder)} == {p.resolve() for p in seen}


def test_the_library_of_the_search_is_the_published_file() -> None:
    """As in the archive of MiniSearch 7.2.0, and its license travels with every site."""
    assert hashlib.sha256(MINISEARCH).hexdigest() == (
        "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03"
    )
    asks = re.findall(
        r"\b(?:XMLHttpRequest|WebSocket|import|eval|Worker|innerHTML)\b(?=\()", MINISEARCH.decode()
    )
    assert asks == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_search_knows_every_page_and_leads_only_to_what_is_there(
    sample: str, sample_site: Site, knowledge: Knowledge
) -> None:
    """Pages, headings, specialties, terms, tasks, and the programs that a page shows."""
    folder = sample_site(sample)
    text = (folder / "search-index.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("var sitegenIndex = ").removesuffix(";\n"))
    assert len(text.encode()) < 150_000
    ids = {
        path: {e.attributes.get("id") for e in page(folder / path).walk()}
        for path, *_ in index["pages"]
    }
    kinds = [kind for kind, _ in index["kinds"]]
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    for kind, number, name, anchor, _ in index["rows"]:
        path = index["pages"][number][0]
        assert name and (not anchor or anchor in ids[path]), (path, anchor)
        found[kinds[kind]].append(name)
    plan = made(sample, knowledge)
    assert sorted(found["page"] + found["specialty"]) == sorted(p.title for p in plan.pages)
    assert set(found["specialty"]) == {s.title for s in knowledge.specialties.values()}
    assert set(found["term"]) == {t.name for t in terms.glossary()}
    boxes = page(folder / "tasks.html").by_id("main").all("input")
    assert len(found["task"]) == len(boxes) > 10
    rows = [r for r in page(folder / "programs.html").all("tr") if "id" in r.attributes]
    assert len(found["program"]) == len(rows)
    assert bool(rows) == bool(plan.read.programs)
    assert len(found["part"]) > 300


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_heading_leads_to_itself(sample: str, sample_site: Site) -> None:
    """By an id of its own. Where a page has three and more, a list above its title has them all.

    The front page has no list: what to do first stands there instead.
    """
    lists = headings = 0
    for path in html_files(sample_site(sample)):
        root = page(path)
        main = root.by_id("main") if path.name not in PAPERS else Element("main")
        # A click on a heading that folds its part has to fold, so it is no link.
        folding = [h for each in main.all("summary") for h in each.all("h2", "h3")]
        for element in main.all("h2", "h3"):
            headings += 1
            if element in folding:
                assert element.attributes["id"]
                continue
            hrefs = [a.attributes["href"] for a in element.all("a")]
            assert hrefs[0] == f"#{element.attributes['id']}" or not hrefs[0].startswith("#")
        wanted = {e.text: e.attributes["id"] for e in reversed(main.all("h2"))}
        listed = [a for each in main.all("details", cls="contents") for a in each.all("a")]
        found = {a.text: a.attributes["href"].removeprefix("#") for a in listed}
        long = len(wanted) >= 3 and path.name != "index.html"
        assert found == (wanted if long else {}), path.name
        lists += bool(found)
    assert lists > 30 and headings > 300


# --- Figures and their sources -------------------------------------------------------------

ROOTS = re.compile(r"\b(?:judgements?|computed|rule of thumb|your own list)\b", re.IGNORECASE)
OWN_LIST = re.compile(r"\byour (?:own )?list\b", re.IGNORECASE)
UNCITED_PERCENTAGES: dict[str, str] = {}
"""Texts with a percentage that need no citation, each with its reason."""


def carrier(element: Element) -> Element:
    """The row or paragraph in which a figure must be backed."""
    found = element.closest("tr", "li", "p", "dd", "dt", "caption", "h1", "h2", "h3", "title")
    assert found is not None, f"a percentage outside any row or paragraph: {element!r}"
    return found


def of_own_list(where: Element) -> bool:
    """Whether this is a row of a table whose caption says that it shows the applicant's list."""
    table = where.closest("table")
    return table is not None and any(OWN_LIST.search(c.text) for c in table.all("caption"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_percentage_is_cited_or_called_a_judgement(sample: str, sample_site: Site) -> None:
    """In its own row or paragraph, wherever it stands."""
    found = 0
    for path in html_files(sample_site(sample)):
        for element in page(path).walk():
            if "%" not in element.own_text or element.tag in ("style", "script"):
                continue
            found += 1
            where = carrier(element)
            if where.text in UNCITED_PERCENTAGES:
                continue
            backed = where.all("a", cls="cite") or ROOTS.search(where.text) or of_own_list(where)
            assert backed, f"{path.name}: nothing backs {where.text!r}"
    assert found > 60


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_citation_names_a_source_and_a_year(sample: str, sample_site: Site) -> None:
    """The link text is an owner with a year, or the word judgement; the source is listed."""
    folder = sample_site(sample)
    listed = {
        e.attributes["id"] for e in page(folder / "sources.html").all("li") if "id" in e.attributes
    }
    seen = 0
    for path in html_files(folder):
        for cite in page(path).all("a", cls="cite"):
            seen += 1
            assert re.search(r"\b(?:19|20)\d\d\b|^judgement\b", cite.text), f"{cite!r}"
            anchor = cite.attributes["href"].partition("#")[2].removeprefix("sources--")
            assert anchor in listed, f"{path.name}: {cite!r}"
    assert seen > 300


def reasons_of(root: Element, anchor: str) -> list[Element]:
    """The rows that give the reasons of one rating."""
    heading = root.by_id(anchor)
    return [
        row
        for part in heading.section_after()
        for row in part.walk()
        if row.tag == "tr" and row.closest("tbody") is not None
    ]


@pytest.mark.parametrize("sample", SAMPLES)
def test_two_clicks_lead_from_a_rating_to_the_source(sample: str, sample_site: Site) -> None:
    """A cell of the scorecard leads to its reasons; their figures lead to an https address.

    Where a rating rests on the profile alone, its reasons name the lines; where the specialty
    has no published figure, the rating is a question mark and the reasons say what is missing.
    """
    folder = sample_site(sample)
    sources = page(folder / "sources.html")
    cells = page(folder / "scorecard.html").all("a", cls="rate")
    published = 0
    assert len(cells) >= 84
    for cell in cells:
        path, _, anchor = cell.attributes["href"].partition("#")
        rows = reasons_of(page(folder / path), anchor)
        own = any(
            "your own word" in e.text for e in page(folder / path).by_id(anchor).section_after()
        )
        assert rows or own, f"{path}#{anchor} gives no reason"
        cites = [c for row in rows for c in row.all("a", cls="cite")]
        addresses = set()
        for cite in cites:
            target, _, source = cite.attributes["href"].partition("#")
            assert (folder / path).parent.joinpath(target).resolve() == folder / "sources.html"
            links = sources.by_id(source).all("a")
            addresses |= {a.attributes["href"] for a in links}
        if addresses:
            assert all(a.startswith("https://") for a in addresses)
            published += 1
            continue
        for row in rows:
            # Fit holds wishes against the traits of the field, which are judgements.
            backed = re.search(r"Your profile, line \d+: |Missing: ", row.text) or anchor == "fit"
            assert backed, f"{path}: {row!r}"
        if anchor == "match":
            assert cell.all("b")[0].text == "?", f"{path} has a rating without any figure"
    assert published >= 28


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_doubter_finds_the_profile_line(sample: str, sample_site: Site) -> None:
    """A line named in a reason holds that answer, or the first entry of that list."""
    lines = ["", *profile_of(sample).read_text(encoding="utf-8").splitlines()]
    named: dict[tuple[str, str], str] = {}
    for path in sorted((sample_site(sample) / "specialties").glob("*.html")):
        for found in re.findall(r"line (\d+): ([a-z0-9_.]+)\.", page(path).text):
            named.setdefault(found, path.name)
    assert len(named) >= 4
    wrong = []
    for (number, answer), where in named.items():
        key, line = answer.rpartition(".")[2] + ":", int(number)
        entry = key in lines[line - 1] and lines[line].lstrip().startswith("- ")
        if key not in lines[line] and not entry:
            wrong.append(f"{where}: line {line} is {lines[line]!r}, not {answer}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_two_tasks_have_one_id(sample: str, sample_site: Site) -> None:
    """Ticks and calendars follow a task by its id."""
    ids = [t["id"] for t in plan_of(sample_site(sample))["tasks"]]
    assert len(ids) > 5
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


# --- Same input, same bytes ----------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(sample_site: Site, tmp_path: Path) -> None:
    """In another process, time zone and folder, with other hash seeds and the file elsewhere.

    Once with nothing kept from an earlier build, once with what the first one kept, and once
    with all of that damaged.
    """
    sample = "anesthesiology-hopeful"
    copy = tmp_path / "here" / f"{sample}.yaml"
    copy.parent.mkdir()
    shutil.copyfile(profile_of(sample), copy)
    tables_beside(copy.parent)
    cache = tmp_path / "cache"
    for kept in ("nothing", "all", "damaged"):
        if kept == "damaged":
            for file in cache.rglob("*"):
                file.write_bytes(b"\x80\x05garbage")
        keyed(copy.parent / "output" / sample)
        subprocess.run(
            [sys.executable, "-m", "sitegen", "build", copy.name, "--no-pdf", "--as-of", DAY],
            cwd=copy.parent,
            env=environment(
                PYTHONHASHSEED="7", TZ="America/Los_Angeles", LC_ALL="C", SITEGEN_CACHE=str(cache)
            ),
            check=True,
            capture_output=True,
        )
        output = copy.parent / "output" / sample
        assert files(output) == files(sample_site(sample)), f"with {kept} kept"
        shutil.rmtree(output.parent)


def test_nothing_of_a_profile_is_kept(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept to start faster holds nothing personal."""
    cache = here / "cache"
    monkeypatch.setenv("SITEGEN_CACHE", str(cache))
    text, places = hostile_profile()
    profile = here / "hostile.yaml"
    profile.write_text(text.replace(json.dumps(PAYLOAD)[1:-1], "Qumbalia"), "utf-8")
    build(Request(profile, here / "site", AS_OF, with_pdf=False), lambda line: None)
    assert "Qumbalia" in (here / "site" / "index.html").read_text("utf-8")
    kept = [path for path in cache.rglob("*") if path.is_file()]
    assert [path for path in kept if b"Qumbalia" in path.read_bytes()] == []
    assert kept and places


def test_windows_line_ends_change_nothing(sample_site: Site, tmp_path: Path) -> None:
    text = profile_of("half-empty").read_text(encoding="utf-8")
    profile = tmp_path / "half-empty.yaml"
    profile.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    output = keyed(tmp_path / "site")
    build(Request(profile, output, AS_OF, with_pdf=False), lambda line: None)
    assert files(output) == files(sample_site("half-empty"))


# --- Nothing is obeyed ---------------------------------------------------------------------


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


OWN_SCRIPTS = 4
"""Of every page: ticks and tables, colors, the index of the search, and the library for it."""


def test_a_hostile_profile_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    text, places = hostile_profile()
    assert len(places) >= 15
    folder = build_text(text, tmp_path)
    shown = ""
    for path in html_files(folder):
        raw = path.read_text(encoding="utf-8")
        root = parse(raw)
        own = scripts(root, path)
        assert own == (0 if path.name in PAPERS else OWN_SCRIPTS)
        assert raw.casefold().count("<script") == own, path.name
        named = f"{PAYLOAD} applicant.name" in root.text
        assert named == (path.name != BLANK), f"{path.name} does not show the name"
        assert (PAYLOAD in root.all("title")[0].text) == named
        assert "49" not in root.all("title")[0].text
        shown += root.text
    hidden = [p for p in places if f"{PAYLOAD} {p}" not in shown]
    assert not hidden, f"told in the profile, shown nowhere: {hidden}"
    assert plan_of(folder)["profile"]["applicant"]["name"] == f"{PAYLOAD} applicant.name"


def test_hostile_tables_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    """What stands in the applicant's own tables is text too, formulas included."""
    hostile = {
        place: f"=1+1 {PAYLOAD} {place}"
        for place in ("interview", "region", "notes", "ranked", "listed")
    }
    said = hostile.get
    tables = {
        "programs": [
            ("specialty", "program", "state", "j1", "h1b"),
            *(
                (field, said("listed"), "Ohio", "yes", "no")
                for field in ("neurology", "psychiatry")
            ),
        ],
        "interviews": [
            ("specialty", "program", "region", "date", "status", "visa", "notes"),
            (
                "neurology",
                said("interview"),
                said("region"),
                "2026-12-08",
                "accepted",
                "both",
                said("notes"),
            ),
        ],
        "rank_list": [
            ("rank", "specialty", "program", "would_attend", "j1"),
            ("1", "neurology", said("ranked"), "yes", "yes"),
        ],
    }
    for key, rows in tables.items():
        with (tmp_path / f"{key}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    named = "".join(f"{key}: {key}.csv\n" for key in tables)
    folder = build_text(f"season: 2027\ninterests: {{primary: neurology}}\n{named}", tmp_path)
    shown = ""
    for path in html_files(folder):
        raw = path.read_text(encoding="utf-8")
        root = parse(raw)
        assert raw.casefold().count("<script") == scripts(root, path), path.name
        shown += root.text
    assert [place for place, text in hostile.items() if text not in shown] == []


def test_every_page_stands_without_the_name(tmp_path: Path) -> None:
    """A name of only symbols, or only spaces, still gives a whole site."""
    for name in ("☆", "   ", "李", "محمد", "a" * 300):
        folder = build_text(f"applicant:\n  name: {quoted(name)}\n", tmp_path)
        for path in html_files(folder):
            assert page_title(path).strip()


def page_title(path: Path) -> str:
    return parse(path.read_text(encoding="utf-8")).all("title")[0].text


# --- A profile that knows nothing ----------------------------------------------------------


@pytest.mark.parametrize("text", ["{}", "", "\n\n# only a remark\n", "applicant:\nexams:\n"])
def test_nothing_known_means_nothing_recommended(text: str, tmp_path: Path) -> None:
    """The site is whole, decides nothing, and begins with what to find out."""
    folder = build_text(text, tmp_path)
    plan = plan_of(folder)
    assert plan["choice"]["verdict"] == "undecided"
    assert plan["first_choice"] is None
    assert not [c for c in plan["choice"]["candidates"] if c["passed"]]
    index = page(folder / "index.html")
    answer = index.all("section", cls="answer")[0]
    assert answer.all("p", cls="big")[0].text == "Not decided yet"
    assert not re.search(r"\bPrepare\b", answer.text)
    assert not index.all("span", cls="mark")
    for name in ("budget", "lost-year"):
        told = page(folder / f"{name}.html").all("main")[0].text
        assert "Nothing is recommended or priced yet" in told and "$" not in told, name
    first = index.all("ul", cls="tasks")[0].all("li")
    assert len(first) == 3
    tasks = page(folder / "tasks.html")
    assert [e.text for e in tasks.all("h2")[:2]] == ["Do this next", "Find out"]
    asked = [t for t in plan["tasks"] if t["phase"] == FIND_OUT]
    assert len(asked) >= 8
    for element, task in zip(first, asked, strict=False):
        assert element.text.startswith(task["text"]), "and a day by which it can be done"
    assert [e.text for e in tasks.all("span", cls="t-text")][: len(asked)] == [
        t["text"] for t in asked
    ]
    assert any(t["profile"] == "interests.primary" for t in asked)
    for path in html_files(folder):
        for element, shown in shown_texts(page(path)):
            assert not LEFT_OPEN.search(shown), f"{path.name}: {element!r}"


# --- The maintainer's swap -----------------------------------------------------------------


def test_a_changed_figure_shows_on_the_page_and_in_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_site: Site
) -> None:
    """Only a file of data changes; figure, reason and source follow, on that page."""
    root = tmp_path / "root"
    for folder in ("data", "templates", "content"):
        shutil.copytree(ROOT / folder, root / folder)
    data = root / "data" / "specialties" / "psychiatry.yaml"
    text = data.read_text(encoding="utf-8")
    old = re.search(r"step2_matched:\n    use: \{value: (\d+),", text)
    assert old
    new = old[0].replace(old[1], "247")
    assert old[1] != "247"
    data.write_text(text.replace(old[0], new), encoding="utf-8")
    monkeypatch.setattr(resources, "root", lambda: root)
    output = tmp_path / "site"
    build(
        Request(profile_of("anesthesiology-hopeful"), output, AS_OF, with_pdf=False),
        lambda line: None,
    )

    changed = page(output / "specialties" / "psychiatry.html")
    row = next(r for r in changed.all("tr") if r.text.startswith("Step 2 CK of matched"))
    assert re.search(r"\b247\b", row.text) and not re.search(rf"\b{old[1]}\b", row.text)
    reason = next(
        e
        for e in changed.all("tr")
        if e.text.startswith("Step 2 CK ") and "for those who matched" in e.text
    )
    assert reason.all("b", cls="num")[0].text == "247"
    assert reason.all("a", cls="cite")
    before = page(sample_site("anesthesiology-hopeful") / "specialties" / "psychiatry.html")
    assert not re.search(r"\b247\b", before.by_id("match").section_after()[1].text)


# --- The command ---------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with one small profile in it."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "ana.yaml").write_text("applicant:\n  name: Ana Sample\nseason: 2028\n", "utf-8")
    (folder / "broken.yaml").write_text("seson: 2028\n", "utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_build_names_its_folder_after_the_profile(here: Path, sitegen: Run) -> None:
    result = sitegen("build", "ana.yaml", "--no-pdf", "--as-of", DAY)
    assert result.exit_code == 0
    index = Path("output") / "ana" / "index.html"
    assert (here / index).is_file()
    assert str(index) in result.stdout.splitlines()[-1], "the last line says what to open"
    assert "PDF" not in result.output


def test_no_pdf_leaves_the_print_page(here: Path, sitegen: Run) -> None:
    assert sitegen("build", "ana.yaml", "--no-pdf").exit_code == 0
    assert (here / "output/ana/print.html").is_file()
    assert not (here / "output/ana/plan.pdf").exists()


def paper_of(folder: Path) -> str:
    text = (folder / "print.html").read_text(encoding="utf-8")
    found = re.search(r"@page\s*\{[^}]*?size:\s*(\w+)", text)
    assert found
    return found[1]


def test_paper_is_letter_unless_told(here: Path, sitegen: Run) -> None:
    """The option outranks the profile, and the profile outranks the default."""
    profile = here / "ana.yaml"
    assert sitegen("build", profile, "--no-pdf").exit_code == 0
    assert paper_of(here / "output/ana") == "letter"
    assert sitegen("build", profile, "--no-pdf", "--paper", "a4").exit_code == 0
    assert paper_of(here / "output/ana") == "a4"
    profile.write_text("paper: a4\n", "utf-8")
    assert sitegen("build", profile, "--no-pdf").exit_code == 0
    assert paper_of(here / "output/ana") == "a4"
    assert sitegen("build", profile, "--no-pdf", "--paper", "letter").exit_code == 0
    assert paper_of(here / "output/ana") == "letter"


def test_as_of_is_the_day_on_every_page(here: Path, sitegen: Run) -> None:
    assert sitegen("build", "ana.yaml", "--no-pdf", "--as-of", "2027-02-03").exit_code == 0
    folder = here / "output/ana"
    for path in html_files(folder):
        assert ("3 February 2027" in page(path).text) == (path.name != BLANK), path.name
    assert plan_of(folder)["as_of"] == "2027-02-03"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "Missing argument"),
        (["build", "ana.yaml", "--as-of", "tomorrow"], "Write it like 2026-11-22."),
        (["build", "ana.yaml", "--as-of", "2026-02-30"], "Write it like 2026-11-22."),
        (["build", "ana.yaml", "--paper", "a5"], "a4"),
        (["build", "ana.yaml", "--nopdf"], "--no-pdf"),
        (["biuld", "ana.yaml"], "build"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], said: str, here: Path, sitegen: Run
) -> None:
    result = sitegen(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (here / "output").exists()


@pytest.mark.parametrize("profile", ["broken.yaml", "nowhere.yaml", "."])
def test_a_fault_in_the_profile_is_exit_code_1(profile: str, here: Path, sitegen: Run) -> None:
    result = sitegen("build", profile, "--no-pdf")
    assert result.exit_code == 1
    assert "1 problem found." in result.stderr
    assert not result.stdout
    assert not (here / "output").exists(), "nothing is written when nothing can be built"


def test_strict_stops_at_old_data(here: Path, sitegen: Run) -> None:
    """Without --strict old values are only warned about."""
    far = ["--no-pdf", "--as-of", "2027-12-01"]
    warned = sitegen("build", "ana.yaml", *far)
    assert warned.exit_code == 0
    assert "was to be looked at again by" in warned.stderr
    stopped = sitegen("build", "ana.yaml", *far, "--strict", "--output", "strict")
    assert stopped.exit_code == 1
    assert not (here / "strict").exists()


# --- Other people's files ------------------------------------------------------------------


def leftovers(folder: Path) -> list[str]:
    """Files and folders that a build should have taken away."""
    return [p.name for p in folder.iterdir() if ".new-" in p.name or ".old-" in p.name]


def test_a_foreign_folder_is_refused_and_left_whole(here: Path, sitegen: Run) -> None:
    foreign = here / "photos"
    (foreign / "deep").mkdir(parents=True)
    (foreign / "cat.jpg").write_bytes(b"cat")
    (foreign / "deep" / "index.html").write_bytes(b"mine")
    before = files(foreign)
    result = sitegen("build", "ana.yaml", "--no-pdf", "--output", foreign)
    assert result.exit_code == 1
    assert "O102" in result.stderr and "cat.jpg" in result.stderr
    assert "--output" in result.stderr
    assert files(foreign) == before
    assert not leftovers(here)


def test_our_folder_keeps_a_file_of_yours(here: Path, sitegen: Run) -> None:
    """A note put beside the pages is never lost, also when it looks like a page."""
    sitegen("build", "ana.yaml", "--no-pdf", "--output", "site")
    (here / "site" / "specialties" / "notes.html").write_text("my notes", "utf-8")
    result = sitegen("build", "ana.yaml", "--no-pdf", "--output", "site")
    assert result.exit_code == 0
    assert "Kept files of yours in site: specialties/notes.html" in result.stderr
    assert (here / "site" / "specialties" / "notes.html").read_text("utf-8") == "my notes"


@pytest.mark.parametrize("manifest", ["", "{}", "[]", "not json", '{"files": 3}', "\xff"])
def test_a_manifest_that_cannot_be_read_proves_nothing(
    manifest: str, here: Path, sitegen: Run
) -> None:
    folder = here / "site"
    folder.mkdir()
    (folder / MANIFEST).write_text(manifest, "latin-1")
    (folder / "index.html").write_text("mine", "utf-8")
    before = files(folder)
    assert sitegen("build", "ana.yaml", "--no-pdf", "--output", folder).exit_code == 1
    assert files(folder) == before


def test_a_folder_of_ours_is_replaced(here: Path, sitegen: Run) -> None:
    """A second build leaves only what it wrote itself, and nothing beside the folder."""
    arguments = ["build", "ana.yaml", "--no-pdf", "--output", "site", "--as-of"]
    assert sitegen(*arguments, "2026-11-22").exit_code == 0
    first = files(here / "site")
    (here / "site" / ".DS_Store").write_bytes(b"left by the system")
    manifest = json.loads((here / "site" / MANIFEST).read_text("utf-8"))
    manifest["files"]["old.html"] = digest(b"of an older version")
    (here / "site" / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (here / "site" / "old.html").write_text("of an older version", "utf-8")
    assert sitegen(*arguments, "2026-11-22").exit_code == 0
    assert files(here / "site") == {**first, ".DS_Store": b"left by the system"}
    assert not leftovers(here)


def test_an_empty_folder_may_be_used(here: Path, sitegen: Run) -> None:
    (here / "site").mkdir()
    assert sitegen("build", "ana.yaml", "--no-pdf", "--output", "site").exit_code == 0
    assert (here / "site" / "index.html").is_file()


def test_an_output_that_is_a_file_is_refused(here: Path, sitegen: Run) -> None:
    (here / "site").write_text("mine", "utf-8")
    result = sitegen("build", "ana.yaml", "--no-pdf", "--output", "site")
    assert result.exit_code == 1
    assert "O101" in result.stderr
    assert (here / "site").read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_an_output_that_is_a_link_is_refused(here: Path, sitegen: Run) -> None:
    """What it points at is somebody's, and is not replaced."""
    (here / "real").mkdir()
    (here / "site").symlink_to(here / "real", target_is_directory=True)
    result = sitegen("build", "ana.yaml", "--no-pdf", "--output", "site")
    assert result.exit_code == 1
    assert "O101" in result.stderr
    assert not list((here / "real").iterdir())


def test_a_parent_that_is_a_file_is_refused(here: Path, sitegen: Run) -> None:
    (here / "taken").write_text("mine", "utf-8")
    result = sitegen("build", "ana.yaml", "--no-pdf", "--output", "taken/deep/site")
    assert result.exit_code == 1
    assert "O101" in result.stderr
    assert (here / "taken").read_text("utf-8") == "mine"


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="permissions do not bind the administrator",
)
def test_an_unwritable_parent_is_refused(here: Path, sitegen: Run) -> None:
    closed = here / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        result = sitegen("build", "ana.yaml", "--no-pdf", "--output", "closed/site")
    finally:
        closed.chmod(stat.S_IRWXU)
    assert result.exit_code == 1
    assert "O103" in result.stderr
    assert not list(closed.iterdir())


@pytest.mark.parametrize("operation", ["write", "access"])
def test_a_system_that_refuses_is_told_in_one_problem(
    operation: str, here: Path, sitegen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the refusal is seen beforehand or only when writing begins."""

    def refuse(*args: object, **kwargs: object) -> str:
        raise PermissionError(13, "Permission denied")

    if operation == "write":
        monkeypatch.setattr("sitegen.output.swap._write", refuse)
    else:
        monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    result = sitegen("build", "ana.yaml", "--no-pdf", "--output", "site")
    assert result.exit_code == 1
    assert "O103" in result.stderr
    assert "1 problem found." in result.stderr
    assert not (here / "site").exists()


# --- A build that fails leaves the last one ------------------------------------------------


@pytest.fixture
def last_good(here: Path, sitegen: Run) -> Path:
    assert sitegen("build", "ana.yaml", "--no-pdf", "--output", "site").exit_code == 0
    return here / "site"


def test_a_fault_in_the_profile_leaves_the_last_site(
    last_good: Path, here: Path, sitegen: Run
) -> None:
    before = files(last_good)
    assert sitegen("build", "broken.yaml", "--no-pdf", "--output", "site").exit_code == 1
    assert files(last_good) == before


def test_a_fault_of_the_program_leaves_the_last_site(
    last_good: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that does not hold together is never put in place."""
    before = files(last_good)

    def fail(tree: object) -> int:
        raise BrokenTreeError("a link leads nowhere")

    monkeypatch.setattr("sitegen.check.check_tree", fail)
    with pytest.raises(BrokenTreeError):
        build(Request(here / "ana.yaml", last_good, AS_OF, with_pdf=False), lambda line: None)
    assert files(last_good) == before
    assert not leftovers(here)


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("refused", [FULL, KeyboardInterrupt()], ids=["full disk", "Ctrl-C"])
@pytest.mark.parametrize("at", ["write", "first rename", "second rename"])
def test_an_interrupted_build_leaves_the_last_site(
    at: str,
    refused: BaseException,
    last_good: Path,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wherever the system or the user stops it, the last site stands where it stood."""
    before = files(last_good)
    real_rename, real_write = Path.rename, swap._write
    calls = 0

    def rename(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if (at, calls) in (("first rename", 1), ("second rename", 2)):
            raise refused
        return real_rename(self, target)

    def write(path: Path, content: bytes) -> None:
        if at == "write" and path.name == "sources.html":
            raise refused
        real_write(path, content)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(swap, "_write", write)
    expected = UserFilesError if refused is FULL else KeyboardInterrupt
    with pytest.raises(expected):
        build(
            Request(here / "ana.yaml", last_good, AS_OF, with_pdf=False, paper=Paper.A4),
            lambda line: None,
        )
    monkeypatch.undo()
    assert files(last_good) == before
    assert not leftovers(here)


def test_the_last_site_is_never_deleted(
    last_good: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when it cannot be put back, it is still on the disk, beside its place."""
    before = files(last_good)
    real, calls = Path.rename, 0

    def rename(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise FULL
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises((UserFilesError, OSError)):
        build(Request(here / "ana.yaml", last_good, AS_OF, with_pdf=False), lambda line: None)
    monkeypatch.undo()
    assert before in [files(found.parent) for found in here.rglob(MANIFEST)]


def test_ids_of_headings_hang_on_words_alone_and_are_never_taken() -> None:
    """Not on a day of the plan; in any script; twice the same words; beside an id that is there."""
    html = (
        '<p id="now"></p><h2>Now</h2><h2 class="x" id="own">Mine</h2><h3>Now</h3><h3>中文</h3>'
        '<h2>Until <data data-q="date.x" value="1">1 March</data></h2>'
        '<h3><a href="y.html">There &amp; back</a></h3>'
    )
    made_of, headings = anchored(html)
    assert [(h.level, h.text, h.id) for h in headings] == [
        (2, "Now", "now-2"),
        (2, "Mine", "own"),
        (3, "Now", "now-3"),
        (3, "中文", "part"),
        (2, "Until 1 March", "until"),
        (3, "There & back", "there-back"),
    ]
    assert '<h2 id="now-2"><a href="#now-2" tabindex="-1">Now</a></h2>' in made_of
    assert '<h3 id="there-back"><a href="y.html">There &amp; back</a></h3>' in made_of
    assert [made_of[: h.end].endswith(f"</h{h.level}>") for h in headings] == [True] * 6


# --- Valid HTML, by the parser of the standard -------------------------------------------------

WORDS_ONLY = re.compile(
    "abbr|b|button|cite|code|data|em|h[1-6]|i|kbd|label|legend|p|q|small|span|strong|su[bp]|u"
)
"""Elements that hold words and marks of words, and no block."""

BLOCK = re.compile(
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr"
    "|main|nav|ol|p|pre|section|table|ul"
)


def invalid(html: str) -> list[str]:
    """What the parser of the HTML standard had to mend, and blocks within lines of words."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(html)
    faults = [f"line {line}: {code}" for (line, _), code, _ in parser.errors]
    for element in tree.iter():
        if WORDS_ONLY.fullmatch(element.tag):
            # A link is what its surroundings are.
            inner = [*element, *(below for a in element if a.tag == "a" for below in a)]
            faults += [f"<{e.tag}> in <{element.tag}>" for e in inner if BLOCK.fullmatch(e.tag)]
    return faults


def read_by_the_standard(sample_site: Site) -> Iterator[Path]:
    """Every page; of the specialties, all of one sample and a sixth of each other one."""
    for turn, sample in enumerate(SAMPLES):
        for place, path in enumerate(html_files(sample_site(sample))):
            alike = path.parent.name == "specialties" and sample != WIDE
            if not alike or place % 6 == turn % 6:
                yield path


def test_every_page_is_valid_html(sample_site: Site) -> None:
    """About 7 seconds. The Nu Html Checker, which needs Java, agreed on 30 November 2026."""
    paths = list(read_by_the_standard(sample_site))
    assert len(paths) > 250
    faults = {path: found for path in paths if (found := invalid(path.read_text("utf-8")))}
    assert faults == {}


@pytest.mark.parametrize(
    "broken",
    [
        "<p><div>a</div></p>",
        "<span><div>a</div></span>",
        "<p><a href='b'><div>a</div></a></p>",
        "<table><p>a</p></table>",
        "<a href='b'>a<a href='c'>b</a></a>",
        "<b><i>a</b></i>",
        "<p class='a' class='b'>a</p>",
        "<div>a",
        "a < b",
    ],
)
def test_what_is_not_valid_is_found(broken: str) -> None:
    head = "<!doctype html><html lang=en><head><title>a</title></head><body>"
    assert invalid(f"{head}<p>a</p></body></html>") == []
    assert invalid(f"{head}{broken}</body></html>")
