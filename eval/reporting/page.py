"""The frame of every page: nothing else is needed to show it, no address outside, no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

STYLE = Path(__file__).parent / "static" / "report.css"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. `body` is HTML; a section whose body is empty is left out."""

    identity: str
    title: str
    body: str


def page(title: str, subtitle: str, lead: str, sections: Sequence[Section]) -> str:
    """The whole page with a table of contents. `lead` is HTML, shown before the contents."""
    shown = [section for section in sections if section.body]
    contents = "".join(f'<li><a href="#{s.identity}">{escape(s.title)}</a></li>' for s in shown)
    body = "\n".join(f'<section id="{s.identity}"><h2>{escape(s.title)}</h2>{s.body}</section>' for s in shown)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f"<header><h1>{escape(title)}</h1><p class=quiet>{escape(subtitle)}</p></header>\n"
        f'{lead}<nav aria-label="Contents"><ul>{contents}</ul></nav>\n<main>{body}</main></body></html>\n'
    )
