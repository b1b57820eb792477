"""Three small made-up reports in three formats, and an index of them: the whole way, in miniature."""

import io
from pathlib import Path

import docx

from indexer import Encoder, SilentProgress, build_index

OAKFORD, NORTHMOOR, ASHBY = "oakford-annual-report.txt", "northmoor-performance.html", "letters/ashby-inspection.docx"

CATALOGUE = f"""
[[document]]
file = "{OAKFORD}"
title = "Oakford Safeguarding Board Annual Report 2018/19"
place = "Oakford"
kind = "annual report"
period = "2018/19"

[[document]]
file = "{NORTHMOOR}"
title = "Northmoor Children's Services Performance Report"
place = "Northmoor"
kind = "performance report"
period = "2019/20"
"""

OAKFORD_TEXT = """OAKFORD SAFEGUARDING BOARD

Annual report

EARLY HELP

Three new family hubs opened in Oakford in September 2018. Each is open on five days a week and has a health visitor.

The family hubs offer advice on:

• housing and tenancies
• parenting of teenagers
• money and debt

Waiting times for parenting courses fell from eleven weeks to four weeks, because the board paid for two more trainers.

PLACEMENTS

Most children in care stayed with the same foster carer. In the year 9.4% of looked after children had three or more
placements, compared with 12.1% a year before. The board asked for a plan to bring this down further.

WORKFORCE

The average caseload of a social worker was 16 children in March 2019. Agency social workers filled 14 posts, which is
fewer than in any year since the board was founded. The principal social worker is Maria Lund.

YOUTH JUSTICE

The number of young people who entered the youth justice system for the first time fell to 41. The board heard that a
new triage scheme with the police accounts for most of the change.
"""

NORTHMOOR_PAGE = """<!doctype html><html lang="en"><head><title>Northmoor performance</title></head><body>
<h1>Northmoor performance report</h1>
<h2>Assessments</h2>
<p>Northmoor completed most single assessments on time. The council moved to a new case system in June 2019, which
slowed recording for some weeks.</p>
<p>Timeliness of assessments and visits:</p>
<table>
<tr><th>Measure</th><th>2018</th><th>2019</th><th>2020</th></tr>
<tr><td>Single assessments completed within 45 days</td><td>71.2%</td><td>78.6%</td><td>88.3%</td></tr>
<tr><td>Child protection visits on time</td><td>90.1%</td><td>91.7%</td><td>86.4%</td></tr>
<tr><td>Initial health assessments within 20 days</td><td>54.0%</td><td>61.5%</td><td>73.9%</td></tr>
</table>
<h2>Adoption</h2>
<p>Nineteen children were adopted in 2020. Children waited 402 days on average between entering care and moving in with
an adoptive family.</p>
<h2>Care leavers</h2>
<p>Staying Put is a scheme that lets young people remain with their former foster carers after they turn eighteen.
Twenty-seven care leavers lived in Staying Put arrangements in March 2020.</p>
</body></html>
"""

ASHBY_PARTS = (
    ("Title", "Inspection of Ashby children's services"),
    ("Heading 1", "Overall findings"),
    (
        "",
        "Inspectors visited Ashby Council in May 2016. Services for children require improvement to be good.",
    ),
    ("", "Leaders know their weaknesses well and have begun to put them right."),
    ("Heading 1", "Areas for improvement"),
    ("List Bullet", "Record supervision of social workers in every case file"),
    ("List Bullet", "Hold strategy meetings within one day of a referral"),
    ("List Bullet", "Offer an advocate to every child who goes missing"),
    ("Heading 1", "Children who go missing"),
    (
        "",
        "Return interviews were offered to 83% of children who went missing, but only half of them were on time.",
    ),
)


def ashby_letter() -> bytes:
    document = docx.Document()
    for style, words in ASHBY_PARTS:
        document.add_paragraph(words, style=style or None)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def write_reports(folder: Path) -> Path:
    """The reports and their catalogue; the letter is not in it, so that its details have to be read from the text."""
    (folder / "letters").mkdir(parents=True)
    (folder / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    (folder / OAKFORD).write_text(OAKFORD_TEXT, encoding="utf-8")
    (folder / NORTHMOOR).write_text(NORTHMOOR_PAGE, encoding="utf-8")
    (folder / ASHBY).write_bytes(ashby_letter())
    return folder


def build_small_index(folder: Path, encoder: Encoder) -> Path:
    """Writes the reports into `folder`/corpus and indexes them; returns the index's folder."""
    corpus, index = write_reports(folder / "corpus"), folder / "index"
    report = build_index(corpus, index, lambda: encoder, encoder.identity, SilentProgress())
    assert not report.failed
    return index
