"""What is right and why, packed so that nobody reads it by chance before answering."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Any

from lightbook.quiz.questions import Question
from lightbook.quiz.text import block_html

Answers = dict[str, dict[str, Any]]


def answers_to(questions: Sequence[Question]) -> Answers:
    """Return, by question, what the page needs to judge an answer and to explain it."""
    return {question.id: _answer_to(question) for question in questions}


def pack(answers: Answers) -> str:
    """Return answers as one opaque word.

    This hides nothing from those who want to see: it keeps answers out of the page's text and
    source, where eyes, searches and machines that read pages aloud would meet them.

    Examples
    --------
    >>> word = pack({"coin": {"right": [1]}})
    >>> "coin" in word, unpack(word)
    (False, {'coin': {'right': [1]}})
    """
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unpack(word: str) -> Answers:
    """Return the answers in a packed word."""
    answers: Answers = json.loads(zlib.decompress(base64.b64decode(word)))
    return answers


def _answer_to(question: Question) -> dict[str, Any]:
    if question.answer is not None:
        return {
            "value": question.answer.value,
            "tolerance": question.answer.tolerance,
            "unit": question.answer.unit,
            "why": block_html(question.explanation),
            "mistakes": [
                {"value": mistake.value, "why": block_html(mistake.explanation)}
                for mistake in question.mistakes
            ],
        }
    places = sorted(range(len(question.options)), key=lambda i: question.options[i].place)
    chosen = [i for i, option in enumerate(question.options) if option.correct]
    return {
        "right": places if question.kind == "order" else chosen,
        "why": [block_html(option.explanation) for option in question.options],
    }
