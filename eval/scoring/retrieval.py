"""What a search is worth, apart from any answer: recall, reciprocal rank and nDCG, as trec_eval computes them."""

from collections.abc import Mapping, Sequence

from eval.errors import EvalError

CUTOFFS = (1, 5, 10)
DEEPEST = max(CUTOFFS)


def measures(qrels: Mapping[str, Mapping[str, int]], run: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """By question id: "recall@1", "recall@5", "recall@10", "mrr@10" (of one question: its reciprocal rank), "ndcg@10".

    `qrels` hold the grade of each judged document, `run` the documents found, the best first; what comes twice counts
    where it comes first. Grades from 1 are relevant and are nDCG's gains. A question that is not in `run`, or found
    nothing, has 0 everywhere; one without a relevant document is left out, because nothing could be found.
    Raises `EvalError` where ir_measures is not installed.
    """
    try:
        import ir_measures
        from ir_measures import RR, R, nDCG
    except ImportError as error:
        raise EvalError(
            'Figures of a search need ir_measures, which is not installed: pip install -e ".[eval]"'
        ) from error
    names = {R @ k: f"recall@{k}" for k in CUTOFFS} | {RR: f"mrr@{DEEPEST}", nDCG @ DEEPEST: f"ndcg@{DEEPEST}"}
    relevant = {key: {name: grade for name, grade in grades.items() if grade > 0} for key, grades in qrels.items()}
    judged = {key: grades for key, grades in relevant.items() if grades}
    # trec_eval sorts by score, and its reciprocal rank knows no cutoff: the run is cut here instead.
    ranked = {key: list(dict.fromkeys(run.get(key, ())))[:DEEPEST] for key in judged}
    scored = {key: {name: -float(rank) for rank, name in enumerate(found)} for key, found in ranked.items() if found}
    figures = {key: dict.fromkeys(names.values(), 0.0) for key in judged}
    if scored:
        for told in ir_measures.pytrec_eval.iter_calc(list(names), judged, scored):
            figures[told.query_id][names[told.measure]] = float(told.value)
    return figures
