"""Draws that Python and JavaScript make alike, from a seed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri


def normal_draws(seed: int, count: int) -> npt.NDArray[np.float64]:
    """Return the first `count` standard normal draws of a seed.

    Parameters
    ----------
    seed : int
        Not negative, below 2**64.
    count : int
        How many draws.

    Returns
    -------
    ndarray, shape (count,)

    Examples
    --------
    >>> normal_draws(1, 3).round(6).tolist() == normal_draws(1, 5)[:3].round(6).tolist()
    True
    """
    return np.asarray(ndtri(uniform_draws(seed, count)))


def uniform_draws(seed: int, count: int) -> npt.NDArray[np.float64]:
    """Return the first `count` draws of a seed, uniform between 0 and 1.

    The generator is Philox4x64-10 with the seed as its key, which NumPy has and which is short
    enough to be written again in JavaScript (``web/src/maths/draws.js``). The upper 53 bits of
    each word are a fraction.

    Parameters
    ----------
    seed : int
        Not negative, below 2**64.
    count : int
        How many draws.

    Returns
    -------
    ndarray, shape (count,)

    References
    ----------
    Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".

    Examples
    --------
    >>> uniform_draws(1, 3).round(6).tolist() == uniform_draws(1, 5)[:3].round(6).tolist()
    True
    """
    words = np.random.Philox(key=seed).random_raw(count)
    return np.asarray((words >> np.uint64(11)) * 2.0**-53)
