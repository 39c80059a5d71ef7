"""The cross-entropy of rows that are non-negative with positive sums, or hold NaN, in nats."""

from __future__ import annotations

import numpy as np

from kltext.kernels import Float64


def cross_entropy(p: Float64, q: Float64) -> Float64:
    """Return the sum of -p log q; the entropy of p when q is p."""
    log_q = _log_shares(q)
    terms = np.where(p == 0, 0.0, -p * log_q)
    return np.asarray(terms.sum(axis=-1) / p.sum(axis=-1))


def _log_shares(p: Float64) -> Float64:
    """Return log(p/sum(p)), for the largest entry from the sum of the others.

    The largest share may be 1 to the last digit and its logarithm still not 0.
    """
    rows = np.arange(len(p))
    largest = p.argmax(axis=-1)
    others = p.copy()
    others[rows, largest] = 0.0
    rest = others.sum(axis=-1)
    total = rest + p[rows, largest]
    value = np.log(p / total[:, None])
    value[rows, largest] = np.log1p(-rest / total)
    return np.asarray(value)
