"""The undertakings of a note: what each is called, who promised what to whom by when, and why it is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest

from servanda.analysis.note import Clause, Group, Sentence
from servanda.analysis.telling import Telling
from servanda.records import Act, Undertaking
from servanda.status import LATE, ladder, windows
from servanda.vocabulary import codes

_LADDER = codes("status")
_ENDING = ("suspend", "abandon", "refuse")
_MOST_STEPS = 3


class Dossiers:
    """The sentences about undertakings."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._words = telling.words

    def by_step(self, threads: Sequence[Undertaking], room: int) -> list[Group]:
        """The undertakings under their steps, the highest first, those told most first, as far as there is room."""
        steps = {status: [u for u in threads if u.status == status] for status in reversed(_LADDER)}
        rounds = zip_longest(*(self._weightiest(members) for members in steps.values()))
        shown = set(islice((u.id for taken in rounds for u in taken if u), room))  # each step has one, then a second
        return [
            self._group("status", status, (self._told(u) for u in self._weightiest(members) if u.id in shown))
            for status, members in steps.items()
        ]

    def late(self, threads: Sequence[Undertaking], room: int) -> tuple[list[Group], set[str]]:
        """Those that are overdue or silent, the furthest first, each with the reason; and which these are."""
        ranked = sorted(threads, key=lambda u: (LATE.index(u.attention), -_LADDER.index(u.status), self.last_heard(u)))
        shown = ranked[:room]
        kinds = [kind for kind in LATE if any(u.attention == kind for u in shown)]
        groups = [
            self._group("attention", kind, (self._lateness(u) for u in shown if u.attention == kind)) for kind in kinds
        ]
        return groups, {u.id for u in shown}

    def last_heard(self, thread: Undertaking) -> str:
        """The date of the newest document that tells of it."""
        telling = self._telling
        return max(telling.published(act) or telling.day(act.when, act) for act in thread.acts)

    def _weightiest(self, threads: Iterable[Undertaking]) -> list[Undertaking]:
        """Those of which most documents tell first, of others the newest; last those whose words say little."""
        newest = sorted(threads, key=self.last_heard, reverse=True)
        return sorted(newest, key=lambda u: (u.title(self._words.lang).weak, -len({act.doc for act in u.acts})))

    def _group(self, kind: str, code: str, sentences: Iterable[Sentence]) -> Group:
        label = self._words.label(kind, code)
        return Group(label[:1].upper() + label[1:], tuple(sentences))

    def _told(self, thread: Undertaking) -> Sentence:
        """What it is about, then the steps that tell most, each with its own source."""
        return self._telling.sentence((self._subject(thread, thread.due), *map(self._step, self._kept(thread))))

    def _lateness(self, thread: Undertaking) -> Sentence:
        """What it is about, how far it came, and since when nothing followed."""
        words, telling, step = self._words, self._telling, self._step(self._kept(thread)[-1])
        past = words.clause("late_since", date=words.date(thread.due), days=telling.days_since(thread.due))
        silent = words.clause("no_sequel", days=telling.days_since(self.last_heard(thread)), limit=_limit(thread))
        told = Clause(words.say("frame", "joint").join(filter(None, (step.text, past or silent))), step.citations)
        return telling.sentence((self._subject(thread, "" if past else thread.due), told))

    def _subject(self, thread: Undertaking, due: str | None) -> Clause:
        words = self._words
        called, act = self._called(thread)
        topics = [
            *(words.label("form", f) for f in thread.forms[:2]),
            *(words.label("sector", s) for s in thread.sectors[:2]),
        ]
        told = [
            called,
            ", ".join(dict.fromkeys(topics)),
            words.clause("amount", amount=words.amount(act.amount)),
            words.clause("due", date=words.date(due)),
            words.clause("conditional") if act.conditional else "",
        ]
        return Clause(", ".join(filter(None, told)), self._telling.cited([act]))

    def _called(self, thread: Undertaking) -> tuple[str, Act]:
        """What a reader of the note calls it, weak words with their heading, and the act whose words they are."""
        words, title = self._words, thread.title(self._words.lang)
        quoted, document = words.clause("quoted", words=title.words), self._telling.material.documents.get(title.doc)
        heading = document.title if title.weak and document else ""
        act = thread.acts[thread.act_ids.index(title.act)]
        return words.clause("under", words=quoted, title=heading) or quoted, act

    def _kept(self, thread: Undertaking) -> list[list[Act]]:
        """In order the newest step, what stopped it, what brought it where it stands, the first; a day's as one."""
        day = self._telling.day
        steps: dict[tuple[str, str], list[Act]] = {}
        for act in sorted(thread.acts, key=lambda act: (day(act.when, act), act.doc, act.start)):
            steps.setdefault((act.verb, day(act.when, act)), []).append(act)
        told = list(steps.values())
        proofs = {step.act for step in thread.steps[-1:]}
        reached = {id(act) for name, act in zip(thread.act_ids, thread.acts, strict=True) if name in proofs}
        wanted = [
            told[-1],
            *(step for step in reversed(told) if step[0].verb in _ENDING),
            *(step for step in told if any(id(act) in reached for act in step)),
            told[0],
            *reversed(told),
        ]
        kept = list({id(step): None for step in wanted})[:_MOST_STEPS]
        return [step for step in told if id(step) in kept]

    def _step(self, acts: Sequence[Act]) -> Clause:
        """What was done and when, by whom, to whom: as a document in the reader's language says it, if there is one."""
        words, telling = self._words, self._telling
        act = next((one for one in acts if telling.language(one) == words.lang), acts[0])
        verb, date = words.label("verb", act.verb), words.date(telling.day(act.when, act))
        by, to = telling.called(act.by), telling.called(act.to)
        told = words.clause("act_by_to", verb=verb, date=date, by=by, to=to)
        told = told or words.clause("act_by", verb=verb, date=date, by=by) or words.clause("act", verb=verb, date=date)
        return Clause(told or verb, telling.cited(acts))


def _limit(thread: Undertaking) -> int | None:
    """The days after which its silence is told of."""
    limits = windows()
    if thread.attention == "overdue":
        return limits.agreed if thread.status == "agreed" else limits.committed
    kind = "" if set(thread.forms).isdisjoint(ladder()["events"]) else "_event"
    return getattr(limits, f"{thread.attention}{kind}", limits.dormant)
