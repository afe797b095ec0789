"""Pages of many made-up applicants: nothing unanswered, nothing empty, nothing contradictory."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from sitegen import inputs
from sitegen.check import check_tree
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.conclusions import little_known
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.render.paper import render_papers
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from tests.conftest import AS_OF, EDITION
from tests.pages import FIXED
from tests.people import text_of
from tests.sites import PAPERS, Element, parse, tables_beside

PEOPLE = range(36)
GUIDE = [page.path for page in FIXED]
UNANSWERED = re.compile(
    r"\{[a-z_.: ]*\}|\bNone\b(?! (of|needed|is|was|fires|holds)\b)|\bnan\b|\bTrue\b|\bFalse\b"
    r"|not known that"
)
ABOUT_VISAS = re.compile(
    r"\bJ-1\b|\bH-1B\b|DS-2019|waiver job|Statement of Need|sponsor a visa|\byour visa\b"
)
PERSONAL = (
    "index.html",
    "tasks.html",
    "rank-list.html",
    "faq.html",
    "budget.html",
    "lost-year.html",
    "documents.html",
    "interviews.html",
    "scorecard.html",
    "backup.html",
    "ethics.html",
    "visa.html",
    "pathways.html",
    "commitment.html",
    "self-assessment.html",
    "chance.html",
    "what-if.html",
    "where-to-apply.html",
    "season.html",
    "geography.html",
    "algorithm.html",
)
"""Pages on which somebody who needs no visa reads nothing about visas."""


@dataclass(frozen=True)
class Person:
    """One made-up applicant with the plan and all pages."""

    plan: Plan
    pages: dict[str, Element]
    json: dict[str, Any]
    applications: list[dict[str, str]]

    def words(self, path: str) -> str:
        """What stands on a page, without its menu and without background that is folded in."""
        return " ".join(self._texts(self.pages[path].by_id("main"))).replace(" .", ".")

    def _texts(self, element: Element) -> Iterator[str]:
        for child in element.children:
            if isinstance(child, str):
                yield " ".join(child.split())
            elif "background" not in child.classes and child.tag not in ("script", "noscript"):
                yield from self._texts(child)


def answers_of(seed: int) -> str:
    """The profile of one person. Every third has an own list, some a tracker and a rank list."""
    told = json.loads(text_of(seed))
    if seed % 3 == 0:
        told["programs"] = "fictional-programs.csv"
    if seed % 3 and told.get("season") == 2027:
        told |= {"interviews": "in-season-interviews.csv", "rank_list": "in-season-rank-list.csv"}
    return json.dumps(told, indent=1)


@pytest.fixture(scope="module")
def people(
    knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], Person]:
    folder = tmp_path_factory.mktemp("people")
    tables_beside(folder)

    @functools.cache
    def person(seed: int) -> Person:
        file, problems = folder / f"person-{seed}.yaml", Problems()
        file.write_text(answers_of(seed), encoding="utf-8")
        read = inputs.profile(file, knowledge, problems)
        problems.raise_errors()
        assert read is not None
        plan = make_plan(read, knowledge, AS_OF)
        sections = Sections(plan)
        tree = render_site(sections, EDITION)
        papers = {each.page: each.html for each in render_papers(sections, "letter", True)}
        tree |= {path: html.encode() for path, html in papers.items()}
        check_tree(tree)
        pages = {p: parse(raw.decode()) for p, raw in tree.items() if p.endswith(".html")}
        rows = csv.DictReader(io.StringIO(tree["applications.csv"].decode("utf-8-sig")))
        return Person(plan, pages, json.loads(tree["plan.json"]), list(rows))

    return person


def test_the_made_up_people_are_different(people: Callable[[int], Person]) -> None:
    """Every answer of the plan is among them, and people with and without a visa need."""
    plans = [people(seed).plan for seed in PEOPLE]
    assert {p.choice.verdict for p in plans} == {
        "recommended",
        "not_needed",
        "undecided",
        "nothing_adds",
    }
    assert {p.facts["applicant.needs_visa"].value for p in plans} == {True, False, None}
    assert {p.primary is None for p in plans} == {True, False}
    assert {p.season is None for p in plans} == {True, False}
    assert {bool(p.facts["season.begun"].value) for p in plans} == {True, False}
    assert {p.facts["applicant.entry_limit"].value for p in plans} >= {"all", "j1", "none"}
    assert {bool(p.read.programs) for p in plans} == {True, False}
    assert {bool(p.read.interviews) for p in plans} == {True, False}


def body(person: Person, path: str) -> Element:
    """What a page says: its main part, or all of a page for paper."""
    return person.pages[path] if path in PAPERS else person.pages[path].by_id("main")


@pytest.mark.parametrize("seed", PEOPLE)
def test_nothing_is_unanswered(seed: int, people: Callable[[int], Person]) -> None:
    person = people(seed)
    for path in person.pages:
        found = UNANSWERED.search(body(person, path).text)
        assert not found, f"{path}: {found}"


@pytest.mark.parametrize("seed", PEOPLE)
def test_nothing_is_empty(seed: int, people: Callable[[int], Person]) -> None:
    """No list without an entry, no table without a row, no heading without a text below."""
    person = people(seed)
    for path, root in person.pages.items():
        for e in root.all("ul", "ol", "tbody", "dl"):
            assert e.all("li", "tr", "dt"), f"{path}: an empty {e.tag} {e.attributes}"
        for cell in root.all("p", "li", "dd", "h1", "h2", "h3", "caption"):
            lines = cell.all(cls="write") or "write" in cell.classes
            full = cell.text or lines or cell.all("input", "svg")
            assert full, f"{path}: an empty <{cell.tag}> {cell.attributes}"
        for heading in root.all("h2", "h3"):
            after = heading.section_after()
            assert any(e.text for e in after), f"{path}: nothing below {heading.text!r}"


@pytest.mark.parametrize("seed", PEOPLE)
def test_pages_name_the_same_backup(seed: int, people: Callable[[int], Person]) -> None:
    """Where one is recommended, every page means it; where none is, no page speaks of one."""
    person = people(seed)
    choice = person.plan.choice
    shown = {p: person.words(p) for p in GUIDE}
    if choice.verdict == "recommended":
        title = choice.backups[0].card.specialty.title
        assert title in shown["index.html"] and title in shown["backup.html"]
        for path in ("documents.html", "interviews.html", "commitment.html", "faq.html"):
            assert choice.backups[0].card.specialty.name in shown[path].lower(), path
        return
    for path, words in shown.items():
        if path not in ("glossary.html", "disagreements.html", "sources.html"):
            assert not re.search(r"your backup (is|will be)\b|as your backup\b", words), path


@pytest.mark.parametrize("seed", PEOPLE)
def test_who_needs_no_visa_reads_nothing_about_visas(
    seed: int, people: Callable[[int], Person]
) -> None:
    person = people(seed)
    if person.plan.facts["applicant.needs_visa"].value is not False:
        assert ABOUT_VISAS.search(" ".join(person.words(p) for p in GUIDE))
        return
    for path in PERSONAL:
        found = ABOUT_VISAS.search(person.words(path))
        assert not found, (
            f"{path}: …{person.words(path)[max(0, found.start() - 80) : found.end() + 40]}"
        )


@pytest.mark.parametrize("seed", PEOPLE)
def test_pages_agree_on_numbers(seed: int, people: Callable[[int], Person]) -> None:
    """Programs and fees stand alike on the pages that name them."""
    person = people(seed)
    counts = person.plan.counts
    if not counts or not counts.advice:
        return
    total = sum(c.programs for c in counts.advice)
    assert f"{total} programs" in person.words("index.html")
    for path in ("where-to-apply.html", "faq.html"):
        assert re.search(rf"\b{total}\b", person.words(path)), path
    money = f"${counts.advice_total:,.0f}"
    for path in ("index.html", "where-to-apply.html"):
        assert money in person.words(path), path


# --- Chances: ranges everywhere, the same everywhere, and never without the base rate ----------

NUMBER = r"(?:under 1|over 99|\d+(?:\.\d+)?)"
RANGE = re.compile(
    rf"(?:between )?{NUMBER} (?:and|to) {NUMBER}(?: \((?:middle {NUMBER})\))?(?: of 100)?"
)
POINT = re.compile(rf"(?<!within )(?<!about )(?<![\d.]){NUMBER} of 100\b(?! non-US IMGs who apply)")
"""A single number of 100; what lies *within* or *about* so much of another is a difference."""

MIDDLE = re.compile(rf"\bmiddle {NUMBER}")
COUNTED = re.compile(r"\d of [\d,]+ (?:people|non-US IMGs)\b|\([\d,]+ of [\d,]+(?:, computed)?\)")
OWN = re.compile(
    r"\b(?:people like you|with this application|with an application like yours|your chance)\b",
    re.I,
)
OF_ODDS = {"0 is a chance of 50 of 100", "0 stands for 50 of 100"}
"""What log-odds of 0 mean: nobody's chance."""

