"""Plain values survive JSON exactly, and nothing else gets through."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from klcheck import values
from klcheck.values import decode, encode


def through_json(value):
    return decode(json.loads(json.dumps(encode(value), allow_nan=False)))


def same(a, b):
    """Return whether two values have the same types and the same bits."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b, equal_nan=True)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (float, np.floating)):
        return (math.isnan(a) and math.isnan(b)) or (
            a == b and math.copysign(1, a) == math.copysign(1, b)
        )
    return a == b


ARRAYS = hnp.arrays(
    st.one_of(
        hnp.boolean_dtypes(),
        hnp.integer_dtypes(endianness="="),
        hnp.unsigned_integer_dtypes(endianness="="),
        hnp.floating_dtypes(endianness="=", sizes=(16, 32, 64)),
    ),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    ARRAYS,
    ARRAYS.filter(lambda a: a.size).map(lambda a: a.ravel()[0]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=6,
)


@given(VALUES)
def test_every_plain_value_comes_back(value):
    assert same(through_json(value), value)


class Sly(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class SlyArray(np.ndarray):
    pass


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (Sly(1.0), "Sly"),
        (np.zeros(2).view(SlyArray), "SlyArray"),
        (1j, "complex"),
        (np.complex128(1), "complex128"),
        (b"x", "bytes"),
        ({1, 2}, "set"),
        ((x for x in "ab"), "generator"),
        (map(str, "ab"), "map"),
        (np.array([None]), "object"),
        (np.zeros(1, dtype="M8[s]"), "datetime64"),
        (np.zeros(1, dtype=[("a", float)]), "a"),
        ({1: 2}, "int"),
        ([1, [object()]], "object"),
        (..., "ellipsis"),
        (len, "builtin_function_or_method"),
    ],
)
def test_what_is_not_plain_is_refused_by_name(value, named):
    with pytest.raises(TypeError, match=named):
        encode(value)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(values.MAX_ENTRIES + 1),
        [0] * (values.MAX_ENTRIES + 1),
        "x" * (values.MAX_TEXT + 1),
        1 << 5000,
        {"k" * (values.MAX_TEXT + 1): 1},
    ],
    ids=["array", "list", "text", "int", "key"],
)
def test_too_much_is_refused(value):
    with pytest.raises(ValueError, match="at most"):
        encode(value)


def test_what_holds_itself_is_refused():
    knot: list[object] = []
    knot.append(knot)
    with pytest.raises(ValueError, match="nested"):
        encode(knot)


def array(**changes):
    return {"array": {"dtype": "float64", "shape": [1], "data": [1.0]} | changes}


@pytest.mark.parametrize(
    "coded",
    [
        {},
        {"float": "1"},
        {"float": 1.0},
        math.inf,
        math.nan,
        {"tuple": 1},
        {"tuple": [], "list": []},
        {"dict": []},
        {"dict": {1: 2}},
        {"pickle": "gASV"},
        {"array": []},
        {"array": {}},
        array(dtype="object"),
        array(dtype="S5"),
        array(dtype=["a"]),
        array(shape=[2]),
        array(shape=[-1, -1]),
        array(shape=[True]),
        array(shape=[10**30, 0]),
        array(shape=[1] * 40),
        array(shape="1"),
        array(data=["1.0"]),
        array(data=[1]),
        array(data=[True]),
        array(data=[math.inf]),
        array(data=[[1.0]]),
        array(dtype="int8", data=[1.0]),
        array(dtype="int8", data=["inf"]),
        array(extra=1),
        {"scalar": array()["array"]},
        (1, 2),
        b"x",
        [{"list": []}],
    ],
)
def test_what_was_not_encoded_is_refused(coded):
    with pytest.raises(ValueError, match=r"cod|shape|dtype|tag"):
        decode(coded)


def test_an_entry_that_its_dtype_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="uint8"):
        decode(array(dtype="uint8", data=[300]))


def test_a_flood_is_refused_on_the_way_back():
    with pytest.raises(ValueError, match="at most"):
        decode([0] * (values.MAX_ENTRIES + 1))
    nested: object = 1
    for _ in range(values.MAX_DEPTH + 1):
        nested = [nested]
    with pytest.raises(ValueError, match="nested"):
        decode(nested)
    with pytest.raises(ValueError, match="characters"):
        decode(["x" * values.MAX_TEXT, "y"])


def test_an_array_of_names_is_a_list_of_them():
    assert decode(encode(np.array([["ab", "c"]]))) == [["ab", "c"]]
    assert decode(encode(np.array(["ab"])[0])) == "ab"
    with pytest.raises(ValueError, match="characters"):
        encode(np.array(["x" * 150_000, "y"]))


def test_integers_are_of_the_size_that_indexes_have(monkeypatch):
    coded = encode(np.array([0, 2, 2], dtype=np.int64))
    assert decode(coded).dtype == np.intp
    monkeypatch.setattr(np, "intp", np.int32)  # as in a browser, where bincount takes no int64
    assert decode(coded).dtype == np.int32
    with pytest.raises(ValueError, match="does not fit"):
        decode(encode(np.array([2**40])))


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Fraction(-11, 100), -0.11),
        (Decimal("-0.110"), -0.11),
        (Decimal("1e999"), math.inf),
        (np.longdouble(0.5), 0.5),
        ([Fraction(1, 2), Decimal(2)], [0.5, 2.0]),
    ],
)
def test_other_exact_or_longer_numbers_become_floats(value, number):
    assert decode(encode(value)) == number
    assert type(encode(value)) is type(encode(number))


def test_an_array_of_long_doubles_becomes_one_of_floats():
    array = decode(encode(np.array([0.5, np.inf], dtype=np.longdouble)))
    assert array.dtype == np.float64
    assert array.tolist() == [0.5, math.inf]


def test_a_fraction_of_its_own_kind_and_one_too_large_are_refused():
    class Half(Fraction):
        pass

    with pytest.raises(TypeError, match="Half"):
        encode(Half(1, 2))
    with pytest.raises(ValueError, match="at most 4096 bits"):
        encode(Fraction(10**400))
