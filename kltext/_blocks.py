"""Work through large arrays in blocks that stay in the cache of the processor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kltext._arguments import FloatArray
from kltext.kernels import Float64

# Entries in a block: its temporary arrays then fit in the second-level cache.
BLOCK = 16_000
# Rows longer than a block are cut into rows of so many entries.
SHORT = 1000
# The product with ones is the fastest sum over short rows that NumPy has.
_ONES: dict[int, FloatArray] = {size: np.ones(4 * BLOCK, f"f{size}") for size in (4, 8)}


def blocked(function: Callable[..., FloatArray], *arrays: FloatArray) -> Float64:
    """Return `function` of float64 copies of the arrays, a block of whole rows at a time."""
    rows, columns = arrays[0].shape
    value = np.empty(rows)
    step = max(1, BLOCK // columns)
    with np.errstate(all="ignore"):
        for start in range(0, rows, step):
            block = slice(start, start + step)
            value[block] = function(*(array[block].astype(np.float64) for array in arrays))
    return value


def over_blocks(
    sums: Callable[..., tuple[FloatArray, ...]], size: int, *arrays: FloatArray
) -> tuple[FloatArray, ...]:
    """Return the sums over each row that `sums` finds in blocks of up to `size` entries."""
    rows, columns = arrays[0].shape
    if rows * columns <= size:
        return sums(*arrays)
    if columns > size:
        return _over_long_rows(sums, size, *arrays)
    step = size // columns
    parts = [
        sums(*[array[start : start + step] for array in arrays]) for start in range(0, rows, step)
    ]
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def _over_long_rows(
    sums: Callable[..., tuple[FloatArray, ...]], size: int, *arrays: FloatArray
) -> tuple[FloatArray, ...]:
    """Return the same for rows that are longer than a block: each is cut into many short rows."""
    cut = (arrays[0].shape[1] - 1) // SHORT * SHORT
    found = []
    for row in zip(*arrays, strict=True):
        most = over_blocks(sums, size, *[part[:cut].reshape(-1, SHORT) for part in row])
        rest = sums(*[part[None, cut:] for part in row])
        found.append([a.sum(dtype=np.float64) + b[0] for a, b in zip(most, rest, strict=True)])
    return tuple(np.array(found).T)


def ones(array: FloatArray) -> FloatArray:
    """Return the ones whose product with a block of rows, or with one row, are its sums."""
    return _ONES[array.itemsize][: array.shape[-1]]
