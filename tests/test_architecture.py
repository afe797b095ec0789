"""Who may import whom. A module imports what stands below it, never what stands above."""

from __future__ import annotations

import ast
import gc
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sitegen.patterns import regex

SRC = Path(__file__).resolve().parent.parent / "src" / "sitegen"

# From top to bottom. Names on one line know nothing of each other.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("options", "checkup", "renewal", "serving"),
    ("beginning",),
    ("dialogue",),
    ("build", "listing", "comparing", "streams", "newfile", "mending"),
    ("inputs", "explaining", "render", "output"),
    ("check", "own_lists", "pdf", "terminal", "planjson", "problem_data", "agenda", "difference"),
    ("plan",),
    ("explain",),
    ("rules",),
    ("portfolio",),
    ("facts", "chance", "acceptance", "questionnaire"),
    ("knowledge",),
    ("profile",),
    ("programs", "tracker", "ranklist", "countries", "userfiles"),
    ("workbooks",),
    ("reading", "schema", "cells", "listed_specialties", "understanding"),
    ("tracks", "day_columns", "statuses", "places"),
    ("scalars", "written"),
    ("shape", "yamlio", "tables", "opendocument"),
    ("choosing_sheets", "separators", "column_places"),
    ("outline",),
    ("headings", "sheets"),
    ("syntax", "csvtext", "letters", "links", "numerals", "wordchoice"),
    ("missing_spaces",),
    ("days", "amounts", "answers", "measures", "slips"),
    ("prose", "resources", "cache", "native"),
    ("diagnostics", "grid", "stopping"),
    ("records", "patterns"),
    ("__init__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

CORE = {
    "facts",
    "questionnaire",
    "chance",
    "portfolio",
    "acceptance",
    "rules",
    "explain",
    "explaining",
    "plan",
    "knowledge",
    "difference",
    "profile",
    "programs",
    "tracker",
    "ranklist",
    "reading",
    "schema",
    "cells",
    "listed_specialties",
    "places",
    "tracks",
    "tables",
    "outline",
    "headings",
    "sheets",
    "choosing_sheets",
    "separators",
    "column_places",
    "understanding",
    "opendocument",
    "csvtext",
    "letters",
    "shape",
    "records",
    "patterns",
    "yamlio",
    "syntax",
    "links",
    "numerals",
    "wordchoice",
    "diagnostics",
    "grid",
    "day_columns",
    "statuses",
    "days",
    "amounts",
    "answers",
    "measures",
    "scalars",
    "slips",
    "missing_spaces",
    "mending",
    "written",
}
"""Pure: no files, no clock, no environment, no logging, no output."""

EDGE_ONLY = {
    "os",
    "sys",
    "pathlib",
    "time",
    "random",
    "secrets",
    "uuid",
    "logging",
    "subprocess",
    "socket",
    "tempfile",
    "shutil",
    "glob",
    "urllib.request",
    "http",
    "locale",
    "platform",
    "getpass",
    "click",
    "jinja2",
    "weasyprint",
    "markdown",
    "platformdirs",
    "pycountry",
    "sitegen.cache",
    "sitegen.inputs",
    "sitegen.prose",
    "sitegen.resources",
    "sitegen.userfiles",
}
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
    "click": {"cli", "commands", "options"},
    "jinja2": {"render"},
    "weasyprint": {"pdf"},
    "markdown": {"prose"},
    "yaml": {"yamlio"},
    "pycountry": {"countries"},
    "platformdirs": {"cache"},
    "icalendar": {"agenda"},
    "openpyxl": {"workbooks"},
    "watchdog": {"serving"},
    "werkzeug": {"serving"},
}
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
    assert places == {"commands"}


STAGES = {"Person", "Applicant", "Decided", "Scored", "Scheduled", "Plan"}
REMEMBER = {"cache", "lru_cache", "cached_property"}
OWN_NUMBERS = {"SpecialtyChance", "ModelTerms", "Standing", "Card"}
"""Chances and judged quantities keep arithmetic on themselves, which what-if asks for again. A card
keeps the chance that it is made of; what-if asks for few of them."""


