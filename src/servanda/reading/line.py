"""A sentence as a line of pieces: names, times, words of the grammar, marks, and runs of other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_

from msgspec.structs import replace

from servanda.reading.entities import Mention
from servanda.reading.grammar import (
    ACTION,
    BRACKET,
    DASH,
    DEED,
    DETERMINER,
    FIRST_PERSON,
    FUTURE,
    HAVE,
    MARKS,
    MODAL,
    NP,
    PREPOSITION,
    QUANTITY,
    QUOTE,
    TIME,
    UNKNOWN,
    WE,
    Deed,
    Piece,
    Word,
    grammar_of,
)
from servanda.reading.ordered import Ordered
from servanda.reading.topics import OUTRIGHT
from servanda.reading.view import Sentence, View
from servanda.records import BODY, TITLE

PAD = 16  # places before and after a line that have no class: looking around needs no check
OPENING_QUOTES, CLOSING_QUOTES = frozenset("«“「"), frozenset("»”」")
TAIL_REACH = 80  # characters between the parts of a verb
STEM = 3  # letters that all cases of a name share
FEW = 2  # mentions that can cover one another
FEW_SENTENCES, FIELD = 4, 0.55  # sentences, and the share that name a topic, from which a text is of the field
LONGEST_ASIDE = 12  # pieces between brackets, and the brackets
_GAP = re.compile(
    r"--+|(?<= )-(?= )|[^\W_]+|[.,](?!\d)|[" + re.escape("".join(MARKS).replace(",", "").replace(".", "")) + "]"
)


class Pages:
    """What the finders found in a document, at hand by place."""

    def __init__(self, view: View) -> None:
        """Put the names, times, sums and topics of the view in order."""
        self.view = view
        self.mentions = Ordered(view.mentions)
        self.times = Ordered([Piece(t.start, t.end, TIME, t) for t in view.times])
        self.sums = Ordered([Piece(q.start, q.end, QUANTITY, q) for q in view.quantities if q.kind == "money"])
        self.topics = Ordered(view.topics)
        self.is_of_field = self._is_of_field()

    def _is_of_field(self) -> bool:
        """Whether the text speaks of cooperation throughout: there what is put off or opened need not name its form."""
        named = Ordered([topic for topic in self.topics if topic.kind in OUTRIGHT])
        bounds = (named.bounds(one.start, one.end) for one in self.view.sentences if one.part in (BODY, TITLE))
        told = [first < last for first, last in bounds]
        return len(told) >= FEW_SENTENCES and sum(told) >= FIELD * len(told)


class Line:
    """The pieces of a sentence in order; `bits[i] & (NP | AND)` asks a piece for classes, outside of it too."""

    __slots__ = ("bits", "clauses", "grammar", "groups", "pages", "pieces", "view")

    def __init__(self, pages: Pages, pieces: list[Piece]) -> None:
        self.pages, self.view, self.pieces = pages, pages.view, pieces
        self.grammar = grammar_of(self.view.lang)
        self.bits = [piece.bits for piece in pieces] + [0] * PAD
        self.groups: dict[int, tuple[int, int]] = {}
        self.clauses: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.pieces)

    def classes(self, first: int, last: int) -> int:
        """All classes of the pieces from one place up to and without another."""
        return reduce(or_, self.bits[max(0, first) : last], 0)

    def has(self, first: int, last: int, classes: int) -> bool:
        """Whether some piece from one place up to and without another has one of the classes."""
        return bool(reduce(or_, self.bits[max(0, first) : last], 0) & classes)

    def deeds(self, place: int) -> tuple[Deed, ...]:
        """The deeds that the piece may tell of."""
        value = self.pieces[place].value
        return value.deeds if isinstance(value, Word) else ()

    def mention(self, place: int) -> Mention | None:
        """The name at the place; None where there is none."""
        return self.pieces[place].value if self.bits[place] & NP else None

    def has_tail(self, place: int, deed: Deed) -> bool:
        """Whether what closes a parted verb stands behind it: "put the port into operation"; true of any other."""
        return not deed.tail or 0 <= self._tail(place, deed) - self.pieces[place].end < TAIL_REACH

    def before_tail(self, place: int, deed: Deed, end: int) -> int:
        """The place at which "into operation" closes a parted verb, up to an end; the end where nothing does."""
        start = self._tail(place, deed) + 1 if deed.tail else 0
        found = self.place_of(start, place + 2, end) if start > 0 else end
        return found if found < end and self.bits[found] & PREPOSITION else end

    def _tail(self, place: int, deed: Deed) -> int:
        return self.view.lower.find(f" {deed.tail}", self.pieces[place].end, self.pieces[-1].end)

    def asks_for(self, place: int) -> bool:
        """Whether the word at the place says for what somebody is asked: "asked Peru for gas"."""
        piece = self.pieces[place]
        return self.view.lower[piece.start : piece.end] in self.grammar.benefit

    def description(self, place: int) -> str:
        """The type of actor that the noun at the place stands for; "" where it stands for none."""
        value = self.pieces[place].value if 0 <= place < len(self.pieces) else None
        return value.description if isinstance(value, Word) else ""

    def action(self, place: int) -> str:
        """The form of the verb of doing at the place; "" where there is none."""
        value = self.pieces[place].value if 0 <= place < len(self.pieces) else None
        return value.action if isinstance(value, Word) else ""

    def is_possessor(self, place: int) -> bool:
        """Whether the name at the place owns what follows: "China's"."""
        marks = self.grammar.possessive
        return bool(marks) and self.view.lower.startswith(marks, self.pieces[place].end)

    def is_oblique(self, place: int, case: str = "oblique") -> bool:
        """Whether the name at the place shows by an ending that it is in a case, by default one of no doer."""
        mention, endings = self.mention(place), self.grammar.cases[case]
        if mention is None or not endings:
            return False
        said, name = self.view.lower[mention.start : mention.end], mention.entity.name.lower()
        is_bare = mention.first == mention.start
        if is_bare and (said == name or said[:STEM] != name[:STEM]):
            return False
        return (is_bare and case == "oblique") or self._head(mention).endswith(endings)

    def is_plural(self, place: int) -> bool:
        """Whether the verb at the place, of which nobody need be the subject, has the ending of several."""
        return self.lower(place).split(" ")[0].endswith(self.grammar.impersonal)

    def person(self, place: int) -> int:
        """Who the ending of the verb at the place says that it is without a pronoun: "I", "we", or nobody."""
        grammar = self.grammar
        if not grammar.endings_of_we or not self.bits[place] & (DEED | ACTION | FUTURE | HAVE):
            return 0
        forms = {deed.form for deed in self.deeds(place)} | {self.action(place)}
        if not self.bits[place] & (FUTURE | HAVE) and forms.isdisjoint(("present", "future", "past")):
            return 0
        word = self.lower(place).split(" ")[0]
        return (
            WE if word.endswith(grammar.endings_of_we) else FIRST_PERSON if word.endswith(grammar.endings_of_i) else 0
        )

    def is_infinitive(self, place: int) -> bool:
        """Whether the words at the place open with an infinitive, which is known by its ending."""
        return bool(self.grammar.infinitive.match(self.view.lower, self.pieces[place].start))

    def _head(self, mention: Mention) -> str:
        """The first word of a name's noun phrase that bends with it: the noun of an office, not "his"."""
        words, known = self.view.lower[mention.first : mention.last].split(" "), self.grammar.words
        return next((word for word in words if word not in known or not known[word].bits & DETERMINER), words[0])

    def words(self, first: int, last: int) -> str:
        """The words from one piece up to and without another."""
        if first >= last:
            return ""
        return self.view.written(self.pieces[first].start, self.pieces[last - 1].end)

    def place_of(self, start: int, first: int, end: int, missing: int | None = None) -> int:
        """The place of the piece that begins there, between two places; `missing` (else the second) where none does."""
        found = (i for i in range(first, end) if self.pieces[i].start == start)
        return next(found, end if missing is None else missing)

    def lower(self, place: int) -> str:
        """The words of one piece in lower case."""
        return self.view.lower[self.pieces[place].start : self.pieces[place].end]


