"""Fits of a normal to a target, against quadrature and grid searches written here."""

from __future__ import annotations

import itertools
import math

import mpmath
import numpy as np
import pytest
from scipy import integrate, optimize, stats

from kltext.projections import (
    NormalMixture,
    descent_path,
    fit_alpha,
    fit_forward,
    fit_mean_field,
    fit_reverse,
    kl_normal_mixture,
    minimum_downhill,
    reverse_exchange,
    reverse_fold,
)
from kltext.projections.landscapes import (
    alpha_landscape,
    forward_landscape,
    reverse_landscape,
)
from kltext.projections.targets import as_target

PAIR = NormalMixture.pair(4)
LOPSIDED = NormalMixture((0.3, 0.7), (-1.0, 3.0), (0.4, 1.7))


def witness(mixture: NormalMixture, mu: float, sigma: float, direction: str) -> float:
    """Return the divergence by scipy's quad on the textbook integrand."""
    parts = list(zip(mixture.weights, mixture.means, mixture.sigmas, strict=True))

    def log_p(x: float) -> float:
        logs = [
            math.log(w) - 0.5 * math.log(2 * math.pi) - math.log(s) - (x - m) ** 2 / (2 * s * s)
            for w, m, s in parts
        ]
        top = max(logs)
        return top + math.log(sum(math.exp(term - top) for term in logs))

    def log_q(x: float) -> float:
        return -0.5 * math.log(2 * math.pi) - math.log(sigma) - (x - mu) ** 2 / (2 * sigma**2)

    first, second = (log_p, log_q) if direction == "forward" else (log_q, log_p)
    wide = 40 * max(sigma, *mixture.sigmas)
    knots = [*mixture.means, mu]
    value, _ = integrate.quad(
        lambda x: math.exp(first(x)) * (first(x) - second(x)),
        min(knots) - wide,
        max(knots) + wide,
        points=knots,
        limit=500,
        epsabs=1e-13,
        epsrel=1e-13,
    )
    return value


@pytest.mark.parametrize(
    ("mu", "sigma", "direction", "printed", "digits"),
    [
        (0, 2, "forward", 0.1854, 4),
        (0, 2, "reverse", 0.22784, 5),
        (2, 1, "reverse", 0.6327, 4),
        (0, math.sqrt(5), "forward", 0.17200, 5),
        (0, 2.0470, "reverse", 0.22651, 5),
    ],
)
def test_divergences_of_the_pair_at_separation_four(mu, sigma, direction, printed, digits) -> None:
    value = kl_normal_mixture(PAIR, mu, sigma, direction=direction)
    assert round(value, digits) == printed
    assert value == pytest.approx(witness(PAIR, mu, sigma, direction), abs=1e-11)


@pytest.mark.parametrize("direction", ["forward", "reverse"])
def test_divergence_agrees_with_quad_over_random_mixtures(direction) -> None:
    rng = np.random.default_rng(20)
    for _ in range(20):
        mixture = NormalMixture(
            rng.dirichlet([2, 2, 2]), rng.normal(0, 4, 3), rng.uniform(0.3, 3, 3)
        )
        mu, sigma = rng.normal(0, 3), rng.uniform(0.5, 4)
        value = kl_normal_mixture(mixture, mu, sigma, direction=direction)
        assert value == pytest.approx(witness(mixture, mu, sigma, direction), rel=1e-10)


def test_divergence_agrees_with_mpmath_at_thirty_digits() -> None:
    with mpmath.workdps(30):

        def integrand(x: mpmath.mpf) -> mpmath.mpf:
            p = (mpmath.npdf(x, -2, 1) + mpmath.npdf(x, 2, 1)) / 2
            q = mpmath.npdf(x, 1, mpmath.mpf(3) / 2)
            return q * mpmath.log(q / p)

        exact = float(mpmath.quad(integrand, mpmath.linspace(-24, 26, 26)))
    assert kl_normal_mixture(PAIR, 1, 1.5, direction="reverse") == pytest.approx(exact, rel=1e-13)


