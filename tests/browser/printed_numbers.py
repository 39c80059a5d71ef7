"""Compares what a page has printed with what it shows after its code ran in the browser.

Where nothing is trained, the texts are the same. Where something is, the numbers are close: the
browser has other versions of NumPy, SciPy and scikit-learn, other kernels of linear algebra, and
so another order of sums.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

NUMBER: Final = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
# (chapter, cell or glue key): how far its numbers may be from the printed ones, relative and
# absolute, and why.
TOLERANCES: Final[Mapping[tuple[str, str], tuple[float, float, str]]] = {}


def numbers(text: str) -> list[float]:
    """Return the numbers in a text.

    Examples
    --------
    >>> numbers("1,000 draws: 0.25 ± 1e-3")
    [1000.0, 0.25, 0.001]
    """
    found = NUMBER.findall(text)
    return [float(one.replace(",", "").replace("−", "-")) for one in found]


def agree(printed: str, shown: str, relative: float, absolute: float) -> bool:
    """Return whether two texts have the same words, and numbers that are close."""
    if NUMBER.sub("#", printed).split() != NUMBER.sub("#", shown).split():
        return False
    pairs = zip(numbers(printed), numbers(shown), strict=True)
    return all(math.isclose(a, b, rel_tol=relative, abs_tol=absolute) for a, b in pairs)


def differences(
    chapter: str,
    printed: Mapping[str, str],
    shown: Mapping[str, str],
    glued: Sequence[Sequence[str]],
    glued_anew: Sequence[Sequence[str]],
) -> list[str]:
    """Return what of a chapter differs by more than it may."""
    pairs = [(name, text, shown[name]) for name, text in printed.items()]
    pairs += [
        (key, before, after) for (key, before), (_, after) in zip(glued, glued_anew, strict=True)
    ]
    return [
        f"{name}: {before.strip()!r} became {after.strip()!r}"
        for name, before, after in pairs
        if before.strip() != after.strip()
        and not agree(before, after, *TOLERANCES.get((chapter, name), (0.0, 0.0, ""))[:2])
    ]
