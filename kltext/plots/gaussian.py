"""Two normals and the divergence between them."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.normal import kl_normal
from kltext.plots.style import STYLE, WIDTH, axes_or_new
from kltext.plots.validation import checked

Floats = npt.NDArray[np.float64]
DIVERGENCE = r"$D_{\mathrm{KL}}(%s\parallel %s)$"


def _check(**parameters: float) -> None:
    for name, value in parameters.items():
        if not np.isfinite(value):
            raise ValueError(f"{name} = {value} must be a finite number")
        if name.startswith("sigma") and value <= 0:
            raise ValueError(f"{name} = {value} must be a positive standard deviation")


def _log_density(x: Floats, mu: float, sigma: float) -> Floats:
    z = (x - mu) / sigma
    return np.asarray(-0.5 * z * z - np.log(sigma * np.sqrt(2 * np.pi)))


def _grid(mu_p: float, sigma_p: float, mu_q: float, sigma_q: float) -> Floats:
    low = min(mu_p - 4 * sigma_p, mu_q - 4 * sigma_q)
    high = max(mu_p + 4 * sigma_p, mu_q + 4 * sigma_q)
    return np.linspace(low, high, 801)


def _draw_pair(ax: Axes, x: Floats, p: Floats, q: Floats) -> None:
    ax.fill_between(x, p, color=STYLE["p"], alpha=0.12, linewidth=0)
    ax.plot(x, p, color=STYLE["p"], label="$p$")
    ax.fill_between(x, q, color=STYLE["q"], alpha=0.12, linewidth=0)
    ax.plot(x, q, "--", color=STYLE["q"], label="$q$")
    ax.set(ylabel="density", ylim=(0, None), xlim=(x[0], x[-1]))
    ax.legend(loc="upper left")


def _draw_integrand(ax: Axes, x: Floats, integrand: Floats, ylabel: str) -> None:
    above, below = integrand >= 0, integrand <= 0
    ax.fill_between(x, integrand, where=above, color=STYLE["loss"], alpha=0.35, lw=0, label="adds")
    ax.fill_between(x, integrand, where=below, color=STYLE["gain"], alpha=0.35, lw=0)
    # The hatch is drawn by itself: an SVG would paint a translucent face over it.
    hatched = ax.fill_between(x, integrand, where=below, facecolor="none", lw=0, label="subtracts")
    hatched.set(hatch="////", edgecolor=STYLE["gain"])
    ax.plot(x, integrand, color=STYLE["ink"], linewidth=1)
    ax.axhline(0, color=STYLE["muted"], linewidth=0.8)
    ax.set(xlabel="$x$", ylabel=ylabel, xlim=(x[0], x[-1]))


@checked
def plot_gaussian_explorer(
    mu_p: float = 0.0,
    sigma_p: float = 1.0,
    mu_q: float = 1.0,
    sigma_q: float = 1.5,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw two normals, and the integrand p·log(p/q) whose signed area is D(P‖Q).

    Parameters
    ----------
    mu_p, sigma_p, mu_q, sigma_q : float
        Means and standard deviations (not variances).
    axes : sequence of 2 Axes, optional
        Where to draw the densities and the integrand; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        With the divergence in nats and in bits as the title of the second.

    Raises
    ------
    ValueError
        If a parameter is not finite, or a standard deviation not positive.

    Examples
    --------
    >>> top, bottom = plot_gaussian_explorer()
    >>> bottom.get_title(loc="left").split("$")[2]
    ' = 0.3499 nats = 0.5048 bits'
    """
    _check(mu_p=mu_p, sigma_p=sigma_p, mu_q=mu_q, sigma_q=sigma_q)
    nats = float(kl_normal(mu_p, sigma_p, mu_q, sigma_q))
    if axes is None:
        _, axes = plt.subplots(2, 1, figsize=(WIDTH, 4.9), sharex=True, height_ratios=[1, 1.1])
    top, bottom = axes
    x = _grid(mu_p, sigma_p, mu_q, sigma_q)
    log_p, log_q = _log_density(x, mu_p, sigma_p), _log_density(x, mu_q, sigma_q)
    _draw_pair(top, x, np.exp(log_p), np.exp(log_q))
    _draw_integrand(bottom, x, np.exp(log_p) * (log_p - log_q), r"$p\,\log\,p/q$")
    bottom.legend(loc="upper left")
    bits = nats / np.log(2)
    bottom.set_title(f"{DIVERGENCE % ('P', 'Q')} = {nats:.4f} nats = {bits:.4f} bits", loc="left")
    return np.array([top, bottom])