def outermost(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions that stand inside no other's noun phrase."""
    if len(mentions) < FEW:
        return mentions
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.first, -m.last)):
        if not kept or mention.first >= kept[-1].last:
            kept.append(mention)
    return kept


def line_of(pages: Pages, sentence: Sentence, words: list[Piece], named: Sequence[Mention]) -> Line:
    """The sentence as a line: named noun phrases come first, then times and sums, then the words of the grammar.

    Of the noun phrases those are named that stand inside no other.
    """
    start, end, view = sentence.start, sentence.end, pages.view
    names = [Piece(m.first, m.last, NP, m) for m in named if m.first >= start]
    spelled, known = grammar_of(view.lang).words, words
    for strong in (pages.sums.within(start, end), pages.times.within(start, end), names):
        if strong:
            known = _without_overlap(strong, known, view.lower, spelled)
    pieces = _without_quotes(_filled(view.norm, _outside_titles(known, view.norm, start, end), start, end), view.norm)
    return Line(pages, pieces if view.norm.find("(", start, end) < 0 else _without_brackets(pieces))


def _without_overlap(strong: Sequence[Piece], weak: list[Piece], lower: str, words: dict[str, Word]) -> list[Piece]:
    """Both lists as one, in order, without the weak that overlap a strong one; each is in order itself.

    Of a phrase whose end is taken ("agreed on" before "on Monday") what stands before is kept where it is a word; of
    one whose beginning is part of a name ("会向" behind "国会"), what stands behind.
    """
    kept: list[Piece] = []
    place, size = 0, len(strong)
    for piece in weak:
        while place < size and strong[place].end <= piece.start:
            kept.append(strong[place])
            place += 1
        if place == size or piece.end <= strong[place].start:
            kept.append(piece)
        elif piece.start < strong[place].start and (
            shorter := words.get(lower[piece.start : strong[place].start].strip())
        ):
            kept.append(Piece(piece.start, strong[place].start - 1, shorter.bits, shorter))
        elif piece.start < strong[place].start and piece.bits & (DEED | MODAL) and strong[place].bits & TIME:
            kept.append(piece)  # "bắt đầu" before "vào tháng 10", of which "đầu" is no part; "定于" before "12月2日"
            strong = [*strong[:place], replace(strong[place], start=piece.end + 1), *strong[place + 1 :]]
        elif piece.start > strong[place].start and (
            rest := words.get(lower[strong[place].end : piece.end].strip()) if strong[place].bits & NP else None
        ):
            kept += [strong[place], Piece(strong[place].end + 1, piece.end, rest.bits, rest)]
            place += 1
    return [*kept, *strong[place:]]


