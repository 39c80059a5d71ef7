"""The quiz: what it tells the page, what it hides, and what it says of a bad file."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml

from lightbook.quiz import Quiz
from lightbook.quiz.answers import pack, unpack
from lightbook.quiz.markup import question_name
from lightbook.quiz.questions import load_questions
from lightbook.quiz.text import block_html, inline_html

CHAPTERS = Path(__file__).resolve().parents[3] / "chapters"
FILE = CHAPTERS / "data" / "questions.yml"
QUESTIONS = load_questions(FILE)
GOOD = {
    "id": "half",
    "kind": "numeric",
    "objective": "obj-compute",
    "chapter": "definition",
    "prompt": "What is $1/2$?",
    "answer": {"value": 0.5, "tolerance": 0.01, "unit": ""},
    "explanation": "It is.",
}


def written(folder, *entries):
    """Write questions to a file, and return its path."""
    path = folder / "questions.yml"
    path.write_text(yaml.safe_dump(list(entries)))
    return path


def changed(**fields):
    return {**GOOD, **fields}


def test_all_questions_are_asked_and_answered():
    quiz = Quiz(FILE)
    assert (quiz.total, quiz.answered, quiz.score) == (len(QUESTIONS), 0, 0)
    assert quiz._html.count('class="lb-question"') == len(QUESTIONS)
    assert "<form" not in quiz._html, "browsers lay out every form of a page at once"
    answers = unpack(quiz._answers)
    assert list(answers) == [question.id for question in QUESTIONS]
    for question in QUESTIONS:
        for option, why in zip(question.options, answers[question.id]["why"], strict=False):
            assert block_html(option.explanation) == why


def test_no_answer_and_no_explanation_is_readable():
    quiz = Quiz(FILE)
    shown = html.unescape(quiz._html + quiz._answers)
    for question in QUESTIONS:
        for text in filter(
            None, [question.explanation, *(o.explanation for o in question.options)]
        ):
            assert block_html(text) not in shown
            assert text[:40] not in shown
    assert not re.search(r"correct|lb-right|data-place|checked", shown)


@pytest.mark.parametrize(
    ("show", "questions", "panels"), [("all", 1, 1), ("questions", 1, 0), ("score", 0, 1)]
)
def test_what_is_shown(tmp_path, show, questions, panels):
    quiz = Quiz(written(tmp_path, GOOD), show=show)
    assert quiz._html.count('class="lb-question"') == questions
    assert quiz._html.count('class="lb-score"') == panels
    assert bool(quiz._answers) == (show != "score")


def test_a_subset_keeps_the_order_of_the_file():
    quiz = Quiz(FILE, chapters=["asymmetry", "definition"])
    wanted = [q for q in QUESTIONS if q.chapter in {"asymmetry", "definition"}]
    assert quiz._names == [question_name(question) for question in wanted]
    assert len(quiz._book_names) == len(QUESTIONS)
    assert Quiz(FILE, ids="vae-term").total == 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"chapters": "asymetry"},
            "no question has the chapter 'asymetry'; there are definition, ",
        ),
        ({"ids": ["vae-term", 3]}, "no question has the id 3; there are"),
        ({"chapters": []}, "chapters must be a name, or a list of at least one"),
        ({"ids": 7}, "ids must be a name"),
        ({"chapters": "asymmetry", "ids": "vae-term"}, "no question is left"),
        ({"show": "none"}, "show must be one of 'all', 'questions', 'score'; got 'none'"),
    ],
)
def test_a_wrong_choice_is_named(settings, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Quiz(FILE, **settings)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (
            [changed(answer={"value": 0.5, "tolerance": float("nan"), "unit": ""})],
            "question 'half': tolerance must be a finite number",
        ),
        ([changed(kind="riddle")], "question 'half': kind must be one of"),
        ([{"id": "half", "kind": "single"}], "question 'half': the field 'objective' is missing"),
        ([GOOD, GOOD], "question 'half': there are 2 with this id"),
        ([], "there must be a list of questions"),
    ],
)
def test_a_bad_question_is_named(tmp_path, entries, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Quiz(written(tmp_path, *entries))


@pytest.mark.parametrize("content", [b"", b"- {id: [", b"\xff\xfe\x00", b"just words"])
def test_a_file_that_holds_no_questions_is_named(tmp_path, content):
    path = tmp_path / "broken.yml"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.yml"):
        Quiz(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.yml"):
        Quiz(tmp_path / "nowhere.yml")


def test_the_name_of_a_question_follows_its_wording(tmp_path):
    names = {
        Quiz(written(tmp_path, entry))._names[0]
        for entry in (GOOD, changed(prompt="And $1/2$?"), changed(explanation="So it is."))
    }
    assert len(names) == 3
    assert all(re.fullmatch(r"half:[0-9a-f]{10}", name) for name in names)


def test_chapters_are_linked_where_they_are(tmp_path, monkeypatch):
    monkeypatch.chdir(CHAPTERS / "applications")
    assert 'href="../asymmetry.ipynb"><span class="lb-where">Asymmetry' in Quiz(FILE)._html
    assert 'href="vae.ipynb#obj-vae"' in Quiz(FILE)._html
    monkeypatch.chdir(tmp_path)
    away = Quiz(FILE)._html
    assert "href" not in away
    assert '<span class="lb-where">Asymmetry</span>' in away


def test_what_is_hostile_in_a_text_stays_text():
    for text in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "$</span><script>$"):
        assert "<script" not in block_html(text)
        assert "<img" not in block_html(text)
    assert "<a" not in block_html("[x](javascript:alert(1))")
    assert "<img" not in block_html("![x](https://example.org/x.png)")
    assert inline_html('"a" & `b < c`') == "&quot;a&quot; &amp; <code>b &lt; c</code>"


def test_packing_is_repeatable():
    answers = unpack(Quiz(FILE)._answers)
    assert pack(answers) == pack(unpack(pack(answers)))


def test_the_page_may_report_but_python_may_not_pretend(tmp_path):
    quiz = Quiz(written(tmp_path, GOOD))
    heard = []
    quiz.observe(heard.append, "score")
    quiz.set_state({"score": 1, "answered": 1})  # as the browser does
    assert [change.new for change in heard] == [1]
    assert repr(quiz) == "Quiz(1 question, 1 answered, 1 right)"
    with pytest.raises(Exception, match="read-only"):
        quiz.score = 2
