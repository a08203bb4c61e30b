"""Clauses: a verb with its auxiliaries, and where the clause of a verb begins and ends."""

from __future__ import annotations

from msgspec import Struct

from servanda.reading.boundaries import has_nominative, has_own_subject, is_answered
from servanda.reading.entities import REALMS
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AHEAD,
    AND,
    ATTRIBUTIVE,
    BE,
    BEEN,
    BRACKET,
    BY,
    CLITIC,
    COLON,
    COMMA,
    CONDITION,
    CONDITIONAL,
    CONTRAST,
    DASH,
    DEED,
    DESCRIPTION,
    DETERMINER,
    FUTURE,
    FUTURE_BE,
    HAVE,
    HEARSAY,
    MARK,
    MODAL,
    NEGATION,
    NOT_YET,
    NP,
    PERSON,
    PLURAL,
    PREPOSITION,
    PURPOSE,
    QUOTE,
    REFLEXIVE,
    RELATIVE,
    REPORT,
    SEMICOLON,
    STOP,
    SUBJECT,
    SUBJUNCTIVE,
    THAT,
    THING,
    TIME,
    UNDERGO,
    UNKNOWN,
    WHAT,
    Deed,
)
from servanda.reading.line import Line
from servanda.reading.nominals import GROUP_REACH, SAID, is_nominal, is_noun


class Group(Struct, frozen=True):
    """A verb with its auxiliaries: where it begins, its voice and time, whether it is denied."""

    first: int
    voice: str  # active, passive, bare
    mood: str  # fact, future, infinitive
    is_denied: bool
    is_open: bool = False  # denied only so far ("not yet"), or told as hearsay


_AUXILIARY = HAVE | BE | BEEN | FUTURE_BE | FUTURE | CONDITIONAL | MODAL
_IN_GROUP = _AUXILIARY | NEGATION | REFLEXIVE | CLITIC | HEARSAY | NOT_YET
_TO_COME = AHEAD | CONDITIONAL
_BOUNDARY = THAT | REPORT | CONTRAST | CONDITION | PURPOSE | FUTURE | CONDITIONAL | MODAL
_OPENING = SEMICOLON | COLON | BRACKET | QUOTE | DASH
_END = SEMICOLON | STOP
_NOTED = _END | COLON | CONTRAST | REPORT | AHEAD | THAT | COMMA | DEED  # what may end a clause
_TELLER = QUOTE | DASH | NP | PERSON | HAVE | ADVERB | THING | DESCRIPTION | DETERMINER | UNKNOWN | TIME
ASIDE = 8  # pieces of an aside
RELATIVE_REACH = 20  # pieces of a relative clause between a subject and its verb
CLAUSE_REACH = 120  # pieces that a clause has at most on either side of its verb
LIST_REACH = 5  # pieces from a verb to the colon that opens the list of what is agreed
TELLER_REACH = 7  # pieces between a comma and the verb of saying after it
ASKED = frozenset(("wish", "propose", "request"))
DEPENDENT = frozenset(("infinitive", "present", "future", "conditional", "plain"))


def auxiliaries(line: Line, place: int) -> tuple[int, int]:
    """Where the verb group at a place begins, and the classes of the auxiliaries, negation and reflexive before it."""
    if place not in line.groups:
        line.groups[place] = _auxiliaries(line, place)
    return line.groups[place]


def _auxiliaries(line: Line, place: int) -> tuple[int, int]:
    bits, seen, first = line.bits, 0, place
    for left in range(place - 1, max(-1, place - GROUP_REACH), -1):
        here = bits[left]
        if here & _IN_GROUP and not here & NP and not (here & (DEED | MODAL) == DEED and not here & _AUXILIARY):
            seen |= here & (_AUXILIARY | NEGATION | REFLEXIVE | HEARSAY | NOT_YET)
            first = left
        elif not here & ADVERB and not _is_inner_comma(line, left) and not _is_stressed(line, left):
            break
    return _far_auxiliary(line, first, seen) if line.grammar.far_auxiliaries else (first, seen)


