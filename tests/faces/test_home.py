"""Before the first word: Mia looks for an answer, and what she read goes along when she needs a person."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.faces.conftest import AtWork, NewPage
from tests.faces.people import Mia
from tests.faces.sites import Sites
from tests.faces.states.stage import Stage
from tests.live import people
from tests.live.service import Handrail

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_she_read_in_vain_goes_along_to_a_person(
    handrail: Handrail,
    mia: Mia,
    grace: people.Agent,
    crowd: people.Crowd,
    tokens: dict[str, str],
    new_page: NewPage,
    at_work: AtWork,
    sites: Sites,
) -> None:
    stage = Stage(handrail, crowd, tokens, new_page, at_work, sites)
    async with stage.known_issue("Refunds are slow", "Our bank is slow.", "return-period"):
        await mia.page.reload()
        search = mia.panel.get_by_role("searchbox")
        await search.fill("retrun somethng")
        title = "How long do I have to return something?"
        found = mia.panel.get_by_role("button", name=title)
        await found.click()
        heading = mia.panel.get_by_role("heading", name=title)
        await expect(heading).to_be_focused()
        await mia.button("This affects me, too").click()
        await expect(mia.panel.get_by_text("You are counted")).to_be_visible()
        await mia.button("Yes").click()
        await expect(mia.panel.get_by_text("Good, this helped")).to_be_visible()
        await mia.button("Back to all questions").click()
        await expect(found).to_be_focused()
        assert await search.input_value() == "retrun somethng"
        assert not grace.queue, "looking is not asking"
        await found.click()
        await mia.button("No").click()
        await expect(mia.panel.get_by_text("You're number 1")).to_be_visible()
        await expect(mia.bubble("retrun somethng")).to_be_visible()
        await grace.until(lambda: grace.queue, "Mia waits")
        taken = await grace.claim()
        kinds = [event["kind"] for event in taken["events"]]
        assert kinds[1:5] == ["customer_said", "bot_answered", "feedback_given", "handoff_requested"]
        async with crowd.http.get(
            f"{handrail.url}/api/known-issues/all", headers={"Authorization": f"Bearer {tokens['Grace']}"}
        ) as response:
            issues = (await response.json())["issues"]
        assert [one["affected"] for one in issues if not one["closed"]] == [1]
