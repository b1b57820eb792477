"""Whether a sentence that a language model wrote is borne out by what it cites; each check gives a reason if not."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from indexer import Encoder
from service.llm.alignment import figures_aligned
from service.llm.claims import untrue
from service.llm.figures import Figure, figures, periods, same, without_figures, years
from service.llm.pieces import Piece
from service.llm.sentences import Sentence
from service.question import Question
from service.words import STOPWORDS, content_words, stem, words

# The shares of a sentence's content words that must stand in its quotes: of all of them (there the frame counts too),
# and of its news, the words that neither the question nor the report's title, place and period has. The last is the
# cosine that it must have with one of the quotes. Read off the reference answers of the development set, which are in
# other words than the reports': of 193 of their sentences with the right evidence the checks keep 79, of 386
# with well-ranked wrong evidence one; without the share of news 97 and 6 (tests/service/llm/test_thresholds.py).
WORDS_SUPPORT = 0.5
NEWS_SUPPORT = 0.6
VECTOR_SUPPORT = 0.3
# A sentence of an answer; what is longer is a copied passage or none at all.
MAX_WORDS = 60

# An address, mark-up or code is nothing that a report's sentence needs.
_FOREIGN = re.compile(r"https?:|www\.|\S@\S+\.\w|\]\(|<[a-z/!|]|[{}<>]{2}|\[|\]", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w'’])[A-Z][\w'’&-]*")
_VERBATIM = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_WITH_DIGIT = re.compile(r"[\w.]*\d[\w.]*")
_PERCENT_HEAD = re.compile(r"%|\bper ?cent|\bpercentage|\bproportion|\brate\b|\bshare\b", re.IGNORECASE)
_MONEY_HEAD = re.compile(r"[£$€]")


@dataclass(frozen=True, slots=True)
class _Cited:
    """What a sentence may draw on: the quotes, and their frame."""

    pieces: tuple[Piece, ...]
    quoted: str
    frame: str


class Checker:
    """Checks the sentences that answer a question against numbered pieces. `places` are those of the whole shelf."""

    def __init__(self, pieces: Sequence[Piece], encoder: Encoder, question: Question, places: Sequence[str]) -> None:
        self._pieces = {piece.number: piece for piece in pieces}
        self._asked = frozenset(stem(word) for word in words(question.standalone))
        self._is_yesno = question.kind == "yesno"
        self._encoder = encoder
        self._places = tuple(place for place in places if place)

    def fault(self, sentence: Sentence) -> str | None:
        """Why a sentence is not supported, in a word; None where it is."""
        if not sentence.marks:
            return "no mark"
        if not all(mark in self._pieces for mark in sentence.marks):
            return "mark to nowhere"
        if _FOREIGN.search(sentence.text):
            return "foreign"
        if len(sentence.text.split()) > MAX_WORDS:
            return "length"
        pieces = tuple(self._pieces[mark] for mark in sentence.marks)
        cited = _Cited(pieces, " … ".join(p.said for p in pieces), " … ".join(p.frame for p in pieces))
        return self._fault(sentence.text, cited)

    def _fault(self, text: str, cited: _Cited) -> str | None:
        if not _figures_stand(text, cited):
            return "number"
        if not _years_stand(text, cited):
            return "year"
        if not figures_aligned(text, cited.pieces, self._places):
            return "alignment"
        if not self._names_stand(text, cited):
            return "name"
        if not _verbatim_stands(text, cited):
            return "verbatim"
        if not self._words_stand(text, cited):
            return "words"
        tables = all(piece.cells for piece in cited.pieces)
        claim = untrue(text, [f"{p.lead} {p.shown}" for p in cited.pieces], figures_tell=tables)
        if claim is not None:
            return claim
        return None if vector_support(text, cited.pieces, self._encoder) >= VECTOR_SUPPORT else "vector"

    def _words_stand(self, text: str, cited: _Cited) -> bool:
        news = news_support(text, self._asked, cited.pieces)
        # What only says yes to the question adds no word by which it could be told wrong: all of it must stand there.
        if self._is_yesno or (news is None and not figures(text) and not periods(text)):
            there = _quoted_stems(cited.pieces) | {stem(word) for word in words(cited.frame)}
            if any(word in self._asked and word not in there for word in _content(text)):
                return False
        return words_support(text, cited.pieces) >= WORDS_SUPPORT and (news is None or news >= NEWS_SUPPORT)

    def _names_stand(self, text: str, cited: _Cited) -> bool:
        there = set(words(f"{cited.quoted} {cited.frame}"))
        stems = {stem(word) for word in there}
        for match in _NAME.finditer(text):
            is_first = not text[: match.start()].strip('“"‘( ')
            # The first word has its capital anyway: it may be an everyday word, or one of the question.
            free = (STOPWORDS | self._asked) if is_first and not match.group()[1:2].isupper() else frozenset()
            unknown = [word for word in words(match.group()) if word not in there and stem(word) not in stems]
            if any(word not in free and stem(word) not in free for word in unknown):
                return False
        around = f" {' '.join(words(f'{cited.quoted} {cited.frame}'))} "
        said = f" {' '.join(words(text))} "
        named = (f" {' '.join(words(place))} " for place in self._places)
        return all(name in around for name in named if name in said)


def news_support(text: str, asked: Set[str], pieces: Sequence[Piece]) -> float | None:
    """The share of the content words that tell something new which stand in the quotes; None where none does.

    `asked` are the stems of the question.
    """
    known = asked | {stem(word) for piece in pieces for part in piece.about for word in words(part)}
    news = [word for word in _content(text) if word not in known]
    there = _quoted_stems(pieces) | {
        stem(word) for piece in pieces for cell in piece.cells for word in words(f"{piece.label} {cell.header}")
    }
    return sum(word in there for word in news) / len(news) if news else None


def words_support(text: str, pieces: Sequence[Piece]) -> float:
    """The share of a sentence's content words that stand, by their stems, in the quotes or their frame.

    None of its words in the quotes themselves, or in a table's caption, is no support at all. 1 for a sentence
    without content words.
    """
    content = _content(text)
    quoted = _quoted_stems(pieces)
    if not content:
        return 1.0
    if quoted.isdisjoint(content):
        return 0.0
    there = quoted | {stem(word) for piece in pieces for word in words(piece.frame)}
    return sum(word in there for word in content) / len(content)


def _content(text: str) -> list[str]:
    return [stem(word) for word in content_words(text) if not word[0].isdigit()]


def _quoted_stems(pieces: Sequence[Piece]) -> set[str]:
    return {stem(word) for piece in pieces for word in words(f"{piece.lead} {piece.said} {piece.shown}")}


def vector_support(text: str, pieces: Sequence[Piece], encoder: Encoder) -> float:
    """The best cosine of a sentence with one of the pieces, each with its frame as the index has it."""
    vector = encoder.encode_query(text)
    return max(float(vector @ encoder.encode_query(_embedded(piece))) for piece in pieces)


def _embedded(piece: Piece) -> str:
    return " ".join((*piece.section[-1:], piece.lead, piece.shown))


def _figures_stand(text: str, cited: _Cited) -> bool:
    """Every figure stands in a quote by its value; the day of a date may stand in the frame, as a year may.

    Percent and money must be so there, or be said to be in the frame. Names with digits ("Q1") stand as they are.
    """
    quoted = figures(cited.quoted)
    dated = [figure for figure in figures(cited.frame) if figure.is_date]
    heads = (bool(_PERCENT_HEAD.search(cited.frame)), bool(_MONEY_HEAD.search(cited.frame)))
    named = {match.group().strip(".").lower() for match in _WITH_DIGIT.finditer(f"{cited.quoted} {cited.frame}")}
    rest = _WITH_DIGIT.finditer(without_figures(text))
    return all(match.group().strip(".").lower() in named for match in rest) and all(
        _stands(figure, quoted, dated, *heads) for figure in figures(text) if not figure.is_one
    )


def _stands(
    figure: Figure, quoted: Sequence[Figure], dated: Sequence[Figure], heads_percent: bool, heads_money: bool
) -> bool:
    if figure.is_date and any(same(figure.value, other.value) for other in dated):
        return True
    return any(
        (other.is_percent or heads_percent or not figure.is_percent)
        and (other.is_money or heads_money or not figure.is_money)
        for other in quoted
        if same(figure.value, other.value)
    )


def _years_stand(text: str, cited: _Cited) -> bool:
    """Every year stands in a quote or its row's headers; in the frame it may where those name no year at all.

    A span ("2018/19") may always stand in the frame: it tells the period of a report.
    """
    heads = " … ".join(f"{piece.label} … {cell.header}" for piece in cited.pieces for cell in piece.cells)
    stated = years(f"{cited.quoted} … {heads}")
    framed = [period.years for period in periods(cited.frame)]
    for period in periods(text):
        may_be_framed = not stated or len(period.years) > 1
        if not period.years <= stated and not (may_be_framed and any(period.years <= other for other in framed)):
            return False
    return True


def _verbatim_stands(text: str, cited: _Cited) -> bool:
    there = f" {' '.join(words(cited.quoted))} … {' '.join(words(cited.frame))} "
    parts = (match[1] or match[2] for match in _VERBATIM.finditer(text))
    return all(f" {' '.join(words(part))} " in there for part in parts)
