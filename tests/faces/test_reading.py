"""Ada reads further up while Max writes on, and says her last words with the resolution."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.faces.canned import written
from tests.faces.people import Ada
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

TOP = "one => one.scrollTop"


async def test_nobody_moves_the_transcript_under_ada_and_what_is_new_is_marked(
    handrail: Handrail, crowd: people.Crowd, tokens: dict[str, str], ada: Ada, max_: people.Customer
) -> None:
    async with written(handrail, crowd.http, tokens["Sue"]):
        await max_.say("Something nobody knows")
        await expect(ada.waiting).to_have_count(1)  # before that, words are folded away
        await max_.say("A long story.\n\n" + "And then\n\n" * 60 + "that was it.")
        await ada.take_next()
        await expect(ada.transcript.get_by_text("that was it.")).to_be_in_viewport()
        await ada.transcript.evaluate("one => { one.scrollTop = 40 }")
        newest = ada.page.locator("[data-act=newest]")
        await expect(newest).to_contain_text("To the newest")
        await max_.say("Are you there?")
        await expect(newest).to_contain_text("1 new message")
        assert await ada.transcript.evaluate(TOP) == 40
        await expect(ada.page.locator(".new-below")).to_have_count(1)
        await ada.composer.press("Escape")
        await ada.page.keyboard.press("l")
        await expect(ada.transcript.get_by_text("Are you there?")).to_be_in_viewport()
        await expect(newest).to_have_count(0)
        await ada.say("I am.")
        await expect(ada.page.locator(".new-below")).to_have_count(0)
        said = await max_.heard("agent_said")
        await ada.button("Resolve").click()
        await ada.page.get_by_role("combobox", name="Last words").select_option(label="Help pages")
        words = ada.page.get_by_role("textbox", name="Last words")
        await expect(words).to_have_value(
            "Was that all? Everything else is at https://www.fjordandfern.example/help/"
        )
        await words.fill("Bye, {customer.name}!")
        await expect(ada.button("Yes, resolve")).to_be_disabled()
        await words.fill("Bye!")
        await ada.button("Yes, resolve").click()
        assert (await max_.heard("agent_said", said["seq"]))["text"] == "Bye!"
        await max_.heard("resolved", said["seq"])
