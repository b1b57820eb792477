"""What each part gives: the whole engine, the engine without one part, and the baselines, over the same questions."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.asking.client import Asker
from eval.configurations import FUSED_ORDER, Configuration
from eval.errors import EvalError
from eval.fitting.fit import EvidenceFits, Remembering
from eval.fitting.validate import cross_validate
from eval.scoring.score import percentile, score
from eval.types import Question, Score, TimedReply
from indexer import Encoder, Store
from service.engine import Engine
from service.logistic import Logistic
from service.ranker import Ranker
from service.rereading import TextReader

ABLATION = "ablation.json"
RECALL_AT = 5
# So many questions are asked once more for the time of an answer: cross-validation has read all texts before.
TIMED = 40

Say = Callable[[str], None]


class FusedOrder(EvidenceFits):
    """No reranker: evidence in the order of its passage, whatever the folds; nothing is fitted."""

    def without(self, *_folds: int | None) -> Logistic:
        """Fixed weights."""
        return FUSED_ORDER


@dataclass(frozen=True, slots=True)
class Measured:
    """What a configuration was worth: over each set its score and the share of the answerable questions with evidence
    among the first units, and the time for an answer.
    """

    configuration: Configuration
    scores: tuple[Score, ...]
    recalls: tuple[float | None, ...]
    ms_p50: float | None

    @property
    def is_cross_validated(self) -> bool:
        """Whether numbers were fitted, each question's without it; the plain pipeline has none."""
        return self.configuration.is_engine


@dataclass(frozen=True, slots=True)
class Bench:
    """What all configurations are measured with. `folded` are the texts that scoring reads."""

    store: Store
    encoder: Encoder
    sets: Sequence[Sequence[Question]]
    folded: Mapping[str, str]
    reader: TextReader | None
    plain: Callable[[], Asker]


def ablate(bench: Bench, configurations: Sequence[Configuration], say: Say) -> list[Measured]:
    """Each configuration over all sets together: engines cross-validated, the plain pipeline as it is."""
    remembering = Remembering(bench.reader) if bench.reader else None
    measured = []
    for number, configuration in enumerate(configurations, 1):
        say(f"Measuring {configuration.name} ({number} of {len(configurations)}): {configuration.means}.")
        if configuration.is_engine:
            measured.append(_of_engine(bench, configuration, remembering, lambda text: say(f"  {text}")))
        else:
            measured.append(_of_plain(bench, configuration))
    return measured


def _of_engine(bench: Bench, configuration: Configuration, remembering: Remembering | None, say: Say) -> Measured:
    store, encoder, switches = bench.store, bench.encoder, configuration.switches
    texts = {document.source: store.text(document.id) for document in store.documents()}
    reader = remembering if configuration.reads else None
    engine = Engine(store, encoder, Ranker.unfitted(), reader=reader, switches=switches)
    fits = EvidenceFits if configuration.ranks else FusedOrder
    found = cross_validate(engine, bench.sets, texts, bench.folded, say, fits)
    timed = Engine(store, encoder, found.ranker, reader=bench.reader if reader else None, switches=switches)
    times = [timed.ask(q.question, history=q.history).timings_ms["total"] for q in bench.sets[0][:TIMED]]
    recalls = tuple(recall[RECALL_AT] for recall in found.recall_by_set)
    # What cross-validation took for an answer is not what an asker waits: most was read before.
    scores = tuple(_without_times(scored) for scored in found.scores)
    return Measured(configuration, scores, recalls, percentile(times, 0.5))


def _without_times(scored: Score) -> Score:
    rows = tuple(replace(row, ms=None) for row in scored.rows)
    return replace(scored, rows=rows, figures=replace(scored.figures, ms_p50=None, ms_p95=None))


def _of_plain(bench: Bench, configuration: Configuration) -> Measured:
    asker = bench.plain()
    asker.warm_up()
    replies: dict[str, TimedReply] = {}
    for question in (question for questions in bench.sets for question in questions):
        began = time.perf_counter()
        try:
            reply = asker.ask(question)
        except Exception as error:  # a row without one of its questions would be no row of this table
            raise EvalError(f"{configuration.name}: {question.id} failed: {type(error).__name__}: {error}") from error
        replies[question.id] = TimedReply(reply, (time.perf_counter() - began) * 1000)
    scores = tuple(score(questions, replies, bench.folded) for questions in bench.sets)
    times = [replies[question.id].ms for question in bench.sets[0][:TIMED]]
    recalls = tuple(_found_share(scored) for scored in scores)
    return Measured(configuration, tuple(map(_without_times, scores)), recalls, percentile(times, 0.5))


def _found_share(scored: Score) -> float | None:
    """The share of the answerable questions with evidence among the passages found, which are all cited."""
    found = [row.citation_recall > 0 for row in scored.rows if row.citation_recall is not None]
    return round(sum(found) / len(found), 4) if found else None


def write_ablation(out: Path, facts: Mapping[str, object], table: Mapping[str, object], markdown: str) -> None:
    """Write ablation.json and ablation.md into the folder."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**facts, **table}, ensure_ascii=False, indent=1)
        (out / ABLATION).write_text(text + "\n", encoding="utf-8")
        (out / "ablation.md").write_text(markdown, encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{out}: the table cannot be written there: {error.strerror}.") from error
