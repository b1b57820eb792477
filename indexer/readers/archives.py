"""Zip packages (Office files): bounded, free of traps, and in the ordinary form, before any library opens them."""

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from urllib.parse import unquote

from indexer.errors import UnreadableFileError

# The largest report of the samples (872 pages) has 70 members and unpacks to 6 MB, 13 times its packed size.
MOST_MEMBERS = 10_000
MOST_UNPACKED = 400_000_000
LARGEST_XML = 100_000_000
HIGHEST_RATIO = 250
SMALL_ANYWAY = 10_000_000

_DAMAGED = "is damaged or cut off: its zip directory cannot be read"
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 1
_XML_NAMES = (".xml", ".rels", ".vml")
# Kept as they are and never parsed.
_PICTURES_OF_TEXT = (".svg", ".htm", ".html", ".mht")
_XML_HEADS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"\x4c\x6f\xa7\x94")
_DECLARED_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([^\"']{0,40})")
_XML_ENCODINGS = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"iso-8859-1", b"windows-1252"))
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
# Word's template and macro forms hold the same text, but python-docx knows the ordinary form only.
_WORD_FORMS = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled\.main"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template\.main)\+xml"
)
_WORD_FORM = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATION = re.compile(rb"<Relationship\s[^>]*/>")
_TARGET = re.compile(rb'\sTarget="([^"]*)"')
_CONTENT_TYPES = "[Content_Types].xml"


def member_names(data: bytes) -> tuple[str, ...]:
    """The names in a zip file's directory; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return tuple(package.namelist())
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, OSError) as error:
        raise UnreadableFileError(_DAMAGED) from error


def safe_package(data: bytes) -> bytes:
    """The package as its library may open it: of bounded size, without entities, in the ordinary ("transitional") form.

    Sizes are those that the directory declares; `zipfile` never gives more than that of a member. Nothing is written
    to disk and archives inside the package are not opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            _refuse_hostile(members)
            names = frozenset(member.filename.lower() for member in members)
            texts = [member for member in members if _may_be_xml(package, member)]
            changes: dict[str, bytes] = {}
            for member in texts:
                content = package.read(member)
                _refuse_declarations(content)
                ordinary = _ordinary(member.filename, content)
                if member.filename.endswith(".rels"):
                    ordinary = _without_dangling(member.filename, ordinary, names)
                if ordinary != content:
                    changes[member.filename] = ordinary
            return with_changes(data, changes) if changes else data
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        raise UnreadableFileError(f"is damaged or cut off ({error})" if str(error) else _DAMAGED) from error


def _refuse_hostile(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise UnreadableFileError(f"holds {len(members):,} parts, which is more than is read")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise UnreadableFileError(f"unpacks to {unpacked // 1_000_000:,} MB, which is more than is read")
    for member in members:
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableFileError("is protected by a password")
        if member.compress_type not in _PLAIN_METHODS:
            raise UnreadableFileError("is packed in a way that Office files are not")
        packed = max(member.compress_size, 1)
        if member.file_size > SMALL_ANYWAY and member.file_size > HIGHEST_RATIO * packed:
            raise UnreadableFileError(
                f"holds a part that unpacks to {member.file_size // packed:,} times its size; it is not read"
            )
        if member.filename.lower().endswith(_XML_NAMES) and member.file_size > LARGEST_XML:
            size = f"{member.file_size // 1_000_000:,} MB"
            raise UnreadableFileError(f"holds a part of {size}, which is more than is read")


def _may_be_xml(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    if name.endswith(_XML_NAMES):
        return True
    if name.endswith(_PICTURES_OF_TEXT) or member.file_size == 0:
        return False
    with package.open(member) as part:
        return part.read(64).lstrip().startswith(_XML_HEADS)


def _refuse_declarations(content: bytes) -> None:
    """Document type declarations, where entities are made, have no place in Office files; nor have odd encodings."""
    declared = _DECLARED_ENCODING.search(content[:300])
    odd = declared is not None and declared.group(1).lower() not in _XML_ENCODINGS
    if odd or any(doctype in content for doctype in _DOCTYPES) or content.lstrip().startswith(_XML_HEADS[-1]):
        raise UnreadableFileError("holds XML declarations that no Office file has (entities); it is not read")


def _ordinary(name: str, content: bytes) -> bytes:
    """Word can save a "Strict" form, with other names for the same things, which the libraries do not know."""
    if b"purl.oclc.org/ooxml" in content:
        content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
    if name == _CONTENT_TYPES:
        content = _WORD_FORMS.sub(_WORD_FORM, content)
    return content


def _without_dangling(name: str, content: bytes, names: frozenset[str]) -> bytes:
    """The relationships without those to parts that the package lacks; the libraries would read none of it then."""
    folder = posixpath.dirname(posixpath.dirname(name))

    def kept(found: re.Match[bytes]) -> bytes:
        target = _TARGET.search(found[0])
        if target is None or b'"External"' in found[0]:
            return found[0]
        path = unquote(target[1].decode("utf-8", "replace")).partition("#")[0]
        full = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/").lower()
        return found[0] if full in names or not path else b""

    return _RELATION.sub(kept, content)


def with_changes(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The same package with some parts replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for member in package.infolist():
            content = changes.get(member.filename)
            changed.writestr(member, content if content is not None else package.read(member))
    return target.getvalue()
