"""Acts and events on public sets: PLOVER's gold records (English), business events (Chinese), meetings (Russian).

python bench/public_acts.py [--misses 20] [--gold ../shared/gold]

plover_gsr  of the records whose class our contract covers: an act or event is read that overlaps the marked words, and
            its verb or type is one that CLASSES maps to the record's class
fewfc       of the triggers of signing, investing and winning a bid: an act is read that holds the trigger
factrueval  of the texts with a Meeting fact: an event is read; Occupation facts: a person is read with that post

Only kinds that both sides have are asked for; sentences stand alone, without the dispatch that would tell who speaks.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from servanda.evaluation.agreement import name_key
from servanda.reading.reader import read
from servanda.records import Act, Actor, Document, Part, Reading

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
# PLOVER's class → our verbs and types of events (PLOVER codebook, event types that are not conflict).
CLASSES = {
    "AGREE": {"agree", "promise", "plan", "sign", "approve"},
    "CONSULT": {"meeting", "visit", "conference", "committee", "seminar", "round-table", "forum", "start"},
    "SUPPORT": {"sign", "acknowledge", "start", "approve", "request", "deliver", "agree"},
    "COOPERATE": {"start", "deliver", "agree", "promise"},
    "AID": {"promise", "start", "deliver", "approve"},
    "DEMAND": {"request", "propose"},
    "REJECT": {"refuse", "abandon", "suspend"},
    "CONCEDE": {"approve", "agree", "acknowledge", "deliver", "abandon", "promise"},
    "RETREAT": {"start", "abandon", "promise", "deliver"},
}
TRIGGERS = {"签署合同": "signing a contract", "投资": "investing", "中标": "winning a bid"}


class Asked(NamedTuple):
    """One thing that a set marks: the row that it counts in, whether it is read, and the text for the misses."""

    row: str
    is_read: bool
    text: str


def reading_of(text: str, lang: str) -> Reading:
    """The reading of a bare text."""
    return read(Document(id="bench", text=text, lang=lang, published="2020-01-01", parts=(Part(0, len(text)),)))


def lines_of(folder: Path, lang: str) -> Iterator[dict[str, Any]]:
    """The items of a set in a language."""
    yield from map(json.loads, (folder / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines())


def plover(folder: Path) -> Iterator[Asked]:
    """The records whose class our contract covers."""
    for item in lines_of(folder, "en"):
        if item["in_scope"] and item["event"] in CLASSES:
            found = reading_of(item["text"], "en")
            kinds = {act.verb for act in found.acts} | {event.type for event in found.events}
            yield Asked(f"plover_gsr {item['event']}", bool(kinds & CLASSES[item["event"]]), item["text"])


def fewfc(folder: Path) -> Iterator[Asked]:
    """The triggers of business events."""
    for item in lines_of(folder, "zh"):
        acts: list[Act] | None = None
        for event in item["events"]:
            trigger = next((m for m in event["mentions"] if m["type"] == "trigger"), None)
            if event["type"] in TRIGGERS and trigger:
                acts = list(reading_of(item["text"], "zh").acts) if acts is None else acts
                is_read = any(act.start <= trigger["start"] < act.end for act in acts)
                yield Asked(f"fewfc {TRIGGERS[event['type']]}", is_read, item["text"])


def factrueval(folder: Path) -> Iterator[Asked]:
    """Meetings and posts."""
    for item in lines_of(folder, "ru"):
        facts = item.get("facts", [])
        if not facts:
            continue
        found = reading_of(item["text"], "ru")
        if any(fact["kind"] == "Meeting" for fact in facts):
            yield Asked("factrueval Meeting", bool(found.events), item["text"][:300])
        for fact in facts:
            if fact["kind"] == "Occupation" and (asked := _post(fact, found.actors)):
                yield asked


def _post(fact: dict[str, Any], actors: tuple[Actor, ...]) -> Asked | None:
    """Whether a person is read with the post of a fact; None where the fact names no person or no post."""
    who = next((arg.get("name") for arg in fact["args"] if arg["role"] == "Who"), None)
    post = next((arg.get("text") or arg.get("value") for arg in fact["args"] if arg["role"] == "Position"), None)
    if not who or not post:
        return None
    words = {word for name in who.split(" | ") for word in name_key(name).split()}
    people = [actor for actor in actors if actor.type == "person" and words & set(name_key(actor.name).split())]
    stem = name_key(post)[:5]
    is_read = any(stem in name_key(actor.role) for actor in people if actor.role)
    return Asked("factrueval Occupation", is_read, f"{who}: {post}: {[(a.name, a.role) for a in people]}")


SETS = {"plover_gsr": plover, "fewfc": fewfc, "factrueval": factrueval}


def main() -> None:
    """Print how much of each row is read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--gold", type=Path, default=GOLD)
    asked_for = parser.parse_args()
    if not asked_for.gold.is_dir():
        sys.exit(f"no public sets at {asked_for.gold}; name their folder with --gold")
    print(f"{'row':34} {'n':>4} {'read, %':>8}")
    for name in [asked_for.set] if asked_for.set else SETS:
        rows: dict[str, list[Asked]] = defaultdict(list)
        for asked in SETS[name](asked_for.gold / name):
            rows[asked.row].append(asked)
        for row, answers in sorted(rows.items()):
            print(f"{row:34} {len(answers):4} {100 * sum(a.is_read for a in answers) / len(answers):8.1f}")
            for missed in [a for a in answers if not a.is_read][: asked_for.misses]:
                print(f"    {missed.text}")


if __name__ == "__main__":
    main()
