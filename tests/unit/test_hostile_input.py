"""Silly and hostile input meets a ValueError or TypeError that names it and says what to do."""

from __future__ import annotations

import datetime
import inspect
import re
from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

import kltext as kt
from kltext import kernels, networks, projections
from tests.unit.sentences import is_one_sentence

HALF = [0.5, 0.5]
EYE = [[1.0, 0.0], [0.0, 1.0]]
ONE = [1.0]
NORMAL = ONE, [HALF], [EYE]
RNG = np.random.default_rng(0)
NET = networks.initial_weights(RNG, inputs=2, hidden=3, outputs=1)

# Every public function, as (name of the argument under test, call with that argument).
ARRAYS = {
    "kl_divergence p": ("p", lambda x: kt.kl_divergence(x, HALF)),
    "kl_divergence q": ("q", lambda x: kt.kl_divergence(HALF, x)),
    "entropy": ("p", kt.entropy),
    "cross_entropy p": ("p", lambda x: kt.cross_entropy(x, HALF)),
    "cross_entropy q": ("q", lambda x: kt.cross_entropy(HALF, x)),
    "js_divergence p": ("p", lambda x: kt.js_divergence(x, HALF)),
    "js_divergence q": ("q", lambda x: kt.js_divergence(HALF, x)),
    "js_distance p": ("p", lambda x: kt.js_distance(x, HALF)),
    "js_distance q": ("q", lambda x: kt.js_distance(HALF, x)),
    "renyi_divergence p": ("p", lambda x: kt.renyi_divergence(x, HALF, 2)),
    "renyi_divergence q": ("q", lambda x: kt.renyi_divergence(HALF, x, 0.5)),
    "kl_terms p": ("p", lambda x: kt.kl_terms(x, HALF)),
    "kl_terms q": ("q", lambda x: kt.kl_terms(HALF, x)),
    "mutual_information": ("pxy", kt.mutual_information),
    "kl_logits logits_p": ("logits_p", lambda x: kt.kl_logits(x, HALF)),
    "kl_logits logits_q": ("logits_q", lambda x: kt.kl_logits(HALF, x)),
    "kl_normal mean_p": ("mean_p", lambda x: kt.kl_normal(x, 1, 0, 1)),
    "kl_normal sigma_p": ("sigma_p", lambda x: kt.kl_normal(0, x, 0, 1)),
    "kl_normal mean_q": ("mean_q", lambda x: kt.kl_normal(0, 1, x, 1)),
    "kl_normal sigma_q": ("sigma_q", lambda x: kt.kl_normal(0, 1, 0, x)),
    "kl_mvnormal mean_p": ("mean_p", lambda x: kt.kl_mvnormal(x, EYE, [0, 0], EYE)),
    "kl_mvnormal cov_p": ("cov_p", lambda x: kt.kl_mvnormal([0, 0], x, [0, 0], EYE)),
    "kl_mvnormal mean_q": ("mean_q", lambda x: kt.kl_mvnormal([0, 0], EYE, x, EYE)),
    "kl_mvnormal cov_q": ("cov_q", lambda x: kt.kl_mvnormal([0, 0], EYE, [0, 0], x)),
    "g x": ("x", lambda x: kernels.g(x, 1.0)),
    "g y": ("y", lambda x: kernels.g(1.0, x)),
    "phi": ("t", kernels.phi),
    "exp_excess": ("t", kernels.exp_excess),
    "kl_montecarlo log_p": ("log_p", lambda x: kt.kl_montecarlo(x, HALF)),
    "kl_montecarlo log_q": ("log_q", lambda x: kt.kl_montecarlo(HALF, x)),
    "kl_plugin counts_p": ("counts_p", lambda x: kt.kl_plugin(x, [1, 1])),
    "kl_plugin counts_q": ("counts_q", lambda x: kt.kl_plugin([1, 1], x)),
    "kl_knn draws_p": ("draws_p", lambda x: kt.kl_knn(x, HALF, k=1)),
    "kl_knn draws_q": ("draws_q", lambda x: kt.kl_knn(HALF, x, k=1)),
    "kl_dv t_p": ("t_p", lambda x: kt.kl_dv(x, HALF)),
    "kl_dv t_q": ("t_q", lambda x: kt.kl_dv(HALF, x)),
    "kl_interval": ("samples", lambda x: kt.kl_interval(kt.kl_knn, x, HALF * 4, rng=RNG)),
    "kl_mixtures weights": ("weights of P", lambda x: kt.kl_mixtures((x, *NORMAL[1:]), NORMAL)),
    "kl_mixtures means": ("means of Q", lambda x: kt.kl_mixtures(NORMAL, (ONE, x, [EYE]))),
    "kl_mixtures covs": ("covariances of Q", lambda x: kt.kl_mixtures(NORMAL, (ONE, [HALF], x))),
    "fit_mean_field mean": ("mean", lambda x: projections.fit_mean_field(x, EYE)),
    "fit_mean_field cov": ("cov", lambda x: projections.fit_mean_field(HALF, x)),
    "NormalMixture weights": ("weights", lambda x: projections.NormalMixture(x, HALF, HALF)),
    "NormalMixture means": ("means", lambda x: projections.NormalMixture(HALF, x, HALF)),
    "NormalMixture sigmas": ("sigmas", lambda x: projections.NormalMixture(HALF, HALF, x)),
    "logpdf": ("x", projections.NormalMixture.pair(1).logpdf),
    "outputs net": ("net", lambda x: networks.outputs([x, *NET[1:]], EYE)),
    "outputs x": ("x", lambda x: networks.outputs(NET, x)),
    "gradients slope": ("slope", lambda x: networks.gradients(NET, EYE, x)),
    "Adam.step weights": ("weights", lambda x: networks.Adam(0.1).step([x], [HALF])),
    "Adam.step gradients": ("gradients", lambda x: networks.Adam(0.1).step([HALF], [x])),
}
DISTRIBUTIONS = {
    name: case
    for name, case in ARRAYS.items()
    if case[0] in ("p", "q") and not name.startswith("kl_terms")
}
WRONG_TYPES = {
    "None": None,
    "text": "0.5, 0.5",
    "bytes": b"0.5",
    "list of text": ["0.5", "0.5"],
    "list with None": [0.5, None],
    "complex": [0.5 + 1j, 0.5],
    "complex zero": np.zeros(2, complex),
    "dict": {"a": 0.5, "b": 0.5},
    "set": {0.5},
    "object": object(),
    "function": len,
    "class": int,
    "dates": [datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)] * 2,
    "datetime64": np.array(["2020", "2021"], "datetime64[Y]"),
    "timedelta64": np.array([1, 2], "timedelta64[s]"),
    "fractions": [Fraction(1, 2), Fraction(1, 2)],
    "huge integers": [10**400, 1],
    "generator": (x for x in (0.5, 0.5)),
    "masked": np.ma.masked_array([0.5, 0.5], [True, False]),
    "sparse": sparse.csr_array([[0.5, 0.5]]),
    "structured": np.zeros(2, [("a", float)]),
    "long double": np.array([0.5, 0.5], np.longdouble),
    "text array": np.array(["a", "b"]),
}


