"""What a question takes over from the one before it, so that it can be understood on its own."""

import re
from collections.abc import Sequence

from service.exchanging import led, names_in, with_period, with_places, without_places
from service.periods import PERIOD_PHRASE, YEAR, shifted, without_years
from service.persona import without_persona
from service.places import Places, spoken
from service.types import Turn
from service.words import ASKING, STOPWORDS, content_words, words

# So many turns are read; what was spoken of before them is no longer the topic.
TURNS = 6
CONNECTOR = re.compile(
    r"^(?:(?:and|but|so|then|also|ok(?:ay)?|right|now|thanks|yes|no)\b[,:]?\s*)*"
    r"(?:(?:what|how) about\b|and\b|for\b|in\b|at\b|same (?:for|in)\b)?\s*",
    re.IGNORECASE,
)
STARTS_ANEW = re.compile(r"^(?:and|but|so|then|also|ok(?:ay)?|(?:what|how) about)\b", re.IGNORECASE)
ASKS = re.compile(
    r"^(?:and |but |so )?(?:how (?!about)|what (?!about)|who|when|where|which|since when)\b", re.IGNORECASE
)
ELLIPTICAL = re.compile(
    r"^(?:(?:what|how) about )?(?P<lead>about |for |on |with )?(?P<np>[^?,:]+?)[?.!]*$", re.IGNORECASE
)
BARE_WHY = re.compile(
    r"^(?:(?:and|but|so|ok)\b[,:]?\s*)?(?:why|how come)(?: (?:is|was) (?:that|this|it))?\s*[?.!]*$", re.I
)
SHIFT = re.compile(
    r"\b(?:the )?(?:(?P<back>(?:year|one) before(?: that| then| it)?|previous (?:year|one)|year earlier|preceding year)"
    r"|(?P<on>(?:year|one) after(?: that| then| it)?|following (?:year|one)|next (?:year|one)|year later))\b",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|those|these|he|she|his|her)\b"
    r"|(?<!are )(?<!is )(?<!were )(?<!was )\bthere\b(?! (?:is|are|was|were|has|have)\b)"
    r"|\b(?:that|this)\b(?=\s*(?:[?.,;:]|$|(?:is|was|did|does|has|had|compare|look|start|happen|change|mean|figure|number|rate|share"
    r"|year|work|plan|scheme|group)\w*\b))"
    r"|\bthe same (?:thing|one|figure|number|measure|for|in)\b|\bones?\b(?=\s*[?.,]|$)",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|give|gave|say|says|said|show|shows|list"
    r"|compare|explain|summari[sz]e|describe|tell|name)\b",
    re.IGNORECASE,
)
# "In the November inspection, what ...": the first words set the scene for what follows.
SCENE = re.compile(r"^(?:in|at|on|for|during|according to|as of|by|looking at)\b[^,?:]{3,110}[,:](?=\s)", re.IGNORECASE)
_COMPARATOR = re.compile(r"\b(?:England|national(?:ly)?|the country|statistical neighbours|region)\b", re.IGNORECASE)
# Words that ask for more about the same thing and name none themselves.
LEANING = frozenset(
    """higher lower highest lowest better worse best worst bigger smaller later earlier month months week weeks year
    years part parts area areas rate figure number happen happened england national nationally since far good big full
    grade few again change changed same thing total neighbour""".split()
)
_WORD = r"[\w’'/&-]+(?=[\s?,.;:]|$)\s?"
_AUX = (
    r"(?:did|do|does|has|have|had|is|are|was|were|can|could|will|would|that|which|who|in|at|on|by|from|for|live|lived)"
)
_STOP = r"(?:in|at|on|for|by|from|of the|going|when|and|that|this|it|they|there)"
# What a question is about: a name in quotation marks; the noun behind "how many"; behind "what was"; a name as subject.
SUBJECTS = (
    re.compile(r"(?<!\w)['‘\"“](?P<np>[A-Za-z][^'’\"”]{2,40})['’\"”](?!\w)"),
    re.compile(rf"\bhow (?:many|much)(?: of)? (?P<np>(?:(?!{_AUX}\b){_WORD}){{1,6}})", re.IGNORECASE),
    re.compile(
        rf"\bwh(?:at|o|ich|ere|en) (?:is|are|was|were) (?P<np>(?:the |a |an |our )?(?:(?!{_STOP}\b){_WORD}){{1,8}})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:did|does|was|is|has|had|will) "
        r"(?P<np>(?-i:(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)+(?:(?<=[’']s) [a-z]+)?))",
        re.IGNORECASE,
    ),
)


