"""Explorers: pictures with sliders, in JupyterLab and on a page without a kernel."""

try:
    import anywidget as _anywidget  # noqa: F401
except ImportError as error:
    raise ImportError(
        "The explorers need anywidget and ipywidgets: run `pip install 'kltext[widgets]'`."
    ) from error

from kltext.widgets.alpha import AlphaExplorer
from kltext.widgets.asymmetry import AsymmetryExplorer
from kltext.widgets.calculator import KLCalculator
from kltext.widgets.code_length import CodeLengthExplorer
from kltext.widgets.discrete import DiscreteExplorer
from kltext.widgets.estimator import EstimatorExplorer
from kltext.widgets.forward_reverse import ForwardReverseExplorer
from kltext.widgets.gaussian import GaussianExplorer
from kltext.widgets.reliability import ReliabilityExplorer
from kltext.widgets.temperature import TemperatureExplorer
from kltext.widgets.triangle import TriangleExplorer
from kltext.widgets.trust_region import TrustRegionExplorer
from kltext.widgets.vae import VAEExplorer

__all__ = [
    "AlphaExplorer",
    "AsymmetryExplorer",
    "CodeLengthExplorer",
    "DiscreteExplorer",
    "EstimatorExplorer",
    "ForwardReverseExplorer",
    "GaussianExplorer",
    "KLCalculator",
    "ReliabilityExplorer",
    "TemperatureExplorer",
    "TriangleExplorer",
    "TrustRegionExplorer",
    "VAEExplorer",
]
