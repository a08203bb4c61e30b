"""Guests: who receives visitors, and whence they come."""

from __future__ import annotations

from servanda.reading.cases import PAIR, Case, distinct
from servanda.reading.deals import has_own_figure
from servanda.reading.hosts import TOTAL_BEHIND, of_clause, subject_of
from servanda.reading.roles import clause_of, follows, is_guest
from servanda.reading.scenes import Named, Sides


def of_guests(case: Case) -> Sides:
    """Of visitors: who receives them reports, whence they come is the other side."""
    case = case.among(of_clause(case, clause_of(case.line, *case.span)))
    line, scene, host, near = case.line, case.scene, _host(case), case.named_in(case.room)
    target = next((n.code for n in near if follows(line, n, "towards", "inside")), None)
    guest = _guest(case, near, target)
    others = _others(case, near, guest)
    if guest and host == guest.code:
        host = scene.other(guest.code) or scene.host
    if target or guest:
        return Sides(target or (others[0] if others else host), guest.code if guest else None)
    return case.last if case.last and not near else _of_free(case, near, host, others)


def _host(case: Case) -> str | None:
    """Who receives them, where no word says where they go: whom the sentence is about, else the one before."""
    before = case.last or (case.scene.stay[1] if case.scene.stay else None)
    head = subject_of(case) if case.last is None and len(case.codes) < PAIR else None
    return head or (before.reporter if before and before.reporter else case.scene.host)


def _guest(case: Case, near: list[Named], target: str | None) -> Named | None:
    """The country whence visitors are said to come."""
    guest = next((n for n in near if n.code != target and is_guest(case.line, n)), None)
    return guest or next((n for n in case.named_in(case.span) if n.is_adjective), None)


def _others(case: Case, near: list[Named], guest: Named | None) -> list[str]:
    """The countries that may receive a guest: those before the figure, else those behind that have no own figure."""
    line, span = case.line, case.span
    others = [n.code for n in case.named if n.start < span[0] and n is not guest and not is_guest(line, n)]
    if others or guest is None:  # "Chinese visitors entered Kazakhstan", but not "from Russia grew 139%, India 41%"
        return others
    behind = (n for n in near if n.start > span[1] and n.code != guest.code)
    return [n.code for n in behind if not has_own_figure(line, n, span)]


def _of_free(case: Case, near: list[Named], host: str | None, others: list[str]) -> Sides:
    """Of visitors of whom no word says whence they come or where they go: by the places that are named."""
    line, span = case.line, case.span
    home = next((n for n in case.named if n.start < span[0] and not n.is_itself), None)
    origin = next((n.code for n in near if home and n.code != home.code), None)
    if home and origin:
        return Sides(home.code, origin)
    if home is not None or line.has("total", span[0], span[1] + TOTAL_BEHIND):  # "Hue welcomed foreign visitors"
        return Sides(home.code if home else others[-1] if others else host)
    codes = distinct([*near, *case.named])
    if len(codes) >= PAIR and host is None:
        return Sides(codes[0], codes[1])
    return Sides(host, next((code for code in codes if code != host), None))
