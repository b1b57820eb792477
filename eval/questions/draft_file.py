"""The file that drafts are added to, and the lists of questions that they are made from."""

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path

from eval.errors import EvalError, SetError
from eval.questions.draft import Key, Record, draft_record, folded, key_of
from eval.types import Question
from service.journal import Entry


@dataclass
class DraftFile:
    """A set that drafts are added to at its end; what stands in it is never touched. Made by `open`."""

    path: Path
    added: int = 0
    there_before: int = 0
    _ids: set[str] = field(default_factory=set)
    _keys: set[Key] = field(default_factory=set)
    _unended: bool = False

    @classmethod
    def open(cls, path: Path) -> "DraftFile":
        """The file as it is now, or none yet; raises `SetError` for a line that is no record."""
        drafts = cls(path)
        text = _text(path) if path.exists() else ""
        drafts._unended = bool(text) and not text.endswith("\n")
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                drafts._know(_record(path, number, line))
        return drafts

    def has(self, question: Question) -> bool:
        """Whether a question without history is in the file; then it is counted as there before."""
        is_there = question.id in self._ids or (folded(question.question), (), ()) in self._keys
        self.there_before += is_there
        return is_there

    def add(self, entry: Entry) -> None:
        """Write the entry's draft to the end of the file, unless its question is there already."""
        record, key = draft_record(entry), key_of(entry.asked)
        if record["id"] in self._ids or key in self._keys:
            self.there_before += 1
            return
        line = json.dumps(record, ensure_ascii=False)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8", errors="replace", newline="\n") as file:
                file.write(f"\n{line}\n" if self._unended else f"{line}\n")
        except OSError as error:
            raise EvalError(f"{self.path}: drafts cannot be written there: {error.strerror}.") from error
        self._unended = False
        self.added += 1
        self._know(record)
        self._keys.add(key)

    def _know(self, record: Record) -> None:
        """Remember a record by its id, which outlives a mended question, and by its question."""
        self._ids.add(str(record.get("id")))
        if not isinstance(record.get("question"), str):
            return
        question, documents = folded(record["question"]), tuple(sorted(map(str, record.get("documents") or ())))
        turns = [turn for turn in record.get("history") or () if isinstance(turn, dict)]
        before = tuple(folded(str(turn.get("question"))) for turn in turns)
        self._keys.add((question, before, documents))
        if record.get("type") != "followup":
            self._keys.add((question, (), documents))


def read_questions(path: Path) -> list[str]:
    """The questions of a list, each once: one a line, or the column `question` of a .csv or .tsv file."""
    text = _text(path)
    is_table = path.suffix.lower() in (".csv", ".tsv")
    lines = _column(path, text) if is_table else text.splitlines()
    questions: dict[str, str] = {}
    for line in map(str.strip, lines):
        if line and not line.startswith("#"):
            questions.setdefault(folded(line), line)
    if not questions:
        raise SetError(f"{path}: there is no question in it.")
    return list(questions.values())


def _column(path: Path, text: str) -> list[str]:
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        columns = {name.strip().casefold(): name for name in reader.fieldnames or ()}
        if "question" not in columns:
            raise SetError(f"{path}: there is no column 'question'; there are: {', '.join(columns.values())}.")
        return [row[columns["question"]] or "" for row in reader]
    except csv.Error as error:
        raise SetError(f"{path}, after line {reader.line_num}: not as a table should be: {error}.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SetError(f"{path}: there is no such file.") from None
    except UnicodeDecodeError as error:
        raise SetError(f"{path}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except OSError as error:
        raise SetError(f"{path}: cannot be read: {error.strerror}.") from error


def _record(path: Path, number: int, line: str) -> Record:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise SetError(f"{path}, line {number}: not JSON ({error}). Mend the line or delete it.") from error
    if not isinstance(record, dict):
        raise SetError(f"{path}, line {number}: not a JSON object. Mend the line or delete it.")
    return record
