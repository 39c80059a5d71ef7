"""Figures of the chapter on variational autoencoders: the bound, the encoder, the training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.normal import kl_normal
from kltext.plots.style import STYLE, WIDTH, axes_or_new
from kltext.plots.validation import checked

Floats = npt.NDArray[np.float64]
MARKERS = "osD^v"


@checked
def plot_bound(
    weights: ArrayLike, elbo: ArrayLike, evidence: float, *, ax: Axes | None = None
) -> Axes:
    """Draw an evidence lower bound against the one parameter of q, under its ceiling.

    Parameters
    ----------
    weights : array_like, shape (n,)
        The parameter of q, for instance the probability of one of two causes.
    elbo : array_like, shape (n,)
        The bound at each, in nats.
    evidence : float
        log p(x), in nats.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the gap, which is a divergence, filled, and the place where the bound is tight.

    Examples
    --------
    >>> ax = plot_bound([0.1, 0.5, 0.9], [-3.0, -2.0, -2.5], -1.9)
    >>> ax.lines[-1].get_xdata().tolist()
    [0.5]
    """
    ax = axes_or_new(ax)
    w, bound = np.asarray(weights, dtype=float), np.asarray(elbo, dtype=float)
    ax.fill_between(
        w, bound, evidence, color=STYLE["loss"], alpha=0.18, linewidth=0, label="the divergence"
    )
    ax.axhline(evidence, color=STYLE["ink"], linestyle="--", linewidth=1.2, label=r"$\log\,p(x)$")
    ax.plot(w, bound, color=STYLE["p"], label="ELBO")
    best = int(np.argmax(bound))
    ax.plot([float(w[best])], [float(bound[best])], "o", color=STYLE["p"])
    ax.set(xlabel="$q(z = 1)$", ylabel="nats", xlim=(float(w[0]), float(w[-1])))
    ax.legend(loc="lower center")
    return ax


def _draw_encoder(ax: Axes, z: Floats, mu: float, sigma: float) -> None:
    curves = ((r"$q(z|x)$", mu, sigma, "p", "-"), (r"$p(z)$", 0.0, 1.0, "q", "--"))
    for label, centre, spread, role, dash in curves:
        density = np.exp(-(((z - centre) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
        ax.plot(z, density, dash, color=STYLE[role], label=label)
    ax.set(ylabel="density", ylim=(0, None), xlim=(z[0], z[-1]))
    ax.legend(loc="upper left")


def _draw_noise(ax: Axes, mu: float, sigma: float, noise: float) -> None:
    for epsilon in range(-3, 4):
        ax.plot([epsilon, mu + sigma * epsilon], [0, 1], color=STYLE["muted"], linewidth=0.8)
    chosen = mu + sigma * noise
    ax.plot([noise, chosen], [0, 1], "o-", color=STYLE["accent"], markersize=6)
    for place, text, offset in (
        ((noise, 0.0), rf"$\varepsilon = {noise:g}$", -16),
        ((chosen, 1.0), rf"$z = \mu + \sigma\varepsilon = {chosen:.4f}$", 9),
    ):
        ax.annotate(text, place, (0, offset), textcoords="offset points", ha="center")
    ax.set_yticks([0, 1], [r"$\varepsilon$", "$z$"])
    ax.set(ylim=(-0.45, 1.45), xlabel=r"value of $\varepsilon$ or of $z$")
    ax.grid(axis="y", visible=False)


@checked
def plot_encoder(
    mu: float, log_var: float, noise: float = 0.8, *, axes: Sequence[Axes] | None = None
) -> npt.NDArray[np.object_]:
    r"""Draw q(z|x) = N(μ, σ²) against the prior N(0, 1), and how noise ε becomes z = μ + σε.

    Parameters
    ----------
    mu, log_var : float
        What the encoder returns: the mean and the logarithm of the variance.
    noise : float
        One ε between −3 and 3.
    axes : sequence of 2 Axes, optional
        Where to draw the densities and the map; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        The divergence of q(z|x) and the prior, in nats, is in the title of the first.

    Raises
    ------
    ValueError
        If `noise` is not between −3 and 3, where the axis of ε ends.

    Examples
    --------
    >>> above, below = plot_encoder(1.5, -0.5)
    >>> above.get_title(loc="left")
    '$D_{\\mathrm{KL}}(q(z|x)\\parallel p(z))$ = 1.1783 nats'
    """
    if not -3 <= noise <= 3:
        raise ValueError(f"noise must be between -3 and 3, got {noise}")
    if axes is None:
        _, axes = plt.subplots(2, 1, figsize=(WIDTH, 4.6), height_ratios=[1.9, 1], sharex=True)
    above, below = axes
    sigma = float(np.exp(log_var / 2))
    z = np.linspace(min(-3.2, mu - 3.2 * sigma), max(3.2, mu + 3.2 * sigma), 501)
    _draw_encoder(above, z, mu, sigma)
    above.axvline(mu + sigma * noise, color=STYLE["accent"], linestyle=":", linewidth=1.4)
    divergence = float(kl_normal(mu, sigma, 0.0, 1.0))
    name = r"$D_{\mathrm{KL}}(q(z|x)\parallel p(z))$"
    above.set_title(f"{name} = {divergence:.4f} nats", loc="left")
    _draw_noise(below, mu, sigma, noise)
    return np.array([above, below])


@checked
def plot_gradient_variance(
    dimensions: ArrayLike,
    exact: Mapping[str, ArrayLike],
    simulated: Mapping[str, ArrayLike],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the variance of gradient estimators against the number of latent dimensions.

    Parameters
    ----------
    dimensions : array_like, shape (n,)
        Numbers of latent dimensions.
    exact, simulated : mapping of label to array_like, shape (n,)
        Variances of each estimator: lines, and markers on top of them.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With both axes logarithmic.

    Examples
    --------
    >>> ax = plot_gradient_variance([1, 10], {"pathwise": [1, 1]}, {"pathwise": [0.9, 1.1]})
    >>> ax.get_yscale()
    'log'
    """
    ax = axes_or_new(ax)
    colours, dashes = [STYLE["loss"], STYLE["q"], STYLE["p"]], ["--", "-.", "-"]
    for i, (label, values) in enumerate(exact.items()):
        colour = colours[i % 3]
        ax.loglog(dimensions, values, dashes[i % 3], color=colour)
        ax.loglog(dimensions, simulated[label], MARKERS[i % 3], color=colour, label=label)
    ax.set(xlabel="latent dimensions", ylabel="variance of one sample")
    ax.legend(loc="upper left")
    return ax


