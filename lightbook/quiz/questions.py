"""Questions to test oneself with: read from YAML, checked, and shown as Markdown.

The file ``chapters/data/questions.yml`` says in its head what a question needs. Every
mistake in such a file is a ``ValueError`` that names the question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

KINDS: Final = ("single", "multiple", "numeric", "order")
COMMON: Final = ("id", "kind", "objective", "chapter", "prompt")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "single": ("options",),
    "multiple": ("options",),
    "order": ("options",),
    "numeric": ("answer", "explanation", "mistakes"),
}
TASKS: Final[Mapping[str, str]] = {
    "single": "Choose one.",
    "multiple": "Choose all that are right.",
    "order": "Put them in order.",
}
LETTERS: Final = "ABCDEFGH"


@dataclass(frozen=True)
class Option:
    """One thing to choose or to put in order, and what to say about it.

    ``correct`` belongs to kinds ``single`` and ``multiple``, ``place`` (from 1) to ``order``.
    """

    text: str
    explanation: str
    correct: bool = False
    place: int = 0


@dataclass(frozen=True)
class Mistake:
    """A wrong number that people really give, and how they come to it."""

    value: float
    explanation: str


@dataclass(frozen=True)
class Answer:
    """A number that counts as right when it is within ``tolerance``; its unit may be empty."""

    value: float
    tolerance: float
    unit: str


@dataclass(frozen=True)
class Question:
    """One question; ``options`` for the kinds to choose from, ``answer`` for a number."""

    id: str
    kind: str
    objective: str
    chapter: str
    prompt: str
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    explanation: str = ""
    mistakes: tuple[Mistake, ...] = ()


def load_questions(path: str | Path) -> tuple[Question, ...]:
    """Return the questions of a YAML file, in its order.

    Parameters
    ----------
    path : str or Path
        A file such as ``chapters/data/questions.yml``.

    Returns
    -------
    tuple of Question

    Raises
    ------
    ImportError
        If ruamel.yaml is not installed.
    ValueError
        If the file is not YAML, or a question is incomplete or contradicts itself.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "questions.yml")
    ...     _ = file.write_text("- {id: empty}")
    ...     load_questions(file)
    Traceback (most recent call last):
    ValueError: ...questions.yml: question 'empty': the field 'kind' is missing
    """
    try:
        from ruamel.yaml import YAML  # pure Python: it works in the page too
        from ruamel.yaml.error import YAMLError
    except ImportError as error:
        words = "Reading questions needs ruamel.yaml: run `pip install ruamel.yaml`."
        raise ImportError(words) from error
    try:
        entries = YAML(typ="safe", pure=True).load(Path(path).read_text(encoding="utf8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not readable YAML: {error}") from error
    try:
        return parse_questions(entries)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def parse_questions(entries: object) -> tuple[Question, ...]:
    """Return questions from plain lists and dictionaries, as YAML gives them.

    Parameters
    ----------
    entries : list of dict
        One dictionary for each question.

    Returns
    -------
    tuple of Question

    Raises
    ------
    ValueError
        If a question is incomplete or contradicts itself, or two have the same id.

    Examples
    --------
    >>> yes = {"text": "Zero.", "correct": True, "explanation": "Every ratio is 1."}
    >>> no = {"text": "One.", "correct": False, "explanation": "The logarithm of 1 is 0."}
    >>> question = {"id": "same", "kind": "single", "objective": "obj-define",
    ...             "chapter": "definition", "prompt": "P = Q?", "options": [yes, no]}
    >>> parse_questions([question])[0].options[0].text
    'Zero.'
    """
    if not isinstance(entries, list) or not entries:
        raise ValueError("there must be a list of questions, each opened by '- id: ...'")
    questions = []
    for number, entry in enumerate(entries, 1):
        name = entry.get("id", number) if isinstance(entry, dict) else number
        try:
            questions.append(_question(entry))
        except ValueError as error:
            raise ValueError(f"question {name!r}: {error}") from error
    ids = [question.id for question in questions]
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"question {name!r}: there are {ids.count(name)} with this id")
    return tuple(questions)


def question_markdown(question: Question, number: int) -> str:
    """Return a question as Markdown, with its answer in a ``<details>`` block.

    The text works in JupyterLab and on a page that MyST-NB builds.

    Parameters
    ----------
    question : Question
    number : int
        The number to show.

    Returns
    -------
    str

    Examples
    --------
    >>> half = Question("half", "numeric", "obj-compute", "definition", "1/2?",
    ...                 answer=Answer(0.5, 0.01, "nats"), explanation="It is.")
    >>> print(question_markdown(half, 3))
    **Question 3.** 1/2?
    <BLANKLINE>
    *Give a number in nats.*
    <BLANKLINE>
    <details>
    <summary>Answer to question 3</summary>
    <BLANKLINE>
    **0.5 nats** (counts as right within ± 0.01). It is.
    <BLANKLINE>
    More in the chapter [definition](definition.ipynb).
    <BLANKLINE>
    </details>
    """
    lines = [f"**Question {number}.** {question.prompt}"]
    if question.answer is None:
        lines.append(f"*{TASKS[question.kind]}*")
        lines.append(_items(f"**{x}.** {o.text}" for x, o in _lettered(question)))
        verdict = _verdict_on_options(question)
    else:
        unit = question.answer.unit
        lines.append(f"*Give a number in {unit}.*" if unit else "*Give a number.*")
        verdict = _verdict_on_number(question, question.answer)
    name = question.chapter.rsplit("/", 1)[-1]
    lines.append(f"<details>\n<summary>Answer to question {number}</summary>")
    lines += [*verdict, f"More in the chapter [{name}]({question.chapter}.ipynb).", "</details>"]
    return "\n\n".join(lines)


def _lettered(question: Question) -> list[tuple[str, Option]]:
    return list(zip(LETTERS, question.options, strict=False))


def _items(texts: Any) -> str:
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts)


def _verdict_on_options(question: Question) -> list[str]:
    lettered = _lettered(question)
    if question.kind == "order":
        lettered.sort(key=lambda pair: pair[1].place)
        right = ", ".join(letter for letter, _ in lettered)
        return [
            f"The order is **{right}**.",
            _items(f"**{letter}.** {option.explanation}" for letter, option in lettered),
        ]
    letters = [letter for letter, option in lettered if option.correct]
    right = " and ".join(filter(None, [", ".join(letters[:-1]), letters[-1]]))
    return [
        f"**{right}** {'is' if len(letters) == 1 else 'are'} right.",
        _items(
            f"**{letter}, {'right' if option.correct else 'wrong'}.** {option.explanation}"
            for letter, option in lettered
        ),
    ]


def _verdict_on_number(question: Question, answer: Answer) -> list[str]:
    value = f"{answer.value:g} {answer.unit}".strip()
    lines = [f"**{value}** (counts as right within ± {answer.tolerance:g}). {question.explanation}"]
    if question.mistakes:
        lines.append(_items(f"**{m.value:g}?** {m.explanation}" for m in question.mistakes))
    return lines


def _question(entry: object) -> Question:
    kind = entry.get("kind") if isinstance(entry, dict) else None
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    fields = _mapping(entry, (*COMMON, *FIELDS.get(str(kind), ())), optional=("mistakes",))
    common: dict[str, Any] = {name: _text(fields, name) for name in COMMON}
    for name, pattern in (
        ("id", r"[a-z0-9]+(-[a-z0-9]+)*"),
        ("objective", r"obj-[a-z-]+"),
        ("chapter", r"[a-z-]+(/[a-z-]+)?"),
    ):
        if not re.fullmatch(pattern, common[name]):
            raise ValueError(f"{name} must match {pattern}; got {common[name]!r}")
    if kind != "numeric":
        return Question(**common, options=_options(str(kind), fields["options"]))
    answer = _answer(fields["answer"])
    return Question(
        **common,
        answer=answer,
        explanation=_text(fields, "explanation"),
        mistakes=_mistakes(answer, fields.get("mistakes", [])),
    )


def _options(kind: str, entries: object) -> tuple[Option, ...]:
    if not isinstance(entries, list) or not 2 <= len(entries) <= len(LETTERS):
        raise ValueError(f"options must be a list of 2 to {len(LETTERS)}; got {entries!r}")
    key, value = ("place", int) if kind == "order" else ("correct", bool)
    options = []
    for letter, entry in zip(LETTERS, entries, strict=False):
        try:
            fields = _mapping(entry, ("text", key, "explanation"))
            if type(fields[key]) is not value:
                raise ValueError(f"{key} must be {value.__name__}; got {fields[key]!r}")
            shown: dict[str, Any] = {name: _text(fields, name) for name in ("text", "explanation")}
            options.append(Option(**shown, **{key: fields[key]}))
        except ValueError as error:
            raise ValueError(f"option {letter}: {error}") from error
    for what in ("text", "explanation"):
        if len({getattr(option, what) for option in options}) < len(options):
            raise ValueError(f"two options have the same {what}")
    _check_choice(kind, options)
    return tuple(options)


def _check_choice(kind: str, options: Sequence[Option]) -> None:
    if kind == "order":
        places = [option.place for option in options]
        if sorted(places) != list(range(1, len(places) + 1)):
            raise ValueError(f"places must be 1 to {len(places)}, each once; got {places}")
        if places == sorted(places):
            raise ValueError("options stand in their right order already: shuffle them")
        return
    right = sum(option.correct for option in options)
    if kind == "single" and right != 1:
        raise ValueError(f"kind single needs exactly one correct option; got {right}")
    if kind == "multiple" and not 2 <= right < len(options):
        raise ValueError(f"kind multiple needs two or more correct and a wrong one; got {right}")


def _answer(entry: object) -> Answer:
    fields = _mapping(entry, ("value", "tolerance", "unit"))
    if not isinstance(fields["unit"], str):
        raise ValueError(f"unit must be a text, '' for none; got {fields['unit']!r}")
    answer = Answer(_number(fields, "value"), _number(fields, "tolerance"), fields["unit"])
    if answer.tolerance <= 0:
        raise ValueError(f"tolerance must be positive; got {answer.tolerance}")
    return answer


def _mistakes(answer: Answer, entries: object) -> tuple[Mistake, ...]:
    if not isinstance(entries, list):
        raise ValueError(f"mistakes must be a list; got {entries!r}")
    mistakes = []
    for entry in entries:
        fields = _mapping(entry, ("value", "explanation"))
        mistakes.append(Mistake(_number(fields, "value"), _text(fields, "explanation")))
        if abs(mistakes[-1].value - answer.value) <= answer.tolerance:
            raise ValueError(f"the mistake {mistakes[-1].value:g} would count as right")
    return tuple(mistakes)


def _mapping(
    entry: object, fields: Sequence[str], optional: Sequence[str] = ()
) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise ValueError(f"there must be fields {', '.join(fields)}; got {entry!r}")
    for name in fields:
        if name not in entry and name not in optional:
            raise ValueError(f"the field {name!r} is missing")
    for name in entry:
        if name not in fields:
            raise ValueError(f"the field {name!r} is not known; known are {', '.join(fields)}")
    return entry


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text; got {value!r}")
    return value.strip()


def _number(fields: Mapping[str, Any], name: str) -> float:
    value = fields[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number such as 0.35 or 1.0e-3; got {value!r}")
    return float(value)