def _far_auxiliary(line: Line, first: int, seen: int) -> tuple[int, int]:
    """The group with the auxiliary that time, place or addressee part from its verb, as Chinese puts them."""
    bits = line.bits
    for left in range(first - 1, max(-1, first - GROUP_REACH), -1):
        here = bits[left]
        if here & UNDERGO and bits[left + 1] & NP:
            break  # "未获农业部同意": the mark of who does it
        if here & line.grammar.far_auxiliaries and not here & DEED:
            return left, seen | here & (_AUXILIARY | NEGATION | NOT_YET | HEARSAY)
        if here & (COMMA | STOP | COLON | SEMICOLON | DEED | REPORT | CONTRAST | CONDITION | ATTRIBUTIVE):
            break
    return first, seen


def _is_stressed(line: Line, place: int) -> bool:
    """Whether a pronoun between commas only stresses whose turn it is: "est, elle, abandonnée"."""
    return bool(line.bits[place] & (PERSON | PLURAL) and line.bits[place - 1] & line.bits[place + 1] & COMMA)


def _is_inner_comma(line: Line, place: int) -> bool:
    """Whether a comma sets off an adverb inside the group: "a, lui, confirmé"."""
    bits = line.bits
    if not bits[place] & COMMA:
        return False
    aside = ADVERB | TIME | PERSON | PLURAL
    closes = bits[place - 1] & aside and bits[place - 2] & COMMA
    opens = bits[place + 1] & aside and bits[place + 2] & COMMA
    return bool(closes or opens)


def verb_group(line: Line, place: int, deed: Deed) -> Group:
    """The group of the verb at a place, read as one deed."""
    first, seen = auxiliaries(line, place)
    return Group(first, _voice(seen, deed), _mood(seen, deed), bool(seen & NEGATION), bool(seen & (HEARSAY | NOT_YET)))


def _voice(seen: int, deed: Deed) -> str:
    if deed.frame == "intransitive" or deed.reflexive or deed.with_be:
        return "active"
    if deed.form == "passive" or seen & BEEN:
        return "passive"
    if seen & (BE | FUTURE_BE) and deed.form != "gerund" and not (seen & FUTURE and deed.form == "infinitive"):
        return "passive"
    return "bare" if deed.form == "participle" and not seen & HAVE else "active"


def _mood(seen: int, deed: Deed) -> str:
    if seen & _TO_COME or (deed.form in ("future", "conditional") and not (seen & BE and not seen & HAVE)):
        return "future"
    return "infinitive" if deed.form == "infinitive" or (deed.form == "gerund" and not seen & BE) else "fact"


def clause_start(line: Line, first: int) -> int:
    """The place where the clause of the verb group that begins at `first` begins."""
    if first not in line.clauses:
        line.clauses[first] = _clause_start(line, first)
    return line.clauses[first]


def _clause_start(line: Line, first: int) -> int:
    bits, comma, within = line.bits, -1, _relative_aside(line, first)
    for left in range(first - 1, max(-1, first - CLAUSE_REACH), -1):
        here = bits[left]
        if left >= within:
            continue  # in an aside
        if here & _OPENING and not _is_route(line, left):
            return left + 1
        if here & COMMA and comma < 0 and (left < first - 1 or line.grammar.link & COMMA):
            comma = left
        if here & (CONDITION | CONTRAST) and comma > left + 1 and not here & ADVERB:
            return comma + 1
        if here & (REPORT | DEED) and (opens := _aside(line, left, first)):
            within = opens
            continue
        if here & _BOUNDARY and not (here & REPORT and bits[left + 1] & COMMA and line.grammar.has_that):
            return left + 1
        if here & DEED and is_finite(line, left):
            return left + 1
        if here & (RELATIVE | WHAT) and left < first - 1 and comma < 0:
            return left + 1
    return max(0, first - CLAUSE_REACH)


