"""Structure read from the looks of plain lines. The texts are made up, in the manner of councils' reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from indexer.structure import read_blocks
from indexer.types import PageSpan, SourceText
from tests.indexer.reading import LONG, blocks_of, check_blocks, kinds, section_of, texts

CONTENTS = """Contents

1. Early help\t3
2. Placements\t5
Appendix A: Data\t9

1. Early help

Hubs opened in every town of the county during the year.

2. Placements

Most children stayed with one carer.

Appendix A: Data

Rates are for each 10,000 children.
"""

FORM = """1.1) Leaders know their services well.

Summary and evidence:

We know our services and act on audits, which found 62 good cases.

1.2) Children are heard.

Summary and evidence:

Children told inspectors that they are listened to.

1.3) Partners work together.

Summary and evidence:

The board met six times.
"""


@given(texts, some.booleans())
def test_any_text_gives_ordered_blocks_that_hold_every_word(text: str, paged: bool) -> None:
    middle = len(text) // 2
    pages = (PageSpan(1, None, 0, middle), PageSpan(2, None, middle, len(text))) if paged and text else ()
    check_blocks(text, read_blocks(SourceText(text, pages)))


def test_text_without_words_has_no_blocks() -> None:
    assert blocks_of("") == blocks_of(" \n\t\n\n") == ()


def test_short_line_between_blank_lines_is_a_heading_of_what_follows() -> None:
    text = "EARLY HELP\n\nOpening hours\n\nThe hub is open on five days a week."
    assert kinds(text) == [
        ("heading", "EARLY HELP"),
        ("heading", "Opening hours"),
        ("paragraph", "The hub is open on five days a week."),
    ]
    assert section_of(text, "The hub") == ("EARLY HELP", "Opening hours")


@pytest.mark.parametrize(
    "line",
    [
        "The hub is open.",
        "Rate: 7.8%",
        "Source: national data",
        "and so on",
        "Numbers fell by 1,204 last year",
        "• Opening hours",
    ],
)
def test_line_that_states_or_goes_on_is_no_heading(line: str) -> None:
    assert "heading" not in {kind for kind, _ in kinds(f"Before it stands a paragraph.\n\n{line}\n\nAfter it, too.")}


def test_numbered_headings_nest_by_their_numbers() -> None:
    text = "2. Placements\n\n2.1. Stability\n\nMost stayed.\n\n3. Health\n\nChecks were on time.\n"
    assert section_of(text, "Most stayed") == ("2. Placements", "2.1. Stability")
    assert section_of(text, "Checks") == ("3. Health",)


def test_numbered_list_is_no_row_of_headings() -> None:
    text = "We ask for three things.\n\n1. A plan for each child\n2. A named worker\n3. A yearly review\n"
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "list_item", "list_item", "list_item"]


def test_contents_page_is_boilerplate_and_its_titles_are_headings_in_the_text() -> None:
    blocks = blocks_of(CONTENTS)
    listed = CONTENTS.index("1. Early help\n")
    assert {block.kind for block in blocks if block.end <= listed} == {"boilerplate"}
    assert section_of(CONTENTS, "Hubs opened") == ("1. Early help",)
    assert section_of(CONTENTS, "Most children") == ("2. Placements",)
    assert section_of(CONTENTS, "Rates are") == ("Appendix A: Data",)


def test_statements_of_a_form_are_its_own_words_and_its_labels_boilerplate() -> None:
    found = {words: kind for kind, words in kinds(FORM)}
    assert found["1.2) Children are heard."] == "criterion"
    assert found["Summary and evidence:"] == "boilerplate"
    assert found["Children told inspectors that they are listened to."] == "paragraph"


def test_running_header_and_page_numbers_are_boilerplate() -> None:
    page = "Oakford Annual Report\n\n{words}\n\nPage {n} of 5\n\n"
    text = "".join(
        page.format(words=f"The {word} finding of the year was good.", n=n) for n, word in enumerate("abcde")
    )
    assert {words for kind, words in kinds(text) if kind == "boilerplate"} == {
        "Oakford Annual Report",
        *(f"Page {n} of 5" for n in range(5)),
    }


def test_grade_in_a_heading_stays_text_that_can_be_quoted() -> None:
    text = "Overall effectiveness Grade 2 (good)\n\nThe service is good in most areas of its work."
    assert kinds(text)[0] == ("paragraph", "Overall effectiveness Grade 2 (good)")
    assert section_of(text, "The service") == ("Overall effectiveness",)


def test_value_below_its_label_is_no_heading() -> None:
    assert kinds("Reporting inspector:\n\nAnn Lee\n\nThe visit took five days.")[1] == ("paragraph", "Ann Lee")


def test_key_of_a_lost_chart_is_boilerplate() -> None:
    text = "The chart below shows the number of children by age.\n\n0 to 4 years 5 to 9 years\n\nMost are older."
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "boilerplate", "paragraph"]


WRAPPED = "\n".join(
    [
        f"{LONG} and in the county",
        "at large, and that every school of the county has a named person for this kind of work.",
    ]
    * 3
)


def test_wrapped_lines_make_one_paragraph_and_blank_lines_part_them() -> None:
    text = f"{WRAPPED}\n\n{WRAPPED}"
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "paragraph"]


def test_sentence_cut_by_a_page_number_goes_on() -> None:
    text = f"{LONG} and in the county's\n\n14\n\nfamilies, schools and hospitals.\n\nA new paragraph begins here."
    assert [" ".join(text[b.start : b.end].split())[-10:] for b in blocks_of(text)] == ["hospitals.", "gins here."]


def test_bullets_of_a_wrapped_text_are_items_with_all_their_lines() -> None:
    text = f"{WRAPPED}\n\n• {LONG} and\nfamilies\n• Short one\n"
    items = [words for kind, words in kinds(text) if kind == "list_item"]
    assert items == [f"• {LONG} and families", "• Short one"]


def test_leading_spaces_of_a_pdf_s_word_gaps_do_not_part_a_sentence() -> None:
    # A PDF set word by word leaves a space at the start of every few lines.
    line = "The council agreed that the fees of the village hall be held at the level"
    text = "\n".join([line, " of last year", "and that the clerk", " writes to all users."])
    assert [kind for kind, _ in kinds(f"{WRAPPED}\n\n{text}")] == ["paragraph", "paragraph"]


def test_one_leading_space_that_is_rare_begins_a_paragraph() -> None:
    text = f"{WRAPPED}\n Next comes another matter that the board looked at in the same year with care.\n{WRAPPED}"
    assert section_of(text, "Next comes") == ()
    assert len(blocks_of(text)) == 2


def test_short_paragraphs_of_two_lines_are_wrapped_too() -> None:
    text = (
        "The number of young people entering the system fell to 41. The board heard of a\nnew scheme explains it.\n\n"
        "In the year 9.4% of looked after children had three or more\nplacements, compared with 12.1% a year before.\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "paragraph"]


def test_first_line_of_a_paragraph_below_a_chart_pointer_is_no_key() -> None:
    pointer = "The chart below shows the referrals:\n As can be seen there were more in June 2021"
    text = f"{WRAPPED}\n\n{pointer} in the number\nof children who came.\n"
    assert "As can be seen" in next(words for kind, words in kinds(text) if kind == "paragraph" and "June" in words)


def test_line_that_claims_something_is_no_heading() -> None:
    text = "HEALTH\n\nRates of referrals and rates of plans are low\n\nThe checks were on time in the year.\n"
    assert [kind for kind, _ in kinds(text)] == ["heading", "paragraph", "paragraph"]


def test_instruction_of_a_form_is_the_form_s() -> None:
    text = f"{FORM}\nPlease include ways that others can learn from.\n\nWe opened four hubs.\n"
    found = {words: kind for kind, words in kinds(text)}
    assert found["Please include ways that others can learn from."] == "criterion"


def test_figures_line_by_line_below_their_lead_in_are_items() -> None:
    text = "The number of agency staff that we had to employ was:\n\n55 in December 2015\n\n31 in March 2016\n"
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "list_item", "list_item"]


def test_short_lines_in_a_row_are_items() -> None:
    text = "▶ **Coordinate it**\n\nLaunched a strategy\nAdopted the protocol\n\nThe year went well for all of us.\n"
    assert [kind for kind, _ in kinds(text)] == ["list_item", "list_item", "list_item", "paragraph"]


def test_answer_of_a_form_and_its_signer_stay_with_the_question() -> None:
    text = "Have the costs been cleared?\n\nYes\n\nName of Officer: Ann Lee\n\nThe plan was approved.\n"
    assert kinds(text)[0] == ("paragraph", "Have the costs been cleared? Yes Name of Officer: Ann Lee")


def test_bold_type_over_two_lines_is_one_paragraph() -> None:
    text = "The year began.\n\n**Overall numbers go on rising.\nThe trend is steep.**\n\nThe year ended.\n"
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "paragraph", "paragraph"]


def test_page_number_within_a_sentence_is_a_gap_of_its_block() -> None:
    text = f"{LONG} and in the county's\n\n14\n\nfamilies, schools and hospitals.\n"
    (block,) = blocks_of(text)
    assert [text[a:b] for a, b in block.gaps] == ["14"]


def test_numbered_paragraph_of_several_sentences_is_no_list_item() -> None:
    text = "48. Value for money is good. The council has reviewed its placements.\n"
    assert [kind for kind, _ in kinds(text)] == ["paragraph"]


def test_heading_below_a_chart_pointer_is_no_key() -> None:
    text = "The chart below shows the number of children by age.\n\n2.1 DOMESTIC ABUSE\n\nIt fell in the year.\n"
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "heading", "paragraph"]


def test_statement_of_a_form_that_comes_again_without_its_number_is_the_form_s() -> None:
    statement = "Leaders know their services well and act on what the audits of each year say."
    text = f"{FORM}\n1.4) {statement} (M)\n\nSummary and evidence:\n\n- {statement}\n\nWe opened four hubs.\n"
    assert {words: kind for kind, words in kinds(text)}[f"- {statement}"] == "criterion"
