"""The same quantities from their definitions, in arithmetic of as many digits as one likes."""

from __future__ import annotations

import mpmath as mp
import numpy as np

DIGITS = 60


def exact(values):
    """Return the numbers that floats stand for, as they are."""
    return [mp.mpf(float(x)) for x in np.ravel(values)]


def shares(values):
    numbers = exact(values)
    total = mp.fsum(numbers)
    return [x / total for x in numbers]


def with_digits(digits=DIGITS):
    return mp.workdps(digits)


def relative_error(value, reference):
    """Return the relative error of a float, 0 where both are 0."""
    difference = mp.mpf(float(value)) - reference
    return float(abs(difference / reference)) if reference else float(abs(difference))


def kl(p, q):
    return mp.fsum(x * mp.log(x / y) for x, y in zip(shares(p), shares(q), strict=True) if x)


def entropy(p):
    return -mp.fsum(x * mp.log(x) for x in shares(p) if x)


def cross_entropy(p, q):
    return -mp.fsum(x * mp.log(y) for x, y in zip(shares(p), shares(q), strict=True) if x)


def js(p, q):
    p, q = shares(p), shares(q)
    middle = [(x + y) / 2 for x, y in zip(p, q, strict=True)]
    return mp.fsum(
        x * mp.log(x / m) / 2 for part in (p, q) for x, m in zip(part, middle, strict=True) if x
    )


def renyi(p, q, alpha):
    alpha = mp.mpf(alpha)
    terms = (x**alpha * y ** (1 - alpha) for x, y in zip(shares(p), shares(q), strict=True) if x)
    return mp.log(mp.fsum(terms)) / (alpha - 1)


def mutual_information(table):
    rows, columns = np.shape(table)
    p = mp.matrix(rows, columns)
    for index, share in enumerate(shares(table)):
        p[index // columns, index % columns] = share
    p_x = [mp.fsum(p[i, j] for j in range(columns)) for i in range(rows)]
    p_y = [mp.fsum(p[i, j] for i in range(rows)) for j in range(columns)]
    return mp.fsum(
        p[i, j] * mp.log(p[i, j] / (p_x[i] * p_y[j]))
        for i in range(rows)
        for j in range(columns)
        if p[i, j]
    )


def normal(mu1, sigma1, mu2, sigma2):
    m1, s1, m2, s2 = exact([mu1, sigma1, mu2, sigma2])
    ratio = s1 / s2
    return (((m1 - m2) / s2) ** 2 + ratio**2 - 1) / 2 - mp.log(ratio)


def logits(a, b):
    a, b = exact(a), exact(b)
    log_a, log_b = (mp.log(mp.fsum(mp.exp(x) for x in part)) for part in (a, b))
    return mp.fsum(
        mp.exp(x - log_a) * ((x - log_a) - (y - log_b)) for x, y in zip(a, b, strict=True)
    )


def mvnormal(mean1, cov1, mean2, cov2):
    """Return the divergence from C2^-1 C1 and C2^-1 (mean1 - mean2)."""
    n = len(mean1)
    first, second = mp.matrix(np.asarray(cov1).tolist()), mp.matrix(np.asarray(cov2).tolist())
    shift = mp.matrix([x - y for x, y in zip(exact(mean1), exact(mean2), strict=True)])
    inverse = second**-1
    spread = inverse * first
    quadratic = (shift.T * inverse * shift)[0]
    trace = mp.fsum(spread[i, i] for i in range(n))
    return (trace - n + quadratic - mp.log(mp.det(first) / mp.det(second))) / 2


def tridiagonal_mvnormal(first, second):
    """Return the divergence of centred normals with tridiagonal covariances.

    Each is a pair (diagonal, off-diagonal). The inverse of a tridiagonal matrix is known from
    its leading and trailing minors, so that a large one needs no elimination.
    """
    n = len(first[0])
    (d1, e1), (d2, e2) = ([exact(part) for part in matrix] for matrix in (first, second))
    lead1, lead2 = _minors(d1, e1), _minors(d2, e2)
    trail2 = _minors(d2[::-1], e2[::-1])[::-1]
    diagonal = [lead2[i] * trail2[i + 1] / lead2[n] for i in range(n)]
    beside = [-e2[i] * lead2[i] * trail2[i + 2] / lead2[n] for i in range(n - 1)]
    trace = mp.fsum(d1[i] * diagonal[i] for i in range(n))
    trace += 2 * mp.fsum(e1[i] * beside[i] for i in range(n - 1))
    return (trace - n - mp.log(lead1[n] / lead2[n])) / 2


def _minors(diagonal, beside):
    minors = [mp.mpf(1), diagonal[0]]
    for i in range(1, len(diagonal)):
        minors.append(diagonal[i] * minors[-1] - beside[i - 1] ** 2 * minors[-2])
    return minors
