"""Calculations as answers show them, done again: "77 − 49 = 28", "max(78, 95, 27) = 95", "3 ÷ 4 × 100 = 75"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"−?\d[\d,]*(?:\.\d+)?"
_FORMS = (
    ("difference", re.compile(rf"({_NUMBER}) − ({_NUMBER}) = ({_NUMBER})")),
    ("change", re.compile(rf"\(({_NUMBER}) − ({_NUMBER})\) ÷ (?P<base>{_NUMBER}) × 100 = ({_NUMBER})")),
    ("sum", re.compile(rf"({_NUMBER}(?: \+ {_NUMBER})+) = ({_NUMBER})")),
    ("mean", re.compile(rf"\(({_NUMBER}(?: \+ {_NUMBER})+)\) ÷ (?P<count>\d+) = ({_NUMBER})")),
    ("share", re.compile(rf"({_NUMBER}) ÷ ({_NUMBER}) × 100 = ({_NUMBER})")),
    ("max", re.compile(rf"max\(({_NUMBER}(?:, {_NUMBER})+)\) = ({_NUMBER})")),
    ("min", re.compile(rf"min\(({_NUMBER}(?:, {_NUMBER})+)\) = ({_NUMBER})")),
)
_READ = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Calculations of one statement stand after one another.
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Calculation:
    """One step: what it is, what goes into it, and what comes out."""

    form: str
    operands: tuple[Decimal, ...]
    result: Decimal

    @property
    def cited(self) -> tuple[Decimal, ...]:
        """The operands that must stand in a quote: all but how many values a mean is of."""
        return self.operands[:-1] if self.form == "mean" else self.operands


def calculations(text: str) -> tuple[Calculation, ...] | None:
    """The steps of a calculation text; None where one cannot be read or does not come out as it says.

    Shares, changes in per cent and means may be rounded; they must be right to the last place that is said.
    """
    steps = []
    for part in text.split(BETWEEN):
        for form, pattern in _FORMS:
            if found := pattern.fullmatch(part):
                numbers = [_value(n) for group in found.groups() for n in re.findall(_NUMBER, group)]
                steps.append(Calculation(form, tuple(numbers[:-1]), numbers[-1]))
                break
        else:
            return None
    return tuple(steps) if all(_right(step) for step in steps) else None


def numbers_in(text: str) -> frozenset[Decimal]:
    """The values of all numbers in a text, without signs."""
    return frozenset(_value(number.rstrip(",")) for number in _READ.findall(text))


def plain(value: Decimal) -> str:
    """A number in digits: thousands parted, no needless zeros, the true minus sign."""
    return f"{value.normalize():,f}".replace("-", "−")


def difference(first: Decimal, last: Decimal) -> str:
    """The calculation of the change from one value to another."""
    return f"{plain(last)} − {plain(first)} = {plain(last - first)}"


def extreme(values: Iterable[Decimal], form: str) -> str:
    """The calculation of the highest ("max") or lowest ("min") of two or more values."""
    listed = list(values)
    chosen = max(listed) if form == "max" else min(listed)
    return f"{form}({', '.join(plain(value) for value in listed)}) = {plain(chosen)}"


def share(part: Decimal, whole: Decimal) -> str:
    """The calculation of a share of a total, in whole per cent. ZeroDivisionError for a total of nothing."""
    if not whole:
        raise ZeroDivisionError("there is no share of nothing")
    return f"{plain(part)} ÷ {plain(whole)} × 100 = {plain((part / whole * 100).quantize(Decimal(1)))}"


def change(first: Decimal, last: Decimal) -> str:
    """The calculation of a change in per cent of the earlier value, which must not be zero."""
    result = ((last - first) / abs(first) * 100).quantize(Decimal("0.01"))
    return f"({plain(last)} − {plain(first)}) ÷ {plain(abs(first))} × 100 = {plain(result)}"


def total(values: Iterable[Decimal]) -> str:
    """The calculation of a sum of two or more values."""
    listed = list(values)
    return f"{' + '.join(map(plain, listed))} = {plain(sum(listed, Decimal(0)))}"


def mean(values: Iterable[Decimal]) -> str:
    """The calculation of the mean of two or more values, to two places."""
    listed = list(values)
    result = (sum(listed, Decimal(0)) / len(listed)).quantize(Decimal("0.01"))
    return f"({' + '.join(map(plain, listed))}) ÷ {len(listed)} = {plain(result)}"


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", "").replace("−", "-"))


def _right(step: Calculation) -> bool:
    if step.form == "max":
        return max(step.operands) == step.result
    if step.form == "min":
        return min(step.operands) == step.result
    if step.form == "sum":
        return sum(step.operands) == step.result
    if step.form == "mean":
        *values, count = step.operands
        return count == len(values) and _rounds_to(sum(values, Decimal(0)) / count, step.result)
    first, second = step.operands[:2]
    if step.form == "difference":
        return first - second == step.result
    if not second:
        return False
    if step.form == "share":
        return _rounds_to(first / second * 100, step.result)
    return step.operands[2] == abs(second) and _rounds_to((first - second) / abs(second) * 100, step.result)


def _rounds_to(exact: Decimal, said: Decimal) -> bool:
    return abs(exact - said) <= Decimal("0.5").scaleb(-_places(said))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
