"""How the widget looks on a site, and whether words on the brand's colour can be read."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from handoff.core.errors import BadRequest

LANGUAGES = ("en", "de", "es", "fr", "et", "ar", "ja")
"""The widget's own words exist in these."""

SIDES = ("left", "right")

LONGEST = {"name": 60, "title": 80, "greeting": 300, "label": 40}

READABLE = 4.5
"""WCAG's contrast for text of normal size."""

DARK_ABOVE = 0.65
"""The style sheets put white words on a colour up to this lightness, black ones above."""

STEP = 0.005

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """None: as it comes. ``lang``: what the chat speaks where the page does not say; ``color``: #rrggbb."""

    name: str | None = None
    title: str | None = None
    greeting: str | None = None
    color: str | None = None
    side: str | None = None
    label: str | None = None
    lang: str | None = None

    def chosen(self) -> dict[str, str]:
        """What differs from the widget as it comes."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Legibility:
    """``words`` is the colour of words on the brand's, ``nearest`` the nearest colour on which they can be
    read: the same one if they can."""

    contrast: float
    words: str
    nearest: str

    @property
    def readable(self) -> bool:
        return self.contrast >= READABLE


def checked(look: Look) -> Look:
    """As it is kept: without white space around, nothing instead of nothing written."""
    kept = {name: _words(name, value) for name, value in asdict(look).items()}
    made = Look(**kept)
    if made.color is not None:
        if not _COLOR.fullmatch(made.color):
            raise BadRequest(f"color: '{made.color}' is no colour; write it like #1f5fa8.", field="color")
        found = legibility(made.color)
        if not found.readable:
            raise BadRequest(
                f"color: words on it can't be read well (contrast {found.contrast:.1f}, needed {READABLE}). "
                f"The nearest colour that works is {found.nearest}.",
                field="color",
                nearest=found.nearest,
            )
    if made.side is not None and made.side not in SIDES:
        raise BadRequest("side: left or right, please.", field="side")
    if made.lang is not None and made.lang not in LANGUAGES:
        raise BadRequest(f"lang: the widget speaks {', '.join(LANGUAGES)}.", field="lang")
    return made


def _words(name: str, value: str | None) -> str | None:
    value = " ".join((value or "").split())
    if not value:
        return None
    if not value.isprintable():
        raise BadRequest(f"{name}: there is a character in it that nobody can see.", field=name)
    longest = LONGEST.get(name, 20)
    if len(value) > longest:
        raise BadRequest(f"{name}: at most {longest} characters, please.", field=name)
    return value


def legibility(color: str) -> Legibility:
    """Of words on this colour, #rrggbb."""
    rgb = _rgb(color)
    contrast, words = _contrast(rgb)
    return Legibility(contrast, words, color if contrast >= READABLE else _nearest(rgb))


def _nearest(rgb: Rgb) -> str:
    """Lighter or darker by as little as possible, of the same hue."""
    lightness, a, b = _oklab(rgb)
    for n in range(1, int(1 / STEP) + 1):
        for towards in (-n, n):
            shifted = lightness + towards * STEP
            if 0 <= shifted <= 1:
                tried = _hex(_from_oklab((shifted, a, b)))
                if _contrast(_rgb(tried))[0] >= READABLE:
                    return tried
    return "#000000"


def _contrast(rgb: Rgb) -> tuple[float, str]:
    """With the words that the style sheets put on it."""
    white = _oklab(rgb)[0] <= DARK_ABOVE
    luminance = sum(
        part * weight for part, weight in zip(map(_linear, rgb), (0.2126, 0.7152, 0.0722), strict=True)
    )
    return (1.05 / (luminance + 0.05), "#ffffff") if white else ((luminance + 0.05) / 0.05, "#000000")


def _rgb(color: str) -> Rgb:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in rgb)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


# Oklab, as CSS defines it: https://www.w3.org/TR/css-color-4/#color-conversion-code
def _oklab(rgb: Rgb) -> Rgb:
    r, g, b = map(_linear, rgb)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lab: Rgb) -> Rgb:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (_gamma(max(0.0, part)) for part in linear)
    return red, green, blue
