"""Hostile and damaged packages: each is refused with its reason, before a library opens it."""

import io
import time
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from indexer.readers import archives
from tests.indexer.marks import read_bytes
from tests.indexer.office_maker import saved
from tests.indexer.packages import packed, parts_of, refusal, rewritten

WORDS = "Ordinary words of a report"


def make_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(WORDS)
    return saved(document)


def make_pptx() -> bytes:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = WORDS
    return saved(deck)


def make_xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = WORDS
    return saved(book)


MAKERS = {
    "a.docx": (make_docx, "word/document.xml"),
    "a.pptx": (make_pptx, "ppt/slides/slide1.xml"),
    "a.xlsx": (make_xlsx, "xl/worksheets/sheet1.xml"),
}


def with_doctype(part: bytes, declarations: str, entity: str, encoding: str = "utf-8") -> bytes:
    """The part with declarations before its root and an entity among its words."""
    text = part.decode()
    begin = text.index("<", text.index("?>") if text.startswith("<?xml") else 0)
    body = text[begin:].replace(WORDS, f"{WORDS} &{entity};")
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return f"{head}<!DOCTYPE d [{declarations}]>{body}".encode(encoding)


@pytest.mark.parametrize("name", MAKERS)
def test_ordinary_files_are_read(tmp_path: Path, name: str) -> None:
    assert WORDS in read_bytes(tmp_path, name, MAKERS[name][0]()).text


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_files_of_the_computer_never_come_into_the_text(tmp_path: Path, name: str, encoding: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    make, part = MAKERS[name]
    content = make()
    for where in (part, "docProps/core.xml"):
        original = parts_of(content)[where]
        declared = f'<!ENTITY stolen SYSTEM "{secret.as_uri()}">'
        attack = rewritten(content, {where: with_doctype(original, declared, "stolen", encoding)})
        assert "entities" in refusal(tmp_path, name, attack)


@pytest.mark.parametrize("name", MAKERS)
def test_entities_that_multiply_are_refused_at_once(tmp_path: Path, name: str) -> None:
    make, part = MAKERS[name]
    content = make()
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    began = time.monotonic()
    attack = rewritten(content, {part: with_doctype(parts_of(content)[part], laughs, "a9")})
    assert "entities" in refusal(tmp_path, name, attack)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("encoding", ["UTF-7", "IBM037"])
def test_encodings_that_hide_declarations_are_refused(tmp_path: Path, encoding: str) -> None:
    content = make_docx()
    part = parts_of(content)["word/document.xml"].decode()
    hidden = part.replace("UTF-8", encoding, 1).encode("cp037" if encoding == "IBM037" else "ascii")
    assert "entities" in refusal(tmp_path, "a.docx", rewritten(content, {"word/document.xml": hidden}))


def test_parts_under_odd_names_are_looked_at_too(tmp_path: Path) -> None:
    content = make_docx()
    attack = rewritten(content, {"word/odd.bin": b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><d/>'})
    assert "entities" in refusal(tmp_path, "a.docx", attack)


def test_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    bomb = rewritten(make_docx(), {"word/media/a.bin": bytes(60_000_000)})
    assert len(bomb) < 200_000
    began = time.monotonic()
    assert "times its size" in refusal(tmp_path, "a.docx", bomb)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MOST_UNPACKED", 3_000_000, "unpacks to 4 MB, which is more than is read"),
        ("MOST_MEMBERS", 5, "parts, which is more than is read"),
        ("LARGEST_XML", 1_000, "holds a part of"),
    ],
)
def test_size_and_number_of_parts_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: str
) -> None:
    content = rewritten(make_docx(), {"word/media/a.bin": bytes(4_000_000)})
    monkeypatch.setattr(archives, limit, value)
    assert reason in refusal(tmp_path, "a.docx", content)


