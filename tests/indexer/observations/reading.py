"""Short ways to observations for the tests."""

from indexer.observations.reader import read_observations
from indexer.passages import make_passages
from indexer.structure import read_blocks
from indexer.types import Document, Observation, SourceText


def observe(text: str, *, place: str | None = "Westshire", period: str | None = "2016/17") -> tuple[Observation, ...]:
    """What is read from a plain text, as a report of this place and time."""
    document = Document(
        id="d", source="d.txt", title="A report", format="txt", sha256="0", place=place, period=period,
        from_year=2016 if period else None, to_year=2017 if period else None,
    )  # fmt: skip
    blocks = read_blocks(SourceText(text=text))
    return read_observations(document, text, blocks, make_passages(document, text, blocks))


def told(text: str, **about: str | None) -> list[tuple[str, float, str | None, str | None, str | None, str | None]]:
    """Of each observation: figure, value, unit, place, comparator, period (None where the report's stands for it)."""
    return [
        (o.text, o.value, o.unit, o.place, o.comparator, None if o.period_inferred else o.period)
        for o in observe(text, **about)
    ]


def figures(text: str) -> list[str]:
    """The figures that are observed, as printed."""
    return [o.text for o in observe(text)]


def measures(text: str) -> list[str]:
    """The measures of the figures that are observed."""
    return [o.measure for o in observe(text)]
