import json
from dataclasses import replace
from typing import Any

import pytest

from indexer.records import record_from, to_json
from tests.indexer.records import full_record


def plain() -> list[Any]:
    value: list[Any] = json.loads(to_json(full_record()))
    return value


def test_a_record_comes_back_from_json_as_it_was() -> None:
    assert record_from(plain()) == full_record()


def test_what_no_json_can_hold_is_not_written() -> None:
    record = full_record()
    (one,) = record.observations
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(replace(record, observations=(replace(one, value=float("nan")),)))


@pytest.mark.parametrize("value", [None, 5, "x", {}, [], [1, 2], {"document": {}}, [[]] * 7, True])
def test_what_is_no_record_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no proper"):
        record_from(value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((0, 0), 5),  # a document's id
        ((0, 12), "2015"),  # its first year
        ((0, 14, 0), None),  # a name in a tuple of names
        ((0, 16), 1.5),  # characters
        ((0, 16), True),
        ((2,), ["text"]),
        ((3, 0), {"number": 1}),  # a page
        ((4, 0, 0), "picture"),  # the kind of a block
        ((4, 0, 1), "0"),
        ((5, 0, 8, 0, 5), 1),  # whether a unit is evidence
        ((6, 0, 7), "14"),  # an observation's value
        ((6, 0, 7), float("inf")),
        ((6, 0, 9), "Wales"),  # its comparator
    ],
)
def test_a_field_of_another_type_is_refused(path: tuple[int, ...], value: object) -> None:
    record = place = plain()
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValueError, match="no proper"):
        record_from(record)


def test_a_field_too_few_or_too_many_is_refused() -> None:
    record = plain()
    for document in (record[0][:-1], [*record[0], 0]):
        with pytest.raises(ValueError, match="no proper Document"):
            record_from([document, *record[1:]])
