"""The calculator of divergences."""

from __future__ import annotations

import math
from typing import Any

import traitlets

from kltext.distributions import kl_distributions
from kltext.widgets.calculator.checked_parameters import checked
from kltext.widgets.calculator.families import FAMILIES, freeze
from kltext.widgets.calculator.pair_parameters import PAIR_PARAMETERS, PairParameters, partners
from kltext.widgets.calculator.pair_picture import draw_pair
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Choice, Parameters, refusal


class KLCalculator(Explorer, module="calculator"):
    """Any registered pair in one dimension: value both ways, formula, picture and code.

    Parameters
    ----------
    family_p, family_q : str
        Names in scipy.stats; Q must be a partner for which the registry has a closed form. If
        only P is given, Q is of its family where that is registered.
    parameters_p, parameters_q : dict or list
        Parameters by name, or in their order; what is missing gets its initial value. ``loc`` and
        ``scale`` are among them where they matter. What both must share, such as n of two
        binomials, is given with P. The table ``rv_discrete`` has values ``xk`` and masses ``pk``;
        ``truncnorm`` has its bounds ``low`` and ``high``.

    Attributes
    ----------
    kl, kl_reverse : float
        D(P‖Q) and D(Q‖P) in nats; the expectation is under the first argument. NaN where no
        closed form is known, which happens to ``kl_reverse`` only.

    Raises
    ------
    traitlets.TraitError
        If a family is unknown or no partner, or a parameter is out of its range.

    Examples
    --------
    >>> calculator = KLCalculator(family_p="gamma", parameters_p=[2], parameters_q={"a": 3})
    >>> calculator.parameters_q
    {'a': 3.0, 'scale': 1.5}
    >>> round(calculator.kl, 4)
    0.8201
    >>> calculator.family_q = "norm"
    >>> round(calculator.kl, 4), calculator.kl_reverse
    (2.3417, inf)
    """

    family_p = Choice("norm", list(FAMILIES))
    parameters_p = Parameters()
    family_q = Choice("norm", list(FAMILIES))
    parameters_q = Parameters()
    kl = readout()
    kl_reverse = readout()

    def __init__(self, **parameters: Any) -> None:
        if "family_p" in parameters and "family_q" not in parameters:
            able = partners(str(parameters["family_p"]))
            parameters |= {"family_q": able[0]} if able else {}
        start: dict[str, Any] = {"parameters_p": {}, "parameters_q": {}}
        super().__init__(**start | parameters)

    @property
    def _pair(self) -> PairParameters:
        return PAIR_PARAMETERS[self.family_p, self.family_q]

    @traitlets.validate("family_q")
    def _check_partner(self, proposal: Any) -> Any:
        self._require_partner(proposal.value)
        return proposal.value

    def _require_partner(self, family: str) -> None:
        able = partners(self.family_p)
        if family not in able:
            rule = f"a partner of {self.family_p}: {', '.join(able)}"
            raise refusal(self.traits()["family_q"], self, rule, family)

    @traitlets.validate("parameters_p", "parameters_q")
    def _check_parameters(self, proposal: Any) -> dict[str, Any]:
        self._require_partner(self.family_q)
        side = proposal.trait.name[-1]
        family = getattr(self, f"family_{side}")
        return checked(proposal.trait, self, family, self._pair.parameters(side), proposal.value)

    @traitlets.observe("family_p", "family_q")
    def _follow(self, change: Any) -> None:
        """Bring a partner, and parameters that belong to the pair; what still fits is kept."""
        fresh = {change.name[-1]}
        with self.hold_trait_notifications():
            if self.family_q not in partners(self.family_p):
                self.family_q = partners(self.family_p)[0]
                fresh.add("q")
            for side in "pq":
                name = f"parameters_{side}"
                free, values = self._pair.parameters(side), getattr(self, name)
                if [*values] != [parameter.name for parameter in free]:
                    able = () if side in fresh else {parameter.name for parameter in free}
                    kept = {key: value for key, value in values.items() if key in able}
                    family = getattr(self, f"family_{side}")
                    setattr(self, name, checked(self.traits()[name], self, family, free, kept))

    def distributions(self) -> tuple[Any, Any]:
        """Return P and Q as frozen distributions of scipy.stats."""
        whole = self._pair.whole_q(self.parameters_p, self.parameters_q)
        return freeze(self.family_p, self.parameters_p), freeze(self.family_q, whole)

    def _readouts(self) -> dict[str, float]:
        p, q = self.distributions()
        try:
            reverse = float(kl_distributions(q, p))
        except NotImplementedError:
            reverse = math.nan
        return {"kl": float(kl_distributions(p, q)), "kl_reverse": reverse}

    def _draw(self) -> None:
        draw_pair(*self.distributions(), self.parameters_p.get("xk"))
