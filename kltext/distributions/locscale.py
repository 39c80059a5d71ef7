"""What the pair functions ask of loc and scale, and the names of their sources."""

from __future__ import annotations

import numpy as np

from kltext.distributions.batches import Batch
from kltext.distributions.distribution import Distribution
from kltext.distributions.registry import NoClosedForm

Side = Distribution | Batch

TORCH = "PyTorch, torch.distributions.kl"
TFP = "TensorFlow Probability, kl_divergence registrations"
TORCH_TFP = "PyTorch, torch.distributions.kl; TensorFlow Probability"
DERIVED = "derived in this book's package; checked by quadrature"
RECIPE = r"$-H(P) - \mathbb{E}_P[\log q]$ with the entropy and moments of P"


def require_same_loc(p: Side, q: Side) -> None:
    """Raise NoClosedForm unless both distributions have the same loc."""
    if np.any(p.loc != q.loc):
        raise NoClosedForm("the closed form needs equal loc")


def require_same_scale(p: Side, q: Side) -> None:
    """Raise NoClosedForm unless both distributions have the same scale."""
    if np.any(p.scale != q.scale):
        raise NoClosedForm("the closed form needs equal scale")


def require_same_shapes(p: Side, q: Side, *names: str) -> None:
    """Raise NoClosedForm unless the named shape parameters agree."""
    for name in names:
        if np.any(p[name] != q[name]):
            raise NoClosedForm(f"the closed form needs equal {name}")
