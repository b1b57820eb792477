"""Words as one reads them, each character still knowing where it stands in the document."""

import re
from dataclasses import dataclass

from indexer.structure.lines import MARKUP

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class View:
    """Text without markup and line breaks; `places` holds, for each of its characters, the offset in the document."""

    words: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "View":
        """The view of text[start:end]."""
        characters: list[str] = []
        places: list[int] = []
        position = start
        for markup in (*MARKUP.finditer(text, start, end), None):
            stop = markup.start() if markup is not None else end
            for place in range(position, stop):
                space = text[place].isspace()
                if not space or (characters and characters[-1] != " "):
                    characters.append(" " if space else text[place])
                    places.append(place)
            if markup is not None:
                position = markup.end()
                if characters and characters[-1] != " ":
                    characters.append(" ")
                    places.append(markup.start())
        return cls("".join(characters), tuple(places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where words[start:end], which begins and ends with a character that is no space, stands in the document."""
        return self.places[start], self.places[end - 1] + 1


def tidy(words: str) -> str:
    """Words without doubled spaces and without punctuation at their edges."""
    words = _SPACE.sub(" ", re.sub(r"\(\s*[,;:]?\s*\)|\[\s*\]", " ", words))
    words = re.sub(r"\s+([,;:.)])", r"\1", words)
    words = words.strip(" ,;:.–—-*/|&")
    if words.count("(") != words.count(")"):
        words = words.strip(" ()") if "(" not in words.strip(" ()") or ")" not in words.strip(" ()") else words
        if words.count("(") > words.count(")"):
            cut = words.rfind("(")
            words = words[:cut] if cut > len(words) / 2 else words[:cut] + words[cut + 1 :]
        elif words.count(")") > words.count("("):
            words = words.replace(")", "", 1)
    return _SPACE.sub(" ", words).strip(" ,;:.–—-*/|&")
