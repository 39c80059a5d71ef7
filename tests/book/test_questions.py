"""The knowledge check: complete, true to the numbers, and the same file for every reader."""

import json
import math
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2, poisson

import kltext
from kltext.projections import NormalMixture
from lightbook.quiz.questions import Question, load_questions, question_markdown

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = ROOT / "chapters"
OBJECTIVES = {
    "obj-define", "obj-compute", "obj-not-metric", "obj-asymmetry", "obj-cross-entropy",
    "obj-forward-reverse", "obj-mutual", "obj-implement", "obj-debug", "obj-closed-forms",
    "obj-estimate", "obj-vae", "obj-distillation", "obj-policy", "obj-generative",
    "obj-calibration", "obj-decide",
}  # fmt: skip
QUESTIONS = load_questions(CHAPTERS / "data" / "questions.yml")
BY_ID = {question.id: question for question in QUESTIONS}
NUMERIC = [question for question in QUESTIONS if question.kind == "numeric"]

BITS = 1 / math.log(2)
COIN, FAIR, HEADS = [0.7, 0.3], [0.5, 0.5], [0.6, 0.4]
P, Q = [0.7, 0.2, 0.1], [0.5, 0.3, 0.2]
SQUARE = np.array([[0, 1], [1, 0], [0, 1]]) / 3  # X is -1, 0 or 1; Y = X² is 0 or 1
TEACHER, STUDENT = np.array([2, 1, 0.5, -0.5]), np.array([1.5, 1.2, 0.3, -0.3])


def distilled(temperature: float) -> float:
    return float(kltext.kl_logits(TEACHER / temperature, STUDENT / temperature))


@cache
def fitted_std(direction: str) -> float:
    """Return the standard deviation of the best normal fit to modes at −2 and 2."""
    target = NormalMixture((0.5, 0.5), (-2, 2), (1, 1))
    if direction == "forward":
        return kltext.fit_forward(target).sigma
    return kltext.fit_reverse(target).sigma


def rates(first: float, second: float) -> float:
    """Return the divergence of two Poisson distributions, summed over all counts that matter."""
    k = np.arange(200)
    terms = poisson.logpmf(k, first) - poisson.logpmf(k, second)
    return float(poisson.pmf(k, first) @ terms)


# What every number in the file is: the answer, and then the mistakes in their order.
NUMBERS = {
    "unfair-coin": lambda: [
        kltext.kl_divergence(COIN, FAIR),
        kltext.kl_divergence(COIN, FAIR, base=2),
        kltext.kl_divergence(FAIR, COIN),
        kltext.kl_terms(COIN, FAIR)[0],
    ],
    "gaussian-explorer": lambda: [
        kltext.kl_normal(0, 1, 1, 1.5),
        kltext.kl_normal(1, 1.5, 0, 1),
        kltext.kl_normal(0, 1, 1, math.sqrt(1.5)),
        kltext.kl_normal(0, 1, 1, 1.5) * BITS,
    ],
    "broken-triangle": lambda: [
        kltext.kl_normal(0, 1, 2, 1) - kltext.kl_normal(0, 1, 1, 1) - kltext.kl_normal(1, 1, 2, 1),
        0,
        kltext.kl_normal(0, 1, 2, 1) - kltext.kl_normal(0, 1, 1, 1),
        kltext.kl_normal(0, 1, 2, 1),
    ],
    "both-directions": lambda: [
        kltext.kl_normal(0, 1, 2, 2),
        kltext.kl_normal(2, 2, 0, 1),
        kltext.kl_normal(0, 1, 2, math.sqrt(2)),
    ],
    "cross-entropy-value": lambda: [
        kltext.cross_entropy(P, Q),
        kltext.kl_divergence(P, Q),
        kltext.entropy(P),
        kltext.cross_entropy(Q, P),
    ],
    "forward-width": lambda: [
        fitted_std("forward"),
        2,
        1,
        fitted_std("forward") ** 2,
    ],
    "square-of-x": lambda: [
        kltext.mutual_information(SQUARE),
        0,
        kltext.entropy(SQUARE.sum(axis=1)),
        kltext.mutual_information(SQUARE, base=2),
    ],
    "hot-limit": lambda: [
        np.var(TEACHER - STUDENT) / 2,
        np.var(TEACHER - STUDENT),
        distilled(2),
        distilled(1),
    ],
    "vae-term": lambda: [
        kltext.kl_normal(1.5, math.exp(-0.25), 0, 1),
        kltext.kl_normal(1.5, math.exp(-0.5), 0, 1),
        -kltext.kl_normal(1.5, math.exp(-0.25), 0, 1),
        2 * kltext.kl_normal(1.5, math.exp(-0.25), 0, 1),
    ],
    "poisson-pair": lambda: [
        rates(3, 2),
        rates(2, 3),
        3 * math.log(3 / 2),
        rates(3, 2) * BITS,
    ],
    "sixty-heads": lambda: [
        200 * kltext.kl_divergence(HEADS, FAIR),
        100 * kltext.kl_divergence(HEADS, FAIR),
        200 * kltext.kl_divergence(FAIR, HEADS),
        200 * kltext.kl_divergence(HEADS, FAIR, base=2),
    ],
}


def test_there_is_a_computation_for_every_numeric_question_and_no_other():
    assert sorted(NUMBERS) == sorted(question.id for question in NUMERIC)


