"""kltext against the cases that JavaScript is held to as well."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

import kltext
from kltext import kernels
from kltext.widgets.draws import normal_draws

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = json.loads((FIXTURES / "kl_cases.json").read_text(encoding="utf-8"))
FUNCTIONS = {
    "g": kernels.g,
    "phi": kernels.phi,
    "exp_excess": kernels.exp_excess,
    "kl_divergence": kltext.kl_divergence,
    "kl_normal": kltext.kl_normal,
    "entropy": kltext.entropy,
    "cross_entropy": kltext.cross_entropy,
    "normal_draw": lambda seed, place: normal_draws(seed, place + 1)[place],
}
SUBNORMAL = 5e-324  # half a unit of the smallest numbers is all that rounding can keep


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_every_case_has_twelve_digits(kind):
    function = FUNCTIONS[kind]
    cases = [case for case in CASES if case["kind"] == kind]
    assert len(cases) >= 35
    for case in cases:
        wanted = float(case["value"])
        got = float(function(*case["arguments"]))
        assert got == pytest.approx(wanted, rel=1e-12, abs=SUBNORMAL), case


def test_there_are_five_hundred_cases_of_the_known_kinds():
    counts = Counter(case["kind"] for case in CASES)
    assert set(counts) == set(FUNCTIONS)
    assert counts.total() >= 500
    assert sum(case["value"] == "inf" for case in CASES) >= 4


def test_the_file_is_what_its_script_writes():
    spec = importlib.util.spec_from_file_location("make", FIXTURES / "make_kl_cases.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert make.text() == make.PATH.read_text(encoding="utf-8")


def test_the_nasty_cases_are_there():
    rows = [case["arguments"] for case in CASES if case["kind"] == "kl_divergence"]
    assert sum(len(p) == 1000 for p, _ in rows) == 2
    for pair in (
        ([1.0, 0.0], [1e-30, 1.0]),
        ([1e-300, 1.0], [1e-200, 1.0]),
        ([5e-324, 1.0], [1e-310, 1.0]),
        ([0.5, 0.5], [0.5 + 2**-33, 0.5 - 2**-33]),
    ):
        assert [*pair] in rows
    normals = [case["arguments"] for case in CASES if case["kind"] == "kl_normal"]
    assert [0.0, 1.0, 1e-8, 1.0] in normals
    assert [0.0, 1.0, 0.0, 1 + 1e-8] in normals
