"""Build hook: a wheel, and an editable install, come with their JavaScript bundled."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleJavaScript(BuildHookInterface[Any]):
    """Runs ``kltext/web/build.py`` before the files of the package are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle, and add the bundles, which git does not know, to the package."""
        script = Path(self.root) / "kltext" / "web" / "build.py"
        runpy.run_path(str(script))["bundle"]()
        build_data["artifacts"] = ["kltext/web/dist/**"]
