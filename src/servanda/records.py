"""The nouns: a document, and what is read out of it, each with the words that prove it.

The slots are the contract of `docs/reference/records.md`; codes are lower-case and hyphenated. Records are frozen
values without input or output. `to_json` and `from_json` are each other's inverse.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

BODY = "body"
TITLE = "title"
Span = tuple[int, int]


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a document that is one thing: `body`, `title`, `caption`, `related`, `teaser` or `debris`.

    `lang` is the language of a passage that is not in the document's own.
    """

    start: int
    end: int
    kind: str = BODY
    lang: str = ""


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A dispatch as it was given, and what is known of it.

    `text` is never changed: offsets of every record point into it, in code points. `parts` cover the text's words in
    order, without overlap. `published` is an ISO 8601 date, month or year. `lang` is ISO 639-1, or "" when no language
    that we know was recognised. `raw` is what was captured, where it is more than the text (a page's HTML).
    """

    id: str
    text: str
    lang: str = ""
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    dateline: str | None = None
    url: str | None = None
    related: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    raw: str | None = None

    @property
    def body(self) -> list[Span]:
        """Spans of the dispatch itself, its headline included, in order."""
        return [(part.start, part.end) for part in self.parts if part.kind in (BODY, TITLE)]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """What every record has: `quote` is `document.text[start:end]`, `rule` the route by which it was read.

    `start` and `end` count code points of the text as it was given. `confidence` is 0 to 1: of the records that say 0.8
    some four in five are right (`bench/calibrate.py`). `part` is the kind of the document's part in which it stands.
    """

    doc: str
    start: int
    end: int
    quote: str
    confidence: float
    rule: str
    part: str = BODY

    @property
    def kind(self) -> str:
        """The record's kind, as printed: `document`, `actor`, `event`, `figure` or `act`."""
        return str(self.__struct_config__.tag)


class Heading(Record, frozen=True, kw_only=True, omit_defaults=True, tag="document"):
    """The document itself as a record: its quote is its title, or its first words; `body` is where the story stands."""

    lang: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    dateline: str | None = None
    url: str | None = None
    related: tuple[str, ...] = ()
    body: tuple[Span, ...] = ()


class Actor(Record, frozen=True, kw_only=True, omit_defaults=True, tag="actor"):
    """A person, body or place that a document names; one record for each distinct actor of a document.

    `type` is `person`, `company`, `public-body`, `organisation`, `country`, `region`, `city` or `bloc`; `aka` are the
    document's other forms of the name. `country` is where it belongs (ISO 3166-1), `code` its own (ISO 3166-1 or -2).
    """

    type: str
    name: str
    aka: tuple[str, ...] = ()
    country: str | None = None
    role: str | None = None
    organisation: str | None = None
    code: str | None = None


class Event(Record, frozen=True, kw_only=True, omit_defaults=True, tag="event"):
    """A gathering or ceremony that the document reports or announces.

    `when` is ISO 8601: a day, a month or an interval, `XXXX-04-19` where the year cannot be known. `country` and
    `parties` are codes, `organisers` and `participants` names; `attendance` counts people, `mode` is how they met.
    """

    type: str
    name: str | None = None
    when: str | None = None
    place: str | None = None
    country: str | None = None
    parties: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    attendance: int | None = None
    mode: str | None = None


class Amount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value in whole units, 4.2 billion as 4.2e9, with how exact it is; `value_max` closes a range.

    `unit` is a currency of ISO 4217 or a physical unit; without a `value` the words are vague ("some billions").
    """

    value: float | None = None
    value_max: float | None = None
    unit: str
    approx: str = "exact"


class Figure(Record, frozen=True, kw_only=True, omit_defaults=True, tag="figure"):
    """A number that the document states: of what, when, of whom, and who says so.

    `value` is in whole units (4.2 billion is 4.2e9, 16.5 % is 16.5), negative for falls and deficits; `value_max`
    closes a range; a vague figure ("a few billion") has no value but a `magnitude`. `period` and `basis`, with which a
    change is compared, are ISO 8601. `reporter` and `partner` are ISO 3166-1 codes or blocs: whose figure it is, and
    with whom. `converted` is what the document itself gives in another currency.
    """

    indicator: str
    measure: str
    value: float | None = None
    value_max: float | None = None
    unit: str
    magnitude: float | None = None
    approx: str = "exact"
    period: str | None = None
    per: str | None = None
    basis: str | None = None
    of: str | None = None
    status: str = "observed"
    reporter: str | None = None
    partner: str | None = None
    direction: str | None = None
    place: str | None = None
    sector: str | None = None
    actor: str | None = None
    said_by: str | None = None
    converted: Amount | None = None


class Act(Record, frozen=True, kw_only=True, omit_defaults=True, tag="act"):
    """Somebody moves cooperation: says, promises or does a thing about it.

    `by` and `to` are names of actors, `parties` codes of countries or blocs; `what` is the shortest stretch that says
    what is done. `when` it happened and by when it is `due` are ISO 8601. What the text does not tell is empty.
    """

    verb: str
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    what: str | None = None
    forms: tuple[str, ...] = ()
    instrument: str | None = None
    sectors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    when: str | None = None
    due: str | None = None
    amount: Amount | None = None
    conditional: bool = False


AnyRecord = Heading | Actor | Event | Figure | Act
LISTS = {"actor": "actors", "event": "events", "figure": "figures", "act": "acts"}  # of a reading, by kind
KINDS = ("document", *LISTS)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read out of one document, in the order heading, actors, events, figures, acts."""

    document: Document
    heading: Heading
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    acts: tuple[Act, ...] = ()

    def __iter__(self) -> Iterator[AnyRecord]:
        """Iterate over the records, heading first."""
        yield self.heading
        yield from self.actors
        yield from self.events
        yield from self.figures
        yield from self.acts


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A record as the ledger keeps it: its id, and what is known of the document that it was read from.

    `source` is the class of the source (`state-agency`, `private-media` …) and `state` the country whose voice it is;
    `sides` are the countries of those who act. `superseded` is true of a record whose document was replaced by a newer
    version of itself.
    """

    id: str
    record: AnyRecord
    published: str | None = None
    lang: str = ""
    publisher: str | None = None
    source: str = "private-media"
    state: str | None = None
    sides: tuple[str, ...] = ()
    version: int = 1
    recorded: str = ""
    superseded: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of the ladder that an act reached, with its proof: the act's id and words, their date, their source.

    `date` is a day, ISO 8601: when it happened, else when it was told; `source` is the class of who published it.
    """

    status: str
    act: str
    quote: str
    doc: str
    date: str | None = None
    source: str = "private-media"


class Join(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why an act belongs to an undertaking: how well it fits (0 to 1), and a sentence that says in what."""

    act: str
    score: float
    why: str


class Title(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Words of an act that name what an undertaking is about; `weak` where they say little without their document."""

    lang: str
    words: str
    act: str
    doc: str
    weak: bool = False


class Undertaking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A thread of acts about the same thing between the same parties.

    `status` is what the evidence shows, `attention` what the calendar suggests on the day that was asked for; they are
    never mixed. `steps` are the acts that moved the status, oldest first; `questions` what a reviewer should settle.
    `delivery` is `claimed` or `confirmed` once something was delivered; `late` is by how many days.
    """

    id: str
    status: str
    attention: str
    acts: tuple[Act, ...]
    act_ids: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    joins: tuple[Join, ...] = ()
    parties: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    what: str | None = None
    titles: tuple[Title, ...] = ()
    forms: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    instrument: str | None = None
    amount: Amount | None = None
    due: str | None = None
    since: str | None = None
    last: str | None = None
    delivery: str | None = None
    late: int | None = None
    umbrella: bool = False
    contested: bool = False
    questions: tuple[str, ...] = ()
    sources: int = 1

    def title(self, lang: str) -> Title:
        """What a reader of the language calls it: words in it that name the thing, else English ones, else the best."""
        told = {title.lang: title for title in self.titles if not title.weak}
        return told.get(lang) or told.get("en") or self.titles[0]


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The smallest unit kept: one value of one slot of one record, where it stands, who said it, who read it.

    `subject` is the record's id and `property` the slot; `first_seen` and `last_seen` are moments in UTC, ISO 8601:
    since when it is recorded, and when its document was last added or until when it held. `reader` is a version of
    Servanda, or the account that corrected the slot.
    """

    subject: str
    property: str
    value: str
    doc: str
    start: int
    end: int
    said_by: str | None = None
    source: str = "private-media"
    reader: str
    first_seen: str
    last_seen: str | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyRecord)


def to_json(record: AnyRecord) -> bytes:
    """One record as a line of JSON, without its empty slots and without the newline."""
    return _encoder.encode(record)


def from_json(line: bytes | str) -> AnyRecord:
    """The record that `to_json` printed; raises `msgspec.ValidationError` where it breaks the contract."""
    record: AnyRecord = _decoder.decode(line)
    return record
