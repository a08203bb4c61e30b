"""A picture as a file of its own: with its colours, its land and whole addresses, so that it stands in any document."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_HERE = resources.files("servanda.desk").joinpath("static")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_USE = re.compile(r'<use href="[^"#]*world\.svg[^"#]*#([A-Za-z]+)" class="(\w+)"/>')
_VARIABLE = re.compile(r"--([a-z_-]+): (#[0-9a-f]{3,6})")
_RULES = """text{fill:%(ink)s;font-family:sans-serif}.q{fill:%(quiet)s}.strong{font-weight:700}
.axis{stroke:%(strong)s}.grid{stroke:%(line)s}.event-mark{fill:%(event)s}.bar{fill:%(pledged)s}.field{fill:none}
.line{fill:none;stroke:%(figure)s;stroke-width:2}.dot{fill:%(figure)s;stroke:%(sheet)s}.dot.disagrees{fill:%(late)s}
.gap{stroke:%(late)s;stroke-width:2;stroke-dasharray:3 3}.land{fill:%(line)s;stroke:%(sheet)s;stroke-width:.5}
.meant{fill:%(agreed)s;stroke:%(sheet)s;stroke-width:.5}.middle{fill:%(accent)s}.ring{fill:none;stroke:%(accent)s}
.bow{fill:none;stroke:%(accent)s;stroke-linecap:round}.spot{fill:%(accent)s;stroke:%(sheet)s}.tie{stroke:%(strong)s}
.network .dot{fill:%(actor)s}.track{fill:%(sunk)s}.heat-cell{fill:%(committed)s}.on-dark{fill:%(sheet)s}
.span{fill:%(actor)s}"""


def as_file(picture: str, base: str) -> str:
    """The picture with its colours on paper; its links lead to the desk at `base`."""
    size = _SIZE.search(picture)
    paper = f'<rect width="{size[1]}" height="{size[2]}" fill="{_colours()["sheet"]}"/>' if size else ""
    opening, _, rest = picture.partition(">")
    whole = f"{opening}><style>{_style()}</style>{paper}{rest}"
    whole = _USE.sub(lambda match: f'<g class="{match[2]}">{_land(match[1])}</g>', whole)
    return whole.replace('<a href="/', f'<a href="{base}/')


@cache
def _colours() -> dict[str, str]:
    """The colours of the desk by day."""
    by_day = _HERE.joinpath("desk.css").read_text(encoding="utf-8").partition("@media")[0]
    return dict(_VARIABLE.findall(by_day))


@cache
def _style() -> str:
    steps = "".join(f".c-{name}{{fill:{colour}}}" for name, colour in _colours().items() if f"c-{name}" in _css())
    return " ".join((_RULES % _colours() + steps).split())


@cache
def _css() -> str:
    return _HERE.joinpath("desk.css").read_text(encoding="utf-8")


@cache
def _land(id: str) -> str:
    """The outline of that id: of one country, or of all land."""
    text = _HERE.joinpath("world.svg").read_text(encoding="utf-8")
    if id == "land":
        return re.sub(r' id="\w+"', "", text[text.index('<g id="land">') : text.rindex("</g>") + 4])
    found = re.search(rf'<path id="{id}" (d="[^"]*")/>', text)
    return f"<path {found[1]}/>" if found else ""
