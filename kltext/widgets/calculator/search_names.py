"""By which names a book's search knows the calculator's families, and the link to each pair.

``lightbook_search_pairs`` in the settings of a book names `search_pairs`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from kltext.widgets.calculator.families import FAMILIES, Family
from kltext.widgets.calculator.pair_parameters import PAIR_PARAMETERS

# What families are called beside their titles here and their names in scipy.stats.
_ALSO = {
    "chi2": ("chi-square",),
    "expon": ("negative exponential",),
    "gengamma": ("generalized gamma",),
    "gumbel_r": ("Gumbel",),
    "johnsonsb": ("logit-normal",),
    "norm": ("Gaussian",),
    "randint": ("discrete uniform",),
    "t": ("Student",),
    "truncnorm": ("truncated Gaussian",),
}


def names_of(family: Family) -> Iterator[str]:
    """Yield what readers call a family, in one word too where that is usual."""
    for name in (family.title.split(" (")[0], family.name, *_ALSO.get(family.name, ())):
        yield name
        if "-" in name:
            yield name.replace("-", "")


def link(family_p: str, family_q: str) -> str:
    """Return the part of an address that opens a calculator with a pair, at its own values."""
    state = {"family_p": family_p, "family_q": family_q, "parameters_p": {}, "parameters_q": {}}
    return f"calculator?{urlencode({name: json.dumps(value) for name, value in state.items()})}"


def search_pairs() -> dict[str, Any]:
    """Return the families by their names, and for each pair its title and its link."""
    names: dict[str, str] = {}
    for family in FAMILIES.values():
        for name in names_of(family):
            names.setdefault(name, family.name)
    pairs = {
        f"{p} {q}": (f"{FAMILIES[p].title} ‖ {FAMILIES[q].title}", link(p, q))
        for p, q in PAIR_PARAMETERS
    }
    return {"names": names, "pairs": pairs}
