"""Asking the judge about every answer that it may judge, those aside that it has judged before."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvalError
from eval.judge.prompt import prompt_for
from eval.judge.verdicts import JUDGED, Verdict, key_of, read_verdict, read_verdicts, verdict_line
from eval.run_folder import Recorded
from eval.types import Question
from indexer import Progress
from service.llm.answer import UnusableTextError, Writer, WriterError

# After so many failures in a row nothing more is asked: the endpoint is down.
FAILURES_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Case:
    """An answer to be judged, with what the exact scorer says of it."""

    question: Question
    answer: str
    correct: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of it. `failed` are the questions without a reply of the model, each with the reason."""

    verdicts: dict[str, Verdict]
    failed: dict[str, str]


def cases_of(result: Recorded, questions: Sequence[Question]) -> list[Case]:
    """The answers given to answerable questions, in the order of the set.

    A refusal, and any answer to a question that the reports do not answer, needs no judge.
    """
    known = {question.id: question for question in questions}
    found = []
    for row in result.rows:
        timed, question = result.replies.get(row.id), known.get(row.id)
        if question and question.answerable and timed and timed.reply.answered:
            found.append(Case(question, timed.reply.answer, row.correct))
    return found


def judge_all(cases: Sequence[Case], writer: Writer, model: str, folder: Path, progress: Progress) -> Judged:
    """Judge each case. Every verdict is kept at once, so that what is stopped or fails goes on where it was."""
    path = folder / JUDGED
    kept = read_verdicts(path)
    verdicts: dict[str, Verdict] = {}
    failed: dict[str, str] = {}
    in_a_row = 0
    try:
        file = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise EvalError(f"{path}: cannot be written: {error.strerror}.") from error
    with file, closing(progress):
        progress.start(len(cases), "answers judged")
        for case in cases:
            progress.advance()
            key = key_of(model, case.question, case.answer)
            if key in kept:
                verdicts[case.question.id] = kept[key]
                continue
            if in_a_row == FAILURES_IN_A_ROW:
                failed[case.question.id] = "not asked, because the endpoint failed several times"
                continue
            try:
                right, reason = _asked(case, writer)
            except WriterError as error:
                failed[case.question.id] = str(error)
                in_a_row += 1
                continue
            in_a_row = 0
            verdict = verdicts[case.question.id] = Verdict(key, case.question.id, right, reason)
            file.write(verdict_line(verdict))
    return Judged(verdicts, failed)


def _asked(case: Case, writer: Writer) -> tuple[bool | None, str]:
    """The verdict with its reason; a reply that is of no use is none, and would come again."""
    try:
        return read_verdict(writer.write(prompt_for(case.question, case.answer), lambda: None))
    except UnusableTextError as error:
        return None, str(error)
