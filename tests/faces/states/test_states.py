"""Every state of both faces in every mode: axe finds nothing, nothing sticks out, and none is forgotten."""

from __future__ import annotations

from collections import Counter

import pytest
import pytest_asyncio

from tests.faces.conftest import AtWork, NewPage
from tests.faces.sites import Sites
from tests.faces.states import (
    composing,
    console,
    customer,
    doors,
    edges,
    entries,
    finding,
    gaps,
    help_pages,
    issues,
    publishing,
    releases,
    settings,
    told,
    widget,
)
from tests.faces.states.looking import found
from tests.faces.states.manifest import STATES
from tests.faces.states.stage import Stage
from tests.faces.states.stories import STORIES, Story
from tests.live import people
from tests.live.service import Handrail

ROOMS = (
    widget,
    console,
    composing,
    customer,
    finding,
    help_pages,
    issues,
    edges,
    settings,
    releases,
    publishing,
    entries,
    gaps,
    told,
    doors,
)
"""Imported for the stories they register."""

in_the_browser = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(loop_scope="session")
async def stage(
    handrail: Handrail,
    crowd: people.Crowd,
    tokens: dict[str, str],
    new_page: NewPage,
    at_work: AtWork,
    sites: Sites,
) -> Stage:
    return Stage(handrail, crowd, tokens, new_page, at_work, sites)


def test_every_state_is_arranged_once_and_every_arranged_state_is_named() -> None:
    arranged = Counter(state for story in STORIES for state in story.states)
    assert set(arranged) - set(STATES) == set(), "arranged, but not in manifest.py"
    assert set(STATES) - set(arranged) == set(), "in manifest.py, but no story passes it"
    assert [state for state, times in arranged.items() if times > 1] == []


@pytest.mark.parametrize("story", [pytest.param(one, id=one.name, marks=in_the_browser) for one in STORIES])
async def test_its_states_hold_in_every_mode(story: Story, stage: Stage) -> None:
    await story.tell(stage)
    assert stage.looked == list(story.states)
    assert not stage.wrong, "\n".join(stage.wrong)


@pytest.mark.asyncio(loop_scope="session")
async def test_axe_looks_into_the_chat(stage: Stage) -> None:
    """Or it would find nothing because it saw nothing."""
    mia = await stage.mia()
    await mia.composer.evaluate("one => { one.ariaLabel = ''; one.placeholder = '' }")
    assert [one for one in await found(mia.page) if one.startswith("label")] != []