# What takes no arrays: test_hostile.py and test_projections_input.py give these bad input.
OTHERS = {"kl_distributions", "register_kl", "fit_forward", "fit_reverse"}


def test_every_public_function_is_here():
    functions = {name for name in kt.__all__ if inspect.isfunction(getattr(kt, name))}
    assert functions == {name.split()[0] for name in ARRAYS} & functions | OTHERS


def complaint(call, value, kind):
    with pytest.raises(kind) as caught:
        call(value)
    assert type(caught.value) in (ValueError, TypeError), "a subclass hides its reason"
    assert is_one_sentence(str(caught.value)), caught.value
    return str(caught.value)


def names(argument, message):
    return re.search(rf"\b{argument}\b", message)


@pytest.mark.parametrize("case", ARRAYS.values(), ids=ARRAYS)
@pytest.mark.parametrize("value", WRONG_TYPES.values(), ids=WRONG_TYPES)
def test_wrong_types(case, value):
    argument, call = case
    message = complaint(call, value, TypeError)
    assert names(argument, message)
    assert re.search(r"pass|fill|real", message)


@pytest.mark.parametrize("case", ARRAYS.values(), ids=ARRAYS)
def test_ragged(case):
    argument, call = case
    message = complaint(call, [[0.5, 0.5], [1.0]], ValueError)
    assert names(argument, message)
    assert "ragged" in message
    assert "same length" in message


