"""What a search is worth, apart from any answer: recall, reciprocal rank and nDCG, as trec_eval computes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.errors import LibraryMissingError
from eval.scoring.intervals import mean_interval
from eval.scoring.score import evidence_items, located, mean, meets
from eval.types import Extra, Question, Quoted, TimedReply

CUTOFFS = (1, 5, 10)
DEEPEST = max(CUTOFFS)


def _library() -> Any:  # noqa: ANN401 - a module without types
    try:
        import ir_measures

        there = ir_measures.pytrec_eval.is_available()
    except ImportError:
        there = False
    if not there:
        raise LibraryMissingError(
            'recall@k, mrr and ndcg need ir_measures and pytrec-eval-terrier: pip install -e ".[eval]"'
        )
    return ir_measures


def measures(qrels: Mapping[str, Mapping[str, int]], run: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """By question id: "recall@1", "recall@5", "recall@10", "mrr@10" (of one question: its reciprocal rank), "ndcg@10".

    `qrels` hold the grade of each judged document, `run` the documents found, the best first; what comes twice counts
    where it comes first. Grades from 1 are relevant and are nDCG's gains. A question that is not in `run`, or found
    nothing, has 0 everywhere; one without a relevant document is left out, because nothing could be found.
    Raises `LibraryMissingError` where ir_measures is not installed.
    """
    library = _library()
    names = {library.R @ k: f"recall@{k}" for k in CUTOFFS}
    names |= {library.RR: f"mrr@{DEEPEST}", library.nDCG @ DEEPEST: f"ndcg@{DEEPEST}"}
    relevant = {key: {name: grade for name, grade in grades.items() if grade > 0} for key, grades in qrels.items()}
    judged = {key: grades for key, grades in relevant.items() if grades}
    # trec_eval sorts by score, and its reciprocal rank knows no cutoff: the run is cut here instead.
    ranked = {key: list(dict.fromkeys(run.get(key, ())))[:DEEPEST] for key in judged}
    scored = {key: {name: -float(rank) for rank, name in enumerate(found)} for key, found in ranked.items() if found}
    figures = {key: dict.fromkeys(names.values(), 0.0) for key in judged}
    if scored:
        for told in library.pytrec_eval.iter_calc(list(names), judged, scored):
            figures[told.query_id][names[told.measure]] = float(told.value)
    return figures


def found_evidence(
    question: Question, retrieved: Sequence[Quoted], texts: Mapping[str, str]
) -> tuple[list[int], int] | None:
    """How many of the question's items of evidence each passage is the first to meet, and how many items there are.

    An item is what `citation_recall` counts as one: alternatives are one together. A passage meets it as a citation
    does, where the two share at least 30% of the shorter. None where there is nothing to find, or the evidence lies
    in a document that has no text here.
    """
    if not question.answerable or not question.evidence or any(e.document not in texts for e in question.evidence):
        return None
    gold = located([(e.document, e.quote) for e in question.evidence], texts)
    missing = evidence_items(question.evidence, gold)
    wanted = len(missing)
    first: list[int] = []
    for place in located([(passage.source, passage.quote) for passage in retrieved[:DEEPEST]], texts):
        left = [item for item in missing if not meets(place, item)]
        first.append(len(missing) - len(left))
        missing = left
    return first, wanted


def search_figures(
    questions: Sequence[Question], replies: Mapping[str, TimedReply], texts: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """The measures of each question's search, judged by spans of evidence, for the questions to which they apply.

    trec_eval judges documents, and a passage may hold several items of evidence. So:

    - recall@k is counted over items, not passages: the share of them that the first k passages meet.
    - For mrr@10 and ndcg@10 a passage is a document whose grade is the number of items that it is the first to meet,
      and each item that no passage meets is a document of grade 1 that was not found. A passage that holds two items
      gains as much as the two would; one that repeats what a better one told gains nothing.

    Raises `LibraryMissingError` where ir_measures is not installed.
    """
    judged = {
        q.id: found
        for q in questions
        if (timed := replies.get(q.id)) is not None
        and timed.retrieved is not None
        and (found := found_evidence(q, timed.retrieved, texts)) is not None
    }
    grades = {
        key: {str(rank): gain for rank, gain in enumerate(first)}
        | {f"missed {number}": 1 for number in range(wanted - sum(first))}
        for key, (first, wanted) in judged.items()
    }
    ranked = measures(grades, {key: [str(rank) for rank in range(len(first))] for key, (first, _) in judged.items()})
    return {
        key: ranked[key] | {f"recall@{k}": sum(first[:k]) / wanted for k in CUTOFFS}
        for key, (first, wanted) in judged.items()
    }


def retrieval_figures(
    questions: Sequence[Question], replies: Mapping[str, TimedReply], texts: Mapping[str, str]
) -> dict[str, Extra]:
    """The means of `search_figures` over the questions to which they apply; none where they apply to no question."""
    if all(timed.retrieved is None for timed in replies.values()):
        return {}
    found = search_figures(questions, replies, texts)
    names = list(next(iter(found.values()), ()))
    values = {name: [found[q.id][name] if q.id in found else None for q in questions] for name in names}
    return {name: Extra(mean(shares), mean_interval(shares)) for name, shares in values.items()}
