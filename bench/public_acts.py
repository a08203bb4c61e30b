"""Acts and events on public sets: PLOVER's gold records (English), business events (Chinese), meetings (Russian).

python bench/public_acts.py [--misses 20] [--gold ../shared/gold]

plover_gsr  of the records whose class our contract covers: an act or event is read that overlaps the marked words, and
            its verb or type is one that CLASSES maps to the record's class
fewfc       of the triggers of signing, investing and winning a bid: an act is read that holds the trigger
factrueval  of the texts with a Meeting fact: an event is read; Occupation facts: a person is read with that post
kremlin_ru  of the site's own marks that its text bears out: the day where the text writes it, the town and the
            countries where it names them, the persons of its cards, and their posts where the post stands near

Only kinds that both sides have are asked for; sentences stand alone, without the dispatch that would tell who speaks.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.dates import format_date

from servanda.evaluation.agreement import name_key
from servanda.reading.places import gazetteer
from servanda.reading.reader import read
from servanda.reading.times import find_times
from servanda.reading.view import open_view
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
_NEAR = 60  # characters around a name in which its post stands
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


def kremlin(folder: Path) -> Iterator[Asked]:
    """Days, places, countries, persons and posts that the site marks and the text says."""
    for item in lines_of(folder, "ru"):
        text = "\n".join(part for part in (item["title"], item["summary"], item["text"]) if part)
        found = reading_of(text, "ru")
        day = datetime.date.fromisoformat(item["date"])
        if format_date(day, "d MMMM y", "ru") in text:
            view = open_view(found.document)
            yield Asked("kremlin_ru day", any(time.value == item["date"] for time in find_times(view)), text[:200])
        town = (item["place"] or "").partition(",")[0].replace("Московская область", "")
        if town and town[:-1] in text:
            yield Asked("kremlin_ru town", town in {actor.name for actor in found.actors}, f"{town}: {text[:200]}")
        codes = {actor.code for actor in found.actors}
        for span in gazetteer("ru").within(item["countries"] or ""):
            name = (item["countries"] or "")[span.start : span.end]
            if span.place.kind == "country" and name[:-1] in text:
                yield Asked("kremlin_ru country", span.place.code in codes, f"{name}: {text[:200]}")
        yield from _cards(item["cards"], len(text) - len(item["text"]), text, found.actors)


def _cards(cards: list[dict[str, Any]], offset: int, text: str, actors: tuple[Actor, ...]) -> Iterator[Asked]:
    """The persons that the text links to their cards, and the posts that stand near their names."""
    for card in cards:
        surname = name_key(card["full_name"].split()[0])
        people = [actor for actor in actors if actor.type == "person" and surname in name_key(actor.name).split()]
        yield Asked("kremlin_ru person", bool(people), f"{card['text']} {sorted(a.name for a in actors)[:20]}")
        near = text[max(0, offset + card["start"] - _NEAR) : offset + card["end"] + _NEAR].lower()
        post = card["role"].split()[0].lower()
        if post[:5] in near:
            is_read = any(name_key(post)[:5] in name_key(actor.role) for actor in people if actor.role)
            yield Asked("kremlin_ru post", is_read, f"{card['text']}: {post}: {near}")


SETS = {"kremlin_ru": kremlin, "plover_gsr": plover, "fewfc": fewfc, "factrueval": factrueval}


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
