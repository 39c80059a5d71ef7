"""Which scripts and style sheets bring the registered widgets of a book to its pages.

A book lists Python modules in ``lightbook_widgets``. Each has ``SCRIPTS``, a file for each kind of
widget (the trait ``_explorer``), and ``STYLES``. A widget that is not registered works as well: its
module is then part of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from lightbook.bundles import bundle

KEY: Final = "lightbook_widgets"


@dataclass(frozen=True)
class WidgetFiles:
    """The script of each kind of widget, and the style sheets that it needs."""

    scripts: Mapping[str, Path]
    styles: Mapping[str, tuple[Path, ...]]

    def paths(self) -> list[Path]:
        """Return every file once, in order."""
        styles = [path for paths in self.styles.values() for path in paths]
        return sorted({*self.scripts.values(), *styles})

    def style_names(self) -> list[str]:
        """Return the names of the style sheets, in order."""
        return list(dict.fromkeys(path.name for paths in self.styles.values() for path in paths))

    def scripts_of(self, kinds: Iterable[Any]) -> dict[str, str]:
        """Return the name of the script of each of these kinds that is registered."""
        return {kind: self.scripts[kind].name for kind in sorted(set(kinds) & set(self.scripts))}

    def styles_of(self, kinds: Iterable[Any]) -> list[str]:
        """Return the names of the style sheets that these kinds need."""
        known = ["", *sorted(set(kinds) & set(self.styles))]
        return list(dict.fromkeys(path.name for kind in known for path in self.styles[kind]))


def widget_files(config: Any) -> WidgetFiles:
    """Return the files of the quiz and of the modules that the configuration lists.

    Raises
    ------
    ValueError
        If a module lacks what makes it one of these, or two bring files of one name.
    """
    scripts = {"quiz": bundle("page", "quiz.js")}
    styles = {"quiz": (bundle("page", "quiz.css"),), "": (bundle("page", "widgets.css"),)}
    for name in config[KEY]:
        module = import_module(name)
        if not (hasattr(module, "SCRIPTS") and hasattr(module, "STYLES")):
            raise ValueError(f"{KEY} lists {name}, which has no SCRIPTS and STYLES")
        scripts |= module.SCRIPTS
        styles |= dict.fromkeys(module.SCRIPTS, tuple(module.STYLES))
    files = WidgetFiles(scripts, styles)
    names = [path.name for path in files.paths()]
    if len(names) > len(set(names)):
        raise ValueError(f"{KEY}: two modules bring files of one name: {names}")
    return files
