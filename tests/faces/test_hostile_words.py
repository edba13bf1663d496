"""Whatever people write is text in both faces, and breaks neither."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.faces.people import Ada, Mia
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

WORDS = {
    "markup": "<b>bold</b><img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>",
    "a link to a script": "[click](javascript:document.title='hit') <javascript:alert(1)> https://a.example/\"onx=1",
    "an entity": "&lt;b&gt; &amp; &#0; {{7*7}} ${7*7} %s",
    "no space": "W" * 4000,
    "an override": "\u202emoc.live//:sptth \u2066hidden",
    "zalgo": "Z" + "\u0300\u0330\u0489" * 80 + "algo",
    "arabic": "مرحبا، أين طلبي؟ 123",
    "families": "👨‍👩‍👧‍👦" * 50,
    "deep lists": "\n".join("- " * depth + "x" for depth in range(1, 40)),
    "stars": "*" * 300 + "_" * 300 + "`" * 300,
}


async def fits(part: Locator) -> None:
    """Nothing is wider than what holds it."""
    sticking = await part.evaluate("one => one.scrollWidth - one.clientWidth")
    assert sticking <= 0, f"{sticking} px stick out"


@pytest.mark.parametrize("name", WORDS)
async def test_words_are_text_in_both_faces(name: str, mia: Mia, ada: Ada, handrail: Handrail) -> None:
    await mia.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    await ada.take_next()
    await expect(mia.log).to_contain_text("Ada has joined")
    await mia.say(WORDS[name])
    await ada.say(WORDS[name])
    await expect(ada.transcript.locator(".message.customer")).to_have_count(1)
    await expect(mia.log.locator(".message.agent")).to_have_count(1)
    for person, agent in ((mia, ".message.agent"), (ada, ".message.customer")):
        log = person.log if isinstance(person, Mia) else person.transcript
        shown = await log.locator(f"{agent} .text").inner_text()
        plain = [letter for letter in WORDS[name] if letter.isalnum()]
        assert [letter for letter in shown if letter.isalnum()] == plain
        assert await log.locator("b, img, script, a[href^=javascript]").count() == 0
        await fits(log)
        assert "hit" not in await person.page.title()
    await fits(mia.panel)
    await fits(ada.page.locator("body"))
    await fits(ada.page.locator(".lists"))
    for width in (390, 320):
        await mia.page.set_viewport_size({"width": width, "height": 700})
        await ada.page.set_viewport_size({"width": width, "height": 700})
        await fits(mia.panel)
        await fits(ada.page.locator("body"))


async def test_a_message_over_the_limit_stays_in_the_composer(mia: Mia) -> None:
    """Over the limit nothing is sent, and the number says by how much."""
    await mia.composer.fill("x" * 4003)
    await expect(mia.panel).to_contain_text("3 characters over the limit of 4,000")
    await expect(mia.button("Send")).to_be_disabled()
    await mia.composer.press("Enter")
    await expect(mia.composer).to_have_value("x" * 4003)
