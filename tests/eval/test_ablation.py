"""The figures of an engine without one part stand beside those of the whole."""

from itertools import product

from eval.fitting.ablation import VARIANTS, WHOLE, FusedOrder, Measured, ablation_table
from eval.scoring.score import score
from eval.types import Question, Reply, TimedReply
from service.evidence import SIGNALS


def test_without_a_reranker_passages_keep_their_order_and_own_words_part_their_units() -> None:
    fixed = FusedOrder(()).without(3)
    rows = [
        [{"passage_rank": 1.0 / (1 + rank), "own": own, "vector": vector}.get(name, 0.0) for name in SIGNALS]
        for rank, own, vector in product((0, 1, 28, 29), (1.0, 0.5, 0.0), (0.0, 1.0))
    ]

    probabilities = fixed.probabilities(rows)

    assert probabilities == sorted(probabilities, reverse=True)
    assert len(set(probabilities)) == len(rows) / 2


def test_the_table_tells_the_change_against_the_whole() -> None:
    question = Question("q1", "?", "lookup", "easy", True, "yes", must_include=(("yes",),))
    right, wrong = (score([question], {"q1": TimedReply(Reply(said, True))}, {}) for said in ("yes", "no"))

    table = ablation_table([Measured(WHOLE, (right,), 1.0), Measured("without words", (wrong,), 0.5)], 0)

    assert "+0.0000" in table.splitlines()[1]
    assert "-1.0000" in table.splitlines()[2]
    assert VARIANTS[0].name == WHOLE
