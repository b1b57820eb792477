"""`catalogue.toml`: what each report is, whose, and of when; what it does not say is read from the report."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from indexer.errors import CatalogueError
from indexer.inference import infer_kind, infer_place, infer_publisher, infer_title, title_is_name
from indexer.periods import infer_period, years_of
from indexer.types import Document, SourceText

CATALOGUE_NAME = "catalogue.toml"
_DETAILS = ("title", "publisher", "place", "kind", "period", "published", "url", "licence")
_PASSWORD = "password"
_KEYS = ("file", *_DETAILS, _PASSWORD)
_TABLE_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*document[ \t]*\]\]")
_ID_LENGTH = 12
_SAME_FORMAT = {"htm": "html"}

Entry = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries by source name (the path within the corpus folder, with `/`).

    `passwords` open encrypted files. They are kept apart from the entries and stored nowhere, not even as a hash.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, corpus_dir: Path) -> "Catalogue":
        """The catalogue of a corpus folder; an empty one where the folder has none."""
        path = corpus_dir / CATALOGUE_NAME
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return cls()
        except UnicodeDecodeError as error:
            raise CatalogueError(f"{CATALOGUE_NAME} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
        except OSError as error:
            raise CatalogueError(f"{CATALOGUE_NAME} cannot be opened: {error.strerror}") from error
        return cls(*_parse(text))

    def entries_missing(self, sources: Iterable[str]) -> tuple[str, ...]:
        """The files that have an entry but are not among the sources: misspelt, or gone."""
        present = set(sources)
        return tuple(name for name in self.entries if name not in present)

    def password(self, source: str) -> str | None:
        """What opens the file of this source, where the catalogue gives it."""
        return self.passwords.get(source)

    def entry_hash(self, source: str) -> str:
        """Changes when the entry of this source changes, or when it gets or loses one."""
        entry = self.entries.get(source)
        content = json.dumps(entry and dict(entry), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(content.encode("ascii")).hexdigest()

    def describe(self, source: str, text: SourceText, *, sha256: str) -> Document:
        """The entry's details, and for those it leaves out what the report itself says clearly.

        A detail that the entry gives as "" is known to be unknown: it stays empty and is not looked for.
        """
        details: dict[str, str | None] = dict.fromkeys(_DETAILS)
        details.update(self.entries.get(source, {}))
        inferred = []
        for key, value in _read_from_report(source, text, details).items():
            if details[key] is None and value is not None:
                details[key] = value
                inferred.append(key)
        title = details["title"] or infer_title(source, SourceText(text=""))
        years = years_of(details["period"]) or years_of(details["published"])
        suffix = PurePosixPath(source).suffix.lstrip(".").lower()
        return Document(
            id=document_id(source),
            source=source,
            title=title,
            format=_SAME_FORMAT.get(suffix, suffix),
            sha256=sha256,
            publisher=details["publisher"] or None,
            place=details["place"] or None,
            kind=details["kind"] or None,
            period=details["period"] or None,
            published=details["published"] or None,
            url=details["url"] or None,
            licence=details["licence"] or None,
            from_year=years[0] if years else None,
            to_year=years[1] if years else None,
            inferred=tuple(inferred),
            warnings=text.warnings,
            characters=len(text.text),
            pages=len(text.pages) or None,
            unread_pages=text.unread_pages,
            ocr_pages=text.ocr_pages,
        )

    def renamed(self, document: Document, source: str, text: str) -> Document | None:
        """The same report under another name; None where its name has a say in what is said of it.

        Its entry must be the same under both names.
        """
        if PurePosixPath(source).suffix.lower() != PurePosixPath(document.source).suffix.lower():
            return None
        if "title" in document.inferred and title_is_name(document.title, document.source):
            return None
        details: dict[str, str | None] = {**dict.fromkeys(_DETAILS), **self.entries.get(source, {})}
        if details["title"] == "":
            return None
        read = _read_from_report(source, SourceText(text), details | {"title": document.title})
        for key in ("place", "kind", "period"):
            if details[key] is None and read[key] != getattr(document, key):
                return None
        return replace(document, id=document_id(source), source=source)


def document_id(source: str) -> str:
    """The same for a file name whatever its content: an address that stays good when a report is replaced."""
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:_ID_LENGTH]


def _read_from_report(source: str, text: SourceText, details: Mapping[str, str | None]) -> dict[str, str | None]:
    title = details["title"] or infer_title(source, text)
    return {
        "title": title,
        "publisher": infer_publisher(title, text),
        "place": infer_place(source, title, text),
        "kind": infer_kind(title),
        "period": infer_period(source, title, text),
    }


def _parse(text: str) -> tuple[dict[str, Entry], dict[str, str]]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        last = len(text.splitlines())
        reason = str(error).replace("at end of document", f"at its end, line {last}")
        raise CatalogueError(f"{CATALOGUE_NAME} is not proper TOML: {reason}") from error
    for key in content:
        if key != "document":
            raise CatalogueError(f'{CATALOGUE_NAME}: unknown key "{key}"; each report is one [[document]] table')
    tables = content.get("document", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CatalogueError(f'{CATALOGUE_NAME}: "document" must be tables, each begun by a line [[document]]')
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _TABLE_HEAD.match(line)]
    entries: dict[str, Entry] = {}
    passwords: dict[str, str] = {}
    for number, table in enumerate(tables):
        where = f"{CATALOGUE_NAME}, document {number + 1}"
        if len(lines) == len(tables):
            where += f" (line {lines[number]})"
        name, entry, password = _entry(table, where)
        if name in entries:
            raise CatalogueError(f'{where}: "{name}" has an entry already; keep one of them')
        entries[name] = entry
        if password:
            passwords[name] = password
    return entries, passwords


def _entry(table: Mapping[str, object], where: str) -> tuple[str, Entry, str]:
    values: dict[str, str] = {}
    file = table.get("file")
    if isinstance(file, str):
        where += f', file "{file}"'
    for key, value in table.items():
        if key not in _KEYS:
            raise CatalogueError(f'{where}: unknown key "{key}"; the keys are {", ".join(_KEYS)}')
        if not isinstance(value, str):
            shown = "" if key == _PASSWORD else f", not {_shown(value)}"
            raise CatalogueError(f'{where}: "{key}" must be text in quotes{shown}')
        values[key] = value if key in ("file", _PASSWORD) else " ".join(value.split())
    name, password = values.pop("file", ""), values.pop(_PASSWORD, "")
    if not name:
        raise CatalogueError(f'{where}: "file" is missing; it names the report within the corpus folder')
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise CatalogueError(f'{where}: "file" must be a path within the corpus folder, with / between folders')
    return str(path), values, password


def _shown(value: object) -> str:
    """A value as it stands in the file, short."""
    words = str(value).lower() if isinstance(value, bool) else str(value)
    return words if len(words) <= 40 else f"{words[:40]}..."
