"""Checks a question set before anybody asks it: what would give figures that mislead is found, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.questions.check_evidence import Told, evidence_findings
from eval.questions.documents import Documents
from eval.questions.sets import question_lines
from eval.scoring.score import faults, fold, normal, numbers, says
from eval.types import Question, Reply


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one line and what to do. `id` is empty where the line has none that can be read.

    An error makes a figure wrong or the question useless; a warning may be meant.
    """

    line: int
    id: str
    severity: Literal["error", "warning"]
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.id}" if self.id else f"line {self.line}"
        return f"{where}: {self.severity}: {self.message}"


@dataclass(frozen=True, slots=True)
class Checked:
    """How many questions of a set can be asked, and all findings in the order of the lines."""

    questions: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    def summary(self) -> str:
        """The last line of what is told."""
        return ", ".join(
            f"{count} {word}" if count == 1 else f"{count} {word}s"
            for count, word in (
                (self.questions, "question"),
                (self.errors, "error"),
                (len(self.findings) - self.errors, "warning"),
            )
        )


def check_set(path: Path, documents: Documents) -> Checked:
    """Everything that is found in a set; `SetError` only where there is no file to read."""
    lines = question_lines(path)
    questions = [question for _, question in lines.good]
    found = [Finding(line.line, "", "error", line.message) for line in lines.broken]
    found += [
        Finding(line.line, "", "warning", f"{line.message.rstrip('.')}; it is not asked") for line in lines.drafts
    ]
    found += _twice(questions)
    for question in questions:
        told = (*_answer(question), *evidence_findings(question, documents))
        found += (
            Finding(question.line, question.id, "error" if severity == "error" else "warning", message)
            for severity, message in told
        )
    if not questions and not found:
        found.append(Finding(1, "", "error", "there is no question in the file; write one a line"))
    return Checked(len(questions), tuple(sorted(found, key=lambda finding: finding.line)))


def _answer(question: Question) -> Iterator[Told]:
    """What is wrong with what a question says of its own answer."""
    if question.type == "followup" and not question.history:
        yield "warning", "a followup without 'history'; give the turns before, or another type"
    if question.answerable:
        yield from _answerable(question)
        return
    if question.evidence or question.must_include or question.must_not_include:
        yield (
            "warning",
            (
                "not answerable, but there are key words or evidence, which nothing looks at; "
                "take them out, or set 'answerable' to true"
            ),
        )


def _answerable(question: Question) -> Iterator[Told]:
    if question.type == "unanswerable":
        yield "error", "the type is 'unanswerable', but 'answerable' is true; mend one of them"
    for fault in faults(question, Reply(question.answer, answered=True)):
        yield "error", f"the reference answer would count as wrong: {fault}; mend the answer or the key words"
    if not question.must_include:
        yield "error", "no 'must_include', so that any answer would be right; name what a right one must say"
    if not question.evidence:
        yield "error", "answerable, but without 'evidence'; quote the place that proves the answer"
        return
    quotes = normal(" ".join(evidence.quote for evidence in question.evidence))
    for group in question.must_include:
        if not _proven(group, quotes):
            wanted = " or ".join(f"“{words}”" for words in group)
            yield "warning", f"no quote has the figure of {wanted}; quote the place, unless the figure is computed"


def _proven(group: tuple[str, ...], quotes: str) -> bool:
    """Whether the quotes have the numbers of an alternative, or there are none to prove."""
    quoted = set(numbers(quotes))
    figures = [set(numbers(words)) for words in group]
    if not any(figures):
        return True
    return any(own and own <= quoted for own in figures) or any(says(quotes, normal(words)) for words in group)


def _twice(questions: list[Question]) -> Iterator[Finding]:
    """Questions that were asked in the same words before."""
    first: dict[str, list[Question]] = {}
    for question in questions:
        before = first.setdefault(fold(question.question).casefold(), [])
        same = [q for q in before if (q.history, q.documents) == (question.history, question.documents)]
        if same:
            message = f"the same question as line {same[0].line}; it would count twice, so take one out"
            yield Finding(question.line, question.id, "error", message)
        elif before:
            message = f"the same words as line {before[0].line}, with another history or other documents"
            yield Finding(question.line, question.id, "warning", f"{message}; see that both are meant")
        before.append(question)