def rounded_like(computed: float, printed: float) -> float:
    """Round a number to as many decimals as the printed one has."""
    return round(float(computed), len(str(printed).split(".")[1]))


@pytest.mark.parametrize("question", NUMERIC, ids=lambda question: question.id)
def test_the_numbers_are_those_that_kltext_computes(question: Question):
    assert question.answer is not None
    printed = [question.answer.value, *(mistake.value for mistake in question.mistakes)]
    computed = NUMBERS[question.id]()
    assert len(computed) == len(printed)
    assert [rounded_like(*pair) for pair in zip(computed, printed, strict=True)] == printed
    assert abs(computed[0] - question.answer.value) < question.answer.tolerance / 4


def test_the_numbers_in_the_words_are_computed_too():
    assert distilled(1000) * 1000**2 == pytest.approx(NUMBERS["hot-limit"]()[0], rel=1e-3)
    widths = np.linspace(1, 2, 1001)
    by_width = kltext.kl_normal(0, 1, 1, widths)
    assert widths[np.argmin(by_width)] ** 2 == pytest.approx(2, abs=5e-3)
    assert chi2.sf(NUMBERS["sixty-heads"]()[0], 1) == pytest.approx(1 / 22, rel=0.03)
    assert fitted_std("reverse") == pytest.approx(2.05, abs=5e-3)
    assert "about 2.05, against 2.24" in text_of("reverse-at-four")
    clipped = [0.5 * math.log(0.5) + 0.5 * math.log(0.5 / epsilon) for epsilon in (1e-10, 1e-12)]
    assert clipped == pytest.approx([10.82, 13.12], abs=5e-3)
    assert math.isinf(kltext.kl_divergence([0.5, 0.5], [1, 0]))


def test_four_models_are_in_the_order_of_their_divergences():
    models = {"N(0, 1)": (0, 1), "N(1, 1.5^2)": (1, 1.5), "N(1, 1)": (1, 1), "N(2, 1)": (2, 1)}
    values = [kltext.kl_normal(0, 1, *model) for model in models.values()]
    assert values == sorted(values)
    right = sorted(BY_ID["four-models"].options, key=lambda option: option.place)
    shown = [option.text.strip("$") for option in right]
    assert shown == list(models)


def text_of(name: str) -> str:
    """Return all that a question says."""
    question = BY_ID[name]
    parts = [question.prompt, question.explanation]
    parts += [f"{option.text} {option.explanation}" for option in question.options]
    return " ".join(parts)


def test_every_objective_has_a_question_and_every_question_an_objective():
    assert {question.objective for question in QUESTIONS} == OBJECTIVES


def test_the_first_question_is_what_kl_divergence_measures():
    first = QUESTIONS[0]
    assert first.id == "what-it-measures"
    assert r"What is $D_{\mathrm{KL}}(P \parallel Q)$?" in first.prompt


def test_every_chapter_is_asked_about_and_is_there():
    assert len(QUESTIONS) >= 20
    toc = (ROOT / "_toc.yml").read_text()
    before_check = toc.split("chapters/knowledge-check")[0]
    numbered = re.findall(r"file: chapters/(\S+)", before_check)
    taught = {*numbered, "summary"} - {"calculator"}  # which is to be used, not learnt
    assert {question.chapter for question in QUESTIONS} == taught
    for question in QUESTIONS:
        assert (CHAPTERS / f"{question.chapter}.ipynb").is_file()


def test_every_objective_is_taught_where_a_question_says():
    anchors: dict[str, set[str]] = {}
    for path in [*CHAPTERS.glob("*.ipynb"), *CHAPTERS.glob("applications/*.ipynb")]:
        for cell in json.loads(path.read_text())["cells"]:
            for anchor in re.findall(
                r"^\((obj-[a-z-]+)\)=$", "".join(cell["source"]), re.MULTILINE
            ):
                anchors.setdefault(anchor, set()).add(
                    path.relative_to(CHAPTERS).with_suffix("").as_posix()
                )
    assert set(anchors) == OBJECTIVES
    for objective, places in anchors.items():
        assert len(places) == 1, f"{objective} is an anchor in {sorted(places)}"
        asked = {q.chapter for q in QUESTIONS if q.objective == objective}
        assert places <= asked, f"no question on {objective} sends the reader to {sorted(places)}"


def test_the_right_letter_cannot_be_guessed():
    singles = [question for question in QUESTIONS if question.kind == "single"]
    right = [[o.correct for o in question.options].index(True) for question in singles]
    for place in range(4):
        assert right.count(place) >= len(singles) / 8
        assert right.count(place) <= len(singles) / 2


def test_no_explanation_is_a_mere_verdict():
    for question in QUESTIONS:
        for option in question.options:
            words = option.explanation.split()
            assert len(words) >= 4, f"{question.id}: {option.explanation}"
        assert question.kind != "numeric" or question.mistakes


def test_formulas_and_html_are_closed_in_every_question():
    for number, question in enumerate(QUESTIONS, 1):
        text = question_markdown(question, number)
        assert text.count("$") % 2 == 0, question.id
        assert text.count("<details>") == text.count("</details>") == 1
        assert text.count("<") == 4, question.id  # the two pairs of tags, no stray HTML
