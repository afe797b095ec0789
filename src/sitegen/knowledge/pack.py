"""Looks over a local pack before it is read together with the shipped data.

A pack replaces whole files. What the pages ask for by name has to stay, what no code computes
cannot be added, and a file at a place where nobody looks would be passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from sitegen.diagnostics import Location, Problem, Problems, flatten
from sitegen.knowledge.consistency import PLACEHOLDER
from sitegen.patterns import regex
from sitegen.yamlio import Mapping as YamlMapping
from sitegen.yamlio import Node, Scalar, Sequence, read

FOLDERS = (
    "specialties/",
    "sources/",
    "parameters/",
    "seasons/",
    "fees/",
    "rules/",
    "tasks/",
    "facts/",
    "statements/",
    "phrases/",
)
"""Folders of `data/` that may hold more files than the shipped ones."""

ASKED_FOR = (
    *("facts/", "metrics.yaml", "overall.yaml", "statements/", "rules/", "phases.yaml"),
    *("phrases/", "regions.yaml", "season-words.yaml", "state-tiles.yaml", "aging.yaml"),
    "questions.yaml",
)
"""Where pages and code ask for names, so that each has to be somewhere in the file or folder."""

WHOLE = "."
"""The place of a fault that several files of a pack may have made together."""

MOST_NAMES = 5
"""So many lost names are told; the others are counted."""

CLOSED = {"triggers", "none_needed", "decision", "geography"}
"""Groups of rules that code takes one by one, so that none can be added."""

VERY_CLOSE = 0.9
"""The part of their letters that a file has in common with the shipped one that is meant."""

_ENDING = regex(r"(\.(ya?ml|json|txt|bak|orig|old)|~)+\Z")
_NAME = regex(r"(?:[a-z0-9][a-z0-9-]*/)+[a-z0-9][a-z0-9-]*\.yaml")


def check_pack(
    own: Mapping[str, str], unread: Iterable[str], shipped: Mapping[str, str], problems: Problems
) -> None:
    """Record files of a pack that nobody reads, and names that it loses or cannot add.

    `unread` are the paths of its files that are no `.yaml` files.
    """
    for path in (*own, *unread):
        if path not in shipped and not _has_place(path):
            problems.add(
                "D104",
                Location(path),
                "no file of this name is read",
                _other_name(path, shipped, problems)
                or f"take it away, or lay it out like data/: {', '.join(FOLDERS)}",
            )
    errors = problems.error_count
    _hold_something(own, shipped, problems)
    if problems.error_count > errors:
        return  # what such a file lacks would be told once more, name by name
    before = {part: names_in(shipped, part) for part in ASKED_FOR}
    after = {part: names_in({**shipped, **own}, part) for part in ASKED_FOR}
    for part in ASKED_FOR:
        if any(path.startswith(part) for path in own):
            _compare(part, before[part], after[part], own, problems)
    _rule_words(own, shipped, problems)


def _other_name(path: str, shipped: Collection[str], problems: Problems) -> str:
    """The next step for a file that only has to be renamed; empty where none is likely.

    Only very close names of shipped files are offered: what takes such a name replaces that file.
    """
    plain = re.sub(r"[\s_]+", "-", _ENDING.sub("", path.casefold())) + ".yaml"
    if plain in shipped or _has_place(plain):
        return f"rename it to {plain}"
    close = problems.nearest("D104", path, shipped)
    near = close and SequenceMatcher(None, path.casefold(), close).ratio() >= VERY_CLOSE
    return f"did you mean {close}?" if near and abs(len(path) - len(close or "")) <= 2 else ""


def _has_place(path: str) -> bool:
    """Whether a new file stands in a folder that may have more, under a name that can be an id."""
    deep = 2 if path.startswith("parameters/") else 1
    return bool(_NAME.fullmatch(path)) and path.startswith(FOLDERS) and path.count("/") <= deep


def _compare(
    part: str,
    before: Mapping[str, Location],
    after: Mapping[str, Location],
    own: Mapping[str, str],
    problems: Problems,
) -> None:
    """Record the names of a file or folder that are gone, or new where nothing can be new."""
    group_of = {_word(rule, "id"): _word(rule, "group") for rule in _rules(own)}
    gone: dict[str, list[str]] = {}
    for name, where in before.items():
        if name not in after and where.file in own:
            gone.setdefault(where.file, []).append(name)
    problems.found += [_lost(file, names, "pages ask") for file, names in gone.items()]
    for name in after if part in ("facts/", "rules/") else ():
        if name not in before and (part == "facts/" or group_of.get(name) in CLOSED):
            problems.add(
                "D106",
                after[name],
                f"{flatten(name)} is new, and no code asks for it",
                "change one that is there; a new one needs a change of the program",
            )


def _hold_something(own: Mapping[str, str], shipped: Collection[str], problems: Problems) -> None:
    """Record files of a pack that cannot be read, or that hold no key and no entry."""
    for path in (path for path in own if path in shipped or _has_place(path)):
        before = problems.error_count
        node = read(own[path], path, problems)
        if problems.error_count == before and _is_bare(node):
            there = path in shipped
            problems.add(
                "D108",
                Location(path, 1, 1),
                f"this file holds nothing{', and replaces data/' + path if there else ''}",
                "take it out of the pack, or write what it should hold"
                + (f", as data/{path} does" if there else ""),
            )


def _is_bare(node: Node | None) -> bool:
    if isinstance(node, YamlMapping):
        return not node.entries and node.whole
    if isinstance(node, Sequence):
        return not node.items
    return node is None or (isinstance(node, Scalar) and node.value in (None, ""))


def blamed(
    found: Iterable[Problem],
    own: Mapping[str, str],
    texts: Mapping[str, str],
    shipped: Mapping[str, str],
) -> list[Problem]:
    """The problems of the data with a pack, each told at the file of the pack that made it.

    The shipped files hold together without the pack: what is wrong in them now is its doing.
    """
    found = list(found)
    mine = [p for p in found if p.location.file in own]
    others = [p for p in found if p.location.file not in own]
    home = {name: path for path in own for name in _gone(path, texts, shipped)}
    lost: dict[str, list[str]] = {}
    for name in dict.fromkeys(p.missing for p in others if p.missing in home):
        lost.setdefault(home[name], []).append(name)
    told = mine + [_lost(path, names, "other files ask") for path, names in lost.items()]
    # What remains follows from what is told; where nothing is, all files of the pack may have part.
    return told or [_follows(p, own) for p in others]


def _gone(path: str, texts: Mapping[str, str], shipped: Mapping[str, str]) -> Collection[str]:
    """The names of a shipped file that the one of the pack in its place lost."""
    folder = path.rpartition("/")[0] + "/" if "/" in path else path
    before = names_in({path: shipped[path]}, path) if path in shipped else {}
    return before.keys() - names_in(texts, folder).keys()


def _lost(file: str, names: Collection[str], who: str) -> Problem:
    """That a file of a pack lacks names of the shipped file in whose place it stands."""
    few = flatten(", ".join(list(names)[:MOST_NAMES]), 60 * MOST_NAMES)
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    one = len(names) == 1
    return Problem(
        "D105",
        Location(file, 1, 1),
        f"{few}{more} {'is' if one else 'are'} missing here, "
        f"and {who} for {'it' if one else 'them'} by name",
        f"copy {'it' if one else 'them'} from data/{file}, and change the values; "
        "or take the file out of the pack",
    )


def _follows(problem: Problem, own: Collection[str]) -> Problem:
    """A problem of a shipped file, told at the file of a pack that alone can have made it."""
    file, *more = own
    where = problem.location
    return replace(
        problem,
        location=Location(file, 1, 1) if not more else Location(WHOLE),
        message=f"with {'these files' if more else 'this file'}, "
        f"line {where.line} of data/{where.file} does not hold: {problem.message}",
        hint="compare the names here with the shipped ones, or take the file out of the pack",
    )


def _rule_words(own: Mapping[str, str], shipped: Mapping[str, str], problems: Problems) -> None:
    """Record outcomes and facts in rules of a pack that the code behind their group lacks."""
    usual: dict[tuple[str, str], set[str]] = {}
    for group, kind, word, _ in _words(shipped):
        usual.setdefault((group, kind), set()).add(word)
    for group, kind, word, where in _words(own):
        few = usual.get((group, kind), set())
        if group and word not in few:
            problems.add(
                "D107",
                where,
                f"rules of the group {flatten(group)} have no {kind} {flatten(word)}",
                f"write one of: {flatten(', '.join(sorted(few)), 400)}" if few else "delete it",
            )


def _words(texts: Mapping[str, str]) -> Iterator[tuple[str, str, str, Location]]:
    """Each outcome in rules, and the first part of each fact: group, kind, word and place."""
    for rule in _rules(texts):
        group = _word(rule, "group")
        for key, value in _scalars(rule):
            if key == "outcome":
                yield group, "outcome", value.text, value.location
            for name in [value.text] if key == "fact" else PLACEHOLDER.findall(value.text):
                yield group, "facts of", name.partition(".")[0], value.location


def _rules(texts: Mapping[str, str]) -> Iterator[Node]:
    for path, text in sorted(texts.items()):
        node = read(text, path, Problems()) if path.startswith("rules/") else None
        yield from node.items if isinstance(node, Sequence) else ()


def _word(rule: Node, key: str) -> str:
    """What stands at a key of a rule; empty where nothing does."""
    return next((value.text for name, value in _scalars(rule) if name == key), "")


def _scalars(node: Node) -> Iterator[tuple[str, Scalar]]:
    """Every single value inside a node, with its key."""
    for entry in node.entries if isinstance(node, YamlMapping) else ():
        if isinstance(entry.value, Scalar):
            yield entry.key, entry.value
        yield from _scalars(entry.value)
    for each in node.items if isinstance(node, Sequence) else ():
        yield from _scalars(each)


def names_in(texts: Mapping[str, str], part: str) -> dict[str, Location]:
    """The names in a file or folder with their places: keys, or the ids of a list."""
    return {
        name: where
        for path, text in sorted(texts.items())
        if path.startswith(part)
        for name, where in _named(read(text, path, Problems()))
    }


def _named(node: Node | None) -> Iterator[tuple[str, Location]]:
    if isinstance(node, YamlMapping):
        yield from ((entry.key, entry.location) for entry in node.entries)
    for each in node.items if isinstance(node, Sequence) else ():
        for entry in each.entries if isinstance(each, YamlMapping) else ():
            if entry.key == "id" and isinstance(entry.value, Scalar):
                yield entry.value.text, entry.location