def remembering(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether something is decorated so that it keeps what it made."""
    named = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    return any(ast.unparse(each).split(".")[-1] in REMEMBER for each in named)


def memos(tree: ast.Module) -> Iterator[str]:
    """What keeps a conclusion beside the plan that it belongs to."""
    if any(name.split(".")[0] == "weakref" for name in imports(tree)):
        yield "keeps something as long as something else lives"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and remembering(node):
            taken = {ast.unparse(a.annotation) for a in node.args.args if a.annotation}
            if taken & STAGES:
                yield f"{node.name} remembers what it made of a plan"
        if isinstance(node, ast.ClassDef) and node.name not in OWN_NUMBERS:
            held = (each for each in node.body if isinstance(each, ast.FunctionDef))
            yield from (f"{node.name}.{m.name} is made when read" for m in held if remembering(m))


def test_no_conclusion_is_remembered_beside_the_plan() -> None:
    """A conclusion is a field of the plan. Only arithmetic on plain numbers is remembered."""
    trees = {m: tree for m, tree in modules().items() if part_of(m) == "plan"}
    assert len(trees) >= 60
    assert any(
        remembering(n)
        for t in trees.values()
        for n in ast.walk(t)
        if isinstance(n, ast.FunctionDef)
    ), "the check sees what is remembered"
    assert [f"{m}: {what}" for m, tree in trees.items() for what in memos(tree)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from weakref import WeakKeyDictionary",
        "@functools.cache\ndef chances(plan: Decided): return 1",
        "@lru_cache(maxsize=1)\ndef of(year: int, plan: Plan): return 1",
        "class Guide:\n @functools.cached_property\n def budget(self): return 1",
    ],
)
def test_each_kind_of_memo_is_found(text: str) -> None:
    assert list(memos(ast.parse(text)))


COMPUTE = {"rules", "facts", "chance", "portfolio", "acceptance"}
"""Parts whose functions and records a conclusion is made with."""

READERS = {"explaining", "render", "planjson", "agenda", "difference", "terminal"}
Place = tuple[str, str]
"""A function or class of the plan: its module, and its name there."""


def path_of(module: str) -> str:
    """The path of a module from its dotted name: `plan/model.py`."""
    return module.removeprefix("sitegen.").replace(".", "/") + ".py"


@cache
def names_in(module: str) -> dict[str, Place]:
    """What each imported or own name of a module leads to."""
    found = {}
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sitegen."):
            at = path_of(node.module or "")
            found |= {a.asname or a.name: (at, a.name) for a in node.names}
    for own in modules()[module].body:
        if isinstance(own, (ast.FunctionDef, ast.ClassDef)):
            found[own.name] = module, own.name
    return found


def definition(place: Place) -> ast.FunctionDef | ast.ClassDef | None:
    """The function or class that stands there; None for a constant or a type."""
    for node in modules()[place[0]].body if place[0] in modules() else ():
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == place[1]:
            return node
    return None


def used(node: ast.AST, module: str) -> set[Place]:
    """Functions that are named in some code, and classes that are called there."""
    called = {id(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)}
    called |= {
        id(n.func.value)
        for n in ast.walk(node)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    known = names_in(module)
    found = set()
    for name in ast.walk(node):
        if isinstance(name, ast.Name) and name.id in known:
            what = definition(known[name.id])
            if isinstance(what, ast.FunctionDef) or (what and id(name) in called):
                found.add(known[name.id])
    return found


@cache
def concludes(place: Place) -> bool:
    """Whether something of the plan works out a conclusion, itself or through what it calls."""
    seen, todo = set(), [place]
    while todo:
        here = todo.pop()
        node = definition(here)
        if here in seen or node is None:
            continue
        seen.add(here)
        if part_of(here[0]) in COMPUTE:
            return True
        if part_of(here[0]) == "plan":
            todo += used(node, here[0])
    return False


def test_what_shows_a_plan_works_out_nothing_of_it() -> None:
    """Of the plan it imports types and constants, and functions that only read what is there.

    What is called is followed by name through all of `plan`. It makes a conclusion where it comes
    to rules, facts, chances or portfolios. Methods of a record are not followed.
    """
    examined, wrong = set(), []
    for module, tree in modules().items():
        if part_of(module) in READERS:
            of_plan = {p for p in used(tree, module) if part_of(p[0]) == "plan"}
            examined |= of_plan
            wrong += [f"{module} calls {name}" for at, name in of_plan if concludes((at, name))]
    assert ("plan/quantities/counted.py", "sent_key") in examined, "reading helpers are seen"
    assert concludes(("plan/make.py", "make_plan"))
    assert concludes(("plan/guide/budget.py", "budget"))
    assert concludes(("plan/applying/offers.py", "offers"))
    assert wrong == []


def test_commands_ask_for_a_plan_or_for_a_stage_of_it() -> None:
    asked = {
        place
        for module, tree in modules().items()
        if part_of(module) in ("commands", "build")
        for place in used(tree, module)
        if part_of(place[0]) == "plan"
    }
    assert {name for _, name in asked} == {
        "make_plan",
        "make_schedule",
        "make_score",
        "at_stake",
    }


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


def test_no_line_is_kept_from_the_formatter() -> None:
    """All code looks as the formatter leaves it."""
    switch = "# fmt" + ":"
    files = [*SRC.rglob("*.py"), *Path(__file__).parent.rglob("*.py")]
    assert len(files) > 300
    assert [str(f) for f in files if switch in f.read_text(encoding="utf-8")] == []


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


def test_every_view_of_a_page_has_the_name_of_a_text() -> None:
    pages = {path.stem for path in (SRC / "render" / "pages").glob("[!_]*.py")}
    texts = {path.stem for path in (SRC.parent.parent / "content" / "pages").glob("*.html")}
    assert pages and pages <= texts


def test_no_page_imports_another_page() -> None:
    for path in (SRC / "render" / "pages").glob("[!_]*.py"):
        taken = [
            node.module
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module
        ]
        assert not any(name.startswith("sitegen.render.pages.") for name in taken), path.name


def test_every_pattern_that_is_compiled_when_it_is_first_used_can_be() -> None:
    """A slip in one would show only to whom it is meant to read. Takes a second."""
    makers = [
        module
        for module, tree in modules().items()
        if "sitegen.patterns.regex" in set(imports(tree))
    ]
    for module in makers:
        importlib.import_module(f"sitegen.{module.removesuffix('.py').replace('/', '.')}")
    made = [each for each in gc.get_objects() if type(each) is type(regex(""))]
    assert len(made) >= 100 and len(makers) >= 30
    assert [each for each in made if not isinstance(each.pattern, (str, bytes))] == []
