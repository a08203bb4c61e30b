"""Which acts only tell statistics: what was licensed, signed or delivered in a period, counted or compared."""

from __future__ import annotations

from servanda.reading.ordered import Ordered
from servanda.records import Act, Figure

COMPARED = frozenset(("sign", "approve", "promise", "request"))  # done at times, so that one counts how often
BEGUN = frozenset(("start", "deliver", "suspend"))  # what has a doer is an act, even where its effect is measured
RATES = frozenset(("%", "percentage-point", "times"))
COUNTED = {
    "project-count": frozenset(("sign", "approve", "start", "deliver", "promise")),
    "company-count": frozenset(("approve", "start")),
}
TRADED = frozenset(("trade", "exports", "imports"))  # what was sold in a period is no delivery
YEAR = 4  # characters of "2025"
MANY = 30  # things that are done one by one over a time, and not in one act
# What nobody undertakes, and which is only foreseen.
FORESEEN = frozenset(
    ("trade", "exports", "imports", "trade-balance", "gdp", "investment", "revenue", "production", "visitors")
)


def without_tallies(acts: tuple[Act, ...], figures: tuple[Figure, ...]) -> tuple[Act, ...]:
    """The acts without those that a figure in their words shows to be statistics or forecasts."""
    ordered = Ordered(sorted(figures, key=lambda figure: figure.start))
    return tuple(
        act for act in acts if not any(_is_tally(act, figure) for figure in ordered.within(act.start, act.end))
    )


def _is_tally(act: Act, figure: Figure) -> bool:
    """Whether a figure makes an act a statistic: a growth rate, a count over a time, a forecast."""
    if figure.status == "forecast":
        is_built = figure.indicator == "investment" and bool(act.forms)  # planned by somebody
        is_foreseen = (figure.indicator in FORESEEN and not is_built) or figure.measure == "change"
        is_wanted = bool(act.by) and figure.unit == "times"  # "would like to double its imports"
        return is_foreseen and (act.verb == "plan" or (act.verb == "wish" and not is_wanted))
    if figure.status != "observed":
        return False
    if figure.indicator in TRADED and act.verb == "deliver" and _is_counted(figure):
        return True
    if figure.measure == "share" and not act.by:
        return act.verb in BEGUN
    if figure.measure == "change" and figure.unit in RATES:
        return act.verb in COMPARED or (act.verb in BEGUN and not act.by)
    return act.verb in COUNTED.get(figure.indicator, ()) and (figure.value or 0) > MANY


def _is_counted(figure: Figure) -> bool:
    """Whether what was sold is compared, or was sold in a year or from one time to another: then counted."""
    period = figure.period or ""
    return figure.measure == "change" or len(period) == YEAR or "/" in period
