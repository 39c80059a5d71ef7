"""How well a colour stands out from another one, as WCAG defines it."""

from __future__ import annotations

from matplotlib.colors import to_rgb

TEXT = 4.5  # WCAG 2.2, 1.4.3; a line needs 3 (1.4.11)


def luminance(colour: str) -> float:
    """Return the relative luminance."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast, from 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)
