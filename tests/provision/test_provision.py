"""The machine gives the tests what they need."""

import psycopg
from playwright.async_api import Page


def test_each_test_may_have_an_empty_database_of_its_own(fresh_postgres_url: str) -> None:
    with psycopg.connect(fresh_postgres_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


async def test_a_page_opens_in_a_real_browser(page: Page) -> None:
    await page.set_content("<h1>Ask for a person at any time</h1>")
    assert await page.get_by_role("heading").inner_text() == "Ask for a person at any time"
