"""Cuts KaTeX's fonts down to the characters that the site's pages show.

A formula or two would otherwise bring a whole font: 28 KB for one blackboard E.
"""

from __future__ import annotations

import html
import logging
import re
import string
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from sphinx.application import Sphinx

from lightbook.quiz.answers import unpack
from lightbook.site.merge_css import FONTS
from lightbook.static_files import pages

# What it drops from each font fills five hundred lines of a build's log.
logging.getLogger("fontTools").setLevel(logging.WARNING)
PACKED: Final = re.compile(r'"_answers": "([^"]+)"')


def characters(texts: list[str]) -> set[str]:
    """Return the characters of some pages, those of their quizzes' packed answers too."""
    shown = set(string.printable)
    for text in texts:
        shown.update(html.unescape(text))
        for word in PACKED.findall(text):
            shown.update(html.unescape(str(unpack(word))))
    return shown


def cut(font: Path, shown: set[str], **settings: Any) -> None:
    """Leave only these characters in a font; ``settings`` are those of fontTools' subsetter."""
    options = subset.Options(flavor="woff2", **settings)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(shown)))
    with subset.load_font(str(font), options, lazy=False) as loaded:
        cutter.subset(loaded)
        subset.save_font(loaded, str(font), options)


def cut_fonts(app: Sphinx) -> None:
    """Cut every font that the pages load for their formulas."""
    shown = characters([page.read_text(encoding="utf-8") for page in pages(app)])
    for font in sorted((Path(app.outdir) / "_static" / FONTS).glob("*.woff2")):
        cut(font, shown)
