"""What the tests of building share: three small reports, and a build with the fake encoder."""

from pathlib import Path

from indexer import BuildReport, ReadLimits, SilentProgress, Store, build_index
from tests.fakes import FakeEncoder

HOMES = "# Homes in Oakford 2016\n\nChildren's homes were inspected. Placements broke down twice.\n"
ROADS = "Roads in Millbrook 2017\n\nRoads were mended in spring. The café by the road was closed.\n"
PARKS = "<html><body><h1>Parks</h1><p>Parks were opened in Oakford.</p></body></html>"


class Listening(SilentProgress):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.totals: list[tuple[str, int, str]] = []

    def start(self, total: int, label: str, unit: str = "") -> None:
        self.totals.append((label, total, unit))

    def message(self, text: str) -> None:
        self.messages.append(text)


def build(
    corpus: Path,
    index: Path,
    encoder: FakeEncoder | None = None,
    progress: SilentProgress | None = None,
    limits: ReadLimits | None = None,
) -> BuildReport:
    encoder = encoder or FakeEncoder()
    return build_index(corpus, index, lambda: encoder, encoder.identity, progress, limits or ReadLimits())


def statuses(report: BuildReport) -> dict[str, str]:
    return {outcome.source: outcome.status for outcome in report.files}


def sources(index: Path) -> list[str]:
    return [document.source for document in Store.open(index).documents()]


def forbidden_encoder() -> FakeEncoder:
    raise AssertionError("the encoder was loaded")
