"""No wrong answer of the bank survives, and no right one is turned away."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from klcheck import feedback, tries
from klcheck.cases import exercises
from klcheck.compare import matches
from klgrade import judge, records
from klgrade.public import outputs
from klgrade.session import Value
from klgrade.tasks import load_bank

ROOT = Path(__file__).parents[2]
SLUGS = {
    "definition", "properties", "asymmetry", "cross-entropy", "forward-reverse",
    "mutual-information", "implementation", "estimation", "distillation", "policy-optimization",
    "calibration", "vae", "capstone-languages",
}  # fmt: skip
BANK = load_bank(ROOT / "exercises/bank")
TASKS = BANK.tasks()
MISTAKES = [(task, mistake) for task in TASKS.values() for mistake in task.mistakes]
VARIANTS = [(task, variant) for task in TASKS.values() for variant in task.variants]
LESSONS = {task: lesson for exercise in BANK for task, lesson in exercise.lessons.items()}
PUBLIC = {task.id: task for exercise in exercises().values() for task in exercise.tasks}

each_task = pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
each_mistake = pytest.mark.parametrize(
    ("task", "mistake"), MISTAKES, ids=[f"{task.id}-{m.name}" for task, m in MISTAKES]
)
each_variant = pytest.mark.parametrize(
    ("task", "variant"), VARIANTS, ids=[task.id for task, _ in VARIANTS]
)


# Another student's inputs.
each_seed = pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.audit)])


class Direct:
    """Hands the judge what an answer gives, as a notebook in its sandbox would."""

    def __init__(self, answer):
        self.answer = answer

    def call(self, _task, case):
        return Value(judge._apply(self.answer, case))

    def read(self, task):
        return Value(self.answer if task.kind == "choice" else outputs(task, self.answer, [])[0])


def graded(task, answer, seed):
    """Return the grader's verdict on an answer, on the inputs of one student."""
    return judge._verdict(task, Direct(answer), np.random.default_rng([7, seed]))


def remembering(apply):
    """Return a function that makes the same of a case, and makes it once."""
    known = {}

    def remembered(function, case):
        key = (id(function), json.dumps(case))
        if key not in known:
            known[key] = apply(function, case)
        return known[key]

    return remembered


REMEMBERED = remembering(judge._apply)


@pytest.fixture
def once(monkeypatch):
    """Let the reference work out the inputs of a student once for all tests of its task."""
    monkeypatch.setattr(judge, "_apply", REMEMBERED)


def fresh(task, seed=0):
    """Return fresh inputs as the grader draws them."""
    rng = np.random.default_rng(seed)
    return task.inputs(rng)


def alike(task, some, others):
    return all(matches(a, b, task.tolerance) for a, b in zip(some, others, strict=True))


@each_mistake
def test_every_wrong_answer_meets_its_own_hint(task, mistake):
    verdict = feedback.judge(PUBLIC[task.id], mistake.answer)
    assert (verdict.state, verdict.text) == ("wrong", mistake.hint)


@each_task
@each_seed
@pytest.mark.usefixtures("once")
def test_every_wrong_answer_is_recognised_by_the_grader(task, seed):
    said = {m.name: graded(task, m.answer, seed) for m in task.mistakes}
    assert said == {m.name: (records.WRONG, m.hint) for m in task.mistakes}


@each_task
def test_no_student_is_lucky_enough_to_be_wrong_unseen(task):
    inputs = fresh(replace(task, fresh=30))
    right = outputs(task, task.reference, inputs)
    for mistake in task.mistakes if inputs else ():
        given = outputs(task, mistake.answer, inputs)
        unseen = sum(map(matches, given, right, [task.tolerance] * 30)) / 30
        assert unseen**task.fresh < 1e-3, f"{mistake.name} is right in {unseen:.0%} of the inputs"


@each_task
@pytest.mark.parametrize("seed", [None, 0])
def test_no_two_mistakes_look_the_same(task, seed):
    inputs = list(task.public) if seed is None else fresh(task, seed)
    given = {m.name: outputs(task, m.answer, inputs) for m in task.mistakes}
    names = list(given)
    same = [
        (a, b)
        for i, a in enumerate(names)
        for b in names[:i]
        if alike(task, given[a], given[b]) or alike(task, given[b], given[a])
    ]
    assert same == []


@each_variant
@each_seed
@pytest.mark.usefixtures("once")
def test_every_right_variant_is_right(task, variant, seed):
    assert feedback.judge(PUBLIC[task.id], variant).state == "right"
    assert graded(task, variant, seed)[0] == records.RIGHT


@each_task
@each_seed
def test_the_reference_is_right(task, seed):
    assert feedback.judge(PUBLIC[task.id], task.reference).state == "right"
    assert graded(task, task.reference, seed)[0] == records.RIGHT


@each_task
def test_every_task_has_enough_of_everything(task):
    assert len(task.mistakes) >= 5
    assert len(task.variants) >= 2
    hints = [mistake.hint for mistake in task.mistakes]
    assert len(set(hints)) == len(hints)
    assert all("\n" not in hint for hint in hints)
    if task.kind == "function":
        assert task.public


