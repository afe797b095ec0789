"""What an explanation reads: the data with their places, the worked cases, and a plan if asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sitegen.diagnostics import Location, Problems
from sitegen.explain import source_words, words
from sitegen.explaining.lines import wrapped
from sitegen.knowledge.model import Knowledge, ParameterValue
from sitegen.knowledge.pack import names_in
from sitegen.knowledge.units import Unit, ValueKind
from sitegen.records import record
from sitegen.written import long_date, number
from sitegen.yamlio import Mapping as YamlMapping
from sitegen.yamlio import read


@record
class Data:
    """The data on a day. `texts` are their files by path, `files` the name to show for each.

    `cases` are the files of worked cases by name.
    """

    known: Knowledge
    texts: Mapping[str, str]
    files: Mapping[str, str]
    cases: Mapping[str, str]
    as_of: dt.date

    def say(self, name: str, /, **slots: str) -> str:
        """A phrase of the data."""
        return self.known.say(name, **slots)

    def place(self, folder: str, name: str) -> str:
        """Where a named record stands: `data/rules/fit.yaml:13`; its file where it is one."""
        near = {
            path: text
            for path, text in self.texts.items()
            if path.startswith(folder) and name in text
        }
        found = names_in(near, folder).get(name)
        return self.shown(found) if found else ""

    def file(self, path: str, key: str = "") -> str:
        """A file of the data as it is shown, with the line of one of its keys, however deep."""
        node = read(self.texts[path], path, Problems()) if path in self.texts else None
        for part in key.split("/") if key else ():
            entries = node.entries if isinstance(node, YamlMapping) else ()
            entry = next((e for e in entries if e.key == part), None)
            if entry is None:
                return self.files.get(path, path)
            node, at = entry.value, entry.location
        return self.shown(at) if key else self.files.get(path, path)

    def shown(self, at: Location) -> str:
        """A place of the data: file and line."""
        return f"{self.files.get(at.file, at.file)}:{at.line}"


def source_lines(data: Data, keys: tuple[str, ...], indent: int = 2) -> Iterator[str]:
    """Each source: its title and owner, its year, when it was read, and how near it stands."""
    for key in keys:
        source = data.known.sources[key]
        told = data.say(
            "explain-source",
            title=source.title,
            owner=source_words(source),
            year=str(source.year),
            day=long_date(source.read_on),
            trust=data.say(f"explain-trust-{source.kind.value}"),
            place=data.place("sources/", key),
        )
        yield from wrapped(f"{key}: {told}", indent)
        if source.url:
            yield f"{' ' * (indent + 2)}{source.url}"


def parameter_lines(data: Data, name: str, indent: int = 2) -> Iterator[str]:
    """A dated value: what it is today, its range, since when, where it was read and stands."""
    parameter = data.known.parameters[name]
    day = max((d for d in parameter.values if d <= data.as_of.isoformat()), default="")
    value = parameter.values.get(day)
    path = f"parameters/{name.replace('.', '/')}.yaml"
    if value is None or value.value is None:
        yield from wrapped(data.say("explain-parameter-none", name=name), indent)
        return
    yield from wrapped(
        data.say(
            "explain-parameter",
            name=name,
            label=parameter.label,
            value=words(value.value, parameter.unit),
            kind=kind_words(data, value),
            day=day,
            checked=long_date(parameter.checked_on),
            source=value.source,
            locator=value.locator,
            place=data.file(path, f"values/{day}"),
        ),
        indent,
    )


def kind_words(data: Data, value: ParameterValue) -> str:
    """Whether a value was published or judged, with the range of a judgement."""
    if value.kind is not ValueKind.JUDGEMENT:
        return data.say("explain-published", year=str(value.year))
    if value.low is None or value.high is None:
        return data.say("explain-judged", year=str(value.year))
    ends = {"low": number(value.low), "high": number(value.high)}
    return data.say("explain-judged-between", year=str(value.year), **ends)


def label(data: Data, fact: str) -> str:
    """What a fact is, in words."""
    kind = data.known.facts.get(fact)
    return kind.label if kind else fact


def unit(data: Data, fact: str) -> Unit:
    """The unit of a fact."""
    kind = data.known.facts.get(fact)
    return kind.unit if kind else Unit.COUNT
