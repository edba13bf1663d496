"""The help pages over HTTP: in every language, for crawlers, for hostile words, without any script."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import aiohttp
import orjson
import pytest

from content.entries import load
from handoff.ports import Known
from handoff.web.help.past import Past, past_of
from handoff.web.help.shelf import Shelf, topic_slugs
from handoff.web.help.words import LANGUAGES
from tests.web.conftest import Shop

DAY_MS = 24 * 3_600_000
HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)> {{7*7}} ${HOME}'
GERMAN = {"title": "Wo ist mein Paket?", "answer": "Unter **Konto**.", "phrasings": ["Sendung verfolgen"]}
KNOWN = {
    one.id: one
    for one in (
        Known("track-order", "Where is my order?", "https://shop.example/track", "Orders",
              "Under **My account**, see [here](https://shop.example/a).", "where is my parcel",
              languages={"de": GERMAN, "ar": {"title": "أين طلبي؟", "answer": "في حسابكم."}}),
        Known("returns", "Can I send it back?", "", "Orders", "Yes, in 30 days.", "return a parcel",
              related=("track-order", "gone"), media=({"url": "https://shop.example/a.mp4", "alt": "Film"},),
              steps=({"label": "It is broken", "text": "We are *sorry*.", "media": None, "steps": (
                  {"label": "In the post", "text": "", "media": None, "steps": None, "ends": "person"},)},
                  {"label": "I do not like it", "text": "Send it back.", "ends": "helped"})),
        Known("evil", HOSTILE, "javascript:alert(1)", "C++ & <b>", HOSTILE, HOSTILE),
        Known("search", "Does search work?", "", "C++ & <b>", "Yes.", "search"),
        Known("secret", "For agents", "", "Orders", "Hidden.", "hidden", visible="agents"),
        Known("past", "Last summer", "", "Orders", "Over.", "summer", valid_until=1),
    )
}  # fmt: skip


class Written:
    """A catalogue as it stands here."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self.known = known

    async def entries(self) -> Mapping[str, Known]:
        return self.known


@pytest.fixture
def help_shop(shop: Shop) -> Shop:
    writes(shop, KNOWN)
    shop.service.looking.browsing._bot = shop.service.studio.help.content._bot = shop.bot
    return shop


def writes(shop: Shop, known: Mapping[str, Known]) -> None:
    content = shop.service.studio.help.content
    content._catalogue = shop.service.looking.browsing._catalogue = Written(known)
    content.changed()


async def look(shop: Shop, path: str, **headers: str) -> tuple[int, str, aiohttp.ClientResponse]:
    async with shop.pages.http.get(f"{shop.address}{path}", headers=headers, allow_redirects=False) as got:
        return got.status, await got.text() if got.status != 304 else "", got


def structured(page: str) -> list[Any]:
    return [
        orjson.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    ]


async def test_every_entry_of_the_shop_is_a_page(shop: Shop) -> None:
    status, home, got = await look(shop, "/help")
    assert status == 200
    assert "script-src 'self'" in got.headers["Content-Security-Policy"]
    for entry in load().entries:
        status, page, _ = await look(shop, f"/help/{entry.id}")
        assert status == 200
        assert html.escape(entry.title, quote=False) in html.unescape(page)
    for slug in re.findall(r'"/help/topics/([^"]+)"', home):
        assert (await look(shop, f"/help/topics/{slug}"))[0] == 200


async def test_an_entry_says_all_that_belongs_to_it(help_shop: Shop) -> None:
    _, page, _ = await look(help_shop, "/help/returns")
    assert 'preload="none" src="https://shop.example/a.mp4" aria-label="Film"></video>' in page
    assert page.count('<details class="step"') == 3
    assert "<em>sorry</em>" in page
    assert '<a href="/help/track-order" dir="auto">Where is my order?</a>' in page, (
        "related, as staff named it"
    )
    assert 'href="/help/contact?entry=returns"' in page
    _, page, _ = await look(help_shop, "/help/track-order")
    assert '<a href="https://shop.example/a" rel="noopener noreferrer">here</a>' in page
    assert '<a href="https://shop.example/track" rel="noopener noreferrer">Read more</a>' in page
    assert structured(page)[0]["mainEntity"][0]["acceptedAnswer"]["text"] == "Under My account, see here."
    assert [one["name"] for one in structured(page)[1]["itemListElement"]][1:] == [
        "Orders",
        "Where is my order?",
    ]