def is_behind_relative(line: Line, begin: int, first: int) -> bool:
    """Whether a relative clause has its own verb before the verb group: "a store that was to be built is dropped".

    Not so a participle with its agent, which belongs to the noun before it: "a law that knows papers issued by Peru".
    """
    is_attribute = line.bits[first] & DEED and line.has(first + 1, first + 3, BY)
    has_verb = bool(line.bits[begin - 1] & (THAT | RELATIVE)) and line.has(begin, first, MODAL | HAVE | ACTION)
    return has_verb and not is_attribute


def _relative_aside(line: Line, first: int) -> int:
    """The comma that opens a relative clause which ends right before a verb, else the verb itself."""
    bits = line.bits
    if line.grammar.link & COMMA or not bits[first - 1] & COMMA:
        return first
    for left in range(first - 2, max(0, first - RELATIVE_REACH), -1):
        if bits[left] & (_OPENING | STOP):
            return first
        if bits[left] & RELATIVE and bits[left - 1] & COMMA:
            return left - 1
    return first


def _aside(line: Line, left: int, first: int) -> int:
    """The comma that opens an aside before a verb: ", which began in 2022,", ", announced in May,"; 0 for none."""
    if line.grammar.link & COMMA or not line.bits[first - 1] & COMMA or first - left > ASIDE:
        return 0
    begin = auxiliaries(line, left)[0] - 1
    begin -= bool(line.bits[begin] & RELATIVE)
    return begin if begin > 0 and line.bits[begin] & COMMA else 0


def _is_route(line: Line, place: int) -> bool:
    """Whether a dash stands between two names, as of a line between two cities."""
    bits = line.bits
    if line.grammar.link & COMMA and line.view.norm[line.pieces[place].start] == "-":
        return True  # within a name that is put into Chinese
    if ")" in line.view.norm[line.pieces[place - 1].end : line.pieces[place].start]:
        return False  # behind an agency in brackets: "Hanoi (VNA) –"
    right = line.mention(place + 1)
    if right and right.entity.type not in REALMS:
        return False  # behind a dateline: "Vientiane - The World Bank …"
    is_named = bits[place] & DASH and bits[place - 1] & NP and bits[place + 1] & (NP | UNKNOWN)
    return bool(is_named) and line.words(place + 1, place + 2)[:1].isupper()


def is_finite(line: Line, place: int) -> bool:
    """Whether some deed at the place is a verb of its own clause, not an infinitive or bare participle."""
    if is_nominal(line, place):
        return False
    for deed in line.deeds(place):
        if deed.frame == "denied" or not line.has_tail(place, deed):
            continue
        group = verb_group(line, place, deed)
        before = line.bits[place - 1]
        if group.first == place and before & DETERMINER and not before & (CLITIC | PREPOSITION):
            continue  # "a planned plant"
        is_verb = group.mood == "fact" and group.voice != "bare"
        if (
            is_verb
            and not is_reduced(line, place, deed, group)
            and (deed.form != "present" or not is_noun(line, group.first))
        ):
            return True
    return False


def is_reduced(line: Line, place: int, deed: Deed, group: Group) -> bool:
    """Whether the verb is what is left of a relative clause: "the project, launched in 2022, …"."""
    bits = line.bits
    is_plain = deed.form == "plain" and not line.grammar.link & COMMA and _aside_ends(line, place)
    is_participle = is_plain or any(other.form == "participle" for other in line.deeds(place))
    is_alone = is_participle and group.first == place and bool(bits[place - 1] & COMMA)
    return is_alone and bool(bits[place + 1] & (PREPOSITION | TIME)) and not bits[place + 1] & MARK


def _aside_ends(line: Line, place: int) -> bool:
    """Whether the words from a verb to the next comma are an aside, the verb of the clause following at once."""
    end = next((i for i in range(place + 1, min(place + ASIDE, len(line))) if line.bits[i] & COMMA), 0)
    return bool(end and line.bits[end + 1] & (HAVE | BE | _TO_COME))


