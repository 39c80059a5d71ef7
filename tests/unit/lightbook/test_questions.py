"""Questions: a bad file is refused with words that lead to the mistake."""

import copy
import sys

import pytest

from lightbook.quiz.questions import load_questions, parse_questions, question_markdown

CHOICE = {
    "id": "symmetric",
    "kind": "single",
    "objective": "obj-not-metric",
    "chapter": "properties",
    "prompt": "Is it symmetric?",
    "options": [
        {"text": "Yes.", "correct": False, "explanation": "A distance would be."},
        {"text": "No.", "correct": True, "explanation": "Swap the arguments and see."},
        {"text": "Never.", "correct": False, "explanation": "At P = Q it is 0 both ways."},
    ],
}
NUMBER = {
    "id": "unequal-coin",
    "kind": "numeric",
    "objective": "obj-compute",
    "chapter": "applications/vae",
    "prompt": "How much?",
    "answer": {"value": 0.0823, "tolerance": 0.0005, "unit": "nats"},
    "explanation": "Sum the two terms.",
    "mistakes": [{"value": 0.1187, "explanation": "That is in bits."}],
}
ORDER = {
    "id": "steps",
    "kind": "order",
    "objective": "obj-vae",
    "chapter": "applications/vae",
    "prompt": "What happens when?",
    "options": [
        {"text": "decode", "place": 3, "explanation": "From z."},
        {"text": "encode", "place": 1, "explanation": "From x."},
        {"text": "draw z", "place": 2, "explanation": "From q."},
    ],
}


def changed(question, path, value):
    """Return a copy with one entry replaced, or left out when ``value`` is ``...``."""
    question = copy.deepcopy(question)
    *way, last = path
    place = question
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return question


def test_every_kind_is_read():
    single, number, order = parse_questions([CHOICE, NUMBER, ORDER])
    assert [option.correct for option in single.options] == [False, True, False]
    assert (number.answer.value, number.answer.unit) == (0.0823, "nats")
    assert number.mistakes[0].value == 0.1187
    assert [option.place for option in order.options] == [3, 1, 2]
    multiple = changed(changed(CHOICE, ["kind"], "multiple"), ["options", 0, "correct"], True)
    assert parse_questions([multiple])[0].kind == "multiple"


@pytest.mark.parametrize(
    ("question", "path", "value", "says"),
    [
        (CHOICE, ["prompt"], ..., "'symmetric': the field 'prompt' is missing"),
        (CHOICE, ["prompt"], "  ", "'symmetric': prompt must be a text; got '  '"),
        (CHOICE, ["prompt"], 7, "prompt must be a text; got 7"),
        (CHOICE, ["kind"], "truth", "kind must be one of single, .*; got 'truth'"),
        (CHOICE, ["kind"], ["single"], "kind must be one of"),
        (CHOICE, ["id"], "Two words", "'Two words': id must match"),
        (CHOICE, ["objective"], "define", "objective must match obj-"),
        (CHOICE, ["chapter"], "../index.html", "chapter must match"),
        (CHOICE, ["hint"], "think", "'symmetric': the field 'hint' is not known"),
        (CHOICE, ["options"], "none", "options must be a list of 2 to 8; got 'none'"),
        (CHOICE, ["options"], CHOICE["options"][1:2], "options must be a list of 2 to 8"),
        (CHOICE, ["options", 0, "correct"], ..., "option A: the field 'correct' is missing"),
        (CHOICE, ["options", 0, "correct"], 1, "option A: correct must be bool; got 1"),
        (CHOICE, ["options", 0], "Yes.", "option A: there must be fields .*; got 'Yes.'"),
        (CHOICE, ["options", 0, "correct"], True, "exactly one correct option; got 2"),
        (CHOICE, ["options", 1, "correct"], False, "exactly one correct option; got 0"),
        (CHOICE, ["options", 0, "text"], "No.", "two options have the same text"),
        (
            CHOICE,
            ["options", 0, "explanation"],
            "Swap the arguments and see.",
            "two options have the same explanation",
        ),
        (CHOICE, ["kind"], "multiple", "two or more correct and a wrong one; got 1"),
        (CHOICE, ["kind"], "numeric", "the field 'answer' is missing"),
        (NUMBER, ["answer", "value"], "1e-3", "finite number such as .*; got '1e-3'"),
        (NUMBER, ["answer", "value"], float("inf"), "finite number such as .*; got inf"),
        (NUMBER, ["answer", "value"], True, "finite number such as .*; got True"),
        (NUMBER, ["answer", "tolerance"], 0, "tolerance must be positive; got 0"),
        (NUMBER, ["answer", "unit"], ..., "the field 'unit' is missing"),
        (NUMBER, ["answer", "unit"], None, "unit must be a text"),
        (NUMBER, ["mistakes"], {}, "mistakes must be a list"),
        (NUMBER, ["mistakes", 0, "value"], 0.0825, "mistake 0.0825 would count as right"),
        (ORDER, ["options", 0, "place"], 4, r"places must be 1 to 3, each once; got \[4, 1, 2\]"),
        (ORDER, ["options", 0, "place"], "3", "option A: place must be int; got '3'"),
        (ORDER, ["options"], sorted(ORDER["options"], key=lambda o: o["place"]), "shuffle them"),
    ],
)
def test_a_bad_question_is_named_with_its_mistake(question, path, value, says):
    with pytest.raises(ValueError, match=says) as caught:
        parse_questions([changed(question, path, value)])
    assert str(caught.value).startswith("question ")


