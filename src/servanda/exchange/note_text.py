"""A note as plain text and as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from servanda.analysis.note import Citation, Note, Sentence
from servanda.analysis.wording import wording

_WIDTH = 88
_LONGEST_QUOTE = 160


def numbers_of(citations: Iterable[Citation], numbers: Mapping[Citation, int]) -> list[int]:
    """The footnote numbers of citations, sorted, each once."""
    return sorted({numbers[citation] for citation in citations if citation in numbers})


def ranges_of(numbers: Iterable[int]) -> str:
    """Numbers in their shortest form: 1, 2, 3, 7 is `1–3, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def source_of(citation: Citation, lang: str) -> str:
    """What a footnote says after the quotation: title, publisher and date, as far as they are known."""
    date = wording(lang).date(citation.published) or wording(lang).say("periods", "undated")
    known = (citation.title or citation.doc, citation.publisher, date)
    return ", ".join(dict.fromkeys(word for word in known if word))


def sources_of(numbers: Mapping[Citation, int], lang: str) -> Iterator[tuple[Citation, int, str]]:
    """Each footnote with what it says after the quotation: its document once in full, then the footnote that has it."""
    full: dict[str, int] = {}
    for citation, number in numbers.items():
        first = full.setdefault(citation.doc, number)
        told = source_of(citation, lang)
        yield citation, number, told if first == number else wording(lang).say("frame", "same_source", number=first)


def quoted_words(citation: Citation, lang: str) -> str:
    """The quotation of a footnote in the language's quotation marks; a very long one is cut, visibly."""
    words = " ".join(citation.quote.split())
    cut = words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " […]"
    return wording(lang).clause("quoted", words=cut)


def note_as_text(note: Note) -> str:
    """The note for a terminal or a mail: lines of at most 88 columns, sources at the end."""
    numbers = note.footnotes()
    lines = [note.kicker.upper(), note.title, note.subtitle, "=" * max(len(note.title), len(note.subtitle)), ""]
    if note.summary:
        lines += [_wrapped(_sentence(note.summary, numbers, note.lang, ranges=True), ""), ""]
    for section in note.sections:
        lines += [section.heading.upper(), "-" * len(section.heading)]
        for group in section.groups:
            lines += [group.heading] if group.heading else []
            lines += [_wrapped(_sentence(sentence, numbers, note.lang), "• ") for sentence in group.sentences]
        lines.append("")
    lines += [_wrapped(line, "") for line in note.about]
    if numbers:
        lines += ["", note.sources_heading.upper(), "-" * len(note.sources_heading)]
    for citation, number, source in sources_of(numbers, note.lang):
        is_full = source == source_of(citation, note.lang)
        address = f" {citation.url}" if citation.url and is_full else ""
        lines.append(_wrapped(f"{quoted_words(citation, note.lang)} {source}.{address}", f"[{number}] "))
    return "\n".join(lines) + "\n"


def _wrapped(words: str, lead: str) -> str:
    """The words in lines of the note's width; addresses are never broken."""
    return textwrap.fill(
        words,
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sentence(sentence: Sentence, numbers: Mapping[Citation, int], lang: str, *, ranges: bool = False) -> str:
    joint = wording(lang).say("frame", "joint")
    told = ""
    for place, clause in enumerate(sentence.clauses):
        own = numbers_of(clause.citations, numbers)
        marks = f"[{ranges_of(own)}]" if ranges else "".join(f"[{number}]" for number in own)
        told += (joint if place else "") + f"{clause.text} {marks}"
    return told


def note_as_markdown(note: Note) -> str:
    """The note in Markdown with real footnotes (`[^1]`)."""
    numbers = note.footnotes()
    lines = [f"# {_plain(note.title)}", "", f"*{_plain(note.kicker)} · {_plain(note.subtitle)}*", ""]
    if note.summary:
        lines += [f"**{_plain(_texts(note.summary))}** ({_links(note.summary, numbers)})", ""]
    for section in note.sections:
        lines += [f"## {section.heading}", ""]
        for group in section.groups:
            lines += [f"### {group.heading}", ""] if group.heading else []
            lines += [f"- {_marked_down(sentence, numbers, note.lang)}" for sentence in group.sentences]
            lines.append("")
    for line in note.about:
        lines += [f"*{_plain(line)}*", ""]
    for citation, number in numbers.items():
        lines += [f"[^{number}]: {_markdown_footnote(citation, note.lang)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def _texts(sentence: Sentence) -> str:
    return " ".join(clause.text for clause in sentence.clauses)


def _links(sentence: Sentence, numbers: Mapping[Citation, int]) -> str:
    cited = [citation for clause in sentence.clauses for citation in clause.citations]
    own = numbers_of(cited, numbers)
    return ranges_of(own)


def _marked_down(sentence: Sentence, numbers: Mapping[Citation, int], lang: str) -> str:
    joint = wording(lang).say("frame", "joint")
    told = ""
    for place, clause in enumerate(sentence.clauses):
        marks = "".join(f"[^{number}]" for number in numbers_of(clause.citations, numbers))
        told += (joint if place else "") + _plain(clause.text) + marks
    return told


def _markdown_footnote(citation: Citation, lang: str) -> str:
    source = _plain(source_of(citation, lang))
    linked = f"[{source}](<{citation.url}>)" if citation.url else source
    return f"{_plain(quoted_words(citation, lang))} {linked}."


def _plain(words: str) -> str:
    """Words that Markdown shows as they are."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in words)