@pytest.mark.parametrize("case", DISTRIBUTIONS.values(), ids=DISTRIBUTIONS)
@pytest.mark.parametrize(
    ("value", "offending"),
    [
        ([-0.5, 1.5], "-0.5"),
        ([1.5, -0.5], "-0.5"),
        ([-1e-300, 1.0], "-1e-300"),
        ([np.inf, 0.5], "inf"),
        ([-np.inf, 0.5], "-inf"),
        ([0.5, 0.6], "1.1"),
        ([5, 7], "12.0"),
        ([1e308, 1e308], "inf"),
        ([0.0, 0.0], "0"),
        ([True, True], "2.0"),
        ([5e-324, 5e-324], "1e-323"),
    ],
)
def test_numbers_that_are_no_distribution(case, value, offending):
    argument, call = case
    message = complaint(call, value, ValueError)
    assert names(argument, message)
    assert offending in message
    assert re.search(r"probabilit|distribution", message)


@pytest.mark.parametrize("function", [kt.kl_divergence, kt.js_divergence, kt.cross_entropy])
def test_scalars_have_no_axis(function):
    assert "one dimension or more" in complaint(lambda x: function(x, x), 1.0, ValueError)
    assert "one dimension or more" in complaint(kt.entropy, 1.0, ValueError)


@pytest.mark.parametrize("case", DISTRIBUTIONS.values(), ids=DISTRIBUTIONS)
def test_lengths_that_do_not_match(case):
    if case[1] is kt.entropy:
        return
    message = complaint(case[1], [0.2, 0.3, 0.5], ValueError)
    assert "(3,)" in message
    assert "(2,)" in message
    assert "lengths equal" in message


FUNCTIONS = {
    "kl_divergence": lambda **options: kt.kl_divergence(HALF, HALF, **options),
    "entropy": lambda **options: kt.entropy(HALF, **options),
    "cross_entropy": lambda **options: kt.cross_entropy(HALF, HALF, **options),
    "js_divergence": lambda **options: kt.js_divergence(HALF, HALF, **options),
    "js_distance": lambda **options: kt.js_distance(HALF, HALF, **options),
    "renyi_divergence": lambda **options: kt.renyi_divergence(HALF, HALF, 0.5, **options),
    "kl_logits": lambda **options: kt.kl_logits(HALF, HALF, **options),
    "mutual_information": lambda **options: kt.mutual_information([HALF], **options),
}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
class TestOptions:
    @pytest.mark.parametrize("base", ["2", [2], (2, 3), 2j, True, b"2", object()])
    def test_base_of_a_wrong_type(self, function, base):
        message = complaint(lambda x: function(base=x), base, TypeError)
        assert names("base", message)

    @pytest.mark.parametrize("base", [1, 0, -1, 0.9999, np.inf, np.nan])
    def test_base_out_of_range(self, function, base):
        message = complaint(lambda x: function(base=x), base, ValueError)
        assert names("base", message)
        assert repr(base) in message

    @pytest.mark.parametrize("keepdims", [1, 0, "yes", None, [True]])
    def test_keepdims_is_a_flag(self, function, keepdims):
        message = complaint(lambda x: function(keepdims=x), keepdims, TypeError)
        assert names("keepdims", message)
        assert "True or False" in message

    @pytest.mark.parametrize("axis", [0.0, 1.5, "0", None, [0], True, 1j])
    def test_axis_of_a_wrong_type(self, function, axis):
        assert names("axis", complaint(lambda x: function(axis=x), axis, TypeError))

    def test_other_options(self, function):
        with pytest.raises(TypeError):
            function(ddof=1)


