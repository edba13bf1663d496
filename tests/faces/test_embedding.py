"""What docs/embedding.md promises to sites: its snippets on pages, calls and events, theme and languages."""

from __future__ import annotations

import asyncio
import re
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from handoff.core.disclosure import DISCLOSURES
from tests.faces.conftest import NewPage
from tests.faces.people import Mia
from tests.faces.sites import Sites
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

PRODUCTION = "https://support.example.com"

BUNDLE = """
const { buildSync } = require("esbuild");
const contents = require("node:fs").readFileSync(0, "utf8");
const stdin = { contents, loader: "jsx", resolveDir: process.cwd() };
const built = buildSync({ stdin, bundle: true, write: false, alias: { react: "preact/compat" } });
console.log(built.outputFiles[0].text);
"""


def snippets(repo: Path, heading: str) -> list[str]:
    """The blocks of code under a heading of the page."""
    text = (repo / "docs" / "embedding.md").read_text()
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [one.replace(PRODUCTION, "SERVICE") for one in re.findall(r"```\w*\n(.*?)```", section, re.DOTALL)]


def site(head: str = "", body: str = "", lang: str = "en") -> str:
    head = f"<title>A shop</title>{head}"
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


async def run(*command: str, given: str, cwd: Path) -> str:
    process = await asyncio.create_subprocess_exec(*command, cwd=cwd, stdin=PIPE, stdout=PIPE)
    said, _ = await process.communicate(given.encode())
    assert process.returncode == 0, said
    return said.decode()


def note(frame: str | bytes, pages: asyncio.Queue[str]) -> None:
    """Which page the chat tells that the visitor looks at."""
    for url in re.findall(r'^42/customer,\d+\["page",\{"url":"(.*?)"', str(frame)):
        pages.put_nowait(url)


async def told(page: Page) -> list[Any]:
    return list(await page.evaluate("window.told"))


async def test_a_page_and_its_chat_talk_to_each_other(
    handrail: Handrail, sites: Sites, new_page: NewPage, grace: people.Agent, repo: Path
) -> None:
    [queue] = snippets(repo, "From the page's own scripts")
    listen = """<script>window.told = []; window.handrail = window.handrail || [];
        for (const name of ["open", "close", "unread", "message", "status"])
            handrail.push(["on", name, (what) => told.push(what === undefined ? name : { [name]: what })]);
    </script>"""
    sites.pages["talking"] = site(f'{listen}<script src="SERVICE/widget.js" async></script>')
    page = await new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    pages: asyncio.Queue[str] = asyncio.Queue()
    page.on("websocket", lambda wire: wire.on("framesent", lambda frame: note(frame, pages)))
    await page.goto(f"{sites.url}/talking")
    await expect(page.locator("handrail-chat .launcher")).to_be_visible()
    stop = "window.stop = handrail.on('open', () => told.push('opened, too')); handrail.page('/elsewhere')"
    await page.evaluate(stop)
    from_us = [url for url in asked if url.startswith(handrail.url)]
    assert from_us == [f"{handrail.url}/widget.js"], "nothing else before the first open"

    await page.evaluate("handrail.open()")
    mia = Mia(page)
    await expect(mia.composer).to_be_focused()
    assert await told(page) == ["open", "opened, too"]
    await page.evaluate("window.stop(); history.pushState({}, '', '/first')")
    assert pages.empty(), "not before the conversation"
    await mia.say("Something nobody knows")
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = (await grace.claim())["conversation"]
    await expect(mia.panel).to_contain_text("Grace has joined")
    await page.evaluate("document.title = 'The second page'; history.pushState({}, '', '/second?secret=1#x')")
    await page.evaluate("handrail.close()")
    await expect(mia.panel).to_have_count(0)
    await grace.do("say", conversation=conversation, text="Hello Mia.")
    await expect(mia.launcher).to_have_attribute("data-unread", "1")
    await page.evaluate("handrail.open()")
    await expect(mia.bubble("Hello Mia.")).to_be_visible()
    said = await told(page)
    assert {"status": "with_agent"} in said
    assert {"message": {"by": "agent", "name": "Grace"}} in said
    assert {"unread": 1} in said
    assert "close" in said
    assert "opened, too" not in said[2:], "until the function was called"
    # Nothing of what stands behind ? and #; the page she wrote on may have been told by now.
    while (named := await asyncio.wait_for(pages.get(), 15)) == f"{sites.url}/first":
        pass
    assert named == f"{sites.url}/second"
    assert pages.empty()

    # The stub as the page has it, and the tag twice: still one chat, which opens by itself.
    sites.pages["waiting"] = site(queue + '<script src="SERVICE/widget.js" async></script>' * 2)
    await page.goto(f"{sites.url}/waiting")
    await expect(mia.bubble("Hello Mia.")).to_be_visible()
    await expect(mia.chat).to_have_count(1)


