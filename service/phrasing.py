"""Questions put into words from observations; none where the report's own wording does not make a natural one."""

import re

from indexer import Observation
from service.words import words

# A measure that is a phrase of its own: "number of children subject to plans".
_COUNT_OF = re.compile(r"^(?:the )?(?:total |overall )?numbers? of (?:the |our )?(?P<what>.+)$", re.IGNORECASE)
_SHARE_OF = re.compile(
    r"^(?:the )?(?:percentage|proportion|share|%) of (?:the |our |all )?(?P<what>.+)$", re.IGNORECASE
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|did|do|does)\b", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:of|for|in|at|on|with|without|within|from|to|by|per|under|over|aged|across|among|between|during|after|out|as)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"(?:^average\b.*|\b(?:rates?|levels?|percentage|proportion|share|figures?|timescales?|totals?|costs?|budget|spend"
    r"|expenditure|score|turnover|caseloads?|population|capacity))$",
    re.IGNORECASE,
)
# A word in "-ed" or "-ing" without an auxiliary: a sentence cut short, but for the few that stand before a noun.
_CLAUSE = re.compile(
    r"\b(?!looked\b|missing\b|housing\b|parenting\b|fostering\b|learning\b|funding\b|repeated\b)\w+(?:ed|ing)\b"
)
_BARE_VERB = re.compile(
    r"\b(?:\w{3,}s|people|children) (?:support|attend|receive|need|take|live|work|get|access|use|leave|enter)\b",
    re.IGNORECASE,
)
# A noun with the capital of a table's label.
_LABEL_NOUN = re.compile(r"[A-Z][a-z]{3,}(?<![suia])s")
# Signs of a label cut out of a table or list, and words that only its author may say or that lean on what is not here.
_RAW = re.compile(
    r"[,:;()\[\]|*/%£=–—\"“”?!&]| - |\bn/a\b|\b(?:we|us|i|it|they|this|these|those|that|which|who|where|same|both|below"
    r"|above|following|respectively|last|previous|current|total|increase|rise|fall|decrease|reduction)\b",
    re.IGNORECASE,
)
_OUR = re.compile(r"\b(?:our|the local authority['’]s) ", re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = re.compile(rf"^({'|'.join(month[:3] for month in _MONTHS)})[a-z]*\.? ((?:19|20)\d\d)$", re.IGNORECASE)
_SPAN = re.compile(r"^((?:19|20)\d\d)\s?[/–-]\s?(?:20)?(\d\d)$")
_LEAST_WORDS, _MOST_WORDS = 2, 12


def question_for(observation: Observation) -> str:
    """The question that an observation answers, in plain English; empty where none can be put naturally."""
    time, where = when(observation), _where(observation)
    asked = _asked(observation)
    return f"{asked}{where}{time}?" if asked and time else ""


def comparison_for(observation: Observation, other: str) -> str:
    """The question how an observation compares with "England" or its "statistical neighbours"; empty as above."""
    what, time = _noun(observation), when(observation)
    if not what or not time:
        return ""
    verb = "do" if _is_plural(what) else "does"
    return f"How {verb} {what}{_where(observation)} compare with {other}{time}?"


def trend_for(observation: Observation) -> str:
    """The question how an observation's measure has changed; empty as above."""
    what = _noun(observation)
    return f"How {'have' if _is_plural(what) else 'has'} {what}{_where(observation)} changed?" if what else ""


def _noun(observation: Observation) -> str:
    """The measure as the subject of a sentence: "the number of foster carers"; empty where it is none."""
    what = measure_of(observation)
    if not what or _VERB.search(what) or not _asked(observation):
        return ""
    count = _COUNT_OF.match(what)
    plain = count.group("what") if count else what
    if _is_counted(observation, plain):
        return f"the number of {plain}"
    return what if re.match(r"(?:the|a|an)\b", what) or _is_plural(what) else f"the {what}"


def measure_of(observation: Observation) -> str:
    """What is measured, as it can stand in a sentence; empty where it is but a table's label."""
    plain = " ".join(_OUR.sub("", observation.measure).split()).strip(" .")
    if not _LEAST_WORDS <= len(words(plain)) <= _MOST_WORDS or _RAW.search(plain) or not plain[0].isalpha():
        return ""
    first, *rest = plain.split(" ")
    if words(observation.place or "")[:1] == words(first)[:1] or _PREPOSITION.fullmatch(first):
        return ""
    rest = [word.lower() if _QUANTITY.search(word) or _LABEL_NOUN.fullmatch(word) else word for word in rest]
    shouted = sum(word.isupper() and len(word) > 4 for word in (first, *rest))
    # In a label every word may have its capital; a sentence has it for names only, and those cannot be told apart.
    if shouted or _BARE_VERB.search(plain) or sum(word[:1].isupper() and not word[1:2].isupper() for word in rest) > 1:
        return ""
    return " ".join((first if first[1:2].isupper() else first[0].lower() + first[1:], *rest))


def when(observation: Observation) -> str:
    """The observation's time as it ends a question (" in March 2017"), empty where it is not plainly told."""
    period = (observation.period or "").strip()
    if re.fullmatch(rf"(?:(?:{'|'.join(_MONTHS)}) )?(?:19|20)\d\d", period):
        return f" in {period}"
    short, span = _SHORT.match(period), _SPAN.match(period)
    if short:
        month = next(m for m in _MONTHS if m.lower().startswith(short.group(1).lower()))
        return f" in {month} {short.group(2)}"
    if span:
        return f" in {span.group(1)}/{span.group(2)}"
    first, last = observation.from_year, observation.to_year
    if first is None or last is None or last - first > 1:
        return ""
    return f" in {first}" if first == last else f" in {first}/{last % 100:02d}"


def _where(observation: Observation) -> str:
    place = observation.place
    return f" in {place}" if place and place.lower() not in observation.measure.lower() else ""


def _asked(observation: Observation) -> str:
    """The question without its place and time."""
    what = measure_of(observation)
    if not what:
        return ""
    count, share, verb = _COUNT_OF.match(what), _SHARE_OF.match(what), _VERB.search(what)
    if verb:
        return _with_verb(observation, what, verb)
    if share:
        return f"What was the {'percentage' if observation.unit == '%' else 'share'} of {share.group('what')}"
    what = count.group("what") if count else what
    if _is_counted(observation, what):
        return f"How many {_being(what)}"
    if _CLAUSE.search(what):
        return ""
    plural = "were" if _is_plural(what) else "was"
    if _QUANTITY.search(_head(what)):
        return f"What {plural} the {what}"
    return f"What was the figure for {what}" if observation.row and _is_plural(what) else ""


def _with_verb(observation: Observation, what: str, verb: re.Match[str]) -> str:
    """ "Children were adopted" with its number asked for; nothing where the subject is itself a figure."""
    subject, said = what[: verb.start()].strip(), what[verb.end() :].strip()
    if not _is_plural(subject) or _QUANTITY.search(_head(subject)) or _CLAUSE.search(subject) or not said:
        return ""
    if _VERB.search(said) or (said.startswith("been ") and verb.group().lower() in ("were", "was")):
        return ""
    past = {"is": "was", "are": "were", "has": "had", "have": "had", "do": "did", "does": "did"}
    aux = past.get(verb.group().lower(), verb.group().lower())
    if said.startswith("been "):
        aux, said = "were", said.removeprefix("been ")
    if observation.unit is None and float(observation.value).is_integer():
        return f"How many {subject} {aux} {said}"
    return f"What percentage of {subject} {aux} {said}" if observation.unit == "%" else ""


def _being(what: str) -> str:
    """ "Children subject to plans" with the verb where English wants it."""
    tail = re.search(r"\b(?:subject to|placed|waiting|known to|open to)\b", what)
    return f"{what[: tail.start()]}were {what[tail.start() :]}" if tail and tail.start() else f"{what} were there"


def _is_counted(observation: Observation, what: str) -> bool:
    bare = observation.unit is None and float(observation.value).is_integer()
    return bare and _is_plural(what) and not _QUANTITY.search(_head(what)) and not _CLAUSE.search(what)


def _head(what: str) -> str:
    """The words before the first preposition: the noun that all hangs on. "Looked after" is none."""
    plain = re.sub(r"\blooked after\b", "looked_after", what, flags=re.IGNORECASE)
    return _PREPOSITION.split(re.split(r"\bsubject\b", plain)[0], maxsplit=1)[0].strip()


def _is_plural(what: str) -> bool:
    last = _head(what).split()[-1:]
    return bool(last) and (
        last[0] in ("children", "people") or re.search(r"[\w’'-]{2,}(?<![suia])s$", last[0]) is not None
    )
