"""What people pass: Series and DataFrames, tensors, arrays of JAX and of DLPack."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd
import pytest

import kltext as kt
from kltext import kernels
from kltext.projections import fit_mean_field
from tests.unit.sentences import is_one_sentence

P, Q = [0.5, 0.2, 0.3], [0.25, 0.5, 0.25]
LABELS = ["a", "b", "c"]
OTHERS = ["a", "c", "b"]
EYE = np.eye(3)


def series(values, labels=LABELS):
    return pd.Series(values, index=labels)


def frame(labels=LABELS, index=("mon", "tue")):
    return pd.DataFrame([P, Q], columns=labels, index=list(index))


# Each function of two labelled arguments; the last ones compare the columns of samples.
PAIRS = {
    "kl_divergence": kt.kl_divergence,
    "normalized": lambda p, q: kt.kl_divergence(p, q, normalize=True),
    "cross_entropy": kt.cross_entropy,
    "js_divergence": kt.js_divergence,
    "js_distance": kt.js_distance,
    "renyi_divergence": lambda p, q: kt.renyi_divergence(p, q, 2),
    "kl_terms": kt.kl_terms,
    "kl_logits": kt.kl_logits,
    "g": kernels.g,
    "kl_normal": lambda p, q: kt.kl_normal(p, 1, q, 2),
    "kl_mvnormal": lambda p, q: kt.kl_mvnormal(p, EYE, q, EYE),
    "kl_montecarlo": kt.kl_montecarlo,
}


@pytest.mark.parametrize("call", PAIRS.values(), ids=PAIRS)
def test_labels_must_agree(call):
    value = call(series(P), series(Q))
    np.testing.assert_array_equal(_numbers(value), _numbers(call(np.array(P), np.array(Q))))
    with pytest.raises(ValueError, match=r"label 'b' where \w+ has 'c' \(place 1 of 3\)") as caught:
        call(series(P), series(Q, OTHERS))
    assert is_one_sentence(str(caught.value))
    np.testing.assert_array_equal(_numbers(call(series(P), Q)), _numbers(value))
    np.testing.assert_array_equal(_numbers(call(P, series(Q, OTHERS))), _numbers(value))


def _numbers(value):
    return (value.value, value.error) if isinstance(value, kt.Estimate) else value


def test_counts_are_those_of_the_same_outcomes():
    p, q = pd.Series(list("aabbbc")).value_counts(), pd.Series(list("abcccc")).value_counts()
    with pytest.raises(ValueError, match="counts_p has the label 'b' where counts_q has 'c'"):
        kt.kl_plugin(p, q)
    aligned = kt.kl_plugin(p, q.reindex(p.index, fill_value=0))
    assert aligned == kt.kl_plugin([3, 2, 1], [1, 1, 4])


def test_rows_of_a_frame_are_distributions():
    one = series(Q)
    np.testing.assert_array_equal(kt.kl_divergence(frame(), one), kt.kl_divergence([P, Q], Q))
    with pytest.raises(ValueError, match="p has the label 'b' where q has 'c'"):
        kt.kl_divergence(frame(), series(Q, OTHERS))
    with pytest.raises(ValueError, match="p has the label 'tue' where q has 'wed'"):
        kt.kl_divergence(frame(), frame(index=("mon", "wed")))
    moved = frame().T  # outcomes down the rows
    np.testing.assert_array_equal(kt.kl_divergence(moved, moved, axis=0), [0, 0])
    assert kt.mutual_information(frame() / 2) == kt.mutual_information(np.array([P, Q]) / 2)
    assert kt.mutual_information(pd.DataFrame(np.float32([P, Q]) / 2)).dtype == np.float32


def test_samples_are_compared_by_column_only():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 30, 2))
    first, second = pd.DataFrame(x, columns=["h", "w"]), pd.DataFrame(y, columns=["h", "w"])
    shuffled = second.sample(frac=1, random_state=0)
    value = kt.kl_knn(first, shuffled, k=2).value
    assert value == pytest.approx(kt.kl_knn(x, y, k=2).value, rel=1e-14)
    with pytest.raises(ValueError, match="draws_p has the label 'h' where draws_q has 'w'"):
        kt.kl_knn(first, second[["w", "h"]])
    alone = pd.Series(x[:, 0], index=range(5, 35))
    assert kt.kl_knn(alone, second["h"], k=2) == kt.kl_knn(x[:, 0], y[:, 0], k=2)


def test_the_labels_of_a_batch_are_not_those_of_variables():
    """Three means a batch, three variables: what the batch is called is no matter of cov."""
    means = pd.DataFrame(np.eye(3), index=["mon", "tue", "wed"], columns=LABELS)
    cov = pd.DataFrame(2 * np.eye(3), index=LABELS, columns=LABELS)
    expected = kt.kl_mvnormal(means.to_numpy(), EYE, np.zeros(3), cov.to_numpy())
    np.testing.assert_array_equal(kt.kl_mvnormal(means, EYE, np.zeros(3), cov), expected)
    np.testing.assert_array_equal(kt.kl_mvnormal(means, cov, means, cov), np.zeros(3))
    moved = cov.reindex(index=OTHERS, columns=OTHERS)
    for wrong, said in (
        ((means, moved, means, moved), "mean_p has the label 'b' where cov_p has 'c'"),
        ((P, cov, P, moved), "cov_p has the label 'b' where cov_q has 'c'"),
        ((means, EYE, means[::-1], EYE), "mean_p has the label 'mon' where mean_q has 'wed'"),
    ):
        with pytest.raises(ValueError, match=said):
            kt.kl_mvnormal(*wrong)
    fit = fit_mean_field(pd.Series(P, LABELS), cov)
    np.testing.assert_array_equal(fit.mean, P)
    with pytest.raises(ValueError, match="mean has the label 'b' where cov has 'c'"):
        fit_mean_field(pd.Series(P, LABELS), moved)


def test_an_interval_compares_labels_as_its_estimator_does():
    rng = np.random.default_rng(0)
    x, y = (pd.DataFrame(rng.normal(size=(30, 2)), columns=["h", "w"]) for _ in "pq")
    options = {"rng": np.random.default_rng(1), "replicates": 20}
    assert np.isfinite(kt.kl_interval(kt.kl_knn, x, y.sample(frac=1), **options).value)
    with pytest.raises(ValueError, match=r"samples\[0\] has the label 'h' where samples\[1\] has"):
        kt.kl_interval(kt.kl_knn, x, y[["w", "h"]], **options)
    with pytest.raises(ValueError, match=r"samples\[0\] has the label 0 where samples\[1\] has 29"):
        kt.kl_interval(kt.kl_montecarlo, x["h"], x["h"][::-1], paired=True, **options)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (pd.date_range("2020", periods=3, tz="UTC"), "Asia/Tokyo", None),
        (pd.Index(["a", None, "c"]), ["a", "b", "c"], "label nan where q has 'b'"),
        (pd.Index(["a", None, "c"]), ["a", None, "b"], "label 'c' where q has 'b'"),
        (pd.Index([pd.NA, "b", "c"], dtype="object"), [pd.NA, "c", "b"], "label 'b' where"),
        (pd.MultiIndex.from_product([[1], LABELS]), [(1, "a"), (1, "c"), (1, "b")], r"\(1, 'b'\)"),
        (
            pd.MultiIndex.from_tuples([(1, None), (1, 2), (1, 3)]),
            [(1, None), (1, 3), (1, 2)],
            "1 of",
        ),
    ],
)
def test_labels_of_every_kind(one, other, said):
    theirs = one.tz_convert(other) if isinstance(other, str) else other
    p, q = pd.Series(P, one), pd.Series(Q, pd.Index(theirs))
    if said is None:  # the same times
        assert kt.kl_divergence(p, q) == kt.kl_divergence(P, Q)
        return
    with pytest.raises(ValueError, match=said):
        kt.kl_divergence(p, q)


def test_missing_values_and_nullable_numbers():
    assert kt.kl_divergence(pd.Series(P, dtype="Float64"), Q) == kt.kl_divergence(P, Q)
    assert np.isnan(kt.entropy(pd.Series([0.5, None, 0.5], dtype="Float64")))
    with pytest.raises(ValueError, match=r"p\[1\] = nan"):
        kt.entropy(pd.Series([0.5, None, 0.5]), nan_policy="raise")
    with pytest.raises(TypeError, match=r"p = .*dtype"):
        kt.entropy(pd.Series(["a", "b"]))


def test_arrays_of_jax():
    p, q = jnp.array(P), jnp.array(Q)
    assert type(kt.kl_divergence(p, q)) is np.float32
    assert kt.kl_divergence(p, q) == kt.kl_divergence(np.float32(P), np.float32(Q))
    assert kt.kl_logits(p, q) == kt.kl_logits(np.float32(P), np.float32(Q))
    uneven = jax.nn.softmax(jnp.linspace(-3, 3, 999))  # sums to 1 in float32 only
    assert kt.entropy(uneven) > 0


@pytest.mark.parametrize("transform", [jax.jit, jax.grad, jax.vmap])
def test_what_jax_traces_is_told_so(transform):
    argument = jnp.array([P]) if transform is jax.vmap else jnp.array(P)
    with pytest.raises(TypeError, match=r"p is traced by jax.jit, .*; call it outside") as caught:
        transform(lambda p: kt.kl_divergence(p, p))(argument)
    assert is_one_sentence(str(caught.value))


def test_a_type_that_numpy_lacks_is_told_so():
    with pytest.raises(TypeError, match="bfloat16") as caught:
        kt.entropy(jnp.array(P, jnp.bfloat16))
    assert is_one_sentence(str(caught.value))


class OnlyDLPack:
    """What the array API asks of an array, without NumPy's own protocol."""

    def __init__(self, values):
        self.values = np.array(values)

    def __dlpack__(self, **options):
        return self.values.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.values.__dlpack_device__()