@each_task
def test_no_hint_gives_the_answer_away(task):
    if task.kind == "value" and isinstance(task.reference, (int, float)):
        for mistake in task.mistakes:
            for digits in (3, 4, 5):
                assert f"{task.reference:.{digits}f}" not in mistake.hint
    if task.kind == "choice":
        for mistake in task.mistakes:
            assert f'"{task.reference}"' not in mistake.hint


def test_every_task_has_a_lesson():
    assert {task for exercise in BANK for task in exercise.lessons} == set(TASKS)


def headings(page):
    """Return the headings of a chapter by the labels before them."""
    text = (ROOT / f"{page}.ipynb").read_text(encoding="utf-8")
    cells = [c["source"] for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"]
    return dict(
        re.findall(r"^\((\S+)\)=\n+#+ (.*)$", "\n\n".join(map("".join, cells)), re.MULTILINE)
    )


@each_task
def test_lessons_lead_to_the_book_and_keep_the_answer(task):
    lesson = LESSONS[task.id]
    page, label = lesson.section.split("#")
    assert headings(page)[label] == lesson.title
    said = [lesson.idea, lesson.example]
    if task.kind == "choice":
        chosen = [task.reference, *(mistake.answer for mistake in task.mistakes)]
        options = sorted(set("".join(chosen)))
        assert list(lesson.options) == options
        assert not any(f'"{task.reference}"' in text for text in said)
    if task.kind == "value" and isinstance(task.reference, (int, float)):
        assert not any(f"{abs(task.reference):.3f}" in text for text in said)
    assert not any("?" in text for text in said)


def test_more_is_said_with_every_try(capsys, monkeypatch):
    monkeypatch.setattr(tries, "_wrong", {})
    lesson = LESSONS["definition-kl"]
    said = []
    for mistake in TASKS["definition-kl"].mistakes[:3]:
        feedback.check("definition-kl", mistake.answer)
        said.append(" ".join(capsys.readouterr().out.split()))
    assert [lesson.idea in text for text in said] == [False, True, True]
    assert [lesson.example in text for text in said] == [False, False, True]
    feedback.check("definition-kl", TASKS["definition-kl"].reference)
    assert "idea" not in capsys.readouterr().out


def test_a_choice_is_explained_once_it_is_right(capsys):
    feedback.check("definition-infinite", "bdeh")
    said = " ".join(capsys.readouterr().out.split())
    for letter, explained in LESSONS["definition-infinite"].options.items():
        assert f"{letter}: {explained}" in said
    feedback.check("capstone-languages-verdict", TASKS["capstone-languages-verdict"].reference)
    assert "recipe" in capsys.readouterr().out


def test_every_wrong_choice_is_told_something_of_use():
    """Whatever letters are chosen: a hint on one of them, or how many are too many or missing."""
    for task in TASKS.values():
        if task.kind == "choice":
            letters = list(LESSONS[task.id].options)
            for chosen in range(1, 2 ** len(letters)):
                given = "".join(x for n, x in enumerate(letters) if chosen >> n & 1)
                verdict = feedback.judge(PUBLIC[task.id], given)
                if given != task.reference:
                    known = any(m.hint in verdict.text for m in task.mistakes)
                    assert known or "too many" in verdict.text, given
                    assert task.reference not in verdict.text.split()
                    assert re.search(r"[^.?!][.?!]$", graded(task, given, 0)[1])


def test_the_grader_tells_of_letters_that_no_option_has():
    lesson = LESSONS["definition-infinite"]
    task, rng = TASKS["definition-infinite"], np.random.default_rng(0)
    status, said = judge._verdict(task, Direct("bdex"), rng, "".join(lesson.options))
    assert status == records.WRONG
    assert said.startswith("Not right yet: not every letter is an option here")


@each_task
def test_the_place_of_an_idea_can_be_found_without_a_link(task):
    lesson, place = LESSONS[task.id], PUBLIC[task.id].lesson.place
    page, label = lesson.section.split("#")
    assert place.startswith(f"section “{lesson.title}”, ")
    assert place.endswith((f" in the book at {page}.html#{label}", f"/{page}.html#{label}"))


def test_the_public_side_is_that_of_the_bank():
    assert set(PUBLIC) == set(TASKS)


def test_there_are_enough_exercises_tasks_and_points():
    assert set(BANK.exercises) >= SLUGS
    assert sum(task.points for task in TASKS.values()) >= 100
    for exercise in BANK:
        assert 3 <= len(exercise.tasks) <= 6, exercise.slug
        assert (ROOT / f"{exercise.chapter}.ipynb").is_file(), exercise.chapter


def test_every_objective_has_a_task_and_a_question():
    page = (ROOT / "index.md").read_text(encoding="utf-8")
    objectives = set(re.findall(r"<(obj-[a-z-]+)>", page))
    assert len(objectives) == 17
    questions = (ROOT / "chapters/data/questions.yml").read_text(encoding="utf-8")
    assert objectives == set(re.findall(r"^  objective: (\S+)$", questions, re.MULTILINE))
    assert objectives == {task.objective for task in TASKS.values()}
