"""Who may import whom. A module imports what stands below it, never what stands above."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "sitegen"

# From top to bottom. Names on one line know nothing of each other.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("build", "listing", "streams"),
    ("inputs", "render", "output"),
    ("check", "pdf", "terminal", "planjson", "agenda", "difference"),
    ("plan",),
    ("explain",),
    ("rules",),
    ("portfolio",),
    ("facts", "chance", "acceptance"),
    ("knowledge", "profile"),
    ("programs", "tracker", "ranklist", "countries"),
    ("reading", "schema", "cells"),
    ("shape", "records", "yamlio", "tables"),
    ("syntax", "csvtext", "letters", "links", "numerals", "wordchoice"),
    ("prose", "resources", "cache", "native"),
    ("diagnostics", "grid", "stopping"),
    ("__init__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

CORE = {
    "facts", "chance", "portfolio", "acceptance", "rules", "explain", "plan", "knowledge",
    "difference",
    "profile", "programs", "tracker", "ranklist",
    "reading", "schema", "cells", "tables", "csvtext", "letters", "shape", "records", "yamlio",
    "syntax", "links", "numerals", "wordchoice", "diagnostics", "grid",
}  # fmt: skip
"""Pure: no files, no clock, no environment, no logging, no output."""

EDGE_ONLY = {
    "os", "sys", "pathlib", "time", "random", "secrets", "uuid", "logging", "subprocess", "socket",
    "tempfile", "shutil", "glob", "urllib.request", "http", "locale", "platform", "getpass",
    "click", "jinja2", "weasyprint", "markdown", "platformdirs", "pycountry",
    "sitegen.cache", "sitegen.inputs", "sitegen.prose", "sitegen.resources",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}
DOORS = {"open", "print", "input", "exec", "eval", "__import__"}

# Tools that know nothing of applicants, specialties or plans.
BLIND = {"check", "pdf", "prose", "cache", "resources", "native"}
PERSONAL = {
    "plan",
    "explain",
    "rules",
    "facts",
    "knowledge",
    "profile",
    "programs",
    "tracker",
    "ranklist",
    "planjson",
    "agenda",
}

ONLY_PLACE = {
    "click": {"cli"}, "jinja2": {"render"}, "weasyprint": {"pdf"}, "markdown": {"prose"},
    "yaml": {"yamlio"}, "pycountry": {"countries"}, "platformdirs": {"cache"},
    "icalendar": {"agenda"},
}  # fmt: skip
"""Each dependency with the one place that may import it."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module by its path below the package: `plan/model.py`."""
    return {
        path.relative_to(SRC).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SRC.rglob("*.py"))
    }


