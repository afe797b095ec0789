"""Plain English for readers of a second language: short sentences, common words, terms explained.

Reading ease is Flesch's, with syllables counted by groups of vowels. A library for it would bring
half a dozen packages along; a heuristic that is off by the same amount everywhere is enough to
notice when prose gets harder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.render import terms
from tests.conftest import ROOT
from tests.sites import PAPERS, SAMPLES, Element, html_files, page, site

LONGEST = 25
"""Words in a sentence of rules, tasks, data and content. The longest had 25 when this was set."""

LONGEST_ON_A_PAGE = 30
"""On a page, names and dates of the applicant are filled in."""

MEAN_ON_A_PAGE = 10
"""And the mean. It was 8.6 when this was set."""

MEAN = 14
"""Words in the mean sentence of one file. The highest was 13.3 when this was set."""

EASE = 68
"""Reading ease of one kind of text. Plain English is 60 to 70; files stood at 72.6 to 90."""

EASE_OF_TERMS = 54
"""Where names of specialties and fellowships are most of the words. The lowest was 56.6."""

TECHNICAL = (
    "content/glossary",
    "content/specialties",
    "content/stories",
    "data/pathways",
    "data/fellowships",
    "data/careers",
    "data/specialties",
    "data/overall",
)

ENOUGH = 200
"""Words from which a measure of a text means something."""

NOT_PROSE = ("data/profiles/", "data/sources/", "data/starter-profile.yaml", "data/countries")

HEAVY = (
    "utilize",
    "utilise",
    "leverage",
    "facilitate",
    "commence",
    "prior to",
    "in order to",
    "subsequent to",
    "in the event that",
    "with regard to",
    "regarding",
    "pertaining",
    "aforementioned",
    "herein",
    "thereof",
    "whilst",
    "amongst",
    "endeavor",
    "endeavour",
    "ascertain",
    "plethora",
    "myriad",
    "paramount",
    "holistic",
    "synergy",
    "robust",
    "seamless",
    "delve",
    "crucial",
)
"""Words for which there is a shorter one."""

COINED = ("deed", "deeds", "lever", "levers", "the row says", "says the row", "visa clock")
"""Words that no advisor says."""

IDIOMS = (
    "ballpark",
    "hit the ground running",
    "touch base",
    "silver bullet",
    "level playing field",
    "outside the box",
    "in a nutshell",
    "on the fence",
    "cut corners",
    "foot in the door",
    "low-hanging fruit",
    "long shot",
    "uphill battle",
    "burn bridges",
    "by and large",
    "extra mile",
    "cold feet",
    "gut feeling",
    "win-win",
    "no-brainer",
    "game changer",
    "game-changer",
    "deep dive",
    "hands down",
    "square one",
    "up in the air",
    "bottom line",
    "make or break",
    "cut out for",
    "pull strings",
    "down the road",
    "same boat",
    "jump through hoops",
    "bite the bullet",
    "piece of cake",
    "in the long run",
    "stand out from the crowd",
    "double-edged",
    "tip of the iceberg",
    "play it safe",
    "as things stand",
    "a leg up",
    "sit well",
    "rubber stamp",
    "wear many hats",
    "back burner",
    "fall through the cracks",
)
"""Pictures that a reader of a second language may take by the word."""

BRITISH = re.compile(
    r"\b(?:programmes?|p?aediatric\w*|anaesth\w+|gynaecolog\w+|haemato\w+|oesoph\w+|tumours?|colours?"
    r"|behaviou?rs?(?<=ours)|centres?|labours?|favour\w*|organis\w+|speciali[s]e\w*|recognis\w+"
    r"|practis\w+|authoris\w+|honou?rs?(?<=ours)|honour|licences?|judgments?|counselling|travell\w+|maximis\w+)\b",
    re.IGNORECASE,
)
"""Spelling is American, with one exception: judgement."""

SLOT = re.compile(r"\{[a-z0-9_.]+(?::plain)?\}")
END = re.compile(r"(?<=: )(?=[A-Z][A-Za-z]* [a-z])|(?<=[.!?])[”\")]*\s+(?=[“\"(]?[A-Z0-9])")
STOP = re.compile(r"[.?!:][”\")]*$")
WORD = re.compile(r"[A-Za-z0-9][\w.,’'/+-]*")


@dataclass(frozen=True)
class Text:
    """A text that readers see, and where it is written."""

    where: str
    text: str

    @property
    def kind(self) -> str:
        """The file, or for content and specialties the folder, that is measured as one."""
        parts = re.match(
            r"(content/stories|content/specialties|data/specialties|[\w/-]+)", self.where
        )
        assert parts
        return parts[0]

    @property
    def sentences(self) -> list[str]:
        """The sentences, and the items of a list with semicolons; a slot counts as one word."""
        plain = SLOT.sub("seven", " ".join(self.text.split()))
        parts = plain.split("; ") if plain.count("; ") > 1 else [plain]
        return [s for part in parts for s in END.split(part) if re.search("[A-Za-z]", s)]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e."""
    letters = re.sub(r"[^a-z]", "", word.casefold())
    count = len(re.findall(r"[aeiouy]+", letters))
    if count > 1 and letters.endswith("e") and not letters.endswith(("le", "ee")):
        count -= 1
    if count > 1 and re.search(r"(?<![aeiouytd])ed$", letters):
        count -= 1
    return max(1, count)


