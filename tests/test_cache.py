"""What is kept between runs: only data, only in a folder of one's own, and never believed blindly.

The whole file takes about ten seconds.
"""

from __future__ import annotations

import ast
import hashlib
import json
import marshal
import os
import pickle
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jinja2
import platformdirs
import pytest
from jinja2 import Environment, FileSystemBytecodeCache

from sitegen import cache, inputs, resources
from sitegen.render import background, templates
from tests.conftest import AS_OF, ROOT
from tests.sites import environment, files, profile_of, tables_beside
from tests.test_architecture import imports, modules, part_of

DAY = AS_OF.isoformat()
VALUE = {"word": "kept", "list": [1, 2.5, None, True]}
DIGEST = "0123456789abcdef" * 2
FILE = f"sample-{DIGEST}.json"

posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system tells no owners")
as_root = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can give a file away"
)


class Made:
    """Counts how often the value had to be made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, Any]:
        self.times += 1
        return json.loads(json.dumps(VALUE))


def same(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != set(VALUE):
        raise ValueError("not the value")
    return data


def ask(digest: str = DIGEST) -> bool:
    """Ask for the value; whether it came from what was kept. It is right in either case."""
    made = Made()
    assert cache.remembered("sample", digest, made, dict, same) == VALUE
    return made.times == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where things are kept; it does not exist yet."""
    path = tmp_path / "home" / "cache"
    monkeypatch.setenv("SITEGEN_CACHE", str(path))
    return path


@pytest.fixture
def filled(folder: Path) -> Path:
    """The folder with a value that is found again."""
    assert not ask()
    assert ask()
    assert [path.name for path in folder.iterdir()] == [FILE]
    return folder


class Planted:
    """An object that writes a file when it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"echo > '{self.canary}'",)


# --- Nothing is executed --------------------------------------------------------------------


def test_no_module_can_turn_a_file_into_code() -> None:
    """No pickle, no marshal, no bytecode cache of Jinja, and no call of exec, eval or compile."""
    forbidden = {"pickle", "cPickle", "dill", "marshal", "shelve", "dbm", "joblib", "runpy", "code"}
    doors = {"eval", "exec", "compile", "__import__"}
    seen = 0
    for module, tree in modules().items():
        assert {name.split(".")[0] for name in imports(tree)} & forbidden == set(), module
        for node in ast.walk(tree):
            seen += isinstance(node, ast.Call)
            name = getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))
            assert "BytecodeCache" not in str(name), module
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in doors, f"{module}:{node.lineno}"
    assert seen > 1000


def test_code_that_was_planted_never_runs_and_changes_no_byte(tmp_path: Path) -> None:
    """Pickles, bytecode and pages below every name that this or an earlier version used."""
    sample = "half-empty"
    folder, canary = tmp_path / "cache", tmp_path / "canary"
    profile = tmp_path / "here" / f"{sample}.yaml"
    profile.parent.mkdir()
    shutil.copyfile(profile_of(sample), profile)
    tables_beside(profile.parent)

    def build() -> dict[str, bytes]:
        subprocess.run(
            [sys.executable, "-m", "sitegen", "build", profile.name, "--no-pdf", "--as-of", DAY],
            cwd=profile.parent,
            env=environment(SITEGEN_CACHE=str(folder)),
            check=True,
            capture_output=True,
        )
        return files(profile.parent / "output" / sample)

    right = build()
    assert build() == right, "the key of the plan stays in its folder"
    evil = pickle.dumps(Planted(canary))
    names = [path.name for path in folder.iterdir()]
    assert {name.partition("-")[0] for name in names} == {"knowledge", "prose"}
    code = marshal.dumps(compile(f"open({str(canary)!r}, 'w')", "planted", "exec"))
    jinja = FileSystemBytecodeCache(str(folder))
    for name in ("page.html", "print.html", "pages/glance.html"):
        file = ROOT / ("content" if "/" in name else "templates") / name
        bucket = jinja.get_bucket(Environment(), name, str(file), file.read_text("utf-8"))
        names.append(Path(jinja._get_cache_filename(bucket)).name)
        (folder / names[-1]).write_bytes(jinja2.bccache.bc_magic + code)
    for name in names:
        (folder / Path(name).with_suffix(".pickle")).write_bytes(evil)
        if not name.startswith("__jinja2"):
            (folder / name).write_bytes(evil)
    assert build() == right
    assert not canary.exists()
    pickle.loads(evil)
    assert canary.exists(), "the canary works"


def test_what_is_kept_is_json_below_its_digest(folder: Path) -> None:
    inputs.knowledge()
    background._prose.cache_clear()
    background.background("budget")
    kept = sorted(folder.iterdir())
    assert [path.name.split("-")[0] for path in kept] == ["knowledge", "prose"]
    for path in kept:
        seal, _, payload = path.read_bytes().partition(b"\n")
        assert hashlib.sha256(path.name.encode() + b"\n" + payload).hexdigest() == seal.decode()
        assert json.loads(payload)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_knowledge_that_was_kept_is_the_same(folder: Path) -> None:
    """Every value, and every type of value, of some ten thousand."""
    fresh, kept = inputs.knowledge(), inputs.knowledge()
    assert fresh is not kept
    assert fresh == kept
    assert repr(fresh) == repr(kept)


# --- A file that is not what it should be ----------------------------------------------------


def seal(payload: bytes) -> bytes:
    """What a user's own program would write: the digest is right, whatever stands below it."""
    return hashlib.sha256(FILE.encode() + b"\n" + payload).hexdigest().encode() + b"\n" + payload


