from pathlib import Path

import pytest

from indexer import readers
from indexer.catalogue import Catalogue, document_id
from indexer.errors import CatalogueError
from indexer.types import Document, Mark, PageSpan, SourceText

CORPUS = Path(__file__).parents[2] / "corpus"
FULL = """
[[document]]
file = "2023/essex.pdf"
title = "Annual   Report"
publisher = "Essex County Council"
place = "Essex"
kind = "annual report"
period = "2022/23"
published = "September 2023"
url = "https://www.example.org/report.pdf"
licence = "Open Government Licence v3.0"
"""


def loaded(folder: Path, content: str) -> Catalogue:
    (folder / "catalogue.toml").write_text(content, encoding="utf-8")
    return Catalogue.load(folder)


def refusal(folder: Path, content: str) -> str:
    with pytest.raises(CatalogueError) as refused:
        loaded(folder, content)
    return str(refused.value)


def test_entry_fills_the_document(tmp_path: Path) -> None:
    text = SourceText(text="words", pages=(PageSpan(1, "i", 0, 5),), title="Other title", warnings=("careful",))
    document = loaded(tmp_path, FULL).describe("2023/essex.pdf", text, sha256="abc")
    assert (document.title, document.publisher, document.place) == ("Annual Report", "Essex County Council", "Essex")
    assert (document.kind, document.period, document.published) == ("annual report", "2022/23", "September 2023")
    assert document.url == "https://www.example.org/report.pdf"
    assert document.licence == "Open Government Licence v3.0"
    assert (document.from_year, document.to_year) == (2022, 2023)
    assert document.inferred == ()
    assert (document.id, document.source) == (document_id("2023/essex.pdf"), "2023/essex.pdf")
    assert (document.sha256, document.format, document.pages, document.characters) == ("abc", "pdf", 1, 5)
    assert document.warnings == ("careful",)


def test_absent_catalogue_is_empty_and_everything_is_read_from_the_report(tmp_path: Path) -> None:
    text = SourceText(text="Essex County Council\n\nFostering Annual Report\n\n2021/22\n\nIt was a good year for us.")
    document = Catalogue.load(tmp_path).describe("x.htm", text, sha256="")
    assert document.title == "Essex County Council: Fostering Annual Report"
    assert (document.place, document.kind, document.period) == ("Essex", "annual report", "2021/22")
    assert document.inferred == ("title", "publisher", "place", "kind", "period")
    assert (document.format, document.pages, document.publisher) == ("html", None, "Essex County Council")


def test_empty_value_is_not_looked_for(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, '[[document]]\nfile = "a.txt"\nplace = ""\nperiod = ""\npublished = "June 2020"')
    document = catalogue.describe("a.txt", SourceText(text="Essex County Council\n\n2021/22"), sha256="")
    assert (document.place, document.period) == (None, None)
    assert (document.from_year, document.to_year) == (2020, 2020)
    assert "place" not in document.inferred


def test_id_depends_on_the_name_alone() -> None:
    assert document_id("a.txt") == document_id("a.txt") != document_id("sub/a.txt")
    assert len(document_id("a.txt")) == 12


def test_entry_hash_changes_with_the_entry_only(tmp_path: Path) -> None:
    first = loaded(tmp_path, FULL)
    same = loaded(tmp_path, "# moved\n" + FULL + '[[document]]\nfile = "b.txt"\n')
    other = loaded(tmp_path, FULL.replace("2022/23", "2021/22"))
    name = "2023/essex.pdf"
    assert first.entry_hash(name) == same.entry_hash(name) != other.entry_hash(name)
    assert first.entry_hash("b.txt") == Catalogue().entry_hash("b.txt") != same.entry_hash("b.txt")


