"""`python -m eval.reader.check`: what the committed reader is worth, on questions that it was not trained on."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from eval.fitting.fit import collect
from eval.questions.sets import read_set
from eval.reader.documents import Refusals, Said, ask, cross_validated, curve, mixed_texts, prose_texts
from eval.reader.held_out import rank, separation, windows
from eval.reader.records import HELD_OUT, read, split
from eval.reader.shelf import place
from eval.scoring.intervals import mean_interval
from indexer import IndexSettings, Store, load_encoder
from service.engine import Engine
from service.ranker import Ranker
from service.reader import CrossEncoder
from service.reader.cross_encoder import DATA

READ = 32
PRECISION = 0.75

Say = Callable[[str], None]


def held_out(reader: CrossEncoder, chosen: argparse.Namespace, say: Say) -> None:
    """Ranking by words, vectors and the reader; spans and refusals in windows of the contexts."""
    records = split(read(chosen.data))[1]
    few = [r for name in dict.fromkeys(r.set for r in records) for r in _first(records, name, chosen.few)]
    encoder = load_encoder(IndexSettings())
    say("gold ranked first among a question's candidates")
    for found in rank(few, reader, encoder):
        shares = "  ".join(f"{name} {_share(values)}" for name, values in sorted(found.right.items()))
        say(f"{found.set:18}{found.kind:10}{len(found.right['reader']):5}  {shares}")
    say("windows of the contexts")
    found_windows = windows(few, reader)
    answered = [doubt for window in found_windows for doubt in window.answered]
    for window in found_windows:
        exact = f"exact {_share(window.exact)}  overlap {_share(window.overlap)}" if window.exact else ""
        apart = f"doubt apart {separation(answered, window.unanswered):.3f}" if window.unanswered else ""
        say(f"{window.set:18}{len(window.exact) + len(window.unanswered):5}  {exact}{apart}")


def _first(records: Sequence, name: str, few: int) -> list:  # type: ignore[type-arg]
    return [r for r in records if r.set == name][:few]


def squad(reader: CrossEncoder, chosen: argparse.Namespace, say: Say) -> None:
    """Prose with half of the questions unanswerable, the document given."""
    found = ask(chosen.external / "squad2_dev", reader, prose_texts, lambda _: True)
    _answers(found, say)
    apart = separation(
        [-s.trust for s in found if s.question["answerable"]], [-s.trust for s in found if not s.question["answerable"]]
    )
    say(f"doubt apart {apart:.3f}")
    for at in curve(found):
        _refusals(at, say)
    say(f"threshold chosen on the other folds for precision {PRECISION}:")
    _refusals(cross_validated(found, PRECISION), say)


def tatqa(reader: CrossEncoder, chosen: argparse.Namespace, say: Say) -> None:
    """Financial reports with the document given: the questions whose answer is one place in a table, or in the text."""
    for source in ("table", "text"):

        def single(question: dict, source: str = source) -> bool:  # type: ignore[type-arg]
            meta = question["meta"]
            return bool(meta["answer_type"] == "span" and meta["answer_from"] == source)

        say(f"one span, from the {source}")
        _answers(ask(chosen.external / "tatqa", reader, mixed_texts, single), say)


def _answers(found: Sequence[Said], say: Say) -> None:
    answerable = [said for said in found if said.question["answerable"]]
    right = [float(said.right) for said in answerable]
    held = [float(any(a.lower() in said.text.lower() for a in said.question["answers"])) for said in answerable]
    say(f"{len(found)} questions; of {len(answerable)} answerable: right words {_share(right)}  text {_share(held)}")


def _refusals(at: Refusals, say: Say) -> None:
    say(
        f"threshold {at.threshold:7.3f}  refusal precision {at.precision:.3f}  recall {at.recall:.3f}  "
        f"answerable answered right {at.answered_right:.3f}"
    )


def shelf(reader: CrossEncoder, chosen: argparse.Namespace, say: Say) -> None:
    """The gold evidence among what the service's retrieval finds for the development questions."""
    encoder = load_encoder(IndexSettings())
    with closing(Store.open(chosen.index, encoder.identity)) as store:
        texts = {document.source: store.text(document.id) for document in store.documents()}
        engine = Engine(store, encoder, Ranker.unfitted())
        examples = collect(engine, read_set(chosen.set).questions, texts)
    for placed in place(examples, reader, READ):
        say(f"{placed.name:20}" + "  ".join(f"@{k} {_share(values)}" for k, values in placed.found.items()))


def _share(values: Sequence[float | None]) -> str:
    there = [value for value in values if value is not None]
    interval = mean_interval(values)
    around = f" ({interval[0]:.2f}-{interval[1]:.2f})" if interval else ""
    return f"{sum(there) / max(1, len(there)):.3f}{around}"


def main() -> None:
    """The command."""
    checks = {"held_out": held_out, "squad": squad, "tatqa": tatqa, "shelf": shelf}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checks", nargs="+", choices=checks)
    parser.add_argument("--model", type=Path, default=DATA, help="folder of the exported model")
    parser.add_argument("--data", type=Path, help="the training material, for held_out")
    parser.add_argument("--few", type=int, default=HELD_OUT, help="held-out questions of a set at most")
    parser.add_argument("--external", type=Path, help="folder of squad2_dev and tatqa")
    parser.add_argument("--set", type=Path, default=Path("eval/sets/dev.jsonl"), help="question set, for shelf")
    parser.add_argument("--index", type=Path, default=Path("index"), help="index, for shelf")
    chosen = parser.parse_args()
    reader = CrossEncoder.load(chosen.model)
    for name in chosen.checks:
        checks[name](reader, chosen, partial(print, flush=True))


if __name__ == "__main__":
    main()
