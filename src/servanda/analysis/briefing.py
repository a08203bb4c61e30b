"""A note of one or two pages about two countries: every clause with the words that prove it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from servanda.analysis.comparisons import Comparisons
from servanda.analysis.dossiers import Dossiers
from servanda.analysis.encounters import Encounters
from servanda.analysis.material import Material
from servanda.analysis.note import Clause, Group, Note, Section, Sentence
from servanda.analysis.telling import Telling
from servanda.analysis.wording import Wording, wording
from servanda.days import last_day
from servanda.records import Undertaking
from servanda.status import LATE
from servanda.vocabulary import codes

_LADDER = codes("status")
_OPEN = _LADDER[_LADDER.index("voiced") : _LADDER.index("delivered_part")]
_DELIVERED = ("delivered", "delivered_part")
_STOPPED = ("suspended", "cancelled", "declined", "lapsed")
# What a page or two can hold, lines a section.
_MOST = {"open": 8, "late": 4, "delivered": 3, "closed": 3, "met": 3, "figures": 4}


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
        self.telling = Telling(material, words, today)
        self.threads = [u for u in material.undertakings if u.status != "declaration"]
        self.left: Counter[str] = Counter(
            declarations=len(material.undertakings) - len(self.threads),
            not_watched=sum(u.attention == "not_watched" for u in self.threads),
        )

    def note(self, pair: tuple[str, str], sector: str | None) -> Note:
        say = self.words.say
        first, second = (self.words.country(code) for code in pair)
        chosen = say("frame", "sector", sector=self.words.label("sector", sector)) or say("frame", "all_sectors")
        sections = tuple(section for section in self._sections() if section.groups)
        return Note(
            lang=self.words.lang,
            kicker=say("frame", "kicker"),
            title=say("frame", "title", first=first, second=second),
            subtitle=f"{chosen} · {say('frame', 'dated', date=self.words.day(self.telling.today))}",
            summary=self._summary(sections),
            sections=sections,
            about=tuple(self._about()),
            sources_heading=say("frame", "sources"),
        )

    def _sections(self) -> Iterator[Section]:
        """What is undertaken comes first, what waits for somebody right behind it, each undertaking once."""
        dossiers = Dossiers(self.telling)
        going = [u for u in self.threads if u.status in _OPEN]
        late, shown = dossiers.late([u for u in going if u.attention in LATE], _MOST["late"])
        yield self._steps(dossiers, "open", [u for u in going if u.id not in shown])
        yield self._section("late", late)
        yield self._steps(dossiers, "delivered", [u for u in self.threads if u.status in _DELIVERED])
        yield self._steps(dossiers, "closed", [u for u in self.threads if u.status in _STOPPED])
        met, self.left["events"] = Encounters(self.telling).told(_MOST["met"])
        yield self._section("met", [Group("", met)])
        figures, self.left["figures"] = Comparisons(self.telling).told(_MOST["figures"])
        yield self._section("figures", [Group("", figures)])

    def _steps(self, dossiers: Dossiers, topic: str, threads: Sequence[Undertaking]) -> Section:
        groups, left = dossiers.by_step(threads, _MOST[topic])
        self.left["undertakings"] += left
        return self._section(topic, groups)

    def _section(self, topic: str, groups: Iterable[Group]) -> Section:
        return Section(topic, self.words.say("sections", topic), tuple(group for group in groups if group.sentences))

    def _summary(self, sections: Sequence[Section]) -> Sentence | None:
        """How many undertakings stand at each step, how many are late, what is due next; cites what stands below."""
        words = self.words
        counts = Counter(u.status for u in self.threads)
        cited = [
            citation
            for section in sections
            if section.topic not in ("met", "figures")
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
        going = [u for u in self.threads if u.status in _OPEN]
        told = [
            words.say("frame", "summary", count=counts.total(), steps=steps),
            words.say("frame", "late_count", count=sum(u.attention in LATE for u in going) or None),
            words.say("frame", "next_due", date=words.date(self._next_due(going))),
        ]
        return Sentence((Clause(" ".join(filter(None, told)), tuple(dict.fromkeys(cited))),))

    def _next_due(self, threads: Iterable[Undertaking]) -> str | None:
        """The nearest day to come by which something is due."""
        ahead = [(day, u.due) for u in threads if (day := last_day(u.due)) and day >= self.telling.today]
        return min(ahead)[1] if ahead else None

    def _about(self) -> Iterator[str]:
        say, words = self.words.say, self.words
        dates = sorted(d.published for d in self.material.documents.values() if d.published)
        if not self.material.documents:
            yield say("frame", "read_none")
        elif dates:
            dated = words.date(dates[0] if dates[0] == dates[-1] else f"{dates[0]}/{dates[-1]}")
            yield say("frame", "read", documents=len(self.material.documents), dates=dated)
        if not self.material.undertakings:
            yield say("frame", "nothing")
        reasons = [say("left_out", reason, count=count) for reason, count in self.left.items() if count]
        if reasons:
            yield say("frame", "left_out", reasons=say("frame", "joint").join(reasons))
        yield say("frame", "rule_of_note")
