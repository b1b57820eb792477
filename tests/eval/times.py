"""What may differ between two runs of the same commit: times, and nothing else."""

import json
from pathlib import Path

# Fields of answers.jsonl and figures.json. Figures of time are named after their unit: `ms_p50`.
TIMES = {"ms", "stages", "date", "seconds"}


def without_times(value: object) -> object:
    """A record, or a list of some, without its times."""
    if isinstance(value, list):
        return [without_times(item) for item in value]
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in TIMES and not key.startswith("ms_")}
        return {key: without_times(item) for key, item in kept.items()}
    return value


def contents(folder: Path) -> dict[str, object]:
    """All that a run wrote but for times, by file name."""
    lines = {
        path.name: [without_times(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in folder.glob("*.jsonl")
    }
    files = {path.name: without_times(json.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("*.json")}
    return {**lines, **files, "names": sorted(path.name for path in folder.iterdir())}
