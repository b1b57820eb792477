"""What a conversion gives: the documents as files, and the questions as records of our folder form."""

import re
from collections.abc import Container
from dataclasses import dataclass

from eval.questions.sets import Record

LONGEST = 80  # characters of a file's name, far below what file systems allow


@dataclass(frozen=True, slots=True)
class Converted:
    """A public set in our form. `whole`: every document is searched, whichever questions are asked."""

    form: str
    docs: dict[str, str]
    records: list[Record]
    whole: bool = False

    def first(self, limit: int | None) -> "Converted":
        """The first questions, with the documents that they are asked of."""
        records = self.records[:limit]
        needed = {record["meta"]["doc"] for record in records}
        return Converted(self.form, {name: text for name, text in self.docs.items() if name in needed}, records)


def file_name(title: str, suffix: str, taken: Container[str]) -> str:
    """A file's name that tells of the title, and that none of the others has, whatever its case."""
    stem = re.sub(r"[^\w-]+", "_", title).strip("_")[:LONGEST] or "document"
    name, number = f"{stem}{suffix}", 2
    while name.casefold() in taken:
        name, number = f"{stem}_{number}{suffix}", number + 1
    return name


def named_files(titles: list[str], suffix: str) -> list[str]:
    """A file's name for each title."""
    taken: set[str] = set()
    names = []
    for title in titles:
        names.append(file_name(title, suffix, taken))
        taken.add(names[-1].casefold())
    return names
