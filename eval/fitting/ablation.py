"""What each part gives: the whole engine and the engine without one part, each fitted and cross-validated anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.fitting.fit import EvidenceFits, Example
from eval.fitting.validate import cross_validate
from eval.reporting.table import interval, layout, number
from eval.scoring.intervals import mean_interval, paired_interval
from eval.types import Question, Score
from indexer import Encoder, Store
from service.engine import Engine
from service.evidence import SIGNALS
from service.logistic import Logistic
from service.ranker import Ranker
from service.rereading import TextReader
from service.switches import ALL_ON, Switches

WHOLE = "all of it"
RECALL_AT = 5


class FusedOrder(EvidenceFits):
    """No reranker: evidence in the order of its passage, within one by how much of the question it says itself."""

    def without(self, *_folds: int | None) -> Logistic:
        """Fixed weights, whatever the folds: nothing is fitted. `own` only parts the units of one passage."""
        weights = tuple({"passage_rank": 1.0, "own": 1e-4}.get(name, 0.0) for name in SIGNALS)
        return Logistic(SIGNALS, tuple(0.0 for _ in SIGNALS), tuple(1.0 for _ in SIGNALS), weights, 0.0)


@dataclass(frozen=True, slots=True)
class Variant:
    """An engine to be measured: what is at work in it, how its evidence is weighed, whether the cross-encoder reads."""

    name: str
    switches: Switches = ALL_ON
    fits_of: Callable[[Sequence[Example], TextReader | None], EvidenceFits] = EvidenceFits
    reads: bool = True


VARIANTS = (
    Variant(WHOLE),
    Variant("without words", Switches(words=False)),
    Variant("without vectors", Switches(vectors=False)),
    Variant("without reranker", fits_of=FusedOrder, reads=False),
    Variant("without cross-encoder", reads=False),
    Variant("without observations", Switches(observations=False)),
    Variant("without vocabulary", Switches(vocabulary=False)),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a variant: of each set, and the share of questions with evidence in the first units."""

    name: str
    scores: tuple[Score, ...]
    recall: float


def ablate(
    store: Store,
    encoder: Encoder,
    sets: Sequence[Sequence[Question]],
    folded: Mapping[str, str],
    say: Callable[[str], None],
    reader: TextReader | None = None,
) -> list[Measured]:
    """Every variant, cross-validated over all sets together; `folded` are the texts that scoring reads."""
    texts = {document.source: store.text(document.id) for document in store.documents()}
    measured = []
    for variant in VARIANTS:
        say(f"Measuring {variant.name}.")
        own = reader if variant.reads else None
        engine = Engine(store, encoder, Ranker.unfitted(), reader=own, switches=variant.switches)
        found = cross_validate(engine, sets, texts, folded, lambda _: None, variant.fits_of)
        measured.append(Measured(variant.name, found.scores, found.evidence_recall[RECALL_AT]))
    return measured


def ablation_table(measured: Sequence[Measured], index: int) -> str:
    """One set's figures, a row a variant, with the change of `correct` against the first variant and its interval."""
    whole = [row.correct for row in measured[0].scores[index].rows]
    rows = [("", "correct", "95% interval", "change", "95% interval", "wrong", "refusal p", "refusal r")]
    for variant in measured:
        figures, right = variant.scores[index].figures, [row.correct for row in variant.scores[index].rows]
        changed = (figures.correct or 0.0) - (measured[0].scores[index].figures.correct or 0.0)
        rows.append(
            (
                variant.name,
                number(figures.correct),
                interval("", mean_interval(right)),
                f"{changed:+.4f}",
                interval("", paired_interval(whole, right)),
                number(figures.wrong_when_answered),
                number(figures.refusal_precision),
                number(figures.refusal_recall),
            )
        )
    return layout(rows)
