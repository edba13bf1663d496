"""`handrail preview`: what a candidate would change, asked with questions from a file, the log, or none."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from handoff.adapters.past_questions import PastQuestions
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from handoff.studio.candidate import LiveModel
from handoff.studio.previewing import MOST_QUESTIONS


@dataclass(frozen=True, slots=True)
class Wanted:
    """``candidate`` None: the model that fits the files. ``live`` None: nothing to compare with, unless the
    log is asked, which knows what is live."""

    candidate: Path | None = None
    live: Path | None = None
    questions: Path | None = None
    from_log: bool = False
    as_json: bool = False


def preview(settings: Settings, wanted: Wanted) -> int:
    """The exit status: 1 where one of staff's tests fails, 2 where nothing could be asked. Without the log no
    database is opened, and no service need run."""
    with tempfile.TemporaryDirectory() as folder:
        asked, live = wanted.questions, wanted.live
        if wanted.from_log:
            asked, live = _from_log(settings, Path(folder), live)
        options = ["--data", str(settings.data)]
        for name, value in (("candidate", wanted.candidate), ("live", live), ("questions", asked)):
            options += [f"--{name}", str(value)] if value is not None else []
        options += ["--json"] if wanted.as_json else []
        return subprocess.run([sys.executable, "-m", "bot.preview", *options], check=False).returncode


def _from_log(settings: Settings, folder: Path, live: Path | None) -> tuple[Path, Path | None]:
    from handoff.releases.publishing import Publishing

    engine = open_database(settings)
    try:
        past = PastQuestions(engine).newest(MOST_QUESTIONS)
        served = LiveModel(Publishing(settings, engine, now_ms)).opened() if live is None else None
    finally:
        engine.dispose()
    asked = folder / "asked.jsonl"
    lines = (json.dumps({"text": one.text, "times": one.times, "was": one.was}) for one in past)
    asked.write_text("\n".join(lines), encoding="utf-8")
    return asked, served.file if served is not None else live