def part_of(module: str) -> str:
    """The part of the program a module belongs to: its folder, or its own name."""
    return module.split("/")[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    """Dotted names of everything imported, wherever in the module it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(tree: ast.Module) -> set[str]:
    """The parts of this program that a module imports."""
    found = set()
    for name in imports(tree):
        pieces = name.split(".")
        if pieces[0] == "sitegen" and len(pieces) > 1:
            found.add(pieces[1] if pieces[1] in RANK else "__init__")
    return found


def test_every_module_has_its_place() -> None:
    """And every place has a module, so that nothing goes unexamined."""
    assert len(modules()) >= 40
    assert {part_of(name) for name in modules()} == set(RANK)


def test_no_module_imports_upwards() -> None:
    seen, wrong = 0, []
    for module, tree in modules().items():
        part = part_of(module)
        for other in sorted(own_imports(tree) - {part}):
            seen += 1
            if RANK[other] <= RANK[part]:
                wrong.append(f"{module} imports {other}")
    assert seen >= 80
    assert wrong == []


def test_core_touches_no_file_no_clock_and_no_environment() -> None:
    examined, wrong = 0, []
    for module, tree in modules().items():
        if part_of(module) not in CORE:
            continue
        examined += 1
        names = set(imports(tree))
        wrong += [f"{module} imports {name}" for name in sorted(names & EDGE_ONLY)]
        wrong += [
            f"{module} imports {name}"
            for name in sorted(names)
            if any(name.startswith(f"{edge}.") for edge in EDGE_ONLY)
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
                wrong.append(f"{module}:{node.lineno} reads the clock")
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in DOORS:
                wrong.append(f"{module}:{called.lineno} calls {called.id}")
    assert examined >= 25
    assert wrong == []


@pytest.mark.parametrize("tool", sorted(BLIND))
def test_tools_know_nothing_of_applicants_and_specialties(tool: str) -> None:
    trees = [tree for module, tree in modules().items() if part_of(module) == tool]
    assert trees
    assert set().union(*map(own_imports, trees)) & PERSONAL == set()


@pytest.mark.parametrize("package", sorted(ONLY_PLACE))
def test_each_dependency_is_imported_in_one_place(package: str) -> None:
    places = {
        part_of(module)
        for module, tree in modules().items()
        if any(name == package or name.startswith(f"{package}.") for name in imports(tree))
    }
    assert places == ONLY_PLACE[package]


def test_clock_is_read_in_one_place() -> None:
    """The day is read by the commands and passed down."""
    places = {
        part_of(module)
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS
    }
    assert places == {"cli"}


WHOLE = {"int", "bool", "int | None"}
COUNTERS = {"len", "int", "bool", "any", "all", "isinstance"}


@cache
def annotated() -> dict[str, set[str]]:
    """What every field, property and function of the program is said to be, by its name."""
    found: dict[str, set[str]] = {}
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, set()).add(ast.unparse(node.annotation))
            elif isinstance(node, ast.FunctionDef) and node.returns:
                found.setdefault(node.name, set()).add(ast.unparse(node.returns))
    return found


def declared_whole(name: str) -> bool:
    """Whether a name is an integer somewhere and a float nowhere."""
    said = annotated().get(name, set())
    return bool(said & WHOLE) and not any("float" in each for each in said)


def is_whole(addend: ast.expr) -> bool:
    """Whether an addend says itself that it is an integer."""
    match addend:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Constant(value=value):
            return isinstance(value, int)
        case ast.BoolOp(values=parts):
            return all(map(is_whole, parts))
        case ast.IfExp(body=yes, orelse=no):
            return is_whole(yes) and is_whole(no)
        case ast.Call(func=ast.Name(id=name)):
            return name in COUNTERS or declared_whole(name)
        case ast.Attribute(attr=name):
            return declared_whole(name)
    return False


def inexact(tree: ast.AST) -> Iterator[int]:
    """Lines where `sum` adds what may be a float, or where a float grows in a loop."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "sum":
            given = node.args[0]
            if not (isinstance(given, ast.GeneratorExp) and is_whole(given.elt)):
                yield node.lineno
        if isinstance(node, ast.FunctionDef):
            floats = {
                target.id
                for each in ast.walk(node)
                if isinstance(each, ast.Assign)
                for target in each.targets
                if isinstance(target, ast.Name)
                and isinstance(each.value, ast.Constant)
                and isinstance(each.value.value, float)
            }
            yield from (
                each.lineno
                for each in ast.walk(node)
                if isinstance(each, ast.AugAssign) and ast.unparse(each.target) in floats
            )


def test_floats_are_added_exactly() -> None:
    """`sum` is compensated from Python 3.12 on, so the last bit differs; `math.fsum` is exact.

    Numbers that count things are added by `sum`; the addend has to say that it is whole, by a
    comparison, a length, or a name that is declared an integer and nowhere a float.
    """
    counting = sum(ast.unparse(tree).count("sum(") for tree in modules().values())
    assert counting >= 80
    wrong = [
        f"{m}:{line}: use math.fsum" for m, tree in modules().items() for line in inexact(tree)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("sum(p.use for p in parts)", True),
        ("sum(weights)", True),
        ("sum(0.1 for _ in parts)", True),
        ("sum(w * w for w in weights)", True),
        ("def f(parts):\n total = 0.0\n for p in parts: total += p", True),
        ("sum(p.programs for p in parts)", False),
        ("sum(p.use > 1 for p in parts)", False),
        ("math.fsum(weights)", False),
    ],
)
def test_inexact_sums_are_found(text: str, caught: bool) -> None:
    assert bool(list(inexact(ast.parse(text)))) is caught


def test_only_the_safe_yaml_loader_is_used() -> None:
    """No name of PyYAML's general loaders."""
    unsafe = {"Loader", "FullLoader", "UnsafeLoader", "CLoader", "load", "full_load", "unsafe_load"}
    names = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "yaml"
            ):
                names.add(node.attr)
    assert "SafeLoader" in names
    assert names & unsafe == set()


def test_no_module_is_too_long() -> None:
    """A module over 400 lines is two modules."""
    lengths = {
        module: len((SRC / module).read_text(encoding="utf-8").splitlines()) for module in modules()
    }
    assert lengths
    assert {module: n for module, n in lengths.items() if n > 400} == {}


def test_no_function_is_too_long() -> None:
    """No body over 50 lines; nine in ten under 30; half under 10."""
    bodies = []
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
                lines = (node.end_lineno or 0) - first.lineno + 1
                bodies.append((lines, f"{module}: {node.name}"))
    bodies.sort()
    assert len(bodies) >= 300
    assert [body for body in bodies if body[0] > 50] == []
    assert bodies[len(bodies) * 9 // 10][0] < 30
    assert bodies[len(bodies) // 2][0] < 10


def test_names_say_what_a_module_holds() -> None:
    """No utils, helpers, common, manager, data or info."""
    empty = {"utils", "util", "helpers", "common", "manager", "data", "info", "misc", "base"}
    names = {piece for module in modules() for piece in module.removesuffix(".py").split("/")}
    assert len(names) >= 30
    assert names & empty == set()