def clause_end(line: Line, place: int, *, has_complement: bool = False) -> int:
    """The place after the last piece of what the verb at `place` governs.

    A verb with a complement ("proposed that …") keeps the verbs of that clause, and of a list behind a colon; any other
    verb of its own clause ends it.
    """
    bits, last = line.bits, min(len(line), place + CLAUSE_REACH)
    goes_on = has_complement and bool(line.classes(place + 1, place + LIST_REACH) & COLON)
    for right in range(place + 1, last):
        here = bits[right]
        if not here & _NOTED:
            continue
        if here & _END and not (goes_on and here & SEMICOLON):
            return right
        if here & COLON and line.grammar.has_cases and not has_complement:
            return right
        if here & CONTRAST and not here & ADVERB and not bits[right + 1] & TIME:
            return _without_link(line, right)
        if here & REPORT and bits[begin := auxiliaries(line, right)[0] - 1] & AND and begin > place:
            return _without_link(line, begin)
        if here & AHEAD and not has_complement and (ahead := _future_from(line, place, right)):
            return ahead
        if here & THAT and not has_complement and bits[right - 1] & AND:
            return _without_link(line, right)
        if here & COMMA and (_is_relative(line, right + 1) or is_said_after(line, right)):
            return right
        if here & FUTURE and has_complement and (comma := _later_from(line, place, right)):
            return comma
        if here & COMMA and not has_complement and has_own_subject(line, right + 1):
            return right
        if here & COMMA and (has_nominative(line, right + 1) or is_answered(line, right + 1)):
            return right
        if here & DEED and (end := _end_at_deed(line, right, place, has_complement)):
            return end
    return last


def _end_at_deed(line: Line, right: int, place: int, has_complement: bool) -> int:
    """Where the clause ends because another verb begins its own; 0 where it does not."""
    if auxiliaries(line, right)[0] - 1 <= place or is_serial(line, place, right):
        return 0
    if has_complement and (begin := _says_more(line, right, place)):
        return _without_link(line, begin)
    if is_finite(line, right) and not (has_complement and _is_dependent(line, right)):
        return _without_link(line, _clause_first(line, right, place))
    return _without_link(line, right) if _shares_auxiliary(line, right, place) else 0


def _later_from(line: Line, place: int, right: int) -> int:
    """The comma behind which a future goes on after what is wished or asked for, its subject left out; else 0."""
    asked = any(deed.form == "plain" and deed.verb in ASKED for deed in line.deeds(place))
    while asked and line.bits[right - 1] & (TIME | ADVERB | AND) and not line.bits[right - 1] & COMMA:
        right -= 1
    return right - 1 if asked and line.grammar.link & line.bits[right - 1] & COMMA else 0


def _future_from(line: Line, place: int, right: int) -> int:
    """The end of a clause that another goes on in the future: ", will …", "and is scheduled …"; 0 where none does."""
    if line.grammar.link & COMMA:
        while right - 1 > place + 1 and line.bits[right - 1] & TIME:
            right -= 1
    is_next = line.bits[right - 1] & COMMA or (line.bits[right - 1] & AND and not line.grammar.link & COMMA)
    return right - 1 if is_next and right - 1 > place else 0


def is_serial(line: Line, place: int, right: int) -> bool:
    """Whether two verbs follow each other in one clause, as in a language that parts its clauses by commas."""
    return bool(line.grammar.link & COMMA) and not line.has(place, right, COMMA | COLON | SEMICOLON | AND | CONTRAST)


def last_clause(line: Line, first: int, end: int) -> int:
    """The place behind the last comma before a verb, where a language sets clauses of one subject apart by commas.

    What a preposition opens behind a comma has no subject of its own: "专列，由于线路检修，改到明年".
    """
    bits, is_apart = line.bits, line.grammar.link & COMMA
    commas = [i for i in range(first, end - 1) if bits[i] & is_apart and not bits[i + 1] & PREPOSITION]
    return commas[-1] + 1 if commas else first


