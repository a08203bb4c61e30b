"""A note of one or two pages about two countries: every clause with the words that prove it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from servanda.analysis.note import Citation, Clause, Group, Note, Section, Sentence, cite
from servanda.analysis.series import Claim, Comparison, Subject, compare_figures
from servanda.analysis.wording import Wording, wording
from servanda.days import last_day
from servanda.records import Act, Document, Event, Figure, Heading, Record, Undertaking
from servanda.status import LATE
from servanda.vocabulary import codes

_LADDER = codes("status")
_OPEN = _LADDER[_LADDER.index("voiced") : _LADDER.index("delivered_part")]
_DELIVERED = ("delivered", "delivered_part")
_STOPPED = ("suspended", "cancelled", "declined", "lapsed")
_NO_FIGURES = ("other", "attendance")
_ARROWS = {"exports": "side_towards", "imports": "side_from", "investment": "side_from"}
# What a page or two can hold, lines a section.
_MOST = {"met": 5, "open": 9, "delivered": 4, "closed": 3, "figures": 6, "late": 4}
_MOST_STEPS = 3
_MOST_CITED = 8  # sentences of one clause: what hundreds say again is proved by the first


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a ledger knows of two countries: the records of a note, and their documents by id."""

    documents: Mapping[str, Document | Heading]
    events: Sequence[Event] = ()
    figures: Sequence[Figure] = ()
    undertakings: Sequence[Undertaking] = ()


def write_note(
    material: Material, pair: tuple[str, str], *, sector: str | None = None, lang: str = "en", today: datetime.date
) -> Note:
    """The note about a pair, as of `today`; figures that differ stay side by side, what has no room is counted."""
    return _Briefing(material, wording(lang), today).note(pair, sector)