BLOCKS = ("p", "li", "tr", "dd", "caption", "summary", "h1", "h2", "h3", "figcaption", "desc")


def blocks(root: Element) -> Iterator[tuple[Element, str]]:
    """Each row or paragraph with its text, in which a range stands as the word RANGE."""
    for e in root.all(*BLOCKS):
        parts = (part.text for part in e.all("td", "th")) if e.tag == "tr" else (e.text,)
        text = " | ".join(parts)
        for said in OF_ODDS:
            text = text.replace(said, "")
        yield e, RANGE.sub("RANGE", text)


@pytest.mark.parametrize("seed", PEOPLE)
def test_no_chance_is_a_lone_number(seed: int, people: Callable[[int], Person]) -> None:
    """Beside a single number of 100 stand its source, the people counted, or its range."""
    seen = 0
    for path, page in people(seed).pages.items():
        root = page if path in PAPERS else page.by_id("main")
        made = list(blocks(root))
        backed = {
            point
            for e, text in made
            if e.all("a", cls="cite") or COUNTED.search(text)
            for point in POINT.findall(text)
        }
        for _, text in made:
            seen += text.count("RANGE")
            for sentence in re.split(r"(?<=[.:;|])\s", text):
                point = POINT.search(sentence)
                assert not (point and OWN.search(sentence) and "RANGE" not in sentence), (
                    f"{path}: a chance of this person as one number: {sentence}"
                )
                assert not re.search(r"\d ?%", sentence) or not OWN.search(sentence), (
                    f"{path}: a chance of this person as a percentage: {sentence}"
                )
            lone = [p for p in POINT.findall(text) if p not in backed]
            assert not lone or "RANGE" in text, f"{path}: nothing backs {lone}: {text}"
            assert not MIDDLE.search(text) or "RANGE" in text, f"{path}: no range: {text}"
    assert seen > 50


