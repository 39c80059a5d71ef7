"""The quiz widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from lightbook.bundles import bundle
from lightbook.quiz.answers import answers_to, pack
from lightbook.quiz.markup import question_name, questions_html, quiz_html, score_html
from lightbook.quiz.places import chapter_places, objective_places
from lightbook.quiz.questions import Question, load_questions

SHOWN: Final = ("all", "questions", "score")


class Quiz(anywidget.AnyWidget):
    """Questions from a file, with feedback on every answer, and the score.

    What the reader answers is kept in the browser and goes nowhere else.

    Parameters
    ----------
    path : str or Path
        A YAML file of questions; the head of ``chapters/data/questions.yml`` says what each needs.
    chapters : str or sequence of str, optional
        Ask only about these chapters.
    ids : str or sequence of str, optional
        Ask only these questions.
    show : {"all", "questions", "score"}, default "all"
        The questions, the panel with the score, or both. A panel alone counts all questions of
        the file, wherever on the page they are asked.

    Attributes
    ----------
    score, answered, total : int
        How many questions of this quiz have been answered rightly, how many at all, and how many
        there are.

    Raises
    ------
    ValueError
        If the file is not readable, a question is incomplete (the error names it), or there is
        no such chapter, question or view.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> text = '''
    ... - {id: half, kind: numeric, objective: obj-compute, chapter: definition, prompt: "1/2?",
    ...    answer: {value: 0.5, tolerance: 0.01, unit: ""}, explanation: It is.}
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "questions.yml")
    ...     _ = file.write_text(text)
    ...     Quiz(file)
    Quiz(1 question, 0 answered, 0 right)
    """

    _esm = bundle("widgets", "quiz.js")
    _css = bundle("widgets", "quiz.css")
    _explorer = traitlets.Unicode("quiz").tag(sync=True)
    _html = traitlets.Unicode().tag(sync=True)
    _answers = traitlets.Unicode().tag(sync=True)
    _names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _book_names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    score = traitlets.Int(0, read_only=True).tag(sync=True)
    answered = traitlets.Int(0, read_only=True).tag(sync=True)
    total = traitlets.Int(0, read_only=True).tag(sync=True)

    def __init__(
        self,
        path: str | Path,
        *,
        chapters: str | Sequence[str] | None = None,
        ids: str | Sequence[str] | None = None,
        show: str = "all",
    ) -> None:
        if show not in SHOWN:
            raise ValueError(f"show must be one of {', '.join(map(repr, SHOWN))}; got {show!r}")
        every = load_questions(path)
        asked = select(every, chapters=chapters, ids=ids)
        places = chapter_places(every, Path.cwd())
        parts = {
            "score": score_html(asked, places, objective_places(asked, Path.cwd())),
            "questions": questions_html(asked, places),
        }
        super().__init__(
            _html=quiz_html(text for name, text in parts.items() if show in {"all", name}),
            _answers="" if show == "score" else pack(answers_to(asked)),
            _names=[question_name(question) for question in asked],
            _book_names=[question_name(question) for question in every],
        )
        self.set_trait("total", len(asked))

    def __repr__(self) -> str:
        noun = "question" if self.total == 1 else "questions"
        return f"Quiz({self.total} {noun}, {self.answered} answered, {self.score} right)"


def select(
    questions: Sequence[Question], *, chapters: Any = None, ids: Any = None
) -> tuple[Question, ...]:
    """Return the questions on some chapters, or of some ids, in the order of the file."""
    wanted = {"chapter": _words(chapters, "chapters"), "id": _words(ids, "ids")}
    for field, names in wanted.items():
        known = dict.fromkeys(getattr(question, field) for question in questions)
        for name in names or ():
            if name not in known:
                raise ValueError(
                    f"no question has the {field} {name!r}; there are {', '.join(known)}"
                )
    found = tuple(
        question
        for question in questions
        if all(
            names is None or getattr(question, field) in names for field, names in wanted.items()
        )
    )
    if not found:
        raise ValueError("no question is left: none of these ids belongs to these chapters")
    return found


def _words(given: Any, name: str) -> list[str] | None:
    """Return one name or several as a list; None for all."""
    if given is None:
        return None
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, Iterable) or not (names := list(names)):
        raise ValueError(f"{name} must be a name, or a list of at least one; got {given!r}")
    return names
