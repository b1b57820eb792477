"""Who a report is by, and of when, where the catalogue does not say. The names are made up."""

import pytest

from indexer.inference import infer_kind, infer_publisher, infer_title
from indexer.periods import infer_period
from indexer.types import Mark, SourceText


def publisher(text: str, title: str = "Annual report") -> str | None:
    return infer_publisher(title, SourceText(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Annual report\n\nPublished by Oakford City Council, May 2019.\n", "Oakford City Council"),
        ("Annual report\n\nPublisher: Office for Standards in Oakford\n", "Office for Standards in Oakford"),
        ("Annual report\n\n© 2019 Oakford Safeguarding Partnership.\n", "Oakford Safeguarding Partnership"),
        ("OAKFORD TOWN COUNCIL\nMinutes of a meeting of the above\n", "Oakford Town Council"),
        ("Minutes of the annual meeting of Oakford Parish Council held in May\n", "Oakford Parish Council"),
    ],
)
def test_publisher_that_the_report_names(text: str, name: str) -> None:
    assert publisher(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Annual report\n\nThe plan was issued by the Steering Committee.\n",
        "Annual report\n\n© Crown copyright 2019.\n",
        "Annual report\n\nWork with Oakford City Council went well.\n",
        "Annual report\n\nThe notice is published by the Returning Officer.\n",
    ],
)
def test_publisher_that_is_not_named_is_not_guessed(text: str) -> None:
    assert publisher(text) is None


def test_council_that_an_inspection_is_about_is_not_its_publisher() -> None:
    title = "Oakford City Council: inspection of services"
    assert publisher("Oakford City Council: inspection of services\n", title) is None


def test_date_in_a_file_s_name_is_its_period_and_spelled_in_its_title() -> None:
    text = SourceText(
        "1\nOAKFORD TOWN COUNCIL\nminutes of the above held in the hall.\nAll were there.\nNo one spoke.\n"
    )
    assert infer_title("minutes_20190729.pdf", text) == "OAKFORD TOWN COUNCIL: Minutes 29 July 2019"
    assert infer_period("minutes_20190729.pdf", "Minutes", text) == "29 July 2019"


def test_day_that_a_pdf_parts_from_its_ending() -> None:
    assert infer_period("a.pdf", "Minutes", SourceText("Held on Monday 25 th June 2018")) == "25 th June 2018"


@pytest.mark.parametrize(
    ("title", "kind"), [("Budget 2017/18", "budget"), ("Complaints procedure", "policy"), ("Agenda for May", "agenda")]
)
def test_kinds_of_a_council_s_papers(title: str, kind: str) -> None:
    assert infer_kind(title) == kind


def test_a_council_s_name_alone_is_no_title() -> None:
    text = "OAKFORD TOWN COUNCIL\n\nMinutes of a meeting held on Monday 25th June\n\nPresent: Councillor Lund."
    first, second = "OAKFORD TOWN COUNCIL", "Minutes of a meeting held on Monday 25th June"
    marks = tuple(Mark(text.index(t), text.index(t) + len(t), "heading", n) for n, t in enumerate((first, second), 1))
    assert infer_title("a.pdf", SourceText(text, marks=marks, title=first)) == f"{first}: {second}"
    assert infer_title("june-minutes.pdf", SourceText(text, marks=marks[:1])) == f"{first}: June minutes"
