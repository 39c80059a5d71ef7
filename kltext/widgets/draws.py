"""Standard normal draws that Python and JavaScript make alike, from a seed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri


def normal_draws(seed: int, count: int) -> npt.NDArray[np.float64]:
    """Return the first `count` draws of a seed.

    The generator is Philox4x64-10 with the seed as its key, which NumPy has and which is short
    enough to be written again in JavaScript (``web/src/maths/draws.js``). The upper 53 bits of
    each word are a fraction, and the normal quantile of the fraction is the draw.

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
    >>> normal_draws(1, 3).round(6).tolist() == normal_draws(1, 5)[:3].round(6).tolist()
    True
    """
    words = np.random.Philox(key=seed).random_raw(count)
    return np.asarray(ndtri((words >> np.uint64(11)) * 2.0**-53))