def ease(sentences: list[str]) -> float:
    """Reading ease after Flesch (1948): 100 is very easy, 60 plain, 30 hard."""
    found = [word for sentence in sentences for word in words(sentence)]
    beats = sum(map(syllables, found))
    return 206.835 - 1.015 * len(found) / len(sentences) - 84.6 * beats / len(found)


@cache
def written() -> tuple[Text, ...]:
    """Every sentence of the data, and every line of the prose in `content/`."""
    return (*_of_data(), *_of_content())


def _of_data() -> Iterator[Text]:
    for path in sorted((ROOT / "data").rglob("*.yaml")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(NOT_PROSE):
            continue
        for text in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))):
            if re.search(r"[.?!]$", text.strip()) and len(words(text)) >= 4:
                yield Text(name.removesuffix(".yaml"), text)


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _of_content() -> Iterator[Text]:
    for path in sorted((ROOT / "content").rglob("*.md")):
        name = path.relative_to(ROOT).as_posix().removesuffix(".md")
        for line in lines_of(path.read_text(encoding="utf-8")):
            text = re.sub(r"^(?:[-*]|\d+\.) |\*\*", "", line.strip())
            text = re.sub(r"(?<![.?!]) \| ", ". ", text).replace(" | ", " ")
            if text and not re.match(r"#|(?:Topic|Also|Link): ", text):
                yield Text(name, text)


def lines_of(markdown: str) -> list[str]:
    """Paragraphs and list items, each on one line however it is wrapped."""
    begins = r"\n(?!\n|#|[-*] |\d+\. |(?:Topic|Also|Link): )(?<!\n\n)"
    return re.sub(begins, " ", re.sub(r"(?m)^(#.*)$", r"\1\n", markdown)).splitlines()


def grouped() -> dict[str, list[str]]:
    """Sentences by what is measured as one."""
    found: dict[str, list[str]] = {}
    for text in written():
        found.setdefault(text.kind, []).extend(text.sentences)
    return found


# --- What is written -------------------------------------------------------------------------


def test_there_is_prose_to_read() -> None:
    assert len(written()) > 2_000
    assert {"data/rules/faq", "content/stories", "data/disagreements"} <= set(grouped())


def test_no_sentence_is_long() -> None:
    long = [
        f"{text.where}: {len(words(s))} words: {s}"
        for text in written()
        for s in text.sentences
        if len(words(s)) > LONGEST
    ]
    assert long == []


@pytest.mark.parametrize("kind", sorted(grouped()))
def test_prose_is_plain(kind: str) -> None:
    """Short sentences on the whole, of short words on the whole."""
    sentences = grouped()[kind]
    total = sum(len(words(s)) for s in sentences)
    if total < ENOUGH:
        return
    assert total / len(sentences) <= MEAN, f"{total / len(sentences):.1f} words a sentence"
    least = EASE_OF_TERMS if kind.startswith(TECHNICAL) else EASE
    assert ease(sentences) >= least, f"reading ease {ease(sentences):.0f}"