async def test_each_snippet_does_what_the_page_says(
    handrail: Handrail, sites: Sites, new_page: NewPage, repo: Path
) -> None:
    page = await new_page()
    mia = Mia(page)

    [plain] = snippets(repo, "Plain")
    sites.pages["plain-snippet"] = site(body=plain)
    await page.goto(f"{sites.url}/plain-snippet")
    await page.get_by_role("button", name="Ask us").click()
    await expect(mia.composer).to_be_focused()
    box = await mia.panel.bounding_box()
    assert box is not None
    assert box["x"] == 16

    [react] = snippets(repo, "React")
    use = """
        import { h, render } from "preact";
        const root = document.getElementById("root");
        render(h(Chat, {}), root); render(h(Chat, {}), root); render(null, root); render(h(Chat, {}), root);
    """
    bundled = (await run("node", "-e", BUNDLE, given=react + use, cwd=repo)).replace("</", "<\\/")
    sites.pages["react"] = site(body=f'<div id="root"></div><script>{bundled}</script>')
    await page.goto(f"{sites.url}/react")
    await expect(mia.composer).to_be_visible()  # as it was left
    await expect(mia.chat).to_have_count(1)

    php, html = snippets(repo, "WordPress")
    sites.pages["wordpress"] = site(html, lang="de-DE")
    assert re.search(r"'(SERVICE/widget.js)'", php)
    await page.goto(f"{sites.url}/wordpress")
    await expect(mia.panel.locator(".home h2")).to_have_text("Wie können wir helfen?")
    if shutil.which("php"):
        await run("php", "-l", given=php, cwd=repo)


async def test_the_language_is_the_sites_then_the_pages_then_the_visitors(
    handrail: Handrail, sites: Sites, new_page: NewPage
) -> None:
    page = await new_page(locale="ja-JP")
    mia = Mia(page)
    disclosed = mia.panel.locator(".disclosure")
    for name, lang, option, spoken in [
        ("site", "de", 'data-lang="ar"', "ar"),
        ("page", "et", "", "et"),
        ("visitor", "fi", "", "ja"),
        ("nobody", "fi", 'data-lang="en"', "en"),
    ]:
        tag = f'<script src="SERVICE/widget.js" {option} async></script>'
        sites.pages[name] = site(tag, lang=lang)
        await page.goto(f"{sites.url}/{name}")
        if name == "site":
            await mia.launcher.click()
        await expect(disclosed).to_have_text(DISCLOSURES[spoken])
        await expect(mia.chat.locator(".stage")).to_have_attribute("dir", "rtl" if spoken == "ar" else "ltr")

    # Its own words can't be had: English, and never nothing.
    await page.route(re.compile(r"/assets/(et|et-more)-"), lambda route: route.abort())
    await page.goto(f"{sites.url}/page")
    await expect(mia.button("Send")).to_be_visible()


async def test_a_site_gives_the_chat_its_looks(handrail: Handrail, sites: Sites, new_page: NewPage) -> None:
    theme = (
        "<style>:root { --handrail-brand: #ffd500; --handrail-radius: 0px; --handrail-font: monospace; "
        "--handrail-z: 7 }</style>"
    )
    sites.pages["themed"] = site(
        f'{theme}<script src="SERVICE/widget.js" data-color="#123456" async></script>'
    )
    mia = await Mia(await new_page()).visit(f"{sites.url}/themed")
    looks = await mia.panel.evaluate(
        """panel => {
            const { borderRadius, fontFamily } = getComputedStyle(panel);
            const send = getComputedStyle(panel.querySelector('.solid'));
            const host = getComputedStyle(panel.getRootNode().host);
            return [borderRadius, fontFamily, send.backgroundColor, send.color, host.zIndex];
        }"""
    )
    assert looks[:3] == ["0px", "monospace", "rgb(255, 213, 0)"]
    assert looks[3] in ("rgb(0, 0, 0)", "oklch(0 0 0)"), "dark words on a light colour"
    assert looks[4] == "7"