def with_history(text: str, history: Sequence[Turn], places: Places) -> str:
    """The question made whole with what the turns before it were about; a whole one comes back as it is.

    Each turn is made whole with those before it, so that the topic of "and in Oakford? and in 2017?" is not lost.
    """
    before = ""
    for turn in history[-TURNS:]:
        asked = without_persona(turn.question).strip()
        if asked:
            before = made_whole(asked, before, places, turn.answer)
    return made_whole(text, before, places, history[-1].answer if history else "")


def leans_back(text: str, places: Places) -> bool:
    """Whether a question cannot be understood without the one before."""
    if STARTS_ANEW.search(text) or BARE_WHY.search(text) or (SHIFT.search(text) and len(content_words(text)) < 4):
        return True
    topic = _topic(text, places)
    if not topic or (not VERB.search(text) and len(words(text)) < 6):
        return True
    points = POINTS_BACK.search(text)
    if not points:
        return False
    # "How many children had their teeth checked?" points at its own words, "how many of them did?" does not.
    return len(_topic(text[: points.start()], places)) < 2


def made_whole(text: str, before: str, places: Places, answer: str = "") -> str:
    """A question that leans on the one before, made whole; `before` is whole itself, or empty."""
    if not _topic(before, places) or not leans_back(text, places):
        return text
    if BARE_WHY.search(text):
        return why_of(before)
    shift = SHIFT.search(text)
    if shift:
        by = -1 if shift.group("back") else 1
        moved = shifted(before, by) or _in_year(before, answer, by)
        rest = text[: shift.start()] + text[shift.end() :]
        if moved and not _topic(rest, places):
            return made_whole(rest, moved, places) if places.named(rest) else moved
    if not _topic(text, places) or (places.mentions(text) and not VERB.search(text) and not _own_topic(text, places)):
        asks = ASKS.match(text) and VERB.search(text)
        return _after(_bare(text), before, places) if asks else _exchanged(text, before, places)
    return _carried(text, before, places)


def why_of(before: str) -> str:
    """The question for the reason of what a question is about."""
    plain = before.strip().rstrip("?. ")
    for pattern, form in (
        (r"^why\b.*", "{0}?"),
        (r"^how (did|do|does|has|have|had|is|are|was|were)\b(.*)", "Why {1}{2}?"),
        (r"^(did|do|does|has|have|had|is|are|was|were)\b(.*)", "Why {1}{2}?"),
    ):
        match = re.match(pattern, plain, re.IGNORECASE)
        if match:
            return form.format(
                match.group(), *(group.lower() if n == 0 else group for n, group in enumerate(match.groups()))
            )
    return f"What is the reason for this: {_lower(plain)}?"


def _exchanged(text: str, before: str, places: Places) -> str:
    """The question before with another place or period, where the new one names nothing else."""
    whole = before
    named = names_in(text, places)
    if named:
        whole = with_places(whole, named, places)
    period = PERIOD_PHRASE.search(text)
    if period:
        whole = with_period(whole, period.group())
    rest = _remainder(text, places)
    plain = whole.strip().rstrip("?. ")
    return f"{plain} – {rest}?" if rest else f"{plain}?"


def _carried(text: str, before: str, places: Places) -> str:
    """A question with words of its own, completed by what the one before was about, where and when."""
    new = _bare(text)
    subject = subject_of(before, places)
    pointed = POINTS_BACK.search(new)
    elliptical = ELLIPTICAL.match(new)
    if elliptical and not (VERB.search(new) or ASKS.match(new) or pointed):
        # "What about care leavers?" asks the same of another thing.
        other = _with_noun(before, elliptical, subject)
        new = other or new
    elif pointed and subject and _fits(pointed.group().lower(), subject):
        new = _named_for(new, pointed, subject)
    elif (pointed and not SCENE.match(before)) or len(_own_topic(new, places)) < 1:
        return _after(new, before, places)
    scene = SCENE.match(before)
    if scene and not (places.named(new) or YEAR.search(new)):
        new = f"{scene.group()} {_lower(new)}"
    return _upper(_placed(new, before, places))


