"""The names by which a search finds the calculator's families, and where it leads."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from kltext.widgets import KLCalculator
from kltext.widgets.calculator.families import FAMILIES
from kltext.widgets.calculator.search_names import search_pairs

FOUND = search_pairs()


def test_every_family_has_a_name_and_usual_names_mean_the_usual_family():
    assert set(FOUND["names"].values()) == set(FAMILIES)
    usual = {
        "Gaussian": "norm",
        "log-normal": "lognorm",
        "lognormal": "lognorm",
        "Gumbel": "gumbel_r",
    }
    assert {name: FOUND["names"][name] for name in usual} == usual


def test_each_link_is_a_state_of_the_calculator():
    for pair, (_, link) in FOUND["pairs"].items():
        place, _, search = link.partition("?")
        state = {name: json.loads(value) for name, value in parse_qsl(search)}
        made = KLCalculator(**state)
        assert place == KLCalculator._module
        assert pair == f"{made.family_p} {made.family_q}"
