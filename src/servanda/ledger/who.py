"""Who is who, asked one actor at a time: by its own id, or by that of one of its mentions."""

from __future__ import annotations

from functools import cached_property

from servanda.ledger.identity import Identities, KnownActor
from servanda.ledger.search import fold_name


class WhoIsWho:
    """The actors of a ledger in one state, with the ways to them."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self._by_id = {actor.id: actor for actor in identities.actors()}

    @cached_property
    def _by_name(self) -> dict[str, KnownActor]:
        """The actors by their folded names; of a name that several have, the one that is called so most."""
        found: dict[str, tuple[int, KnownActor]] = {}
        for actor in self._by_id.values():
            for name, times in actor.names.items():
                folded = fold_name(name)
                if folded not in found or times > found[folded][0]:
                    found[folded] = times, actor
        return {name: actor for name, (_, actor) in found.items()}

    def named(self, name: str) -> KnownActor | None:
        """The actor that is called so, in whatever script; None where nobody is."""
        return self._by_name.get(fold_name(name))

    def get(self, id: str) -> KnownActor | None:
        """The actor of that id, or that a mention of that id is; None where there is none."""
        return self._by_id.get(id) or self._by_id.get(self._identities.of(id) or "")