def test_small_divergences_keep_their_digits() -> None:
    one = NormalMixture((1.0,), (0.0,), (1.0,))
    shift = 1e-6
    for direction in ("forward", "reverse"):
        value = kl_normal_mixture(one, shift, 1.0, direction=direction)
        assert value == pytest.approx(shift**2 / 2, rel=1e-6)
        assert kl_normal_mixture(one, 0.0, 1.0, direction=direction) == 0.0


def test_forward_fit_matches_the_moments() -> None:
    fit = fit_forward(PAIR)
    assert (fit.mean, fit.sigma) == (0.0, pytest.approx(math.sqrt(5), rel=1e-15))
    assert round(fit.kl, 5) == 0.17200
    for mu, factor in ((0.01, 1), (-0.01, 1), (0, 1.01), (0, 0.99)):
        worse = kl_normal_mixture(LOPSIDED, LOPSIDED.mean() + mu, LOPSIDED.std() * factor)
        assert fit_forward(LOPSIDED).kl < worse


def test_reverse_fit_at_separation_four_stays_in_the_middle() -> None:
    (fit,) = fit_reverse(PAIR).minima
    assert fit.mean == 0
    assert round(fit.sigma, 4) == 2.0470
    assert round(fit.kl, 5) == 0.22651
    best = optimize.minimize(
        lambda at: witness(PAIR, at[0], math.exp(at[1]), "reverse"),
        [0.3, 0.3],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-15},
    )
    assert fit.mean == pytest.approx(best.x[0], abs=1e-6)
    assert fit.sigma == pytest.approx(math.exp(best.x[1]), abs=1e-6)
    assert fit.kl == pytest.approx(best.fun, abs=1e-12)


def grid_minima(mixture: NormalMixture) -> list[np.ndarray]:
    """Return (mu, log sigma) of the local minima of D(Q‖P) on a grid, followed to their floor."""
    parts = list(zip(mixture.weights, mixture.means, mixture.sigmas, strict=True))
    z = np.linspace(-9, 9, 361)
    weight = stats.norm.pdf(z) * 0.05

    def surface(mu: np.ndarray, s: np.ndarray) -> np.ndarray:
        x = mu[..., None] + np.exp(s)[..., None] * z
        logs = [np.log(w / d) - ((x - m) / d) ** 2 / 2 for w, m, d in parts]
        return -s - np.logaddexp.reduce(logs) @ weight

    mus, scales = np.meshgrid(np.linspace(-5, 5, 81), np.linspace(-1.2, 1.6, 61), indexing="ij")
    values = surface(mus, scales)
    core = values[1:-1, 1:-1]
    lower = np.ones(core.shape, dtype=bool)
    for i, j in itertools.product(range(3), repeat=2):
        if (i, j) != (1, 1):
            lower &= core < values[i : i + core.shape[0], j : j + core.shape[1]]
    found: list[np.ndarray] = []
    for i, j in np.argwhere(lower):
        floor = optimize.minimize(
            lambda at: surface(np.array(at[0]), np.array(at[1])),
            [mus[i + 1, j + 1], scales[i + 1, j + 1]],
            method="Nelder-Mead",
            options={"xatol": 1e-8, "fatol": 1e-14},
        )
        if not any(np.allclose(floor.x, other, atol=1e-4) for other in found):
            found.append(floor.x)
    return found


@pytest.mark.parametrize(
    "mixture",
    [
        NormalMixture.pair(4),
        NormalMixture.pair(5.2),
        NormalMixture.pair(6.5),
        LOPSIDED,
        NormalMixture((0.2, 0.5, 0.3), (-3.5, 0.0, 3.5), (0.5, 0.5, 0.7)),
        NormalMixture((0.5, 0.5), (0.0, 0.5), (0.4, 3.0)),
    ],
)
def test_reverse_fit_finds_every_minimum_a_grid_search_sees(mixture) -> None:
    fits = fit_reverse(mixture).minima
    assert [fit.kl for fit in fits] == pytest.approx(sorted(fit.kl for fit in fits), abs=1e-11)
    seen = grid_minima(mixture)
    assert len(fits) == len(seen)
    for mu, s in seen:
        assert any(abs(f.mean - mu) < 1e-5 and abs(math.log(f.sigma) - s) < 1e-5 for f in fits)
    for fit in fits:
        assert fit.kl == pytest.approx(witness(mixture, fit.mean, fit.sigma, "reverse"), abs=1e-11)


