"""Every number of the plan comes from one place: pages mark it, and plan.json lists it.

Takes about a minute: whole sites are built for fifty people.
"""

from __future__ import annotations

import datetime as dt
import functools
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from sitegen import inputs
from sitegen.diagnostics import UNFIT, Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.plan.quantities.value import written
from sitegen.profile import ReadProfile
from sitegen.render.paper import render_papers
from sitegen.render.quantities import BEGIN, END, TEXT, WrongQuantityError, bare, marked, shown
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from sitegen.written import long_date, told_date
from tests.conftest import AS_OF, EDITION, ROOT, Run
from tests.sites import tables_beside
from tests.test_pages_agree import answers_of

SAMPLES = sorted(path.stem for path in (ROOT / "data/profiles").glob("*.yaml"))
EVERYBODY = [*SAMPLES, *map(str, range(40))]
MARK = re.compile(r'<data data-q="([^"]*)" value="([^"]*)">([^<]*)</data>')


@dataclass(frozen=True)
class Written:
    """All that is written for one applicant: each file as text, and plan.json."""

    files: Mapping[str, str]
    told: Mapping[str, Any]

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each page of the site, and those for paper."""
        return ((path, text) for path, text in self.files.items() if path.endswith(".html"))


@pytest.fixture(scope="module")
def everybody(
    knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Written]:
    folder = tmp_path_factory.mktemp("people")
    tables_beside(folder)

    @functools.cache
    def one(name: str) -> Written:
        file, problems = ROOT / f"data/profiles/{name}.yaml", Problems()
        if name not in SAMPLES:
            file = folder / f"person-{name}.yaml"
            file.write_text(answers_of(int(name)), encoding="utf-8")
        read = inputs.profile(file, knowledge, problems)
        problems.raise_errors()
        assert read is not None
        sections = Sections(make_plan(read, knowledge, AS_OF))
        files = {path: raw.decode() for path, raw in render_site(sections, EDITION).items()}
        files |= {paper.page: paper.html for paper in render_papers(sections, "letter", True)}
        return Written(files, json.loads(files["plan.json"]))

    return one


@pytest.mark.parametrize("name", EVERYBODY)
def test_one_number_has_one_value_everywhere(
    name: str, everybody: Callable[[str], Written]
) -> None:
    """On the site and on paper it is that of plan.json; read from the files themselves."""
    it = everybody(name)
    told = {key: written(value) for key, value in it.told["quantities"].items()}
    seen = set()
    for path, page in it.pages():
        found = MARK.findall(page)
        assert len(found) == page.count("<data") == page.count("</data>"), path
        for key, value, text in found:
            assert told.get(key) == value, f"{path}: {key} is {value}, in plan.json {told.get(key)}"
            assert text.strip(), f"{path}: nothing stands for {key}"
            seen.add(key)
    assert len(seen) > 100


@pytest.mark.parametrize("name", EVERYBODY)
def test_marks_stand_in_the_text_of_pages_alone(
    name: str, everybody: Callable[[str], Written]
) -> None:
    """None in a title, an attribute, a picture, the calendar, a table or plan.json."""
    for path, text in everybody(name).files.items():
        assert not re.search(f"[{BEGIN}{TEXT}{END}]", text), f"{path}: a mark is left"
        if not path.endswith(".html"):
            assert "<data" not in text, path
        for whole in re.findall(r"<(title|svg|desc|option)\b(.*?)</\1>", text, re.DOTALL):
            assert "<data" not in whole[1], f"{path}: {whole[1][:80]}"
        for tag in re.findall(r"<[a-z][^>]*>", text) if path.endswith(".html") else ():
            assert "data-q" not in tag or tag.startswith("<data "), f"{path}: {tag}"


# --- What a mark says --------------------------------------------------------------------------


def tells(text: str, value: str) -> bool:
    """Whether a text says a value, rounded as people round it; dates may be shortened."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = dt.date.fromisoformat(value)
        return text in (long_date(day), told_date(day), str(day.day)) or long_date(day).startswith(
            f"{text} "
        )
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        return text == value
    if text.startswith(("under ", "over ")):
        word, border = text.split()
        return abs(float(value)) <= float(border) if word == "under" else float(value) >= 99
    shown_number = float(text.replace("$", "").replace(",", ""))
    step = 50.0 if text.startswith("$") and text.endswith("00") else 0.5
    return abs(shown_number - abs(float(value))) <= step + 0.01


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_text_of_a_mark_says_its_value(name: str, everybody: Callable[[str], Written]) -> None:
    """The effect of a change is a span of whole people, from the one below to the one above."""
    for path, page in everybody(name).pages():
        for key, value, text in MARK.findall(page):
            if re.search(r"\.(?:moves|month|hundred)\.(?:low|high)$", key):
                assert abs(float(text) - abs(float(value))) <= 1.01, f"{path}: {key}, {text}"
            else:
                assert tells(text, value), f"{path}: {key} is {value}, and reads {text}"


