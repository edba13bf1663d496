"""What is given of an entry: in the customer's language, while it is valid, to whom it is meant for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from handoff.adapters.memory import MemoryBot, MemoryCatalogue, MemoryClock
from handoff.core.bot import BotReply
from handoff.core.errors import NotFound
from handoff.core.known_issues import KnownIssue
from handoff.desk.browsing import Browsing
from handoff.desk.giving import LARGEST_STEPS, Giving, in_language
from handoff.desk.informing import Informer
from handoff.ports import Known
from tests.cast import NOON, STEPS, answer, titles

PICTURE = {"url": "https://shop.example/lamp.png", "alt": "The switch"}
LAMP = Known(
    "lamp",
    "My lamp is dark",
    "https://shop.example/lamp",
    "Lamps",
    "Switch it on.",
    languages={
        "de": {"title": "Die Lampe ist dunkel", "answer": "Einschalten.", "phrasings": ["dunkel"]},
        "de-CH": {"title": "D Lampe isch dunkel", "answer": "Aamache.", "url": "https://shop.example/ch"},
        "fr": {"title": "La lampe", "answer": ""},
    },
    media=(PICTURE, {"url": "http://shop.example/unsafe.png", "alt": ""}),
    steps=tuple(STEPS),
)
OURS = Known("ours", "Ours", "", "Lamps", "On our page.")
AGENTS = Known("agents", "For agents", "", "Lamps", "Secret.", visible="agents")
PAST = Known("past", "Past", "", "Lamps", "Was.", valid_until=NOON - 1)
COMING = Known("coming", "Coming", "", "Lamps", "Will be.", valid_from=NOON + 1)
ALL = (LAMP, OURS, AGENTS, PAST, COMING)


def giving() -> Giving:
    return Giving(MemoryClock(NOON), lambda: "https://chat.shop.example")


async def asked(reply: BotReply, *known: Known, locale: str | None = "en") -> BotReply:
    def opened() -> Sequence[KnownIssue]:
        return ()

    informer = Informer(MemoryBot({"?": reply}), opened, MemoryCatalogue(*known), giving())
    return await informer.ask("s", "?", locale, None, ())


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("de", "Die Lampe ist dunkel"),
        ("de-AT", "Die Lampe ist dunkel"),
        ("de-CH", "D Lampe isch dunkel"),
        ("DE_ch", "D Lampe isch dunkel"),
        ("en", "My lamp is dark"),
        ("fr", "My lamp is dark"),
        ("", "My lamp is dark"),
        (None, "My lamp is dark"),
    ],
)
async def test_an_answer_is_in_the_customers_language_where_the_entry_has_it(
    locale: str | None, title: str
) -> None:
    said = answer("lamp")
    told = {**(said.answer or {}), "title": LAMP.title, "text": LAMP.text, "url": LAMP.url}
    given = (await asked(replace(said, answer=told), *ALL, locale=locale)).answer
    assert given is not None
    assert given["title"] == title
    assert given["url"] == ("https://shop.example/ch" if "isch" in title else "https://shop.example/lamp")
    assert (given["confidence"], given["model"]) == (0.93, "m-1")


async def test_pictures_and_steps_ride_along_and_what_is_not_safe_does_not() -> None:
    given = (await asked(answer("lamp"), *ALL)).answer
    assert given is not None
    assert (given["media"], given["steps"]) == ([PICTURE], STEPS)
    endless = replace(LAMP, steps=({"label": "x", "text": "y" * LARGEST_STEPS},))
    given = (await asked(answer("lamp"), endless)).answer
    assert given is not None
    assert "steps" not in given


async def test_an_entry_without_an_address_leads_to_our_own_page() -> None:
    said = answer("ours")
    given = (await asked(replace(said, answer={**(said.answer or {}), "url": None}), *ALL)).answer
    assert given is not None
    assert given["url"] == "https://chat.shop.example/help/ours"
    assert giving().url(replace(OURS, id="a/b ?")) == "https://chat.shop.example/help/a%2Fb%20%3F"
    assert giving().url(AGENTS) == "", "nobody is led where they may not look"


@pytest.mark.parametrize("entry", ["agents", "past", "coming"])
async def test_what_is_not_for_customers_now_is_no_answer_and_brings_a_person(entry: str) -> None:
    said = replace(answer(entry), entities=({"entity": "order"},))
    heard = await asked(said, *ALL)
    assert (heard.answer, heard.texts, heard.handoff) == (None, (), "no_answer")
    assert heard.entities == said.entities, "the agent still sees what was recognised"
    heard = await asked(titles("lamp", entry, "ours"), *ALL, locale="de")
    assert [one["title"] for one in heard.suggested] == ["Die Lampe ist dunkel", "Ours"]
    assert (await asked(titles(entry), *ALL)).handoff == "no_answer"


async def test_what_is_no_longer_live_brings_a_person_where_it_is_known_what_is_live() -> None:
    live = [replace(one, release=7) for one in ALL]
    assert (await asked(answer("gone"), *live)).handoff == "no_answer"
    assert (await asked(titles("gone"), *live)).handoff == "no_answer"
    assert (await asked(answer("gone"), *ALL)).answer is not None, "files are not what the bot was taught"
    assert len((await asked(titles("gone"))).suggested) == 1


async def test_an_open_page_of_what_has_ended_still_leads_to_a_person_with_it() -> None:
    def opened() -> Sequence[KnownIssue]:
        return ()

    informer = Informer(MemoryBot({}), opened, MemoryCatalogue(*ALL), giving())
    assert (await informer.answer_of("past", None, read=True))["title"] == "Past"
    for entry, read in (("past", False), ("coming", True), ("agents", True), ("unknown", True)):
        with pytest.raises(NotFound):
            await informer.answer_of(entry, None, read=read)


async def test_lists_and_search_name_only_what_is_given_and_in_the_readers_language() -> None:
    browsing = Browsing(MemoryCatalogue(*ALL), MemoryBot({}), dict, MemoryClock(NOON), giving())

    def named(entries: list[dict[str, Any]]) -> dict[str, str]:
        return {one["entry"]: one["title"] for one in entries}

    seen = {"lamp": "Die Lampe ist dunkel", "ours": "Ours"}
    content = await browsing.topics("de-AT")
    assert named(content["topics"][0]["entries"]) == named(content["common"]) == seen
    assert named(await browsing.search("secret will was lamp", "de")).keys() <= seen.keys()
    for hidden in ("agents", "past", "coming"):
        with pytest.raises(NotFound):
            await browsing.entry(hidden)


def test_odd_languages_are_the_original() -> None:
    odd = replace(LAMP, languages={"de": {"title": "", "answer": "x"}, "": {"title": "a", "answer": "b"}})
    assert [in_language(odd, locale) for locale in ("de", "", None, "-", "x" * 99)] == [{}] * 5
