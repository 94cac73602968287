"""A drawing as few plain marks, and the SVG of it. Whoever needs another form (a PDF) walks over the same marks.

Lengths are in the drawing's own units, from the top left; a page scales the whole. Colour is never the only difference:
the second series has another dash and another sign than the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TEXT_SIZE, SMALL_SIZE = 15, 13
# On white and on almost black all of these have a contrast of 3 : 1 or more (WCAG 2.2, 1.4.11).
COLOURS = ("#2a7f7a", "#b0641c", "#5b72b8", "#a8558f")
DASHES = ("", "7 4", "2 4", "10 3 2 3")
# For a page that stands on its own, such as a report: in the light, in the dark and on paper.
STYLE = """\
.wp-plot { inline-size: 100%; block-size: auto; max-inline-size: 40rem; font-family: system-ui, sans-serif; }
@media screen and (prefers-color-scheme: dark) {
  :root { --wp-plot-0: #58b5ae; --wp-plot-1: #e39a52; --wp-plot-2: #93a6e2; --wp-plot-3: #d98cc2; } }
@media print { .wp-plot { break-inside: avoid; max-inline-size: 15cm; } }
"""


@dataclass(frozen=True)
class Bar:
    """A filled rectangle; `soft` fills it lightly, as what could be but need not."""

    x: float
    y: float
    width: float
    height: float
    series: int = 0
    soft: bool = False


@dataclass(frozen=True)
class Path:
    """A line along its points; without a series it is a line of the frame."""

    points: tuple[tuple[float, float], ...]
    series: int | None = None


@dataclass(frozen=True)
class Sign:
    """A point of a series: a disc, a square, a diamond or a triangle."""

    x: float
    y: float
    series: int = 0


@dataclass(frozen=True)
class Label:
    x: float
    y: float  # of the line on which the letters stand
    text: str
    anchor: str = "start"  # start, middle or end
    small: bool = False


Mark = Bar | Path | Sign | Label


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    marks: tuple[Mark, ...]


LEAST_RANGE = 1e-12  # nobody sees less, and the smallest numbers there are cannot be divided


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values (1, 2 or 5 times a power of ten apart) from at or below `low` to at or above `high`."""
    if high - low < LEAST_RANGE:
        high = low + 1
    rough, step = (high - low) / about, 1.0
    while step * 10 <= rough:
        step *= 10
    while step > rough:
        step /= 10
    step *= min((1, 2, 5, 10), key=lambda times: (times * step < rough, times))
    first, last = int(low // step), -int(-high // step)
    return [position * step for position in range(first, last + 1)]


def svg(drawing: Drawing, title: str, description: str) -> SafeString:
    """One picture for who cannot see it as well: role img, named by its title and told by its description."""
    key = sha256(repr((title, description, drawing.marks)).encode()).hexdigest()[:10]
    inside = "".join(_mark(mark) for mark in drawing.marks)
    return mark_safe(  # every text in it goes through escape
        f'<svg class="wp-plot" role="img" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
        f' xmlns="http://www.w3.org/2000/svg" aria-labelledby="t{key} d{key}" font-size="{TEXT_SIZE}"'
        f' fill="currentColor"><title id="t{key}">{escape(title)}</title>'
        f'<desc id="d{key}">{escape(description)}</desc>{inside}</svg>'
    )


def _mark(mark: Mark) -> str:
    match mark:
        case Bar():
            paint = _paint(mark.series)
            light = f' fill-opacity="0.35" stroke="{paint}"' if mark.soft else ""
            return (
                f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(max(0.0, mark.width))}"'
                f' height="{_n(mark.height)}" fill="{paint}"{light}/>'
            )
        case Path():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in mark.points)
            if mark.series is None:
                return f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-opacity="0.35"/>'
            dash = DASHES[mark.series % len(DASHES)]
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            paint = _paint(mark.series)
            return f'<polyline points="{points}" fill="none" stroke="{paint}" stroke-width="2.5"{dashed}/>'
        case Sign():
            return _sign(mark.x, mark.y, mark.series)
        case Label():
            anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
            size = f' font-size="{SMALL_SIZE}"' if mark.small else ""
            return f'<text x="{_n(mark.x)}" y="{_n(mark.y)}"{anchor}{size}>{escape(mark.text)}</text>'


def _sign(x: float, y: float, series: int) -> str:
    paint = _paint(series)
    shapes: Sequence[tuple[tuple[float, float], ...]] = (
        (),
        ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)),
        ((0, -5), (5, 4), (-5, 4)),
    )
    shape = shapes[series % len(shapes)]
    if not shape:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4.5" fill="{paint}"/>'
    return f'<polygon points="{" ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in shape)}" fill="{paint}"/>'


def _paint(series: int) -> str:
    number = series % len(COLOURS)
    return f"var(--wp-plot-{number}, {COLOURS[number]})"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def pieces(points: Sequence[tuple[float, float] | None]) -> list[tuple[tuple[float, float], ...]]:
    """A line with holes in it as its unbroken pieces; a point alone is no line."""
    edges = [-1, *(at for at, point in enumerate(points) if point is None), len(points)]
    found = [tuple(p for p in points[a + 1 : b] if p is not None) for a, b in pairwise(edges)]
    return [piece for piece in found if len(piece) > 1]