NUMBER = r"(?:\d[\d,]*(?:\.\d+)?)"
LOOSE = re.compile(
    rf"\${NUMBER}|(?<![\w.-]){NUMBER} (?:programs?|applications?)\b|\bmiddle {NUMBER}"
    rf"|(?:(?<![\w.-]){NUMBER}|under 1|over 99) of 100\b"
)
"""Amounts of money, numbers of programs or applications, and people of 100."""

UNSEEN = re.compile(r"<(head|script|style|svg)\b.*?</\1>", re.DOTALL)
PUBLISHED = re.compile(r'<b class="num">.*?</b>|<table class="figures"[^>]*>.*?</table>', re.DOTALL)
"""A value that a reason quotes with its citation, and the table of a specialty's figures."""
INLINE = re.compile(r"</?(?:a|b|i|em|strong|span|wbr|code|abbr)\b[^>]*>")

NOT_OF_THE_PLAN = re.compile(
    "|".join(
        (
            # Names of published measures and of units.
            r"(?:each|for|Of) 100 applications",
            r"at least 1 of 100 non-US IMGs who appl(?:y|ied)\b",
            r"For each \$100\b",
            # Published rates over all specialties, and what lies between two of them.
            rf"{NUMBER} of 100(?: people)? matched(?: to a first-year position)?",
            rf"^{NUMBER} of 100 NRMP \d{{4}}$",
            rf"{NUMBER} of 100 \([\d,]+ of [\d,]+, computed\)",
            rf"{NUMBER} of 100 IMGs who need (?:a visa|none)\b",
            rf"(?:it was|All non-US IMGs:|citizens among them:) {NUMBER} of 100(?: people)? NRMP",
            rf"the mix hides about {NUMBER} of 100",
            rf"rates lie about {NUMBER} of 100 apart",
            rf"{NUMBER} of 100 non-US IMGs with a certified",
            rf"AAMC counted {NUMBER} applications",
            rf"IMGs sent {NUMBER} applications each on average",
            rf"IMGs filled {NUMBER} to {NUMBER} of 100",
            rf"it was {NUMBER} to {NUMBER} of 100\. Journal",
            # The test of the model on years past: the same for everybody.
            rf"not predicted: {NUMBER} of 100",
            rf"mean miss is {NUMBER} (?:programs|applications)",
            # Published lengths of rank order lists, and how far the data speak.
            rf"ranked {NUMBER} programs (?:of it )?or more",
            rf"^{NUMBER} programs?$",
            rf"More than {NUMBER} programs: the data",
            r"You have 45 applications\. Programs can read",
            # Readings of the guide, beside those that the plan prices.
            rf"guide asks for {NUMBER} to {NUMBER} programs in the first choice",
            # Prices of single things.
            rf"each further program in the same specialty costs \${NUMBER}",
            rf"^\${NUMBER}$",
            # What the applicant's own list says.
            rf"It interviews {NUMBER} of 100 who apply \(your list\)",
            # What a word means: nobody's chance, and no source's number.
            r"0 (?:is a chance of|stands for) 50 of 100",
            r"within 1 of 100 in the middle",
            r"more than 1 of 100 in the middle",
            rf"turn 50 of 100 into {NUMBER}",
            rf"two fields of {NUMBER} of 100 each",
            rf"it lets {NUMBER} of 100 start",
            # Titles, years and counts of sources.
            r"\d{4} application season",
            r"https://\S+",
            rf"{NUMBER} to {NUMBER} of 100 answered",
            rf"\d predictions that failed, of {NUMBER}, programs",
            r"Step 2 CK score, 2 programs",
        )
    )
)
"""Figures that are not of this plan: published ones beside their source, readings of the guide,
prices of single things, and what explains a word."""