def test_entries_without_a_file_are_named(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, FULL + '[[document]]\nfile = "b.txt"\n')
    assert catalogue.entries_missing(["b.txt", "c.txt"]) == ("2023/essex.pdf",)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ('[[document]]\nfile = "a.txt"\ntitel = "x"', ['document 1 (line 1), file "a.txt"', 'unknown key "titel"']),
        ('[[document]]\nfile = "a"\n\n[[document]]\nfile = "a"', ["document 2 (line 4)", '"a" has an entry already']),
        ('[[document]]\nfile = "a"\nperiod = 2016', ['file "a"', '"period" must be text in quotes, not 2016']),
        ('[[document]]\nfile = "a"\npublished = 2017-08-01', ['"published" must be text in quotes, not 2017-08-01']),
        ('[[document]]\nfile = 3\ntitle = "t"', ['"file" must be text in quotes']),
        ('[[document]]\ntitle = "t"', ["document 1 (line 1)", '"file" is missing']),
        ('[[document]]\nfile = "a.txt"\ntitle = "open', ["not proper TOML", "line 3"]),
        ('[[report]]\nfile = "a.txt"', ['unknown key "report"', "[[document]]"]),
        ('[document]\nfile = "a.txt"', ['"document" must be tables']),
        ('document = ["a.txt"]', ['"document" must be tables']),
        ('[[document]]\nfile = "../a.txt"', ["must be a path within the corpus folder"]),
        ('[[document]]\nfile = "/a.txt"', ["must be a path within the corpus folder"]),
    ],
)
def test_mistakes_are_refused_and_placed(tmp_path: Path, content: str, parts: list[str]) -> None:
    message = refusal(tmp_path, content)
    assert message.startswith("catalogue.toml")
    for part in parts:
        assert part in message


def test_catalogue_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_bytes('[[document]]\nfile = "é"'.encode("latin-1"))
    with pytest.raises(CatalogueError, match="is not UTF-8"):
        Catalogue.load(tmp_path)


def test_the_catalogue_of_the_corpus_names_every_report_and_no_other() -> None:
    catalogue = Catalogue.load(CORPUS)
    sources = [path.name for path in CORPUS.glob("*.txt")]
    assert catalogue.entries_missing(sources) == ()
    for source in sources:
        document = catalogue.describe(source, readers.read(CORPUS / source), sha256="")
        assert document.inferred == ()
        assert document.place in ("Cambridgeshire", "Peterborough")
        assert document.from_year is not None


def described(text: str, name: str = "x.txt", **known: object) -> tuple[str, str | None, str | None]:
    source = SourceText(text=text, **known)  # type: ignore[arg-type]
    document = Catalogue().describe(name, source, sha256="")
    return document.title, document.place, document.period


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\nQUALITY BOARD\n\nAnnual Report\n\nForeword by the Chair\n\n", "QUALITY BOARD: Annual Report"),
        ("March 2020\n\nFostering review\n\nThis is prose, and it ends here.", "Fostering review"),
        ("Children's services\nreview of the year\n\nProse begins here.", "Children's services review of the year"),
        (" Background\n\nThis report tells.", "Essex review 2016-17"),
        ("This is the first sentence of a text.", "Essex review 2016-17"),
        ("Name:\tValue\nother:\tvalue", "Essex review 2016-17"),
        ("Care Report\nby the team of the county\nand of the town\nwith others\nand so on", "Care Report"),
        ("KENT COUNTY COUNCIL\n\n1. It was said that prose follows.", "KENT COUNTY COUNCIL: Essex review 2016-17"),
    ],
)
def test_title_is_taken_from_a_cover_else_from_the_file_name(text: str, title: str) -> None:
    assert described(text, "a/essex_review-2016-17.txt")[0] == title


