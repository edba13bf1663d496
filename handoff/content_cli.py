"""``handrail content``: what the studio does with entries, for terminals and pull-request checks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from json import dumps as write_json
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handoff.terminal import out

if TYPE_CHECKING:
    from content.entries import Entry

dumps = partial(write_json, ensure_ascii=False)

content = typer.Typer(
    no_args_is_help=True, help="Entries: begin your own, list, show, change, give away, take in."
)
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The folder; else HANDRAIL_DATA.")]


@content.command()
def new(
    name: Annotated[str, typer.Option("--name", help="What customers know you as.")],
    language: Annotated[str, typer.Option("--language", help="The language you will write in.")] = "en",
    data: Data = None,
) -> None:
    """Empty the sample shop, which is kept in a folder beside, and begin your own."""
    from content.starting import start_own

    told(lambda: say(start_own(folder(data), name, language).sentence))


def folder(data: Path | None) -> Path:
    from content.places import DATA

    return data.resolve() if data is not None else DATA


def told(act: Callable[[], None]) -> None:
    """Run an act; what it refuses is a sentence, and exit code 1."""
    from content.shape import ContentError
    from content.starting import NotStarted

    try:
        act()
    except ContentError as wrong:
        for problem in wrong.problems:
            say(str(problem))
    except (NotStarted, ValueError) as wrong:
        say(str(wrong))
    except OSError as wrong:
        say(f"{wrong.filename or 'The disk'}: {wrong.strerror}.")
    else:
        return
    raise typer.Exit(1)


@content.command(name="list")
def listed(
    topic: Annotated[str, typer.Option("--topic", help="This topic's alone.")] = "",
    state: Annotated[str, typer.Option("--state", help="live or draft alone.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    data: Data = None,
) -> None:
    """Show every entry: id, state, topic, title."""
    from content.importing import standing
    from content.snapshot import to_json

    for entry in standing(folder(data)):
        if topic not in ("", entry.topic) or state not in ("", entry.state):
            continue
        shown = entry.state if entry.visible == "all" else f"{entry.state}, agents"
        say(dumps(to_json(entry)) if as_json else f"{entry.id}  ({shown})  {entry.topic}: {entry.title}")


@content.command()
def show(id: Annotated[str, typer.Argument()], data: Data = None) -> None:
    """Show one entry as JSON."""
    from content.snapshot import to_json

    told(lambda: say(dumps(to_json(found(folder(data), id)), indent=2)))


@content.command(name="set")
def change(
    id: Annotated[str, typer.Argument()],
    key: Annotated[str, typer.Argument(help="title, url, answer, state, visible, valid_from …")],
    value: Annotated[str, typer.Argument(help="The new one; empty takes the key away. Lists are JSON.")],
    data: Data = None,
) -> None:
    """Change one key of an entry; the file's other lines stay as they are."""

    def run() -> None:
        from content.edit import save
        from content.entries import OPTIONAL
        from content.snapshot import from_json, to_json

        if key not in ("title", *OPTIONAL):
            raise ValueError(f"`{key}` cannot be set; known are title, {', '.join(OPTIONAL)}.")
        entry = found(folder(data), id)
        given = loads(value) if value[:1] in ("[", "{") else value or None
        save(folder(data), from_json(to_json(entry) | {key: given}))
        say(f"{id}: {key} is changed.")

    told(run)


@content.command(name="export")
def give(
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="A table for spreadsheets.")
    ] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="The entries as JSON.")] = None,
    zip: Annotated[
        Path | None, typer.Option("--zip", metavar="FILE", help="The files as they stand.")
    ] = None,
    data: Data = None,
) -> None:
    """Write all entries to a file."""

    def run() -> None:
        from content.exporting import as_csv, as_json, as_zip
        from content.importing import standing
        from content.source import counted

        if not (csv or json or zip):
            raise ValueError("Say what to write: --csv FILE, --json FILE or --zip FILE.")
        entries = standing(folder(data))
        for path, body in ((csv, as_csv), (json, as_json), (zip, partial(as_zip, data_dir=folder(data)))):
            if path is not None:
                path.write_bytes(body(entries))
                say(f"{path} holds {counted(len(entries), 'entry', 'entries')} now.")

    told(run)


@content.command(name="import")
def take(
    file: Annotated[Path, typer.Argument(help="A table, JSON, our zip, or a help centre's export.")],
    topic: Annotated[str, typer.Option("--topic", help="Put what is new under this topic.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    data: Data = None,
) -> None:
    """Take entries in from a file; what is new is a draft. Rows that are refused are told, and exit 1."""
    refused: list[object] = []

    def run() -> None:
        from collections import Counter

        from content.importing import BYTES_MOST, carry_out, plan, read, standing

        with file.open("rb") as body:
            imported = read(file.name, body.read(BYTES_MOST + 1))
        planned = plan(imported, standing(folder(data)), topic)
        wrong = [*imported.problems, *([] if dry_run else carry_out(folder(data), planned))]
        for problem in wrong:
            say(str(problem))
        for one in planned:
            if dry_run or one.what == "skipped":
                say(f"{one.what}: {one.entry.id}. {one.sentence}")
        counts = Counter(one.what for one in planned)
        would = "Would be" if dry_run else "Done:"
        numbers = ", ".join(f"{counts[what]} {what}" for what in ("added", "changed", "same", "skipped"))
        say(f"{would} {numbers}.")
        refused.extend(problem for problem in wrong if problem.level == "error")

    told(run)
    if refused:
        raise typer.Exit(1)


def found(data: Path, id: str) -> Entry:
    from content.importing import standing

    for entry in standing(data):
        if entry.id == id:
            return entry
    raise ValueError(f"There is no entry `{id}`.")


def say(line: str) -> None:
    out.print(line, markup=False, highlight=False, soft_wrap=True)