class Tensor:
    """A stand-in for torch.Tensor where torch is not installed: it refuses as torch does."""

    dtype = "torch.float32"

    def __init__(self, requires_grad=False, device="cpu"):
        self.requires_grad, self.device = requires_grad, device

    def __array__(self, *_, **__):
        if self.requires_grad:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        raise TypeError(f"can't convert {self.device} device type tensor to numpy.")


def test_dlpack():
    assert kt.kl_divergence(OnlyDLPack(P), OnlyDLPack(Q)) == kt.kl_divergence(P, Q)


@pytest.mark.parametrize(
    ("tensor", "cure"),
    [
        (Tensor(requires_grad=True), r"p is a tensor that needs a gradient.*; pass p.detach\(\)$"),
        (Tensor(device="cuda:0"), "p .* on cuda:0, .*; pass it as .* on the CPU"),
    ],
)
def test_a_tensor_that_cannot_be_read_is_told_the_cure(tensor, cure):
    with pytest.raises(TypeError, match=cure) as caught:
        kt.kl_divergence(tensor, P)
    assert is_one_sentence(str(caught.value))


def test_tensors_of_torch():
    torch = pytest.importorskip("torch", reason="PyTorch is not in the lock: it is too large")
    p, q = torch.tensor(P), torch.tensor(Q)
    assert kt.kl_divergence(p, q) == kt.kl_divergence(np.float32(P), np.float32(Q))
    assert kt.entropy(torch.softmax(torch.linspace(-3, 3, 999), 0)) > 0
    with pytest.raises(TypeError, match=r"pass q.detach\(\)"):
        kt.kl_divergence(p, q.requires_grad_())
    with pytest.raises(TypeError, match="bfloat16"):
        kt.entropy(p.bfloat16())
