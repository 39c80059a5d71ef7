"""The questions as HTML: what is read without a script, and what the script brings to life."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import Final

from lightbook.quiz.questions import LETTERS, TASKS, Question
from lightbook.quiz.text import inline_html, opening_and_rest

WITHOUT_SCRIPT: Final = (
    "<noscript><p>Answers and explanations need JavaScript, "
    "or this page's notebook in JupyterLab.</p></noscript>"
)
FORMS: Final = "A decimal, a fraction, or an expression such as ln(3)/2."


def question_name(question: Question) -> str:
    """Return the id of a question with a hash of all that it says.

    An answer is kept under this name, so that a question that has changed is asked anew.
    """
    text = json.dumps(asdict(question), sort_keys=True, ensure_ascii=False)
    return f"{question.id}:{hashlib.blake2b(text.encode(), digest_size=5).hexdigest()}"


def quiz_html(parts: Iterable[str]) -> str:
    """Return the whole quiz, made of a score, questions, or both."""
    return f'<div class="lightbook-quiz">{"".join(parts)}</div>'


def questions_html(questions: Sequence[Question], chapters: Mapping[str, tuple[str, str]]) -> str:
    """Return the questions, numbered from 1.

    Parameters
    ----------
    questions : sequence of Question
    chapters : mapping
        Title and address of each chapter; the address may be empty.
    """
    items = "".join(
        _question(question, number, len(questions), link(*chapters[question.chapter]))
        for number, question in enumerate(questions, 1)
    )
    return f'{WITHOUT_SCRIPT}<div class="lb-questions">{items}</div>'


def score_html(
    questions: Sequence[Question],
    chapters: Mapping[str, tuple[str, str]],
    objectives: Mapping[str, tuple[str, str]],
) -> str:
    """Return the panel of the score: tables by chapter and by objective, for the script to fill."""
    by_chapter = _table("Chapter", questions, lambda question: question.chapter, chapters)
    by_goal = _table("Objective", questions, lambda question: question.objective, objectives)
    return (
        '<section class="lb-score" aria-label="Your score">'
        '<p class="lb-title">Your score</p>'
        f'<p class="lb-tally">{len(questions)} questions</p>'
        '<div class="lb-bar" aria-hidden="true"></div>'
        '<p class="lb-advice"></p>'
        f'<details class="lb-table"><summary>By chapter</summary>{by_chapter}</details>'
        f'<details class="lb-table"><summary>By objective</summary>{by_goal}</details>'
        '<div class="lb-acts"></div>'
        "</section>"
    )


def link(title: str, address: str) -> str:
    """Return a link to where something is taught; only its title where there is no address."""
    text = f'<span class="lb-where">{escape(title)}</span>'
    return f'<a class="lb-to" href="{escape(address)}">{text}</a>' if address else text


def _question(question: Question, number: int, count: int, chapter: str) -> str:
    opening, rest = opening_and_rest(question.prompt)
    more = f'<div class="lb-more">{rest}</div>' if rest else ""
    return (
        # No form: browsers lay out every form of a page at once, to offer to fill it in.
        f'<div class="lb-question" data-name="{question_name(question)}" '
        f'data-kind="{question.kind}">'
        f'<p class="lb-line"><span class="lb-number">Question {number} of {count}</span> '
        f'<span class="lb-state"></span><span class="lb-topic">{chapter}</span></p>'
        f'<fieldset><legend><span class="lb-unseen">Question {number}: </span>{opening}</legend>'
        f"{more}{FIELDS[question.kind](question)}</fieldset>"
        '<div class="lb-verdict"></div><div class="lb-acts"></div></div>'
    )


def _choices(question: Question) -> str:
    shape = "radio" if question.kind == "single" else "checkbox"
    rows = "".join(
        f'<div class="lb-option"><label><input type="{shape}" name="quiz-{question.id}" '
        f'value="{i}"><span class="lb-letter">{letter}</span> '
        f'<span class="lb-text">{inline_html(option.text)}</span></label></div>'
        for i, (letter, option) in enumerate(zip(LETTERS, question.options, strict=False))
    )
    return f'<p class="lb-task">{TASKS[question.kind]}</p><div class="lb-options">{rows}</div>'


def _sorting(question: Question) -> str:
    rows = "".join(
        f'<li class="lb-item" data-item="{i}"><span class="lb-text">{inline_html(option.text)}'
        "</span></li>"
        for i, option in enumerate(question.options)
    )
    return f'<p class="lb-task">{TASKS["order"]}</p><ol class="lb-items">{rows}</ol>'


def _entry(question: Question) -> str:
    unit = question.answer.unit if question.answer else ""
    asked = f"Your answer in {escape(unit)}" if unit else "Your answer"
    return (
        f'<label class="lb-entry"><span>{asked}</span> <input type="text" inputmode="text" '
        'autocomplete="off" autocapitalize="off" spellcheck="false"></label>'
        f'<p class="lb-hint">{FORMS}</p>'
    )


FIELDS: Final[Mapping[str, Callable[[Question], str]]] = {
    "single": _choices,
    "multiple": _choices,
    "order": _sorting,
    "numeric": _entry,
}


def _table(
    what: str,
    questions: Sequence[Question],
    group: Callable[[Question], str],
    links: Mapping[str, tuple[str, str]],
) -> str:
    groups: dict[str, list[str]] = {}
    for question in questions:
        groups.setdefault(group(question), []).append(question_name(question))
    rows = "".join(
        f'<tr data-names="{" ".join(names)}"><th scope="row">{link(*links[key])}</th>'
        f"<td>{len(names)}</td></tr>"
        for key, names in groups.items()
    )
    return (
        f'<table><thead><tr><th scope="col">{what}</th><th scope="col">Questions</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
