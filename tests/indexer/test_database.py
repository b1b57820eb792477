import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.database import Database, write_database
from indexer.errors import IndexDamagedError
from tests.indexer.records import full_record, plain_record

HOMES = plain_record(
    "homes", ("Children's homes were inspected.", "Placements broke down twice.", "Nobody was placed.")
)
ROADS = plain_record("roads", ("Roads were mended.", "The café by the road closed; placement of signs is due."))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    write_database(tmp_path / "store.sqlite", [full_record(), HOMES, ROADS])
    return Database(tmp_path / "store.sqlite")


def bodies(database: Database, terms: list[str], documents: list[str] | None = None) -> list[str]:
    hits = database.search(terms, 10, documents, (1.0, 1.0))
    return [database.passages([id_])[0].body for id_, _ in hits]


def test_every_field_comes_back_as_it_was_written(database: Database) -> None:
    record = full_record()
    assert database.documents()[0] == (record.document, "entry hash", 0, 1)
    assert database.text("full") == record.text
    assert database.pages("full") == record.pages
    assert database.blocks("full") == record.blocks
    assert database.passages([0]) == [replace(record.passages[0], id=0)]


def test_passage_ids_count_through_the_documents_from_zero(database: Database) -> None:
    assert [(d.id, first, count) for d, _, first, count in database.documents()] == [
        ("full", 0, 1),
        ("homes", 1, 3),
        ("roads", 4, 2),
    ]
    assert [p.document_id for p in database.passages([5, 0, 1])] == ["full", "homes", "roads"]


def test_an_unknown_document_has_no_text_pages_or_blocks(database: Database) -> None:
    assert database.text("none") is None
    assert database.pages("none") == ()
    assert database.blocks("none") == ()


def test_words_are_found_in_any_inflection_and_without_their_accents(database: Database) -> None:
    assert bodies(database, ["placement"])[0] == "Placements broke down twice."
    assert bodies(database, ["cafe"], ["roads"]) == ["The café by the road closed; placement of signs is due."]


def test_any_of_the_words_is_enough_and_more_of_them_rank_higher(database: Database) -> None:
    found = bodies(database, ["road", "sign", "mended"], ["roads"])
    assert len(found) == 2
    assert database.search(["nobody", "roads", "mended"], 1, None, (1.0, 1.0))[0][0] == 4


def test_scores_are_positive_and_fall(database: Database) -> None:
    scores = [score for _, score in database.search(["placement", "road"], 10, None, (1.0, 1.0))]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 4
    assert all(score > 0 for score in scores)


def test_the_context_counts_by_its_weight(database: Database) -> None:
    assert database.search(["homes"], 1, None, (0.0, 1.0))[0][1] > 0
    assert database.search(["report"], 1, ["roads"], (1.0, 0.0))[0][1] == 0


def test_only_the_wanted_documents_are_searched(database: Database) -> None:
    assert bodies(database, ["placement"], ["roads"]) == ["The café by the road closed; placement of signs is due."]
    assert bodies(database, ["placement"], []) == []
    assert bodies(database, ["placement"], ["none"]) == []


SIGNS = ['"', "'", "*", "-", "^road", "(", "%", "", "\0", "½", "🙂", "\ud800", "x" * 100_000]
SYNTAX = ["placement*", "body:roads", "NEAR(a b)", "a AND b", "OR", "'; DROP TABLE passages; --"]


@pytest.mark.parametrize("term", SIGNS + SYNTAX)
def test_signs_in_a_word_have_no_meaning_for_the_search(database: Database, term: str) -> None:
    database.search([term], 10, None, (1.0, 1.0))
    database.frequency(term)
    with_word = database.search([term, "mended"], 10, None, (1.0, 1.0))
    assert 4 in [id_ for id_, _ in with_word]


def test_no_words_find_nothing(database: Database) -> None:
    assert database.search([], 10, None, (1.0, 1.0)) == []
    assert database.search(["..."], 10, None, (1.0, 1.0)) == []
    assert database.search(["road"], 0, None, (1.0, 1.0)) == []


def test_a_words_frequency_counts_its_passages(database: Database) -> None:
    assert database.frequency("placement") == 2  # not the passage that only stands under such a heading
    assert database.frequency("road") == 2
    assert database.frequency("report") == 6  # in the titles alone
    assert database.frequency("zebra") == 0


def test_the_file_is_not_written_by_reading(database: Database, tmp_path: Path) -> None:
    before = (tmp_path / "store.sqlite").read_bytes()
    bodies(database, ["placement"])
    assert (tmp_path / "store.sqlite").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["store.sqlite"]
    with pytest.raises(IndexDamagedError), database._borrow() as connection:
        connection.execute("DELETE FROM passages")


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(IndexDamagedError, match="Build the index again"):
        Database(tmp_path / "store.sqlite").documents()


def test_a_file_that_is_missing_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        Database(tmp_path / "store.sqlite").documents()


def test_reader_of_a_file_that_has_gone_waits_for_a_connection_that_is_open(database: Database, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with database._borrow():
            (tmp_path / "store.sqlite").unlink()
            waiting = pool.submit(database.count, "passages")
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        assert waiting.result(timeout=5) == 6


def test_writing_where_one_cannot_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not be written"):
        write_database(tmp_path / "nowhere" / "store.sqlite", [full_record()])


def test_a_name_with_signs_of_an_address_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "a?b#c %20 é"
    folder.mkdir()
    write_database(folder / "store.sqlite", [full_record()])
    assert len(Database(folder / "store.sqlite").documents()) == 1


def test_closing_gives_the_connections_back(database: Database) -> None:
    database.count("passages")
    with database._borrow() as held:
        database.close()
        assert held.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(sqlite3.ProgrammingError):
        held.execute("SELECT 1")
