"""Finds the templates, and keeps each one compiled the way Python keeps its own modules.

Layouts stand in `templates/` and hold no sentence; the text of each page, in `content/pages/`.

A template is code, so it is trusted as the program is and no further. A wheel brings each one
compiled. Else what was compiled stands in `__pycache__` beside the template, where Python's own
settings for it hold, and never in a folder that is kept elsewhere.
"""

from __future__ import annotations

import functools
import hashlib
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from sitegen import resources
from sitegen.measures import in_words
from sitegen.written import capital, joined, long_date, month, number, told_date

FOLDERS = ("templates", "content")
OPTIONS: Mapping[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
"""What decides, besides its text, how a template is compiled. Text is escaped in all of them."""


@functools.cache
def environment() -> Environment:
    """Everything that the templates share."""
    made = Environment(
        loader=_Loader([resources.root() / folder for folder in FOLDERS]),
        undefined=StrictUndefined,
        auto_reload=False,
        **OPTIONS,
    )
    made.filters |= {
        "in_words": in_words,
        "day": long_date,
        "told": told_date,
        "month": month,
        "number": number,
        "joined": joined,
        "capital": capital,
    }
    return made


def place_of(error: Exception) -> tuple[str, int] | None:
    """The file and line of a template at which drawing broke off; None where it was none."""
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    ours = tuple(str(resources.root() / folder) for folder in FOLDERS)
    walked = ((f.f_code.co_filename, line) for f, line in traceback.walk_tb(error.__traceback__))
    return next((at for at in reversed([*walked]) if at[0].startswith(ours)), None)


def modules() -> Iterator[tuple[str, str]]:
    """Every template as a Python module for the wheel: its file name, and its text."""
    shared = environment()
    assert shared.loader
    for name in shared.list_templates(extensions=("html",)):
        source, file, _ = shared.loader.get_source(shared, name)
        assert file
        compiled = shared.compile(source, name, name, raw=True)
        yield _module(name, Path(file).read_bytes()), compiled


def _module(name: str, content: bytes) -> str:
    """The file name of a template in the wheel; an edited one has another."""
    return f"t{_digest(name, content).hex()}.py"


def _digest(name: str, content: bytes) -> bytes:
    """A digest of all that decides what a template compiles to."""
    compiler = repr((jinja2.__version__, sorted(OPTIONS.items()), name))
    return hashlib.sha256(compiler.encode() + content).digest()


class _Loader(FileSystemLoader):
    """Loads a template from its folder, compiled before where that still holds."""

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """The template of this name. Raises `TemplateNotFound`."""
        _, file, is_current = self.get_source(environment, name)
        code = _Compiled(environment, name, file).code()
        return environment.template_class.from_code(environment, code, globals or {}, is_current)


class _Compiled(SourceFileLoader):
    """One template, as Python loads one module."""

    def __init__(self, environment: Environment, name: str, file: str) -> None:
        """Name the template and its file."""
        super().__init__(name, file)
        self.environment = environment

    def code(self) -> CodeType:
        """The code that was kept for this text, or that is compiled now."""
        content = self.get_data(self.path)
        shipped = resources.root() / "compiled" / _module(self.name, content)
        for loader in (SourceFileLoader(self.name, str(shipped)), self):
            # Not there; or bytecode was cut off or overwritten, where Python stops at its own.
            with suppress(OSError, ImportError, EOFError, ValueError, TypeError):
                if code := loader.get_code(self.name):
                    return code
        return self.source_to_code(content, self.path)

    # Two classes above declare it in two ways; this is the one that is called.
    def source_to_code(self, data: Any, path: Any) -> CodeType:  # type: ignore[override]
        """Compile a template in place of a module."""
        return self.environment.compile(bytes(data).decode(), self.name, str(path))

    def path_stats(self, path: Any) -> Mapping[str, Any]:
        """A digest of the contents where Python notes the time, so that each edit counts."""
        content = self.get_data(path)
        digest = _digest(self.name, content)
        return {"mtime": int.from_bytes(digest[:4], "little"), "size": len(content)}
