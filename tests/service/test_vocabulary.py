import time
from pathlib import Path

import pytest

from service.vocabulary import Vocabulary, acronyms
from service.words import stems


def form(phrase: str) -> tuple[str, ...]:
    return tuple(stems(phrase))


def test_phrases_of_a_group_lead_to_each_other_and_the_asked_one_comes_first() -> None:
    vocabulary = Vocabulary.of([["children in care", "looked after children", "LAC"]])
    assert vocabulary.forms(form("LAC"))[0] == form("LAC")
    assert set(vocabulary.forms(form("lac"))) == {form("children in care"), form("looked after children"), form("lac")}


def test_phrase_of_two_groups_finds_both() -> None:
    vocabulary = Vocabulary.of([["plan", "scheme"], ["plan", "programme"]])
    assert set(vocabulary.forms(form("plan"))) == {form("plan"), form("scheme"), form("programme")}


def test_phrase_of_no_group_stands_alone() -> None:
    assert Vocabulary.of([["a b", "c"]]).forms(form("hubs")) == (form("hubs"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Youth Offending Service (YOS) met.", {("Youth Offending Service", "YOS")}),
        ("led by the Director of Public Health (DPH) and", {("Director of Public Health", "DPH")}),
        ("a Multi-Agency Safeguarding Hub (MASH)", {("Multi-Agency Safeguarding Hub", "MASH")}),
        ("the DPH (Director of Public Health) said", {("Director of Public Health", "DPH")}),
        (
            "Glossary\nDPH – Director of Public Health\nYOS: Youth Offending Service, for",
            {("Director of Public Health", "DPH"), ("Youth Offending Service", "YOS")},
        ),
        ("| DPH | Director of Public Health |", {("Director of Public Health", "DPH")}),
        ("DPH\tDirector of Public Health", {("Director of Public Health", "DPH")}),
        ("The board (three members of it) met - twice", set()),
        ("most children (NB) were seen", set()),
        ("it rose (A) sharply", set()),
    ],
)
def test_acronyms_are_read_where_a_text_spells_them_out(text: str, found: set[tuple[str, str]]) -> None:
    assert acronyms(text) == found


def test_acronym_of_a_report_is_learned_unless_the_file_knows_it(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.toml"
    file.write_text('groups = [["youth offending service", "YOS"]]')
    texts = ["The Strategic Housing Unit (SHU) met.", "The Young Offenders Squad (YOS) met."]
    vocabulary = Vocabulary.load(texts, file)
    assert form("strategic housing unit") in vocabulary.forms(form("SHU"))
    assert form("young offenders squad") not in vocabulary.forms(form("YOS"))


def test_shipped_vocabulary_is_sound() -> None:
    vocabulary = Vocabulary.load([])
    assert len(vocabulary.groups) > 20
    assert all(len(group) > 1 and all(group) for group in vocabulary.groups)


def test_long_run_of_letters_is_read_in_little_time() -> None:
    start = time.perf_counter()
    assert acronyms("AB (" + "a" * 20_000 + "\nAB: " + "b-" * 20_000 + "\n" + "Aa " * 20_000) == set()
    assert time.perf_counter() - start < 2