def _fits(pronoun: str, subject: str) -> bool:
    """Whether a pronoun may stand for a subject: "it" for one thing, "they" for any."""
    several = subject.endswith("s") or subject.split()[-1] in ("children", "people")
    return pronoun in ("them", "those", "these", "they", "their") or (pronoun in ("it", "its") and not several)


def _bare(text: str) -> str:
    """A follow-up without the word that ties it to the one before."""
    return re.sub(r"^(?:and|but|so|then|also|ok(?:ay)?)\b[,:]?\s*", "", text.strip(), flags=re.IGNORECASE)


def _with_noun(before: str, elliptical: re.Match[str], subject: str | None) -> str:
    """The question before about another thing: behind the same small word ("about"), else in its subject's place."""
    noun, lead = elliptical.group("np"), elliptical.group("lead")
    if lead:
        other = re.sub(rf"\b{lead.strip()} [^,?]+?(?=[?.]*$)", lambda _: f"{lead.lower()}{noun}", before, count=1)
        return other if other != before else ""
    return before.replace(subject, noun, 1) if subject else ""


def _named_for(new: str, pointed: re.Match[str], subject: str) -> str:
    """The question with the pronoun's noun in its place."""
    owner = re.match(r"(?P<owner>.+?)['’]s? (?=\w)", subject)
    word = pointed.group().lower()
    if word in ("its", "their"):
        noun = f"{owner.group('owner') if owner else subject}'s"
    else:
        noun = owner.group("owner") if owner and len(owner.group("owner").split()) > 1 and word != "them" else subject
    if word in ("them", "those", "these") and not noun.lower().startswith("the "):
        noun = f"the {noun}"
    return f"{new[: pointed.start()]}{noun}{new[pointed.end() :]}"


def _after(new: str, before: str, places: Places) -> str:
    """Both questions, the new one behind; its place and period count where it names its own."""
    named = names_in(new, places)
    if named:
        before = with_places(before, named, places)
    if YEAR.search(new) and not re.search(r"\b(?:between|from|since)\b[^?]*?\b(?:19|20)\d\d", before):
        before = without_years(before)
    before = " ".join(before.split()).rstrip(" ?.,")
    return f"{before} – {_lower(new)}" if content_words(before) else new


def _placed(new: str, before: str, places: Places) -> str:
    """With the place and the period of the question before, where it has none."""
    plain = new.strip().rstrip("?. ")
    if not places.mentions(plain) and not _COMPARATOR.search(plain):
        named = names_in(before, places)
        plain += f" in {named}" if named else ""
    period = PERIOD_PHRASE.search(before)
    if period and not YEAR.search(plain):
        plain += f" {led(period.group())}"
    return f"{plain}?"


def subject_of(question: str, places: Places) -> str | None:
    """What a question is about, as it names it: the children of "how many children live here?"; no bare place."""
    for pattern in SUBJECTS:
        match = pattern.search(question)
        if match:
            subject = re.sub(r"\s*(?:in|at|on|for|by)$", "", match.group("np").strip())
            if _topic(subject, places):
                return str(subject)
    return None


def _own_topic(text: str, places: Places) -> list[str]:
    return [word for word in _topic(text, places) if word not in LEANING and word not in ASKING]


def _topic(text: str, places: Places) -> list[str]:
    """The words that carry meaning beside places and periods."""
    plain = PERIOD_PHRASE.sub(" ", SHIFT.sub(" ", text))
    taken = {word for mention in places.mentions(plain) for word in spoken(plain)[mention.start : mention.end]}
    return [w for w in content_words(plain) if not w[0].isdigit() and re.sub(r"['’]s?$", "", w) not in taken]


def _remainder(text: str, places: Places) -> str:
    """What is left of a question beside its connectors, places and periods, as it was worded."""
    rest = PERIOD_PHRASE.sub(" ", CONNECTOR.sub("", text, count=1))
    rest = without_places(rest, places).strip(" ?.,:;–-")
    return rest if any(w not in STOPWORDS for w in words(rest)) else ""


def _in_year(before: str, answer: str, by: int) -> str:
    """A question without a year, put for the year before or after the one that its answer names last."""
    years = [int(match.group(1)) for match in YEAR.finditer(answer)]
    return f"{before.strip().rstrip('?. ')} in {years[-1] + by}?" if years else ""


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first.lower() in STOPWORDS or first == "Since" else text


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
