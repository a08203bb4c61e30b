"""Measure the reading and hold it to its floors: a score may rise, never fall without a reason that is written down.

python bench/eval_gate.py [FOLDER]                        prints the tables; fails where a floor is not reached
python bench/eval_gate.py --update                        raises the floors to today's scores, and writes the table
                                                          into docs/reference/measures.md; lowers none
python bench/eval_gate.py --update --allow-regression WHY lowers them too, and keeps the reason beside them
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from servanda.commands.scores import lines_of, read_gold
from servanda.evaluation.agreement import SLOTS
from servanda.evaluation.gold import UNREAD, GoldDocument, load_gold
from servanda.evaluation.scores import ALL, Scores, score

ROOT = Path(__file__).parent.parent
FLOORS = Path(__file__).with_name("floors.json")
OURS = ROOT / "tests" / "gold"
OTHER = ROOT / "tests" / "other"
SHARED = ROOT.parent / "shared" / "gold" / "dispatches"
COMPOSED = ("??-??-*",)
DECIMALS = 3
MEASURES = ROOT / "docs" / "reference" / "measures.md"
TABLE = re.compile(r"(<!-- eval -->\n).*?(<!-- /eval -->)", re.DOTALL)
TITLES = {
    "ours": "ours (`tests/gold`)",
    "unread": "ours whose misses nobody has looked at (`tests/gold/unread`)",
    "other": "texts of other kinds, in most of which nothing is promised (`tests/other`)",
    "other, unread": "… whose misses nobody has looked at",
    "seeds": "three real dispatches",
    "dispatches": "composed dispatches",
}


def sets_of(ours: Path) -> Iterator[tuple[str, list[GoldDocument]]]:
    """Each set of gold documents by its name; those that are not there are told of."""
    yield "ours", list(load_gold(sorted(ours.glob("*.json"))))
    if (ours / UNREAD).is_dir():
        yield "unread", list(load_gold([ours / UNREAD]))
    if ours == OURS:
        yield "other", list(load_gold([OTHER]))
        yield "other, unread", list(load_gold([OTHER / UNREAD]))
    if not SHARED.is_dir():
        print("not measured: the shared dispatches are not beside this checkout", file=sys.stderr)
        return
    shared = list(load_gold([SHARED]))
    yield "seeds", [gold for gold in shared if not _is(gold, COMPOSED)]
    yield "dispatches", [gold for gold in shared if _is(gold, COMPOSED)]


def _is(gold: GoldDocument, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(gold.id, pattern) for pattern in patterns)


SUMMARY_HEAD = (
    "| on | texts | figures found / complete F1 | actors F1 | events F1 | acts F1, mean of slots | exact quotes |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)


def summary_rows(name: str, golds: list[GoldDocument], scores: Scores) -> Iterator[str]:
    """One line of the table for a set, and one for each of its languages."""
    langs = sorted({gold.lang for gold in golds})
    for lang in [ALL, *langs] if len(langs) > 1 else langs:
        figure, actor, event, act = (scores.get(kind, lang) for kind in ("figure", "actor", "event", "act"))
        title = TITLES.get(name, name) if lang == ALL or len(langs) == 1 else f"– {lang}"
        number = sum(lang in (ALL, gold.lang) for gold in golds)
        exact = f"{scores.exact / max(1, scores.records):.3f}" if not title.startswith("–") else ""
        yield (
            f"| {title} | {number} | {figure.f1:.3f} / {figure.complete_f1:.3f} | {actor.f1:.3f} | {event.f1:.3f} "
            f"| {act.f1:.3f}, {act.slots_mean:.3f} | {exact} |"
        )


def digest(golds: list[GoldDocument]) -> str:
    """What tells one state of a set from another: floors hold only for the texts they were measured on."""
    told = hashlib.blake2b(digest_size=8)
    for gold in golds:
        told.update(json.dumps([gold.id, gold.text, gold.records], sort_keys=True, ensure_ascii=False).encode())
    return told.hexdigest()


def figures_of(scores: Scores) -> dict[str, float]:
    """The numbers that have floors."""
    found = {"exact quotes": scores.exact / max(1, scores.records)}
    for (kind, lang), tally in sorted(scores.table.items()):
        found[f"{kind} {lang} F1"] = tally.f1
        found[f"{kind} {lang} slots"] = tally.slots_mean
        if kind == "figure":
            found[f"{kind} {lang} complete F1"] = tally.complete_f1
    return {name: round(value, DECIMALS) for name, value in found.items()}


def fallen(floors: dict[str, float], figures: dict[str, float]) -> list[str]:
    """What is below its floor."""
    below = ((name, floor, figures.get(name, 0.0)) for name, floor in floors.items())
    return [f"{name}: {value:.3f}, floor {floor:.3f}" for name, floor, value in below if value < floor]


def main() -> int:
    """Print, compare, and raise the floors where told to; the exit code is 1 where one is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=OURS, help="a folder of gold documents instead of ours")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--allow-regression", metavar="WHY", help="with --update: lower floors, for this reason")
    asked = parser.parse_args()
    kept = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {"sets": {}, "reasons": []}
    faults, rows = [], []
    for name, golds in sets_of(asked.gold):
        scores = score(golds, read_gold)
        rows += summary_rows(name, golds, scores)
        print(f"\n{name}: {len(golds)} dispatches", *lines_of(scores), sep="\n")
        if asked.gold == OURS:
            faults += _compare(kept["sets"], name, digest(golds), figures_of(scores), asked)
    print("", *SUMMARY_HEAD, *rows, sep="\n")
    if asked.update:
        MEASURES.write_text(
            TABLE.sub(lambda m: m[1] + "\n".join([*SUMMARY_HEAD, *rows]) + "\n" + m[2], MEASURES.read_text("utf-8")),
            encoding="utf-8",
        )
        if asked.allow_regression:
            today = datetime.datetime.now(datetime.UTC).date().isoformat()
            kept["reasons"].append({"on": today, "why": asked.allow_regression})
        FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    print("", *faults, sep="\n")
    print(f"{len(SLOTS)} kinds measured; {len(faults)} floors not reached")
    return 1 if faults else 0


def _compare(
    sets: dict[str, dict], name: str, state: str, figures: dict[str, float], asked: argparse.Namespace
) -> list[str]:  # type: ignore[type-arg]
    """What is below its floor; with `--update`, the floors are raised."""
    floor = sets.get(name)
    faults = []
    if floor and floor["digest"] != state and not asked.update:
        return [f"{name}: its dispatches have changed since the floors were set: run with --update"]
    if floor and not asked.allow_regression:
        faults = [f"{name}: {line}" for line in fallen(floor["floors"], figures)]
    if asked.update:
        is_free = floor is None or asked.allow_regression or floor["digest"] != state
        old = {} if is_free else floor["floors"]
        sets[name] = {"digest": state, "floors": {key: max(value, old.get(key, 0.0)) for key, value in figures.items()}}
    return faults


if __name__ == "__main__":
    sys.exit(main())
