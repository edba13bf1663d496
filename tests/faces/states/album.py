"""The page that shows the pictures, by arrow keys and filters; it needs nothing from outside."""

from __future__ import annotations

import html
import json
from pathlib import Path

from tests.faces.states.manifest import MODES, STATES

PAGE = Path(__file__).with_name("album.html")


def write(folder: Path) -> int:
    """Write ``index.html`` beside the pictures; returns how many of the manifest are missing."""
    shown = [
        {
            "state": state,
            "face": state.split("/")[0],
            "mode": mode.name,
            "words": words,
            "size": f"{mode.width} × {mode.height}",
            "file": f"{state}.{mode.name}.png",
            "there": (folder / f"{state}.{mode.name}.png").exists(),
        }
        for state, words in STATES.items()
        for mode in MODES
    ]
    page = PAGE.read_text().replace("{{pictures}}", html.escape(json.dumps(shown)))
    (folder / "index.html").write_text(page)
    return sum(not one["there"] for one in shown)
