"""Mia's side, from the first word to the rating."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import expect

from tests.faces.offers import NOW, Between, iso, offer
from tests.faces.people import Mia
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story


@story("widget/home", "widget/searching", "widget/entry", "widget/answer", "widget/waiting")
async def from_the_first_word_into_the_line(stage: Stage) -> None:
    async with stage.known_issue("Parcels are late", "A **storm** in the north.", "return-period"):
        mia = await stage.mia()
        await expect(mia.panel.get_by_text("Common questions")).to_be_visible()
        await stage.look("widget/home", mia.page, sees=mia.panel.get_by_text("Parcels are late"))
        await mia.panel.get_by_role("searchbox").fill("retrun somethng")
        found = mia.panel.get_by_role("button", name="How long do I have to return something?")
        await stage.look("widget/searching", mia.page, sees=found)
        await found.click()
        await stage.look("widget/entry", mia.page, sees=mia.panel.get_by_role("article").locator(".ask"))
        await mia.say("hello")
        await expect(mia.bubble("What is it about?")).to_be_visible()
        await mia.say("How do I return a lamp?")
        await stage.look("widget/answer", mia.page, sees=mia.answer)
        await mia.answer.get_by_role("button", name="No", exact=True).click()
        await stage.look("widget/waiting", mia.page, sees=mia.panel.get_by_text("You're number 1"))


@story("widget/suggestions", "widget/chosen", "console/suggestions")
async def an_unsure_assistant_asks_which(stage: Stage) -> None:
    mia, max_ = await stage.mia(), await stage.customer()
    await mia.say("I am unsure what to do with this lamp.")
    which = mia.panel.get_by_role("group", name="Which of these do you mean?")
    await stage.look("widget/suggestions", mia.page, sees=which.get_by_role("button").nth(3))
    await which.get_by_role("button").nth(1).click()
    await expect(mia.answer).to_be_visible()
    await stage.look("widget/chosen", mia.page, sees=mia.panel.get_by_text("(your choice)"))
    await max_.say("I am unsure, too.")
    offer = await max_.heard("bot_suggested")
    await max_.do("choose", suggestion=offer["seq"], entry=None)
    ada = await stage.ada()
    await ada.waiting.first.click()
    await stage.look("console/suggestions", ada.page, sees=ada.transcript.locator("s"))


@story("widget/with-person", "widget/rating")
async def with_a_person_until_the_end(stage: Stage) -> None:
    mia, grace = await stage.mia(), await stage.agent()
    await mia.say("Something nobody knows")
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = (await grace.claim())["conversation"]
    await grace.do("say", conversation=conversation, text="Hello.\n\n1. One\n2. `Two`\n\n```\nThree\n```")
    await expect(mia.bubble("Hello.")).to_be_visible()
    await stage.look(
        "widget/with-person",
        mia.page,
        sees=mia.log.get_by_text("is typing"),
        again=lambda: grace.do("typing", conversation=conversation),
    )
    await grace.do("resolve", conversation=conversation)
    await mia.panel.get_by_role("radio", name="2 of 5").check()
    await stage.look("widget/rating", mia.page, sees=mia.button("Send rating"))


@story("widget/follow-up-offered", "widget/follow-up-errors", "widget/follow-up-changing")
async def a_message_is_left_instead_of_waiting(stage: Stage) -> None:
    entries = [{"entry": "refund", "title": "When do I get my money?", "url": "https://shop.example/refund"}]
    offered = offer("closed", entries=entries, callbacks=True)
    mia, _ = await stage.between({**offered, "slots": [offered["due"]]})
    await mia.say("Something nobody knows")
    await stage.look("widget/follow-up-offered", mia.page, sees=mia.button("Leave a message"))
    await mia.button("Leave a message").click()
    await mia.form.get_by_label("Or shall we call you?").select_option(index=1)
    await mia.button("Send message").click()
    await expect(mia.form.get_by_label("E-mail address")).to_be_focused()
    await stage.look("widget/follow-up-errors", mia.page, sees=mia.form.get_by_text("We need an address"))
    await mia.form.get_by_label("E-mail address").fill("mia.axe@shop.example")
    await mia.form.get_by_label("Phone number").fill("+372 5555 5555")
    await mia.button("Send message").click()
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_be_visible()
    await mia.button("Change address or message").click()
    await stage.look("widget/follow-up-changing", mia.page, sees=mia.button("Keep it as it was"))


@story("widget/not-sent")
async def nobody_acknowledges(stage: Stage) -> None:
    mia = await stage.mia()
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()
    stage.handrail.freeze()
    try:
        await mia.say("Is anybody there?")
        await stage.look("widget/not-sent", mia.page, sees=mia.log.get_by_text("Not sent yet"))
    finally:
        stage.handrail.thaw()


@story("widget/unreachable")
async def the_service_was_never_heard(stage: Stage) -> None:
    page = await stage.new_page()
    await page.route_web_socket("**", lambda socket: socket.close())
    mia = await stage.mia(page)
    await stage.look("widget/unreachable", mia.page, sees=mia.state.filter(has_text="can't be reached"))


@story("widget/page")
async def the_chat_as_a_page(stage: Stage) -> None:
    mia = Mia(await stage.new_page())
    await mia.page.goto(f"{stage.handrail.url}/chat")
    await stage.look("widget/page", mia.page, sees=mia.panel.get_by_text("How can we help?"))


@story("widget/team", "widget/keeping", "widget/keeping-asked", "widget/offline")
async def kept_and_cut_off(stage: Stage) -> None:
    mia, between = await stage.between()
    names = ("Ada Lovelace", "Grace Hopper", "Maya", "Sue Ann Lee", "Ülle Tamm")
    faces = [{"name": name, "avatar": None} for name in names]
    closes = iso(NOW + timedelta(hours=3))
    between.staffed({"open": True, "agents": faces, "opens_at": None, "closes_at": closes})
    await stage.look("widget/team", mia.page, sees=mia.panel.get_by_role("img", name="Ülle Tamm"))
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()
    await mia.button("Keep this conversation").click()
    await stage.look("widget/keeping", mia.page, sees=mia.button("Save as a page"))
    await mia.panel.get_by_label("e-mail address").fill("mia.keeps@shop.example")
    await mia.button("Send").first.click()
    sent = mia.panel.get_by_text("We sent a link")
    await stage.look("widget/keeping-asked", mia.page, sees=sent)
    await mia.button("Done").click()
    await mia.page.context.set_offline(True)
    await stage.look("widget/offline", mia.page, sees=mia.state.filter(has_text="You're offline"))


@story("widget/german", "widget/arabic", "widget/japanese")
async def other_languages(stage: Stage) -> None:
    for state, locale, said in [
        ("widget/german", "de-DE", "How do I return a lamp?"),
        ("widget/arabic", "ar", "Something nobody knows"),
        ("widget/japanese", "ja", "Something nobody knows"),
    ]:
        page = await stage.new_page(locale=locale)
        if state == "widget/japanese":
            between = Between(page)
            between.offer = offer("closed")
            await between.begin()
        await page.goto(f"{stage.handrail.url}/chat")  # a page without a language of its own
        await page.locator(".panel .composer textarea").fill(said)
        await page.keyboard.press("Enter")
        seen = {"widget/german": ".ask", "widget/arabic": ".waiting .position", "widget/japanese": ".offer"}
        await stage.look(state, page, sees=page.locator(f".panel {seen[state]}"))