@pytest.mark.parametrize("name", [n for n in FUNCTIONS if n != "mutual_information"])
@pytest.mark.parametrize("axis", [1, -2, 10**20, -(10**20)])
def test_axis_out_of_range(name, axis):
    message = complaint(lambda x: FUNCTIONS[name](axis=x), axis, ValueError)
    assert f"axis = {axis} is out of range" in message
    assert "pass -1 to 0" in message


@pytest.mark.parametrize("name", [n for n in FUNCTIONS if n != "kl_logits"])
def test_flags_of_distributions(name):
    for value in (1, None, "no"):
        assert names(
            "normalize", complaint(lambda x: FUNCTIONS[name](normalize=x), value, TypeError)
        )
        message = complaint(lambda x: FUNCTIONS[name](nan_policy=x), value, ValueError)
        assert names("nan_policy", message)
    message = complaint(lambda x: FUNCTIONS[name](nan_policy=x), "omit", ValueError)
    assert "change the distribution" in message


@pytest.mark.parametrize("axis", [(0, 0), (0, -2), (0, 5), (-3, 0)])
def test_pairs_of_axes(axis):
    message = complaint(lambda x: kt.mutual_information([HALF], axis=x), axis, ValueError)
    assert names("axis", message)


@pytest.mark.parametrize("axis", [0, (0,), (0, 1, 2), "01", None, (0.0, 1), (True, 0)])
def test_pairs_of_axes_of_a_wrong_type(axis):
    message = complaint(lambda x: kt.mutual_information([HALF], axis=x), axis, TypeError)
    assert names("axis", message)


def test_joint_tables():
    assert "two dimensions" in complaint(kt.mutual_information, HALF, ValueError)
    assert "two dimensions" in complaint(kt.mutual_information, 1.0, ValueError)
    assert "no entries" in complaint(kt.mutual_information, np.empty((0, 3)), ValueError)
    assert "no entries" in complaint(kt.mutual_information, np.empty((3, 0)), ValueError)
    message = complaint(kt.mutual_information, [[0.5, -0.5], [0.5, 0.5]], ValueError)
    assert "pxy[0, 1] = -0.5" in message
    assert "pxy" in complaint(kt.mutual_information, [[0.5, 0.5], [0.5, 0.5]], ValueError)


@pytest.mark.parametrize("alpha", [-1, -1e-300, np.nan, -np.inf])
def test_order_out_of_range(alpha):
    message = complaint(lambda x: kt.renyi_divergence(HALF, HALF, x), alpha, ValueError)
    assert names("alpha", message)
    assert "pass 0 or more" in message


@pytest.mark.parametrize("alpha", ["1", None, [0.5, 0.7], 1j, True])
def test_order_of_a_wrong_type(alpha):
    message = complaint(lambda x: kt.renyi_divergence(HALF, HALF, x), alpha, TypeError)
    assert names("alpha", message)


def test_logits():
    message = complaint(lambda x: kt.kl_logits(x, HALF), [np.inf, 0.0], ValueError)
    assert re.search(r"\blogits_p\b.* inf", message)
    message = complaint(lambda x: kt.kl_logits(HALF, x), [-np.inf, -np.inf], ValueError)
    assert re.search(r"\blogits_q is -inf throughout", message)
    message = complaint(lambda x: kt.kl_logits(HALF, x), [HALF, [-np.inf] * 2], ValueError)
    assert "logits_q[1, :] is -inf throughout" in message
    assert "no entries" in complaint(lambda x: kt.kl_logits(x, x), [], ValueError)
    assert "scalar" in complaint(lambda x: kt.kl_logits(x, x), 0.0, ValueError)