def loose(page: str) -> Iterator[str]:
    """Each number of the pattern that carries no mark and is not known to be another's."""
    text = PUBLISHED.sub("◦", MARK.sub("●", UNSEEN.sub("\n", page)))
    for line in re.split(r"<[^>]*>", INLINE.sub("", text)):
        said = NOT_OF_THE_PLAN.sub("…", " ".join(html.unescape(line).split()))
        if LOOSE.search(said):
            yield said


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_number_of_the_plan_stands_without_its_mark(
    name: str, everybody: Callable[[str], Written]
) -> None:
    it = everybody(name)
    found = [f"{path}: {said}" for path, page in it.pages() for said in loose(page)]
    assert found == []


@pytest.mark.parametrize(
    "said",
    [
        "60 programs",
        "1 program",
        "1,240 applications",
        "$1,940",
        "$30 for",
        "40 of 100",
        "7 to 31 of 100",
        "under 1 of 100",
        "7 to 31 (middle 16)",
    ],
)
def test_a_number_without_a_mark_is_found(said: str) -> None:
    assert list(loose(f"<p>So it is {said}.</p>"))
    marks = re.sub(NUMBER, lambda each: f'<data data-q="a" value="1">{each[0]}</data>', said)
    marks = marks.replace("under <data", "<data").replace(">1</data> of", ">under 1</data> of")
    assert not list(loose(f"<p>So it is {marks.replace('$', '')}.</p>"))


