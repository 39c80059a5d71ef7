"""The eleven conventions, one class each; the docstring of `kl_divergence` lists the first ten."""

from __future__ import annotations

import math
import re
import warnings

import numpy as np
import pytest
from scipy import special, stats

import kltext as kt
from tests.unit import exact

INF = math.inf
PAIRS = [kt.kl_divergence, kt.cross_entropy, kt.js_divergence, kt.js_distance]
PAIRS.append(lambda p, q, **options: kt.renyi_divergence(p, q, 0.7, **options))
PAIRS.append(lambda p, q, **options: kt.renyi_divergence(p, q, 3.0, **options))
ALL = [*PAIRS, lambda _, q, **options: kt.entropy(q, **options)]


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def test_the_docstring_lists_them_with_their_precedents():
    notes = kt.kl_divergence.__doc__
    for number in range(1, 11):
        assert re.search(rf"^ +{number}\. ", notes, re.MULTILINE)
    for precedent in ("rel_entr", "scipy#3041", "scipy#12553", "scipy#23064", "keras#19520"):
        assert precedent in notes
    for precedent in ("scipy#19350", "pytorch#32520", "pytorch#80488", "pytorch#72525"):
        assert precedent in notes
    assert "scipy#13711" in notes
    assert "pytorch#57459" in notes


class TestOneZeroTimesLogZero:
    def test_a_zero_of_p_contributes_nothing(self):
        assert kt.kl_divergence([0.0, 1.0], [0.5, 0.5]) == pytest.approx(math.log(2), rel=1e-15)
        assert kt.kl_divergence([0.0, 1.0], [0.0, 1.0]) == 0.0
        assert kt.kl_divergence([0.0, 0.5, 0.5], [0.0, 0.5, 0.5]) == 0.0

    def test_padding_with_zeros_changes_nothing(self, rng):
        p, q = rng.dirichlet(np.ones(5), (2, 20))
        pad = [(0, 0), (1, 2)]
        for function in PAIRS:
            padded = function(np.pad(p, pad), np.pad(q, pad))
            np.testing.assert_allclose(padded, function(p, q), rtol=1e-14)

    def test_terms(self):
        np.testing.assert_array_equal(kt.kl_terms([0.0, 0.0], [0.0, 0.7]), [0.0, 0.0])


