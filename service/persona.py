"""Who asks is no part of the question."""

import re

PERSONA = re.compile(
    r"^(?:as (?:a|an|lead|the)\b[^,.:]{0,60}[,:]\s*|(?:i['’]m|i am|i|we)\b[^.?:]{0,90}[.:]\s+(?=\S)"
    r"|(?:a|an|the)?\s*[\w ]{3,40}\b(?:here|asks|asking|wonders|question)\s*:\s*|for an? [\w ]{3,40}:\s*"
    r"|i['’]m an? [\w ]{3,40}\s[-–]\s+(?=\S))",
    re.IGNORECASE,
)


def without_persona(text: str) -> str:
    """The question without who asks it ("I sit on a committee.", "As a councillor,")."""
    previous = None
    while previous != text:
        previous, text = text, PERSONA.sub("", text.strip(), count=1) or text
    return text
