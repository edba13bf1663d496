"""Mia keeps her conversation, also from a site whose policy forbids almost everything; Ada keeps it too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.faces.conftest import NewPage
from tests.faces.people import Ada, Mia
from tests.faces.sites import Sites
from tests.live import people

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def test_she_saves_it_as_a_file_on_a_strict_site(
    sites: Sites, new_page: NewPage, handrail: object, tmp_path: Path
) -> None:
    mia = await Mia(await new_page()).visit(f"{sites.url}/strict")
    await expect(mia.button("Keep this conversation")).to_have_count(0)
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()
    await mia.button("Keep this conversation").click()
    await expect(mia.button("Save as a page")).to_be_focused()
    async with mia.page.expect_download() as coming:
        await mia.button("Save as text").click()
    file = await coming.value
    assert file.suggested_filename.startswith("conversation-")
    assert file.suggested_filename.endswith(".txt")
    await file.save_as(tmp_path / "kept.txt")
    assert "Assistant (automated)\n    Hello. What is it about?" in (tmp_path / "kept.txt").read_text()
    await expect(mia.panel.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    await mia.page.keyboard.press("Escape")
    await expect(mia.button("Keep this conversation")).to_be_focused()
    await expect(mia.panel).to_be_visible()


async def test_ada_saves_what_she_reads_and_her_notes_if_she_wants(
    ada: Ada, max_: people.Customer, tmp_path: Path
) -> None:
    await max_.do("person")
    await ada.take_next()
    await ada.button("Note for the team").click()
    await ada.say("Be patient with him")
    await expect(ada.bubble("Be patient")).to_be_visible()
    save = ada.page.get_by_role("link", name="Save as text")
    for wanted in (False, True):
        if wanted:
            await ada.page.get_by_label("With internal notes").check()
        async with ada.page.expect_download() as coming:
            await save.click()
        await (await coming.value).save_as(tmp_path / "kept.txt")
        kept = (tmp_path / "kept.txt").read_text()
        assert "Ada has joined" in kept
        assert ("Internal note · Ada" in kept) is wanted