async def test_each_language_has_its_pages_and_they_know_of_each_other(help_shop: Shop) -> None:
    _, page, _ = await look(help_shop, "/help/de/track-order")
    assert '<html lang="de" dir="ltr">' in page
    assert "Wo ist mein Paket?" in page
    assert "Hat das" not in page[:200]
    origin = help_shop.address
    for code, href in (
        ("en", "/help/track-order"),
        ("de", "/help/de/track-order"),
        ("ar", "/help/ar/track-order"),
    ):
        assert f'<link rel="alternate" hreflang="{code}" href="{origin}{href}">' in page
    assert f'<link rel="canonical" href="{origin}/help/de/track-order">' in page
    assert '<html lang="ar" dir="rtl">' in (await look(help_shop, "/help/ar/track-order"))[1]
    _, home, _ = await look(help_shop, "/help/de")
    assert LANGUAGES["de"].welcome in home
    assert "Can I send it back?" not in home.split("topic-1")[-1]
    for path, there in (
        ("/help/de/returns", "/help/returns"),  # not written in German yet
        ("/help/en/returns", "/help/returns"),
        ("/help/fr/returns", "/help/returns"),
        ("/help/Track-Order", "/help/track-order"),
        ("/help/search", "/help"),
    ):
        status, _, got = await look(help_shop, path)
        assert (status, got.headers["Location"]) == (302, there), path


async def test_hostile_words_are_words(help_shop: Shop) -> None:
    for path in (
        "/help",
        "/help/evil",
        "/help/search?q=%3C/script%3E%3Cscript%3Ealert(1)",
        "/help/topics/c-b",
        "/sitemap.xml",
    ):
        status, page, _ = await look(help_shop, path)
        assert status == 200, path
        assert not [bad for bad in ("<script>alert", "<img src=x", "javascript:") if bad in page], path
        structured(page)
    _, page, _ = await look(help_shop, "/help/evil")
    assert "{{7*7}} ${HOME}" in html.unescape(page), "no template runs in it"
    assert structured(page)[0]["mainEntity"][0]["name"] == HOSTILE


async def test_what_is_not_for_customers_is_not_there(help_shop: Shop) -> None:
    home = (await look(help_shop, "/help"))[1]
    listed = (await look(help_shop, "/sitemap.xml"))[1]
    for id in ("secret", "past"):
        status, page, _ = await look(help_shop, f"/help/{id}")
        assert status == 404
        assert KNOWN[id].text not in page
        assert KNOWN[id].title not in home
        assert f"/help/{id}<" not in listed
    assert (await look(help_shop, "/help/-search"))[0] == 200, "an entry called like a page of ours"


async def test_searching_forgives_slips_and_leads_to_a_person_where_nothing_fits(help_shop: Shop) -> None:
    _, page, got = await look(help_shop, "/help/search?q=retrun+a+parcel")
    assert "Can I send it back?" in page
    assert '<meta name="robots" content="noindex">' in page
    assert got.headers["Cache-Control"] == "no-store"
    help_shop.bot.suggestions = ["track-order", "secret"]
    _, page, _ = await look(help_shop, "/help/de/search?q=zzz")
    assert "/help/de/track-order" in page, "by meaning, in the reader's language"
    assert "For agents" not in page
    _, page, _ = await look(help_shop, "/help/de/search?q=Sendung", Accept="application/json")
    assert orjson.loads(page)["entries"][0]["href"] == "/help/de/track-order?q=Sendung"
    help_shop.bot.suggestions = []
    _, page, _ = await look(help_shop, "/help/search?q=qwxz+%26+%3C")
    assert "Nothing found for “qwxz &amp; &lt;”." in page
    assert 'href="/help/contact?q=qwxz+%26+%3C"' in page
    assert (await look(help_shop, f"/help/search?q={'x' * 3_000}"))[0] == 200