def test_size_that_the_directory_does_not_own_up_to_is_not_believed(tmp_path: Path) -> None:
    part = parts_of(make_docx())["word/document.xml"]
    content = make_docx()
    lying = content.replace(len(part).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    assert refusal(tmp_path, "a.docx", lying).startswith("is damaged")


def test_packing_that_office_files_do_not_have_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as package:
        for name, part in parts_of(make_docx()).items():
            package.writestr(name, part)
    assert refusal(tmp_path, "a.docx", target.getvalue()) == "is packed in a way that Office files are not"


def test_encrypted_member_is_told_as_password(tmp_path: Path) -> None:
    content = bytearray(make_docx())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(tmp_path, "a.docx", bytes(content)) == "is protected by a password"


def test_names_that_lead_elsewhere_write_nothing(tmp_path: Path) -> None:
    content = rewritten(make_docx(), {"../../escaped.txt": b"escaped", "/escaped.xml": b"<a/>"})
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    assert WORDS in read_bytes(folder, "a.docx", content).text
    assert not list(tmp_path.rglob("*escaped*"))


def test_archive_within_a_package_is_not_opened(tmp_path: Path) -> None:
    inner = packed({"xl/workbook.xml": bytes(50_000_000)})
    content = rewritten(make_docx(), {"word/embeddings/a.xlsx": packed({"more.zip": inner})})
    assert read_bytes(tmp_path, "a.docx", content).text == WORDS


@pytest.mark.parametrize("name", MAKERS)
def test_cut_off_file_is_refused(tmp_path: Path, name: str) -> None:
    content = MAKERS[name][0]()
    for share in (0.1, 0.5, 0.9):
        reason = refusal(tmp_path, name, content[: int(len(content) * share)])
        assert reason == "is damaged or cut off: its zip directory cannot be read"


@pytest.mark.parametrize("name", MAKERS)
def test_broken_part_is_refused_or_left_out(tmp_path: Path, name: str) -> None:
    make, part = MAKERS[name]
    content = make()
    half = parts_of(content)[part]
    assert refusal(tmp_path, name, rewritten(content, {part: half[: len(half) // 2]})).startswith("is damaged")


@pytest.mark.parametrize("name", MAKERS)
def test_strict_form_is_read(tmp_path: Path, name: str) -> None:
    strict = {
        member: part.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/").replace(
            b"/2006/", b"/"
        )
        for member, part in parts_of(MAKERS[name][0]()).items()
        if member.startswith(("word/", "ppt/", "xl/")) or member == "_rels/.rels"
    }
    strict["_rels/.rels"] = strict["_rels/.rels"].replace(
        b"http://purl.oclc.org/ooxml/package/", b"http://schemas.openxmlformats.org/package/2006/"
    )
    for member in [m for m in strict if m.endswith(".rels")]:
        strict[member] = strict[member].replace(
            b"http://purl.oclc.org/ooxml/package/relationships",
            b"http://schemas.openxmlformats.org/package/2006/relationships",
        )
    content = rewritten(MAKERS[name][0](), strict)
    assert WORDS in read_bytes(tmp_path, name, content).text


@pytest.mark.parametrize("form", ["template", "macro"])
def test_templates_and_macro_files_of_word_are_read(tmp_path: Path, form: str) -> None:
    ordinary = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    other = {
        "template": b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "macro": b"application/vnd.ms-word.document.macroEnabled.main+xml",
    }[form]
    content = make_docx()
    types = parts_of(content)["[Content_Types].xml"].replace(ordinary, other)
    assert other in types
    assert read_bytes(tmp_path, "a.docx", rewritten(content, {"[Content_Types].xml": types})).text == WORDS


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("a.docx", "word/theme/theme1.xml"),
        ("a.docx", "docProps/core.xml"),
        ("a.pptx", "docProps/app.xml"),
        ("a.xlsx", "xl/theme/theme1.xml"),
    ],
)
def test_part_that_is_missing_costs_no_words(tmp_path: Path, name: str, lost: str) -> None:
    parts = parts_of(MAKERS[name][0]())
    del parts[lost]
    assert WORDS in read_bytes(tmp_path, name, packed(parts)).text
