"""What wrong numbers have in common is found, and nothing is found where it might be chance."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
from klcheck.patterns import CONSTANT, FACTOR, INFINITE, NAN, OFFSET, ROUNDED, SIGN, pattern

LIMITS = SimpleNamespace(relative=1e-9, absolute=1e-12)
RIGHT = [0.510825623766, 1.13, 0.0, 0.0208]
ROW = np.array([0.25, 0.123456789])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda x: x, ""),
        (lambda x: x / 2, FACTOR),
        (lambda x: x / math.log(2), FACTOR),
        (lambda x: -x, SIGN),
        (lambda x: x + 0.5, OFFSET),
        (lambda x: x - 1, OFFSET),
        (lambda x: round(x, 4), ROUNDED),
        (lambda x: float(np.float32(x)), ROUNDED),
        (lambda x: float(f"{x:.3g}"), ROUNDED),
        (lambda x: math.floor(1000 * x) / 1000, ROUNDED),
        (lambda x: x * (1 + 1e-6 * x), CONSTANT),
        (lambda x: math.nan if x == 0 else x, NAN),
        (lambda x: math.inf if x == 0 else x, INFINITE),
        (lambda x: x**2, ""),
        (lambda x: x + 0.5 if x else 0.0, ""),
        (lambda x: x / 2 if x else 1.0, ""),
        (lambda _: 0.0, ""),
        (lambda x: np.array([x]), ""),
        (str, ""),
        (lambda x: x > 1, ""),
    ],
)
def test_each_slip_has_its_sentence(change, said):
    assert pattern(list(map(change, RIGHT)), RIGHT, LIMITS) == said


def test_all_entries_of_arrays_count():
    assert pattern([2 * ROW, ROW], [ROW, ROW / 2], LIMITS) == FACTOR
    assert pattern([ROW + 1, ROW], [ROW, ROW - 1], LIMITS) == OFFSET
    assert pattern([2 * ROW, ROW], [ROW, ROW], LIMITS) == ""
    assert pattern([ROW * [1, math.nan]], [ROW], LIMITS) == NAN


def test_where_there_is_one_case_or_one_right_number_no_factor_and_no_constant_is_told():
    assert pattern([0.6], [0.3], LIMITS) == ""
    assert pattern([2 * ROW], [ROW], LIMITS) == pattern([1 + ROW], [ROW], LIMITS) == ""
    assert pattern([0.6, 0.6], [0.3, 0.3], LIMITS) == ""
    assert pattern([1.0, 1.0], [0.3, -0.3], LIMITS) == ""
    assert pattern([1.0, 0.0], [0.0, 0.0], LIMITS) == ""


def test_nothing_is_told_of_a_number_where_the_right_one_is_infinite():
    assert pattern([13.1, 0.5], [math.inf, 0.5], LIMITS) == ""
    assert pattern([-math.inf, 0.5], [math.inf, 0.5], LIMITS) == ""
    assert pattern([math.inf, 1.0], [math.inf, 0.5], LIMITS) == ""
    assert pattern([math.inf, 1.0, 2.0], [math.inf, 0.5, 1.0], LIMITS) == FACTOR


@pytest.mark.parametrize(("given", "said"), [(0.1, ""), (0.13, ROUNDED), (0.1235, ROUNDED)])
def test_one_digit_may_be_chance_and_two_are_rounded(given, said):
    assert pattern([given], [0.1299 if given == 0.13 else 0.12345678], LIMITS) == said
