"""A note of one or two pages about two countries: every clause with the words that prove it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from servanda.analysis.comparisons import Comparisons
from servanda.analysis.dossiers import Dossiers
from servanda.analysis.encounters import Encounters
from servanda.analysis.material import OPEN, Material
from servanda.analysis.note import Clause, Group, Note, Section, Sentence
from servanda.analysis.telling import Telling
from servanda.analysis.wording import Wording, wording
from servanda.days import last_day
from servanda.records import Undertaking
from servanda.status import LATE
from servanda.vocabulary import codes

_LADDER = codes("status")
_OUTSIDE = "declaration"
_FOLLOWED = tuple(status for status in _LADDER if status != _OUTSIDE)
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
        self.threads = [u for u in material.undertakings if u.status != _OUTSIDE]
        self.left: Counter[str] = Counter(
            declarations=self._count((_OUTSIDE,)), not_watched=self._count(_FOLLOWED, ("not_watched",))
        )

    def _count(self, statuses: Collection[str], attentions: Collection[str] | None = None) -> int:
        """How many undertakings stand at these steps, with whatever attention or one of these, shown or not."""
        counts = self.material.whole.counts.items()
        return sum(n for (step, kind), n in counts if step in statuses and (attentions is None or kind in attentions))

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
        going = [u for u in self.threads if u.status in OPEN]
        late, shown = dossiers.late([u for u in going if u.attention in LATE], _MOST["late"])
        yield self._steps(dossiers, "open", [u for u in going if u.id not in shown], self._count(OPEN) - len(shown))
        yield self._section("late", late)
        for topic, statuses in (("delivered", _DELIVERED), ("closed", _STOPPED)):
            members = [u for u in self.threads if u.status in statuses]
            yield self._steps(dossiers, topic, members, self._count(statuses))
        met, self.left["events"] = Encounters(self.telling).told(_MOST["met"])
        yield self._section("met", [Group("", met)])
        figures, self.left["figures"] = Comparisons(self.telling).told(_MOST["figures"])
        yield self._section("figures", [Group("", figures)])

    def _steps(self, dossiers: Dossiers, topic: str, threads: Sequence[Undertaking], count: int) -> Section:
        groups = dossiers.by_step(threads, _MOST[topic])
        self.left["undertakings"] += count - sum(len(group.sentences) for group in groups)
        return self._section(topic, groups)

    def _section(self, topic: str, groups: Iterable[Group]) -> Section:
        return Section(topic, self.words.say("sections", topic), tuple(group for group in groups if group.sentences))

    def _summary(self, sections: Sequence[Section]) -> Sentence | None:
        """How many undertakings stand at each step, how many are late, what is due next; cites what stands below."""
        words = self.words
        counts = {status: self._count((status,)) for status in _FOLLOWED}
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
            for status in reversed(_FOLLOWED)
            if counts[status]
        )
        told = [
            words.say("frame", "summary", count=sum(counts.values()), steps=steps),
            words.say("frame", "late_count", count=self._count(OPEN, LATE) or None),
            words.say("frame", "next_due", date=words.date(self._next_due())),
        ]
        return Sentence((Clause(" ".join(filter(None, told)), tuple(dict.fromkeys(cited))),))

    def _next_due(self) -> str | None:
        """The nearest day to come by which something is due."""
        dues = self.material.whole.dues
        ahead = [(day, due) for due in dues if (day := last_day(due)) and day >= self.telling.today]
        return min(ahead)[1] if ahead else None

    def _about(self) -> Iterator[str]:
        say, words = self.words.say, self.words
        whole = self.material.whole
        read = whole.read
        if not read.documents:
            yield say("frame", "read_none")
        elif read.first:
            dated = words.date(read.first if read.first == read.last else f"{read.first}/{read.last}")
            yield say("frame", "read", documents=read.documents, dates=dated)
        if not whole.counts:
            yield say("frame", "nothing")
        left = {**self.left, **whole.older}
        reasons = [say("left_out", reason, count=count) for reason, count in left.items() if count]
        if reasons:
            yield say("frame", "left_out", reasons=say("frame", "joint").join(reasons))
        yield say("frame", "rule_of_note")
