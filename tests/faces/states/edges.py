"""At the edges: not there yet, nothing heard, too much at once, another script, words meant to break it."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import WebSocketRoute, expect

from tests.faces.people import Mia
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story

HOSTILE = (
    "W" * 4000,
    '<b>bold</b><img src=x onerror="alert(1)">\u202emoc.live//:sptth',
    "Z" + "\u0300\u0330\u0489" * 80 + "algo " + "👨‍👩‍👧‍👦" * 40,
    "مرحبا، أين طلبي رقم 123؟ شكرا",
)
MANY = 34
"""More than a list shows at first."""


@story("widget/starting", "widget/position", "widget/reconnecting")
async def told_in_between(stage: Stage) -> None:
    mia, between = await stage.between()
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()
    between.tell("bot", {"state": "starting"})
    await stage.look("widget/starting", mia.page, sees=mia.state.filter(has_text="starting"))
    await mia.button("Talk to a person").first.click()
    await expect(mia.panel).to_contain_text("You're number 1")
    (waits,) = stage.handrail.rows("SELECT id FROM conversations WHERE status = 'queued'")
    place = {"conversation": waits["id"], "position": 12, "wait": [180, 420], "follow_up": None}
    between.tell("queue", place)
    await stage.look("widget/position", mia.page, sees=mia.panel.get_by_text("3 to 7 minutes"))
    await between.sever()
    await stage.look("widget/reconnecting", mia.page, sees=mia.state.filter(has_text="Reconnecting"))


@story("widget/handed-on", "widget/back", "widget/unread", "widget/rated")
async def people_come_and_go(stage: Stage) -> None:
    mia, grace, ada = await stage.mia(), await stage.agent(), await stage.agent("Ada")
    await mia.button("Talk to a person").first.click()
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = (await grace.claim())["conversation"]
    await grace.do("transfer", conversation=conversation, to_agent=ada.id)
    await ada.do("accept", conversation=conversation)
    joined = mia.log.get_by_text("Ada has joined")
    await stage.look("widget/handed-on", mia.page, sees=joined)
    await ada.do("to_bot", conversation=conversation)
    back = mia.log.get_by_text("You're back with the automated assistant.")
    await stage.look("widget/back", mia.page, sees=back)
    await ada.do("status", available=False)
    await mia.button("Talk to a person").first.click()
    await grace.until(lambda: grace.queue, "Mia waits again")
    await grace.claim()
    await expect(mia.log).to_contain_text("Grace has joined")
    await mia.page.keyboard.press("Escape")
    await grace.do("say", conversation=conversation, text="Are you still there?")
    unread = mia.chat.locator(".launcher[data-unread]")
    await stage.look("widget/unread", mia.page, sees=unread)
    await grace.do("resolve", conversation=conversation)
    await mia.launcher.click()
    await mia.panel.get_by_role("radio", name="5 of 5").check()
    await mia.button("Send rating").click()
    await stage.look("widget/rated", mia.page, sees=mia.log.get_by_text("You rated this"))


@story("widget/arabic-home", "widget/arabic-answer", "widget/arabic-waiting")
async def mia_reads_arabic(stage: Stage) -> None:
    page = await stage.new_page(locale="ar")
    mia = Mia(page)
    await page.goto(f"{stage.sites.url}/right-to-left")
    await mia.launcher.click()
    box = mia.panel.locator(".composer textarea")
    await stage.look("widget/arabic-home", page, sees=box)
    await box.fill("How do I return a lamp?")
    await box.press("Enter")
    verdicts = mia.panel.get_by_role("button", name="لا", exact=True)
    await stage.look("widget/arabic-answer", page, sees=verdicts)
    await verdicts.click()
    await stage.look("widget/arabic-waiting", page, sees=mia.panel.locator(".waiting .position"))


@story("widget/hostile-words", "console/hostile-words")
async def words_meant_to_break_a_page(stage: Stage) -> None:
    mia, ada = await stage.mia(), await stage.ada()
    await mia.button("Talk to a person").first.click()
    await ada.take_next()
    for words in HOSTILE:
        await mia.say(words)
    await ada.say(HOSTILE[-1])
    theirs = mia.log.locator(".message.agent")
    await stage.look("widget/hostile-words", mia.page, sees=theirs)
    last = ada.transcript.locator(".message.customer").nth(len(HOSTILE) - 1)
    await expect(last).to_contain_text("123")
    await stage.look("console/hostile-words", ada.page, sees=last)


@story("console/many", "console/nudge", "console/reconnecting", "console/loading")
async def a_crowd_and_a_cut_line(stage: Stage) -> None:
    ada, told = await stage.ada(), list[WebSocketRoute]()
    cut = False

    async def between(page: WebSocketRoute) -> None:
        if not cut:
            page.connect_to_server()
            told.append(page)

    await ada.page.route_web_socket("**/socket.io/**", between)
    for _ in range(MANY):
        max_ = await stage.customer()
        await max_.do("person")
    await ada.page.reload()
    await ada.ready()
    await stage.look("console/many", ada.page, sees=ada.page.get_by_text(f"{MANY} waiting"))
    await ada.take_next()
    (held,) = stage.handrail.rows("SELECT id FROM conversations WHERE status = 'with_agent'")
    nudge: dict[str, Any] = {"conversation": held["id"], "since": "2026-01-05T09:00:00Z", "requeued_at": None}
    told[-1].send("42/agent," + json.dumps(["nudge", nudge]))
    await stage.look("console/nudge", ada.page, sees=ada.notice.locator(".state"))
    cut = True
    await told[-1].close()
    bar = ada.page.locator(".bars").get_by_text("Reconnecting")
    await stage.look("console/reconnecting", ada.page, sees=bar)
    await ada.page.goto(f"{stage.handrail.url}/console#/")
    await ada.page.reload()
    await stage.look("console/loading", ada.page, sees=ada.page.locator(".lists .skeleton"))


@story("resume/open", "resume/wrong")
async def back_by_the_link_of_a_mail(stage: Stage) -> None:
    page = await stage.new_page()
    await page.goto(f"{stage.handrail.url}/resume/nonsense")
    go = page.get_by_role("button", name="Continue the conversation")
    await stage.look("resume/open", page, sees=go)
    await go.click()
    await stage.look("resume/wrong", page, sees=page.get_by_role("link", name="Open the chat"))
