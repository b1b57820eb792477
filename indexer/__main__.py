"""The index on the command line: `python -m indexer build|status|list|remove|verify`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from indexer.errors import IndexerError
from indexer.settings import IndexSettings, encoder_identity, load_encoder
from indexer.types import BuildReport

if TYPE_CHECKING:
    from indexer.store import Store

OK, FAILED, USAGE, FILES_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    parser = _parser()
    flags = parser.parse_args(arguments)
    given = {"corpus_dir": flags.corpus, "index_dir": flags.index, "embedding_model": flags.embedding_model}
    given["encoder_threads"] = getattr(flags, "encoder_threads", None)
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
    for name, text in (
        ("status", "what the index holds, and whether the reports have changed since"),
        ("list", "the documents in the index"),
        ("verify", "check every file and every place in the index"),
    ):
        command = commands.add_parser(name, parents=[common], help=text)
        command.add_argument("--json", action="store_true", help="print JSON")
    command = commands.add_parser("remove", parents=[common], help="take a document out of the index")
    command.add_argument("document", metavar="DOCUMENT", help="its id or its file name, as `list` shows them")
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
        )
    finally:
        progress.close()
    _print_report(report)
    return FILES_FAILED if report.failed else OK


def _print_report(report: BuildReport) -> None:
    for outcome in report.files:
        if outcome.status in ("failed", "skipped", "removed"):
            print(f"{outcome.status:9} {outcome.source} {outcome.reason}".rstrip())
    counts = {
        status: sum(outcome.status == status for outcome in report.files)
        for status in ("indexed", "unchanged", "removed", "skipped", "failed")
    }
    summary = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    passages = sum(outcome.passages for outcome in report.files)
    if report.changed:
        what = f"Built index {report.generation}"
    elif not report.generation:
        what = "No index was built: nothing could be read"
    elif not passages:
        what = f"Index {report.generation} stays as it was: nothing could be read"
    else:
        what = f"Index {report.generation} is up to date"
    print(f"{what} ({summary}; {passages} passages; {report.seconds:.1f} s)")


def _status(settings: IndexSettings, flags: argparse.Namespace) -> int:
    from indexer import corpus, readers

    store = _open(settings)
    manifest = store.manifest
    values: dict[str, Any] = {
        "generation": store.version,
        "created": manifest.created,
        "program": manifest.program,
        "model": manifest.encoder,
        "dimension": manifest.dimension,
        "documents": len(manifest.documents),
        "passages": manifest.passages,
        "bytes": sum(record.size for record in manifest.files.values()),
        "model_matches": manifest.encoder == encoder_identity(settings),
        "corpus": None,
    }
    if settings.corpus_dir.is_dir():
        found = corpus.changes(settings.corpus_dir, readers.FORMATS, manifest.documents)
        values["corpus"] = asdict(found)
    if flags.json:
        print(json.dumps(values, indent=1))
        return OK
    _table((name, str(values[name])) for name in ("generation", "created", "program", "model", "documents", "passages"))
    if not values["model_matches"]:
        print(f"The settings name another model, {encoder_identity(settings)}: build the index again.")
    _print_changes(settings.corpus_dir, values["corpus"])
    return OK


def _print_changes(corpus_dir: Path, found: dict[str, Sequence[str]] | None) -> None:
    if found is None:
        print(f"There is no folder {corpus_dir} to compare with.")
    elif any(found.values()):
        print(f"{corpus_dir} is not as the index has it; bring it up to date with: python -m indexer build")
        _table((f"  {kind}", source) for kind, sources in found.items() for source in sources)
    else:
        print(f"{corpus_dir} has not changed since.")


def _list(settings: IndexSettings, flags: argparse.Namespace) -> int:
    store = _open(settings)
    documents = store.documents()
    counts = {document.id: len(store.document_passages(document.id)) for document in documents}
    if flags.json:
        print(json.dumps([asdict(d) | {"passages": counts[d.id]} for d in documents], indent=1, ensure_ascii=False))
        return OK
    head = ("id", "file", "place", "period", "kind", "passages", "title")
    rows = [
        (d.id, d.source, d.place or "", d.period or "", d.kind or "", str(counts[d.id]), d.title) for d in documents
    ]
    _table([head, *rows])
    return OK


def _remove(settings: IndexSettings, flags: argparse.Namespace) -> int:
    from indexer.build import remove

    report = remove(settings.index_dir, flags.document, lambda: load_encoder(settings))
    source = report.files[0].source
    print(f"Removed {source}; the index is now {report.generation}.")
    if (settings.corpus_dir / source).exists():
        print(f"The file is still in {settings.corpus_dir}: the next build will index it again.")
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


def _table(rows: Iterable[Sequence[str]]) -> None:
    lines = list(rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


_COMMANDS: dict[str, Callable[[IndexSettings, argparse.Namespace], int]] = {
    "build": _build,
    "status": _status,
    "list": _list,
    "remove": _remove,
    "verify": _verify,
}

if __name__ == "__main__":
    sys.exit(main())
