"""Threads over languages: acts told in several languages become one undertaking, with the reason; others stay apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from making import act, reading
from servanda.ledger.resolved import mentions_of
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.threads import numbers_of
from servanda.records import Reading, Undertaking

TODAY = datetime.date(2026, 1, 1)


def actor(type: str, name: str, country: str | None, **slots: object) -> dict[str, object]:
    return {"kind": "actor", "type": type, "name": name, "quote": name, "country": country, **slots}


def signed() -> Reading:
    """The firm signs with the city."""
    return reading(
        "signed",
        "Tianhai Logistics and Hai Phong signed a memorandum on a cold store for 300 lorries.",
        actor("company", "Tianhai Logistics", "CN"),
        actor("city", "Hai Phong", "VN", code="VN-HP"),
        act(
            "sign",
            "Tianhai Logistics and Hai Phong signed a memorandum on a cold store for 300 lorries",
            by=("Tianhai Logistics", "Hai Phong"),
            parties=("CN", "VN"),
            forms=("investment-project",),
            sectors=("logistics",),
            instrument="mou",
        ),
        published="2025-02-03",
    )


def started(firm: str = "天海物流") -> Reading:
    """It breaks ground, told in Chinese."""
    text = f"{firm}在海防的冷库动工，可容300辆卡车。"
    return reading(
        f"started-{firm}",
        text,
        actor("company", firm, "CN"),
        actor("city", "海防", "VN", code="VN-HP"),
        act(
            "start",
            text[:-1],
            by=(firm,),
            parties=("VN", "CN"),
            forms=("investment-project",),
            sectors=("logistics",),
            places=("海防",),
        ),
        lang="zh",
        published="2025-09-10",
    )


@pytest.fixture
def ledger(address: Path | str) -> Iterator[Ledger]:
    with open_ledger(address) as opened:
        yield opened


def undertakings(ledger: Ledger, *readings: Reading) -> list[Undertaking]:
    for each in readings:
        ledger.add(each)
    return ledger.undertakings(today=TODAY)


def test_one_undertaking_from_english_to_chinese(ledger: Ledger) -> None:
    (one,) = undertakings(ledger, signed(), started())
    assert one.status == "started"
    assert "天海物流" in one.joins[1].why
    assert "300" in one.joins[1].why


def test_another_firm_founds_another(ledger: Ledger) -> None:
    assert len(undertakings(ledger, signed(), started("长江电子"))) == 2


def told_after(first: dict[str, object], second: dict[str, object]) -> Reading:
    """Two acts, one told just after the other."""
    return reading("pair", f"{first['quote']}. {second['quote']}.", first, second, published="2025-04-02")


def test_who_pays_belongs_to_what_was_told_just_before(ledger: Ledger) -> None:
    road = act(
        "plan", "A road from Osh to Kashgar will be rebuilt", parties=("KG", "CN"),
        forms=("connectivity",), sectors=("transport",),
    )  # fmt: skip
    money = act("promise", "Beijing pays half of the cost", by=("China",), parties=("KG", "CN"), forms=("finance",))
    (one,) = undertakings(ledger, told_after(road, money))
    assert "names no matter" in one.joins[1].why


def test_another_sum_for_another_matter_is_another_undertaking(ledger: Ledger) -> None:
    slots = {"parties": ("KG", "CN"), "forms": ("finance",)}
    road = act("promise", "Beijing lends 80 million dollars for the rebuilding of the road from Osh to Kashgar",
               by=("China",), amount={"value": 8e7, "unit": "USD"}, **slots)  # fmt: skip
    dam = act("request", "Bishkek asked for 15 million dollars to mend the spillway of its oldest dam",
              by=("Kyrgyzstan",), amount={"value": 1.5e7, "unit": "USD"}, **slots)  # fmt: skip
    assert len(undertakings(ledger, told_after(road, dam))) == 2


def test_an_answer_belongs_to_what_was_asked_not_to_what_was_told_last(ledger: Ledger) -> None:
    slots = {"parties": ("TN", "FR")}
    asked = act("propose", "Sfax proposed a joint school for divers", by=("Sfax",), forms=("training",), **slots)
    told = act("deliver", "Marseille opened a fish market of 40 stalls", by=("Marseille",), forms=("market-access",),
               sectors=("fisheries",), **slots)  # fmt: skip
    answer = act("acknowledge", "Marseille took note of the proposal", by=("Marseille",), **slots)
    text = ". ".join(str(one["quote"]) for one in (asked, told, answer))
    found = undertakings(ledger, reading("three", f"{text}.", asked, told, answer, published="2025-04-02"))
    assert [[act.verb for act in one.acts] for one in found if len(one.acts) > 1] == [["propose", "acknowledge"]]


def told_of_line(doc: str, day: str, quote: str, *more: dict[str, object]) -> Reading:
    """An act about a railway over three cities, told on a day, and what else its document tells."""
    cities = (("Osh", "KG"), ("Naryn", "KG"), ("Kashgar", "CN"))
    slots = {"parties": ("KG", "CN"), "forms": ("connectivity",), "sectors": ("rail",)}
    first = act("agree", quote, places=tuple(name for name, _ in cities), **slots)
    named = (actor("city", name, country) for name, country in cities)
    text = ". ".join([quote, *(str(one["quote"]) for one in more)])
    return reading(doc, f"{text}.", *named, first, *more, published=day)


def test_one_line_over_the_same_cities_is_one_undertaking(ledger: Ledger) -> None:
    first = told_of_line("study", "2025-02-03", "Osh, Naryn and Kashgar get a feasibility study of tracks")
    later = told_of_line("laid", "2025-09-03", "Osh, Naryn and Kashgar see the first of forty kilometres laid")
    (one,) = undertakings(ledger, first, later)
    assert "name the places" in one.joins[1].why


def test_a_second_phase_is_another_undertaking(ledger: Ledger) -> None:
    first = told_of_line("line", "2025-02-03", "Osh, Naryn and Kashgar are linked by a line of tracks")
    later = told_of_line("more", "2025-09-03", "Osh, Naryn and Kashgar may see a second phase of the line")
    assert len(undertakings(ledger, first, later)) == 2


def test_who_answers_about_a_second_phase_speaks_of_that_one(ledger: Ledger) -> None:
    """The answer names the cities, and no phase."""
    slots = {"parties": ("KG", "CN"), "forms": ("connectivity",), "sectors": ("rail",)}
    asked = act("request", "Osh asked for a second phase", by=("Osh",), **slots)
    answer = act("acknowledge", "Naryn, Kashgar and Osh noted the request", places=("Osh", "Naryn", "Kashgar"), **slots)
    named = [actor("city", "Osh", "KG"), actor("city", "Naryn", "KG"), actor("city", "Kashgar", "CN")]
    text = f"{asked['quote']}. {answer['quote']}."
    first = told_of_line("line", "2025-02-03", "Osh, Naryn and Kashgar are linked by a line of tracks")
    found = undertakings(ledger, first, reading("more", text, *named, asked, answer, published="2025-09-03"))
    assert sorted(len(one.acts) for one in found) == [1, 2]


def test_an_act_of_the_first_phase_is_of_it_though_the_second_is_told_beside(ledger: Ledger) -> None:
    first = told_of_line("line", "2025-02-03", "Osh, Naryn and Kashgar are linked by a line of tracks")
    second = act("plan", "A second phase of the line will follow", parties=("KG", "CN"), forms=("connectivity",))
    later = told_of_line(
        "begun", "2025-09-03", "Osh, Naryn and Kashgar see work on the first phase of the line", second
    )
    line = next(one for one in undertakings(ledger, first, later) if "line" in {act.doc for act in one.acts})
    assert {act.doc for act in line.acts} == {"line", "begun"}


def protocol(doc: str, lang: str, day: str, quote: str) -> Reading:
    """A protocol on goods that its words name."""
    slots = {"parties": ("TH", "LA"), "forms": ("market-access",), "sectors": ("agriculture",)}
    return reading(doc, f"{quote}.", act("sign", quote, when=day, **slots), lang=lang, published=day)


@pytest.mark.parametrize(("fruit", "threads"), [("柚子", 1), ("香蕉", 2)])
def test_other_goods_are_another_matter_in_any_language(ledger: Ledger, fruit: str, threads: int) -> None:
    first = protocol("first", "en", "2025-02-03", "A protocol on fresh pomelos was signed in the customs house")
    assert (
        len(undertakings(ledger, first, protocol("then", "zh", "2025-02-03", f"双方签署了{fruit}检疫文件"))) == threads
    )


def test_what_goes_on_about_goods_is_about_them(ledger: Ledger) -> None:
    """The one between names no fruit, and goes on about the first."""
    slots = {"parties": ("TH", "LA"), "forms": ("market-access",), "sectors": ("agriculture",)}
    told = [
        act("request", "Vientiane asked for the opening of the market to its pomelos", by=("Laos",), **slots),
        act("acknowledge", "Bangkok took note of the request", by=("Thailand",), **slots),
        act("propose", "It proposed in turn a protocol on bananas", by=("Thailand",), **slots),
    ]
    text = ". ".join(str(one["quote"]) for one in told)
    found = undertakings(ledger, reading("fruit", f"{text}.", *told, published="2025-04-02"))
    assert sorted([act.verb for act in one.acts] for one in found) == [["propose"], ["request", "acknowledge"]]


@pytest.mark.parametrize(("sectors", "threads"), [(("ai", "fintech", "health"), 1), (("health",), 2)])
def test_several_sectors_together_tell_more_than_one(ledger: Ledger, sectors: tuple[str, ...], threads: int) -> None:
    """A wish told in two languages that share no word, without form, place or sum."""
    slots = {"parties": ("KG", "CN"), "sectors": sectors, "by": ("China",)}
    told = (
        ("en", "China hopes to widen its dealings with the neighbour", "2025-02-03"),
        ("zh", "中方愿同邻国扩大往来", "2025-02-04"),
    )
    china = {"en": "China", "zh": "中国"}
    readings = [
        reading(
            lang,
            f"{china[lang]}. {quote}.",
            actor("country", china[lang], "CN", code="CN"),
            act("wish", quote, **{**slots, "by": (china[lang],)}),
            lang=lang,
            published=day,
        )
        for lang, quote, day in told
    ]
    assert len(undertakings(ledger, *readings)) == threads


def test_what_any_act_of_a_document_names_speaks_for_all_of_them(ledger: Ledger) -> None:
    """The act that fits best names no sum; the one that follows it does."""
    slots = {"parties": ("KG", "CN"), "sectors": ("energy",), "forms": ("investment-project",)}
    first = act("sign", "Bishkek and Beijing signed for a dam worth 431 million dollars",
                amount={"value": 4.31e8, "unit": "USD"}, **slots)  # fmt: skip
    begun = act("start", "Work has begun on the dam", **slots)
    sum_told = act(
        "promise", "It costs 431 million dollars", amount={"value": 4.31e8, "unit": "USD"}, parties=("KG", "CN")
    )
    signed_for = reading("signed-for", f"{first['quote']}.", first, published="2025-02-03")
    later = reading("begun", f"{begun['quote']}. {sum_told['quote']}.", begun, sum_told, published="2025-09-03")
    (one,) = undertakings(ledger, signed_for, later)
    assert "431,000,000 USD" in one.joins[1].why


def test_a_document_is_joined_by_the_act_that_tells_most(ledger: Ledger) -> None:
    """The first act of the later one names nothing that the earlier names; what goes on about it names the firm."""
    text = "In May the hall was closed for repairs. Tianhai Logistics will reopen the cold store for 300 lorries."
    slots = {"parties": ("VN", "CN"), "forms": ("investment-project",), "sectors": ("logistics",)}
    later = reading(
        "closed",
        text,
        actor("company", "Tianhai Logistics", "CN"),
        act("suspend", "In May the hall was closed for repairs", **slots),
        act(
            "promise",
            "Tianhai Logistics will reopen the cold store for 300 lorries",
            by=("Tianhai Logistics",),
            **slots,
        ),
        published="2025-09-03",
    )
    (one,) = undertakings(ledger, signed(), later)
    assert one.joins[1].why.startswith("It is told together with an act that belongs here. Joined because ")


def test_what_was_agreed_belongs_to_what_was_signed_just_before(ledger: Ledger) -> None:
    both = ("Chamber of Commerce of Sfax", "Chamber of Commerce of Marseille")
    signed = act("sign", "The chambers of Sfax and Marseille signed an agreement", by=both, parties=("TN", "FR"),
                 forms=("agreement",))  # fmt: skip
    visits = act("promise", "They will exchange visits twice a year", parties=("TN", "FR"), forms=("trade-promotion",))
    (one,) = undertakings(ledger, told_after(signed, visits))
    assert "what was agreed" in one.joins[1].why


def test_another_matter_speaks_against_a_join_over_languages(ledger: Ledger) -> None:
    slots = {"parties": ("LA", "VN"), "forms": ("market-access",), "sectors": ("agriculture",)}
    rice = reading("rice", "Laos asked Vietnam to open its market to rice.",
                   act("request", "Laos asked Vietnam to open its market to rice", by=("Laos",), **slots))  # fmt: skip
    text = "Le Laos a demandé au Vietnam d'ouvrir son marché au caoutchouc"
    rubber = reading("caoutchouc", f"{text}.", act("request", text, by=("Laos",), **slots), lang="fr")
    assert len(undertakings(ledger, rice, rubber)) == 2


def planned(due: str) -> dict[str, object]:
    return act("plan", "Kenya plans to open the site of the Lamu cable", by=("Kenya",), parties=("KE", "IN"),
               forms=("connectivity",), sectors=("telecom",), due=due)  # fmt: skip


def begun(day: str) -> dict[str, object]:
    return act("start", "Work on the Lamu cable began", parties=("KE", "IN"), forms=("connectivity",),
               sectors=("telecom",), when=day)  # fmt: skip


@pytest.mark.parametrize(
    ("due", "day", "left"),
    [
        ("2025-05", "2025-05-20", None),
        ("2025-Q2", "2025-05-20", None),
        ("2025-05", "2025-06-02", "2025-05"),
        ("2025", "2025-05-20", "2025"),
    ],
)
def test_what_started_in_the_very_month_that_was_set_is_not_late(
    ledger: Ledger, due: str, day: str, left: str | None
) -> None:
    (one,) = undertakings(ledger, told_after(planned(due), begun(day)))
    assert (one.due, one.attention == "overdue") == (left, left is not None)


@pytest.mark.parametrize(("what", "left"), [("sign", None), ("carry out", "2025-07")])
def test_what_was_to_be_signed_by_a_day_and_is_signed_is_not_late(ledger: Ledger, what: str, left: str | None) -> None:
    slots = {"by": ("Kenya", "India"), "parties": ("KE", "IN"), "forms": ("connectivity",), "sectors": ("telecom",)}
    quote = f"Kenya and India plan to {what} the contract on the Lamu cable"
    told = told_after(
        act("plan", quote, instrument="contract", due="2025-07", **slots),
        act("sign", "Kenya and India signed the contract on the Lamu cable", instrument="contract", **slots),
    )
    (one,) = undertakings(ledger, told)
    assert one.due == left


def test_mentions_lead_to_one_actor_and_one_undertaking(ledger: Ledger) -> None:
    (one,) = undertakings(ledger, signed(), started())
    found = list(mentions_of(ledger, TODAY))
    firms = {mention.id for mention in found if mention.name in ("Tianhai Logistics", "天海物流")}
    assert len(firms) == 1
    assert [mention.id for mention in found if mention.kind == "act"] == [one.id, one.id]


def test_numbers_are_the_same_however_they_are_grouped() -> None:
    assert numbers_of("1 200 tonnes, 1.200 t, 1,200 t in 2025") == {"1200"}