def test_title_is_the_format_s_own_or_its_first_heading() -> None:
    heading = (Mark(0, 12, "heading", 2), Mark(14, 19, "paragraph"))
    assert described("Care leavers\n\nwords", title="Given")[0] == "Given"
    assert described("Care leavers\n\nwords", marks=heading)[0] == "Care leavers"
    assert described("Introduction\n\nwords", "kent.docx", marks=heading)[0] == "Kent"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Local Authority:\tBLACKPOOL\n", "Blackpool"),
        ("Name of local authority: Bath and North East Somerset Council\n", "Bath and North East Somerset"),
        ("A review by Leeds City Council of homes", "Leeds"),
        ("KINGSTON UPON HULL CITY COUNCIL", "Kingston upon Hull"),
        ("Report of The Isle of Wight Parish Council", "Isle of Wight"),
        ("London Borough of Hackney\nplan", "Hackney"),
        ("KENT LOCAL SAFEGUARDING CHILDREN BOARD", "Kent"),
        ("Devon Safeguarding Children Partnership", "Devon"),
        ("Leeds City Council and Essex County Council met", None),
        ("Full Council and the Town Council met; the Youth Council did not", None),
        ("In Shropshire we see more need", "Shropshire"),
        ("In Shropshire and in Cheshire we see more need", None),
        ("A file from New Hampshire", None),
        ("The words name nobody.", None),
        ("x" * 4000 + " Medway Council did. Medway Council said. Medway Council paid. Kent County Council.", "Medway"),
    ],
)
def test_place_is_read_only_where_it_is_clear(text: str, place: str | None) -> None:
    assert described(f"it begins here, in small letters, and then: prose.\n\n{text}")[1] == place


@pytest.mark.parametrize(
    ("text", "period", "years"),
    [
        ("Annual Report 2016/17", "2016/17", (2016, 2017)),
        ("Plan 1999-00", "1999-00", (1999, 2000)),
        ("Strategy 2018 – 2021", "2018 – 2021", (2018, 2021)),
        ("Report, Quarter 3 2021/22", "Quarter 3 2021/22", (2021, 2022)),
        ("Visit dates:\n\n14 June to 2 July 2009", "14 June to 2 July 2009", (2009, 2009)),
        ("Visit\n\n14-25 September 2009", "14-25 September 2009", (2009, 2009)),
        ("Report\n\nApril 2016 – March 2017", "April 2016 – March 2017", (2016, 2017)),
        ("Accounts\n\nYear ended 31 March 2021", "Year ended 31 March 2021", (2020, 2021)),
        ("Accounts\n\nYear ended 31 December 2021", "Year ended 31 December 2021", (2021, 2021)),
        ("Review\n\nAugust 2017", "August 2017", (2017, 2017)),
        ("Review\n\n2021\n\nprose follows.", "2021", (2021, 2021)),
        ("Review\n\n© Crown copyright 2009\nPublished: May 2010\n", None, None),
        ("Review\n\n" + "It was seen in 2014 and in May 2015 that things change, " * 4, None, None),
        ("Review\n\n" + "For the period May 2016 - June 2017 we see, " * 3, "May 2016 - June 2017", (2016, 2017)),
        ("Review\n\nTelephone 01733 201655 or 2016553", None, None),
    ],
)
def test_period_and_its_years_are_read_from_the_cover(
    text: str, period: str | None, years: tuple[int, int] | None
) -> None:
    document = Catalogue().describe("x.txt", SourceText(text=text), sha256="")
    assert document.period == period
    assert (document.from_year, document.to_year) == (years or (None, None))


@pytest.mark.parametrize(
    ("name", "period"),
    [("kent-2021.pdf", "2021"), ("kent_2016-17.pdf", "2016-17"), ("kent-may-2017.pdf", "may 2017"), ("v2.pdf", None)],
)
def test_period_is_in_the_file_name_where_the_text_has_none(name: str, period: str | None) -> None:
    assert described("Only words.", name)[2] == period


