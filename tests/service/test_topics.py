"""What a report is about, from its headings."""

from indexer import Block
from service.topics import topics_of


def block(kind: str, length: int, *section: str) -> Block:
    return Block(kind, 0, length, section)  # type: ignore[arg-type]


def test_headings_with_most_text_come_first_in_plain_words() -> None:
    blocks = [
        block("paragraph", 10, "PART A: CONTEXT", "1. FAMILY HUBS"),
        block("list_item", 300, "2. Children in Care"),
        block("table", 50, "SEND Local Offer"),
    ]
    assert topics_of(blocks) == ["children in care", "SEND local offer", "family hubs"]


def test_general_headings_figures_and_questions_are_no_topics() -> None:
    blocks = [
        block("paragraph", 90, "Introduction"),
        block("paragraph", 80, "What did we find?"),
        block("paragraph", 70, "Figures for 2019"),
        block("heading", 60, "Only a heading"),
        block("paragraph", 50),
        block("paragraph", 40, "Early help"),
    ]
    assert topics_of(blocks) == ["early help"]
