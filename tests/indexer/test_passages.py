"""Passages: what is searched, and the units that prove an answer."""

from dataclasses import replace

import pytest
from hypothesis import given

from indexer.passages import TARGET_WORDS, context_line, make_passages, states_something
from indexer.structure import read_blocks
from indexer.types import SourceText, Unit
from tests.indexer.reading import LONG, REPORT, blocks_of, check_passages, passages_of, texts


def units(text: str) -> list[Unit]:
    return [unit for passage in passages_of(text) for unit in passage.units]


@given(texts)
def test_no_word_of_a_paragraph_is_lost_and_units_lie_in_their_passage(text: str) -> None:
    blocks = read_blocks(SourceText(text))
    passages = make_passages(REPORT, text, blocks)
    check_passages(text, passages)
    held = [(unit.start, unit.end) for passage in passages for unit in passage.units]
    for block in blocks:
        if block.kind in ("paragraph", "criterion"):
            position = block.start
            for start, end in sorted(span for span in held if block.start <= span[0] < block.end):
                assert not text[position:start].strip()
                position = end
            assert not text[position : block.end].strip()


@given(texts)
def test_quotes_of_sentences_and_items_hold_the_words_that_are_shown(text: str) -> None:
    for unit in units(text):
        if unit.kind != "row":
            shown = "".join(c for c in unit.text if c.isalnum())
            quoted = iter(c for c in text[unit.start : unit.end] if c.isalnum())
            assert all(c in quoted for c in shown)  # in this order; markup between is left out


def test_context_tells_document_place_period_and_section() -> None:
    (passage,) = passages_of("EARLY HELP\n\nHubs opened in every town.\n")
    assert passage.context == "Annual Report · Oakford · 2016/17 · EARLY HELP"
    assert passage.body == "EARLY HELP Hubs opened in every town."


def test_context_does_not_repeat_what_the_title_says() -> None:
    document = replace(REPORT, title="Oakford Annual Report 2016/17")
    assert context_line(document, ()) == "Oakford Annual Report 2016/17"


def test_long_text_is_parted_between_sentences_near_the_measured_length() -> None:
    passages = passages_of("\n\n".join(f"{LONG} {n}. {LONG} again {n}." for n in range(12)))
    lengths = [len(passage.body.split()) for passage in passages]
    assert len(passages) > 2
    assert max(lengths) <= TARGET_WORDS * 1.25
    assert min(lengths[:-1]) > TARGET_WORDS / 3
    assert all(unit.text.endswith(tuple("0123456789.")) for passage in passages for unit in passage.units)


def test_passage_does_not_reach_over_a_heading() -> None:
    passages = passages_of("HEALTH\n\nChecks were on time.\n\nHOUSING\n\nTwo hostels closed.\n")
    assert [(p.section, p.units[-1].text) for p in passages] == [
        (("HEALTH",), "Checks were on time."),
        (("HOUSING",), "Two hostels closed."),
    ]


def test_items_know_the_sentence_that_leads_into_them() -> None:
    found = units("The hubs offer advice on:\n\n• housing\n• money\n\nThey are open daily.\n")
    assert [(u.kind, u.text, u.lead) for u in found[1:]] == [
        ("item", "housing", "The hubs offer advice on:"),
        ("item", "money", "The hubs offer advice on:"),
        ("sentence", "They are open daily.", ""),
    ]


def test_quote_of_an_item_leaves_out_its_bullet() -> None:
    text = "The hubs offer:\n\n• housing advice\n"
    item = units(text)[-1]
    assert text[item.start : item.end] == "housing advice"


def test_row_is_read_out_with_its_headers_and_keeps_its_table_s_caption() -> None:
    text = "Placement moves\t2016\t2017\nNorth\t7.8%\t8.1%\n"
    (row,) = units(text)
    assert (row.kind, row.text, row.lead) == ("row", "North: 2016: 7.8%; 2017: 8.1%", "Placement moves")
    assert row.row is not None and row.row.cells[1].text == "7.8%"