class TestTwoInfinity:
    @pytest.mark.parametrize("tiny", [1.0, 1e-10, 1e-300, 5e-324])
    def test_p_outside_the_support_of_q(self, tiny):
        p = [tiny, 1.0 - tiny]
        assert kt.kl_divergence(p, [0.0, 1.0]) == INF
        assert kt.cross_entropy(p, [0.0, 1.0]) == INF
        assert kt.kl_terms(tiny, 0.0) == INF

    def test_in_a_batch_and_in_float32(self, rng):
        p = rng.dirichlet(np.ones(4), 100).astype(np.float32)
        q = p.copy()
        q[3] = [0.0, 0.5, 0.25, 0.25]
        value = kt.kl_divergence(p, q)
        assert value[3] == INF
        assert (np.delete(value, 3) == 0).all()

    def test_without_a_warning(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            kt.kl_divergence([0.5, 0.5], [1.0, 0.0])
            kt.renyi_divergence([0.5, 0.5], [1.0, 0.0], 2)
            kt.kl_logits([0.0, 0.0], [0.0, -INF])
        assert not caught

    def test_a_small_q_is_not_zero(self):
        assert kt.kl_divergence([0.5, 0.5], [5e-324, 1.0]) == pytest.approx(371.5269, rel=1e-6)


class TestThreeSums:
    @pytest.mark.parametrize("function", ALL)
    @pytest.mark.parametrize("off", [1e-7, -1e-7, 0.5, -1.0, 1e300])
    def test_a_row_that_does_not_sum_to_one_is_an_error(self, function, off):
        bad = np.array([0.5, 0.5 + off])
        with pytest.raises(ValueError, match=r"(sums to|negative)"):
            function([0.5, 0.5], bad)

    @pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
    def test_the_tolerance_is_that_of_the_dtype(self, dtype):
        tolerance = float(np.finfo(dtype).eps) ** 0.5
        good = np.array([0.5, 0.5 + 0.8 * tolerance], dtype)
        bad = np.array([0.5, 0.5 + 1.3 * tolerance], dtype)
        kt.kl_divergence(good, good)
        with pytest.raises(ValueError, match="normalize=True"):
            kt.kl_divergence(bad, np.array([0.5, 0.5]))

    def test_each_argument_has_its_own_tolerance(self):
        rough, fine = np.float32([0.5, 0.5001]), np.array([0.5, 0.5])
        kt.kl_divergence(rough, fine)
        with pytest.raises(ValueError, match="q sums to"):
            kt.kl_divergence(rough, rough.astype(np.float64))

    def test_within_it_the_rows_are_divided_by_their_sums(self, rng):
        p, q = rng.dirichlet(np.ones(50), 2)
        p, q = p * (1 + 1e-8), q * (1 - 1.2e-8)
        with exact.with_digits():
            reference = exact.kl(p, q)
            assert exact.relative_error(kt.kl_divergence(p, q), reference) < 1e-14
            plain = special.rel_entr(p, q).sum()
            assert exact.relative_error(plain, reference) > 1e-9

    def test_normalize(self):
        assert kt.kl_divergence([2, 2], [1, 3], normalize=True) == pytest.approx(
            0.5 * math.log(4 / 3), rel=1e-15
        )
        with pytest.raises(ValueError, match=r"q sums to 0; a distribution needs a positive"):
            kt.kl_divergence([2, 2], [0, 0], normalize=True)

    def test_the_error_names_the_row(self):
        with pytest.raises(ValueError, match=r"q\[1, :\] sums to 0\.9"):
            kt.kl_divergence([0.5, 0.5], [[0.5, 0.5], [0.5, 0.4]])
        with pytest.raises(ValueError, match=r"p\[:, 1\] sums to 1\.5"):
            kt.kl_divergence([[0.5, 1.0], [0.5, 0.5]], [[0.5, 0.5], [0.5, 0.5]], axis=0)


class TestFourNegative:
    @pytest.mark.parametrize("function", ALL)
    @pytest.mark.parametrize("value", [-1e-300, -1e-12, -0.25])
    def test_negative_is_an_error(self, function, value):
        bad = np.array([0.5, value, 0.5 - value])
        with pytest.raises(ValueError, match=re.escape(f"[1] = {value}")):
            function([0.5, 0.25, 0.25], bad)

    def test_it_names_the_place(self, rng):
        p = rng.dirichlet(np.ones(4), (3, 5))
        p[2, 1, 3] *= -1
        with pytest.raises(ValueError, match=r"p\[2, 1, 3\] = -0\.\d+ is negative"):
            kt.kl_divergence(p, np.full(4, 0.25))
        with pytest.raises(ValueError, match=r"q\[2, 1, 3\] = -0\.\d+ is negative"):
            kt.kl_divergence(np.full(4, 0.25), p)

    @pytest.mark.parametrize("rows", [1, 3000])
    @pytest.mark.parametrize("kind", ["far", "near", "both far", "both near", "zeros"])
    def test_wherever_it_hides(self, rows, kind, rng):
        p, q = rng.dirichlet(np.ones(8), (2, rows))
        if "near" in kind:
            q = p * (1 + 1e-3 * rng.uniform(-1, 1, p.shape))
            q /= q.sum(-1, keepdims=True)
        if kind == "zeros":
            p[:, 4:6] = 0.0
            p /= p.sum(-1, keepdims=True)
        # The sums stay 1, so that only the sign can tell.
        for rows_with_it in (p, q) if "both" in kind else (q,):
            row = rows_with_it[rows // 2]
            row[4:6] = row[4] + row[5], -1e-15
        with pytest.raises(ValueError, match="= -1e-15 is negative"):
            kt.kl_divergence(p, q)
        with pytest.raises(ValueError, match="= -1e-15 is negative"):
            kt.kl_divergence(q, p)

    def test_minus_zero_is_zero(self):
        assert kt.kl_divergence([-0.0, 1.0], [0.5, 0.5]) == kt.kl_divergence([0, 1], [0.5, 0.5])


class TestFiveNan:
    @pytest.mark.parametrize("function", ALL)
    def test_it_propagates(self, function, rng):
        p, q = rng.dirichlet(np.ones(5), (2, 6))
        q[4, 2] = np.nan
        value = function(p, q)
        np.testing.assert_array_equal(np.isnan(value), np.arange(6) == 4)

    def test_from_either_side_and_past_zeros(self):
        bad, zeros = [np.nan, 0.5, 0.5], [0.0, 0.5, 0.5]
        for p, q in ((bad, zeros), (zeros, bad), (bad, bad)):
            for function in PAIRS:
                assert np.isnan(function(p, q))
        assert np.isnan(kt.kl_divergence([np.nan, 1.0], [0.0, 1.0]))

    @pytest.mark.parametrize("function", ALL)
    def test_or_raises(self, function):
        with pytest.raises(ValueError, match=r"q?p?\[0\] = nan is not a number"):
            function([0.5, 0.5], [np.nan, 0.5], nan_policy="raise")

    @pytest.mark.parametrize("policy", ["omit", "ignore", None, 1, ["raise"]])
    def test_there_is_no_other_policy(self, policy):
        with pytest.raises(
            ValueError, match=r"nan_policy = .* is unknown; pass 'propagate' or 'raise'"
        ):
            kt.kl_divergence([0.5, 0.5], [0.5, 0.5], nan_policy=policy)


class TestSixSign:
    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    @pytest.mark.parametrize("columns", [2, 10, 1000])
    def test_equal_rows_give_exactly_zero(self, dtype, columns, rng):
        p = rng.dirichlet(np.ones(columns), 200).astype(dtype)
        p[::3, 0] = 0
        p /= p.sum(-1, keepdims=True)
        for function in (kt.kl_divergence, kt.js_divergence, kt.js_distance):
            assert (function(p, p.copy()) == 0).all()
            assert function(p[1], p[1].copy()) == 0

    @pytest.mark.parametrize("size", [1e-3, 1e-8, 1e-12, 1e-15, 1e-16])
    def test_nearly_equal_rows_are_not_below_it(self, size, rng):
        p = rng.dirichlet(np.ones(100), 300)
        q = p * (1 + size * rng.standard_normal(p.shape))
        q /= q.sum(-1, keepdims=True)
        for function in (kt.kl_divergence, kt.js_divergence):
            value = function(p, q)
            assert (value >= 0).all()
            assert ((value > 0) == (p != q).any(-1)).all()


class TestSevenNoEpsilon:
    def test_nothing_is_clipped(self):
        value = kt.kl_divergence([0.5, 0.5], [1e-12, 1 - 1e-12])
        assert value == pytest.approx(13.122363377404329, rel=1e-14)
        assert kt.kl_divergence([0.5, 0.5], [1e-300, 1.0]) == pytest.approx(344.69, rel=1e-4)

    def test_many_tiny_atoms(self):
        n = 10**6
        p, q = np.full(n + 1, 2e-10), np.full(n + 1, 1e-13)
        p[-1], q[-1] = 1 - 2e-4, 1 - 1e-7
        assert kt.kl_divergence(p, q) == pytest.approx(1.3203e-3, rel=1e-4)


class TestEightDtypes:
    @pytest.mark.parametrize("dtype", [bool, np.int8, np.uint64, np.int64, np.float16, float])
    def test_all_but_float32_become_float64(self, dtype):
        p = np.array([[1, 0]], dtype)
        for function in ALL:
            assert function(p, p).dtype == np.float64
        assert type(kt.kl_divergence(p[0], p[0])) is float

    def test_float32_stays(self):
        p = np.float32([[0.5, 0.5]])
        for function in ALL:
            assert function(p, p).dtype == np.float32
        assert type(kt.kl_divergence(p[0], p[0])) is np.float32
        assert kt.mutual_information(np.diag(p[0])).dtype == np.float32

    def test_mixed_inputs_become_float64(self):
        assert type(kt.kl_divergence(np.float32([0.5, 0.5]), np.array([0.5, 0.5]))) is float

    @pytest.mark.parametrize("function", ALL)
    def test_complex_is_an_error(self, function):
        with pytest.raises(TypeError, match="is complex"):
            function([0.5, 0.5], np.array([0.5 + 0j, 0.5]))


class TestNineShapes:
    @pytest.mark.parametrize("function", PAIRS)
    def test_full_broadcasting(self, function, rng):
        p, q = rng.dirichlet(np.ones(3), (4, 1)), rng.dirichlet(np.ones(3), 5)
        value = function(p, q)
        assert value.shape == (4, 5)
        assert value[2, 3] == pytest.approx(function(p[2, 0], q[3]), rel=1e-14)
        assert function(p, q[0]).shape == (4, 1)

    def test_along_the_axis_too(self):
        assert kt.kl_divergence([1.0], [[1.0]]) == 0.0
        with pytest.raises(ValueError, match="q sums to 2"):
            kt.kl_divergence([0.5, 0.5], [1.0])

    @pytest.mark.parametrize("function", ALL)
    def test_an_empty_axis_is_an_error(self, function):
        with pytest.raises(ValueError, match="no entries along axis 0"):
            function([], [])
        with pytest.raises(ValueError, match="no entries along axis 1"):
            function(np.empty((3, 0)), np.empty((3, 0)))

    @pytest.mark.parametrize("function", ALL)
    def test_an_empty_batch_is_not(self, function):
        assert function(np.empty((0, 3)), np.empty((0, 3))).shape == (0,)

    def test_shapes_that_do_not_fit_are_named(self):
        with pytest.raises(ValueError, match=r"p has shape \(2,\), q has shape \(3,\)"):
            kt.kl_divergence([0.5, 0.5], [0.5, 0.25, 0.25])


class TestTenBaseAndDirection:
    def test_base(self):
        assert kt.kl_divergence([1.0, 0.0], [0.5, 0.5], base=2) == 1.0
        assert kt.kl_divergence([1.0, 0.0], [0.1, 0.9], base=10) == pytest.approx(1.0, rel=1e-15)
        assert kt.kl_logits([900.0, 0.0], [0.0, 0.0], base=2) == 1.0

    @pytest.mark.parametrize("base", [1, 1.0, 0.5, 0, -2, INF, np.nan])
    def test_base_must_exceed_one(self, base):
        for function in (*ALL, kt.kl_logits):
            with pytest.raises(ValueError, match=r"base = .* is not a finite number above 1"):
                function([0.5, 0.5], [0.5, 0.5], base=base)

    def test_the_expectation_is_under_the_first_argument(self):
        p, q = [0.5, 0.5, 0.0], [0.5, 0.25, 0.25]
        assert math.isfinite(kt.kl_divergence(p, q))
        assert kt.kl_divergence(q, p) == INF
        assert kt.cross_entropy(q, p) == INF
        assert kt.kl_normal(0, 1, 0, 2) == pytest.approx(math.log(2) - 3 / 8, rel=1e-15)


class TestElevenDistributions:
    def test_support_comes_first(self):
        assert kt.kl_distributions(stats.norm(), stats.expon()) == INF
        assert kt.kl_distributions(stats.uniform(0, 2), stats.uniform(0, 1)) == INF
        assert math.isfinite(kt.kl_distributions(stats.uniform(0, 1), stats.uniform(0, 2)))

    def test_no_closed_form_is_said_and_nothing_else_is_done(self):
        with pytest.raises(NotImplementedError) as caught:
            kt.kl_distributions(stats.skewnorm(3), stats.t(5))
        message = str(caught.value)
        for word in ("skewnorm", "t", "quad", "mc"):
            assert re.search(rf"\b{word}\b", message)