@pytest.mark.parametrize("entries", [None, [], {"id": "single"}, "text"])
def test_what_is_no_list_of_questions_is_refused(entries):
    with pytest.raises(ValueError, match="there must be a list of questions"):
        parse_questions(entries)


def test_a_question_without_id_is_named_by_its_number():
    with pytest.raises(ValueError, match="question 2: the field 'id' is missing"):
        parse_questions([CHOICE, changed(CHOICE, ["id"], ...)])
    with pytest.raises(ValueError, match="question 1: there must be fields"):
        parse_questions(["What is it?"])


def test_the_same_id_twice_is_refused():
    with pytest.raises(ValueError, match="'symmetric': there are 2 with this id"):
        parse_questions([CHOICE, CHOICE])


def test_a_file_is_named_in_its_error(tmp_path):
    path = tmp_path / "bad.yml"
    for content, says in (("- {id: a}", "the field 'kind'"), ("- {id: a", "is not readable YAML")):
        path.write_text(content)
        with pytest.raises(ValueError, match="bad.yml.*" + says):
            load_questions(path)
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ValueError, match=r"bad\.yml is not readable YAML"):
        load_questions(path)


def test_without_a_yaml_reader_the_error_gives_the_install_line(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    with pytest.raises(ImportError, match=r"pip install ruamel\.yaml"):
        load_questions(tmp_path / "any.yml")


def test_markdown_of_a_choice():
    text = question_markdown(parse_questions([CHOICE])[0], 2)
    before, after = text.split("<details>")
    assert "**Question 2.** Is it symmetric?" in before
    assert "*Choose one.*" in before
    assert "- **A.** Yes.\n- **B.** No.\n- **C.** Never." in before
    assert "Swap the arguments" not in before  # nothing is given away
    assert "**B** is right." in after
    assert "**A, wrong.** A distance would be." in after
    assert "[properties](properties.ipynb)" in after
    # MyST and JupyterLab read Markdown inside HTML only after an empty line.
    assert "\n<summary>Answer to question 2</summary>\n\n" in after
    assert after.endswith("\n\n</details>")


def test_markdown_of_several_right_options():
    both = changed(changed(CHOICE, ["kind"], "multiple"), ["options", 0, "correct"], True)
    assert "**A and B** are right." in question_markdown(parse_questions([both])[0], 1)


def test_markdown_of_a_number_lists_the_mistakes():
    text = question_markdown(parse_questions([NUMBER])[0], 1)
    assert "*Give a number in nats.*" in text
    assert "**0.0823 nats** (counts as right within ± 0.0005)" in text
    assert "- **0.1187?** That is in bits." in text
    assert "[vae](applications/vae.ipynb)" in text


def test_markdown_of_an_order_gives_the_letters_in_order():
    text = question_markdown(parse_questions([ORDER])[0], 1)
    assert "- **A.** decode\n- **B.** encode\n- **C.** draw z" in text
    assert "The order is **B, C, A**." in text
    assert text.index("From x.") < text.index("From q.") < text.index("From z.")


def test_a_second_line_stays_in_its_item():
    long = changed(CHOICE, ["options", 0, "text"], "Yes,\nalways.")
    assert "- **A.** Yes,\n  always.\n- **B.**" in question_markdown(parse_questions([long])[0], 1)
