"""Reports as HTML that Chromium prints as PDF, each with what it holds: a family that reportlab had no part in."""

import random
import subprocess
import tempfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --no-pdf-header-footer"
).split()
_SYLLABLES = "bra mol eth ken dor wick sal tun har ves lom per gan rie ost fel cor min tav und".split()
_WORDS = (
    "the council children young people and families in care of a team with support services their social worker plan "
    "review placement education health timely assessment outcome improved partners board local area during year number "
    "were received referral to for by across performance quality report staff foster carers which have been continued"
).split()
_TITLES = "Placement stability,Health of children,Our workforce,Leaving care,Adoption and permanence,Early help,"
_TITLES += "Participation of young people,Quality assurance,Education outcomes,Fostering recruitment,Next steps"
_MEASURES = "Children in care,Referrals received,Section 47 enquiries,Child protection plans,Care leavers in touch,"
_MEASURES += "Foster carers approved,Adoption orders made,Missing episodes,Health checks on time,Agency social workers"
_STYLES = ("grid", "lines", "shaded", "zebra", "plain")
Path_ = tuple[str, ...]


@dataclass
class Truth:
    """What a document holds. `pieces` are its running text's paragraphs and items, each a list of sentences."""

    pieces: list[list[str]] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    cells: list[tuple[str, Path_, str, str]] = field(default_factory=list)  # style, header path, label, text
    other: list[str] = field(default_factory=list)


