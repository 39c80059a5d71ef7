"""Teacher and student at a temperature: what softening does to targets, loss and training."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator, StrMethodFormatter
from numpy.typing import ArrayLike

from kltext import kl_logits
from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked

_COLOURS = ("p", "q", "r", "loss")
_LINES = ("o-", "s--", "^-.", "D:")  # so that colour is never the only difference


@checked
def plot_digit(pixels: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw one grey-scale picture, ink dark on white.

    Parameters
    ----------
    pixels : array_like, shape (n,) with n a square, or shape (rows, columns)
        Amounts of ink.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the picture and no ticks.

    Examples
    --------
    >>> plot_digit([0, 1, 1, 0]).images[0].get_array().shape
    (2, 2)
    """
    ax = axes_or_new(ax)
    image = np.asarray(pixels, dtype=float)
    if image.ndim == 1:
        image = image.reshape(int(np.sqrt(image.size)), -1)
    ax.imshow(image, cmap="Greys")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    return ax


def _temperature_axis(ax: Axes, temperatures: np.ndarray) -> None:
    ax.set_xscale("log", base=2)
    ticks = 2.0 ** np.arange(np.ceil(np.log2(temperatures.min())), np.log2(temperatures.max()) + 1)
    ax.set_xticks(ticks)
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("temperature $T$")


@checked
def plot_temperature_loss(
    teacher: ArrayLike,
    student: ArrayLike,
    temperature: float,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the distillation loss against the temperature, with and without its factor T².

    Parameters
    ----------
    teacher, student : array_like, shape (n,)
        Logits. The expectation is under the teacher.
    temperature : float
        Where to put the marks; positive.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With both curves in nats, the common limit of T²·KL, and a mark on each at ``temperature``.

    Raises
    ------
    ValueError
        If the temperature is not positive and finite.

    Examples
    --------
    >>> ax = plot_temperature_loss([3, 1, 0], [2, 2, 0], 2.0)
    >>> [text.get_text() for text in ax.texts]
    ['0.3851', '0.0963']
    """
    if not 0 < temperature < np.inf:
        raise ValueError(f"temperature must be positive and finite, got {temperature}")
    ax = axes_or_new(ax)
    a, b = np.asarray(teacher, dtype=float), np.asarray(student, dtype=float)
    grid = np.geomspace(0.5, 32, 200)
    loss = np.asarray(kl_logits(a / grid[:, None], b / grid[:, None]))
    here = float(kl_logits(a / temperature, b / temperature))
    ax.axhline(np.var(a - b) / 2, color=STYLE["muted"], linestyle=":", label="limit of $T^2$·KL")
    colour = STYLE["ink"]  # neither the teacher's nor the student's
    for values, value, scale, label, line in (
        (grid**2 * loss, temperature**2 * here, 1, "$T^2$·KL", "-"),
        (loss, here, 0, "KL", "--"),
    ):
        ax.plot(grid, values, line, color=colour, label=label)
        ax.plot(temperature, value, "o", color=colour)
        ax.annotate(
            f"{value:.4f}",
            (temperature, value),
            xytext=(8, 8 if scale else 6),
            textcoords="offset points",
            color=colour,
        )
    _temperature_axis(ax, grid)
    ax.set_ylim(bottom=0, top=1.25 * float((grid**2 * loss).max()))
    ax.set_ylabel("nats")
    ax.legend(loc="center right")
    return ax


@checked
def plot_by_temperature(
    temperatures: ArrayLike,
    runs: Mapping[str, ArrayLike],
    *,
    baseline: ArrayLike | None = None,
    baseline_label: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw what was measured at each temperature, as mean and standard deviation over runs.

    Parameters
    ----------
    temperatures : array_like, shape (n,)
        Positive temperatures.
    runs : mapping of label to array_like, shape (n,) or (n, k)
        Measurements; with ``k`` runs, their mean is drawn and their standard deviation as bars.
    baseline : array_like, shape (k,), optional
        Runs that know no temperature: their mean as a line, their standard deviation as a band.
    baseline_label : str, optional
        What to call them.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one line for each label, on a logarithmic axis of temperatures.

    Examples
    --------
    >>> ax = plot_by_temperature([1, 2], {"a": [[0.5, 1.0], [0.25, 0.75]]}, baseline=[0.5, 0.6])
    >>> ax.lines[0].get_ydata().tolist()
    [0.75, 0.5]
    """
    ax = axes_or_new(ax)
    grid = np.asarray(temperatures, dtype=float)
    if baseline is not None:
        flat = np.asarray(baseline, dtype=float)
        mean, spread = flat.mean(), flat.std(ddof=1)
        ax.axhspan(mean - spread, mean + spread, color=STYLE["muted"], alpha=0.15, linewidth=0)
    for (label, values), colour, line in zip(runs.items(), _COLOURS, _LINES, strict=False):
        table = np.asarray(values, dtype=float).reshape(grid.size, -1)
        error = table.std(axis=1, ddof=1) if table.shape[1] > 1 else None
        ax.errorbar(
            grid, table.mean(axis=1), error, fmt=line, color=STYLE[colour], capsize=3, label=label
        )
    if baseline is not None:
        ax.axhline(mean, color=STYLE["muted"], linewidth=1, label=baseline_label or None)
    _temperature_axis(ax, grid)
    ax.legend()
    return ax
