"""Choices that narrow a list of cards down, without a script: rules of style that look at which button is on."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import product

# What is chosen by -> how it is called, the name of each choice, and how many cards there are.
Choices = Mapping[str, tuple[str, Counter[str]]]


_UNFIT = re.compile(r"[^\w-]")


def token(name: str) -> str:
    """The name as it stands in ids, attributes and rules of style."""
    return _UNFIT.sub("_", name)


def filters(choices: Choices, cards: Sequence[Mapping[str, str]]) -> str:
    """A group of buttons for each kind of choice. `cards` are the names of each card, by kind; it has their tokens.

    A printed page shows all cards. Where a choice leaves none, the page says so.
    """
    rules = [
        f"body:has(#{kind}-{token(name)}:checked) article:not([data-{kind}={token(name)}]){{display:none}}"
        for kind, (_, counts) in choices.items()
        for name in sorted(counts)
    ]
    there = {tuple(card[kind] for kind in choices) for card in cards}
    for chosen in product(*(sorted(counts) for _, counts in choices.values())):
        if chosen not in there:
            on = "".join(f":has(#{kind}-{token(name)}:checked)" for kind, name in zip(choices, chosen, strict=True))
            rules.append(f"body{on} .none{{display:block}}")
    groups = "".join(_buttons(kind, title, counts) for kind, (title, counts) in choices.items())
    none = "<p class=none>No wrong answer is both.</p>"
    return f"<style>@media screen{{{''.join(rules)}}}</style><div class=filters>{groups}</div>{none}"


def _buttons(kind: str, title: str, counts: Counter[str]) -> str:
    choices = [_button(kind, "all", f"all ({counts.total()})", " checked")]
    choices += [_button(kind, name, f"{name} ({counts[name]})", "") for name in sorted(counts)]
    return f"<fieldset><legend>{escape(title)}</legend>{''.join(choices)}</fieldset>"


def _button(kind: str, name: str, label: str, state: str) -> str:
    field = f'<input type=radio name="{kind}" id="{kind}-{token(name)}" autocomplete=off{state}>'
    return f"<label>{field} {escape(label)}</label>"
