"""Numbers of lists in letters, Roman figures and so on."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_NO_NUMBER = frozenset(("bullet", "none"))


def written(count: int, form: str) -> str:
    """A count in one of the forms that Office files name (ECMA-376: "lowerRoman"); nothing for bullets."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 10)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = ""
        for size, sign in _ROMAN:
            roman += sign * (count // size)
            count %= size
        return roman.upper() if form == "upperRoman" else roman
    if form in _NO_NUMBER:
        return ""
    return f"{count:02d}" if form == "decimalZero" else str(count)
