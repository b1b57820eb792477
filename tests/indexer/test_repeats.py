"""What reports of different places say word for word is their form's; what one place repeats is its own."""

from dataclasses import replace

from indexer.records import DocumentRecord
from indexer.repeats import mark_repeats
from indexer.types import Document, Passage, Unit

FORM = [
    f"{number}.1) There is {what} and every child and family knows where to turn for it."
    for number, what in enumerate(("help early", "clear leadership", "steady staffing", "sound recording", "a plan"), 1)
]
OWN = [f"In {place} the council runs family hubs with nurses, teachers and housing staff." for place in ("A", "B")]


def record(name: str, place: str | None, sentences: list[str]) -> DocumentRecord:
    units, at = [], 0
    for words in sentences:
        units.append(Unit("sentence", at, at + len(words), words))
        at += len(words) + 1
    document = Document(id=name, source=f"{name}.txt", title=name, format="txt", sha256=name, place=place)
    passage = Passage(name, 0, "prose", 0, at, (), name, " ".join(sentences), tuple(units))
    return DocumentRecord(document, "", "\n".join(sentences), (), (), (passage,))


def filled(place: str, more: list[str]) -> list[str]:
    own = [f"{place} has found its own way number {'x' * n} to help the families who live there." for n in range(1, 9)]
    return [*FORM, *own, *more]


def repeated(record: DocumentRecord) -> list[str]:
    return [unit.text for passage in record.passages for unit in passage.units if unit.repeated]


def test_the_forms_sentences_are_told_from_the_councils_own() -> None:
    marked = mark_repeats([record("a", "Ashby", filled("Ashby", OWN[:1])), record("b", "Bly", filled("Bly", OWN[1:]))])
    assert [repeated(one) for one in marked] == [FORM, FORM]
    assert not any(unit.states for unit in marked[0].passages[0].units[: len(FORM)])


def test_another_number_before_the_same_words_is_the_same_form() -> None:
    other = [words.replace(".1)", ".4)") for words in FORM]
    a = record("a", "Ashby", filled("Ashby", []))
    b = record("b", "Bly", [*other, *filled("Bly", [])[len(FORM) :]])
    assert [len(repeated(one)) for one in mark_repeats([a, b])] == [5, 5]


def test_reports_of_one_place_or_of_none_mark_nothing() -> None:
    for places in (("Ashby", "Ashby"), ("Ashby", None), (None, None)):
        both = [record(name, place, filled("Ashby", [])) for name, place in zip("ab", places, strict=True)]
        assert [repeated(one) for one in mark_repeats(both)] == [[], []]


def test_a_few_shared_sentences_are_no_form_and_a_copy_is_none_either() -> None:
    few = [record("a", "Ashby", filled("Ashby", [])), record("b", "Bly", FORM[:3] + filled("Bly", [])[5:])]
    assert [repeated(one) for one in mark_repeats(few)] == [[], []]
    copies = [record("a", "Ashby", filled("Ashby", [])), record("b", "Bly", filled("Ashby", []))]
    assert [repeated(one) for one in mark_repeats(copies)] == [[], []]


def test_a_sentence_with_a_figure_is_a_finding_of_each() -> None:
    findings = ["The national rate of children in care was 62 for every ten thousand children."]
    both = [record(name, name.upper(), filled(name.upper(), findings)) for name in "ab"]
    assert findings[0] not in repeated(mark_repeats(both)[0])


def test_the_marks_go_when_the_other_report_goes() -> None:
    both = mark_repeats([record("a", "Ashby", filled("Ashby", [])), record("b", "Bly", filled("Bly", []))])
    assert repeated(both[0])
    alone = mark_repeats(both[:1])[0]
    assert repeated(alone) == []
    assert alone == replace(record("a", "Ashby", filled("Ashby", [])))
