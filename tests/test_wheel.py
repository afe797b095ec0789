"""The wheel: everything is inside, and an installed sitegen does what the checkout does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import AS_OF, ROOT
from tests.sites import SAMPLES, do_without, files, keyed, profile_of, site, tables_beside

pytestmark = pytest.mark.wheel

SHIPPED = ("content", "data", "templates", "tests/rules")
Run = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(**changes: str) -> dict[str, str]:
    """An environment that does not know of the checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_"))}
    return {**kept, **changes}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what is tracked, so that the checkout stays clean."""
    try:
        import build  # noqa: F401
        import hatchling  # noqa: F401
    except ImportError as error:
        do_without(f"the wheel cannot be built here: {error}")
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("src", *SHIPPED):
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"):
        shutil.copyfile(ROOT / name, source / name)
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder),
            str(source),
        ],
        env=clean_environment(),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    found = list(folder.glob("*.whl"))
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; its dependencies are lent by this one."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    quiet = ["--no-index", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*install, *quiet, str(wheel)], env=clean_environment(), check=True, timeout=300)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"]
    packages = Path(subprocess.check_output(asked, env=clean_environment(), text=True).strip())
    # Lines of a .pth file come last on the path, and .pth files of that folder are not read,
    # so neither the checkout nor an editable install of it can be seen.
    lent = {sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    return scripts


@pytest.fixture
def sitegen(installed: Path, tmp_path: Path) -> Run:
    """Run the installed command in an empty folder."""

    def run(*arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            [str(installed / "sitegen"), *map(str, arguments)],
            cwd=tmp_path,
            env=clean_environment(SITEGEN_CACHE=str(tmp_path.parent / "wheel-cache")),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        assert result.returncode == 0 or not check, result.stderr
        return result

    return run


ALONE = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from sitegen.render.templates import modules
print(len(list(modules())))
"""


def test_templates_are_compiled_with_no_more_than_a_build_installs() -> None:
    """`pip install .` builds in an environment that holds the build's requirements alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    installed = {"markupsafe", *(named(each) for each in project["build-system"]["requires"])}
    others = {named(each) for each in project["project"]["dependencies"]} - installed
    assert {"yaml", "markdown", "weasyprint"} <= others
    code = ALONE.format(absent=sorted(others))
    made = subprocess.run(
        [sys.executable, "-c", code],
        env=clean_environment(PYTHONPATH=str(ROOT / "src")),
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    assert int(made.stdout) >= 40


def named(requirement: str) -> str:
    """The import name of a requirement."""
    name = re.split(r"[<>=~! ]", requirement)[0].lower()
    return {"pyyaml": "yaml"}.get(name, name)


def shipped() -> set[str]:
    """What the wheel must carry, by its path in the checkout."""
    ours = {
        p.relative_to(ROOT).as_posix()
        for folder in SHIPPED
        for p in (ROOT / folder).rglob("*")
        if p.is_file() and p.name != ".DS_Store" and p.suffix != ".pyc"
    }
    assert len(ours) > 80
    return ours


def test_everything_is_inside(wheel: Path) -> None:
    """Content, templates, fonts, data and the sample profiles, byte for byte."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for path in sorted(shipped()):
            inside = f"sitegen/_shipped/{path}"
            assert inside in names, f"{path} is not in the wheel"
            assert archive.read(inside) == (ROOT / path).read_bytes(), path
        for sample in SAMPLES:
            assert f"sitegen/_shipped/data/profiles/{sample}.yaml" in names
        for module in (ROOT / "src" / "sitegen").rglob("*.py"):
            assert module.relative_to(ROOT / "src").as_posix() in names


def test_nothing_else_is_inside(wheel: Path) -> None:
    """No tests but the cases of rules, no output, no profile of anybody; each template compiled."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    modules = {p.relative_to(ROOT / "src").as_posix() for p in (ROOT / "src").rglob("*.py")} | {
        f"sitegen/_shipped/{path}" for path in shipped()
    }
    compiled = {n for n in names if n.startswith("sitegen/_shipped/compiled/")}
    assert len(compiled) == len([path for path in shipped() if path.endswith(".html")]) > 30
    rest = [n for n in names if n not in modules | compiled and ".dist-info/" not in n]
    assert rest in ([], ["sitegen/py.typed"])
    assert any(n.endswith(".dist-info/licenses/LICENSE") for n in names)
    assert len(names) == len(set(names))


def test_the_installed_one_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    asked = "import sitegen, sitegen.resources as r; print(sitegen.__file__); print(r.root())"
    result = subprocess.run(
        [str(installed / "python"), "-c", asked],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    for line in result.stdout.splitlines():
        assert Path(line).is_relative_to(installed.parent)
        assert not Path(line).is_relative_to(ROOT)


@pytest.mark.parametrize("sample", ["anesthesiology-hopeful", "half-empty"])
def test_it_builds_the_same_site(
    sample: str, sitegen: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From another folder, with the profile elsewhere: the same bytes as the checkout's."""
    shutil.copyfile(profile_of(sample), tmp_path / "me.yaml")
    tables_beside(tmp_path)
    keyed(tmp_path / "output" / "me")
    result = sitegen("build", "me.yaml", "--no-pdf", "--as-of", AS_OF.isoformat())
    assert str(Path("output") / "me" / "index.html") in result.stdout
    assert files(tmp_path / "output" / "me") == files(site(tmp_path_factory.getbasetemp(), sample))


def test_no_template_is_compiled_where_the_wheel_is_installed(
    sitegen: Run, installed: Path, tmp_path: Path
) -> None:
    """So a folder that nobody may write to is as fast, and nothing stays when it is taken out."""
    shutil.copyfile(profile_of("half-empty"), tmp_path / "me.yaml")
    sitegen("build", "me.yaml", "--no-pdf", "--as-of", AS_OF.isoformat())
    templates = next(installed.parent.rglob("_shipped/templates"))
    assert list(templates.rglob("*.html")) and not list(templates.rglob("*.pyc"))
    assert len(list((templates.parent / "compiled").rglob("*.pyc"))) > 30


def test_it_writes_a_profile_to_start_from(sitegen: Run, tmp_path: Path) -> None:
    sitegen("init")
    expected = (ROOT / "data" / "starter-profile.yaml").read_bytes()
    assert (tmp_path / "my-profile.yaml").read_bytes().partition(b"\n")[2] == expected
    assert "no problems" in sitegen("check", "my-profile.yaml").stdout
    assert sitegen("init", check=False).returncode == 1


def test_it_scores_and_prints_the_schema(sitegen: Run, tmp_path: Path) -> None:
    shutil.copyfile(profile_of("half-empty"), tmp_path / "me.yaml")
    assert sitegen("score", "me.yaml").stdout.startswith("Specialty")
    assert sitegen("schema").stdout.startswith("{")
    assert sitegen("--version").stdout.startswith("sitegen")


@pytest.mark.pdf
def test_it_finds_its_fonts(sitegen: Run, tmp_path: Path) -> None:
    """The PDF is made from the shipped templates and fonts of the wheel."""
    from tests.sites import need_pdf_engine

    need_pdf_engine()
    shutil.copyfile(profile_of("half-empty"), tmp_path / "me.yaml")
    sitegen("build", "me.yaml", "--as-of", AS_OF.isoformat())
    assert (tmp_path / "output" / "me" / "plan.pdf").read_bytes().startswith(b"%PDF-")
