"""Which native library is missing is said by its name, with what installs exactly that.

A few seconds: libraries are hidden from the loader of a child process by broken files in front of
them, or from this process by a loader that does not find them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import native
from tests.sites import need_pdf_engine

Hide = Callable[..., None]


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> Hide:
    """Make the loader find every library but those whose names begin so, on Debian."""
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": "debian"})

    def hide(*stems: str, needs: str = "") -> None:
        class Loaded:
            def __init__(self, file: str) -> None:
                if file.partition(".so")[0] in stems:
                    raise OSError(f"{needs or file}: cannot open shared object file: No such file")

            def pango_version(self) -> int:
                return 15600

        monkeypatch.setattr(ctypes, "CDLL", Loaded)

    return hide


@pytest.mark.parametrize("library", native.LIBRARIES, ids=lambda library: library.name)
def test_each_library_is_named_with_its_own_package(library: native.Library, hidden: Hide) -> None:
    hidden(library.stem)
    (lacking,) = native.missing()
    assert f"{library.name} ({library.stem}.so.{library.number}) is missing" in str(lacking)
    package = library.package("debian")
    assert str(lacking).endswith(f"Install it: sudo apt-get install {package}")
    assert package.removesuffix("b").rstrip("-0123456789_").startswith("lib")


def test_only_one_library_can_be_done_without(hidden: Hide) -> None:
    hidden("libharfbuzz-subset")
    assert native.main() == 0
    for library in native.LIBRARIES:
        hidden(library.stem)
        assert native.main() == int(library.name != "HarfBuzz-Subset")


def test_several_are_installed_by_one_command(hidden: Hide) -> None:
    hidden("libpango-1.0", "libpangoft2-1.0")
    assert native.command(native.missing()) == (
        "Install them: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    )


def test_the_library_behind_a_library_is_named(hidden: Hide) -> None:
    hidden("libpango-1.0", needs="libfribidi.so.0")
    (lacking,) = native.missing()
    assert "because libfribidi.so.0 is missing" in str(lacking)


@pytest.mark.parametrize(
    ("system", "release", "shown"),
    [
        ("Darwin", {}, "(libpangoft2-1.0.0.dylib) is missing. Install it: brew install pango"),
        ("Windows", {}, "pacman -S mingw-w64-ucrt-x86_64-pango"),
        ("Linux", {"ID": "rocky", "ID_LIKE": "rhel centos"}, "sudo dnf install pango"),
        ("Linux", {"ID": "alpine"}, "doas apk add pango"),
        ("Linux", {"ID": "unheard-of"}, "Install it with your system's packages."),
    ],
)
def test_each_system_has_its_command(
    system: str, release: dict[str, str], shown: str, hidden: Hide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    library = native.LIBRARIES[-1]
    hidden(library.file.partition(".so")[0])
    (lacking,) = native.missing([library])
    assert shown in str(lacking)


@pytest.mark.pdf
@pytest.mark.skipif(sys.platform != "linux", reason="the loader's search path is Linux's")
@pytest.mark.parametrize("library", native.LIBRARIES, ids=lambda library: library.name)
def test_the_engine_fails_without_exactly_those_called_required(
    library: native.Library, tmp_path: Path
) -> None:
    """A broken file in front of the real one, seen by us and by the engine alike."""
    need_pdf_engine()
    (tmp_path / library.file).write_bytes(b"no library")
    environment = {**os.environ, "LD_LIBRARY_PATH": str(tmp_path), "PYTHONWARNINGS": "ignore"}
    ours, theirs = (
        subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True
        )
        for arguments in (("-m", "sitegen.native"), ("-c", "import weasyprint"))
    )
    assert library.file in ours.stdout
    assert (ours.returncode == 0) == (theirs.returncode == 0), theirs.stderr
    assert (ours.returncode == 0) == (not library.required)