@pytest.mark.parametrize("budget", [50, 91, 115])
def test_a_budget_that_buys_little_has_its_numbers_too(
    budget: int, knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    """No program at all, one in the first of two specialties, and a few in both."""
    text = (ROOT / "data/profiles/anesthesiology-hopeful.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(application_budget:) \d+", rf"\1 {budget}", text)
    plan = make_plan(profile(text), knowledge, AS_OF)
    page = render_site(Sections(plan), EDITION)["chance.html"].decode()
    assert plan.counts and plan.counts.budget == budget
    seen = {key: value for key, value, _ in MARK.findall(page)}
    for cost in plan.counts.advice:
        name = cost.specialty.id
        key = f"applications.{name}" if cost.programs else f"effort.{name}"
        assert seen[key] == str(cost.programs or 100)


SHOWN: Mapping[str, tuple[str, ...]] = {
    "index.html": (
        "weeks.applications-open",
        "applications.",
        "cost.applications",
        "chance.somewhere",
        "date.",
    ),
    "scorecard.html": ("rating.", "priority."),
    "specialties/anesthesiology.html": (
        "rating.anesthesiology.",
        "priority.anesthesiology",
        "listed.anesthesiology.",
        "base.anesthesiology",
    ),
    "chance.html": (
        "applications.",
        "chance.",
        "listed.",
        "reach.",
        "interviews.",
        "open.",
        "chance.somewhere.",
    ),
    "where-to-apply.html": (
        "applications.",
        "cost.applications",
        "guide.wide.",
        "supply.",
        "portfolio.applications.",
        "portfolio.cost",
        "portfolio.chance.",
        "portfolio.step.",
        "portfolio.way.",
        "portfolio.stop.",
    ),
    "programs.html": ("list", "list.in", "list.anesthesiology."),
    "budget.html": (
        "budget.total.",
        "budget.line.",
        "budget.application.",
        "cost.applications",
        "budget.applications",
        "purse.savings",
    ),
    "tasks.html": (
        "weeks.applications-open",
        "date.",
        "begin.",
        "phase.",
        "chain.",
        "cost.applications",
        "applications.",
    ),
    "wall-plan.html": ("date.",),
    "rank-list.html": ("date.rank-deadline", "date.match-day"),
    "documents.html": ("letters.",),
    "what-if.html": ("change.", "chance.somewhere.", "column.", "doubt."),
    "season.html": ("season.", "chance."),
    "geography.html": ("map.", "place."),
    "lost-year.html": ("year.price.", "year.fees."),
    "faq.html": ("applications.", "cost.applications", "guide.focused."),
    "disagreements.html": ("applications.all",),
    "method.html": ("assumption.", "listed.", "chance."),
    "print.html": (
        "rating.",
        "applications.",
        "cost.applications",
        "budget.total.",
        "date.",
        "listed.",
    ),
    "book.html": (
        "rating.",
        "applications.",
        "cost.applications",
        "budget.total.",
        "date.",
        "portfolio.",
        "change.",
        "listed.",
    ),
}
"""What each page marks for somebody who told everything, by the begin of the keys."""


@pytest.mark.parametrize("path", SHOWN)
def test_a_page_marks_what_it_is_about(path: str, everybody: Callable[[str], Written]) -> None:
    """Numbers in cells of tables, too, which say by themselves not what they count."""
    marks = {key for key, _, _ in MARK.findall(everybody("anesthesiology-hopeful").files[path])}
    for begin in SHOWN[path]:
        assert any(key.startswith(begin) for key in marks), f"no {begin} on {path}"


def test_the_calendar_has_the_days_of_the_plan(everybody: Callable[[str], Written]) -> None:
    """Each event with a day of its own stands on the day that pages and plan.json tell."""
    it, seen = everybody("anesthesiology-hopeful"), 0
    quantities = it.told["quantities"]
    for event in re.sub(r"\r?\n[ \t]", "", it.files["calendar.ics"]).split("BEGIN:VEVENT")[1:]:
        uid = re.search(r"UID:(.+)\.[0-9a-f]+@", event)
        start = re.search(r"DTSTART;VALUE=DATE:(\d+)", event)
        assert uid and start
        key = f"date.{re.sub(r'^season[.][0-9]+[.]', '', uid[1])}"
        if key in quantities:
            seen += 1
            assert quantities[key].replace("-", "") == start[1], key
    assert seen > 20


# --- How marks work ----------------------------------------------------------------------------

PLAN = {"applications.all": 60, "chance.urology.low": 7.3}


def test_a_number_that_differs_from_the_plan_is_refused() -> None:
    right = f"<p>{marked('applications.all', 60, '60')} programs</p>"
    assert shown(right, PLAN) == (
        '<p><data data-q="applications.all" value="60">60</data> programs</p>'
    )
    with pytest.raises(WrongQuantityError, match=r"applications\.all is 60 in the plan, and 61"):
        shown(f"<p>{marked('applications.all', 61, '61')} programs</p>", PLAN)
    with pytest.raises(WrongQuantityError, match=r"the plan holds no applications\.urology"):
        shown(f"<p>{marked('applications.urology', 60, '60')}</p>", PLAN)


@pytest.mark.parametrize("cut", ["begin", "middle", "end"])
def test_a_damaged_mark_is_refused(cut: str) -> None:
    """A text that was cut, or changed to capitals, must not reach a reader in pieces."""
    whole = marked("applications.all", 60, "60")
    damaged = {"begin": whole[1:], "middle": whole.replace(TEXT, ""), "end": whole[:-1]}[cut]
    with pytest.raises(WrongQuantityError, match="damaged"):
        shown(f"<p>{damaged}</p>", PLAN)


@pytest.mark.parametrize(
    "around",
    [
        '<p title="{}">x</p>',
        "<title>{}</title>",
        "<option>{}</option>",
        "<textarea>{}</textarea>",
        "<svg><desc>{}</desc></svg>",
        "<svg><text>{}</text></svg>",
        '<svg aria-label="{}"></svg>',
    ],
)
def test_where_no_element_may_stand_the_text_is_bare(around: str) -> None:
    html = around.format(marked("chance.urology.low", 7.3, "7"))
    assert shown(html, PLAN) == around.format("7")
    assert bare(html) == around.format("7")


def test_no_file_of_a_user_can_hold_a_mark(sitegen: Run, tmp_path: Any) -> None:
    """The signs of a mark are refused where they stand, in a profile and in a table."""
    mark = marked("applications.all", 60, "60")
    assert all(UNFIT.match(sign) for sign in (BEGIN, TEXT, END))
    raw, escaped = tmp_path / "raw.yaml", tmp_path / "escaped.yaml"
    raw.write_text(f"applicant: {{name: 'A {mark}'}}\n", encoding="utf-8")
    escaped.write_text(f"applicant: {{name: {json.dumps(f'A {mark}')}}}\n", encoding="utf-8")
    table = tmp_path / "list.csv"
    table.write_text(f"specialty,program\nneurology,{mark}\n", encoding="utf-8")
    listed = tmp_path / "listed.yaml"
    listed.write_text("programs: list.csv\n", encoding="utf-8")
    for file, place in ((raw, "raw.yaml:1"), (escaped, "escaped.yaml:1"), (listed, "list.csv:2")):
        result = sitegen("build", file, "--no-pdf", "--output", tmp_path / "out")
        assert result.exit_code == 1 and place in result.stderr, result.stderr
        assert "Next step:" in result.stderr
        assert not (tmp_path / "out").exists()