@pytest.mark.parametrize("argument", ["sigma_p", "sigma_q"])
@pytest.mark.parametrize("value", [0.0, -0.0, -1.0, np.inf, -np.inf])
def test_standard_deviations(argument, value):
    parameters = {"mean_p": 0, "sigma_p": 1, "mean_q": 0, "sigma_q": 1}
    message = complaint(lambda x: kt.kl_normal(**{**parameters, argument: x}), value, ValueError)
    assert f"{argument} = {value}" in message
    assert "not positive and finite; pass a standard deviation" in message
    several = [1.0, value]
    message = complaint(lambda x: kt.kl_normal(**{**parameters, argument: x}), several, ValueError)
    assert f"{argument}[1] = {value}" in message


@pytest.mark.parametrize("argument", ["mean_p", "mean_q"])
def test_means(argument):
    parameters = {"mean_p": 0, "sigma_p": 1, "mean_q": 0, "sigma_q": 1, argument: np.inf}
    message = complaint(lambda x: kt.kl_normal(**x), parameters, ValueError)
    assert f"{argument} = inf is not finite; pass a mean" in message


def test_normal_shapes():
    message = complaint(lambda x: kt.kl_normal(x, 1, [0, 0, 0], 1), [0, 0], ValueError)
    assert "mean_p has shape (2,)" in message
    assert "mean_q has shape (3,)" in message


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (([0, 0], EYE, [0, 0, 0], np.eye(3)), "mean_p has 2 entries and mean_q has 3"),
        (([0, 0], np.eye(3), [0, 0], EYE), "cov_p has shape (3, 3), which does not fit mean_p"),
        (([0, 0], EYE, [0, 0], [1.0, 1.0]), "cov_q has shape (2,), which does not fit mean_q"),
        (([0, 0], np.ones((2, 3)), [0, 0], EYE), "cov_p has shape (2, 3)"),
        ((0.0, EYE, [0, 0], EYE), "mean_p has shape ()"),
        (([], np.empty((0, 0)), [], np.empty((0, 0))), "mean_p has shape (0,)"),
        (([0, np.nan], EYE, [0, 0], EYE), "mean_p[1] = nan is not finite"),
        (([0, 0], EYE, [0, 0], [[1, 0], [0, np.inf]]), "cov_q[1, 1] = inf is not finite"),
        (([0, 0], EYE, [0, 0], [[1, 0.5], [0, 1]]), "cov_q[0, 1] = 0.5 but cov_q[1, 0] = 0.0"),
        (([0, 0], [[1, 2], [2, 1]], [0, 0], EYE), "cov_p is not positive definite"),
        (([0, 0], np.zeros((2, 2)), [0, 0], EYE), "cov_p is not positive definite"),
        (([0, 0], EYE, [0, 0], [[-1, 0], [0, 1]]), "cov_q is not positive definite"),
        ((np.zeros((3, 2)), EYE, np.zeros((4, 2)), EYE), "do not broadcast"),
    ],
)
def test_multivariate_normals(parameters, said):
    message = complaint(lambda x: kt.kl_mvnormal(*x), parameters, ValueError)
    assert said in message


def test_kernels():
    assert "x = -1.0 is out of range; pass numbers that are at least 0" in complaint(
        lambda v: kernels.g(v, 1), -1.0, ValueError
    )
    assert "y[1] = -2.0" in complaint(lambda v: kernels.g(1, v), [1.0, -2.0], ValueError)
    assert "t = -1.5 is out of range; pass numbers that are at least -1" in complaint(
        kernels.phi, -1.5, ValueError
    )
    message = complaint(lambda v: kernels.g(v, [1, 2, 3]), [1, 2], ValueError)
    assert "x has shape (2,)" in message


def test_terms():
    assert "p = -0.5 is negative" in complaint(lambda v: kt.kl_terms(v, 0.5), -0.5, ValueError)
    assert "q[0] = inf" in complaint(lambda v: kt.kl_terms(0.5, v), [np.inf], ValueError)


def test_a_name_that_does_not_exist():
    with pytest.raises(AttributeError, match="'kltext' has no attribute 'kl_divergance'"):
        kt.kl_divergance  # noqa: B018
