"""``handrail content``: what the studio does with entries, for terminals and pull-request checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from handoff.terminal import out

content = typer.Typer(no_args_is_help=True, help="Entries: begin one's own, list, show, change.")
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The folder; else HANDRAIL_DATA.")]


@content.command()
def new(
    name: Annotated[str, typer.Option("--name", help="What customers know you as.")],
    language: Annotated[str, typer.Option("--language", help="The language you will write in.")] = "en",
    data: Data = None,
) -> None:
    """Empty the sample shop, which is kept in a folder beside, and begin your own."""
    from content.starting import start_own

    told(lambda: out.print(start_own(folder(data), name, language).sentence, markup=False, soft_wrap=True))


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
            out.print(str(problem), markup=False, soft_wrap=True)
    except (NotStarted, ValueError) as wrong:
        out.print(str(wrong), markup=False, soft_wrap=True)
    except OSError as wrong:
        out.print(f"{wrong.filename or 'The disk'}: {wrong.strerror}.", markup=False, soft_wrap=True)
    else:
        return
    raise typer.Exit(1)
