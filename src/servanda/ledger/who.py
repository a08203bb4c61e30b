"""Who is who, asked one actor at a time: by its own id, or by that of one of its mentions."""

from __future__ import annotations

from servanda.ledger.identity import Identities, KnownActor


class WhoIsWho:
    """The actors of a ledger in one state, with the ways to them."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self._by_id = {actor.id: actor for actor in identities.actors()}

    def get(self, id: str) -> KnownActor | None:
        """The actor of that id, or that a mention of that id is; None where there is none."""
        return self._by_id.get(id) or self._by_id.get(self._identities.of(id) or "")
