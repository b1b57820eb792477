"""Bare numbers: whether they count things, told from the noun behind them or the quantity before them."""

import re

from indexer.observations.clauses import APPROXIMATELY, strip_approximation
from indexer.observations.context import Setting
from indexer.observations.lists import lists
from indexer.observations.wording import content_words

_LONGEST_PHRASE = 6
_OPENS = re.compile(
    r"(?:^|[.;:,]\s|\b(?:there\s(?:are|were|have\sbeen)|total\sof|and|of\swhom|in\swhich|included?)\s)"
    rf"{APPROXIMATELY}$|^\W*$",
    re.IGNORECASE,
)

_IRREGULAR = frozenset(
    "children people men women staff pupils families personnel police offspring fte ftes households".split()
)

_NO_PLURAL = frozenset(
    "was has does its this his across less process progress access always perhaps towards whilst besides news".split()
)

_NO_NOUN = frozenset(
    """of in on at by for to from with and or as is are was were be been being have has had do did will would can
    could that which who whom whose where when while but than if so per the a an this these those it they we he
    she there compared against within during between over under above below into out up down not no nor each
    both either because since until about around after before through across""".split()
)

_VALUE_OF = re.compile(
    r"\b(?:is|are|was|were|at|to|from|of|with|reached|totalled|averaged|stood)\s*$|[(:–-]\s*$", re.IGNORECASE
)

_GOES_ON = re.compile(
    r"\s?(?:in|at|by|as|for|to|and|on|during|compared|from|which|per|last|this|but|across|a|the|over|since"
    r"|between|were|was"
    r"|while|up|down|young)\b"
)


def counts_something(words: str, setting: Setting) -> bool:
    """Whether a bare number stands before things that are counted, or after a quantity that it is the value of."""
    figure, after = setting.figure, words[setting.figure.end :]
    if figure.value == 1:
        return False  # most often one of something, not a count
    head = counted_noun(after)
    if figure.worded:
        return head is not None and head in lists().counted and _worded_opens(words[: figure.start])
    if head is not None:
        return not _uncounted(head)
    share = re.match(r"\s?\(\s?\d[\d.]*\s?%[^)]*\)", after)
    if share is not None:
        rest = after[share.end() :]
        return counted_noun(rest) is not None or re.match(r"\s?of\b", rest) is not None
    return _is_value(strip_approximation(words[: figure.start]), after, setting.held_against)


def _is_value(left: str, after: str, held_against: bool) -> bool:
    """Whether a number without a noun is the value of what the words before it name."""
    if re.match(r"\s?of\s(?:the|these|those|our|all|which|whom|them)\b", after):
        return True
    of_these = re.search(r"\bof\s(?:which|whom|these|those)\W*$", left) is not None
    if of_these and re.match(r"\s?(?:had|have|were|are|was|is|[a-z]{3,}ed)\b", after):
        return True
    is_it = re.search(r"\b(?:is|was|were|are|stood\sat|totalled)\s*$", left) is not None
    if is_it and re.match(r"\s?(?:[.,;)](?!\d)|$|which\b|compared\b|in\s\d{4})", after):
        return content_words(left) >= 2
    if left.rstrip().endswith("(") and not held_against:
        return False
    if _VALUE_OF.search(left) is None or (re.match(r"\s?[a-z]", after) and not _GOES_ON.match(after)):
        return False
    return lists().quantities.search(left) is not None or held_against


def counted_noun(after: str) -> str | None:
    """The head, in lower case, of the plural noun phrase that follows a number; None where none follows."""
    if re.match(r"\s(?:further\s)?other\b", after):
        return None
    head, previous, end = None, "", 0
    for number, match in enumerate(re.finditer(r"\s(?:[‘'\"“])?([A-Za-z][\w'’/&-]*|&)", after)):
        if number > _LONGEST_PHRASE or match.start() != end:
            break
        end, low = match.end(), match.group(1).lower()
        if low in ("and", "&") and head is not None and number < 4:
            continue
        if low in _NO_NOUN and not (low == "after" and previous.endswith("ed")):
            break
        previous = low
        if is_plural(low):
            head = low
            if re.match(r"[,.;:)]", after[end:]) or low in ("children", "people"):
                break
    return head


def is_bare(measure: str) -> bool:
    """Whether a measure has only nouns such as "children and young people", without which of them are meant."""
    named = [word for word in re.findall(r"[^\W\d_]+", measure.lower()) if word not in ("and", "or", "young", "other")]
    return all(word in lists().counted for word in named)


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    if word in _IRREGULAR:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s", "ous"))
        and word not in _NO_PLURAL
    )


def _uncounted(head: str) -> bool:
    forms = {head, head.removesuffix("s"), head.removesuffix("es"), re.sub(r"ies$", "y", head)}
    return bool(forms & lists().uncounted)


def _worded_opens(left: str) -> bool:
    """Whether a number in words stands where a statement begins, not in the middle of one."""
    return _OPENS.search(left) is not None