ENDS = re.compile(r"between (under 1|\d+) and (over 99|\d+)|(under 1) to (\d+)")


def ends(text: str) -> tuple[float, float]:
    """The first range of a sentence, of 100."""
    found = ENDS.search(text)
    if found is None:
        alone = re.search(rf"({NUMBER}) (?:match|of 100)", text)
        assert alone, f"no range in {text!r}"
        return _of_100(alone[1]), _of_100(alone[1])
    low, high = (found[1], found[2]) if found[1] else (found[3], found[4])
    return _of_100(low), _of_100(high)


def _of_100(word: str) -> float:
    return {"under 1": 0.25, "over 99": 99.75}.get(word) or float(word)


def same(shown: tuple[float, float], told: dict[str, float]) -> bool:
    """Whether a range of whole people is this one of plan.json, which has one more digit."""
    if told["high"] < 1:
        return shown[1] <= 1
    return all(abs(a - told[end]) <= 0.76 for a, end in zip(shown, ("low", "high"), strict=True))


@pytest.mark.parametrize("seed", PEOPLE)
def test_chances_are_the_same_wherever_they_stand(
    seed: int, people: Callable[[int], Person]
) -> None:
    """On the page of the chance, of the specialty, and in plan.json."""
    person = people(seed)
    accounts = {a["specialty"]: a for a in person.json["guide"]["chance"]["specialties"]}
    assert bool(accounts) is not little_known(person.plan)
    told = [p.text for p in person.pages["chance.html"].by_id("main").all("p")]
    for name, account in accounts.items():
        assert account["base"]["use"] == pytest.approx(
            100 * account["matched"] / account["people"], abs=0.06
        )
        title = person.plan.knowledge.specialties[name].title
        counted = f"({account['matched']:,} of {account['people']:,} people)"
        line = "of 100 people like you who send "
        own_page = person.pages[f"specialties/{name}.html"].by_id("main").all("p")
        lines = [p.text for p in own_page if p.text.startswith(f"Chance of matching: {line}")]
        assert len(lines) == 1, f"{name}: {lines}"
        for text in lines:
            sent, _, rest = text.partition(line)[2].partition(" With interviews ")
            with_list, _, base = rest.partition(". Base rate: ")
            assert same(ends(sent.partition(", ")[2]), account["from_applications"]), (
                f"{name}: {sent}"
            )
            assert same(ends(with_list), account["with_list"]), f"{name}: {with_list}"
            assert counted in base[:80], f"{name}: {base}"
        answer = [t for t in told if re.match(rf"{title}(, [a-z ]+)?\.", t)]
        for text in answer:
            first, _, later = text.partition("Base rate: ")
            sent, _, with_list = first.partition("Of 100 people like you")
            assert same(ends(with_list), account["with_list"])
            assert f"of all {account['people']:,} non-US IMGs" in later
            if account["from_applications"]:
                assert same(
                    ends(sent.partition("applications on, ")[2]), account["from_applications"]
                )