@checked
def plot_training(
    history: ArrayLike, *, axes: Sequence[Axes] | None = None
) -> npt.NDArray[np.object_]:
    """Draw how reconstruction loss and divergence change while an autoencoder is trained.

    Parameters
    ----------
    history : array_like, shape (epochs, 4)
        For every epoch, in nats per picture: reconstruction loss and divergence on the training
        pictures, then both on pictures held out.
    axes : sequence of 2 Axes, optional
        Where to draw the two; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        With one solid and one dashed curve each.

    Raises
    ------
    ValueError
        If `history` does not have four columns.

    Examples
    --------
    >>> left, right = plot_training([[27, 0.1, 27, 0.2], [22, 2.0, 23, 2.1]])
    >>> right.get_ylabel()
    'divergence (nats)'
    """
    values = np.asarray(history, dtype=float)
    if values.ndim != 2 or values.shape[1] != 4:
        raise ValueError(f"history must have shape (epochs, 4), got {values.shape}")
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.9), gridspec_kw={"wspace": 0.1})
    epochs = np.arange(1, len(values) + 1)
    names = ("reconstruction loss (nats)", "divergence (nats)")
    for column, (ax, name) in enumerate(zip(axes, names, strict=True)):
        ax.plot(epochs, values[:, column], color=STYLE["p"], label="training")
        ax.plot(epochs, values[:, 2 + column], "--", color=STYLE["q"], label="held out")
        ax.set(xlabel="epoch", ylabel=name)
    axes[0].legend(loc="upper right")
    return np.array(list(axes))


@checked
def plot_rate_distortion(
    betas: Sequence[str], rates: ArrayLike, distortions: ArrayLike, *, ax: Axes | None = None
) -> Axes:
    r"""Draw what each β buys: reconstruction loss against divergence, one point for each model.

    Parameters
    ----------
    betas : sequence of str, length n
        The weights of the divergence in training, as they should be read.
    rates, distortions : array_like, shape (n,)
        Divergence and reconstruction loss, both in nats per picture.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With every point named by its β.

    Examples
    --------
    >>> ax = plot_rate_distortion(["1/2", "4"], [3.0, 0.0], [21.0, 27.0])
    >>> [text.get_text() for text in ax.texts]
    ['$\\beta = 1/2$', '$\\beta = 4$']
    """
    ax = axes_or_new(ax)
    x, y = np.asarray(rates, dtype=float), np.asarray(distortions, dtype=float)
    ax.plot(x, y, "o-", color=STYLE["p"])
    for beta, rate, loss in zip(betas, x, y, strict=True):
        ax.annotate(rf"$\beta = {beta}$", (rate, loss), (7, 4), textcoords="offset points")
    ax.set(xlabel="divergence (nats)", ylabel="reconstruction loss (nats)")
    ax.margins(x=0.18, y=0.1)
    return ax


@checked
def plot_active_dimensions(
    measured: Mapping[str, ArrayLike],
    predicted: Mapping[str, ArrayLike],
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw the divergence of every latent dimension, measured as bars, predicted as ticks.

    Parameters
    ----------
    measured, predicted : mapping of title to array_like, shape (d,)
        Nats for each latent dimension, in falling order; one panel for each entry.
    axes : sequence of Axes, optional
        As many as there are entries; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (number of entries,)
        All with the same vertical scale.

    Examples
    --------
    >>> panels = plot_active_dimensions({"a": [0.4, 0.0]}, {"a": [0.3, 0.0]})
    >>> len(panels[0].patches)
    2
    """
    if axes is None:
        _, grid = plt.subplots(1, len(measured), figsize=(WIDTH, 2.7), sharey=True, squeeze=False)
        axes = list(grid[0])
    for ax, (title, values) in zip(axes, measured.items(), strict=True):
        place = np.arange(1, np.size(values) + 1)
        ax.bar(place, values, color=STYLE["p"], label="trained")
        ax.plot(
            place, predicted[title], "_", color=STYLE["q"], markersize=11, markeredgewidth=2.2,
            label="linear theory",
        )  # fmt: skip
        ax.set_title(title)
        ax.set(xlabel="dimension", xticks=place)
        ax.grid(axis="x", visible=False)
    axes[0].set_ylabel("divergence (nats)")
    axes[-1].legend(loc="upper right", handlelength=1.2)
    return np.array(list(axes))