_GOES_ON = re.compile(r" [^\W\d_A-ZÀ-ÞА-ЯЁ]| \d")
_TITLE = re.compile("《[^》]*》")
_BLANK = frozenset(("", " ", "'", "’", "  "))
_MARK = re.compile("--| - |[" + re.escape("".join(MARKS)) + "]")
_COMMA = MARKS[","]
_QUOTES = re.compile("[" + "".join(mark for mark, bits in MARKS.items() if bits == QUOTE) + "]")


def _filled(text: str, known: list[Piece], start: int, end: int) -> list[Piece]:
    """The pieces with what stands between them: marks one by one, runs of unknown words as one piece."""
    pieces: list[Piece] = []
    reached = start
    for piece in known:
        if piece.start < reached:
            continue
        gap = text[reached : piece.start]
        if gap not in _BLANK:
            _fill(gap, reached, pieces)
        pieces.append(piece)
        reached = piece.end
    _fill(text[reached:end], reached, pieces)
    return pieces


def _fill(gap: str, offset: int, pieces: list[Piece]) -> None:
    if gap == ", ":
        pieces.append(Piece(offset, offset + 1, _COMMA, None))
        return
    if _MARK.search(gap) is None:
        words = gap.strip(" '-")
        if words:
            first = offset + gap.index(words)
            pieces.append(Piece(first, first + len(words), UNKNOWN, None))
        return
    first = last = -1
    for match in _GAP.finditer(gap):
        place = match.start()
        bits = DASH if gap[place] == "-" else MARKS.get(gap[place])
        if gap[place] == "." and _GOES_ON.match(gap, place + 1):
            bits = 0  # of an abbreviation
        if bits is None:
            first = place if first < 0 else first
            last = match.end()
            continue
        if first >= 0:
            pieces.append(Piece(offset + first, offset + last, UNKNOWN, None))
            first = -1
        pieces.append(Piece(offset + place, offset + place + 1, bits, None))
    if first >= 0:
        pieces.append(Piece(offset + first, offset + last, UNKNOWN, None))


def _outside_titles(pieces: list[Piece], text: str, start: int, end: int) -> list[Piece]:
    """The pieces but for verbs in the title of a paper or a play, which tells of no deed: 《关于购买股份的公告》."""
    titles = [match.span() for match in _TITLE.finditer(text, start, end)]
    if not titles:
        return pieces
    return [piece for piece in pieces if not (piece.bits & DEED and any(a < piece.start < b for a, b in titles))]


def _without_quotes(pieces: list[Piece], text: str) -> list[Piece]:
    """The pieces without the quotation marks that stand round a name and nothing else: "«Rosatom»"."""
    if not pieces or _QUOTES.search(text, pieces[0].start, pieces[-1].end) is None:
        return pieces
    around: set[int] = set()
    for place in range(len(pieces) - 1):
        if pieces[place].bits & NP and pieces[place + 1].bits & QUOTE:
            phrase = text[pieces[place].start : pieces[place].end]
            if place and pieces[place - 1].bits & QUOTE:
                around |= {place - 1, place + 1}
            elif _is_left_open(phrase):
                around.add(place + 1)
    return [piece for place, piece in enumerate(pieces) if place not in around]


def _is_left_open(phrase: str) -> bool:
    """Whether a phrase has the mark that opens a quotation and not the one that closes it: 'компания "Волга'."""
    is_straight = phrase.count('"') % 2 == 1
    return is_straight or (not OPENING_QUOTES.isdisjoint(phrase) and CLOSING_QUOTES.isdisjoint(phrase))


def _without_brackets(pieces: list[Piece]) -> list[Piece]:
    """The pieces without those between short brackets, which only explain the word before: "(Nord)", "(NIC)"."""
    kept: list[Piece] = []
    opened: int | None = None
    for piece in pieces:
        kept.append(piece)
        if piece.bits & BRACKET and piece.end - piece.start == 1:
            if opened is None:
                opened = len(kept) - 1
            elif len(kept) - opened <= LONGEST_ASIDE:
                del kept[opened:]
                opened = None
            else:
                opened = None
    return kept