@pytest.mark.parametrize("mixture", [PAIR, LOPSIDED, NormalMixture.pair(6.0)])
def test_minimisers_are_true_to_1e_8(mixture) -> None:
    # At a minimum of D(Q‖P): E_Q[d log p/dx] = 0 and E_Q[(x − μ) d log p/dx] = −1 (Stein).
    parts = [np.array(v)[:, None] for v in (mixture.weights, mixture.means, mixture.sigmas)]
    weights, means, sigmas = parts
    for fit in fit_reverse(mixture).minima:
        x = fit.mean + fit.sigma * np.linspace(-10, 10, 20001)
        logs = np.log(weights / sigmas) - ((x - means) / sigmas) ** 2 / 2
        shares = np.exp(logs - np.logaddexp.reduce(logs))
        score = (shares * (means - x) / sigmas**2).sum(axis=0)
        q = stats.norm.pdf(x, fit.mean, fit.sigma) * (x[1] - x[0])
        assert (q * score).sum() == pytest.approx(0, abs=1e-9)
        assert (q * (x - fit.mean) * score).sum() == pytest.approx(-1, abs=1e-9)


def test_the_fold_is_where_side_minima_are_born() -> None:
    fold = reverse_fold()
    assert round(fold.separation, 4) == 4.8245
    assert (round(fold.mean, 3), round(fold.sigma, 3), round(fold.kl, 4)) == (2.146, 1.291, 0.6540)
    assert len(fit_reverse(NormalMixture.pair(fold.separation - 1e-4)).minima) == 1
    assert len(fit_reverse(NormalMixture.pair(fold.separation + 1e-6)).minima) == 3
    after = fit_reverse(NormalMixture.pair(fold.separation + 1e-4)).minima
    assert len(after) == 3
    assert after[2].mean == pytest.approx(fold.mean, abs=0.02)


def test_the_exchange_is_where_side_minima_win() -> None:
    swap = reverse_exchange()
    assert round(swap.separation, 4) == 5.6002
    assert (round(swap.mean, 3), round(swap.sigma, 4)) == (2.768, 1.0443)
    assert round(swap.kl, 5) == 0.68427
    assert fit_reverse(NormalMixture.pair(swap.separation - 1e-3)).mean == 0
    assert fit_reverse(NormalMixture.pair(swap.separation + 1e-3)).mean != 0


def test_bifurcations_scale_with_the_components() -> None:
    one, three = reverse_fold(), reverse_fold(3.0)
    assert three.separation == pytest.approx(3 * one.separation, rel=1e-12)
    assert (three.sigma, three.kl) == (pytest.approx(3 * one.sigma), pytest.approx(one.kl))
    with pytest.raises(ValueError, match=r"sigma = .* is not positive"):
        reverse_exchange(-1.0)


@pytest.mark.parametrize("separation", [4, 5, 7, 9, 12])
def test_the_middle_stays_a_local_minimum(separation) -> None:
    assert any(fit.mean == 0 for fit in fit_reverse(NormalMixture.pair(separation)).minima)


@pytest.mark.parametrize("mixture", [NormalMixture.pair(d) for d in (3, 5.2, 8)] + [LOPSIDED])
def test_the_curvature_in_the_mean_is_one_over_the_variance(mixture) -> None:
    for fit in fit_reverse(mixture).minima:
        point = reverse_landscape(as_target(mixture))(fit.mean, np.log(fit.sigma))
        assert point.hessian[0, 0] * fit.sigma**2 == pytest.approx(1, rel=1e-8)