def _is_said(deed: Deed) -> bool:
    return deed.form == "plain" and deed.verb in SAID and deed.frame != "denied"


def _says_more(line: Line, right: int, place: int) -> int:
    """Where that begins which is said besides, by a verb that does not bend, by the same doer or another; else 0."""
    bits, first = line.bits, auxiliaries(line, right)[0]
    if is_nominal(line, right) or not any(_is_said(deed) for deed in line.deeds(right)):
        return 0
    if bits[first - 1] & (AND | COMMA):
        return first
    while first > place and not bits[first - 1] & (COMMA | DEED | ACTION | REPORT):
        first -= 1
    opens = bits[first - 1] & COMMA
    first += bool(bits[first] & AND and not bits[first] & NP)  # ", và phía Việt Nam …"
    return first if opens and bits[first] & (SUBJECT | ADVERB) else 0


def _is_relative(line: Line, place: int) -> bool:
    bits = line.bits
    return bool(bits[place] & RELATIVE or (bits[place] & PREPOSITION and bits[place + 1] & RELATIVE))


def _is_dependent(line: Line, place: int) -> bool:
    """Whether the verb may be of a dependent clause: no auxiliary, a form that such clauses have."""
    first, seen = auxiliaries(line, place)
    if line.has(first, place, SUBJUNCTIVE) or line.bits[clause_start(line, first) - 1] & SUBJUNCTIVE:
        return True
    if seen & (HAVE | BE):
        return False
    return any(deed.form in DEPENDENT for deed in line.deeds(place))


def _shares_auxiliary(line: Line, right: int, place: int) -> bool:
    """Whether a bare participle after "and" goes on with the auxiliary of the verb before: "a exprimé … et suggéré"."""
    is_bare = any(deed.form == "participle" for deed in line.deeds(right))
    return is_bare and bool(line.bits[right - 1] & AND) and line.has(place - 4, place, HAVE)


def is_said_after(line: Line, comma: int) -> bool:
    """Whether the comma opens "…, Ha said" or "…, a précisé Mme Wei"."""
    after = comma + 1
    while line.bits[after] & _TELLER and after < min(len(line), comma + TELLER_REACH):
        after += 1
    return bool(line.bits[after] & REPORT)


def _clause_first(line: Line, right: int, place: int) -> int:
    """The first piece of the clause of the verb at `right`, its doer included."""
    first = auxiliaries(line, right)[0]
    while first - 1 > place + 1 and line.bits[first - 1] & SUBJECT:
        first -= 1
    return first


def _without_link(line: Line, end: int) -> int:
    """The place without the "and" or comma that stands before it."""
    while end > 0 and line.bits[end - 1] & (AND | ADVERB | COMMA):
        end -= 1
    return end


def is_hypothetical(line: Line, first: int, mood: str = "fact") -> bool:
    """Whether the clause of the verb itself stands under "if", or is what somebody speaks of: "what we promised".

    Where no comma need part them, a future behind "if all goes well" is what will then be done.
    """
    begin = clause_start(line, first)
    bits, mark = line.bits, begin - 1
    if mood == "future" and line.grammar.link & COMMA and begin < first and not bits[mark] & WHAT:
        return False
    if bits[mark] & SUBJUNCTIVE:
        return True  # "чтобы": what is wanted
    is_meant = bool(bits[mark] & THAT and bits[mark - 1] & COMMA and bits[mark - 2] & CONDITION)  # "при условии, что"
    return begin > 0 and (is_meant or bool(bits[mark] & (CONDITION | WHAT) or bits[begin] & WHAT))


def begin_of(line: Line, group: Group, doer_start: int) -> int:
    """Where the words of an act begin in the text: with its doer, if that has a place and stands beside the verb."""
    is_beside = doer_start >= 0 and not line.bits[group.first - 1] & COMMA
    return doer_start if is_beside else line.pieces[group.first].start