async def test_a_page_that_is_not_there_still_helps(help_shop: Shop) -> None:
    for path in ("/help/where-is-my-order-please", "/help/a/b/c/d", "/help/%00", "/help/de/nichts"):
        status, page, _ = await look(help_shop, path)
        assert status == 404, path
        assert not [part for part in ('role="search"', "/contact", "noindex") if part not in page], path
    _, page, _ = await look(help_shop, "/help/where-is-my-parcel")
    assert "/help/track-order" in page, "what was meant is found by the address's own words"


async def test_crawlers_find_every_page_in_every_language(help_shop: Shop) -> None:
    origin = help_shop.address
    assert f"Sitemap: {origin}/sitemap.xml" in (await look(help_shop, "/robots.txt"))[1]
    listed = ElementTree.fromstring((await look(help_shop, "/sitemap.xml"))[1])
    places = [one.text or "" for one in listed.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(places) == len(set(places))
    assert {f"{origin}/help", f"{origin}/help/ar/track-order"} <= set(places)
    for place in places:
        assert (await look(help_shop, place.removeprefix(origin)))[0] == 200, place


async def test_a_browser_keeps_a_page_until_it_changes(help_shop: Shop) -> None:
    _, _, got = await look(help_shop, "/help/returns")
    assert got.headers["Cache-Control"] == "public, max-age=60"
    tag = got.headers["ETag"]
    assert (await look(help_shop, "/help/returns", **{"If-None-Match": tag}))[0] == 304
    writes(help_shop, {**KNOWN, "returns": replace(KNOWN["returns"], text="Not any more.")})
    status, page, _ = await look(help_shop, "/help/returns", **{"If-None-Match": tag})
    assert status == 200
    assert "Not any more." in page


async def test_the_brands_colour_is_on_the_pages_too(help_shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {help_shop.token('Sue')}"}
    help_shop.service.studio.help.content._look = lambda: {"color": "#8a1f5f", "name": "Fjord & <Fern>"}
    help_shop.service.studio.help.content.changed()
    _, page, _ = await look(help_shop, "/help", **headers)
    assert 'href="/help/look.css?8a1f5f"' in page
    assert "Fjord &amp; &lt;Fern&gt;" in page
    assert (await look(help_shop, "/help/look.css"))[1] == ":root{--own:#8a1f5f}"


def test_topics_of_one_spelling_are_told_apart() -> None:
    assert topic_slugs(["A b", "a-B", "!", "Größe"]) == {
        "A b": "a-b",
        "a-B": "a-b-2",
        "!": "topic",
        "Größe": "größe",
    }


def test_an_entry_comes_and_goes_on_its_day() -> None:
    one = Known("sale", "Sale?", "", "Orders", "Now.", "", valid_from=DAY_MS, valid_until=2 * DAY_MS)
    shown = [day for day in range(4) if "sale" in Shelf({"sale": one}, "en", day * DAY_MS)]
    assert shown == [1]


def test_an_entry_is_as_old_as_its_words_and_is_found_under_its_old_name() -> None:
    was = {"title": "Where?", "answer": "Old.", "phrasings": ["where is it", "my parcel"]}
    same = {"title": "Why?", "answer": "So.", "phrasings": ["why"]}
    now = {"title": "Where is it?", "answer": "New.", "phrasings": ["where is  IT", "new"]}
    first = {"why": same, "where": was, "reason": same, "gone": {"title": "Gone", "phrasings": ["gone"]}}
    past = past_of([(3, {"why": same, "track": now}), (2, {"why": same, "where": was}), (1, first)])
    assert past.updated == {"why": 1, "track": 3}
    assert past.moved == {"where": "track", "reason": "why"}
    assert past_of([]).updated == {}


async def test_old_addresses_lead_to_the_new_ones_and_pages_say_when_they_changed(help_shop: Shop) -> None:
    content = help_shop.service.studio.help.content
    content._past = lambda: Past({"returns": 20 * DAY_MS}, {"send-back": "returns"})
    writes(help_shop, dict(KNOWN))
    status, _, got = await look(help_shop, "/help/send-back")
    assert (status, got.headers["Location"]) == (302, "/help/returns")
    assert '<time datetime="1970-01-21">' in (await look(help_shop, "/help/returns"))[1]
    assert "<lastmod>1970-01-21</lastmod>" in (await look(help_shop, "/sitemap.xml"))[1]
