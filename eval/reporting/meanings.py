"""What each figure means, in one line."""

MEANINGS = {
    "questions": "asked",
    "missing": "without any reply; counted as refused",
    "correct": "right figures and words, nothing forbidden, short; an unanswerable question: refused",
    "correct_answerable": "the same, of the questions that the reports answer",
    "wrong_when_answered": "of the answers given, not right; lower is better",
    "refusal_precision": "of the refusals, of questions that the reports do not answer",
    "refusal_recall": "of the questions that the reports do not answer, refused",
    "citation_verbatim": "of the quotes, word for word in the document named; must be 1",
    "citation_recall": "of the evidence, reached by a citation",
    "citation_precision": "of the citations, at the evidence or close to it",
    "numbers_supported": "of the numbers in the answers, standing in a cited quote",
    "ms_p50": "milliseconds until the answer, for half of the questions",
    "ms_p95": "milliseconds until the answer, for 95% of the questions",
    "recall@1": "of the evidence, met by the first passage of the search",
    "recall@5": "of the evidence, met by the first five passages",
    "recall@10": "of the evidence, met by the first ten passages",
    "mrr@10": "one divided by the rank of the first passage with evidence; 0 beyond the tenth",
    "ndcg@10": "evidence among the first ten passages, worth more the better the rank, of what could be had",
    "page_accuracy": "of the citations of evidence that has a page, naming that page",
    "quote_exact": "of the answerable questions, shortest quote cited is the answer, word for word",
    "quote_f1": "F1 of the words of the shortest quote cited and the answer",
    "rouge_l": "F1 of the longest common subsequence of words of the answer and the reference",
    "facts": "of the reference's numbers and names, said in the answer",
    "answer_words": "words of an answer, on average",
}
INTERVALS = (
    "An interval says how far chance can move a figure: with other questions of the same kind it would mostly lie "
    "within (95% bootstrap interval). Two runs are better told apart by a comparison than by their intervals."
)


def meaning(name: str) -> str:
    """The meaning of that figure; nothing for one that is not known here."""
    return MEANINGS.get(name, "")
