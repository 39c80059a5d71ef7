"""Code lengths as areas, and what a code for the wrong source costs."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.discrete import cross_entropy, entropy, kl_divergence, kl_terms
from kltext.plots.bars import plot_distributions, plot_terms
from kltext.plots.style import STYLE, WIDTH, axes_or_new
from kltext.plots.validation import checked

Floats = npt.NDArray[np.float64]


@checked
def plot_discrete_explorer(
    labels: Sequence[str],
    p: ArrayLike,
    q: ArrayLike,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw P and Q as bars, the terms of D(P‖Q), and entropy + divergence = cross-entropy.

    Parameters
    ----------
    labels : sequence of str, length n
        The outcomes.
    p, q : array_like, shape (n,)
        Probabilities, with D(P‖Q) finite.
    axes : sequence of 3 Axes, optional
        By default a new figure.

    Returns
    -------
    ndarray of Axes, shape (3,)
        All values in nats.

    Raises
    ------
    ValueError
        If D(P‖Q) is infinite: there is no picture of an infinite term.

    Examples
    --------
    >>> axes = plot_discrete_explorer("ab", [0.7, 0.3], [0.5, 0.5])
    >>> axes[1].get_title(loc="left")
    'sum 0.0823 nats'
    """
    labels = list(labels)
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    if axes is None:
        _, panels = plt.subplot_mosaic("pt;hh", figsize=(WIDTH, 4.3), height_ratios=[2.4, 1])
        axes = [panels[key] for key in "pth"]
    bars, terms, lengths = axes
    plot_terms(labels, kl_terms(p, q), ax=terms)
    plot_distributions(labels, {"$P$": p, "$Q$": q}, ax=bars)
    h, d = float(entropy(p)), float(kl_divergence(p, q))
    lengths.barh(["$H(P,Q)$"], [h + d], color=STYLE["q"], height=0.6, hatch="///", edgecolor="w")
    lengths.barh(["sum"], [h], color=STYLE["p"], height=0.6)
    lengths.barh(["sum"], [d], 0.6, [h], color=STYLE["loss"])
    lengths.text(h / 2, 1, f"$H(P)$ = {h:.4f}", color="white", ha="center", va="center")
    label = rf"$D_{{\mathrm{{KL}}}}$ = {d:.4f}"
    lengths.text(h + d, 1, f" {label}", ha="left", va="center")
    lengths.text(h + d, 0, f" {float(cross_entropy(p, q)):.4f}", ha="left", va="center")
    lengths.set(xlabel="nats", xlim=(0, 1.3 * (h + d)), ylim=(1.55, -0.55))
    lengths.grid(axis="y", visible=False)
    return np.array([bars, terms, lengths])


@checked
def plot_code_lengths(
    labels: Sequence[str],
    p: ArrayLike,
    q: ArrayLike,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw mean code lengths as areas: width P(x), height −log₂ P(x) or −log₂ Q(x).

    Parameters
    ----------
    labels : sequence of str, length n
        The outcomes.
    p, q : array_like, shape (n,)
        Probabilities; Q must not be 0 where P is positive.
    axes : sequence of 2 Axes, optional
        For the code that fits P and for the code that fits Q; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        The areas are H(P) and H(P, Q), in bits; the second panel shows where they differ.

    Raises
    ------
    ValueError
        If a rectangle would be infinitely high.

    Examples
    --------
    >>> left, right = plot_code_lengths("ab", [0.75, 0.25], [0.5, 0.5])
    >>> left.get_title(loc="left"), right.get_title(loc="left")
    ('$H(P)$ = 0.8113 bits', '$H(P,Q)$ = 1.0000 bits')
    """
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    total = float(cross_entropy(p, q, base=2))
    if not np.isfinite(total):
        raise ValueError(f"q must be positive where p is, to give finite heights; got q = {q}")
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.4), sharey=True)
    left, right = axes
    keep = p > 0
    labels = [label for label, kept in zip(labels, keep, strict=True) if kept]
    p, own, other = p[keep], -np.log2(p[keep]), -np.log2(q[keep])
    shared = np.minimum(own, other)
    _stack(left, p, own, np.zeros_like(own), color=STYLE["p"], edgecolor="white")
    _stack(right, p, shared, np.zeros_like(own), color=STYLE["p"], edgecolor="white")
    longer = {"color": STYLE["loss"], "edgecolor": "white", "label": "$Q$'s code longer"}
    _stack(right, p, other - shared, shared, **longer)
    shorter = {"color": "none", "edgecolor": STYLE["gain"], "label": "$Q$'s code shorter"}
    _stack(right, p, own - shared, shared, hatch="////", **shorter)
    left.set_title(f"$H(P)$ = {float(entropy(p, base=2)):.4f} bits", loc="left")
    right.set_title(f"$H(P,Q)$ = {total:.4f} bits", loc="left")
    for ax in (left, right):
        _name_columns(ax, p, labels)
    left.set(ylabel="code length (bits)", ylim=(0, 1.25 * max(own.max(), other.max())))
    right.legend(loc="upper left")
    return np.array([left, right])


def _stack(ax: Axes, width: Floats, height: Floats, bottom: Floats, **look: str) -> None:
    drawn = height > 0
    start = (np.cumsum(width) - width)[drawn]
    ax.bar(start, height[drawn], width[drawn], bottom[drawn], align="edge", **look)  # type: ignore[arg-type]


def _name_columns(ax: Axes, width: Floats, labels: Sequence[str]) -> None:
    ax.set_xticks(np.cumsum(width) - width / 2, labels)
    ax.tick_params(axis="x", length=0)
    ax.grid(axis="x", visible=False)
    ax.set(xlabel="outcome, width $P(x)$", xlim=(0, 1))


@checked
def plot_block_lengths(
    sizes: ArrayLike,
    own: ArrayLike,
    wrong: ArrayLike,
    limits: tuple[float, float],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw bits per letter of two block codes, the fitting one and the wrong one.

    Parameters
    ----------
    sizes : array_like, shape (n,)
        Letters to a block.
    own, wrong : array_like, shape (n,)
        Bits per letter of the code made for P and of the code made for Q.
    limits : tuple of 2 floats
        Entropy and cross-entropy, in bits.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Each code lies inside its band: between its limit and its limit + 1/size.

    Examples
    --------
    >>> ax = plot_block_lengths([1, 2], [2.0, 1.9], [2.4, 2.2], (1.85, 2.1))
    >>> len(ax.collections)
    2
    """
    ax = axes_or_new(ax)
    n = np.asarray(sizes, dtype=float)
    looks = (
        (own, limits[0], "p", "o-", "code made for $P$"),
        (wrong, limits[1], "q", "s--", "code made for $Q$"),
    )
    for values, limit, role, look, label in looks:
        ax.fill_between(n, limit, limit + 1 / n, color=STYLE[role], alpha=0.12, linewidth=0)
        ax.axhline(limit, color=STYLE[role], linewidth=0.9, linestyle=look[1:])
        ax.plot(n, values, look, color=STYLE[role], label=label, markersize=5)
    for limit, text in zip(limits, ("$H(P)$", "$H(P,Q)$"), strict=True):
        ax.annotate(text, (n[-1], limit), (6, 0), textcoords="offset points", va="center")
    ax.set(xlabel="letters to a block", ylabel="bits per letter", xlim=(n[0], n[-1]))
    ax.set_xticks(n)
    ax.legend()
    return ax