@pytest.mark.parametrize("published", ["2017-08-01", "1 August 2017", "2009-10-05"])
def test_years_come_from_the_date_of_publication_where_there_is_no_period(tmp_path: Path, published: str) -> None:
    catalogue = loaded(tmp_path, f'[[document]]\nfile = "a.txt"\npublished = "{published}"')
    document = catalogue.describe("a.txt", SourceText(text="Only words."), sha256="")
    year = int(published[:4]) if published[0] == "2" else 2017
    assert (document.from_year, document.to_year) == (year, year)


SECRET = "open  Sesame 2016 "
LOCKED = f'[[document]]\nfile = "a.pdf"\nplace = "Oakford"\npassword = "{SECRET}"\n'


def test_a_password_is_kept_as_it_is_and_shown_nowhere(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, LOCKED)
    assert catalogue.password("a.pdf") == SECRET
    assert catalogue.password("b.pdf") is None
    document = catalogue.describe("a.pdf", SourceText("words"), sha256="abc")
    for shown in (repr(catalogue), repr(document), repr(catalogue.entries)):
        assert "Sesame" not in shown
    assert document.place == "Oakford"


def test_a_password_has_no_part_in_the_hash_from_which_it_could_be_guessed(tmp_path: Path) -> None:
    with_one = loaded(tmp_path, LOCKED).entry_hash("a.pdf")
    assert with_one == loaded(tmp_path, LOCKED.replace(SECRET, "other")).entry_hash("a.pdf")
    assert with_one == loaded(tmp_path, LOCKED.rsplit("password", 1)[0]).entry_hash("a.pdf")


@pytest.mark.parametrize("value", ["20161224", '["Sesame"]', '"Sesame'])
def test_a_password_that_is_none_is_refused_without_showing_it(tmp_path: Path, value: str) -> None:
    told = refusal(tmp_path, f'[[document]]\nfile = "a.pdf"\npassword = {value}\n')
    assert "Sesame" not in told
    assert "20161224" not in told


def renamed(title: str, text: str, old: str, new: str, entry: dict[str, str] | None = None) -> Document | None:
    before = Catalogue({old: entry} if entry is not None else {})
    document = before.describe(old, SourceText(text, title=title or None), sha256="abc")
    return Catalogue({new: entry} if entry is not None else {}).renamed(document, new, text)


@pytest.mark.parametrize(
    ("title", "old", "new", "entry"),
    [
        ("Roads", "a.txt", "b.txt", None),
        ("Roads 2016", "a.txt", "b-2019.txt", None),
        ("Roads", "a-2016.txt", "b-2019.txt", {"period": "2018"}),
        ("Roads", "a.txt", "wiltshire.txt", {"place": "Oakford"}),
        ("Roads", "a.txt", "wiltshire.txt", {"place": ""}),
        ("", "a.txt", "b.txt", {"title": "Roads"}),
    ],
)
def test_a_report_under_another_name_is_the_same_where_the_name_has_no_say(
    title: str, old: str, new: str, entry: dict[str, str] | None
) -> None:
    document = renamed(title, "Roads were mended.", old, new, entry)
    assert document is not None
    assert (document.id, document.source, document.sha256) == (document_id(new), new, "abc")
    fresh = Catalogue({new: entry} if entry is not None else {})
    assert document == fresh.describe(new, SourceText("Roads were mended.", title=title or None), sha256="abc")


@pytest.mark.parametrize(
    ("title", "old", "new", "entry"),
    [
        ("", "a.txt", "b.txt", None),
        ("", "a.txt", "b.txt", {"title": ""}),
        ("Roads", "a.txt", "b-2019.txt", None),
        ("Roads", "a-2016.txt", "b.txt", None),
        ("Roads", "a.txt", "wiltshire.txt", None),
        ("Roads", "a.txt", "b.md", None),
    ],
)
def test_a_report_under_another_name_is_not_the_same_where_the_name_has_a_say(
    title: str, old: str, new: str, entry: dict[str, str] | None
) -> None:
    assert renamed(title, "Roads were mended.", old, new, entry) is None
