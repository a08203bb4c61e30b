"""Make `confidence` mean what it says: fit the share of right records to the readers' own sureness.

python bench/calibrate.py             prints reliability and the expected calibration error of each kind, each dispatch
                                      judged by what was fitted without its fifth
python bench/calibrate.py --update    fits on all and writes src/servanda/data/confidence.yaml

The fit is isotonic (pool adjacent violators), drawn towards the kind's mean by PRIOR records. Of texts that rules were
written with, too much is right: they count KNOWN times what those count whose misses nobody has looked at. These are
used for nothing else. The texts of other kinds are among them, so that what hardly belongs is told by a low confidence.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from eval_gate import OTHER, OURS, SHARED

from servanda.commands.scores import read_gold
from servanda.evaluation.agreement import SLOTS
from servanda.evaluation.gold import UNREAD, GoldDocument, load_gold
from servanda.evaluation.scores import score
from servanda.reading import confidence

TABLE = Path(confidence.__file__).parents[1] / "data" / "confidence.yaml"
PRIOR = 2.0
KNOWN = 0.1
MOST = 0.99  # no reader is certain
FOLDS = 5
STEP = 0.05  # sureness is told apart by these steps

Told = tuple[float, bool]  # how sure, and whether right


class Judged(NamedTuple):
    """A dispatch: how much it counts, and of each kind how sure the reader was and whether it was right."""

    weight: float
    told: dict[str, list[Told]]


def judge(gold: GoldDocument, weight: float) -> Judged:
    """The records of a dispatch, which counts so much, with the readers' own sureness."""
    told: dict[str, list[Told]] = defaultdict(list)
    for kind, sure, is_right in score([gold], read_gold).sure:
        told[kind].append((sure, is_right))
    return Judged(weight, told)


def fit(judged: Iterable[Judged], kind: str) -> confidence.Points:
    """The isotonic line through the shares of right records."""
    counts: dict[float, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for dispatch in judged:
        for sure, is_right in dispatch.told[kind]:
            step = round(round(sure / STEP) * STEP, 2)
            counts[step][0] += dispatch.weight * is_right
            counts[step][1] += dispatch.weight
    total = [sum(values) for values in zip(*counts.values(), strict=True)] if counts else [0.0, 1.0]
    mean = total[0] / max(total[1], 1e-9)
    pools: list[tuple[list[float], float, float]] = []
    for step, (right, number) in sorted(counts.items()):
        pools.append(([step], right + PRIOR * mean, number + PRIOR))
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] > pools[-1][1] / pools[-1][2]:
            (steps, *first), (more, *second) = pools[-2:]
            pools[-2:] = [(steps + more, first[0] + second[0], first[1] + second[1])]
    return tuple((step, round(min(right / number, MOST), 3)) for steps, right, number in pools for step in steps)


def reliability(judged: Sequence[tuple[float, bool, float]]) -> tuple[float, list[str]]:
    """The expected calibration error of (sure, right, weight), and a line for each bin of a tenth."""
    bins: dict[int, list[tuple[float, bool, float]]] = defaultdict(list)
    for sure, is_right, weight in judged:
        bins[min(9, int(sure * 10))].append((sure, is_right, weight))
    whole = sum(weight for *_, weight in judged)
    error, lines = 0.0, []
    for place, found in sorted(bins.items()):
        total = sum(weight for *_, weight in found)
        said = sum(sure * weight for sure, _, weight in found) / total
        right = sum(is_right * weight for _, is_right, weight in found) / total
        error += total / whole * abs(said - right)
        lines.append(f"    {place / 10:.1f}  {len(found):4}  said {said:.3f}  right {right:.3f}")
    return error, lines


def main() -> None:
    """Print the reliability of each kind; with --update, write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    asked = parser.parse_args()
    confidence.points_of = lambda kind: ()  # type: ignore[assignment]  # the readers' own sureness is asked for
    known = load_gold([OURS, OTHER, *([SHARED] if SHARED.is_dir() else [])])
    judged = [judge(gold, KNOWN) for gold in known]
    judged += [judge(gold, 1.0) for gold in load_gold([OURS / UNREAD, OTHER / UNREAD])]
    lines = []
    for kind in SLOTS:
        crossed: list[tuple[float, bool, float]] = []
        for place, dispatch in enumerate(judged):
            line = fit([other for number, other in enumerate(judged) if number % FOLDS != place % FOLDS], kind)
            told = dispatch.told[kind]
            crossed += [(confidence.between(line, sure), is_right, dispatch.weight) for sure, is_right in told]
        error, bins = reliability(crossed)
        print(f"{kind}: {len(crossed)} records, expected calibration error {error:.3f}", *bins, sep="\n")
        lines.append(f"{kind}: [{', '.join(f'[{sure}, {right}]' for sure, right in fit(judged, kind))}]")
    if asked.update:
        head = "# How often records were right by how sure the reader was, [sureness, share]: bench/calibrate.py.\n"
        TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        print(f"written: {TABLE.name}")


if __name__ == "__main__":
    main()
