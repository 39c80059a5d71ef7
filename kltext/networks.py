r"""What the chapters train: a network with one hidden layer, and the optimiser Adam.

The weights of a network are four arrays, W, b, V and c. For a row x of inputs its outputs are

.. math:: \mathrm{activation}(x W + b)\, V + c .

Axes may come before the last two: a W of shape (10, 64, 16) is that of ten networks, which are
trained at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray, as_real, check_count, check_rng, check_scalar

__all__ = ["Adam", "gradients", "initial_weights", "outputs"]

Arrays: TypeAlias = Sequence[npt.ArrayLike]


class _Activation(NamedTuple):
    value: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], npt.NDArray[Any]]  # from the value, not from its argument
    scale: float  # of the initial weights


_ACTIVATIONS = {
    "relu": _Activation(lambda a: np.maximum(a, 0), lambda h: h > 0, math.sqrt(2)),
    "tanh": _Activation(np.tanh, lambda h: 1 - h**2, 1.0),
}


def initial_weights(
    rng: np.random.Generator,
    *,
    inputs: int,
    hidden: int,
    outputs: int,
    copies: int | None = None,
    activation: str = "relu",
) -> list[FloatArray]:
    r"""Return random weights: W and V normal with mean zero, b and c zero.

    The variance is :math:`2/n` for 'relu' and :math:`1/n` for 'tanh', with n the number of rows:
    He, Zhang, Ren & Sun, "Delving deep into rectifiers" (2015), section 2.2; LeCun, Bottou, Orr &
    Müller, "Efficient BackProp" (1998), section 4.6.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws W first, then V.
    inputs, hidden, outputs : int
        Numbers of inputs, of hidden units, and of outputs.
    copies : int, optional
        How many networks, along a first axis; None is one network without this axis.
    activation : {'relu', 'tanh'}
        What the hidden units compute.

    Returns
    -------
    list of ndarray
        W (inputs, hidden), b (1, hidden), V (hidden, outputs) and c (1, outputs).

    Raises
    ------
    TypeError, ValueError
        If `rng` is no Generator, a number is no positive integer, or `activation` is unknown.

    Examples
    --------
    >>> net = initial_weights(np.random.default_rng(0), inputs=64, hidden=16, outputs=10)
    >>> [w.shape for w in net]
    [(64, 16), (1, 16), (16, 10), (1, 10)]
    """
    check_rng(rng)
    scale = _activation(activation).scale
    sizes = {"inputs": inputs, "hidden": hidden, "outputs": outputs}
    n, m, k = (check_count(name, size, 1) for name, size in sizes.items())
    several = () if copies is None else (check_count("copies", copies, 1),)
    W = rng.normal(0, scale / np.sqrt(n), (*several, n, m))
    V = rng.normal(0, scale / np.sqrt(m), (*several, m, k))
    return [W, np.zeros((*several, 1, m)), V, np.zeros((*several, 1, k))]


def outputs(net: Arrays, x: npt.ArrayLike, *, activation: str = "relu") -> FloatArray:
    """Return the outputs of a network, of shape (..., n, outputs).

    Parameters
    ----------
    net : sequence of array_like
        The weights W, b, V and c.
    x : array_like, shape (..., n, inputs)
        The inputs; their axes before the last two broadcast with those of the weights.
    activation : {'relu', 'tanh'}
        What the hidden units compute.

    Raises
    ------
    TypeError, ValueError
        If an array is not real, shapes do not fit, or `activation` is unknown.

    Examples
    --------
    >>> net = [[1.0, -1.0]], [[0.0, 0.0]], [[2.0], [3.0]], [[0.5]]
    >>> outputs(net, [[1.0], [-1.0]]).tolist()
    [[2.5], [3.5]]
    """
    return _forward(net, x, activation)[-1]


def gradients(
    net: Arrays, x: npt.ArrayLike, slope: npt.ArrayLike, *, activation: str = "relu"
) -> tuple[list[FloatArray], FloatArray]:
    """Return the gradients of a loss with respect to the weights, and with respect to the inputs.

    This is backpropagation: Goodfellow, Bengio & Courville, *Deep Learning* (2016), algorithm 6.4.

    Parameters
    ----------
    net, x, activation
        As for `outputs`.
    slope : array_like, shape (..., n, outputs)
        The derivatives of the loss with respect to the outputs.

    Returns
    -------
    list of ndarray, ndarray
        Four arrays in the shapes of the weights, and one of shape (..., n, inputs).

    Raises
    ------
    TypeError, ValueError
        As `outputs`; also if the shape of `slope` is not that of the outputs.

    Examples
    --------
    >>> net = [[1.0, -1.0]], [[0.0, 0.0]], [[2.0], [3.0]], [[0.5]]
    >>> of_weights, of_inputs = gradients(net, [[1.0], [-1.0]], [[1.0], [1.0]])
    >>> of_weights[0].tolist(), of_inputs.tolist()
    ([[2.0, -3.0]], [[2.0], [-3.0]])
    """
    W, V, columns, h, z = _forward(net, x, activation)
    d = as_real("slope", slope)
    if d.shape != z.shape:
        raise ValueError(
            f"slope has shape {d.shape}, and the outputs have {z.shape}; pass a derivative for "
            "every output"
        )
    e = d @ V.mT * _ACTIVATIONS[activation].slope(h)
    of_b, of_c = e.sum(-2, keepdims=True), d.sum(-2, keepdims=True)
    return [columns @ e, of_b, h.mT @ d, of_c], e @ W.mT


@dataclass(frozen=True, eq=False)
class Adam:
    """The optimiser Adam, after some steps.

    A step subtracts from every weight `rate` times the running mean of its gradients, divided by
    the root of the running mean of their squares; both means are corrected for their start at
    zero. The constants are those of Kingma & Ba, "Adam: a method for stochastic optimization"
    (2015), algorithm 1.

    Parameters
    ----------
    rate : float
        Positive; about the change of a weight in one step.
    steps : int
        How many steps have been made.
    means, squares : sequence of ndarray
        The running means; empty before the first step.

    Examples
    --------
    >>> weights, adam = [np.array([1.0, -4.0])], Adam(rate=0.5)
    >>> weights, adam = adam.step(weights, [2 * weights[0]])
    >>> weights[0].round(6).tolist(), adam.steps
    ([0.5, -3.5], 1)
    """

    rate: float
    steps: int = 0
    means: Sequence[FloatArray] = field(default=(), repr=False)
    squares: Sequence[FloatArray] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not 0 < check_scalar("rate", self.rate) < math.inf:
            raise ValueError(
                f"rate = {self.rate} is not positive and finite; pass one such as 0.001"
            )

    def step(self, weights: Arrays, gradients: Arrays) -> tuple[list[FloatArray], Adam]:
        """Return the weights after one more step, and the optimiser for the next one.

        Both arguments are lists of arrays, of the same shapes in the same order; ValueError if not.
        """
        w, g = _arrays("weights", weights), _arrays("gradients", gradients)
        shapes, of_gradients = ([a.shape for a in arrays] for arrays in (w, g))
        if shapes != of_gradients:
            raise ValueError(
                f"gradients have the shapes {of_gradients}, and weights have {shapes}; pass a "
                "gradient for every weight"
            )
        t, zeros = self.steps + 1, [np.zeros_like(a) for a in w]
        means = [0.9 * m + 0.1 * a for m, a in zip(self.means or zeros, g, strict=True)]
        squares = [0.999 * s + 0.001 * a**2 for s, a in zip(self.squares or zeros, g, strict=True)]
        mean = [m / (1 - 0.9**t) for m in means]
        root = [np.sqrt(s / (1 - 0.999**t)) for s in squares]
        new: list[FloatArray] = [
            a - self.rate * m / (r + 1e-8) for a, m, r in zip(w, mean, root, strict=True)
        ]
        return new, Adam(self.rate, t, means, squares)


def _activation(name: Any) -> _Activation:
    if not isinstance(name, str) or name not in _ACTIVATIONS:
        raise ValueError(f"activation = {name!r:.60} is unknown; pass 'relu' or 'tanh'")
    return _ACTIVATIONS[name]


def _arrays(name: str, values: Any) -> list[FloatArray]:
    if not isinstance(values, (list, tuple)):
        raise TypeError(f"{name} is of type {type(values).__name__}; pass a list of arrays")
    return [as_real(f"{name}[{i}]", value) for i, value in enumerate(values)]


def _forward(net: Any, x: Any, activation: Any) -> tuple[FloatArray, ...]:
    """Return W, V, the inputs transposed, the values of the hidden units, and the outputs."""
    value, weights, x = _activation(activation).value, _arrays("net", net), as_real("x", x)
    try:
        W, b, V, c = weights
        h = value(x @ W + b)
        return W, V, x.mT, h, h @ V + c
    except ValueError:
        raise ValueError(
            f"x has shape {x.shape} and net the shapes {[w.shape for w in weights]}, which do not "
            "fit; pass rows of inputs, and the four arrays W, b, V and c"
        ) from None
