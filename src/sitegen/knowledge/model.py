"""What the project knows: sources, figures, specialties, dated parameters, seasons, rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from sitegen.knowledge.factors import JudgedFactor
from sitegen.knowledge.figures import Evidence, Figure, Metric, Source, Track
from sitegen.knowledge.guide import (
    Career,
    CostItem,
    Disagreement,
    GreenCardLine,
    MenuSection,
    Phase,
    Policy,
    SeasonWords,
    StateLimit,
    StatesFilled,
    StateTile,
    TaskTemplate,
    WaiverProgram,
    Worksheet,
)
from sitegen.knowledge.likelihood import LikelihoodBand
from sitegen.knowledge.questions import Question
from sitegen.knowledge.rulebook import Rule
from sitegen.knowledge.scenarios import Scenario
from sitegen.knowledge.seasons import DatePattern, Season
from sitegen.knowledge.units import Unit, ValueKind
from sitegen.programs.words import VisaWords
from sitegen.records import value_object
from sitegen.shape import Plain, Vocabulary, item, optional


class Tier(StrEnum):
    """The guide's three groups of specialties, for comparison with the data."""

    REALISTIC = "realistic"
    MIDDLE = "middle"
    HIGH = "high"


class MatchSystem(StrEnum):
    """Who runs the match of a specialty."""

    NRMP = "nrmp"
    AUA = "aua"
    SF = "sf"


class Service(StrEnum):
    """Where applications are sent."""

    ERAS = "eras"
    RESIDENCYCAS = "residencycas"
    SF = "sf_match"


@value_object(kw_only=True)
class Trait:
    """A judgement on a scale from 1 to 5, with its range."""

    value: int = item("Central judgement.", low=1, high=5)
    low: int = item("Lowest defensible value.", low=1, high=5)
    high: int = item("Highest defensible value.", low=1, high=5)


