"""Compiles the templates while the wheel is built, so that an installed sitegen has them ready."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface):
    """Puts each template into the wheel a second time, as a Python module."""

    folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them; an editable install uses those of the checkout."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from sitegen.render.templates import modules

        self.folder = Path(tempfile.mkdtemp(prefix="sitegen-templates-"))
        for name, source in modules():
            file = self.folder / name
            file.write_text(source, encoding="utf-8", newline="")
            build_data["force_include"][str(file)] = f"sitegen/_shipped/compiled/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Throw the folder away that they were written to."""
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