def in_place(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None  # type: ignore[func-returns-value]


def replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def put(path: Path) -> None:
        path.unlink()
        make(path)

    return put


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 3)


def one_letter_changed(path: Path) -> None:
    content = path.read_bytes()
    assert content.count(b"kept") == 1
    path.write_bytes(content.replace(b"kept", b"kepT"))


def of_another_key(path: Path) -> None:
    other = "f" * 32
    assert not ask(other)
    shutil.copyfile(path.with_name(f"sample-{other}.json"), path)


def linked(path: Path) -> None:
    real = path.rename(path.parent.parent / "real.json")
    path.symlink_to(real)


HARMS: dict[str, Callable[[Path], None]] = {
    "empty": in_place(b""),
    "zeros": in_place(bytes(1000)),
    "a pickle": in_place(pickle.dumps(VALUE)),
    "bytecode": in_place(marshal.dumps(compile("1", "x", "exec"))),
    "a page": in_place(b"<script>alert(1)</script>"),
    "no digest": in_place(json.dumps(VALUE).encode()),
    "cut off": cut_off,
    "one letter changed": one_letter_changed,
    "that of another key": of_another_key,
    "sealed, but no JSON": in_place(seal(b"{'word': 1}")),
    "sealed, but no text": in_place(seal(b"\xff\xfe\x00")),
    "sealed, but of another shape": in_place(seal(b"[1, 2]")),
    "sealed, and a million brackets deep": in_place(seal(b"[" * 1_000_000)),
    "sealed, and a number without end": in_place(seal(b"1" * 100_000)),
    "a file of 1 GB": lambda path: os.truncate(path, 1 << 30),
    "a folder": replaced(Path.mkdir),
}
POSIX_HARMS: dict[str, Callable[[Path], None]] = {
    "a named pipe": replaced(lambda path: os.mkfifo(path)),
    "a link": linked,
    "a link to nothing": replaced(lambda path: path.symlink_to("nowhere")),
    "a link to a device": replaced(lambda path: path.symlink_to("/dev/zero")),
    "writable by others": lambda path: path.chmod(0o622),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_wrong_file_is_ignored_and_made_anew(harm: str, filled: Path) -> None:
    HARMS[harm](filled / FILE)
    assert not ask()
    assert ask() or harm == "a folder"


@posix
@pytest.mark.parametrize("harm", POSIX_HARMS)
def test_a_file_of_another_kind_is_ignored_and_replaced(harm: str, filled: Path) -> None:
    POSIX_HARMS[harm](filled / FILE)
    assert not ask()
    assert ask()
    assert (filled / FILE).is_file() and not (filled / FILE).is_symlink()


@as_root
def test_a_file_of_somebody_else_is_ignored(filled: Path) -> None:
    os.chown(filled / FILE, 12345, 12345)
    assert not ask()


# --- A folder that is not one's own ----------------------------------------------------------


FOLDERS: dict[str, Callable[[Path], object]] = {
    "open to the group": lambda path: path.chmod(0o770),
    "readable by others": lambda path: path.chmod(0o755),
    "writable by all": lambda path: path.chmod(0o777),
    "writable by all, sticky": lambda path: path.chmod(0o1777),
    "in a folder that all may write": lambda path: path.parent.chmod(0o777),
    "a link to a good folder": lambda path: path.symlink_to(path.rename(path.parent / "real")),
}


@posix
@pytest.mark.parametrize("how", FOLDERS)
def test_a_folder_that_others_can_reach_is_not_used(how: str, filled: Path) -> None:
    """What stands in it is not read, and nothing is written."""
    FOLDERS[how](filled)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in filled.iterdir())
    assert not ask()
    assert not ask("e" * 32)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in filled.iterdir()) == before


