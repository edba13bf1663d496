"""`python -m content.check`: says what is wrong with the content, and in which file and line.

What one item can be wrong in is checked where it is read (entries.py); here stands what takes more than one.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from content.entries import MANY, Content, normalise, read, topic_files
from content.places import DATA
from content.source import Node, Problem, Source, line_of


def examine(data_dir: Path) -> tuple[Content, list[Problem]]:
    """Read and check a folder; gives what could be read, and every problem in order of file and line."""
    problems: list[Problem] = []
    if not _folders_exist(data_dir, problems):
        return Content(), problems
    content = read(data_dir, problems)
    _check_unique(data_dir, content, problems)
    _check_rules(data_dir, content, problems)
    return content, sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.sentence))


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


def _check_unique(data_dir: Path, content: Content, problems: list[Problem]) -> None:
    talk_file = str(data_dir / "talk.yml")
    ids: dict[str, str] = {}
    owners: dict[str, tuple[str, str, bool]] = {}
    places = [(talk_file, item.line, item.id, item.phrasings, True) for item in content.talk]
    places += [(entry.file, entry.line, entry.id, entry.examples, entry.taught) for entry in content.entries]
    for file, line, name, texts, taught in sorted(places, key=lambda place: not place[-1]):
        source = Source(file, problems)
        if name and name in ids:
            source.error(line, f"The id `{name}` is already taken at {ids[name]}.")
        ids.setdefault(name, f"{file}:{line}")
        _check_phrasings(source, line, name, texts, taught, owners)
    if len(owners) > MANY:
        Source(str(data_dir), problems).error(1, f"There are more than {MANY:,} phrasings in all.")


def _check_phrasings(
    source: Source,
    line: int,
    name: str,
    texts: tuple[str, ...],
    taught: bool,
    owners: dict[str, tuple[str, str, bool]],
) -> None:
    """What is not taught yet may say the same; it is pointed out."""
    for text in texts:
        key = normalise(text)
        place = f"{source.file}:{line}"
        owner, where, owner_taught = (
            owners.setdefault(key, (place, name, taught)) if key else (place, name, True)
        )
        if owner != place:
            note = source.error if taught and owner_taught else source.warning
            line_here = _find(source.file, text, line)
            note(line_here, f"“{text}” stands under `{where}` ({owner}) too; one question has one entry.")


def _find(file: str, text: str, start: int) -> int:
    """Give the line, from `start`, that holds a text: phrasings know their words, not their lines."""
    lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines[start - 1 :], start) if text in line), start)


def _check_rules(data_dir: Path, content: Content, problems: list[Problem]) -> None:
    path = data_dir / "rules.yml"
    source = Source(str(path), problems)
    if not path.exists():
        source.error(1, "The file is missing; it says what follows on each intent.")
        return
    document = source.document(path)
    if document is None:
        return
    top = source.mapping(document, "The rules", ("rules",), ("version",))
    known = {"faq", "nlu_fallback", *(item.id for item in content.talk)}
    replies = {f"utter_{name}" for name in known - {"nlu_fallback"}}
    ruled = set()
    for key, node in _steps(source, top.get("rules")):
        name = str(node.value)
        if key == "intent":
            ruled.add(name)
            if name not in known:
                source.error(
                    line_of(node), f"`{name}` is neither `faq`, `nlu_fallback` nor an item of talk.yml."
                )
        elif name.startswith("utter_") and name not in replies:
            source.error(line_of(node), f"`{name}` has no item `{name[6:]}` in talk.yml.")
    taught = {"faq": 1, "nlu_fallback": 1} | {
        item.id: item.line for item in content.talk if item.id and item.phrasings
    }
    for name in taught:
        if name not in ruled:
            source.error(1, f"No rule says what follows on `{name}`.")


def _steps(source: Source, rules: Node | None) -> Iterator[tuple[str, Node]]:
    for rule in source.items(rules, "`rules`"):
        parts = source.mapping(rule, "A rule", ("rule", "steps"), ())
        for step in source.items(parts.get("steps"), "`steps`"):
            for key, node in source.mapping(step, "A step", (), ("intent", "action")).items():
                if isinstance(node, yaml.ScalarNode):
                    yield key, node
                else:
                    source.error(line_of(node), f"`{key}` should be one name.")


def main(args: list[str] | None = None) -> int:
    """Print every problem; 1 where there are errors, else 0."""
    parser = argparse.ArgumentParser(prog="content.check", description="Check what the bot is taught.")
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help="the folder with faq/, talk.yml, rules.yml"
    )
    content, problems = examine(parser.parse_args(args).data)
    for problem in problems:
        print(problem)
    errors = sum(problem.level == "error" for problem in problems)
    print(f"{len(content.entries)} entries: {errors} errors, {len(problems) - errors} warnings.")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
