"""A style of bibliography in the order in which libraries list authors: ``alpha_by_name``.

The style ``alpha`` of pybtex compares names as they are written in the file: Ö, Ø and institutions,
which LaTeX writes in braces, follow Z there.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from pybtex.database import Person
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting.alpha import Style as Alpha
from pybtex.style.sorting.author_year_title import SortingStyle
from sphinx.application import Sphinx

NAME: Final = "alpha_by_name"
# Letters that Unicode does not take for a letter with an accent.
LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


class ByName(SortingStyle):
    """Sorts by names without accents and commands of LaTeX, then by year and title."""

    def person_key(self, person: Person) -> str:
        """Return what a name is compared by."""
        name = str(Text.from_latex(super().person_key(person))).translate(LETTERS)
        parts = unicodedata.normalize("NFKD", name)
        return "".join(part for part in parts if not unicodedata.combining(part))


class AlphaByName(Alpha):
    """The style ``alpha`` in the order of names."""

    default_sorting_style = NAME


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the style with pybtex."""
    register_plugin("pybtex.style.sorting", NAME, ByName)
    register_plugin("pybtex.style.formatting", NAME, AlphaByName)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
