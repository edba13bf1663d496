"""What a screen reader says: new messages, each with its speaker, each once; never what was there before."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.faces.people import Ada, Mia
from tests.live import people

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

# What changes inside a region that is live at that moment, as browsers tell screen readers.
LISTEN = """
window.spoken = [];
const living = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('[aria-live],[role=log]');
const words = (node) => {
    const told = node.cloneNode(true);
    told.querySelectorAll?.('[aria-hidden=true], [aria-live=off]').forEach((silent) => silent.remove());
    return told.textContent.trim();
};
const listen = (root) => new MutationObserver((changes) => {
    for (const { target, type, addedNodes } of changes) {
        const region = living(target);
        if (region?.ariaLive !== 'polite') continue;
        const told = type === 'characterData' ? [target] : [...addedNodes];
        spoken.push(...told.map(words).filter(Boolean));
    }
}).observe(root, { childList: true, subtree: true, characterData: true });
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    listen(root);
    return root;
};
listen(document);
"""


async def heard(page: Page) -> list[str]:
    return [str(words) for words in await page.evaluate("spoken.splice(0)")]


async def listening(page: Page) -> None:
    """Until the log on this page speaks."""
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


async def test_the_chat_says_each_new_message_once_with_its_speaker(mia: Mia, grace: people.Agent) -> None:
    await mia.page.add_init_script(LISTEN)
    await mia.page.reload()
    await listening(mia.page)
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()
    assert await heard(mia.page) == ["Youhello", "Assistant (automated)Hello. What is it about?"]
    await mia.button("Talk to a person").first.click()
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = (await grace.claim())["conversation"]
    await expect(mia.log).to_contain_text("Grace has joined")
    await grace.do("say", conversation=conversation, text="Here I am.")
    await grace.do("say", conversation=conversation, text="And here again.")
    await expect(mia.bubble("And here again.")).to_be_visible()
    assert await heard(mia.page) == [
        "You asked for a person.",
        "You're in line. The next person sees everything you wrote.",
        "Grace has joined, and can see this conversation.",
        "Grace, support teamHere I am.",
        "Grace, support teamAnd here again.",
    ]
    await mia.page.reload()
    await listening(mia.page)
    await expect(mia.bubble("And here again.")).to_be_visible()
    assert await heard(mia.page) == []


async def test_the_console_says_each_new_message_once_with_its_speaker(
    ada: Ada, max_: people.Customer
) -> None:
    await ada.page.add_init_script(LISTEN)
    await ada.page.reload()
    await max_.say("Something nobody knows")
    await ada.waiting.click()
    await listening(ada.page)
    await ada.take_next()
    await expect(ada.transcript).to_contain_text("Ada joined.")
    await heard(ada.page)
    await max_.say("Are you there?")
    await expect(ada.bubble("Are you there?")).to_be_visible()
    await ada.say("I am.")
    await expect(ada.transcript).to_contain_text("Delivered")
    said = await heard(ada.page)
    assert [words[:7] for words in said] == ["Visitor", "Ada (yo"], said
    assert said[0].endswith("Are you there?")
    assert said[1].endswith("I am.")
