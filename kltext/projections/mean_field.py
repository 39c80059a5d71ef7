"""Mean-field fits: a normal with independent coordinates for one with correlated ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import linalg

from kltext._arguments import as_real, log_base
from kltext._foreign import check_normals
from kltext.projections.divergences import check_direction
from kltext.projections.fits import Fit

Array = npt.NDArray[np.float64]


def fit_mean_field(
    mean: npt.ArrayLike,
    cov: npt.ArrayLike,
    *,
    direction: str = "reverse",
    base: float | None = None,
) -> Fit[Array]:
    r"""Return the best normal with independent coordinates for P = N(mean, cov).

    - 'reverse', :math:`D(Q\|P)`: the variances are :math:`1/(\Sigma^{-1})_{ii}`, those of
      each coordinate given all others: too small.
    - 'forward', :math:`D(P\|Q)`: the variances are :math:`\Sigma_{ii}`, those of each
      coordinate on its own.

    Both divergences are −½ log det of a correlation matrix, of :math:`\Sigma^{-1}` and of
    :math:`\Sigma` respectively.

    Parameters
    ----------
    mean : array_like, shape (n,)
        Mean of P, which both fits keep.
    cov : array_like, shape (n, n)
        Covariance of P, symmetric positive definite.
    direction : {'reverse', 'forward'}
        Which divergence to minimise.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    Fit
        ``mean`` (n,), ``sigma`` (n,), the standard deviations, and ``kl``.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If the shapes or labels do not fit, `cov` is not symmetric positive definite, or `direction`
        is unknown.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.1.2.

    Examples
    --------
    >>> fit = fit_mean_field([0, 0], [[1, 0.9], [0.9, 1]])
    >>> (fit.sigma**2).round(4).tolist(), round(fit.kl, 6)
    ([0.19, 0.19], 0.830366)
    """
    check_direction(direction)
    unit = log_base(base)
    check_normals(("mean", "cov"), (mean, cov))
    centre, sigma = (
        as_real(name, value).astype(np.float64) for name, value in (("mean", mean), ("cov", cov))
    )
    if centre.ndim != 1 or sigma.shape != (centre.size, centre.size) or centre.size == 0:
        raise ValueError(
            f"mean has shape {centre.shape} and cov {sigma.shape}; pass shapes (n,) and (n, n)"
        )
    if not (np.isfinite(centre).all() and np.isfinite(sigma).all()):
        raise ValueError("mean or cov holds a number that is not finite; pass finite ones")
    if not np.allclose(sigma, sigma.T, rtol=1e-12, atol=0):
        raise ValueError("cov is not symmetric; pass a covariance matrix")
    factor = _cholesky(sigma)
    if direction == "forward":
        return Fit(centre.copy(), np.sqrt(np.diag(sigma)), _log_det_deficit(sigma) / unit)
    inverse = linalg.cho_solve((factor, True), np.eye(centre.size))
    return Fit(centre.copy(), 1 / np.sqrt(np.diag(inverse)), _log_det_deficit(inverse) / unit)


def _log_det_deficit(matrix: Array) -> float:
    """Return −½ log det R ≥ 0 for the correlation matrix R of `matrix`.

    The squared diagonal of R's Cholesky factor is 1 − Σ (its row left of the diagonal)², so
    ``log1p`` keeps the digits of weak correlations.
    """
    root = np.sqrt(np.diag(matrix))
    left = np.tril(_cholesky(matrix / np.outer(root, root)), -1)
    return float(-0.5 * np.log1p(-(left**2).sum(axis=1)).sum() + 0.0)


def _cholesky(matrix: Array) -> Array:
    try:
        factor: Array = linalg.cholesky(matrix, lower=True)
    except linalg.LinAlgError as error:
        raise ValueError(
            f"cov is not positive definite ({error}); pass a covariance matrix"
        ) from None
    return factor
