from dataclasses import replace
from pathlib import Path

import pytest

from indexer.database import Database, write_database
from indexer.observations.keys import measure_key
from indexer.records import DocumentRecord
from indexer.types import Observation
from tests.indexer.records import full_record, record_with_figures

CARE = record_with_figures(
    "care",
    ("Children in care", "412", "Oakford", 2016),
    ("Children in care placed out of area", "96", "Oakford", 2016),
    ("Care leavers in education", "41", "Oakford", 2017),
    ("Children in care", "455", "Millbrook", 2017),
)
ROADS = record_with_figures("roads", ("Roads mended", "17", "Millbrook", 2018), ("Cafés closed", "3", None, 2018))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    write_database(tmp_path / "store.sqlite", [full_record(), CARE, ROADS])
    return Database(tmp_path / "store.sqlite")


def find(
    database: Database,
    measure: str | None = None,
    place: str | None = None,
    years: tuple[int | None, int | None] = (None, None),
    documents: list[str] | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[tuple[int, Observation]]:
    return database.search_observations(measure, place, *years, documents, limit, offset)


def figures(found: list[tuple[int, Observation]]) -> list[str]:
    return [one.text for _, one in found]


def test_every_field_comes_back_as_it_was_written(database: Database) -> None:
    assert database.observations("full") == full_record().observations
    assert database.observations("care") == CARE.observations
    assert database.observations("none") == ()


def test_without_a_measure_they_are_in_the_order_of_the_documents(database: Database) -> None:
    assert figures(find(database)) == ["14%", "412", "96", "41", "455", "17", "3"]


def test_the_measure_that_holds_the_most_of_the_words_comes_first(database: Database) -> None:
    assert figures(find(database, "children in care")) == ["412", "455", "96"]
    assert figures(find(database, "children in care out of area")) == ["96"]
    assert figures(find(database, "children in care area")) == ["96", "412", "455"]


def test_words_are_found_in_any_inflection_case_and_without_their_accents(database: Database) -> None:
    assert figures(find(database, "ROAD mending")) == ["17"]
    assert figures(find(database, "cafe")) == ["3"]


def test_less_than_two_thirds_of_the_words_is_not_enough(database: Database) -> None:
    assert figures(find(database, "children of zebras and gnus")) == []
    assert figures(find(database, "care zebras")) == []
    assert figures(find(database, "care leavers zebras")) == ["41"]


def test_words_of_section_and_caption_help_but_the_measure_must_be_named(database: Database) -> None:
    assert figures(find(database, "moves placements")) == ["14%"]
    assert figures(find(database, "placements")) == []


def test_small_words_count_only_where_there_are_no_others(database: Database) -> None:
    assert figures(find(database, "of the care")) == ["412", "455", "41", "96"]
    assert figures(find(database, "out of")) == ["96"]
    assert figures(find(database, "of")) == ["96"]


def test_place_is_compared_without_regard_to_case(database: Database) -> None:
    assert figures(find(database, place="  oakFORD ")) == ["14%", "412", "96", "41"]
    assert figures(find(database, "children in care", "Millbrook")) == ["455"]
    assert figures(find(database, place="Oak")) == []


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2017, 2017), ["41", "455"]),
        ((2017, None), ["41", "455", "17", "3"]),
        ((None, 2016), ["14%", "412", "96"]),
        ((2019, 2020), []),
    ],
)
def test_years_are_met_where_they_overlap(
    database: Database, years: tuple[int | None, int | None], expected: list[str]
) -> None:
    assert figures(find(database, years=years)) == expected


def test_they_can_be_kept_to_documents_and_paged(database: Database) -> None:
    assert figures(find(database, documents=["roads"])) == ["17", "3"]
    assert figures(find(database, documents=[])) == []
    whole = find(database)
    assert [*find(database, limit=3), *find(database, limit=10, offset=3)] == whole
    assert find(database, limit=0) == []


def test_ids_stay_the_same_whatever_else_is_indexed(database: Database, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    write_database(tmp_path / "other" / "store.sqlite", [ROADS])
    alone = find(Database(tmp_path / "other" / "store.sqlite"))
    assert alone == find(database, documents=["roads"])
    ids = [number for number, _ in find(database)]
    assert len(set(ids)) == len(ids)
    assert all(0 <= number < 2**53 for number in ids)


def test_observations_that_are_alike_have_ids_of_their_own(tmp_path: Path) -> None:
    (one, *_) = ROADS.observations
    write_database(tmp_path / "store.sqlite", [record_with_figures("other"), _with(ROADS, (one, one, one))])
    ids = [number for number, _ in find(Database(tmp_path / "store.sqlite"))]
    assert len(set(ids)) == 3


MOVES = record_with_figures(
    "moves",
    ("LAC with three or more placement moves", "14", "Oakford", 2016),
    ("Children in care", "70", "Oakford", 2016),
    ("Children in care without a placement", "2", "Oakford", 2016),
    ("Moves of furniture", "9", "Oakford", 2016),
)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("LAC", ["70", "2", "14"]),
        ("looked-after children", ["70", "2", "14"]),
        ("CLA with 3+ placement moves", ["14"]),
        ("children in care with 3 or more placement changes", ["14"]),
        ("moves of furniture", ["9"]),
    ],
)
def test_measure_is_found_by_its_other_names(tmp_path: Path, measure: str, expected: list[str]) -> None:
    keyed = tuple(replace(one, measure_key=measure_key(one.measure)) for one in MOVES.observations)
    write_database(tmp_path / "store.sqlite", [replace(MOVES, observations=keyed)])
    assert figures(find(Database(tmp_path / "store.sqlite"), measure)) == expected


def test_very_same_measure_comes_before_those_that_hold_as_many_words(tmp_path: Path) -> None:
    record = record_with_figures(
        "late", ("Late buses", "3", None, 2016), ("Buses that were late in the city", "5", None, 2016)
    )
    keyed = tuple(replace(one, measure_key=measure_key(one.measure)) for one in record.observations)
    write_database(tmp_path / "store.sqlite", [replace(record, observations=keyed)])
    assert figures(find(Database(tmp_path / "store.sqlite"), "late buses in city")) == ["5", "3"]


def _with(record: DocumentRecord, observations: tuple[Observation, ...]) -> DocumentRecord:
    return replace(record, observations=observations)


@pytest.mark.parametrize(
    "measure", ["", "...", '"', "care* OR x", "NEAR(a b)", "'; DROP TABLE observations; --", "\0", "½"]
)
def test_signs_in_a_measure_have_no_meaning_for_the_search(database: Database, measure: str) -> None:
    find(database, measure)
    assert len(find(database)) == 7


def test_very_many_words_are_searched_for_too(database: Database) -> None:
    assert find(database, " ".join(f"word{number}" for number in range(5000))) == []


def test_they_are_found_again_by_the_ids_that_they_are_listed_with(database: Database) -> None:
    numbered = database.numbered_observations("care")
    assert tuple(one for _, one in numbered) == CARE.observations
    ids = [number for number, _ in numbered]
    assert database.observations_of([*ids, -1]) == dict(numbered)
    assert database.observations_of([]) == {}
    assert database.numbered_observations("none") == ()