def test_measure_tells_plain_from_hard() -> None:
    """So that a change of the measure cannot make everything look plain."""
    plain = ["Ask each program before you pay.", "It takes a week to hear from them."]
    hard = [
        "Notwithstanding considerable institutional heterogeneity, prospective applicants should "
        "systematically ascertain sponsorship eligibility preceding submission."
    ]
    assert ease(plain) > 80
    assert ease(hard) < 0


@pytest.mark.parametrize("text", ["heavy", "idiom", "coined", "spelling", "shouting"])
def test_no_heavy_words_no_idioms_one_spelling(text: str) -> None:
    listed = {"heavy": HEAVY, "idiom": IDIOMS, "coined": COINED}.get(text)
    pattern = (
        re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b", re.IGNORECASE)
        if listed
        else {"spelling": BRITISH, "shouting": re.compile(r"!(?!\w)")}[text]
    )
    found = [
        f"{t.where}: {hit[0]}: {t.text}"
        for t in written()
        if (hit := pattern.search(SLOT.sub("", t.text)))
    ]
    found += [
        f"{path.name}: {hit[0]}: {line.strip()}"
        for folder in ("templates", "content")
        for path in sorted((ROOT / folder).rglob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if text not in ("shouting", "coined")
        and (hit := pattern.search(re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", "", line)))
    ]
    assert found == []


# --- What a reader sees ----------------------------------------------------------------------

BLOCKS = ("p", "li", "dd", "td", "caption", "figcaption", "blockquote")
QUIET = {"cite", "url", "turn", "own-words"}
"""Classes of what is no prose of ours: citations, addresses, the line to other pages."""

OWN_LINE = {"br", "small", "label", "div", "h3", "h4", "summary", "input"}
ABBREVIATION = re.compile(
    r"(?<![\w/.@(-])(?:[A-Z]{2,}[A-Za-z]*(?:[-/][A-Z0-9]+)*|[A-Z][a-z]*[A-Z]+[A-Za-z]*"
    r"|[A-Z]+-?\d+[A-Z]*)(?![\w@=(])"
)
ORDINARY = {
    "OK",
    "DC",
}
"""Short forms that need no word. One in brackets stands behind its long form."""


@pytest.fixture(scope="session", params=SAMPLES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a sample."""
    return site(tmp_path_factory.getbasetemp(), request.param)


def told(root: Element) -> Iterator[str]:
    """Runs of text as they stand on the page, without citations and code."""
    for element in root.all(*BLOCKS):
        inside = element.all(*BLOCKS)
        if not inside and element.closest("nav", "header", "footer") is None:
            yield from runs(element)


def runs(element: Element) -> list[str]:
    """The text of an element, cut where the page begins a new line."""
    pieces: list[str] = []

    def walk(here: Element) -> None:
        for child in here.children:
            if isinstance(child, str):
                pieces.append(child)
            elif child.tag not in ("code", "script", "style") and not QUIET & set(child.classes):
                own_line = child.tag in OWN_LINE or (child.tag == "span" and child.classes)
                pieces.append("\n\n" if own_line else "")
                walk(child)
                pieces.append("\n\n" if own_line else "")

    if not QUIET & set(element.classes):
        walk(element)
    lines = (" ".join(line.split()) for line in "".join(pieces).replace("\r", "").split("\n\n"))
    return [line for line in lines if line]


def test_no_sentence_on_a_page_is_long(folder: Path) -> None:
    long, seen, total = [], 0, 0
    for path in html_files(folder):
        if path.name in PAPERS | {"sources.html"}:
            continue
        for run in told(page(path)):
            for sentence in Text(path.name, run).sentences if STOP.search(run) else ():
                count = len(words(sentence))
                seen, total = seen + 1, total + count
                if count > LONGEST_ON_A_PAGE:
                    long.append(f"{path.name}: {count} words: {sentence}")
    assert seen > 2_000
    assert long == []
    assert total / seen <= MEAN_ON_A_PAGE


def own_currency(folder: Path) -> set[str]:
    """The short form of the applicant's own money, which is not ours to explain."""
    profile = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["profile"]
    money = profile["constraints"]["money"] or {}
    return {money["currency"]} if money.get("currency") else set()


def test_every_short_form_on_a_page_is_in_the_glossary(folder: Path) -> None:
    known = {s for term in terms.glossary() for s in term.spellings}
    known |= {part for s in known for part in re.split(r"[ /]", s)} | ORDINARY
    known |= own_currency(folder)
    seen, strange = 0, {}
    for path in html_files(folder):
        if path.name in PAPERS | {"sources.html"}:
            continue
        for run in told(page(path)):
            for match in ABBREVIATION.finditer(run):
                seen += 1
                if match[0] not in known and match[0].removesuffix("s") not in known:
                    strange.setdefault(match[0], f"{path.name}: {run[:120]}")
    assert seen > 500
    assert strange == {}


def test_the_first_use_of_a_term_leads_to_the_glossary(folder: Path) -> None:
    """At most once for each term on a page, and never inside a heading or another link."""
    entries = {e.attributes["id"] for e in page(folder / "glossary.html").all("dt")}
    assert entries == {term.anchor for term in terms.glossary()}
    pages, links = 0, 0
    for path in html_files(folder):
        found = page(path).all("a", cls="term")
        targets = [e.attributes["href"].partition("#")[2] for e in found]
        assert len(targets) == len(set(targets)), path.name
        assert set(targets) <= entries
        assert all(e.attributes["data-meaning"] for e in found)
        assert not [
            e
            for e in found
            if e.parent
            and e.parent.closest("a", "h1", "h2", "h3", "th")
            and e.parent.closest("thead", "a", "h1", "h2", "h3")
        ]
        pages, links = pages + bool(found), links + len(found)
    assert pages > 30
    assert links > 150


def test_glossary_has_each_term_once_and_needs_a_topic() -> None:
    spelled = [s for term in terms.glossary() for s in term.spellings]
    assert len(terms.glossary()) > 60
    assert len(spelled) == len(set(spelled))
    assert all(len(words(term.text)) <= 30 for term in terms.glossary())
    printed = " ".join(f"{term.name} {term.text}" for term in terms.glossary() if term.linked)
    assert len(words(printed)) <= 1_100, "more does not fit on one printed page"
    with pytest.raises(ValueError, match="the term NRMP needs a text, and a topic"):
        terms.parse("## NRMP\nIt runs the Match.\n")


LINKER = terms.Linker(
    terms.parse(
        "## IMG\nA doctor from abroad.\nTopic: match\n\n"
        "## Non-US IMG\nOne without a US passport.\nTopic: match\nAlso: non-US IMG\n\n"
        '## J-1\nA visa with "quotes".\nTopic: visa\n\n'
        "## Rank order list\nYour list.\nTopic: match\n\n"
        "## CT\nA picture.\nTopic: short\nLink: no\n"
    )
)


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>An IMG and an IMG.</p>", ["IMG"]),
        ("<p>Two IMGs.</p>", ["IMGs"]),
        ("<h2>IMG</h2><p>An IMG.</p>", ["IMG"]),
        ('<p><a href="x">IMG</a> An IMG.</p>', ["IMG"]),
        ('<p title="IMG">An IMG.</p>', ["IMG"]),
        ("<p>A non-US IMG, then an IMG.</p>", ["non-US IMG", "IMG"]),
        ("<p>Your rank order list.</p>", ["rank order list"]),
        ('<ol class="sources"><li>IMG</li></ol><p>An IMG.</p>', ["IMG"]),
        ("<p>XIMG, IMGX, J-12 and CT.</p>", []),
        ("<thead><tr><th>J-1</th></tr></thead><tr><th>J-1</th></tr>", ["J-1"]),
    ],
)
def test_a_term_is_linked_where_it_is_running_text(html: str, linked: list[str]) -> None:
    out = LINKER.link(html, "glossary.html")
    assert re.findall(r'<a class="term"[^>]*>(.*?)</a>', out) == linked
    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", out) == html


def test_a_definition_with_quotes_stays_inside_its_attribute() -> None:
    out = LINKER.link("<p>A J-1.</p>", "../glossary.html")
    assert 'href="../glossary.html#term-j-1" data-meaning="A visa with &#34;quotes&#34;."' in out


def test_paper_knows_which_terms_it_uses() -> None:
    assert LINKER.used("<p>A non-US IMG and a CT.</p><h2>J-1</h2>") == {"Non-US IMG", "CT"}
