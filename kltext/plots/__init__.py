"""Figures of the book: plain numbers in, matplotlib ``Axes`` out.

Every function takes plain numbers or arrays and an optional ``ax``, and returns the axes it
drew on, so a reader can wrap any of them in ``ipywidgets.interact``. One module for each subject;
they import the numerical modules of `kltext` and nothing of the explorers.
"""

from kltext.plots.bars import plot_distributions, plot_terms
from kltext.plots.codes import plot_block_lengths, plot_code_lengths, plot_discrete_explorer
from kltext.plots.densities import plot_densities, plot_integrand
from kltext.plots.diffusion import plot_diffusion_paths, plot_step_costs
from kltext.plots.directions import plot_both_costs
from kltext.plots.estimators import (
    plot_estimate_means,
    plot_estimator_spread,
    plot_estimator_terms,
)
from kltext.plots.families import plot_exponents, plot_generators, plot_order_curve
from kltext.plots.features import plot_information
from kltext.plots.gaussian import (
    plot_asymmetry,
    plot_gaussian_explorer,
    plot_growing_integral,
    plot_width_curve,
)
from kltext.plots.generative import (
    plot_discriminator,
    plot_flow,
    plot_flow_training,
    plot_parallel_lines,
    plot_yardsticks,
)
from kltext.plots.latent import (
    plot_density_map,
    plot_latent_map,
    plot_normal_ellipse,
    plot_pictures,
    plot_prior_circles,
)
from kltext.plots.learning import plot_frontier, plot_learning_curves, plot_step_sizes
from kltext.plots.logos import plot_sequence_logo
from kltext.plots.planar import plot_planar_fits
from kltext.plots.precision import plot_clipping, plot_relative_errors, plot_two_sums
from kltext.plots.projections import (
    plot_alpha_fits,
    plot_descents,
    plot_mean_field,
    plot_projections,
    plot_reverse_minima,
)
from kltext.plots.properties import (
    plot_chi2_bound,
    plot_local_bowl,
    plot_log_bound,
    plot_orders,
    plot_triangle,
    plot_variation_bounds,
)
from kltext.plots.reliability import plot_loss_parts, plot_null_spread, plot_reliability
from kltext.plots.style import STYLE, axes_or_new, book_style
from kltext.plots.surprise import plot_models, plot_relaxation
from kltext.plots.symmetrised import plot_shared_minimum, plot_symmetrised
from kltext.plots.tables import (
    plot_divergence_matrix,
    plot_fit,
    plot_forecasts,
    plot_histories,
    plot_levels,
    plot_lines,
    plot_null,
)
from kltext.plots.temperature import plot_by_temperature, plot_digit, plot_temperature_loss
from kltext.plots.trust_region import plot_equal_steps, plot_trust_region
from kltext.plots.vae import (
    plot_active_dimensions,
    plot_bound,
    plot_encoder,
    plot_gradient_variance,
    plot_rate_distortion,
    plot_training,
)

__all__ = [
    "STYLE",
    "axes_or_new",
    "book_style",
    "plot_active_dimensions",
    "plot_alpha_fits",
    "plot_asymmetry",
    "plot_block_lengths",
    "plot_both_costs",
    "plot_bound",
    "plot_by_temperature",
    "plot_chi2_bound",
    "plot_clipping",
    "plot_code_lengths",
    "plot_densities",
    "plot_density_map",
    "plot_descents",
    "plot_diffusion_paths",
    "plot_digit",
    "plot_discrete_explorer",
    "plot_discriminator",
    "plot_distributions",
    "plot_divergence_matrix",
    "plot_encoder",
    "plot_equal_steps",
    "plot_estimate_means",
    "plot_estimator_spread",
    "plot_estimator_terms",
    "plot_exponents",
    "plot_fit",
    "plot_flow",
    "plot_flow_training",
    "plot_forecasts",
    "plot_frontier",
    "plot_gaussian_explorer",
    "plot_generators",
    "plot_gradient_variance",
    "plot_growing_integral",
    "plot_histories",
    "plot_information",
    "plot_integrand",
    "plot_latent_map",
    "plot_learning_curves",
    "plot_levels",
    "plot_lines",
    "plot_local_bowl",
    "plot_log_bound",
    "plot_loss_parts",
    "plot_mean_field",
    "plot_models",
    "plot_normal_ellipse",
    "plot_null",
    "plot_null_spread",
    "plot_order_curve",
    "plot_orders",
    "plot_parallel_lines",
    "plot_pictures",
    "plot_planar_fits",
    "plot_prior_circles",
    "plot_projections",
    "plot_rate_distortion",
    "plot_relative_errors",
    "plot_relaxation",
    "plot_reliability",
    "plot_reverse_minima",
    "plot_sequence_logo",
    "plot_shared_minimum",
    "plot_step_costs",
    "plot_step_sizes",
    "plot_symmetrised",
    "plot_temperature_loss",
    "plot_terms",
    "plot_training",
    "plot_triangle",
    "plot_trust_region",
    "plot_two_sums",
    "plot_variation_bounds",
    "plot_width_curve",
    "plot_yardsticks",
]
