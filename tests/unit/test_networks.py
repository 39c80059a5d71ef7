"""The networks of the chapters: gradients against differences, Adam against its formulas."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from kltext.networks import Adam, gradients, initial_weights, outputs
from tests.unit.sentences import is_one_sentence

ACTIVATIONS = {"relu": lambda a: a * (a > 0), "tanh": np.tanh}
SIZES = {"inputs": 3, "hidden": 5, "outputs": 2}


def made(activation, copies=None, seed=0):
    """Return a network whose offsets are not zero, inputs, and the slope of a linear loss."""
    rng = np.random.default_rng(seed)
    net = initial_weights(rng, **SIZES, copies=copies, activation=activation)
    net = [w + 0.1 * rng.normal(size=w.shape) for w in net]
    several = () if copies is None else (copies,)
    return net, rng.normal(size=(*several, 7, 3)), rng.normal(size=(*several, 7, 2))


def differences(loss, array, step=1e-6):
    """Return the gradient of a loss with respect to one array, by central differences."""
    found = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        nudge = np.zeros(array.shape)
        nudge[place] = step
        found[place] = (loss(array + nudge) - loss(array - nudge)) / (2 * step)
    return found


def largest_error(activation, copies, used):
    """Return by how much the gradients for `used` differ from those of a net of `activation`."""
    net, x, slope = made(activation, copies)
    of_weights, of_inputs = gradients(net, x, slope, activation=used)

    def loss(net, x):
        return (slope * outputs(net, x, activation=activation)).sum()

    errors = [of_inputs - differences(lambda x: loss(net, x), x)]
    for i, (w, gradient) in enumerate(zip(net, of_weights, strict=True)):
        assert gradient.shape == w.shape
        by_hand = differences(lambda w, i=i: loss([*net[:i], w, *net[i + 1 :]], x), w)
        errors.append(gradient - by_hand)
    return max(abs(error).max() for error in errors)


@pytest.mark.parametrize("copies", [None, 4])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_are_those_of_the_outputs(activation, copies):
    # Rounding of the loss over the step: 1e-16 / 1e-6, times what it sums.
    assert largest_error(activation, copies, used=activation) < 1e-8


@pytest.mark.parametrize(("activation", "used"), [("relu", "tanh"), ("tanh", "relu")])
def test_gradients_of_the_other_activation_are_noticed(activation, used):
    assert largest_error(activation, None, used) > 0.1


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_outputs_are_two_layers(activation):
    net, x, _ = made(activation)
    W, b, V, c = net
    hidden = ACTIVATIONS[activation](np.einsum("ni,ih->nh", x, W) + b)
    expected = np.einsum("nh,ho->no", hidden, V) + c
    np.testing.assert_allclose(outputs(net, x, activation=activation), expected, rtol=1e-12)


def test_copies_are_networks_of_their_own():
    net, x, slope = made("relu", copies=3)
    together, of_inputs = gradients(net, x, slope)
    for i in range(3):
        alone = [w[i] for w in net]
        np.testing.assert_allclose(outputs(net, x)[i], outputs(alone, x[i]), rtol=1e-12)
        np.testing.assert_allclose(outputs(net, x[0])[i], outputs(alone, x[0]), rtol=1e-12)
        one, of_one = gradients(alone, x[i], slope[i])
        np.testing.assert_allclose(of_inputs[i], of_one, rtol=1e-12)
        for a, b in zip(together, one, strict=True):
            np.testing.assert_allclose(a[i], b, rtol=1e-12)


@pytest.mark.parametrize(("activation", "variance"), [("relu", 2), ("tanh", 1)])
def test_initial_weights_keep_the_scale(activation, variance):
    rng, sizes = np.random.default_rng(0), {"inputs": 300, "hidden": 200, "outputs": 100}
    W, b, V, c = initial_weights(rng, **sizes, copies=2, activation=activation)
    assert [w.shape for w in (W, b, V, c)] == [
        (2, 300, 200),
        (2, 1, 200),
        (2, 200, 100),
        (2, 1, 100),
    ]
    assert not b.any()
    assert not c.any()
    # The relative error of a variance of n entries is √(2/n), here below one per cent.
    np.testing.assert_allclose([300 * W.var(), 200 * V.var()], variance, rtol=0.03)
    again = np.random.default_rng(0).normal(size=W.shape)
    np.testing.assert_allclose(W, np.sqrt(variance / 300) * again, rtol=1e-12)


# Kingma & Ba (2015), algorithm 1, by hand: rate 0.1, one weight 1, gradients 2 and then −1.
# m₁ = 0.2, v₁ = 0.004; corrected 2 and 4, so that the first step is 0.1 · 2/2.
# m₂ = 0.9 · 0.2 − 0.1 = 0.08, v₂ = 0.999 · 0.004 + 0.001 = 0.004996;
# corrected 0.08/0.19 and 0.004996/0.001999.
FIRST = 1 - 0.1
SECOND = FIRST - 0.1 * (0.08 / 0.19) / (0.004996 / 0.001999) ** 0.5


def test_adam_is_that_of_the_paper():
    adam, weights = Adam(rate=0.1), [np.array([1.0])]
    seen = []
    for gradient in (2.0, -1.0):
        weights, adam = adam.step(weights, [np.array([gradient])])
        seen.append(weights[0].item())
    np.testing.assert_allclose(seen, [FIRST, SECOND], rtol=1e-8)  # its epsilon is 1e-8
    np.testing.assert_allclose([adam.means[0], adam.squares[0]], [[0.08], [0.004996]], rtol=1e-12)
    assert adam.steps == 2


def test_adam_without_the_corrections_is_noticed():
    # As if a thousand steps had been made: then both corrections are nearly none.
    zero = [np.zeros(1)]
    weights, _ = Adam(0.1, 10**6, zero, zero).step([np.array([1.0])], [np.array([2.0])])
    assert abs(weights[0].item() - FIRST) > 0.1


def test_adam_keeps_what_it_is_given():
    adam, weights, slopes = (
        Adam(rate=0.1),
        [np.ones(2), np.ones((1, 3))],
        [np.ones(2), np.ones((1, 3))],
    )
    new, after = adam.step(weights, slopes)
    assert (adam.steps, after.steps) == (0, 1)
    assert all((w == 1).all() for w in (*weights, *slopes))
    assert [w.shape for w in new] == [(2,), (1, 3)]
    assert repr(after) == "Adam(rate=0.1, steps=1)"


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_together_they_learn_exclusive_or(activation):
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    options = {"activation": activation}
    net = initial_weights(np.random.default_rng(0), inputs=2, hidden=8, outputs=1, **options)
    adam = Adam(rate=0.05)
    for _ in range(300):
        error = outputs(net, x, **options) - y
        net, adam = adam.step(net, gradients(net, x, error, **options)[0])
    assert abs(outputs(net, x, **options) - y).max() < 0.01


NET, X, SLOPE = made("relu")
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: outputs(NET, X, activation="sigmoid"), "activation = 'sigmoid' is unknown"),
        (lambda: outputs(NET, X, activation=np.tanh), "activation = <ufunc 'tanh'> is unknown"),
        (lambda: outputs(NET, X[:, :2]), r"x has shape \(7, 2\) and net the shapes \[\(3, 5\)"),
        (lambda: outputs(NET, X[0]), r"x has shape \(3,\)"),
        (lambda: outputs(NET, 1.0), r"x has shape \(\)"),
        (lambda: outputs(NET[:3], X), "pass rows of inputs, and the four arrays"),
        (lambda: outputs(NET + NET, X), "pass rows of inputs, and the four arrays"),
        (lambda: gradients(NET, X, SLOPE[:, :1]), r"\(7, 1\), and the outputs have \(7, 2\)"),
        (lambda: initial_weights(RNG, **SIZES | {"hidden": 0}), "hidden = 0 is too few"),
        (lambda: initial_weights(RNG, **SIZES, copies=0), "copies = 0 is too few"),
        (lambda: initial_weights(RNG, **SIZES, activation="elu"), "activation = 'elu' is unknown"),
        (lambda: Adam(rate=0.0), "rate = 0.0 is not positive and finite"),
        (lambda: Adam(rate=np.inf), "rate = inf is not positive and finite"),
        (lambda: Adam(0.1).step(NET, NET[:3]), "pass a gradient for every weight"),
        (lambda: Adam(0.1).step([np.ones((1, 3))], [np.ones(3)]), r"\[\(3,\)\], and weights have"),
    ],
)
def test_what_does_not_fit_is_refused(call, said):
    with pytest.raises(ValueError, match=said) as caught:
        call()
    assert is_one_sentence(str(caught.value)), caught.value


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: outputs(None, X), "net is of type NoneType; pass a list"),
        (lambda: outputs(np.ones((4, 3, 3)), X), "net is of type ndarray"),
        (lambda: Adam(0.1).step(NET, NET[0]), "gradients is of type ndarray"),
        (lambda: initial_weights(0, **SIZES), "rng = 0 is no numpy Generator"),
        (lambda: initial_weights(RNG, **SIZES | {"inputs": 2.5}), "inputs = 2.5 is not an integer"),
        (lambda: Adam(rate="0.1"), "rate = '0.1'"),
    ],
)
def test_what_is_of_another_type_is_refused(call, said):
    with pytest.raises(TypeError, match=said) as caught:
        call()
    assert is_one_sentence(str(caught.value)), caught.value


def test_kltext_loads_them_when_they_are_asked_for():
    code = "import sys, kltext; print('kltext.networks' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