@pytest.mark.parametrize("seed", PEOPLE)
def test_parts_of_the_json_agree_on_chances(seed: int, people: Callable[[int], Person]) -> None:
    """What-if today, the season, and the count of states begin where the chance ends."""
    guide = people(seed).json["guide"]
    accounts = {a["specialty"]: a for a in guide["chance"]["specialties"]}

    def agrees(chance: dict[str, float] | None, account: dict[str, float] | None) -> bool:
        if chance is None or account is None:
            return chance is account
        return all(abs(100 * chance[end] - account[end]) < 0.06 for end in ("low", "use", "high"))

    present = guide["what_if"]["present"]
    for side in present["sides"] if present else ():
        account = accounts.get(side["specialty"])
        if account is None:
            assert side["listed"] is None
            continue
        assert agrees(side["listed"], account["with_list"])
        assert side["people"] == account["people"]
        if side["applications"] == account["applications"]:
            assert agrees(side["match"], account["from_applications"])
    for field in guide["season"]["fields"]:
        account = accounts.get(field["card"])
        if account and field["applications"] == account["applications"]:
            assert agrees(field["before"], account["from_applications"]), field["card"]


@pytest.mark.parametrize("seed", PEOPLE)
def test_every_chance_of_the_json_is_a_range(seed: int, people: Callable[[int], Person]) -> None:
    """Where there is a middle there are both ends, in order; no chance is a bare number."""
    seen: list[str] = []

    def look(value: Any, path: str) -> None:
        if isinstance(value, list):
            for each in value:
                look(each, path)
        elif isinstance(value, dict):
            if "use" in value and path not in COUNTS:
                seen.append(path)
                assert value["low"] <= value["use"] <= value["high"], f"{path}: {value}"
            for key, each in value.items():
                look(each, f"{path}.{key}")
        else:
            bare = path.rpartition(".")[2] in CHANCES and isinstance(value, float)
            assert not bare, f"{path} is one number: {value}"

    guide = people(seed).json["guide"]
    for name in ("chance", "what_if", "portfolio", "season", "geography", "backtest", "programs"):
        look(guide[name], name)
    assert len(seen) > 50


COUNTS = {"season.days.expected", "season.fields.by_now", "season.fields.whole"}
"""Whole interviews in 8 of 10 cases, beside a mean that may lie between two of them."""

CHANCES = {
    "chance",
    "match",
    "reach",
    "somewhere",
    "any",
    "first",
    "start",
    "with_list",
    "as_dice",
    "from_applications",
    "any_interview",
    "so_far",
    "by_the_end",
}
"""Names under which plan.json keeps chances."""


def test_counts_of_where_to_apply_are_those_of_the_table(people: Callable[[int], Person]) -> None:
    """Page, plan.json and applications.csv send the same number to each specialty."""
    compared = 0
    for seed in PEOPLE:
        person = people(seed)
        portfolio = person.json["guide"]["portfolio"]
        found, rows = portfolio["found"], person.applications
        assert not rows or (found and portfolio["own"]), seed
        if not found:
            continue
        names = {
            part["card"]: person.plan.knowledge.specialties[part["card"]] for part in found["parts"]
        }
        kind = "own" if portfolio["own"] else "advice"
        (table,) = person.pages["where-to-apply.html"].by_id("main").all("table", cls=kind)
        cells = [[c.text for c in tr.all("th", "td")] for tr in table.all("tr")[1:]]
        shown = {row[0]: int(row[1].replace(",", "")) for row in cells}
        told = {names[part["card"]].title: part["programs"] for part in found["parts"]}
        assert shown == told
        if portfolio["own"]:
            compared += 1
            csv_counts = Counter(row["specialty"] for row in rows)
            assert csv_counts == Counter(
                {
                    names[part["card"]].name: part["programs"]
                    for part in found["parts"]
                    if part["programs"]
                }
            )
            orders = sorted(int(row["order"]) for row in rows)
            assert orders == list(range(1, len(rows) + 1))
    assert compared >= 5