@posix
def test_a_closed_folder_below_a_sticky_one_is_used(filled: Path) -> None:
    """As below /tmp, where all may write and nobody can exchange what belongs to others."""
    filled.parent.chmod(0o1777)
    assert ask()


@as_root
def test_a_folder_of_somebody_else_is_not_used(filled: Path) -> None:
    os.chown(filled, 12345, 12345)
    assert not ask()
    assert not ask("e" * 32)
    assert [path.name for path in filled.iterdir()] == [FILE]


@posix
@pytest.mark.parametrize("make", [Path.touch, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_something_else_in_place_of_the_folder_is_left_alone(
    make: Callable[[Path], object], folder: Path
) -> None:
    folder.parent.mkdir()
    make(folder)
    assert not ask()
    assert not ask()
    assert not folder.is_dir()


@posix
def test_a_new_folder_is_closed_to_others(folder: Path) -> None:
    before = os.umask(0)
    try:
        ask()
    finally:
        os.umask(before)
    for path in (folder, folder.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "/proc/nothing/here", "/dev/null/x"])
def test_a_name_that_cannot_be_a_folder_is_no_problem(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ, "SITEGEN_CACHE": name})
    assert not ask()


@pytest.mark.parametrize("answer", ["~/.cache/sitegen", RuntimeError("no home"), KeyError("uid")])
def test_a_user_without_a_home_keeps_nothing(
    answer: str | Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def user_cache_dir(*_: object, **__: object) -> str:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.delenv("SITEGEN_CACHE")
    monkeypatch.setattr(platformdirs, "user_cache_dir", user_cache_dir)
    monkeypatch.chdir(tmp_path)
    assert not ask()
    assert not ask()
    assert list(tmp_path.iterdir()) == []


@as_root
def test_a_user_whom_the_system_does_not_know_gets_an_answer(tmp_path: Path) -> None:
    """As in a container that runs below a bare number: no name, and no home."""
    asks = (
        "import os, json, platformdirs; from sitegen import cache;"
        "os.environ.pop('SITEGEN_CACHE'); os.environ.pop('HOME', None);"
        "os.environ.pop('XDG_CACHE_HOME', None); os.setuid(54321);"
        "print(cache.remembered('sample', '0' * 32, lambda: {'a': 1}, dict, dict))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asks],
        cwd=tmp_path,
        env=environment(SITEGEN_CACHE="x"),
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("{'a': 1}\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert not ask()
    assert list(folder.iterdir()) == []


@posix
def test_where_no_owner_is_told_only_the_usual_folder_is_used(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    usual = tmp_path / "usual"
    monkeypatch.setattr(cache, "_TELLS_OWNERS", False)
    assert not ask()
    assert not ask()
    assert not folder.exists()
    monkeypatch.delenv("SITEGEN_CACHE")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(usual))
    assert not ask()
    assert ask()
    assert [path.name for path in usual.iterdir()] == [FILE]


# --- Several at once, and for long -----------------------------------------------------------


def test_many_writers_and_readers_at_once_all_get_the_value(folder: Path) -> None:
    def again(number: int) -> bool:
        if number % 5 == 0:
            (folder / FILE).unlink(missing_ok=True)
        return ask()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(again, range(200)))
    assert len(found) == 200 and any(found)
    assert {path.name for path in folder.iterdir()} <= {FILE}


def test_two_sets_of_data_do_not_push_each_other_out(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "pack"
    (pack / "specialties").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "specialties" / "neurology.yaml", pack / "specialties")
    own = pack / "specialties" / "neurology.yaml"
    own.write_text(own.read_text("utf-8") + "\n# ours\n", "utf-8")
    known = [inputs.knowledge(), inputs.knowledge(pack)]
    monkeypatch.setattr("sitegen.knowledge.load.load_knowledge", None)
    assert [inputs.knowledge(), inputs.knowledge(pack)] == known
    assert len(list(folder.iterdir())) == 2


def test_old_entries_are_removed_and_foreign_files_are_not(filled: Path) -> None:
    """The most are kept by number, the rest by when they were used last."""
    now = (filled / FILE).stat().st_mtime
    for number in range(40):
        path = filled / f"sample-{number:032x}.json"
        path.write_bytes(b"x")
        os.utime(path, (now - number - 1, now - number - 1))
    unused = filled / f"knowledge-{'a' * 32}.json"
    left, young = (filled / f".sample-{DIGEST}.json.{16 * letter}" for letter in "ab")
    obsolete = [filled / f"knowledge-{'b' * 24}.pickle", filled / f"__jinja2_{'c' * 40}.cache"]
    foreign = [filled / "notes.txt", filled / "my-data.json", filled / ".hidden"]
    for path in (unused, left, young, *obsolete, *foreign):
        path.write_bytes(b"x")
    os.utime(unused, (now - 91 * 86400,) * 2)
    os.utime(left, (now - 2 * 86400,) * 2)
    os.utime(foreign[0], (1, 1))
    assert not ask("d" * 32)
    names = {path.name for path in filled.iterdir()}
    assert {path.name for path in (*foreign, young)} <= names
    assert {path.name for path in (unused, left, *obsolete)} & names == set()
    kept = {name for name in names if name.startswith("sample-")}
    newest = {f"sample-{number:032x}.json" for number in range(cache.MOST_FILES - 2)}
    assert kept == newest | {FILE, f"sample-{'d' * 32}.json"}


def test_large_entries_are_removed_before_they_are_many(filled: Path) -> None:
    now = (filled / FILE).stat().st_mtime
    for number in range(6):
        path = filled / f"sample-{number:032x}.json"
        path.touch()
        os.truncate(path, 15_000_000)
        os.utime(path, (now - number - 1,) * 2)
    assert not ask("d" * 32)
    assert sum(path.stat().st_size for path in filled.iterdir()) <= cache.MOST_BYTES_IN_ALL
    assert len(list(filled.iterdir())) == 6


# --- The key ---------------------------------------------------------------------------------


def test_the_key_follows_contents_and_not_times_or_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = []
    for place, code in (("a", "x = 1"), ("b", "x = 1"), ("c", "x = 2")):
        package = tmp_path / place
        (package / "room").mkdir(parents=True)
        (package / "alone.py").write_text(code)
        (package / "room" / "part.py").write_text("y = 1")
        os.utime(package / "alone.py", (1, 1) if place != "b" else (2, 2))
        monkeypatch.setattr(cache, "_HERE", package)
        keys.append(cache.key(["text"], ("alone", "room")))
    assert keys[0] == keys[1] != keys[2], "same size, same time, other content"
    (tmp_path / "c" / "room" / "part.py").write_text("y = 2")
    assert cache.key(["text"], ("alone", "room")) != keys[2]
    assert cache.key(["te", "xt"], ("alone",)) != cache.key(["text"], ("alone",))


def test_the_key_holds_every_module_that_takes_part_in_reading() -> None:
    """All that are imported on the way, so that no edit of the code meets values made before it."""
    code = {name.removesuffix(".py").replace("/", "."): tree for name, tree in modules().items()}
    reached, waiting = set(), ["knowledge.load", "countries", "records"]
    while waiting:
        module = waiting.pop()
        if module in reached:
            continue
        reached.add(module)
        named = {n.removeprefix("sitegen.") for n in imports(code[module])}
        waiting += [n for n in named | {f"{n}.__init__" for n in named} if n in code]
    assert len(reached) > 15
    assert {part_of(name.replace(".", "/")) for name in reached} <= {*inputs.READ_BY}
    assert all(path.is_file() for path in resources.parts_of(inputs.READ_WITH))
    assert len(list(resources.parts_of(inputs.READ_WITH))) == len(inputs.READ_WITH)
    assert set(inputs.READ_BY) <= {part_of(name) for name in modules()}


# --- Templates -------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template in a folder of its own, where Python may keep bytecode."""
    root = tmp_path / "program"
    (root / "templates").mkdir(parents=True)
    (root / "templates" / "a.html").write_text("<p>{{ word }}</p>", "utf-8")
    monkeypatch.setattr(resources, "root", lambda: root)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return root / "templates"


def show() -> tuple[str, bool]:
    """The template filled in, and whether it had to be compiled."""
    shared = templates.environment.__wrapped__()
    compiled, compile_now = [], shared.compile

    def compile_and_count(*arguments: Any) -> Any:
        compiled.append(arguments)
        return compile_now(*arguments)

    shared.compile = compile_and_count
    return shared.get_template("a.html").render(word="<b>"), bool(compiled)


def test_a_template_is_compiled_once_and_kept_beside_it(copied: Path, folder: Path) -> None:
    assert show() == ("<p>&lt;b&gt;</p>", True)
    assert show() == ("<p>&lt;b&gt;</p>", False)
    assert [path.suffix for path in (copied / "__pycache__").iterdir()] == [".pyc"]
    assert not folder.exists(), "nothing of it stands in the cache"


def test_an_edited_template_is_compiled_again(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where size and time are the same; and for another version of Jinja."""
    show()
    (copied / "a.html").write_text("<i>{{ word }}</i>", "utf-8")
    os.utime(copied / "a.html", (1, 1))
    assert show() == ("<i>&lt;b&gt;</i>", True)
    (copied / "a.html").write_text("<u>{{ word }}</u>", "utf-8")
    os.utime(copied / "a.html", (1, 1))
    assert show() == ("<u>&lt;b&gt;</u>", True)
    monkeypatch.setattr(jinja2, "__version__", "3.1.999")
    assert show()[1]


@pytest.mark.parametrize("content", [b"", b"garbage", None])
def test_damaged_bytecode_is_made_again(content: bytes | None, copied: Path) -> None:
    show()
    (path,) = (copied / "__pycache__").iterdir()
    path.write_bytes(path.read_bytes()[:40] if content is None else content)
    assert show() == ("<p>&lt;b&gt;</p>", True)


def test_where_python_writes_no_bytecode_none_is_written(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert show()[1] and show()[1]
    assert [path.name for path in copied.iterdir()] == ["a.html"]
