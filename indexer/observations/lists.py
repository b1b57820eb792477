"""The word lists of `indexer/data`, read once."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indexer.types import Comparator

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Lists:
    """`figures.toml`, ready for matching."""

    numbered: str
    number_names: str
    uncounted: frozenset[str]
    counted: frozenset[str]
    quantities: re.Pattern[str]
    not_measured: re.Pattern[str]
    place_columns: frozenset[str]
    empty_columns: frozenset[str]
    comparators: tuple[tuple[re.Pattern[str], Comparator], ...]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The lists of the file that comes with the program."""
    with (DATA / "figures.toml").open("rb") as file:
        content = tomllib.load(file)
    names: dict[str, Comparator] = {
        form: kind for kind, forms in content["comparators"].items() for form in sorted(forms, key=len, reverse=True)
    }
    ordered = sorted(names, key=len, reverse=True)
    return Lists(
        numbered="|".join(alternatives(content["numbered"])),
        number_names="|".join(alternatives(content["number_names"])),
        uncounted=frozenset(content["uncounted"]),
        counted=frozenset(content["counted"]),
        quantities=re.compile(rf"\b(?:{'|'.join(alternatives(content['quantities']))})\b", re.IGNORECASE),
        not_measured=re.compile(rf"(?:{'|'.join(alternatives(content['not_measured']))})", re.IGNORECASE),
        place_columns=frozenset(content["column_names"]["place"]),
        empty_columns=frozenset(content["column_names"]["empty"]),
        comparators=tuple((_form(form), names[form]) for form in ordered),
    )


def alternatives(forms: list[str]) -> list[str]:
    """The forms for a pattern, the longest first, any white space between their words."""
    return [r"\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True)]


def _form(form: str) -> re.Pattern[str]:
    """An acronym in its own case only, other words in any."""
    acronym = any(letter.isupper() for letter in form[1:])
    words = r"\s+".join(map(re.escape, form.split()))
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", 0 if acronym and " " not in form else re.IGNORECASE)