def test_long_table_is_parted_between_rows_and_every_part_has_the_caption() -> None:
    rows = "".join(f"Area number {n} of the county\t{n}.5%\t{n}.9%\n" for n in range(60))
    passages = passages_of(f"Placement moves\t2016\t2017\n{rows}")
    assert len(passages) > 2
    assert {passage.kind for passage in passages} == {"table"}
    assert all("Placement moves" in passage.context for passage in passages)
    assert [u.text.split(":")[0] for p in passages for u in p.units] == [
        f"Area number {n} of the county" for n in range(60)
    ]


def test_records_side_by_side_stay_within_their_passage() -> None:
    rows = "".join(f"L{n}\tleft meaning\tR{n}\tright meaning\n" for n in range(40)) + "L40\tleft meaning\t\t\n"
    passages = passages_of(f"Term\tMeaning\tTerm\tMeaning\n{rows}")
    assert sum(len(passage.units) for passage in passages) == 81


def test_statement_of_a_form_is_kept_but_proves_nothing() -> None:
    form = "".join(
        f"1.{n}) Leaders do thing {n} well.\n\nSummary and evidence:\n\nWe did it {n} times.\n\n" for n in range(1, 5)
    )
    found = {unit.text: unit.evidence for unit in units(form)}
    assert found["1.2) Leaders do thing 2 well."] is False
    assert found["We did it 2 times."] is True


@pytest.mark.parametrize(
    "words",
    [
        "The chart below shows this:",
        "Source: national data",
        "See page 12 for more.",
        "Please describe the outcome.",
        "Ethnicity:",
        "® Children seen by a dentist within the year",
    ],
)
def test_pointers_labels_and_notes_state_nothing(words: str) -> None:
    assert not states_something(words)


@pytest.mark.parametrize(
    "words",
    [
        "The chart below shows that 62% were on time.",
        "Seven homes closed.",
        "§ Seven homes closed.",
        "Outcome: all children were safe.",
    ],
)
def test_findings_state_something(words: str) -> None:
    assert states_something(words)


def test_headings_without_text_make_no_passage_beside_those_with_text_and_boilerplate_makes_none() -> None:
    text = f"EARLY HELP\n\n12\n\nHOUSING\n\n{LONG}.\n"
    (passage,) = passages_of(text)
    assert passage.units[-1].text == f"{LONG}."
    assert blocks_of("12\n")
    assert passages_of("12\n") == ()


def test_page_number_within_a_sentence_is_not_read_out() -> None:
    text = f"{LONG} and in the county's\n\n14\n\nfamilies, schools and hospitals.\n"
    (unit,) = units(text)
    assert unit.text.endswith("county's families, schools and hospitals.")
    assert "14" in text[unit.start : unit.end]


def test_items_below_a_bold_one_are_led_by_it() -> None:
    found = units("▶ **Coordinate the work**\n\nLaunched a strategy\nAdopted the protocol\n")
    assert [u.lead for u in found] == ["", "Coordinate the work", "Coordinate the work"]


def test_items_within_an_item_are_led_by_it() -> None:
    text = "The hubs offer:\n\n- advice on:\n - housing\n - money\n- training\n"
    assert [(u.text, u.lead) for u in units(text)[1:]] == [
        ("advice on:", "The hubs offer:"),
        ("housing", "advice on:"),
        ("money", "advice on:"),
        ("training", "The hubs offer:"),
    ]


def test_pointer_to_a_chart_leads_into_nothing() -> None:
    found = units("The chart below shows the referrals of the year:\n\nThe checks of the year were all on time.\n")
    assert found[-1].lead == ""


def test_remark_that_begins_with_please_note_states_something() -> None:
    assert states_something("Please note that any school which has changed its status is deemed to be new.")


def test_a_text_of_headings_alone_can_be_found_and_quoted() -> None:
    (passage,) = passages_of("Road closed until further notice")
    assert [(unit.kind, unit.text, unit.evidence) for unit in passage.units] == [
        ("sentence", "Road closed until further notice", True)
    ]
