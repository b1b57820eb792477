"""The part of a set is always the same, with each type in its share."""

from collections import Counter
from pathlib import Path

from eval.gate.part import choose_part
from eval.questions.sets import read_set

DEVELOPMENT = read_set(Path(__file__).parents[3] / "eval" / "sets" / "dev.jsonl").questions


def test_it_has_about_the_size_asked_for_and_every_type_in_its_share() -> None:
    part = choose_part(DEVELOPMENT, 60)

    assert 55 <= len(part) <= 65
    whole, chosen = Counter(q.type for q in DEVELOPMENT), Counter(q.type for q in part)
    for kind, count in whole.items():
        assert abs(chosen[kind] - 60 * count / len(DEVELOPMENT)) <= 1, kind
        assert chosen[kind] >= 1


def test_it_hangs_on_the_ids_alone_and_keeps_the_order_of_the_set() -> None:
    part = choose_part(DEVELOPMENT, 60)

    assert {q.id for q in choose_part(DEVELOPMENT[::-1], 60)} == {q.id for q in part}
    assert [q.id for q in DEVELOPMENT if q in part] == [q.id for q in part]


def test_a_new_question_moves_few_others() -> None:
    before = {q.id for q in choose_part(DEVELOPMENT[1:], 60)}
    after = {q.id for q in choose_part(DEVELOPMENT, 60)}

    assert len(before - after) <= 3


def test_a_small_set_is_asked_whole() -> None:
    assert choose_part(DEVELOPMENT[:10], 60) == DEVELOPMENT[:10]
