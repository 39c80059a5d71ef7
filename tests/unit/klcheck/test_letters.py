"""A choice is read in every form that learners write it in, and nothing else is one."""

from __future__ import annotations

import numpy as np
import pytest
from klcheck.letters import choice_letters, is_blank, unknown_letters


@pytest.mark.parametrize(
    ("value", "letters"),
    [
        ("c", "c"),
        (" C ", "c"),
        ("eca", "ace"),
        ("a, c, e", "ace"),
        ("b; d; e; h", "bdeh"),
        ("b/d/e/h", "bdeh"),
        ("b and d and e and h", "bdeh"),
        ("a, b AND c", "abc"),
        ("BDEH.", "bdeh"),
        ("(b), (d)", "bd"),
        ("b\nd", "bd"),
        ("a & c", "ac"),
        ("and", "adn"),
        ({"e", "a", "c"}, "ace"),
        (frozenset("ca"), "ac"),
        (["c", "A", "e"], "ace"),
        (["bdeh"], "bdeh"),
        (["b, d", "e"], "bde"),
        (("a",), "a"),
        (np.array(["b", "d"]), "bd"),
        (np.array("bd"), "bd"),
        ([np.str_("b")], "b"),
        (np.str_("ba"), "ab"),
        ("aa", "a"),
    ],
)
def test_a_choice_is_read_in_every_usual_form(value, letters):
    assert choice_letters(value) == letters


def test_order_counts_where_it_is_asked_for():
    assert choice_letters("c and a, b", ordered=True) == "cab"
    assert choice_letters(["c", "a", "b"], ordered=True) == "cab"
    assert choice_letters({"c", "a"}, ordered=True) is None
    assert choice_letters({"cab"}, ordered=True) == "cab"


@pytest.mark.parametrize(
    "value",
    [
        None, 1, ..., "", " ,", "a1", "é", "a_b", "ac\ud800", "a\0c", "ac?", [1],
        [["a"]], b"a", {"a": 1}, "x" * 300, ["a"] * 300,
        np.array(["a"] * 300), np.array([["a"]]), np.array(["a", None]), np.ones(2),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_choice_is_none(value):
    assert choice_letters(value) is None


def test_what_is_empty_is_blank_and_nothing_else_is():
    assert all(map(is_blank, ["", " \n", [], (), set(), [""], np.array("")]))
    assert not any(map(is_blank, ["a", ",", 0, None, {}, [0], " " * 300]))


def test_letters_that_are_no_options_are_told_of():
    assert unknown_letters("ab", "abc") == ""
    assert "not every letter is an option" in unknown_letters("abx", "abc")
