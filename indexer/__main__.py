"""The index on the command line: `python -m indexer build|status|list|remove|restore|verify`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from indexer.errors import IndexerError
from indexer.report import aligned, report_lines
from indexer.settings import IndexSettings, encoder_identity, load_encoder, read_limits

if TYPE_CHECKING:
    from indexer.store import Store

OK, FAILED, USAGE, FILES_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
_BUILD_SETTINGS = ("encoder_threads", "read_memory_mb", "read_seconds", "read_workers")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    parser = _parser()
    flags = parser.parse_args(arguments)
    given = {"corpus_dir": flags.corpus, "index_dir": flags.index, "embedding_model": flags.embedding_model}
    for name in _BUILD_SETTINGS:
        given[name] = getattr(flags, name, None)
    try:
        settings = IndexSettings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for found in error.errors():
            print(f"REPORTQA_{str(found['loc'][0]).upper()}: {found['msg']}", file=sys.stderr)
        return USAGE
    try:
        return _COMMANDS[flags.command](settings, flags)
    except IndexerError as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Stopped. The index is as it was.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the reports (default: corpus)")
    common.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (default: index)")
    common.add_argument("--embedding-model", metavar="NAME", help="a sentence-transformers model, by name or folder")
    parser = argparse.ArgumentParser(prog="python -m indexer", description="The index of a folder of reports.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", parents=[common], help="bring the index up to date with the reports")
    build.add_argument("--encoder-threads", type=int, metavar="N", help="threads of the model (default: one a core)")
    build.add_argument("--read-memory-mb", type=int, metavar="MB", help="memory to read one file (default: 2048)")
    build.add_argument("--read-seconds", type=float, metavar="S", help="time to read one file (default: 120)")
    build.add_argument("--read-workers", type=int, metavar="N", help="files read side by side (default: one a core)")
    for name, text in (
        ("status", "what the index holds, and whether the reports have changed since"),
        ("list", "the documents in the index"),
        ("verify", "check every file and every place in the index"),
    ):
        command = commands.add_parser(name, parents=[common], help=text)
        command.add_argument("--json", action="store_true", help="print JSON")
    command = commands.add_parser("remove", parents=[common], help="take a document out of the index for good")
    command.add_argument("document", metavar="DOCUMENT", help="its id or its file name, as `list` shows them")
    command = commands.add_parser("restore", parents=[common], help="let a removed document be indexed again")
    command.add_argument("document", metavar="DOCUMENT", help="its id or its file name, as `status` shows it")
    return parser


def _build(settings: IndexSettings, _: argparse.Namespace) -> int:
    from indexer.build import build
    from indexer.progress import terminal_progress

    progress = terminal_progress()
    try:
        report = build(
            settings.corpus_dir,
            settings.index_dir,
            lambda: load_encoder(settings),
            encoder_identity(settings),
            progress,
            read_limits(settings),
        )
    finally:
        progress.close()
    _print_lines(report_lines(report))
    return FILES_FAILED if report.failed else OK


def _status(settings: IndexSettings, flags: argparse.Namespace) -> int:
    from indexer import corpus, readers
    from indexer.removed import Removed

    store = _open(settings)
    manifest = store.manifest
    removed = Removed.load(settings.index_dir)
    values: dict[str, Any] = {
        "generation": store.version,
        "created": manifest.created,
        "program": manifest.program,
        "model": manifest.encoder,
        "dimension": manifest.dimension,
        "documents": len(manifest.documents),
        "passages": manifest.passages,
        "observations": manifest.observations,
        "unread_pages": sum(len(document.unread_pages) for document in store.documents()),
        "ocr_pages": sum(len(document.ocr_pages) for document in store.documents()),
        "bytes": sum(record.size for record in manifest.files.values()),
        "model_matches": manifest.encoder == encoder_identity(settings),
        "removed": [source for source, _ in removed.files],
        "corpus": None,
    }
    if settings.corpus_dir.is_dir():
        found = corpus.changes(settings.corpus_dir, readers.FORMATS, manifest.documents, removed)
        values["corpus"] = asdict(found)
    if flags.json:
        print(json.dumps(values, indent=1))
        return OK
    shown = ["generation", "created", "program", "model", "documents", "passages", "observations"]
    shown += [name for name in ("unread_pages", "ocr_pages") if values[name]]
    _print_lines(aligned([(name.replace("_", " "), str(values[name])) for name in shown]))
    for source in values["removed"]:
        print(f"{source} was removed and stays out; to take it back: python -m indexer restore {source}")
    if not values["model_matches"]:
        print(f"The settings name another model, {encoder_identity(settings)}: build the index again.")
    _print_changes(settings.corpus_dir, values["corpus"])
    return OK


def _print_changes(corpus_dir: Path, found: dict[str, Sequence[str]] | None) -> None:
    if found is None:
        print(f"There is no folder {corpus_dir} to compare with.")
    elif any(found.values()):
        print(f"{corpus_dir} is not as the index has it; bring it up to date with: python -m indexer build")
        _print_lines(aligned([(f"  {kind}", source) for kind, sources in found.items() for source in sources]))
    else:
        print(f"{corpus_dir} has not changed since.")


def _list(settings: IndexSettings, flags: argparse.Namespace) -> int:
    store = _open(settings)
    documents = store.documents()
    counts = {document.id: len(store.document_passages(document.id)) for document in documents}
    if flags.json:
        print(json.dumps([asdict(d) | {"passages": counts[d.id]} for d in documents], indent=1, ensure_ascii=False))
        return OK
    head = ("id", "file", "place", "period", "kind", "pages", "passages", "tables", "observations", "title")
    rows = [
        (
            *(d.id, d.source, d.place or "", d.period or "", d.kind or "", str(d.pages or "-")),
            *(str(counts[d.id]), str(d.tables), str(d.observations), d.title),
        )
        for d in documents
    ]
    _print_lines(aligned([head, *rows], frozenset(("pages", "passages", "tables", "observations"))))
    return OK


def _remove(settings: IndexSettings, flags: argparse.Namespace) -> int:
    from indexer.build import remove

    report = remove(settings.index_dir, flags.document, lambda: load_encoder(settings))
    source = report.files[0].source
    print(f"Removed {source}; the index is now {report.generation}.")
    if (settings.corpus_dir / source).exists():
        print(f"The file is still in {settings.corpus_dir}: builds leave it out as long as it stays as it is.")
        print(f"To take it back: python -m indexer restore {source}")
    return OK


def _restore(settings: IndexSettings, flags: argparse.Namespace) -> int:
    from indexer.removed import restore

    for source in restore(settings.index_dir, flags.document):
        print(f"{source} is taken back: the next build indexes it, if it is in the corpus.")
    return OK


def _verify(settings: IndexSettings, flags: argparse.Namespace) -> int:
    from indexer.verify import verify

    problems = verify(settings.index_dir)
    if flags.json:
        print(json.dumps({"problems": problems}, indent=1, ensure_ascii=False))
    else:
        print("\n".join(problems) if problems else "The index is whole.")
    return FAILED if problems else OK


def _open(settings: IndexSettings) -> "Store":
    from indexer.store import Store

    return Store.open(settings.index_dir)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


_COMMANDS: dict[str, Callable[[IndexSettings, argparse.Namespace], int]] = {
    "build": _build,
    "status": _status,
    "list": _list,
    "remove": _remove,
    "restore": _restore,
    "verify": _verify,
}

if __name__ == "__main__":
    sys.exit(main())