def test_no_pitchfork_because_the_middle_is_curved_in_the_mean() -> None:
    # Where a minimum and a saddle meet, the Hessian is singular; its first entry is not.
    fold = reverse_fold()
    landscape = reverse_landscape(as_target(NormalMixture.pair(fold.separation)))
    point = landscape(fold.mean, np.log(fold.sigma))
    assert abs(np.linalg.det(point.hessian)) < 1e-9
    assert point.hessian[0, 0] * fold.sigma**2 == pytest.approx(1, rel=1e-9)
    # Away from stationary points the curvature is another one.
    assert abs(landscape(1.0, 0.0).hessian[0, 0] - 1) > 0.1


@pytest.mark.parametrize(
    "build",
    [
        lambda distribution: forward_landscape(distribution, 0.1),
        reverse_landscape,
        lambda distribution: alpha_landscape(distribution, 0.3),
    ],
)
def test_derivatives_of_the_landscapes(build) -> None:
    landscape = build(as_target(LOPSIDED))
    mu, s, h = 0.7, 0.4, 1e-4
    point = landscape(mu, s)
    for axis, (a, b) in enumerate(((h, 0.0), (0.0, h))):
        ahead, behind = landscape(mu + a, s + b), landscape(mu - a, s - b)
        slope = (ahead.value - behind.value) / (2 * h)
        assert point.gradient[axis] == pytest.approx(slope, abs=1e-6)
        bend = (ahead.gradient - behind.gradient) / (2 * h)
        assert point.hessian[axis] == pytest.approx(bend, abs=1e-6)


def test_alpha_fits_run_from_reverse_to_forward() -> None:
    sigmas = [fit_alpha(PAIR, alpha).sigma for alpha in (0, 0.001, 0.5, 0.999, 1)]
    assert sigmas == sorted(sigmas)
    assert sigmas[1] == pytest.approx(sigmas[0], abs=1e-3)
    assert sigmas[3] == pytest.approx(sigmas[4], abs=1e-3)
    assert fit_alpha(PAIR, 0.001).kl == pytest.approx(fit_reverse(PAIR).kl, abs=1e-3)


def test_alpha_divergence_is_minkas() -> None:
    alpha = 0.3
    mixture = NormalMixture.pair(6)
    x = np.linspace(-40, 40, 80001)
    for fit in fit_alpha(mixture, alpha).minima:
        q = stats.norm.pdf(x, fit.mean, fit.sigma)
        overlap = (mixture.pdf(x) ** alpha * q ** (1 - alpha)).sum() * 1e-3
        assert fit.kl == pytest.approx((1 - overlap) / (alpha * (1 - alpha)), abs=1e-12)
        # Minka: at a stationary point Q has the moments of p^α q^(1−α).
        tilted = mixture.pdf(x) ** alpha * q ** (1 - alpha)
        mean = (x * tilted).sum() / tilted.sum()
        assert fit.mean == pytest.approx(mean, abs=1e-9)
        assert fit.sigma**2 == pytest.approx(
            ((x - mean) ** 2 * tilted).sum() / tilted.sum(), rel=1e-9
        )


def test_descent_ends_in_the_basin_where_it_starts() -> None:
    target = NormalMixture.pair(6)
    right = descent_path(target, (3.5, 1.5), rate=0.2, steps=300)
    middle = descent_path(target, (0.1, 2.0), rate=0.2, steps=300)
    assert len(right) == 301
    assert (right[0].mean, right[0].sigma) == (3.5, pytest.approx(1.5))
    assert right[-1].mean == pytest.approx(2.9843, abs=1e-3)
    assert middle[-1].mean == pytest.approx(0, abs=1e-3)
    assert all(b.kl <= a.kl + 1e-14 for a, b in itertools.pairwise(right))
    forward = descent_path(target, (3.5, 1.5), direction="forward", rate=0.2, steps=900)
    assert forward[-1].sigma == pytest.approx(math.sqrt(10), rel=1e-6)
    assert forward[-1].kl == pytest.approx(fit_forward(target).kl, abs=1e-9)


