"""Which form a public set has, by its content, and its conversion into our folder form."""

import json
import shutil
from pathlib import Path

from eval.errors import EvalError, SetError
from eval.questions.external import DOCS, QUESTIONS
from eval.questions.public.beir import PARTS, missing_parts, read_beir
from eval.questions.public.converted import Converted
from eval.questions.public.squad import FORM as SQUAD
from eval.questions.public.squad import looks_like_squad, read_squad
from eval.questions.public.tatqa import FORM as TATQA
from eval.questions.public.tatqa import looks_like_tatqa, read_tatqa
from eval.questions.sets import BadRecordError

CONVERTED = Path("build/external")
NOTE, HEAD = "README.md", "Made by `python -m eval external` from"
FORMS = (
    f"a folder with {QUESTIONS} and {DOCS}/, a SQuAD 2 file (an object with 'data'), a TAT-QA file (a list of objects "
    "with 'table', 'paragraphs' and 'questions'), a BEIR folder (corpus.jsonl, queries.jsonl, qrels/*.tsv)"
)


def our_form(path: Path, limit: int | None, into: Path = CONVERTED) -> Path:
    """The folder of the set in our form: `path` itself where it has it, else a folder under `into`, made anew.

    With a limit only the documents of the first questions are written, but for BEIR, where all are searched.
    """
    if not path.exists():
        raise EvalError(f"{path}: there is no such file or folder.")
    if path.is_dir() and (path / QUESTIONS).is_file() and (path / DOCS).is_dir():
        return path
    found = _read_folder(path) if path.is_dir() else _read_file(path)
    name = path.resolve().name if path.is_dir() else path.stem
    folder = into / (f"{name}-first-{limit}" if limit is not None and not found.whole else name)
    _write(found if found.whole else found.first(limit), folder, path.name)
    return folder


def _read_folder(path: Path) -> Converted:
    missing = missing_parts(path)
    if not missing:
        return read_beir(path)
    if len(missing) < len(PARTS):
        raise EvalError(f"{path}: nearly a BEIR folder, but {' and '.join(missing)} is not there.")
    if (path / QUESTIONS).is_file() or (path / DOCS).is_dir():
        lacking = DOCS + "/" if (path / QUESTIONS).is_file() else QUESTIONS
        raise EvalError(f"{path}: nearly a set in our own form, but {lacking} is not there.")
    raise EvalError(f"{path}: no public set that can be read. It may be {FORMS}.")


def _read_file(path: Path) -> Converted:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        hint = " A set of JSON Lines is run with python -m eval run." if path.suffix == ".jsonl" else ""
        hint = " Name the folder that it is in." if path.name == QUESTIONS else hint
        where = f"line {error.lineno}, column {error.colno}"
        raise SetError(f"{path}: not JSON: {error.msg} at {where}.{hint}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise SetError(f"{path}: cannot be read as JSON: {error}.") from error
    form = SQUAD if looks_like_squad(content) else TATQA if looks_like_tatqa(content) else None
    try:
        if form == SQUAD:
            return _with_questions(read_squad(content))
        if form == TATQA:
            return _with_questions(read_tatqa(content))
    except BadRecordError as error:
        raise SetError(f"{path}: nearly a {form} file, but {error}.") from error
    raise SetError(f"{path}: no public set that can be read. It may be {FORMS}.")


def _with_questions(found: Converted) -> Converted:
    seen: set[str] = set()
    for record in found.records:
        if record["id"] in seen:
            raise BadRecordError(f"two questions have the id '{record['id']}'")
        seen.add(record["id"])
    if not seen:
        raise BadRecordError("there is no question in it")
    return found


def _write(found: Converted, folder: Path, source: str) -> None:
    """Writes the set in the place of what an earlier conversion left there, and of nothing else."""
    note = folder / NOTE
    ours = note.is_file() and note.read_text(encoding="utf-8").startswith(HEAD)
    if not ours and any((folder / name).exists() for name in (DOCS, QUESTIONS, NOTE)):
        raise EvalError(f"{folder} is no converted set; move it away, or give {source} another name.")
    try:
        shutil.rmtree(folder / DOCS, ignore_errors=True)
        (folder / DOCS).mkdir(parents=True)
        note.write_text(f"{HEAD} {source} ({found.form}); every run makes it anew.\n", encoding="utf-8")
        for name, text in found.docs.items():
            (folder / DOCS / name).write_text(text, encoding="utf-8")
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in found.records)
        (folder / QUESTIONS).write_text("".join(lines), encoding="utf-8")
    except UnicodeEncodeError as error:
        raise SetError(f"{source}: holds half a character, which no file can hold: {error.object[:80]!r}") from error
    except OSError as error:
        raise EvalError(f"{folder}: cannot be written: {error.strerror}.") from error