@value_object(kw_only=True)
class Traits:
    """What the work is like. One citation covers the block, because one judgement made it."""

    year: int = item("Year of the judgement.", low=2000, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
    inpatient: Trait = item("1 almost all outpatient … 5 almost all hospital.")
    procedural: Trait = item("1 talking and thinking … 5 procedures most of the day.")
    continuity: Trait = item("1 single short contacts … 5 relationships over years.")
    communication: Trait = item("1 little talk … 5 long conversation is the work.")
    intensity: Trait = item("1 calm … 5 high acuity and long hours.")
    predictability: Trait = item("1 nights and shifts … 5 regular hours.")
    research_weight: Trait = item("1 little weight in selection … 5 much.")


@value_object(kw_only=True)
class Training:
    """Length of training in years; of a residency with its first year."""

    low: float = item("Shortest.", low=1, high=9)
    high: float = item("Longest.", low=1, high=9)
    year: int = item("Year the value describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")


@value_object(kw_only=True)
class SpecialtyFile:
    """One specialty, as written in its file; the file name is its id."""

    name: str = item("Name in a sentence, small letters: internal medicine.")
    one_line: str = item("What it is, in one plain sentence.")
    aliases: tuple[str, ...] = item("Other spellings that applicants use.", default=())
    career: bool = item("no for the one-year programs.", default=True)
    family: str = item("Group of related specialties.")
    match: MatchSystem = item("nrmp, aua or sf.")
    service: Service = item("eras, residencycas or sf_match.")
    guide_tier: Tier | None = optional("The guide's group, if it names this specialty.")
    departure: str | None = optional("Why the figures put it elsewhere than the guide does.")
    training: Training | None = optional("Length of training.")
    figures: Mapping[str, Evidence] = item("Cited values, by metric.")
    tracks: tuple[Track, ...] = item("Tracks with codes of their own.", default=())
    traits: Traits | None = optional("What the work is like.")


@value_object(kw_only=True)
class Specialty:
    """A specialty with its id."""

    id: str
    about: SpecialtyFile

    @property
    def name(self) -> str:
        """Name as it stands in a sentence."""
        return self.about.name

    @property
    def title(self) -> str:
        """Name as it stands in a heading."""
        return self.about.name[:1].upper() + self.about.name[1:]

    def figure(self, metric: str) -> Figure | None:
        """The value used for a metric, or None where nobody published one."""
        evidence = self.about.figures.get(metric)
        return evidence.use if evidence else None


@value_object(kw_only=True)
class ParameterValue:
    """A value that holds from a date on; null ends the parameter."""

    value: Plain | None = item("The value, or null where the parameter ended.", default=None)
    year: int = item("Year the value describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
    low: float | None = optional("Lower end of a judgement.")
    high: float | None = optional("Upper end of a judgement.")
    note: str | None = optional("What a careful reader should know.")


@value_object(kw_only=True)
class Parameter:
    """One quantity whose values are dated. The path of its file is its name."""

    label: str = item("What it is.")
    unit: Unit = item("Its unit.")
    wrong: str | None = optional("What a chance does if it is wrong; for `chance.*` it is needed.")
    unused: str | None = optional(
        "What to say where no chance of a plan rests on it. {low} and {high} are its two ends."
    )
    checked_on: dt.date = item("Last day a person confirmed the newest value.")
    values: Mapping[str, ParameterValue] = item("Values by the first day they hold.")


@value_object(kw_only=True)
class FeeStep:
    """Part of a fee schedule: programs `first` to `last`, one price for all or a price each."""

    first: int = item("First program this step prices.", low=1, high=999)
    last: int | None = optional("Last program; empty for no end.", low=1, high=999)
    each: float | None = optional("USD for each program.", low=0, high=1000)
    flat: float | None = optional("USD for the whole step.", low=0, high=10_000)


@value_object(kw_only=True)
class FeeSchedule:
    """What applications cost in one season, counted again for each specialty."""

    season: int = item("Match year.", low=2000, high=2100)
    steps: tuple[FeeStep, ...] = item("The price steps, in order.")
    transcript: Figure = item("USMLE transcript, once a season, in USD.")
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
    note: str | None = optional("What a careful reader should know.")


@value_object(kw_only=True)
class Pathway:
    """How a backup can keep the first interest alive. Always a judgement."""

    start: str = item("Specialty of the first interest.", key="from", vocabulary="specialty")
    to: str = item("The backup.", vocabulary="specialty")
    kind: str = item("fellowship, overlap or niche.", pattern="fellowship|overlap|niche")
    via: str = item("The road.")
    keeps: str = item("What stays.")
    loses: str = item("What is lost.")
    extra_years: Years = item("Years after the backup residency.")
    strength: Strength = item("1 little … 3 much.")
    kind_of_value: ValueKind = item("judgement.")
    fellowship: tuple[str, ...] = item("Fellowships it goes through, by key.", default=())


@value_object(kw_only=True)
class Fellowship:
    """Training after residency: who may enter, how long, and what its match shows."""

    name: str = item("Name in a sentence, without the word fellowship.")
    aliases: tuple[str, ...] = item("Other words that applicants use.", default=())
    open_to: tuple[str, ...] = item("Residencies that lead to it.", vocabulary="specialty")
    years: Training = item("Length in years; its citation covers the residencies too.")
    figures: Mapping[str, Evidence] = item("Cited values of its match, by metric.")


@value_object(kw_only=True)
class Years:
    """A span of years."""

    low: float = item("Shortest.", low=0, high=12)
    high: float = item("Longest.", low=0, high=12)


@value_object(kw_only=True)
class Strength:
    """How much of the first interest stays, 1 to 3."""

    value: int = item("Central judgement.", low=1, high=3)
    low: int = item("Lowest.", low=1, high=3)
    high: int = item("Highest.", low=1, high=3)


@value_object(kw_only=True)
class Statement:
    """One cited sentence."""

    text: str = item("The sentence.")
    year: int = item("Year it describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")


@value_object(kw_only=True)
class VisaTopic:
    """One aspect of the two visas, side by side."""

    topic: str = item("What is compared.")
    j1: Statement = item("For J-1.")
    h1b: Statement = item("For H-1B.")


@value_object(kw_only=True)
class EntryLimit:
    """A limit on new visas by citizenship, as it was read."""

    visas: str = item("all, j1, or immigrant, which stops no training.", pattern="all|j1|immigrant")
    countries: tuple[str, ...] = item("Citizenships it names.", vocabulary="country")
    complete: bool = item("yes if every country of this limit stands in it.", default=False)
    since: dt.date = item("First day it held.")
    as_of: dt.date = item("Day on which this was true, as far as the source says.")
    text: str = item("What was limited, as part of a sentence.")
    year: int = item("Year it describes.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")


@value_object(kw_only=True)
class FactKind:
    """A named quantity that rules may compare."""

    label: str = item("What it is, in small letters.")
    unit: Unit = item("Its unit.")


@value_object(kw_only=True)
class Band:
    """One word of the overall priority, and what it takes."""

    word: str = item("Very Low … Very High.")
    product: int = item("Product of the three ratings, at least.", low=0, high=125)
    weakest: int = item("Lowest of the three ratings, at least.", low=1, high=5)


@value_object(kw_only=True)
class Knowledge:
    """Everything in `data/`, checked. Read-only."""

    sources: Mapping[str, Source]
    metrics: Mapping[str, Metric]
    specialties: Mapping[str, Specialty]
    overall: Mapping[str, Evidence]
    parameters: Mapping[str, Parameter]
    fees: Mapping[str, tuple[FeeSchedule, ...]]
    seasons: Mapping[int, Season]
    season_patterns: Mapping[str, DatePattern]
    pathways: tuple[Pathway, ...]
    fellowships: Mapping[str, Fellowship]
    careers: tuple[Career, ...]
    green_card_lines: tuple[GreenCardLine, ...]
    visa_topics: tuple[VisaTopic, ...]
    entry_limits: tuple[EntryLimit, ...]
    phases: tuple[Phase, ...]
    season_words: Mapping[str, SeasonWords]
    task_templates: tuple[TaskTemplate, ...]
    costs: Mapping[str, CostItem]
    scenarios: tuple[Scenario, ...]
    policies: Mapping[str, Policy]
    waivers: tuple[WaiverProgram, ...]
    state_limits: tuple[StateLimit, ...]
    statements: Mapping[str, Statement]
    regions: Mapping[str, str]
    phrases: Mapping[str, str]
    menu: tuple[MenuSection, ...]
    state_tiles: Mapping[str, StateTile]
    states_filled: tuple[StatesFilled, ...]
    disagreements: Mapping[str, Disagreement]
    worksheets: tuple[Worksheet, ...]
    visa_phrases: tuple[VisaWords, ...]
    aging: Mapping[str, str]
    facts: Mapping[str, FactKind]
    questions: Mapping[str, Question]
    grouped_rules: Mapping[str, tuple[Rule, ...]]
    factors: Mapping[str, JudgedFactor]
    bands: tuple[Band, ...]
    likelihoods: tuple[LikelihoodBand, ...]
    vocabularies: Mapping[str, Vocabulary]

    @property
    def begins(self) -> dt.date:
        """The first day on which every parameter has a value."""
        firsts = (min(p.values) for p in self.parameters.values() if p.values)
        return max(dt.date.fromisoformat(day) for day in firsts)

    def without_value(self, on: dt.date) -> tuple[str, ...]:
        """The parameters that do not hold yet on a day, or that have ended."""
        found = []
        for name, parameter in self.parameters.items():
            days = [day for day in sorted(parameter.values) if day <= on.isoformat()]
            if not days or parameter.values[days[-1]].value is None:
                found.append(name)
        return tuple(sorted(found))

    def say(self, name: str, /, **slots: str) -> str:
        """A phrase with its slots filled; what is filled in is never read for slots again.

        A slot that is not told stays as it stands. Raises `KeyError` for an unknown name.
        """
        first, *parts = self.phrases[name].split("{")
        words = [first]
        for part in parts:
            slot, closed, rest = part.partition("}")
            words.append(f"{slots[slot]}{rest}" if closed and slot in slots else "{" + part)
        return "".join(words)

    def rules_in(self, group: str) -> tuple[Rule, ...]:
        """The rules of one group, in the order of their file."""
        return self.grouped_rules.get(group, ())

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, group by group."""
        return tuple(rule for rules in self.grouped_rules.values() for rule in rules)

    def parameter(self, name: str, on: dt.date) -> ParameterValue:
        """The value of a parameter on a day.

        Raises `LookupError` before its first value and after its end; a value is never
        extended backwards.
        """
        values = self.parameters[name].values
        days = [day for day in sorted(values) if dt.date.fromisoformat(day) <= on]
        if not days or values[days[-1]].value is None:
            raise LookupError(f"the parameter {name} has no value on {on.isoformat()}")
        return values[days[-1]]
