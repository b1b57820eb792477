"""Public question sets: a folder with `docs/` and `questions.jsonl`, asked of an index over its own documents."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from eval.errors import EvalError, SetError
from eval.questions.sets import (
    BadRecordError,
    Record,
    lines_named,
    parts,
    require_some,
    sort_lines,
    take,
    without_repeats,
)
from eval.scoring.external_score import Known, Mode, judge_of, more_figures, says_value
from eval.scoring.result import Result, make_result
from eval.scoring.score import fold
from eval.types import Evidence, ExternalType, Failure, Question, QuestionSet, QuestionType, RunFacts, TimedReply
from indexer import IndexSettings, build_index, encoder_identity, load_encoder

QUESTIONS, DOCS = "questions.jsonl", "docs"


@dataclass(frozen=True, slots=True)
class ExternalSet:
    """The questions in our form, and by question id what the set knows of the answers.

    Where it knows no answers but which documents are relevant, `relevant` holds their grades, also by question id.
    """

    questions: QuestionSet
    known: dict[str, Known]
    docs: Path
    relevant: dict[str, dict[str, int]]


def read_external(folder: Path) -> ExternalSet:
    """The set in `folder`; `EvalError` where it is not there, `SetError` where no line of it can be asked."""
    path, docs = folder / QUESTIONS, folder / DOCS
    if not path.is_file() or not docs.is_dir():
        raise EvalError(f"{folder}: a public set is a folder with {QUESTIONS} and {DOCS}/; one of them is not there.")
    lines = without_repeats(sort_lines(path, _parse), lambda record: record[0].id)
    require_some(path, lines)
    known = {question.id: told for _, (question, told) in lines.good if isinstance(told, Known)}
    relevant = {question.id: told for _, (question, told) in lines.good if isinstance(told, dict)}
    if known and relevant:
        named = lines_named([number for number, (question, _) in lines.good if question.id in known])
        raise SetError(f"{path}: 'relevant' must be given for every question or for none; not so in {named}.")
    questions = tuple(replace(question, line=number) for number, (question, _) in lines.good)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return ExternalSet(QuestionSet(folder.as_posix(), sha256, questions, tuple(lines.skipped)), known, docs, relevant)


def build_external_index(docs: Path, settings: IndexSettings) -> None:
    """Brings the index of the settings up to date with the set's documents; the model is loaded only for new ones."""
    report = build_index(docs, settings.index_dir, lambda: load_encoder(settings), encoder_identity(settings))
    failed = [file for file in report.files if file.status == "failed"]
    if failed:
        raise EvalError(f"{docs}: {len(failed)} documents could not be read, {failed[0].source} first.")


def external_result(
    run: RunFacts,
    chosen: ExternalSet,
    questions: tuple[Question, ...],
    replies: dict[str, TimedReply],
    errors: Iterable[Failure],
    texts: Mapping[str, str],
) -> Result:
    """The replies scored by what the set knows of its answers."""
    more = more_figures(questions, replies, chosen.known)
    return make_result(run, questions, replies, errors, texts, judge_of(chosen.known), more)


def _parse(record: Record) -> tuple[Question, Known | dict[str, int]]:
    if "relevant" in record:
        return _searched(record)
    meta = take(record, "meta", dict, {})
    answers = tuple(str(answer) for answer in take(record, "answers", list))
    mode = take(record, "answer_mode", str)
    if mode not in get_args(Mode):
        raise BadRecordError(f"'answer_mode' must be one of {', '.join(get_args(Mode))}, not '{mode}'")
    answerable = take(record, "answerable", bool)
    if answerable and not answers:
        raise BadRecordError("'answers' is empty")
    evidence = tuple(place for place in parts(record, "evidence", _evidence) if place.quote)
    scoped = record.get("scope") == "doc"
    question = Question(
        id=take(record, "id", str),
        question=take(record, "question", str),
        type=_type(answers, answerable, mode, meta, evidence),
        difficulty="medium",
        answerable=answerable,
        answer="; ".join(answers[:1] if mode == "any" else answers) if answerable else "The text does not say.",
        evidence=evidence,
        documents=(take(meta, "doc", str),) if scoped else (),
    )
    return question, Known(answers, cast(Mode, mode), take(meta, "scale", str, ""))


def _evidence(record: Record) -> Evidence:
    """Some sets have an empty quote where they know the document only."""
    quote = take(record, "quote", str, "")
    return Evidence(take(record, "doc", str), quote, alternative=take(record, "alt", bool, False))


def _searched(record: Record) -> tuple[Question, dict[str, int]]:
    relevant = {name: take({name: grade}, name, int) for name, grade in take(record, "relevant", dict).items()}
    question = Question(
        id=take(record, "id", str),
        question=take(record, "question", str),
        type="lookup",
        difficulty="medium",
        answerable=True,
        answer="",
    )
    return question, relevant


def _type(
    answers: tuple[str, ...], answerable: bool, mode: str, meta: Record, evidence: tuple[Evidence, ...]
) -> QuestionType | ExternalType:
    """The kind under which a question is counted; `cell` where the answer is one cell of a table row, not its label."""
    if not answerable:
        return "unanswerable"
    if mode == "free-form":
        return "sentence"
    kind = meta.get("answer_type")
    if kind is None:
        return "lookup"
    if kind == "span" and meta.get("answer_from") == "text":
        return "text"
    if kind == "span":
        rows = [e.quote.strip("| ").split("|") for e in evidence if e.quote.startswith("|")]
        cells = [fold(cell) for row in rows for cell in row[1:]]
        return "cell" if any(says_value(cell, answer) for cell in cells for answer in answers) else "span"
    if kind not in get_args(ExternalType):
        raise BadRecordError(f"'answer_type' is none that is known: '{kind}'")
    found: ExternalType = kind
    return found
