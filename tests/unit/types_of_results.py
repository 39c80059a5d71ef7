"""What a type checker says of results, and whether it is true: mypy reads this, and it runs."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_type

import numpy as np
from numpy.typing import NDArray
from scipy import stats

import kltext as kt
from kltext.kernels import g, phi

Arrays: TypeAlias = NDArray[np.float64]
Result: TypeAlias = float | np.float32 | NDArray[np.floating[Any]]


def check(p: list[float], q: list[float], many_p: Arrays, many_q: Arrays, method: str) -> None:
    """Call every kind of function; `many_p` and `many_q` hold several rows."""
    floats = (
        assert_type(kt.kl_divergence(p, q), float),
        assert_type(kt.kl_divergence(p, q, base=2, normalize=True), float),
        assert_type(kt.entropy(p), float),
        assert_type(kt.cross_entropy(p, q), float),
        assert_type(kt.js_divergence(p, q), float),
        assert_type(kt.js_distance(p, q), float),
        assert_type(kt.renyi_divergence(p, q, 2.0), float),
        assert_type(kt.kl_terms(0.5, 0.25), float),
        assert_type(kt.kl_logits(p, q), float),
        assert_type(kt.kl_normal(0, 1, 1, 2), float),
        assert_type(g(1.0, 2.0), float),
        assert_type(phi(0.5), float),
    )
    assert all(type(value) is float for value in floats)

    results = (
        assert_type(kt.kl_divergence(p, q, keepdims=True), Result),
        assert_type(kt.kl_divergence(many_p, many_q), Result),
        assert_type(kt.kl_divergence(many_p, q), Result),
        assert_type(kt.kl_divergence(np.array(p, np.float32), np.array(q, np.float32)), Result),
        assert_type(kt.entropy(many_p), Result),
        assert_type(kt.kl_terms(p, q), Result),
        assert_type(kt.kl_normal(0, 1, many_p, 1), Result),
        assert_type(kt.mutual_information(many_p, normalize=True), Result),
    )
    assert all(isinstance(value, float | np.float32 | np.ndarray) for value in results)
    assert {type(value) for value in results} == {float, np.float32, np.ndarray}

    pair, rng = (stats.norm(), stats.norm(1)), np.random.default_rng(0)
    estimates = (
        assert_type(kt.kl_distributions(*pair, method="quad"), kt.Estimate),
        assert_type(kt.kl_distributions(*pair, method="mc", rng=rng), kt.Estimate),
        assert_type(kt.kl_montecarlo(many_p[0], many_q[0]), kt.Estimate),
        assert_type(kt.kl_knn(many_p, many_q, k=1), kt.Estimate),
        assert_type(kt.kl_dv(many_p[0], many_q[0]), kt.Estimate),
    )
    assert all(type(value) is kt.Estimate for value in estimates)
    one = assert_type(kt.kl_distributions(*pair), float | Arrays)
    many = assert_type(kt.kl_distributions(stats.norm([0, 1]), stats.norm()), float | Arrays)
    assert (type(one), type(many)) == (float, np.ndarray)
    either = assert_type(kt.kl_distributions(*pair, method=method), float | Arrays | kt.Estimate)
    assert type(either) is (float if method == "closed" else kt.Estimate)
