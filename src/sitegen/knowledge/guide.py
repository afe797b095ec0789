"""What the guide's pages are made from: tasks, costs, policies, waivers, limits, disagreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.knowledge.rulebook import Condition
from sitegen.knowledge.units import ValueKind
from sitegen.records import value_object
from sitegen.shape import item, optional


@value_object(kw_only=True)
class Before:
    """The last good day of a task: some weeks before a date of the season, or before an exam."""

    date: str = item("Name of a date of the season, such as applications_open.")
    weeks: float = item("Weeks before it; 0 is the day itself.", default=0, low=-12, high=120)
    exam: str | None = optional(
        "An exam; where a day is planned for it, that day counts instead.",
        pattern="step1|step2_ck|step3|oet",
    )
    exam_weeks: float = item("Weeks before the planned exam.", default=0, low=0, high=60)


@value_object(kw_only=True)
class TaskTemplate:
    """Something to do, for whom, and by when. Offsets are rules of thumb (judgement)."""

    id: str = item("Stable name; calendars and ticks follow it.", pattern="[a-z0-9-]+")
    phase: str = item("Phase it belongs to, by id.")
    whom: str = item(
        "once; or for the first choice, for each backup, or for each of them.",
        key="for",
        pattern="once|first|backup|each",
    )
    text: str = item("What to do, as an order; {fact.name} stands for a fact's value.")
    text_unknown: str | None = optional(
        "What to say while a fact of the text is not known; left out, the task is left out."
    )
    why: str = item("Why, in one sentence.", default="")
    when: Condition | None = optional("Who has to do it; left out, everybody.")
    if_unknown: bool = item("no leaves it out while it is not known who has to.", default=True)
    before: Before | None = optional("Last good day; left out, it has no date.")
    takes: float = item("Weeks it takes at the least.", default=0, low=0, high=104)
    urgent: bool = item("yes puts it before every other task until it is done.", default=False)
    front: bool = item("no keeps it off the front page, where the first tasks stand.", default=True)
    late: str | None = optional("What is given up, and what to do instead, once it is too late.")
    after: tuple[str, ...] = item("Tasks that have to be done before.", default=())
    page: str | None = optional("Page that explains it, by id.")


@value_object(kw_only=True)
class Phase:
    """A stretch of the way to the Match."""

    id: str = item("Stable name.", pattern="[a-z0-9-]+")
    title: str = item("Name shown.")
    months_high: float | None = optional("Begins this many months before applications open.")
    starts: str | None = optional("Or begins on a date of the season.")


@value_object(kw_only=True)
class MenuPage:
    """A page of the site that every plan has."""

    id: str = item("Stable name; its address is this name with .html.", pattern="[a-z0-9-]+")
    title: str = item("Name shown.")
    text: str | None = optional(
        "Name of its text in content/pages and of its view; if not its id.",
        pattern="[a-z0-9-]+",
    )
    menu: str | None = optional("What the menu calls it, where that is shorter than its title.")


@value_object(kw_only=True)
class MenuSection:
    """A section of the menu of the site."""

    id: str = item("Stable name.", pattern="[a-z0-9-]+")
    title: str = item("Name shown.")
    pages: tuple[MenuPage, ...] = item("Its pages in the order to read them.")
    within: tuple[str, ...] = item(
        "Kinds of pages that stand in it and are not listed: specialty, letter.", default=()
    )


@value_object(kw_only=True)
class SeasonWords:
    """What a date of the season is called. Its key is the name of the date."""

    phase: str = item("Phase it belongs to, by id.")
    text: str = item("What happens on it, or has to be done by it.")
    service: str | None = optional(
        "eras or residencycas, where it is for their applicants alone.",
        pattern="eras|residencycas",
    )
    when: Condition | None = optional("For whom it is; left out, for everybody.")


@value_object(kw_only=True)
class Policy:
    """A rule of government on visas or entry, as it was read. Its file name key is its id."""

    title: str = item("Short name.")
    says: str = item("What was ordered, in one or two sentences.")
    stands: str = item("Where it stands: courts, appeals, review.")
    warns: Condition | None = optional("Who is warned of it on the first page; left out, nobody.")
    countries: tuple[str, ...] = item(
        "Citizenships it names, where it names any.", default=(), vocabulary="country"
    )
    complete: bool = item("yes if it names no other country.", default=False)
    holds_start: bool = item(
        "Whether it may keep whoever is warned from starting, so that no chance of it is told.",
        default=False,
    )
    instead: str | None = optional("Scenario of an answer that leads around it.")
    since: dt.date = item("First day it held.")
    as_of: dt.date = item("Day on which this was true, as far as the source says.")
    year: int = item("Year it describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")


@value_object(kw_only=True)
class WaiverProgram:
    """A road to a J-1 waiver job."""

    title: str = item("Name of the program.")
    says: str = item("Who, where, how long, in one or two sentences.")
    specialties: tuple[str, ...] = item(
        "Specialties it names; empty for any.", default=(), vocabulary="specialty"
    )
    states: tuple[str, ...] = item(
        "States it covers; empty for all.", default=(), vocabulary="state"
    )
    prefers: tuple[str, ...] = item(
        "Specialties most often named as needed.", default=(), vocabulary="specialty"
    )
    used_up: tuple[str, ...] = item(
        "States that used up their places.", default=(), vocabulary="state"
    )
    used_up_in: str | None = optional("In which year they did.")
    used_up_complete: bool = item("yes if no other state did.", default=False)
    complete: bool = item("yes if it covers no other state.", default=False)
    note: str | None = optional("What a careful reader should know.")
    year: int = item("Year it describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")


@value_object(kw_only=True)
class StateLimit:
    """A rule of medical boards that can shut a door, or open one."""

    states: tuple[str, ...] = item(
        "The states; left out, it is about all of them.", default=(), vocabulary="state"
    )
    topic: str = item("What it limits, as a short heading.")
    fence: bool = item("No where it is a road around residency, and limits no one.", default=True)
    says: str = item("The rule in one or two sentences.")
    year: int = item("Year it describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")


@value_object(kw_only=True)
class StatesFilled:
    """Positions filled by doctors trained abroad, by state. A state that is absent is unknown."""

    specialty: str | None = optional(
        "The specialty; left out, all of them together.", vocabulary="specialty"
    )
    who: str = item("non_us_img; or img, US citizens among them.", pattern="non_us_img|img")
    states: Mapping[str, int] = item(
        "Positions, by state, as far as they were printed.", keys="state"
    )
    year: int = item("Year of the Match.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")


@value_object(kw_only=True)
class StateTile:
    """The square of one state on the map of squares."""

    code: str = item("Its two letters.", pattern="[A-Z]{2}")
    column: int = item("From the left, from 0.", low=0, high=11)
    row: int = item("From the top, from 0.", low=0, high=8)


@value_object(kw_only=True)
class CostItem:
    """One price of the way to the Match, in USD. Its key is its id."""

    label: str = item("What is paid for.")
    group: str = item(
        "exams, certification, experience, application, interviews, match or visa.",
        pattern="exams|certification|experience|application|interviews|match|visa",
    )
    per: str = item(
        "once, for each interview, or for each rotation that the plan advises.",
        pattern="once|interview|rotation",
        default="once",
    )
    when: Condition | None = optional("Who pays it; left out, everybody.")
    value: float = item("USD.", low=0, high=100_000)
    low: float | None = optional("Lower end of a judgement.")
    high: float | None = optional("Upper end of a judgement.")
    year: int = item("Year it describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
    note: str | None = optional("What a careful reader should know.")


@value_object(kw_only=True)
class Career:
    """Words for a job, and the residencies that lead to it. Always a judgement."""

    words: tuple[str, ...] = item("How applicants call the job, in small letters.")
    fits: tuple[str, ...] = item("Residencies that lead to it.", vocabulary="specialty")
    kind_of_value: ValueKind = item("judgement.")


@value_object(kw_only=True)
class Disagreement:
    """A point where the guide and others differ. Its key is its id."""

    title: str = item("The question, in a few words.")
    guide: str = item("What the guide says, in our words.")
    other: str = item("What the other side says, in our words.")
    followed: str = item("Which one the plan follows.")
    because: str = item("Why.")
    year: int = item("Year of the other side.", low=1990, high=2100)
    source: str = item("Key of the source of the other side.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
    page: str | None = optional("Page of the plan that shows it, by id.")


@value_object(kw_only=True)
class Worksheet:
    """A blank sheet to write on: a table with empty rows, and questions with room below them."""

    id: str = item("Word of small letters; fields of the sheet are named after it.")
    title: str = item("What the sheet is for.")
    lead: str = item("What to write, in a few sentences.")
    columns: tuple[str, ...] = item("Headings of the table; none, if it has no table.")
    rows: int = item("Empty rows of the table.", low=0, high=24)
    questions: tuple[str, ...] = item("Questions below it, each with room for an answer.")


@value_object(kw_only=True)
class GreenCardLine:
    """How far the line for an employment green card had moved, as it was read. No forecast."""

    countries: tuple[str, ...] = item(
        "Countries of birth; empty for all that no other entry names.", vocabulary="country"
    )
    cut_off: dt.date | None = optional("Who asked by this day was at the front; none, no line.")
    bulletin: dt.date = item("First day of the month of the bulletin.")
    complete: bool = item("For all others: yes if no further country had a line.", default=False)
    year: int = item("Year it describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