@pytest.mark.parametrize(
    ("separation", "start"),
    [(6, (1.5, 1.5)), (6, (0.1, 3)), (5.2, (3.5, 0.8)), (5.2, (1, 2)), (5.2, (-3, 1)), (4, (6, 5))],
)
def test_the_minimum_downhill_is_where_the_natural_gradient_flow_ends(separation, start) -> None:
    target = NormalMixture.pair(separation)
    landscape = reverse_landscape(as_target(target))

    def flow(_time, place):
        along, wider = landscape(*place).gradient
        return [-np.exp(2 * place[1]) * along, -wider / 2]

    found = minimum_downhill(target, start)
    mean, s = integrate.solve_ivp(flow, (0, 100), [start[0], math.log(start[1])]).y[:, -1]
    assert (found.mean, found.sigma) == pytest.approx((mean, math.exp(s)), abs=0.02)
    assert repr(found) in map(repr, fit_reverse(target).minima)


@pytest.mark.parametrize("rho", [0.9, -0.3, 1e-7])
def test_mean_field_fits_of_two_correlated_coordinates(rho) -> None:
    cov = [[1, rho], [rho, 1]]
    reverse, forward = (fit_mean_field([1, 2], cov, direction=d) for d in ("reverse", "forward"))
    assert reverse.sigma**2 == pytest.approx(1 - rho**2)
    assert forward.sigma.tolist() == [1, 1]
    assert reverse.mean.tolist() == forward.mean.tolist() == [1, 2]
    for fit in (reverse, forward):
        assert fit.kl == pytest.approx(-0.5 * math.log1p(-(rho**2)), rel=1e-9)
    if rho == 0.9:
        assert round(reverse.kl, 6) == round(forward.kl, 6) == 0.830366
        assert reverse.sigma**2 == pytest.approx(0.19)


def test_mean_field_value_and_optimality_in_five_dimensions() -> None:
    rng = np.random.default_rng(5)
    root = rng.normal(size=(5, 5))
    cov = root @ root.T + np.eye(5)

    def kl(a: np.ndarray, b: np.ndarray) -> float:
        trace = np.trace(np.linalg.solve(b, a))
        return 0.5 * (trace - 5 + np.linalg.slogdet(b)[1] - np.linalg.slogdet(a)[1])

    reverse = fit_mean_field(np.zeros(5), cov)
    assert reverse.kl == pytest.approx(kl(np.diag(reverse.sigma**2), cov), rel=1e-12)
    forward = fit_mean_field(np.zeros(5), cov, direction="forward")
    assert forward.kl == pytest.approx(kl(cov, np.diag(forward.sigma**2)), rel=1e-12)
    for _ in range(10):
        nudge = np.exp(rng.normal(0, 0.05, 5))
        assert kl(np.diag(reverse.sigma**2 * nudge), cov) > reverse.kl
        assert kl(cov, np.diag(forward.sigma**2 * nudge)) > forward.kl


@pytest.mark.parametrize(
    ("frozen", "reverse"),
    [
        # The reverse fits of these follow by hand: laplace √(π/2), gumbel_r (½, 1).
        (stats.laplace(), (0.0, math.sqrt(math.pi / 2))),
        (stats.gumbel_r(), (0.5, 1.0)),
        (stats.norm(3, 2), (3.0, 2.0)),
    ],
)
def test_frozen_scipy_targets(frozen, reverse) -> None:
    (fit,) = fit_reverse(frozen).minima
    assert (fit.mean, fit.sigma) == (pytest.approx(reverse[0], abs=1e-8), pytest.approx(reverse[1]))
    forward = fit_forward(frozen)
    assert (forward.mean, forward.sigma) == pytest.approx((frozen.mean(), frozen.std()))
    kl, _ = integrate.quad(
        lambda x: frozen.pdf(x) * (frozen.logpdf(x) - stats.norm.logpdf(x, *forward_args(forward))),
        *frozen.ppf([1e-18, 1 - 1e-16]),
        limit=200,
        points=[frozen.median()],
    )
    assert forward.kl == pytest.approx(kl, abs=1e-8)


def forward_args(fit) -> tuple[float, float]:
    return fit.mean, fit.sigma
