"""Rules of a page put together: pieces of one line, sides of shaded cells, lines that cross."""

from indexer.readers.pdf.geometry import PageContent, Rule

_SNAP = 3.0  # points between rules that are meant as one
_TOUCH = 3.5
_COVERED = 0.6  # of a cell's side must be drawn to part it from its neighbour
_MOST_RULES = 1500  # of one direction: maps and plans draw more


def rules_of(page: PageContent) -> tuple[list[Rule], list[Rule]]:
    """Rules, and the sides of shaded cells, those on one line put together."""
    across, down = list(page.across), list(page.down)
    for x0, top, x1, bottom in page.shaded:
        if bottom - top < 0.6 * page.height:
            across += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
            down += [Rule(x0, top, bottom), Rule(x1, top, bottom)]
    return _joined(across), _joined(down)


def _joined(rules: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if group and rule.at - group[0].at > _SNAP:
            joined += _runs(group)
            group = []
        group.append(rule)
    joined += _runs(group)
    return joined[:_MOST_RULES]


def _runs(group: list[Rule]) -> list[Rule]:
    runs: list[Rule] = []
    if not group:
        return runs
    at = sum(r.at for r in group) / len(group)
    for rule in sorted(group, key=lambda r: r.low):
        if runs and rule.low <= runs[-1].high + _SNAP:
            runs[-1] = Rule(at, runs[-1].low, max(runs[-1].high, rule.high))
        else:
            runs.append(Rule(at, rule.low, rule.high))
    return [run for run in runs if run.high - run.low >= 6]


def connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch."""
    parent = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for i, level in enumerate(across):
        for j, upright in enumerate(down, len(across)):
            if (
                level.low - _TOUCH <= upright.at <= level.high + _TOUCH
                and upright.low - _TOUCH <= level.at <= upright.high + _TOUCH
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number in range(len(parent)):
        group = groups.setdefault(root(number), ([], []))
        if number < len(across):
            group[0].append(across[number])
        else:
            group[1].append(down[number - len(across)])
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 1]


def places(at: list[float], low: float, high: float) -> list[float]:
    """Where the grid's lines stand, open sides included."""
    places: list[float] = []
    for place in sorted(at):
        if not places or place - places[-1] > _SNAP:
            places.append(place)
    if places[0] - low > 8:
        places.insert(0, low)
    if high - places[-1] > 8:
        places.append(high)
    return places


def sides(rules: list[Rule], places: list[float], along: list[float]) -> list[list[bool]]:
    """For each place the stretches between `along` at which a rule is drawn."""
    drawn = [[0.0] * (len(along) - 1) for _ in places]
    for rule in rules:
        near = [n for n, place in enumerate(places) if abs(place - rule.at) <= _SNAP]
        for number in near:
            for k in range(len(along) - 1):
                drawn[number][k] += max(0.0, min(rule.high, along[k + 1]) - max(rule.low, along[k]))
    return [[d >= _COVERED * (along[k + 1] - along[k]) for k, d in enumerate(row)] for row in drawn]
