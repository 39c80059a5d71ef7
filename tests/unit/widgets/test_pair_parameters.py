"""The calculator's parameters for each pair, and its values in the cases of JavaScript."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from kltext.distributions import kl_distributions, registered_pairs
from kltext.widgets.calculator.families import FAMILIES, GROUPS, freeze
from kltext.widgets.calculator.pair_parameters import (
    PAIR_PARAMETERS,
    catalogue,
    partners,
)
from tests.unit.distributions.draws import UNIVARIATE

ROOT = Path(__file__).resolve().parents[3]
CASES = json.loads((ROOT / "tests" / "fixtures" / "pair_cases.json").read_text(encoding="utf-8"))
# Over all that is accepted, the parts of a divergence may be thousands of times larger than it.
TOLERANCE = {"draw": 1e-12, "near": 1e-12, "wide": 1e-11}


def test_every_pair_in_one_dimension_is_in_the_calculator() -> None:
    assert set(PAIR_PARAMETERS) == set(UNIVARIATE)
    assert {" ".join(key) for key in PAIR_PARAMETERS} == set(CASES) == set(catalogue()["pairs"])
    assert {name for key in PAIR_PARAMETERS for name in key} == set(FAMILIES)
    assert {family.group for family in FAMILIES.values()} == set(GROUPS)
    assert all(pair.formula and pair.source for pair in registered_pairs())


@pytest.mark.parametrize("key", PAIR_PARAMETERS, ids="‖".join)
def test_the_closed_form_has_twelve_digits_in_every_case(key) -> None:
    options = PAIR_PARAMETERS[key]
    for kind, first, second, value in CASES[" ".join(key)]:
        p = dict(zip([parameter.name for parameter in options.p], first, strict=True))
        q = dict(zip([parameter.name for parameter in options.q], second, strict=True))
        got = kl_distributions(freeze(key[0], p), freeze(key[1], options.whole_q(p, q)))
        wanted = math.inf if value == "inf" else value
        assert got == pytest.approx(wanted, rel=TOLERANCE[kind], abs=0), (kind, p, q)


def test_the_page_has_the_catalogue_of_today() -> None:
    written = json.loads((ROOT / "kltext" / "web" / "registry.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(catalogue())), "run `make registry`"


def test_partners_begin_with_the_family_itself() -> None:
    assert partners("gamma") == ("gamma", "expon", "gumbel_r", "laplace", "lognorm", "norm")
    assert partners("t") == ("norm",)


def test_what_is_shared_is_given_once() -> None:
    options = PAIR_PARAMETERS["binom", "binom"]
    assert [parameter.name for parameter in options.q] == ["p"]
    assert options.whole_q({"n": 7, "p": 0.1}, {"p": 0.2}) == {"n": 7, "p": 0.2}
    assert PAIR_PARAMETERS["bernoulli", "binom"].whole_q({"p": 0.1}, {"p": 0.2}) == {
        "n": 1,
        "p": 0.2,
    }


def test_initial_values_are_in_their_ranges() -> None:
    for options in PAIR_PARAMETERS.values():
        for parameter in (*options.p, *options.q):
            values = parameter.default if parameter.list_of else (parameter.default,)
            assert all(parameter.low <= value <= parameter.high for value in values)
            if not parameter.list_of:
                low, high, step = parameter.slide
                assert parameter.low <= low < high <= parameter.high
                assert step > 0
