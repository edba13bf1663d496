"""Entries in the studio: Cleo writes one, Sue writes the same one, and nothing of either is lost."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.faces.states.stage import Stage
from tests.faces.states.stories import story


@story("studio/entry", "studio/entry-clash", "studio/entries", "studio/entries-import")
async def cleo_writes_an_entry(stage: Stage) -> None:
    cleo, sue = await writer(stage, "Cleo", "content"), await writer(stage, "Sue")
    await cleo.goto(f"{stage.handrail.url}/studio/entries/new")
    await the_question(cleo)
    await the_answer(cleo)
    await cleo.get_by_label("This is a draft").check()
    await in_arabic(cleo)
    await stage.look("studio/entry", cleo, sees=cleo.get_by_text("stands under “Where is my order?” too"))
    await saved_and_kept(cleo)
    await both_write(stage, cleo, sue)
    await gone_and_back(cleo, sue)
    await cleo.goto(f"{stage.handrail.url}/studio/entries")
    await cleo.get_by_label("Search questions").fill("LADDERS lend")
    await expect(cleo.get_by_text("1 of")).to_be_visible()
    await expect(cleo).to_have_url(f"{stage.handrail.url}/studio/entries?q=LADDERS+lend")
    await stage.look("studio/entries", cleo, sees=cleo.get_by_role("link", name="Do you lend ladders?"))
    await a_table(stage, cleo)


async def writer(stage: Stage, name: str, role: str | None = None) -> Page:
    """Somebody at the studio, signed in."""
    token = stage.tokens.get(name)
    if role is not None:
        await stage.handrail.add_agent(name, role)
        token = await stage.handrail.sign_in(stage.crowd.http, f"{name.lower()}@shop.example")
    page = await stage.new_page()
    page.set_default_timeout(15_000)
    await page.context.add_cookies(
        [{"name": "handrail_agent", "value": token or "", "url": stage.handrail.url, "httpOnly": True}]
    )
    await page.context.add_init_script("localStorage['handrail:signed-in'] = '1'")
    return page


async def the_question(cleo: Page) -> None:
    """By keyboard alone; lines that are pasted are lines."""
    await cleo.get_by_label("Question", exact=True).fill("Do you lend ladders?")
    await cleo.get_by_label("Topic").select_option("Stores")
    await cleo.get_by_label("How customers ask, line 1").focus()
    await cleo.keyboard.type("where is my order")
    await cleo.keyboard.press("Enter")
    await cleo.keyboard.type("borrow a ladder")
    await cleo.keyboard.press("Enter")
    await cleo.keyboard.press("Backspace")
    await expect(cleo.get_by_label("How customers ask, line 2")).to_be_focused()
    await expect(cleo.get_by_label("How customers ask, line 3")).to_be_hidden()
    await expect(cleo.get_by_text("2 lines; at least 8")).to_be_visible()


async def the_answer(cleo: Page) -> None:
    """The preview is the customer's own card, and its steps can be walked."""
    await cleo.get_by_label("Answer", exact=True).fill("Yes, **for a day**.\n\n- bring a card")
    await expect(cleo.get_by_role("strong").get_by_text("for a day")).to_be_visible()
    await cleo.get_by_text("Guided steps").click()
    await cleo.get_by_role("button", name="Add a choice under the answer").click()
    await cleo.get_by_label("The choice says").fill("It wobbles")
    await cleo.get_by_label("When it is chosen").fill("Turn the feet.")
    await cleo.get_by_label("Then", exact=True).select_option("steps")
    await cleo.get_by_label("The choice says").nth(1).fill("It stands now")
    await cleo.get_by_label("When it is chosen").nth(1).fill("Good.")
    await cleo.get_by_role("button", name="It wobbles", exact=True).click()
    await cleo.get_by_role("button", name="It stands now", exact=True).click()
    await expect(cleo.get_by_text("It helped: the conversation ends well.")).to_be_visible()


async def in_arabic(cleo: Page) -> None:
    await cleo.get_by_label("Add a language").select_option("ar")
    title = cleo.get_by_label("Question in Arabic")
    await title.fill("هل تعيرون سلالم؟")
    await expect(title).to_have_attribute("dir", "rtl")
    await cleo.get_by_label("Answer in Arabic").fill("نعم، **ليوم واحد**.")
    await expect(cleo.get_by_role("button", name="التحدث إلى شخص")).to_be_visible()


async def saved_and_kept(cleo: Page) -> None:
    """What is not saved is still there after the page was closed; Ctrl+S saves it."""
    await expect(cleo.get_by_text("It is kept in this browser")).to_be_visible()
    await cleo.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('handrail:entry:'))")
    cleo.once("dialog", lambda leaving: leaving.accept())
    await cleo.reload()
    await cleo.get_by_role("button", name="Go on with it").click()
    await expect(cleo.get_by_label("Question in Arabic")).to_have_value("هل تعيرون سلالم؟")
    await cleo.keyboard.press("Control+s")
    await expect(cleo.get_by_text("“Do you lend ladders?” is saved as a draft")).to_be_visible()


async def both_write(stage: Stage, cleo: Page, sue: Page) -> None:
    await sue.goto(cleo.url)
    await expect(sue.get_by_text("Cleo has this entry open, too.")).to_be_visible()
    await sue.get_by_label("Answer", exact=True).fill("Yes, for two days.")
    await sue.get_by_role("button", name="Save", exact=True).click()
    await expect(sue.get_by_text("is saved as a draft")).to_be_visible()
    await cleo.get_by_label("Answer", exact=True).fill("Yes, for a week.")
    await cleo.get_by_role("button", name="Save", exact=True).click()
    clash = cleo.get_by_text("Sue saved this entry before you")
    await stage.look("studio/entry-clash", cleo, sees=clash)
    await cleo.get_by_label("Take what Sue wrote").check()
    await cleo.get_by_role("button", name="Go on with these").click()
    await expect(cleo.get_by_label("Answer", exact=True)).to_have_value("Yes, for two days.")


async def gone_and_back(cleo: Page, sue: Page) -> None:
    """Deleted while somebody writes: their words become a new entry if they want."""
    await cleo.get_by_label("Review by").fill("2020-01-01")
    await sue.get_by_role("button", name="Delete this entry").click()
    await sue.get_by_role("button", name="Delete", exact=True).click()
    await expect(sue.get_by_text("“Do you lend ladders?” is deleted.")).to_be_visible()
    await cleo.get_by_role("button", name="Save", exact=True).click()
    await cleo.get_by_role("button", name="Keep it as a new entry").click()
    await cleo.get_by_role("button", name="Save", exact=True).click()
    await expect(cleo.get_by_text("is saved as a draft")).to_be_visible()
    await expect(cleo.get_by_text("To review", exact=True)).to_be_visible()


TABLE = """topic,title,answer,phrasings
Stores,Do you sharpen shears?,While you wait.,sharpen my shears
Stores,Broken,${HOME},x
"""


async def a_table(stage: Stage, cleo: Page) -> None:
    """Looked at first, then imported, then taken back."""
    await cleo.get_by_role("link", name="Import, export").click()
    table = {"name": "table.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    await cleo.get_by_label("File").set_input_files(table)  # type: ignore[arg-type]
    bring = cleo.get_by_role("button", name="Import 1 entry")
    await stage.look("studio/entries-import", cleo, sees=bring)
    await bring.click()
    await expect(cleo.get_by_text("1 entry was imported.")).to_be_visible()
    await cleo.get_by_role("button", name="Undo").click()
    await expect(cleo.get_by_text("Undone.")).to_be_visible()
