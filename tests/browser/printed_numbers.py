"""Compares what a page has printed with what it shows after its code ran in the browser.

Where nothing is trained, the texts are the same. Where something is, the numbers are close: the
browser has other versions of NumPy, SciPy and scikit-learn, other kernels of linear algebra, and
so another order of sums.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

NUMBER: Final = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class Tolerance:
    """How far numbers may be from the printed ones, relative, in lines that match, and why."""

    relative: float
    why: str
    lines: str = ""


ROUNDING: Final = Tolerance(0.9, "it is an error of rounding", "relative error")
RATES: Final = Tolerance(0.9, "at these rates training amplifies rounding", r"^ *(6|12) ")
TRAINED: Final = Tolerance(0.02, "a policy is trained")
POLICY: Final = ("natural_low", "free_best", "clip_at_6")
SERVING: Final = (
    *("speculative-run", "quantise", "n_train", "n_test", "ppl_target", "ppl_draft", "pinsker"),
    *("per_call", "ratio_5", "flips_5", "kl_5", "kl_6", "error_6", "top_ten", "all_of_them"),
    "growth_low",
)
TEXT: Final = "the text comes with scikit-learn, whose versions differ in it"
TOLERANCES: Final[Mapping[tuple[str, str], Tolerance]] = {
    ("applications/vae", "run-ppca-elbo"): ROUNDING,
    ("cross-entropy", "gradient-check"): Tolerance(0.9, "it is an error of rounding", "error"),
    ("implementation", "cancellation"): Tolerance(0.1, "it is an error of rounding", "logarithm"),
    ("applications/policy-optimization", "clip-sweep"): RATES,
    ("applications/policy-optimization", "clip_over_6"): Tolerance(0.1, RATES.why),
    ("applications/policy-optimization", "clip_at_12"): Tolerance(0.6, RATES.why),
    **{("applications/policy-optimization", key): TRAINED for key in POLICY},
    **{("applications/serving-models", key): Tolerance(0.2, TEXT) for key in SERVING},
    # Losses of models that hardly differ are the difference of two numbers near 2.4.
    ("applications/serving-models", "more_6"): Tolerance(0.6, TEXT),
    ("applications/serving-models", "more_5"): Tolerance(0.6, TEXT),
}
EXACT: Final = Tolerance(0, "")


def numbers(text: str) -> list[float]:
    """Return the numbers in a text.

    Examples
    --------
    >>> numbers("1,000 draws: 0.25 ± 1e-3")
    [1000.0, 0.25, 0.001]
    """
    found = NUMBER.findall(text)
    return [float(one.replace(",", "").replace("−", "-")) for one in found]


def agree(printed: str, shown: str, tolerance: Tolerance) -> bool:
    """Return whether two texts have the same words, and numbers that are close where they may be.

    Examples
    --------
    >>> close = Tolerance(0.2, "it is drawn anew", "mean")
    >>> agree("mean 1.0\\nbest 2", "mean 1.1\\nbest 2", close)
    True
    >>> agree("mean 1.0\\nbest 2", "mean 1.0\\nbest 2.1", close)
    False
    """
    before, after = printed.strip().splitlines(), shown.strip().splitlines()
    return len(before) == len(after) and all(
        old.split() == new.split()
        or (bool(re.search(tolerance.lines, old)) and _close(old, new, tolerance.relative))
        for old, new in zip(before, after, strict=True)
    )


def _close(printed: str, shown: str, relative: float) -> bool:
    if NUMBER.sub("#", printed).split() != NUMBER.sub("#", shown).split():
        return False
    pairs = zip(numbers(printed), numbers(shown), strict=True)
    return all(math.isclose(a, b, rel_tol=relative) for a, b in pairs)


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
        if not agree(before, after, TOLERANCES.get((chapter, name), EXACT))
    ]