@dataclass
class Maker:
    """Makes one document; the same seed and features give the same one."""

    seed: int
    features: frozenset[str] = frozenset()
    truth: Truth = field(default_factory=Truth)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self._used: set[str] = set()

    def name(self) -> str:
        """A made-up word that no other place of the document has."""
        while True:
            word = "".join(self.rng.choice(_SYLLABLES) for _ in range(3))
            if word not in self._used:
                self._used.add(word)
                return word

    def sentence(self, least: int = 7, most: int = 20) -> str:
        words = [self.rng.choice(_WORDS) for _ in range(self.rng.randint(least, most))]
        words.insert(self.rng.randrange(1, len(words)), self.name().capitalize())
        if self.rng.random() < 0.3:
            words.insert(3, self.rng.choice(("12.5%", "2016/17", "£1.2m", "31 March 2017", "1,204", "(45)")))
        return " ".join(words).capitalize() + "."

    def paragraph(self, number: str = "") -> str:
        said = [self.sentence() for _ in range(self.rng.randint(2, 5))]
        self.truth.pieces.append(said)
        self.truth.other.append(number)
        return f"<p>{number} {escape(' '.join(said))}</p>"

    def heading(self, level: int, number: str = "") -> str:
        text = f"{number} {self.rng.choice(_TITLES.split(','))} {self.name()}".strip()
        self.truth.headings.append(text)
        return f"<h{level}>{text}</h{level}>"

    def items(self, tag: str) -> str:
        made = []
        for _ in range(self.rng.randint(3, 5)):
            said = self.sentence(4, 16)
            self.truth.pieces.append([said])
            inner = ""
            if self.rng.random() < 0.2:
                nested = [self.sentence(4, 10) for _ in range(2)]
                self.truth.pieces += [[n] for n in nested]
                inner = "<ul>" + "".join(f"<li>{n}</li>" for n in nested) + "</ul>"
            made.append(f"<li>{said}{inner}</li>")
        return f"<{tag}>{''.join(made)}</{tag}>"

    def aside(self) -> str:
        said = self.sentence(8, 14)
        self.truth.asides.append(said)
        return f"<aside>{said}</aside>"

    def key_figures(self) -> str:
        boxes = []
        for _ in range(3):
            figure, label = f"{self.rng.randint(10, 99)}%", f"{self.name()} seen on time"
            self.truth.other += [figure, label]
            boxes.append(f"<div><b>{figure}</b><br>{label}</div>")
        return f'<div class="keys">{"".join(boxes)}</div>'

    def table(self, style: str, merged: bool = False, long: bool = False, wide: bool = False) -> str:
        """One of figures by year, with or without two-storied headers."""
        rng, rows = self.rng, self.rng.randint(45, 60) if long else self.rng.randint(4, 8)
        columns = 10 if wide else rng.randint(3, 5)
        years = [f"{2010 + n}/{11 + n}" for n in range(columns)]
        first = "Measure"
        self.truth.other += [first]
        if merged:
            groups = [("Locality " + self.name(), ("Number", "Percent")) for _ in range(2)]
            paths = [(group, sub) for group, subs in groups for sub in subs]
            top = "".join(f'<th colspan="2">{group}</th>' for group, _ in groups)
            bottom = "".join(f"<th>{sub}</th>" for _, sub in paths)
            head = f'<tr><th rowspan="2">{first}</th>{top}</tr><tr>{bottom}</tr>'
            self.truth.other += [g for g, _ in groups] + [sub for _, sub in paths]
        else:
            paths = [(year,) for year in years]
            head = f"<tr><th>{first}</th>" + "".join(f"<th>{y}</th>" for y in years) + "</tr>"
            self.truth.other += years
        body = []
        with_words = rng.random() < 0.35 and not wide and not merged
        if with_words:
            paths.append(("Comment",))
            head = head.replace("</tr>", "<th>Comment</th></tr>")
            self.truth.other.append("Comment")
        for n in range(rows):
            label = f"{rng.choice(_MEASURES.split(','))} {self.name()}"
            if rng.random() < 0.25 and not wide:
                label += " " + " ".join(rng.choice(_WORDS) for _ in range(6))
            values = []
            for path in paths:
                value = rng.choice((f"{rng.randint(1, 999)}", f"{rng.random() * 100:.1f}%", f"{rng.randint(1, 9)},204"))
                if path == ("Comment",):
                    value = " ".join(rng.choice(_WORDS) for _ in range(rng.randint(2, 9))).capitalize()
                values.append(value)
                self.truth.cells.append((style, path, label, value))
            self.truth.other += [label, *values]
            body.append(
                f"<tr><td>{label}</td>"
                + "".join(
                    f"<td{'' if p == ('Comment',) else ' class=n'}>{v}</td>" for p, v in zip(paths, values, strict=True)
                )
                + "</tr>"
            )
        caption = f"Table: {self.name()} by year"
        self.truth.other.append(caption)
        kind = f"{style} wide" if wide else style
        return f'<p class="cap">{caption}</p><table class="{kind}"><thead>{head}</thead><tbody>{"".join(body)}</tbody></table>'

    def body(self) -> str:
        rng, have = self.rng, self.features
        parts = [self.heading(1)]
        for number in range(1, rng.randint(4, 6)):
            numbered = "numbered" in have
            parts.append(self.heading(2, f"{number}." if numbered else ""))
            if "keys" in have and number == 1:
                parts.append(self.key_figures())
            if "columns" in have:
                parts.append('<div class="cols">')
            for part in range(1, rng.randint(3, 5)):
                parts.append(self.paragraph(f"{number}.{part}" if numbered else ""))
            parts.append(self.heading(3))
            parts.append(self.paragraph())
            parts.append(self.items(rng.choice(("ul", "ul", "ol"))))
            if "aside" in have and rng.random() < 0.6:
                parts.append(self.aside())
            parts.append(self.paragraph())
            if "columns" in have:
                parts.append("</div>")
            if "tables" in have:
                for _ in range(rng.randint(1, 2)):
                    parts.append(self.table(rng.choice(_STYLES), merged=rng.random() < 0.3))
                    parts.append(self.paragraph())
            if "notes" in have:
                parts.append(f'<p class="note">{number} {self._note()}</p>')
        if "long" in have:
            parts.append(self.table(rng.choice(_STYLES), long=True))
            parts.append(self.paragraph())
        if "wide" in have:
            parts.append(self.table(rng.choice(_STYLES), wide=True))
        return "\n".join(parts)

    def _note(self) -> str:
        said = self.sentence(6, 12)
        self.truth.asides.append(said)
        return said

    def html(self) -> str:
        rng, have = self.rng, self.features
        body = self.body()
        serif = rng.random() < 0.5
        colour = rng.choice(("#000", "#1d4f91", "#7a1f5c"))
        size = rng.choice((9, 10, 11, 12))
        thick = rng.random() < 0.8
        margin = '@bottom-center { content: "Page " counter(page) " of " counter(pages); font-size: 8pt } '
        margin += '@top-left { content: "Anytown Council annual report"; font-size: 8pt }'
        css = f"""
@page {{ size: A4{" landscape" if "wide" in have else ""}; margin: {rng.choice((18, 22, 25))}mm; {margin if "margins" in have else ""} }}
body {{ font: {size}pt/{rng.choice((1.15, 1.3, 1.5))} "DejaVu {"Serif" if serif else "Sans"}"; margin: 0;
  {"text-align: justify; hyphens: auto;" if "justify" in have else ""} }}
h1, h2, h3 {{ color: {colour}; font-weight: {"bold" if thick else "normal"}; text-align: left; hyphens: manual; break-after: avoid }}
h1 {{ font-size: 24pt }} h2 {{ font-size: {size + 5}pt }} h3 {{ font-size: {size + (1 if thick else 3)}pt }}
.cols {{ columns: {rng.choice((2, 2, 3)) if size < 11 else 2}; column-gap: {rng.choice((6, 8, 10))}mm }}
aside {{ {rng.choice(("border: 1px solid #888; background: #eef; padding: 6pt", "border-left: 4px solid #a33; padding-left: 8pt; font-size: 120%; color: #a33"))}; margin: 8pt 0 }}
.keys {{ display: flex; gap: 12pt }} .keys div {{ flex: 1; background: #dde; padding: 8pt; text-align: center }} .keys b {{ font-size: 22pt }}
table {{ border-collapse: collapse; width: {rng.choice(("100%", "100%", "85%", "auto"))}; font-size: {size - 1}pt; margin: 6pt 0; hyphens: manual; text-align: left }}
td, th {{ padding: {rng.choice((2, 3, 4))}pt {rng.choice((4, 6))}pt; vertical-align: {rng.choice(("top", "middle"))} }}
td.n {{ text-align: {rng.choice(("right", "right", "center", "left"))} }} tr {{ break-inside: avoid }}
.grid td, .grid th {{ border: 1px solid #444 }} .lines tr {{ border-bottom: 1px solid #999 }}
.shaded th {{ background: {colour if colour != "#000" else "#ccc"}; color: {"#fff" if colour != "#000" else "#000"} }}
.zebra tbody tr:nth-child(odd) {{ background: #eee }}
.cap {{ font-style: italic }} .note {{ font-size: 7pt; border-top: 1px solid #000 }}
.head, .foot {{ position: fixed; left: 0; right: 0; font-size: 8pt }} .head {{ top: -10mm }} .foot {{ bottom: -10mm }}
"""
        fixed = '<div class="head">Anytown Council annual report</div><div class="foot">www.anytown.example</div>'
        return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A report</title><style>{css}</style></head><body>{fixed if "fixed" in have else ""}{body}</body></html>'


def print_pdfs(makers: list[Maker], folder: Path) -> list[Path]:
    """Each document printed by Chromium, one after another."""
    made = []
    for maker in makers:
        source, pdf = folder / f"{maker.seed}.html", folder / f"{maker.seed}.pdf"
        source.write_text(maker.html(), "utf-8")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            command = [str(CHROMIUM), *_ARGUMENTS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}"]
            subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=60)
        made.append(pdf)
    return made
