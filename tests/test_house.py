"""The rules of the house, read from the source itself: who may import what, how long a file may be."""

import ast
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("indexer", "service", "eval")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_FILE = 300

# A library -> the only modules that may import it. The plain pipeline of `make bench` is a program of its own.
HOMES = {
    "faiss": {"indexer/vectors.py", "eval/asking/plain.py"},
    "sentence_transformers": {"indexer/encoder.py"},
    "torch": {
        "eval/reader/batches.py",
        "eval/reader/export.py",
        "eval/reader/losses.py",
        "eval/reader/model.py",
        "eval/reader/train.py",
        "indexer/encoder.py",
    },
    "onnxruntime": {"eval/reader/export.py", "service/reader/cross_encoder.py"},
    "onnx": {"eval/reader/export.py"},
    "llama_index": {"indexer/nodes.py", "service/llamaindex.py", "service/llm/writing.py", "eval/asking/plain.py"},
    "ir_measures": {"eval/scoring/retrieval.py"},
    "matplotlib": {"eval/reporting/history_plot.py", "eval/reporting/plots.py"},
    "rapidfuzz": {"service/spelling.py"},
    "openai": set(),
    "httpx": {"eval/speed/bench.py", "eval/asking/client.py", "service/llm/writing.py"},
    "pptx": {"eval/speed/formats.py", "indexer/readers/pptx.py", "indexer/readers/pptx_text.py"},
    "openpyxl": {
        "eval/speed/formats.py",
        "indexer/readers/xlsx.py",
        "indexer/readers/xlsx_parts.py",
        "indexer/readers/charts.py",
    },
    "docx": {
        "eval/speed/formats.py",
        "indexer/readers/charts.py",
        "indexer/readers/docx.py",
        "indexer/readers/docx_numbering.py",
        "indexer/readers/docx_styles.py",
        "indexer/readers/docx_tables.py",
        "indexer/readers/docx_text.py",
    },
    "bs4": {"indexer/readers/html.py", "indexer/readers/html_tables.py"},
    "charset_normalizer": {"indexer/readers/decoding.py"},
    "pypdf": {"indexer/readers/pdf/source.py"},
    "pypdfium2": {
        "indexer/readers/pdf/glyphs.py",
        "indexer/readers/pdf/ocr.py",
        "indexer/readers/pdf/paths.py",
        "indexer/readers/pdf/reading.py",
    },
    "pytesseract": {"indexer/readers/pdf/ocr.py"},
    "sqlite3": {"indexer/database.py", "service/journal.py"},
}
# Settings, HTTP and the command line; inside the house travel frozen dataclasses.
PYDANTIC_EDGES = {
    "indexer/__main__.py",
    "indexer/settings.py",
    "service/ask.py",
    "service/document_schemas.py",
    "service/problems.py",
    "service/schemas.py",
    "service/settings.py",
}
HEAVY = ("onnxruntime", "torch", "sentence_transformers", "transformers", "llama_index", "openai", "sklearn")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path) -> tuple[tuple[str, str | None], ...]:
    """Each imported module, with the name taken from it; wherever in the file the import stands."""
    found: list[tuple[str, str | None]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} has a relative import, which these rules do not follow"
            found += ((node.module or "", alias.name) for alias in node.names)
    return tuple(found)


def top(module: str) -> str:
    return module.split(".")[0]


def files_importing(library: str) -> set[str]:
    return {name_of(path) for path in FILES if any(top(module) == library for module, _ in imports(path))}


@pytest.mark.parametrize(
    ("room", "others"), [("indexer", {"indexer"}), ("service", {"service", "indexer"}), ("eval", set(ROOMS))]
)
def test_rooms_import_only_the_rooms_below_them(room: str, others: set[str]) -> None:
    inside = (path for path in FILES if name_of(path).startswith(f"{room}/"))
    wrong = {
        f"{name_of(path)}: {module}"
        for path in inside
        for module, _ in imports(path)
        if top(module) in {*ROOMS, "tests"} - others
    }
    assert wrong == set()


def test_service_takes_from_the_indexer_its_public_names_only() -> None:
    wrong = {
        f"{name_of(path)}: {module} {name or ''}"
        for path in FILES
        if name_of(path).startswith("service/")
        for module, name in imports(path)
        if top(module) == "indexer" and (module != "indexer" or name not in indexer.__all__)
    }
    assert wrong == set()


def test_every_public_name_of_the_indexer_is_there() -> None:
    assert [name for name in indexer.__all__ if not hasattr(indexer, name)] == []
    assert sorted(indexer.__all__) == sorted(set(indexer.__all__))


@pytest.mark.parametrize("library", HOMES)
def test_library_is_imported_at_its_home_only(library: str) -> None:
    assert files_importing(library) <= HOMES[library]


def test_pydantic_stands_at_the_edges_only() -> None:
    inside = {name for name in files_importing("pydantic") if not name.startswith("service/routes/")}
    assert inside - PYDANTIC_EDGES == set()


def test_no_file_of_the_program_is_too_long() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_names_a_place_on_the_machine_it_was_written_on() -> None:
    beside = ROOT.parent if len(ROOT.parent.parts) > 1 else ROOT
    places = [f"{place}/" for place in (beside, Path(tempfile.gettempdir()), Path.home()) if len(place.parts) > 1]
    folders = (*ROOMS, "tests", "docs", "corpus", ".ci")
    texts = [path for folder in folders for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    texts += [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".txt"} or path.name == "Makefile"]
    wrong = {
        f"{name_of(path)}: {place}"
        for path in texts
        if path.is_file()
        for place in places
        if place.encode() in path.read_bytes()
    }
    assert wrong == set()


@pytest.mark.parametrize("module", ["indexer", "service", "service.engine", "service.app", "eval.scoring.score"])
def test_import_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
