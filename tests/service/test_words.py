import pytest

from service.words import content_words, rarity_of, stem, stems, words


def test_words_are_lower_case_and_thousands_lose_their_commas() -> None:
    assert words("The Council's £1,204 in 2016/17, 7.8%") == ["the", "council's", "1204", "in", "2016/17", "7.8"]


@pytest.mark.parametrize("forms", [("placement", "placements"), ("assessed", "assessing"), ("child's", "child")])
def test_inflections_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_both_kinds_of_apostrophe_are_the_same() -> None:
    assert stems("the child’s plan") == stems("the child's plan")


def test_words_without_meaning_are_left_out() -> None:
    assert content_words("How many of the family hubs were open in 2018?") == ["family", "hubs", "open", "2018"]


def test_rarer_words_weigh_more_and_unknown_ones_nothing() -> None:
    counts = {"hub": 2, "child": 90, "unicorn": 0}
    rarity = rarity_of(lambda terms: {term: counts[term] for term in terms}, 100)
    assert rarity("hub") > rarity("child") > rarity("unicorn") == 0.0
