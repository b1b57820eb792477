import pytest

from service.places import Places

SHELF = Places.of(["Oakford", "Isle of Wight", "Northmoor City", "Stoke-on-Trent"])


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("hubs in Oakford", ("Oakford",)),
        ("Oakford's hubs and northmoor’s", ("Oakford", "Northmoor City")),
        ("in northmoor city council", ("Northmoor City",)),
        ("on the Isle of Wight", ("Isle of Wight",)),
        ("how is Wight doing?", ("Isle of Wight",)),
        ("in Stoke on Trent", ("Stoke-on-Trent",)),
        ("on the Isle of Man", ()),
        ("a city on an isle", ()),
        ("on and of", ()),
    ],
)
def test_place_of_the_shelf_is_known_by_its_name_or_a_telling_word_of_it(text: str, places: tuple[str, ...]) -> None:
    assert SHELF.named(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("How many hubs are there in norfolk?", ("Norfolk",)),
        ("on the Isle of Man", ("Isle of Man",)),
        ("Leicester's and Cambs' share", ("Leicester", "Cambridgeshire")),
        ("in Tower Hamlets and Oakford", ("Tower Hamlets",)),
        ("the Kent-style scheme", ()),
        ("skills in reading and writing", ()),
        ("in the bath", ()),
    ],
)
def test_place_that_no_report_is_about_is_recognised_too(text: str, places: tuple[str, ...]) -> None:
    assert SHELF.elsewhere(text) == places


def test_county_is_not_taken_for_a_part_of_it_that_the_shelf_covers() -> None:
    shelf = Places.of(["North Lincolnshire"])
    assert shelf.named("in Lincolnshire") == () and shelf.elsewhere("in Lincolnshire") == ("Lincolnshire",)
    assert shelf.named("in North Lincolnshire") == ("North Lincolnshire",)


def test_short_form_of_a_place_of_the_shelf_is_its_own() -> None:
    assert Places.of(["Nottinghamshire"]).named("in Notts?") == ("Nottinghamshire",)


@pytest.mark.parametrize("name", ["Newcastle upon Tyne", "Hammersmith and Fulham", "Kingston upon Hull, City of"])
def test_small_words_of_a_name_name_no_place(name: str) -> None:
    shelf = Places.of([name])
    assert shelf.named(name) == (name,)
    assert shelf.named("on and of upon the city") == ()


def test_shelf_without_places_knows_none() -> None:
    assert Places.of([]).named("in Oakford") == ()
