"""The verdicts of the audit over all distributions, which takes an hour itself."""

from __future__ import annotations

import pytest
from scipy import stats

from kltext.distributions import Estimate
from tests.audit import sweep

P, Q = stats.norm(), stats.norm(1)  # D(P‖Q) = 0.5


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (Estimate(0.5, 1e-12), "agreed"),
        (Estimate(0.6, 1e-12), "wrong"),
        (Estimate(0.6, 10.0), "vague"),  # it would agree with anything
        (Estimate(0.5, 1e-3), "vague"),
    ],
)
def test_an_answer_is_judged(monkeypatch, told, verdict):
    monkeypatch.setattr(sweep, "kl_distributions", lambda *_, **__: told)
    assert sweep.judged(P, Q)[0] == verdict


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        (["agreed", "agreed", "refused"], 0),
        (["agreed", "refused", "refused"], 1),
        (["agreed", "agreed", "wrong"], 1),
        (["unfinished"], 1),
    ],
)
def test_most_pairs_must_agree(monkeypatch, verdicts, code):
    left = iter(verdicts)
    monkeypatch.setattr(sweep, "pairs", lambda: [("norm ‖ itself", P, Q)] * len(verdicts))
    monkeypatch.setattr(sweep, "tried", lambda *_: (next(left), "told"))
    assert sweep.main([]) == code
