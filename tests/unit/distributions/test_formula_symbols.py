"""Every special symbol of a registered formula is explained before the table that shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kltext.distributions import registered_pairs

CHAPTER = Path(__file__).resolve().parents[3] / "chapters" / "closed-forms.ipynb"

# A special symbol in a formula, and the words that explain it.
EXPLAINED = {
    r"\\Gamma(?!_)": r"$\Gamma$ and $B$ are the gamma and the beta function",
    r"(?<![A-Za-z])B\(": r"$\Gamma$ and $B$ are the gamma and the beta function",
    r"\\psi(?!_)": r"$\psi = (\log\Gamma)'$ is the digamma function",
    r"\\Gamma_p": r"$\Gamma_p$ and $\psi_p = (\log\Gamma_p)'$ are their versions for matrices",
    r"\\psi_p": r"$\Gamma_p$ and $\psi_p = (\log\Gamma_p)'$ are their versions for matrices",
    r"(?<![A-Za-z])P\(": r"$P(a, t)$ and $I_t(a, b)$ are the regularised incomplete",
    r"I_t\(": r"$P(a, t)$ and $I_t(a, b)$ are the regularised incomplete",
    r"I_[01]\(": "$I_0$, $I_1$ and $I_{d/2}$, with one argument, are modified Bessel functions",
    r"I_\{d/2": "$I_0$, $I_1$ and $I_{d/2}$, with one argument, are modified Bessel functions",
    r"C_d": r"$C_d(\kappa) = \kappa^{d/2-1} / ",
    r"E_1\(": "$E_1$ is the exponential integral",
    r"\\mathrm\{erf\}": r"$\operatorname{erf}$ the error function",
    r"\\zeta": r"$\zeta$ Riemann's zeta function",
    r"\\gamma(?!_)": r"$\gamma$ is Euler's constant",
    r"\\mathrm\{tr\}": r"$\operatorname{tr}$ is the trace",
    r"\|R\|": r"$|\cdot|$ the determinant",
}

# What a reader of the book knows, what lays a formula out, and letters for parameters.
KNOWN = re.split(
    r"\n| (?=\\)",
    r"""\cos \coth \log \sinh \sqrt \sum \tanh \infty \le \pi \cdot \mathbb \top
\Bigl \Bigr \bigl \bigr \frac \tfrac \quad \text
\mathrm{loc} \mathrm{scale} \mathrm{df} \mathrm{mu} \mathrm{low} \mathrm{high} \mathrm{mean}
\mathrm{variance\ of\ }
\alpha \beta \delta \Delta \ell \kappa \lambda \mu \nu \Psi \rho \sigma \Sigma \tau \theta""",
)
IN_THE_FORMULA = {"A_d(": r"A_d = \frac"}

FORMULAS = {f"{pair.p}‖{pair.q}": pair.formula for pair in registered_pairs()}


def symbols_paragraph() -> str:
    cells = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    table = next("".join(cell["source"]) for cell in cells if cell["id"] == "table")
    before, found, _ = table.partition("lightbook-filter")
    assert found
    return before.partition("(sec-formula-symbols)=")[2]


def names(formula: str) -> list[str]:
    """Return the commands of a formula, and the capital letters that are functions."""
    return re.findall(r"\\mathrm\{[^}]+\}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Z](?:_\w)?\(", formula)


@pytest.mark.parametrize("symbol", EXPLAINED)
def test_each_special_symbol_occurs_and_is_explained(symbol: str) -> None:
    assert any(re.search(symbol, formula) for formula in FORMULAS.values())
    assert EXPLAINED[symbol] in symbols_paragraph()


@pytest.mark.parametrize("pair", FORMULAS)
def test_no_formula_has_another_symbol(pair: str) -> None:
    formula = FORMULAS[pair]
    for name in set(names(formula)) - set(KNOWN):
        if name in IN_THE_FORMULA:
            assert IN_THE_FORMULA[name] in formula
        else:
            assert any(re.match(symbol, name) for symbol in EXPLAINED), name


def test_an_index_of_gamma_is_seen() -> None:
    """So a scale must not be called by the letter of Euler's constant."""
    assert not any(re.search(r"\\gamma_", formula) for formula in FORMULAS.values())
    assert re.search(r"\\gamma_", r"\frac{\gamma_1}{\gamma_2}")


def test_an_expectation_is_written_as_in_the_chapters() -> None:
    plain = re.compile(r"(?<![A-Za-z])E(_[PQ])?[\[|]")
    assert plain.search("-H - E_P[x]")
    assert plain.search(r"(a-1)E[\log u]")
    assert not [p for p in registered_pairs() if plain.search(p.formula + p.condition + p.source)]
