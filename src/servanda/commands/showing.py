"""What `servanda show` prints: one record or undertaking with its sentences, its documents and how it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

import msgspec

from servanda.analysis.scores import MOST, scores_of
from servanda.commands.listing import day_of, flat
from servanda.commands.output import as_text, open_output, tell_behind
from servanda.commands.tables import has_colour, wrapped
from servanda.exchange.rows import number_text, row_of, summary_of
from servanda.ledger.judgements import Judgement
from servanda.ledger.proofs import Proof
from servanda.ledger.store import Answer, open_ledger
from servanda.ledger.verdicts import verdicts_of
from servanda.records import Undertaking

_WIDE = 100
_HIDDEN = frozenset(("doc", "start", "end", "quote", "confidence", "rule", "part", "amount_approx"))


def print_one(identity: str, *, ledger: str, layout: str, today: str | None = None) -> None:
    """Print the record or undertaking of that id, in full."""
    with open_ledger(ledger, create=False, read_only=True) as opened:
        tell_behind(opened)
        answer = opened.get(identity, today=day_of(today))
        verdicts = verdicts_of(opened, answer.undertaking) if answer.undertaking else []
    with open_output(None) as file, as_text(file) as text:
        if layout == "json":
            text.write(msgspec.json.format(msgspec.json.encode(_as_json(answer, verdicts)), indent=1).decode() + "\n")
        else:
            text.writelines(f"{line}\n" for line in _lines(answer, verdicts, text))


def _as_json(answer: Answer, verdicts: Sequence[Judgement]) -> dict[str, object]:
    proofs = [{**flat(proof.entry), "sentence": proof.sentence} for proof in answer.proofs]
    shown: dict[str, object] = {"id": answer.id, "proofs": proofs}
    if answer.undertaking:
        shown |= {"undertaking": answer.undertaking, "scores": scores_of(answer.undertaking), "verdicts": verdicts}
    return shown


def _lines(answer: Answer, verdicts: Sequence[Judgement], file: IO[str]) -> Iterator[str]:
    if answer.undertaking:
        yield from _undertaking_lines(answer.undertaking)
        for verdict in verdicts:
            yield f"  verdict      {verdict.said}, {verdict.at[:10]}, {verdict.account}: {verdict.reason}"
        joins = {join.act: f"joined ({join.score:.2f}): {join.why}" for join in answer.undertaking.joins}
        for proof in answer.proofs:
            yield ""
            yield from _proof_lines(proof, file, joins.get(proof.entry.id))
        return
    for proof in answer.proofs:
        yield from _proof_lines(proof, file)
        yield from _slot_lines(proof)


def _undertaking_lines(one: Undertaking) -> Iterator[str]:
    """What is known of the undertaking, and the steps by which it got where it stands."""
    yield f"{one.id}  {one.status} · {one.attention}" + "".join(f" · {mark}" for mark in _marks(one))
    told = {
        "what": one.titles[0].words,
        "called": "; ".join(f"{title.words} ({title.lang})" for title in one.titles[1:]),
        "parties": "-".join(one.parties),
        "by": ", ".join(one.by),
        "to": ", ".join(one.to),
        "forms": ", ".join(one.forms),
        "sectors": ", ".join(one.sectors),
        "places": ", ".join(one.places),
        "instrument": one.instrument,
        "amount": number_text(one.amount.value, one.amount.unit, one.amount.approx) if one.amount else None,
        "due": one.due,
        "heard of": " to ".join(dict.fromkeys(filter(None, (one.since, one.last)))),
        "questions": ", ".join(one.questions),
    }
    yield from _told(told)
    yield from _score_lines(one)
    for step in one.steps:
        yield f"  step         {step.status}, {step.date or 'undated'}, by {step.act} ({step.source})"


def _score_lines(one: Undertaking) -> Iterator[str]:
    """The scores, each with what it lacks."""
    scores = scores_of(one)
    vouching = ", ".join(scores.sources.met) or "nobody"
    yield f"  {'sources':12} {scores.sources.points} of {MOST}: {vouching}"
    for name, score in (("completeness", scores.completeness), ("follow-up", scores.follow_up)):
        if score.points is not None:
            lacks = f": without {', '.join(score.lacks)}" if score.lacks else ""
            yield f"  {name:12} {score.points} of {MOST}{lacks}"


def _marks(one: Undertaking) -> Iterator[str]:
    yield from (name for name in ("umbrella", "contested") if getattr(one, name))
    if one.delivery:
        yield one.delivery
    if one.late:
        yield f"late by {one.late} days"


def _proof_lines(proof: Proof, file: IO[str], why: str | None = None) -> Iterator[str]:
    """A record with the sentence that proves it, its document, and the route by which it was read."""
    entry, record = proof.entry, proof.entry.record
    yield f"{entry.id}  {record.kind}: {summary_of(record)}"
    yield from (f"  │ {line}" for line in wrapped(_marked(proof, file), _WIDE - 4))
    known = (proof.document.title, entry.publisher, entry.published, entry.source, entry.lang, record.doc)
    yield from (f"  {line}" for line in wrapped(" · ".join(word for word in known if word), _WIDE - 2))
    yield f"  read by “{record.rule}”, confidence {record.confidence:.2f}, version {entry.version}"
    if why:
        yield f"  {why}"


def _marked(proof: Proof, file: IO[str]) -> str:
    """The sentence with the quote marked in it."""
    sentence, quote = " ".join(proof.sentence.split()), " ".join(proof.entry.record.quote.split())
    opening, closing = ("\x1b[1m", "\x1b[22m") if has_colour(file) else ("[", "]")
    return sentence.replace(quote, f"{opening}{quote}{closing}", 1) if quote in sentence else sentence


def _slot_lines(proof: Proof) -> Iterator[str]:
    yield from _told({name: text for name, text in row_of(proof.entry.record).items() if name not in _HIDDEN})


def _told(slots: dict[str, str | None]) -> Iterator[str]:
    """The slots that have a value, a line each."""
    yield from (f"  {name:12} {text}" for name, text in slots.items() if text)
