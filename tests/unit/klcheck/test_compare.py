"""An answer matches by kind, shape and tolerance; the reason never tells the right value."""

from __future__ import annotations

import math
import re
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from klcheck.compare import difference, matches

EXACT = SimpleNamespace(relative=0.0, absolute=0.0)
LOOSE = SimpleNamespace(relative=1e-3, absolute=1e-6)


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        (1, 1.0),
        (np.float32(0.5), 0.5),
        (np.array(0.5), 0.5),
        (np.int8(3), 3),
        (math.inf, math.inf),
        (np.float64("nan"), math.nan),
        (np.array([0.0, np.inf]), np.array([0.0, np.inf])),
        ([0.25, 0.75], np.array([0.25, 0.75])),
        ((0.25, 0.75), [0.25, 0.75]),
        (np.array([0.25, 0.75]), (0.25, 0.75)),
        ([[1, 2], [3, 4]], np.array([[1.0, 2.0], [3.0, 4.0]])),
        (np.bool_(True), True),
        (np.array([True, False]), np.array([True, False])),
        ("nats", "nats"),
        (None, None),
        ({"a": 1, "b": (1, 2)}, {"b": [1.0, 2.0], "a": 1.0}),
        (((1, np.array([2.0])), "x"), ((1.0, [2]), "x")),
        (0.0, -0.0),
        (np.zeros((0, 2)), np.zeros((0, 2))),
        (10**25, 1e25),
    ],
)
def test_equal_values_match_exactly(value, reference):
    assert difference(value, reference, EXACT) is None
    assert matches(value, reference, EXACT)


@pytest.mark.parametrize(
    ("value", "reference", "reason"),
    [
        (0.5, 0.25, "the number is not right"),
        (math.inf, 1.0, "the number"),
        (-math.inf, math.inf, "the number"),
        (math.nan, 0.0, "the number"),
        (10**400, 1.0, "the number"),
        (True, 1.0, "a number is expected, and this is a bool"),
        (1, True, "True or False is expected"),
        ("1", 1.0, "a number is expected, and this is a str"),
        (None, 1.0, "None .is there a return"),
        ([1.0], 1.0, "a single number is expected, and this is an array or a list that holds one"),
        ([1.0, 2.0], 1.0, "a single number is expected, and here two numbers are"),
        (1.0, np.ones(2), "two numbers are expected, and this is one"),
        (np.ones(3), np.ones(2), "two numbers are expected, and here three numbers are"),
        ([], np.ones(1), "one number is expected, and here no numbers are"),
        (np.ones(12), 1.0, "a single number is expected, and here 12 numbers are"),
        (np.ones((3, 1)), 1.0, r"a single number is expected, and this has the shape \(3, 1\)"),
        (np.ones((2, 1)), np.ones(2), r"the shape \(2,\)"),
        (np.array([1.0, 2.0, 9.0]), np.array([1.0, 3.0, 4.0]), "2 of 3 entries are .* index 1"),
        (np.eye(2), np.ones((2, 2)), r"the first at index \(0, 1\)"),
        ([[1], [2, 3]], np.ones((2, 1)), "an array of shape"),
        (["a"], np.ones(1), "this is a list"),
        (np.ones(2), np.ones(2, bool), "array of float64"),
        (1.0, (1.0, 2.0), "2 values in a tuple"),
        ((1.0,), (1.0, 2.0), "2 values are expected, and these are 1"),
        ((1.0, 3.0), (1.0, 2.0), "value 2 of 2: the number is not right"),
        ("bits", "nats", "the text is not the right one"),
        (1, "nats", "a text is expected, and this is an int"),
        (0, None, "None is expected"),
        ([], {"a": 1}, "a dict is expected"),
        ({"b": 1}, {"a": 1}, "keys"),
        ({"a": 2}, {"a": 1}, "under the key 'a'"),
    ],
)
def test_each_difference_has_its_reason(value, reference, reason):
    said = difference(value, reference, LOOSE)
    assert said is not None
    assert re.search(reason, said), said
    assert not matches(value, reference, LOOSE)


def test_what_is_nearly_right_is_said_to_be_close():
    nearly = "the number is close, and not quite right"
    assert difference(2.0001, 2.0, EXACT) == nearly
    assert difference([1.0, 2.0001], [1.0, 2.0], EXACT) == f"value 2 of 2: {nearly}"
    entries = "1 of 3 entries is close, and not quite right, the first at index 1"
    little = SimpleNamespace(relative=0.0, absolute=1e-6)
    assert difference([1e-7, 2.0001, 3.0], np.array([0.0, 2.0, 3.0]), little) == entries


@pytest.mark.parametrize("reference", [2.0, -2.0, 0.0, 1e300, 1e-300])
def test_the_tolerance_has_two_sides(reference):
    allowed = LOOSE.absolute + LOOSE.relative * abs(reference)
    for sign in (-1, 1):
        assert matches(reference + sign * 0.99 * allowed, reference, LOOSE)
        assert not matches(reference + sign * 1.01 * allowed, reference, LOOSE)


def test_numbers_as_large_as_floats_go_do_not_warn():
    assert not matches(-1.7e308, 1.7e308, LOOSE)


@pytest.mark.parametrize(
    "value",
    [
        ["x" * 100_000] + ["y"] * 100_000,
        [["x" * 100_000], [1.0] * 100_000],
        [[[1.0] * 300] * 300, ["x" * 100_000]],
        [[], [[]] * 50_000],
        [1.0, {"a": 1}],
        [10**3000, "a"],
    ],
    ids=["texts", "one-text", "deep", "ragged", "dict", "int"],
)
def test_no_list_takes_more_room_than_its_entries(value):
    tracemalloc.start()
    assert not matches(value, np.zeros(100_001), EXACT)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000


def test_lists_of_all_kinds_of_numbers_match():
    value = [[1, 2.0], (np.float32(3), True + 3), np.array([5, 6])]
    assert matches(value, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), EXACT)
