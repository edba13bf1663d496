"""Which way dependencies point: read from the imports, not from good intentions."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

MAY_IMPORT = {
    "handoff.core": {"handoff.core"},
    "handoff.ports": {"handoff.core"},
    "handoff.masking": set(),
    "handoff.addresses": set(),
    "handoff.servers": set(),
    "handoff.letters": {"handoff.letters", "handoff.core", "handoff.masking"},
    "handoff.transcripts": {"handoff.transcripts", "handoff.core"},
    "handoff.troubles": set(),
    "handoff.desk": {"handoff.desk", "handoff.ports", "handoff.core"},
    "handoff.indexing": {"handoff.ports", "handoff.core"},
    "handoff.deadlines": {"handoff.desk", "handoff.ports", "handoff.core"},
    "handoff.mail_reading": {"handoff.desk", "handoff.letters", "handoff.ports", "handoff.core"},
    "handoff.mailing": {
        "handoff.desk",
        "handoff.letters",
        "handoff.transcripts",
        "handoff.ports",
        "handoff.core",
    },
    "handoff.alerting": {"handoff.ports", "handoff.core"},
    "handoff.watchdog": {"handoff.desk", "handoff.ports", "handoff.core"},
    "handoff.adapters": {
        "handoff.adapters",
        "handoff.ports",
        "handoff.core",
        "handoff.troubles",
        "handoff.servers",
    },
    "handoff.releases": {
        "handoff.releases",
        "handoff.adapters",
        "handoff.ports",
        "handoff.core",
        "handoff.settings",
        "handoff.storage",
        "handoff.vault",
    },
    "handoff.settings": {"handoff.addresses", "handoff.core", "handoff.servers", "handoff.troubles"},
    "handoff.vault": {"handoff.settings", "handoff.troubles"},
}
"""Rooms of the service and what each may know of the others. ``app`` wires everything, so it may know all."""

NEVER = {
    "handoff": {"bot", "actions", "rasa", "rasa_sdk"},
    "bot": {"handoff"},
    "actions": {"handoff", "bot"},
    "content": {"handoff", "bot", "actions", "rasa", "rasa_sdk"},
}

ABOVE = {
    "handoff.web": {
        "handoff.app",
        "handoff.cli",
        "handoff.supervisor",
        "handoff.deadlines",
        "handoff.indexing",
        "handoff.watchdog",
    },
    "handoff.app": {"handoff.cli", "handoff.serving", "handoff.supervisor"},
    "handoff.supervisor": {"handoff.cli", "handoff.web", "handoff.desk"},
}
"""Nobody reaches upwards: ``cli → app → web, deadlines → desk → ports, core``."""


def modules(repo: Path, room: str) -> dict[str, Path]:
    """Every module of a package or of a single file, by its dotted name."""
    place = repo / Path(*room.split("."))
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return {
        ".".join(path.relative_to(repo).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files
    }


def imported(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where they lead"
            assert node.module is not None
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def belongs(module: str, rooms: set[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_knows_only_what_lies_below_it(repo: Path, room: str) -> None:
    for name, path in modules(repo, room).items():
        for module in imported(path):
            if module.split(".")[0] == "handoff" and module != "handoff":
                assert belongs(module, MAY_IMPORT[room]), f"{name} imports {module}"


@pytest.mark.parametrize("room", ABOVE)
def test_nobody_reaches_upwards(repo: Path, room: str) -> None:
    for name, path in modules(repo, room).items():
        for module in imported(path):
            assert not belongs(module, ABOVE[room]), f"{name} imports {module}"


@pytest.mark.parametrize("package", NEVER)
def test_the_service_and_the_bot_meet_on_the_wire_only(repo: Path, package: str) -> None:
    for name, path in modules(repo, package).items():
        for module in imported(path):
            assert not belongs(module, NEVER[package]), f"{name} imports {module}"


def test_the_core_is_the_standard_library_alone(repo: Path) -> None:
    """No I/O, no clock, no threads: a simulation can run months of it in seconds."""
    doing = {
        "asyncio",
        "time",
        "socket",
        "os",
        "threading",
        "random",
        "secrets",
        "uuid",
        "subprocess",
        "sqlite3",
    }
    for name, path in modules(repo, "handoff.core").items():
        for module in imported(path):
            top = module.split(".")[0]
            assert top in sys.stdlib_module_names or top == "handoff", f"{name} imports {module}"
            assert top not in doing, f"{name} imports {module}"


def test_the_core_asks_no_clock(repo: Path) -> None:
    for name, path in modules(repo, "handoff.core").items():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"now", "utcnow", "today"}, f"{name} asks for the time"
