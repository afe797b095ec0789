"""Reads `data/` into `Knowledge` and refuses what does not hold together.

Input is a mapping of relative path to text, so nothing here touches the disk.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from sitegen.diagnostics import Location, Problems, flatten, shorten
from sitegen.headings import plain_words
from sitegen.knowledge.consistency import check_consistency
from sitegen.knowledge.everyday import heard_words
from sitegen.knowledge.factors import JudgedFactor
from sitegen.knowledge.figures import Evidence, Metric, Source
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
from sitegen.knowledge.model import (
    Band,
    EntryLimit,
    FactKind,
    FeeSchedule,
    Fellowship,
    Knowledge,
    Parameter,
    Pathway,
    Specialty,
    SpecialtyFile,
    Statement,
    VisaTopic,
)
from sitegen.knowledge.questions import Question
from sitegen.knowledge.rulebook import Rule
from sitegen.knowledge.scenarios import Scenario
from sitegen.knowledge.seasons import DatePattern, Season, with_estimates
from sitegen.programs.words import VisaWords
from sitegen.reading import read_as
from sitegen.shape import Vocabulary
from sitegen.statuses import StatusWords
from sitegen.statuses import vocabulary as status_words
from sitegen.tracks import OtherProgram, TrackWord, in_order
from sitegen.yamlio import Mapping as YamlMapping
from sitegen.yamlio import Node, Refused, Sequence, read

T = TypeVar("T")


class Shelf:
    """The texts of `data/`, read record by record; keeps the place of every part."""

    def __init__(self, texts: Mapping[str, str], problems: Problems) -> None:
        """Take the texts by relative path."""
        self.texts = texts
        self.problems = problems
        self.vocabularies: dict[str, Vocabulary] = {}
        self.places: dict[str, dict[str, Location]] = {}
        self._nodes: dict[str, Node | None] = {}

    def node(self, path: str) -> Node | None:
        """The YAML tree of one file, read once."""
        if path not in self._nodes:
            text = self.texts.get(path)
            if text is None:
                hint = "put it back, or fetch the project again"
                self.problems.add("D101", Location(path), "this data file is missing", hint)
            before = self.problems.error_count
            node = None if text is None else read(text, path, self.problems)
            bad = node is None and self.problems.error_count > before
            self._nodes[path] = Refused(Location(path)) if text is None or bad else node
        return self._nodes[path]

    def paths(self, folder: str) -> Iterator[str]:
        """Paths below a folder, sorted."""
        yield from sorted(p for p in self.texts if p.startswith(folder) and p.endswith(".yaml"))

    def record(self, kind: type[T], path: str) -> T | None:
        """A file that is one record."""
        value, places = read_as(kind, self.node(path), path, self.problems, self.vocabularies)
        self.places[path] = places
        return value

    def keyed(self, kind: type[T], path: str) -> dict[str, T]:
        """A file of named records."""
        node = self.node(path)
        if isinstance(node, Refused):
            return {}
        if not isinstance(node, YamlMapping):
            hint = "write each entry below its name and a colon"
            self.problems.add("D102", Location(path, 1, 1), "this file must hold names", hint)
            return {}
        found: dict[str, T] = {}
        for entry in node.entries:
            value, places = read_as(kind, entry.value, path, self.problems, self.vocabularies)
            self._remember(path, entry.key, places)
            if value is not None:
                found[entry.key] = value
        return found

    def listed(self, kind: type[T], path: str) -> list[T]:
        """A file that is a list of records."""
        node = self.node(path)
        if isinstance(node, Refused):
            return []
        if not isinstance(node, Sequence):
            hint = "start each entry with a hyphen and a space"
            self.problems.add("D102", Location(path, 1, 1), "this file must hold a list", hint)
            return []
        found: list[T] = []
        for i, item in enumerate(node.items):
            value, places = read_as(kind, item, path, self.problems, self.vocabularies)
            self._remember(path, f"[{i}]", places)
            if value is not None:
                found.append(value)
        return found

    def _remember(self, path: str, key: str, places: Mapping[str, Location]) -> None:
        table = self.places.setdefault(path, {})
        for inner, where in places.items():
            table[f"{key}.{inner}" if inner else key] = where
        if "/" in path:
            self.places.setdefault(path.partition("/")[0], {}).update(
                {f"{key}.{inner}": where for inner, where in places.items() if inner}
            )

    def name(self, group: str, name: str, where: Location) -> None:
        """Keep the place of something that is asked for by name, whatever file it stands in."""
        self.places.setdefault(group, {})[name] = where

    def at(self, path: str, part: str = "") -> Location:
        """The place of a part of a file, or of its nearest enclosing part."""
        table = self.places.get(path, {})
        while part and part not in table:
            part = part.rpartition(".")[0]
        return table.get(part, Location(path, 1, 1))


def load_knowledge(
    texts: Mapping[str, str], problems: Problems, countries: Vocabulary, own: Collection[str] = ()
) -> Knowledge | None:
    """Read every file of `data/`; None when something does not hold together.

    `own` are the files that are a local pack's.
    """
    shelf = Shelf(texts, problems)
    specialties = _specialties(shelf)
    # First, because all that follows is read with the words that it adds.
    fellowships = _hear(shelf, specialties, countries)
    patterns = shelf.keyed(DatePattern, "season-pattern.yaml")
    knowledge = Knowledge(
        sources=_once(shelf, Source, "sources/", "source"),
        metrics=shelf.keyed(Metric, "metrics.yaml"),
        specialties=specialties,
        overall=shelf.keyed(Evidence, "overall.yaml"),
        parameters=_by_name(shelf, Parameter, "parameters/"),
        fees={_stem(p): tuple(shelf.listed(FeeSchedule, p)) for p in shelf.paths("fees/")},
        seasons=with_estimates(_seasons(shelf), patterns),
        season_patterns=patterns,
        pathways=tuple(shelf.listed(Pathway, "pathways.yaml")),
        fellowships=fellowships,
        careers=tuple(shelf.listed(Career, "careers.yaml")),
        green_card_lines=tuple(shelf.listed(GreenCardLine, "green-card-lines.yaml")),
        entry_limits=tuple(shelf.listed(EntryLimit, "entry.yaml")),
        visa_topics=tuple(shelf.listed(VisaTopic, "visa.yaml")),
        season_words=shelf.keyed(SeasonWords, "season-words.yaml"),
        phases=tuple(shelf.listed(Phase, "phases.yaml")),
        task_templates=_templates(shelf),
        costs=shelf.keyed(CostItem, "costs.yaml"),
        scenarios=tuple(shelf.listed(Scenario, "scenarios.yaml")),
        policies=shelf.keyed(Policy, "policies.yaml"),
        waivers=tuple(shelf.listed(WaiverProgram, "waivers.yaml")),
        state_limits=tuple(shelf.listed(StateLimit, "state-limits.yaml")),
        statements=_statements(shelf),
        regions=shelf.keyed(str, "regions.yaml"),
        phrases=_once(shelf, str, "phrases/", "phrase"),
        menu=tuple(shelf.listed(MenuSection, "menu.yaml")),
        state_tiles=shelf.keyed(StateTile, "state-tiles.yaml"),
        states_filled=tuple(shelf.listed(StatesFilled, "states-filled.yaml")),
        disagreements=shelf.keyed(Disagreement, "disagreements.yaml"),
        worksheets=tuple(shelf.listed(Worksheet, "worksheets.yaml")),
        visa_phrases=tuple(shelf.listed(VisaWords, "visa-sentences.yaml")),
        aging=shelf.keyed(str, "aging.yaml"),
        facts=_fact_kinds(shelf),
        questions=shelf.keyed(Question, "questions.yaml"),
        grouped_rules=_rules(shelf),
        factors=_by_name(shelf, JudgedFactor, "factors/"),
        bands=tuple(shelf.listed(Band, "priority.yaml")),
        likelihoods=tuple(shelf.listed(LikelihoodBand, "likelihood.yaml")),
        vocabularies=shelf.vocabularies,
    )
    # A name that could not be read would seem to be missing wherever it is used.
    if not problems.error_count:
        check_consistency(knowledge, shelf.at, problems, own)
    return None if problems.error_count else knowledge


def _hear(
    shelf: Shelf, specialties: Mapping[str, Specialty], countries: Vocabulary
) -> Mapping[str, Fellowship]:
    """Put the words of data and profiles on the shelf; the fellowships, whose names are among them.

    Fellowships name the residencies before them, and a word for one is asked like the others.
    """
    shelf.vocabularies |= {
        "country": countries,
        **_words(shelf, specialties),
        "status": status_words(tuple(shelf.listed(StatusWords, "statuses.yaml"))),
    }
    fellowships = shelf.keyed(Fellowship, "fellowships.yaml")
    shelf.vocabularies |= heard_words(shelf, fellowships)
    return fellowships


def _specialties(shelf: Shelf) -> dict[str, Specialty]:
    files = {_stem(path): path for path in shelf.paths("specialties/")}
    abouts = {name: shelf.record(SpecialtyFile, path) for name, path in files.items()}
    for name, about in abouts.items():
        texts = (("name", about.name), ("one_line", about.one_line)) if about else ()
        for part in (part for part, text in texts if not text.strip()):
            where = shelf.at(files[name], part)
            shelf.problems.add("D102", where, f"{part} holds no letter", "write it in words")
    return {
        name: Specialty(id=name, about=about) for name, about in abouts.items() if about is not None
    }


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def _seasons(shelf: Shelf) -> dict[int, Season]:
    """The printed seasons, each from the file of its year."""
    found = {}
    for path in shelf.paths("seasons/"):
        season = shelf.record(Season, path)
        if season is not None:
            found[season.year] = season
        if season is not None and _stem(path) != str(season.year):
            where, told = shelf.at(path, "year"), f"year says {season.year}"
            hint = f"call the file {season.year}.yaml"
            if f"seasons/{season.year}.yaml" in shelf.texts:
                hint = f"write year: {_stem(path)}"
            shelf.problems.add("D103", where, told, hint)
    return found


def _rules(shelf: Shelf) -> dict[str, tuple[Rule, ...]]:
    """The rules by their group, each in the order of its file."""
    found: dict[str, list[Rule]] = {}
    for path in shelf.paths("rules/"):
        for i, rule in enumerate(shelf.listed(Rule, path)):
            found.setdefault(rule.group, []).append(rule)
            shelf.name("rules", rule.id, shelf.at(path, f"[{i}]"))
    return {group: tuple(rules) for group, rules in found.items()}


def _templates(shelf: Shelf) -> tuple[TaskTemplate, ...]:
    found: list[TaskTemplate] = []
    for path in shelf.paths("tasks/"):
        for i, template in enumerate(shelf.listed(TaskTemplate, path)):
            found.append(template)
            shelf.name("tasks", template.id, shelf.at(path, f"[{i}]"))
    return tuple(found)


def _fact_kinds(shelf: Shelf) -> dict[str, FactKind]:
    return _once(shelf, FactKind, "facts/", "fact")


def _statements(shelf: Shelf) -> dict[str, Statement]:
    return _once(shelf, Statement, "statements/", "statement")


def _once(shelf: Shelf, kind: type[T], folder: str, noun: str) -> dict[str, T]:
    """Named records of several files; each name may stand once."""
    found: dict[str, T] = {}
    for path in shelf.paths(folder):
        for name, record in shelf.keyed(kind, path).items():
            if name in found:
                hint = "keep one of the two"
                where = shelf.at(path, name)
                shelf.problems.add("D103", where, f"the {noun} {name} stands twice", hint)
            found[name] = record
            shelf.name(folder.rstrip("/"), name, shelf.at(path, name))
    return found


def _by_name(shelf: Shelf, kind: type[T], folder: str) -> dict[str, T]:
    found = {}
    for path in shelf.paths(folder):
        record = shelf.record(kind, path)
        if record is not None:
            found[path.removeprefix(folder).removesuffix(".yaml").replace("/", ".")] = record
    return found


def _words(shelf: Shelf, specialties: Mapping[str, Specialty]) -> dict[str, Vocabulary]:
    """The closed lists of words that data files hold."""
    others = shelf.keyed(OtherProgram, "other-programs.yaml")
    return {
        "specialty": _specialty_words(shelf, specialties),
        "state": _state_words(shelf.keyed(str, "states.yaml")),
        "track": _plain_words("track", shelf.keyed(TrackWord, "tracks.yaml")),
        "other program": _plain_words("other program", others),
    }


def _specialty_words(shelf: Shelf, specialties: Mapping[str, Specialty]) -> Vocabulary:
    """Each word for a specialty; recorded is one that another, which stands before it, has."""
    spellings: dict[str, str] = {}
    files = {_stem(path): path for path in shelf.texts if path.startswith("specialties/")}
    for name, path in files.items():
        for part, word in _own_words(specialties[name]) if name in specialties else ():
            # A spelling with spaces finds the one with hyphens as well.
            taken = spellings.get(re.sub(r"[\s_]+", "-", word), name)
            if taken != name:
                shelf.problems.add(
                    "D103",
                    shelf.at(path, part),
                    f"{shorten(word)} is a word for {flatten(taken)} already",
                    "write another word here, or take it out of the other file",
                )
            also = (re.sub(r"[\s_]+", "-", word), plain_words(word), in_order(word))
            spellings |= {word: taken} | {each: spellings.get(each, taken) for each in also}
    return Vocabulary("specialty", spellings)


def _own_words(specialty: Specialty) -> Iterator[tuple[str, str]]:
    """The words that a specialty claims, in small letters, each with its part of the file."""
    yield "", specialty.id
    yield "name", specialty.name.strip().casefold()
    for i, word in enumerate(specialty.about.aliases):
        yield f"aliases[{i}]", word.strip().casefold()


def _plain_words(noun: str, words: Mapping[str, str]) -> Vocabulary:
    return Vocabulary(noun, {plain_words(word): str(value) for word, value in words.items()})


def _state_words(states: Mapping[str, str]) -> Vocabulary:
    spellings: dict[str, str] = {}
    for code, name in states.items():
        spellings |= {code.casefold(): name, name.casefold(): name}
    return Vocabulary("US state", spellings)
