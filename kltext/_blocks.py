"""Work through large arrays in blocks that stay in the cache of the processor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kltext._arguments import FloatArray
from kltext.kernels import Float64

# Entries in a block: its temporary arrays then fit in the second-level cache.
BLOCK = 16_000
# The product with ones is the fastest sum over short rows that NumPy has.
_ONES = {size: np.ones(4 * BLOCK, f"f{size}") for size in (4, 8)}


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
        starts = range(0, columns, size)
        cut = ([array[:, start : start + size] for array in arrays] for start in starts)
        parts = [over_blocks(sums, size, *some) for some in cut]
        return tuple(np.sum(part, axis=0, dtype=np.float64) for part in zip(*parts, strict=True))
    step = size // columns
    parts = [
        sums(*[array[start : start + step] for array in arrays]) for start in range(0, rows, step)
    ]
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def row_sums(array: FloatArray) -> FloatArray:
    """Return the sum of each row of a block, or of one row."""
    sums: FloatArray = array.dot(_ONES[array.itemsize][: array.shape[-1]])
    return sums
