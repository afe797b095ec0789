"""The native libraries that the PDF engine loads: which are missing here, and how to install them.

`python -m sitegen.native` prints one line for each missing library, and leaves with exit code 1
if one is missing that the engine cannot do without. Needs nothing but the standard library.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import platform
import sys
from collections.abc import Sequence

from sitegen.patterns import regex
from sitegen.records import value_object

OLDEST_PANGO = (1, 44)
ABSENT = regex(
    r"^(\S+): cannot open shared object"
    r"|Error loading shared library (\S+): No such file"
)
"""How the loaders of glibc and musl name the file that they did not find."""

INSTALL = {
    "Darwin": "brew install",
    "Windows": "install MSYS2, then in its shell: pacman -S",
    "debian": "sudo apt-get install",
    "fedora": "sudo dnf install",
    "arch": "sudo pacman -S",
    "alpine": "doas apk add",
    "suse": "sudo zypper install",
}
"""What installs packages, by system and by family of Linux distributions."""

MSYS2 = "mingw-w64-ucrt-x86_64-"
MSYS2_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin"
"""Where the engine looks on Windows, unless WEASYPRINT_DLL_DIRECTORIES says otherwise."""


@value_object
class Library:
    """A native library of the engine: its file on Linux, macOS and Windows, and its packages.

    `stem` and `number` make up the file names; `packages` are named in the order of `INSTALL`,
    between spaces, without the first words that all packages of MSYS2 share.
    """

    name: str
    stem: str
    number: str
    packages: str
    required: bool = True

    @property
    def file(self) -> str:
        """The library's file name on this system."""
        system = platform.system()
        if system == "Windows":
            return f"{self.stem}-{self.number}.dll"
        if system == "Darwin":
            return f"{self.stem}.{self.number}.dylib"
        return f"{self.stem}.so.{self.number}"

    def package(self, system: str) -> str:
        """The package that holds the library; `system` is a key of `INSTALL`."""
        found = self.packages.split()[list(INSTALL).index(system)]
        return MSYS2 + found if system == "Windows" else found


@value_object
class Missing:
    """A library that cannot be used here, and why, in a few words."""

    library: Library
    why: str

    def __str__(self) -> str:
        """One line: what is missing, and this system's command for exactly that."""
        use = "" if self.library.required else "; the PDF is made without it"
        return f"{self.library.name} ({self.library.file}) {self.why}{use}. {command([self])}"


PANGO = "pango pango {} pango pango pango libpango-1_0-0"
HARFBUZZ = "harfbuzz harfbuzz {} harfbuzz harfbuzz {} libharfbuzz{}"

LIBRARIES = (
    Library(
        "GObject",
        "libgobject-2.0",
        "0",
        "glib glib2 libglib2.0-0 glib2 glib2 glib libgobject-2_0-0",
    ),
    Library("Pango", "libpango-1.0", "0", PANGO.format("libpango-1.0-0")),
    Library("HarfBuzz", "libharfbuzz", "0", HARFBUZZ.format("libharfbuzz0b", "harfbuzz", "0")),
    Library(
        "HarfBuzz-Subset",
        "libharfbuzz-subset",
        "0",
        HARFBUZZ.format("libharfbuzz-subset0", "so:libharfbuzz-subset.so.0", "-subset0"),
        required=False,
    ),
    Library(
        "Fontconfig",
        "libfontconfig",
        "1",
        "fontconfig fontconfig libfontconfig1 fontconfig fontconfig fontconfig libfontconfig1",
    ),
    Library("PangoFT2", "libpangoft2-1.0", "0", PANGO.format("libpangoft2-1.0-0")),
)
"""In the order in which the engine loads them."""


def missing(libraries: Sequence[Library] = LIBRARIES) -> list[Missing]:
    """The libraries that cannot be used here. Each is loaded, as the engine would load it."""
    found = [(library, _fault(library)) for library in libraries]
    return [Missing(library, why) for library, why in found if why]


def command(lacking: Sequence[Missing]) -> str:
    """What installs all these libraries on this system, as one sentence."""
    system = _system()
    what = "it" if len(lacking) == 1 else "them"
    if system not in INSTALL:
        return f"Install {what} with your system's packages."
    packages = dict.fromkeys(m.library.package(system) for m in lacking)
    return f"Install {what}: {INSTALL[system]} {' '.join(packages)}"


FONTS = {
    "debian": "fonts-noto-core fonts-noto-cjk",
    "arch": "noto-fonts noto-fonts-cjk",
    "alpine": "font-noto font-noto-cjk",
}
"""Packages with fonts for most scripts, where their names are sure; a key is one of `INSTALL`."""


def font_command() -> str:
    """What installs fonts for most scripts on this system, as one sentence."""
    system = _system()
    if system not in FONTS:
        return "install a font for this script; the Noto fonts have most"
    return f"Install them: {INSTALL[system]} {FONTS[system]}"


def _system() -> str:
    """The key of `INSTALL` for this machine; the bare name of a system that is not there."""
    if platform.system() != "Linux":
        return platform.system()
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "Linux"
    told = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".replace("rhel", "fedora")
    return next((family for family in INSTALL if family in told), "Linux")


def _fault(library: Library) -> str:
    """Why a library cannot be used, in a few words; nothing where it can."""
    try:
        loaded = _load(library)
    except OSError as error:
        needed = ABSENT.search(str(error))
        absent = needed and (needed[1] or needed[2])
        if absent and absent != library.file:
            return f"cannot be loaded, because {absent} is missing"
        return "is missing" if absent or not _found(library) else f"cannot be loaded ({error})"
    if library.stem == "libpango-1.0":
        number = loaded.pango_version()
        if (number // 10000, number // 100 % 100) < OLDEST_PANGO:
            return "is older than version {}.{}".format(*OLDEST_PANGO)
    return ""


def _load(library: Library) -> ctypes.CDLL:
    """Load a library by its exact name, or from where this system's search finds it."""
    _open_folders()
    try:
        return ctypes.CDLL(library.file)
    except OSError:
        place = None if platform.system() == "Linux" else _found(library)
        if place is None:
            raise
        return ctypes.CDLL(place)


def _found(library: Library) -> str | None:
    return ctypes.util.find_library(library.stem.removeprefix("lib"))


def _open_folders() -> None:
    """On Windows, allow the folders in which the engine looks for libraries."""
    if sys.platform == "win32":
        folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", MSYS2_FOLDERS)
        for folder in folders.split(";"):
            with contextlib.suppress(OSError):
                os.add_dll_directory(folder)


def main() -> int:
    """Print a line for each missing library; 1 if the engine cannot do without one of them."""
    lacking = missing()
    for one in lacking:
        print(one)
    return int(any(one.library.required for one in lacking))


if __name__ == "__main__":
    sys.exit(main())
