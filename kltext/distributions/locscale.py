"""What the pair functions ask of loc and scale, and the names of their sources."""

from __future__ import annotations

from kltext.distributions.distribution import Distribution
from kltext.distributions.registry import NoClosedForm

TORCH = "PyTorch, torch.distributions.kl"
TFP = "TensorFlow Probability, kl_divergence registrations"
TORCH_TFP = "PyTorch, torch.distributions.kl; TensorFlow Probability"
DERIVED = "derived in this book's package; checked by quadrature"
RECIPE = r"$-H(P) - E_P[\log q]$ with the entropy and moments of P"


def require_same_loc(p: Distribution, q: Distribution) -> None:
    """Raise NoClosedForm unless both distributions have the same loc."""
    if p.loc != q.loc:
        raise NoClosedForm("the closed form needs equal loc")


def require_same_scale(p: Distribution, q: Distribution) -> None:
    """Raise NoClosedForm unless both distributions have the same scale."""
    if p.scale != q.scale:
        raise NoClosedForm("the closed form needs equal scale")


def require_same_shapes(p: Distribution, q: Distribution, *names: str) -> None:
    """Raise NoClosedForm unless the named shape parameters agree."""
    for name in names:
        if p[name] != q[name]:
            raise NoClosedForm(f"the closed form needs equal {name}")
