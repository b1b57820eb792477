"""Numbers in a sentence that are no figures: dates, ages, names, thresholds, spells of time, pointers."""

import re
from functools import lru_cache

from indexer.observations.figures import DURATION, NUMBER, WORDED
from indexer.observations.lists import lists
from indexer.observations.times import PERIOD

_N = r"\d{1,3}(?:[.,]\d+)?"
_WORD_N = WORDED.pattern.replace("?P<tens>", "?:").replace("?P<ones>", "?:").replace("?P<small>", "?:")
_ANY = rf"(?:{NUMBER}|{_WORD_N})"
_DASH = r"\s?(?:-|–|—|/|&|\bto\b|\band\b)\s?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_APPROXIMATELY = r"(?:about|around|over|nearly|almost|approximately|approx\.?|some|than|c\.)\s"

_MASKS = (
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b",
    rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b",
    r"\b\d{1,2}[:.]\d\d\s?(?:am|pm)\b|\b\d{1,2}\s?(?:am|pm|noon|midnight)\b|\b\d{1,2}:\d\d\b",
    r"\S*(?:://|www\.|@)\S*|\b0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b|\b\d{5,}[- ]\d{4,}\b",
    # Ages.
    rf"\b(?:aged?|ages)\s(?:of\s|between\s|from\s|under\s|over\s|up\sto\s)*{_N}(?:{_DASH}{_N})?",
    rf"\b(?:age|ages)\s\d+{_DASH}\d+",
    rf"\b{_ANY}(?:{_DASH}{_ANY})?[- ](?:plus\s)?(?:years?|yrs?|months?|weeks?)[- ]?(?:olds?\b|of\sage"
    rf"|and\s(?:over|under|above))",
    r"\b(?:under|over|below|above)[- ]?\d{1,2}['’]?s\b|\b(?:under|post|pre|rising)[- ]?\d{1,2}\b(?!\s?%|,\d"
    r"|\.\d|\s(?:cases|children|people)\b)",
    r"\brang(?:e|es|ed|ing)\b[^.;,]*",
    rf"\b(?:under|over|below|above|younger than|older than|less than)\s{_N}\syears\b",
    r"\b\d{1,2}\s?\+|\b\d{1,2}\splus\b|\b\d{1,2}s\b",
    r"\b(?:pupils|children|people|olds|adults|learners|aged)\s\d{1,2}\s?[-–]\s?\d{1,2}\b",
    # Ranges, fractions, ratios.
    rf"(?<![\w.,])[£$€]?{NUMBER}\s?%?\s?[-–—/]\s?[£$€]?{NUMBER}(?!\w)\s?%?",
    rf"\bbetween\s(?:around\s|about\s)?[£$€]?{NUMBER}\s?%?\sand\s[£$€]?{NUMBER}\s?%?",
    rf"(?<![\w.,]){NUMBER}\s?%?\sto\s{NUMBER}\s?%?(?=\s(?:years?|days?|weeks?|months?|minutes?|hours?)\b)",
    rf"\b(?:one|{_ANY})\s(?:in|out\sof)\s(?:every\s)?(?:{_WORD_N}|\d{{1,2}})\b(?!\s?%|[,.]\d|\s{_MONTH})",
    r"(?<!from\s)\b\d{1,2}\sto\s\d{1,2}\b(?!\s?%|[,.]\d)",
    r"\b\d+:\d+\b",
    # Thresholds: who is counted, not how many.
    rf"\b{_ANY}\s?%?\s(?:\w+\s)?or\s(?:more|fewer|less|over|older|above|below|under|younger|better|greater"
    rf"|worse|higher|lower)\b",
    rf"\b{_ANY}\splaces\b(?=\s(?:from|up|down|since|higher|lower|above|below|on))",
    rf"\b(?:at\sleast|a\sminimum\sof|minimum\sof|a\smaximum\sof|maximum\sof|no\smore\sthan"
    rf"|in\sexcess\sof)\s{_ANY}\b(?!\s?%)",
    rf"\b{_ANY}\+?\s(?:good\s)?(?:GCSEs?|A\s?\*?\s?(?:to|[-–])\s?[A-G]\b|grades?\b|passes\b|A[- ]levels?\b)",
    rf"\b(?:more|less|fewer|over|under|greater)\s(?:than\s)?{_N}\s(?:miles?|km|kilometres?|metres?|sites?|times)\b",
    rf"\b{_ANY}[- ](?:point|star|page|bed(?:room)?|storey|phase|part|stage|tier|step|way|term|fold|form|hour"
    rf"|day|week|month|year)\b",
    rf"\b{_ANY}\s(?:times|points?\sscale|stars?)\b",
    rf"\b(?:most|least|top|bottom|highest|lowest|poorest)\s(?:\w+\s)?{_ANY}\s?%?",
    rf"\bup\sto\s(?:a\smaximum\sof\s)?{_ANY}\b(?!\s?%|[.,]\d)",
    r"§+\s?[\d.]+|\b(?:[A-Z]\.){1,4}\s?(?:§\s?)?\d[\d.]*\b|\b(?:title|rule)\s\d+\b",
    rf"\bone\sof\s(?:only\s|just\s|the\s)*{_ANY}\b",
    # Rules.
    rf"\b(?:must|shall|should|required\sto|requires?)\b[^.;]*?\b{_ANY}\b",
    # Names in which a number is a word.
    r"(?<=[a-z,] )(?:[A-Z][a-z]+|[A-Z]{2,})\s\d{1,2}(?:\.\d)?\b(?!\s?%|,\d|\s[a-z]+(?:s|ren|ple)\b)",
    r"^\W*(?:\(?\d{1,2}(?:\.\d{1,3})*[.)]|\d{1,2}(?:\.\d{1,3})+)\s",
    r"[\"“‘']\d[\d.,]*\s?%?",
    r"\((?:\d{1,2}|[a-z])\)(?=\s|$)",
    r"^\W*\d{1,2}\s(?:[A-Z][\w’'-]*\s?){1,6}:",
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = rf"\b(?:{lists().numbered})\.?\s?\(?{_N}[a-z]?\)?"
    more = rf"(?:(?:,\s?|\sand\s|\sto\s|\sor\s|\s?&\s?|\s?[-–]\s?){_N}\b)*"
    numbered = name + more + r"(?!\s?%|\d|[.,]\d)"
    names = rf"\b(?:{lists().number_names})\b"
    forms = [re.compile(pattern, re.IGNORECASE) for pattern in (*_MASKS[:-5], numbered, names)]
    return (*forms, *(re.compile(pattern) for pattern in _MASKS[-5:]))


# "21 of the 33 schools": the first is the figure. "Each of the three subjects": none is.
_OUT_OF = re.compile(
    rf"{_ANY}\s(?:out\s)?of\s(?:the\s|our\s|its\s|these\s|all\s)?(?P<second>{_ANY})\b(?!\s?%)", re.IGNORECASE
)
_DEFINITE = re.compile(
    rf"\b(?:of|in|across|all|from|by|for|these|those|both|within|to|on|under|between|our|my|their"
    rf"|its)\s(?:the\s|these\s|those\s|our\s)(?P<number>\d{{1,2}}|{_WORD_N})\b(?!\s?%|[,.]\d)",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    rf"(?:\b(?:last|past|next|previous|first|every|each|within|after|over|for|in|during|the|than|under|another"
    rf"|these|those|following"
    rf"|preceding|required|up\sto|of)\s(?:the\s|a\s|an\s)?(?:last\s|past\s|next\s|first\s|required\s"
    rf"|statutory\s|least\s)*)?{_ANY}(?:{_DASH}{_ANY})?[- ]"
    rf"{DURATION}\b",
    re.IGNORECASE,
)
_MEASURED_TIME = re.compile(
    r"(?:\baverag\w+|\bmean|\bmedian|\btarget|\bthreshold|\btook|\btakes|\btaking|\bwait\w*|\btimescales?"
    r"|\bduration|\blength"
    r"|\btime\staken|\bnumber\sof\s(?:\w+\s)?(?:days|weeks|months|hours))\b",
    re.IGNORECASE,
)
_BEFORE_TIME = re.compile(
    r"(?:\b(?:at|is|was|were|are|of|to|from|took|takes|averag\w+|for|by|waited|waiting|spent)|[(:,–-])"
    r"\s*(?:(?:an?\s)?average(?:\sof)?\s|around\s|about\s|just\s|over\s|under\s|approximately\s|nearly\s"
    r"|almost\s|on\saverage\s)*$",
    re.IGNORECASE,
)


def masked(words: str) -> list[tuple[int, int]]:
    """Where numbers stand in a sentence that are no figures."""
    spans = [match.span() for pattern in _patterns() for match in pattern.finditer(words)]
    for match in PERIOD.finditer(words):
        # "around 2000 people" is no year.
        year_alone = match.group().isdigit()
        if year_alone and re.search(rf"{_APPROXIMATELY}$", words[: match.start()], re.IGNORECASE):
            continue
        spans.append(match.span())
    spans += [match.span("second") for match in _OUT_OF.finditer(words)]
    spans += [match.span("number") for match in _DEFINITE.finditer(words)]
    for match in _TIME_BEFORE.finditer(words):
        number = re.search(rf"{_ANY}(?:{_DASH}{_ANY})?[- ]{DURATION}$", match.group(), re.IGNORECASE)
        start = match.start() + (number.start() if number is not None else 0)
        if not (_MEASURED_TIME.search(words[:start]) and _BEFORE_TIME.search(words[:start])):
            spans.append((start, match.end()))
    return sorted(spans)
