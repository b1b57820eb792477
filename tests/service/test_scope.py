import pytest

from indexer import Document
from service.scope import place_names
from service.words import stem


def shelf(*places: str | None) -> list[Document]:
    return [Document(f"d{n}", f"{n}.txt", "Report", "txt", "", place=place) for n, place in enumerate(places)]


def test_place_is_known_by_the_words_of_its_name() -> None:
    assert place_names(shelf("Oakford", None, "Northmoor City")) == {
        stem("oakford"): "Oakford",
        stem("northmoor"): "Northmoor City",
    }


@pytest.mark.parametrize("place", ["Stoke-on-Trent", "Newcastle upon Tyne", "Isle of Wight", "Hammersmith and Fulham"])
def test_small_words_of_a_name_name_no_place(place: str) -> None:
    names = place_names(shelf(place))
    assert set(names.values()) == {place}
    assert not {"on", "upon", "of", "and"} & set(names)