@checked
def plot_width_curve(
    shifts: Sequence[float] = (0.0, 1.0, 2.0),
    sigma_p: float = 1.0,
    *,
    sigma_max: float = 4.0,
    ax: Axes | None = None,
) -> Axes:
    """Draw D(P‖Q) against σ_Q for some distances between the means, each minimum marked.

    Parameters
    ----------
    shifts : sequence of float
        Distances Δμ between the means, one curve for each (at most four).
    sigma_p : float
        Standard deviation of P.
    sigma_max : float
        Right end of the picture, above `sigma_p`.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one curve and one marked minimum for each shift, in nats.

    Examples
    --------
    >>> ax = plot_width_curve()
    >>> [round(float(x), 4) for line in ax.lines[1::2] for x in line.get_xdata()]
    [1.0, 1.4142, 2.2361]
    """
    ax = axes_or_new(ax)
    sigma_q = np.linspace(0.4 * sigma_p, sigma_max, 400)
    looks = [("p", "-"), ("q", "--"), ("r", "-."), ("loss", ":")]
    for shift, (role, dash) in zip(shifts, looks, strict=False):
        curve = kl_normal(0, sigma_p, shift, sigma_q)
        best = np.hypot(sigma_p, shift)
        label = rf"$\Delta\mu = {shift:g}$"
        ax.plot(sigma_q, curve, dash, color=STYLE[role], label=label)
        ax.plot([best], [kl_normal(0, sigma_p, shift, best)], "o", color=STYLE[role])
    ax.set(xlabel=r"$\sigma_Q$", ylabel=f"{DIVERGENCE % ('P', 'Q')} (nats)")
    ax.set(xlim=(0, sigma_max), ylim=(0, 2.5))
    ax.legend(loc="upper right")
    return ax


@checked
def plot_asymmetry(
    mu_p: float = 0.0,
    sigma_p: float = 1.0,
    mu_q: float = 2.0,
    sigma_q: float = 2.0,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw two normals, and below them the integrands of D(P‖Q) and of D(Q‖P).

    Parameters
    ----------
    mu_p, sigma_p, mu_q, sigma_q : float
        Means and standard deviations (not variances).
    axes : sequence of 3 Axes, optional
        For the densities and for each direction; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (3,)
        The lower two have a common vertical scale and their divergence, in nats, as title.

    Raises
    ------
    ValueError
        If a parameter is not finite, or a standard deviation not positive.

    Examples
    --------
    >>> top, left, right = plot_asymmetry()
    >>> [ax.get_title(loc="left").split("= ")[1] for ax in (left, right)]
    ['0.8181 nats', '2.8069 nats']
    """
    _check(mu_p=mu_p, sigma_p=sigma_p, mu_q=mu_q, sigma_q=sigma_q)
    values = (
        float(kl_normal(mu_p, sigma_p, mu_q, sigma_q)),
        float(kl_normal(mu_q, sigma_q, mu_p, sigma_p)),
    )
    if axes is None:
        _, panels = plt.subplot_mosaic("dd;pq", figsize=(WIDTH, 5.2), height_ratios=[1, 1.2])
        axes = [panels[key] for key in "dpq"]
    top, left, right = axes
    x = _grid(mu_p, sigma_p, mu_q, sigma_q)
    log_p, log_q = _log_density(x, mu_p, sigma_p), _log_density(x, mu_q, sigma_q)
    _draw_pair(top, x, np.exp(log_p), np.exp(log_q))
    _draw_integrand(left, x, np.exp(log_p) * (log_p - log_q), r"$p\,\log\,p/q$")
    _draw_integrand(right, x, np.exp(log_q) * (log_q - log_p), r"$q\,\log\,q/p$")
    limits = np.array([left.get_ylim(), right.get_ylim()])
    for ax, names, value in zip((left, right), ("PQ", "QP"), values, strict=True):
        ax.set_ylim(limits[:, 0].min(), limits[:, 1].max())
        ax.set_title(f"{DIVERGENCE % tuple(names)} = {value:.4f} nats", loc="left")
    left.legend(loc="upper right")
    return np.array([top, left, right])


@checked
def plot_growing_integral(
    reach: ArrayLike, diverging: ArrayLike, settling: ArrayLike, *, ax: Axes | None = None
) -> Axes:
    """Draw two integrals over [−R, R] against R: one grows for ever, the other settles.

    Parameters
    ----------
    reach : array_like, shape (n,)
        The half-widths R.
    diverging, settling : array_like, shape (n,)
        Values of the integrals, in nats, positive.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With both axes logarithmic.

    Examples
    --------
    >>> ax = plot_growing_integral([1, 10], [0.5, 5], [0.2, 0.25])
    >>> ax.get_xscale(), ax.get_yscale()
    ('log', 'log')
    """
    ax = axes_or_new(ax)
    ax.loglog(reach, diverging, "o-", color=STYLE["p"], label="Cauchy first, normal second")
    ax.loglog(reach, settling, "s--", color=STYLE["q"], label="normal first, Cauchy second")
    ax.set(xlabel="$R$", ylabel=r"integral over $[-R, R]$ (nats)")
    ax.legend(loc="upper left")
    return ax
