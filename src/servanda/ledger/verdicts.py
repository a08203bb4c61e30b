"""Verdicts: what a person judges to have become of an undertaking, signed and with its reason; never computed."""

from __future__ import annotations

import msgspec

from servanda.errors import NotFoundError, UsageError
from servanda.ledger.deciding import act_id
from servanda.ledger.judgements import Judgement, effective, log_of, write_judgement
from servanda.ledger.store import Ledger, moment_of
from servanda.ledger.undertakings import identity_of
from servanda.records import Undertaking
from servanda.vocabulary import check_code

_DEED = ("verdict",)


def give_verdict(ledger: Ledger, undertaking: str, verdict: str, *, account: str, reason: str) -> Judgement:
    """Say what became of an undertaking; `UsageError` without a reason, `NotFoundError` where there is none such."""
    code = check_code("verdict", verdict)
    if not reason.strip():
        raise UsageError("a verdict has its reason: say why")
    ledger.get(act_id(undertaking))
    deed = Judgement(
        key=0,
        at=moment_of(None),
        account=account,
        deed="verdict",
        about=undertaking,
        value=msgspec.json.encode(code).decode(),
        reason=reason,
    )
    return ledger.tell(lambda connection: write_judgement(connection, deed))


def take_verdict_back(ledger: Ledger, key: int, *, account: str, reason: str = "") -> Judgement:
    """Undo the verdict of that key; `NotFoundError` where none holds."""
    held = effective(ledger.ask(lambda connection: log_of(connection, deeds=_DEED)))
    found = next((one for one in held if one.key == key), None)
    if found is None:
        raise NotFoundError(f"no verdict that holds has the key {key}")
    deed = Judgement(
        key=0, at=moment_of(None), account=account, deed="undo", about=found.about, reason=reason, undoes=key
    )
    return ledger.tell(lambda connection: write_judgement(connection, deed))


def verdicts_of(ledger: Ledger, undertaking: Undertaking) -> list[Judgement]:
    """The verdicts about an undertaking that hold, the newest first, by whichever of its acts it was known then."""
    ids = known_as(undertaking)
    held = effective(ledger.ask(lambda connection: log_of(connection, about=ids, deeds=_DEED)))
    return [one for one in reversed(held) if one.deed == "verdict"]


def known_as(undertaking: Undertaking) -> list[str]:
    """All ids that lead to an undertaking: its own, and those that its acts could have given it."""
    return sorted({undertaking.id, *map(identity_of, undertaking.act_ids)})


def verdict_code(judgement: Judgement) -> str:
    """What a verdict says, as its code."""
    return str(msgspec.json.decode(judgement.value or '""'))
