"""A mixture of normals: the target that the fits of the book are shown on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from kltext._arguments import as_real, check_count, check_rng, check_scalar

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NormalMixture:
    r"""The density :math:`\sum_k w_k\,N(x; m_k, s_k^2)` on the real line.

    Parameters
    ----------
    weights : sequence of float
        Positive; they must sum to 1 within 1.5e-8 and are then divided by their sum.
    means : sequence of float
        One per component.
    sigmas : sequence of float
        Standard deviations (not variances), positive.

    Raises
    ------
    TypeError
        If a parameter is no sequence of real numbers.
    ValueError
        If the lengths differ, or a parameter is not finite or out of range.

    Examples
    --------
    >>> target = NormalMixture((0.5, 0.5), (-2, 2), (1, 1))
    >>> target.mean(), target.var()
    (0.0, 5.0)
    """

    weights: tuple[float, ...]
    means: tuple[float, ...]
    sigmas: tuple[float, ...]

    def __post_init__(self) -> None:
        for name in ("weights", "means", "sigmas"):
            object.__setattr__(self, name, _finite_tuple(name, getattr(self, name)))
        lengths = len(self.weights), len(self.means), len(self.sigmas)
        if len(set(lengths)) > 1 or lengths[0] == 0:
            raise ValueError(
                f"weights, means and sigmas have {lengths[0]}, {lengths[1]} and {lengths[2]} "
                "values; pass one value per component"
            )
        for name in ("weights", "sigmas"):
            for value in getattr(self, name):
                if value <= 0:
                    raise ValueError(f"{name} holds {value}; pass positive numbers")
        total = sum(self.weights)
        if abs(total - 1) > np.sqrt(np.finfo(float).eps):
            raise ValueError(f"weights sum to {total}; divide them by it")
        object.__setattr__(self, "weights", tuple(w / total for w in self.weights))

    @classmethod
    def pair(cls, separation: float, sigma: float = 1.0) -> NormalMixture:
        """Return the symmetric mixture of two normals whose means are `separation` apart.

        >>> NormalMixture.pair(4).means
        (-2.0, 2.0)
        """
        half, width = check_scalar("separation", separation) / 2, check_scalar("sigma", sigma)
        return cls((0.5, 0.5), (-half, half), (width, width))

    def logpdf(self, x: npt.ArrayLike) -> Array:
        """Return the log density at `x` (any shape), exact where the density underflows."""
        points = as_real("x", x).astype(np.float64)[..., None]
        weights, means, sigmas = (np.array(v) for v in (self.weights, self.means, self.sigmas))
        z = (points - means) / sigmas
        logs = np.log(weights / (sigmas * np.sqrt(2 * np.pi))) - z**2 / 2
        return cast("Array", np.logaddexp.reduce(logs, axis=-1))

    def pdf(self, x: npt.ArrayLike) -> Array:
        """Return the density at `x` (any shape)."""
        return cast("Array", np.exp(self.logpdf(x)))

    def mean(self) -> float:
        """Return the mean."""
        return float(np.dot(self.weights, self.means))

    def var(self) -> float:
        """Return the variance: that within the components plus that between them."""
        weights, means, sigmas = (np.array(v) for v in (self.weights, self.means, self.sigmas))
        return float(weights @ (sigmas**2 + (means - weights @ means) ** 2))

    def std(self) -> float:
        """Return the standard deviation."""
        return float(np.sqrt(self.var()))

    def rvs(self, size: int, *, rng: np.random.Generator) -> Array:
        """Return `size` independent draws."""
        check_rng(rng)
        size = check_count("size", size, 0)
        which = rng.choice(len(self.weights), size=size, p=self.weights)
        return np.array(self.means)[which] + np.array(self.sigmas)[which] * rng.normal(size=size)


def _finite_tuple(name: str, values: npt.ArrayLike) -> tuple[float, ...]:
    array = as_real(name, values)
    if array.ndim != 1:
        raise TypeError(
            f"{name} = {values!r} is no sequence of real numbers; pass one number per component"
        )
    if not np.isfinite(array).all():
        raise ValueError(f"{name} = {values!r} is not finite throughout; pass finite numbers")
    return tuple(float(v) for v in array)
