"""docs/protocol.md is the whole contract: whatever the code speaks, the page names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from aiohttp import web

from handoff.cli import app as command_line
from handoff.core import errors, events
from handoff.core.conversation import Status
from handoff.settings import PREFIX, Settings
from handoff.web.accounts import AccountRoutes
from handoff.web.alert import AlertRoutes
from handoff.web.bot_model import BotModel
from handoff.web.canned import CannedRoutes
from handoff.web.faq import FaqRoutes
from handoff.web.http import STATUS, Routes
from handoff.web.known_issues import KnownIssueRoutes
from handoff.web.look import LookRoutes
from handoff.web.resume import Resume
from handoff.web.search import SearchRoutes
from handoff.web.studio.content import ContentRoutes
from handoff.web.studio.entries import EntryRoutes
from handoff.web.studio.gap_reviews import ReviewRoutes
from handoff.web.studio.gaps import GapRoutes
from handoff.web.studio.releases import ReleaseRoutes
from handoff.web.transcripts import Transcripts

CUSTOMER_SIDE = Path("handoff/web/customer.py")
AGENT_SIDE = Path("handoff/web/agent.py")


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest) -> str:
    path = Path(request.config.rootpath) / "docs" / "protocol.md"
    return path.read_text()


def calls_in(repo: Path, side: Path) -> set[str]:
    """The calls a namespace answers."""
    source = (repo / side).read_text()
    table = source[source.index("self.calls: Mapping") :]
    return set(re.findall(r'"(\w+)": self\._', table[: table.index("}")]))


def refusals() -> Iterator[type[errors.Refusal]]:
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, errors.Refusal):
            yield value


def named(page: str, words: set[str]) -> list[str]:
    """Those of the words that the page does not have in code marks."""
    marked = " ".join(re.findall(r"`[^`]*`|^    .*$|^```[\s\S]*?^```", page, re.MULTILINE))
    return sorted(word for word in words if not re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", marked))


def test_every_kind_of_event_is_named(page: str) -> None:
    assert named(page, {kind.value for kind in events.Kind}) == []


def test_every_reason_is_named(page: str) -> None:
    reasons = {r.value for r in (*events.HandoffReason, *events.QueuedReason, *events.LeftReason)}
    assert named(page, reasons) == []


def test_every_status_is_named(page: str) -> None:
    assert named(page, {status.value for status in Status}) == []


@pytest.mark.parametrize("side", [CUSTOMER_SIDE, AGENT_SIDE], ids=["customer", "agent"])
def test_every_call_is_named(page: str, repo: Path, side: Path) -> None:
    calls = calls_in(repo, side)
    assert len(calls) >= 13
    assert named(page, calls) == []


def test_every_refusal_code_is_named_and_has_a_status(page: str) -> None:
    codes = {refusal.code for refusal in refusals()}
    assert named(page, codes) == []
    assert codes == set(STATUS)


def test_every_setting_is_named(page: str) -> None:
    assert PREFIX in page
    assert named(page, {name.upper() for name in Settings.model_fields}) == []


def test_every_route_is_named(page: str) -> None:
    app = web.Application()
    nothing: Any = None
    Routes(*[nothing] * (Routes.__init__.__code__.co_argcount - 1)).attach(app)
    for others in (Resume, AccountRoutes, LookRoutes, AlertRoutes):
        others(*[nothing] * (others.__init__.__code__.co_argcount - 1)).attach(app)
    CannedRoutes(nothing, nothing, nothing).attach(app)
    Transcripts(*[nothing] * (Transcripts.__init__.__code__.co_argcount - 1)).attach(app)
    SearchRoutes(nothing, nothing).attach(app)
    FaqRoutes(nothing, nothing, nothing, nothing).attach(app)
    KnownIssueRoutes(nothing, nothing, nothing, nothing).attach(app)
    ReleaseRoutes(nothing, nothing, nothing, nothing, nothing, nothing).attach(app)
    BotModel(nothing, nothing, nothing).attach(app)
    EntryRoutes(nothing, nothing, nothing, nothing).attach(app)
    ContentRoutes(nothing, nothing, nothing, nothing, nothing).attach(app)
    ReviewRoutes(nothing, nothing).attach(app)
    GapRoutes(nothing, nothing, nothing, nothing).attach(app)
    for resource in app.router.resources():
        path = resource.canonical.partition("{")[0]
        assert path in page, f"{path} is not on the page"


def test_every_command_is_named(page: str) -> None:
    group: Any = typer.main.get_command(command_line)
    for name, command in group.commands.items():
        names = [f"{name} {inner}" for inner in getattr(command, "commands", {})] or [name]
        for full in names:
            assert re.search(rf"handrail[^|\n]*\b{re.escape(full)}\b", page), (
                f"handrail {full} is not on the page"
            )
