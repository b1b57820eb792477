"""`python -m service.ask "question"`: one answer with its citations, on the terminal."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from indexer import IndexerError
from service.loading import EngineFactory, engine_loader
from service.problems import Problem
from service.routes.deps import check_length
from service.schemas import AskReply, AskRequest
from service.settings import MODEL_SETTINGS, add_flags, settings_from
from service.types import Answer, Citation

_INDENT = "    "


def main(arguments: Sequence[str] | None = None, *, engine_factory: EngineFactory | None = None) -> int:
    """Print the answer, or why there is none; both are an exit status of 0. 1: no readable index. 2: a wrong flag."""
    parser = argparse.ArgumentParser(prog="python -m service.ask", description="Ask the reports one question.")
    parser.add_argument("question", help="what to ask")
    parser.add_argument("--json", action="store_true", help="print the reply as JSON, as POST /v1/ask gives it")
    add_flags(parser, ["index_dir", "embedding_model", "max_citations", "reranker", *MODEL_SETTINGS])
    parsed = parser.parse_args(arguments)
    try:
        settings = settings_from(parsed)
        question = AskRequest(question=parsed.question).question
        check_length("question", question, settings)
    except ValidationError as error:
        parser.error(f"the question {error.errors()[0]['msg'].removeprefix('Value error, ')}")
    except ValueError as error:
        parser.error(str(error))
    except Problem as problem:
        parser.error(problem.detail)
    try:
        engine = (engine_factory or engine_loader())(settings)
        try:
            answer = engine.ask(question, max_citations=settings.max_citations, answerer=settings.answerer)
        finally:
            engine.store.close()
    except IndexerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    lines = as_text(answer, shutil.get_terminal_size().columns)
    reply = AskReply.model_validate(answer).model_dump_json(indent=2) if parsed.json else "\n".join(lines)
    sys.stdout.write(f"{reply}\n")
    return 0


def as_text(answer: Answer, width: int) -> Iterator[str]:
    """The lines of an answer for a terminal: what it says, then each quote with the place where it stands."""
    for line in (answer.refusal.message if answer.refusal else answer.answer).splitlines():
        yield from textwrap.wrap(line, width) or [""]
    if answer.citations:
        yield ""
        yield "Nearest in the reports:" if answer.refusal else "From the reports:"
    for citation in answer.citations:
        yield from _cited(citation, width)
    if answer.suggestions:
        yield ""
        yield "You could ask:"
        for suggestion in answer.suggestions:
            yield from textwrap.wrap(suggestion, width, initial_indent="- ", subsequent_indent="  ")


def _cited(citation: Citation, width: int) -> Iterator[str]:
    yield ""
    about = ", ".join(part for part in (citation.title, citation.place, citation.period) if part)
    yield from textwrap.wrap(about, width, initial_indent=f"[{citation.number}] ", subsequent_indent=_INDENT)
    where = " > ".join(citation.section)
    place = _place(citation)
    line = f"{where}, {place}" if where and place else where or place
    yield from textwrap.wrap(line, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    quote = " ".join(citation.quote.split())
    yield from textwrap.wrap(f"“{quote}”", width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    if citation.cell is not None:
        path = " > ".join((*citation.cell.row, *citation.cell.column))
        cell = f"{citation.cell.table}: {path} = {citation.cell.value}"
        yield from textwrap.wrap(cell, width, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _place(citation: Citation) -> str:
    if citation.page_start is not None:
        page = _span("page", citation.page_start, citation.page_end)
        return f"{page} (printed {citation.page_label})" if citation.page_label else page
    return _span("line", citation.line_start, citation.line_end) if citation.line_start is not None else ""


def _span(word: str, first: int, last: int | None) -> str:
    return f"{word} {first}" if last is None or last == first else f"{word}s {first}-{last}"


if __name__ == "__main__":
    sys.exit(main())
