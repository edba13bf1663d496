"""`handrail check`: says what is wrong with the content, in which file and line, and what to do about it.

What one item can be wrong in is checked where it is read (entries.py); what takes more than one, in checks/.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from content.checks.collisions import check_collisions
from content.checks.leaks import check_leaks
from content.checks.reach import check_reach
from content.checks.rules import check_rules
from content.entries import read, topic_files
from content.places import DATA
from content.shape import Content
from content.source import Problem, Source, counted


def examine(data_dir: Path, today: date | None = None) -> tuple[Content, list[Problem]]:
    """Read and check a folder; gives what could be read, and every problem in order of file and line."""
    problems: list[Problem] = []
    if not _folders_exist(data_dir, problems):
        return Content(), problems
    content = read(data_dir, problems)
    check_collisions(data_dir, content, problems)
    check_rules(data_dir, content, problems)
    check_reach(content, today or datetime.now(UTC).date(), problems)
    check_leaks(content, problems)
    return content, in_order(problems)


def in_order(problems: list[Problem]) -> list[Problem]:
    """Give problems by file and line, none twice."""
    return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.sentence))


def entry_of(content: Content, problem: Problem) -> str:
    """Name the entry that a problem stands in; empty where it stands in none."""
    above = [one for one in content.entries if one.file == problem.file and one.line <= problem.line]
    return max(above, key=lambda one: one.line).id if above else ""


def as_json(content: Content, problems: list[Problem]) -> dict[str, Any]:
    """Give a check's result as JSON: counts, and each problem with the entry that it stands in."""
    errors = sum(problem.level == "error" for problem in problems)
    return {
        "entries": len(content.entries),
        "taught": len(content.taught),
        "drafts": sum(entry.state == "draft" for entry in content.entries),
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [asdict(problem) | {"entry": entry_of(content, problem)} for problem in problems],
    }


def _folders_exist(data_dir: Path, problems: list[Problem]) -> bool:
    for folder in (data_dir, data_dir / "faq"):
        if not folder.is_dir():
            Source(str(folder), problems).error(1, "The folder is missing.")
            return False
    for path in sorted((data_dir / "faq").iterdir()):
        if path.suffix != ".yml" and not path.name.startswith("."):
            Source(str(path), problems).warning(1, "This is not read: a topic's file name ends in .yml.")
    if not topic_files(data_dir):
        Source(str(data_dir / "faq"), problems).error(1, "There is no topic file (….yml) in the folder.")
        return False
    return True


def main(args: list[str] | None = None) -> int:
    """Print every problem; 1 where there are errors, else 0."""
    parser = argparse.ArgumentParser(prog="handrail check", description="Check what the bot is taught.")
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help="the folder with faq/, talk.yml, rules.yml"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--links", action="store_true", help="ask every link in the content, too")
    parser.add_argument(
        "--private-links",
        action="store_true",
        help="ask links to addresses inside your own network, too",
    )
    given = parser.parse_args(args)
    content, problems = examine(given.data)
    if given.links:
        from content.checks.links import check_links

        problems = in_order(problems + check_links(content, private=given.private_links))
    told = as_json(content, problems)
    if given.json:
        print(json.dumps(told, ensure_ascii=False))
        return 1 if told["errors"] else 0
    for problem in problems:
        print(problem)
    print(_in_all(told))
    return 1 if told["errors"] else 0


def _in_all(told: dict[str, Any]) -> str:
    entries = counted(told["entries"], "entry", "entries")
    drafts = f", {counted(told['drafts'], 'draft', 'drafts')} among them" if told["drafts"] else ""
    errors, warnings = (counted(told[kind], kind[:-1], kind) for kind in ("errors", "warnings"))
    untaught = "" if told["taught"] else " None is taught yet, so every question goes to a person."
    return f"{entries}{drafts}: {errors}, {warnings}.{untaught}"


if __name__ == "__main__":
    sys.exit(main())
