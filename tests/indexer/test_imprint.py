"""The imprint of a report is no evidence. The texts are made up."""

from tests.indexer.reading import kinds

IMPRINT = """Annual Report

The Inspectorate of Homes regulates and inspects homes for people of all ages.

If you would like a copy of this report in a different format, such as large print or Braille, please call us.

Castle House, 1 Castle Street, Oakford

© Crown copyright 2016

1. Homes

Most homes were judged good in the year, as were the small ones.
"""
ONE_MARK = """Annual Report

The board's leaflets for parents are given out in large print as well, and so are its letters.

Most homes were judged good in the year, as were the small ones.
"""


def test_imprint_with_the_address_in_it_is_boilerplate() -> None:
    found = kinds(IMPRINT)
    imprint = [words for kind, words in found if kind == "boilerplate"]
    assert [words.split()[0] for words in imprint] == ["The", "If", "Castle", "©"]
    assert ("paragraph", "Most homes were judged good in the year, as were the small ones.") in found


def test_what_only_speaks_of_large_print_is_no_imprint() -> None:
    assert "boilerplate" not in {kind for kind, _ in kinds(ONE_MARK)}