class _Briefing:
    """One note in the making: what is left out is counted on the way."""

    def __init__(self, material: Material, words: Wording, today: datetime.date) -> None:
        self.material = material
        self.words = words
        self.today = today
        self.left: Counter[str] = Counter()

    def note(self, pair: tuple[str, str], sector: str | None) -> Note:
        say = self.words.say
        first, second = (self.words.country(code) for code in pair)
        chosen = say("frame", "sector", sector=self.words.label("sector", sector)) or say("frame", "all_sectors")
        sections = tuple(section for section in self._sections() if section.groups)
        return Note(
            lang=self.words.lang,
            kicker=say("frame", "kicker"),
            title=say("frame", "title", first=first, second=second),
            subtitle=f"{chosen} · {say('frame', 'dated', date=self.words.day(self.today))}",
            summary=self._summary(sections),
            sections=sections,
            about=tuple(self._about()),
            sources_heading=say("frame", "sources"),
        )

    def _sections(self) -> Iterator[Section]:
        threads = [u for u in self.material.undertakings if u.status != "declaration"]
        self.left["declarations"] = len(self.material.undertakings) - len(threads)
        self.left["not_watched"] = sum(u.attention == "not_watched" for u in threads)
        yield self._section("met", [Group("", self._meetings())])
        yield self._section("open", self._steps("open", [u for u in threads if u.status in _OPEN]))
        yield self._section("delivered", self._steps("delivered", [u for u in threads if u.status in _DELIVERED]))
        yield self._section("closed", self._steps("closed", [u for u in threads if u.status in _STOPPED]))
        yield self._section("figures", [Group("", self._figures())])
        yield self._section("late", [Group("", self._late([u for u in threads if u.status in _OPEN]))])

    def _section(self, topic: str, groups: Iterable[Group]) -> Section:
        return Section(topic, self.words.say("sections", topic), tuple(group for group in groups if group.sentences))

    # who met

    def _meetings(self) -> tuple[Sentence, ...]:
        newest = sorted(self.material.events, key=lambda e: (self._day(e.when, e), e.doc), reverse=True)
        same: dict[tuple[str, str, str], list[Event]] = {}
        for event in newest:
            same.setdefault((event.type, event.when or event.doc, event.place or ""), []).append(event)
        shown = list(same.values())[: _MOST["met"]]
        self.left["events"] = len(same) - len(shown)
        return tuple(Sentence((self._meeting(events),)) for events in shown)

    def _meeting(self, events: Sequence[Event]) -> Clause:
        """One gathering as all its documents tell it; the fullest account gives the words."""
        words, event = self.words, max(events, key=lambda e: (bool(e.name), len(e.participants), len(e.quote)))
        kind = words.label("event", event.type)
        place = event.place or (words.country(event.country) if event.country else "")
        told = [
            words.clause("named", type=kind, name=event.name) or kind,
            words.clause("at_place", place=place),
            words.clause("people", names=words.names((*event.organisers, *event.participants))),
            words.clause("attendance", count=event.attendance),
        ]
        date = words.date(event.when) or words.say("periods", "undated")
        line = date + words.say("frame", "colon") + ", ".join(filter(None, told))
        return Clause(line, self._cited(events))

    # undertakings

    def _steps(self, topic: str, threads: Sequence[Undertaking]) -> list[Group]:
        """The undertakings under their steps, highest step first, the most recent first in each."""
        room, groups = _MOST[topic], []
        steps = [status for status in reversed(_LADDER) if any(u.status == status for u in threads)]
        for place, status in enumerate(steps):
            members = sorted((u for u in threads if u.status == status), key=self._last_heard, reverse=True)
            share = max(1, room // (len(steps) - place))
            shown = members[:share]
            room -= len(shown)
            self.left["undertakings"] += len(members) - len(shown)
            label = self.words.label("status", status)
            groups.append(Group(label[:1].upper() + label[1:], tuple(map(self._undertaking, shown))))
        return groups

    def _undertaking(self, thread: Undertaking) -> Sentence:
        """What it is about, then its first step and its latest ones, each with its own source."""
        acts = sorted(thread.acts, key=lambda act: (self._day(act.when, act), act.doc, act.start))
        steps: dict[tuple[str, str], list[Act]] = {}
        for act in acts:
            steps.setdefault((act.verb, self._day(act.when, act)), []).append(act)
        told = list(steps.values())
        kept = told if len(told) <= _MOST_STEPS else [told[0], *told[1 - _MOST_STEPS :]]
        return Sentence((self._subject(thread), *(self._step(same) for same in kept)))

    def _subject(self, thread: Undertaking) -> Clause:
        words = self.words
        called, act = self._called(thread)
        topics = [
            *(words.label("form", f) for f in thread.forms[:2]),
            *(words.label("sector", s) for s in thread.sectors[:2]),
        ]
        told = [
            called,
            ", ".join(dict.fromkeys(topics)),
            words.clause("amount", amount=words.amount(act.amount)),
            words.clause("due", date=words.date(thread.due)),
            words.clause("conditional") if act.conditional else "",
        ]
        return Clause(", ".join(filter(None, told)), self._cited([act]))

    def _called(self, thread: Undertaking) -> tuple[str, Act]:
        """What a reader of the note calls it, weak words with their heading, and the act whose words they are."""
        words, title = self.words, thread.title(self.words.lang)
        quoted, document = words.clause("quoted", words=title.words), self.material.documents.get(title.doc)
        heading = document.title if title.weak and document else ""
        act = thread.acts[thread.act_ids.index(title.act)]
        return words.clause("under", words=quoted, title=heading) or quoted, act

    def _step(self, acts: Sequence[Act]) -> Clause:
        words, act = self.words, acts[0]
        verb, date = words.label("verb", act.verb), words.date(self._day(act.when, act))
        by, to = words.names(act.by), words.names(act.to)
        told = words.clause("act_by_to", verb=verb, date=date, by=by, to=to)
        told = told or words.clause("act_by", verb=verb, date=date, by=by) or words.clause("act", verb=verb, date=date)
        return Clause(told or verb, self._cited(acts))

    def _late(self, threads: Sequence[Undertaking]) -> tuple[Sentence, ...]:
        late = [u for u in threads if u.attention in LATE]
        late.sort(key=lambda u: (LATE.index(u.attention), self._last_heard(u)))
        return tuple(self._lateness(thread) for thread in late[: _MOST["late"]])

    def _lateness(self, thread: Undertaking) -> Sentence:
        words = self.words
        called, act = self._called(thread)
        last = self._last_heard(thread)
        told = [
            words.label("attention", thread.attention) + words.say("frame", "colon") + called,
            words.clause("late_since", date=words.date(thread.due), days=_days(thread.due, self.today)),
            words.clause("last_heard", date=words.date(last), days=_days(last, self.today)),
        ]
        return Sentence((Clause(", ".join(filter(None, told)), self._cited([act])),))

    # figures

    def _figures(self) -> tuple[Sentence, ...]:
        order = codes("indicator")
        figures = [
            f for f in self.material.figures if f.indicator not in _NO_FIGURES and f.measure in ("level", "change")
        ]
        compared = compare_figures(figures)
        compared.sort(key=lambda c: (not c.disagrees, c.subject.measure != "level", order.index(c.subject.indicator)))
        shown = compared[: _MOST["figures"]]
        self.left["figures"] = len(compared) - len(shown)
        return tuple(self._comparison(comparison) for comparison in shown)

    def _comparison(self, comparison: Comparison) -> Sentence:
        """What the figure is of, then each claim with who says so, then what separates them."""
        words = self.words
        lead = self._subject_of(comparison.subject) + words.say("frame", "colon")
        clauses = [self._claim(claim) for claim in comparison.claims]
        clauses[0] = Clause(lead + clauses[0].text, clauses[0].citations)
        if comparison.disagrees:
            gap = words.measured(comparison.gap, comparison.unit)
            percent = comparison.gap_percent
            told = words.clause("differ", gap=gap, percent=None if percent is None else words.number(round(percent, 1)))
            cited = (citation for clause in clauses for citation in clause.citations)
            clauses.append(Clause(told or words.clause("differ_flat", gap=gap), tuple(dict.fromkeys(cited))))
        return Sentence(tuple(clauses))

    def _subject_of(self, subject: Subject) -> str:
        words = self.words
        indicator = words.label("indicator", subject.indicator)
        indicator = str(words.label("measure", subject.measure)).format(indicator=indicator)
        if subject.expected:
            indicator = words.say("labels", "expected", indicator=indicator)
        told = [
            indicator[:1].upper() + indicator[1:],
            self._sides(subject),
            subject.actor,
            words.label("sector", subject.sector),
            words.date(subject.period) or words.say("periods", "undated"),
        ]
        return ", ".join(filter(None, told))

    def _sides(self, subject: Subject) -> str:
        words = self.words
        first = words.country(subject.reporter) if subject.reporter else ""
        first = words.clause("of_place", side=first, place=subject.place) or first or subject.place
        if not subject.partner:
            return first
        joint = _ARROWS.get(subject.indicator, "side_to_side")
        return words.clause(joint, first=first, second=words.country(subject.partner))

    def _claim(self, claim: Claim) -> Clause:
        words, figure = self.words, claim.figures[0]
        value = words.amount(figure)
        if figure.converted:
            value = words.clause("converted", value=value, converted=words.amount(figure.converted))
        who = words.names(name for f in claim.figures if (name := f.said_by or self._publisher(f)))
        return Clause(words.clause("value_by", value=value, who=who) or value, self._cited(claim.figures))

    def _publisher(self, record: Record) -> str:
        document = self.material.documents.get(record.doc)
        return (document.publisher or "") if document else ""

    # sources, dates, what is left out

    def _cited(self, records: Iterable[Record]) -> tuple[Citation, ...]:
        documents = self.material.documents
        told = dict.fromkeys(cite(record, documents.get(record.doc)) for record in islice(records, _MOST_CITED))
        return tuple(told)

    def _day(self, when: str | None, record: Record) -> str:
        """The date of what a record tells, or that of its document; empty when neither is known."""
        document = self.material.documents.get(record.doc)
        return when or (document.published if document else "") or ""

    def _last_heard(self, thread: Undertaking) -> str:
        return max(self._day(None, act) or self._day(act.when, act) for act in thread.acts)

    def _summary(self, sections: Sequence[Section]) -> Sentence | None:
        """How many undertakings stand at each step; it cites what the sections below it cite of them."""
        words = self.words
        counts = Counter(u.status for u in self.material.undertakings if u.status != "declaration")
        cited = [
            citation
            for section in sections
            if section.topic in ("open", "delivered", "closed")
            for group in section.groups
            for sentence in group.sentences
            for citation in sentence.clauses[0].citations
        ]
        if not cited:
            return None
        steps = ", ".join(
            words.say("frame", "step_count", step=words.label("status", status), count=counts[status])
            for status in reversed(_LADDER)
            if counts[status]
        )
        text = words.say("frame", "summary", count=counts.total(), steps=steps)
        return Sentence((Clause(text, tuple(dict.fromkeys(cited))),))

    def _about(self) -> Iterator[str]:
        say, words = self.words.say, self.words
        dates = sorted(d.published for d in self.material.documents.values() if d.published)
        if not self.material.documents:
            yield say("frame", "read_none")
        elif dates:
            first, last = words.date(dates[0]), words.date(dates[-1])
            yield say("frame", "read", documents=len(self.material.documents), first=first, last=last)
        if not self.material.undertakings:
            yield say("frame", "nothing")
        reasons = [say("left_out", reason, count=count) for reason, count in self.left.items() if count]
        if reasons:
            yield say("frame", "left_out", reasons=say("frame", "joint").join(reasons))
        yield say("frame", "rule_of_note")


def _days(date: str | None, today: datetime.date) -> int | None:
    """Days from the last day of a date, month, year or interval until today; None where it lies ahead or is unknown."""
    last = last_day(date)
    return (today - last).days if last and today > last else None
