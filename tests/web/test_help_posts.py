"""What readers leave on help pages: votes, words that become follow-ups, public questions; by plain forms."""

from __future__ import annotations

import asyncio
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
import orjson
import pytest

from handoff.core.conversation import Status
from handoff.core.events import Kind
from handoff.web.limits import POSTS
from tests.web.conftest import Open, Shop
from tests.web.test_help_pages import HOSTILE, KNOWN, help_shop, look, writes

__all__ = ["help_shop"]

STUDIO = "/api/studio"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Reader:
    """A browser without scripts: it keeps cookies and follows where a form leads."""

    def __init__(self, shop: Shop, name: str = "Mia") -> None:
        self._shop = shop
        self._agent = {"User-Agent": name}
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.close()

    async def sends(self, path: str, **fields: str) -> tuple[int, str, str]:
        """The status, where it leads, and the page that is there then."""
        url, body = f"{self._shop.address}{path}", urlencode(fields)
        async with self.http.post(
            url, data=body, headers={**FORM, **self._agent}, allow_redirects=False
        ) as got:
            page, there = await got.text(), got.headers.get("Location", "")
        if there:
            async with self.http.get(f"{self._shop.address}{there.partition('#')[0]}") as got:
                page = await got.text()
            return 303, there, page
        return got.status, there, page

    async def asks(self, path: str, **fields: str) -> tuple[int, Any]:
        """As the page's own script does."""
        headers = {**FORM, **self._agent, "Accept": "application/json"}
        async with self.http.post(
            f"{self._shop.address}{path}", data=urlencode(fields), headers=headers
        ) as got:
            return got.status, await got.json()


async def studio(
    shop: Shop, who: str, path: str, method: str = "GET", body: object = None
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {shop.token(who)}"}
    address = f"{shop.address}{STUDIO}/{path}"
    async with shop.pages.http.request(method, address, json=body, headers=headers) as got:
        return got.status, await got.json()


async def counts(shop: Shop, entry: str) -> dict[str, Any]:
    entries = (await studio(shop, "Cleo", "feedback"))[1]["entries"]
    return dict(next(one for one in entries if one["entry"] == entry))


async def asked(shop: Shop, mia: Reader, text: str, **fields: str) -> str:
    """A question that waits to be read; its id."""
    await mia.sends("/help/returns/questions", text=text, **fields)
    waiting = (await studio(shop, "Cleo", "community"))[1]["questions"]
    return str(next(one["id"] for one in waiting if one["text"] == text))


async def test_each_reader_votes_once_and_the_last_word_counts(help_shop: Shop) -> None:
    async with Reader(help_shop) as mia, Reader(help_shop, "Max") as max_:
        await asyncio.gather(*(mia.asks("/help/returns/feedback", helpful="yes") for _ in range(3)))
        await mia.sends("/help/returns/feedback", helpful="yes")
        status, there, page = await max_.sends("/help/de/track-order/feedback", helpful="yes")
        assert (status, there) == (303, "/help/de/track-order?said=yes#feedback")
        assert "Danke für die Rückmeldung" in page
        await max_.sends("/help/returns/feedback", helpful="no")
        one = await counts(help_shop, "returns")
        assert (one["yes"], one["no"], one["title"]) == (1, 1, "Can I send it back?")
        await mia.sends("/help/returns/feedback", helpful="no")
        assert (await counts(help_shop, "returns"))["no"] == 2
        assert (await max_.sends("/help/returns/feedback", helpful="maybe"))[0] == 400
        kept = [cookie["path"] for cookie in mia.http.cookie_jar]
        assert kept == ["/help"], "set by the vote, for the help pages alone"


async def test_reading_sets_no_cookie(help_shop: Shop) -> None:
    for path in ("/help", "/help/returns", "/help/search?q=return", "/help/contact"):
        assert "Set-Cookie" not in (await look(help_shop, path))[2].headers


async def test_a_no_with_words_and_an_address_becomes_a_follow_up_with_an_owner(open_shop: Open) -> None:
    async with (
        open_shop(smtp_url="smtp://127.0.0.1:9", mail_from="help@shop.example") as shop,
        Reader(shop) as mia,
    ):
        writes(shop, KNOWN)
        _, _, page = await mia.sends("/help/returns/feedback", helpful="no")
        assert 'action="/help/returns/comment"' in page
        words = {"text": "The label is missing. 4111 1111 1111 1111", "email": "mia@example.com"}
        there = page = ""
        for _ in range(2):  # sent twice is one
            _, there, page = await mia.sends("/help/returns/comment", **words)
        assert there.endswith("said=reply#feedback")
        comments = (await studio(shop, "Ada", "feedback/comments?entry=returns"))[1]["comments"]
        assert [one["state"] for one in comments] == ["open"]
        found = await shop.service.log.conversation(comments[0]["conversation"])
        assert found is not None
        assert (found.status, found.email, found.refused) == (
            Status.FOLLOW_UP,
            "mia@example.com",
            ("returns",),
        )
        assert found.due_at is not None
        events = await shop.stored(found.id)
        assert [e.kind for e in events][-3:] == [Kind.BOT_ANSWERED, Kind.FEEDBACK_GIVEN, Kind.FOLLOW_UP_LEFT]
        assert events[-3].data["title"] == "Can I send it back?"
        assert events[-1].data["text"] == "The label is missing. •••• 1111"
        assert events[-1].data["mail"] == "sending"
        ada = await shop.pages.agent(shop.token("Ada"))
        assert (await ada.call("take", conversation=found.id))["ok"]
        comments = (await studio(shop, "Cleo", "feedback/comments"))[1]["comments"]
        assert (comments[0]["state"], comments[0]["owner"]["name"]) == ("owned", "Ada")
        status, told = await studio(
            shop, "Cleo", f"feedback/comments/{comments[0]['id']}", "PUT", {"done": True}
        )
        assert (status, told["code"]) == (409, "not_now"), "what is a conversation is resolved as one"
        assert (await ada.call("resolve", conversation=found.id))["ok"]
        assert (await counts(shop, "returns"))["open"] == 0


async def test_a_no_with_words_alone_is_read_by_content_staff(help_shop: Shop) -> None:
    async with Reader(help_shop) as mia:
        await mia.sends("/help/returns/comment", text=HOSTILE)
        comment = (await studio(help_shop, "Cleo", "feedback/comments"))[1]["comments"][0]
        assert (comment["text"], comment["state"], comment["conversation"]) == (HOSTILE, "open", None)
        path = f"feedback/comments/{comment['id']}"
        assert (await studio(help_shop, "Cleo", path, "PUT", {"mine": True}))[1]["state"] == "owned"
        assert (await studio(help_shop, "Cleo", path, "PUT", {"done": True}))[1]["state"] == "done"
        assert (await studio(help_shop, "Ada", path, "PUT", {"done": True}))[0] == 403, "agents only read"
        assert (await studio(help_shop, "Cleo", "feedback/comments/nothing", "PUT", {}))[0] == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": " \u0000 "}, "Write something first."),
        ({"text": "x" * 2_001}, "At most 2000 characters"),
        ({"text": "Kept.", "email": "not an address"}, "as in mia@example.com"),
        ({"text": "Kept.", "email": "a@b\r\nBcc: c@d.example"}, "as in mia@example.com"),
    ],
)
async def test_a_form_that_is_refused_says_why_and_keeps_the_words(
    help_shop: Shop, fields: dict[str, str], wrong: str
) -> None:
    async with Reader(help_shop) as mia:
        status, _, page = await mia.sends("/help/returns/comment", **fields)
        assert status in (400, 413)
        assert wrong in page
        assert fields["text"].strip("\u0000 ")[:50] in page
        status, told = await mia.asks("/help/de/track-order/comment", text="")
        assert (status, told["message"]) == (400, "Schreiben Sie zuerst etwas.")


async def test_nonsense_is_refused_and_kept_nowhere(help_shop: Shop) -> None:
    async with Reader(help_shop) as mia:
        for path in (
            "/help/none/feedback",
            "/help",
            "/help/secret/comment",
            "/help/posts/x/useful",
            "/help/issues/x",
        ):
            assert (await mia.sends(path, text="x", helpful="yes"))[0] in (404, 405, 400), path
        flood = urlencode([(f"f{n}", "x") for n in range(100)])
        async with mia.http.post(
            f"{help_shop.address}/help/returns/comment", data=flood, headers=FORM
        ) as got:
            assert got.status == 400
        url = f"{help_shop.address}/help/returns/feedback"
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            async with mia.http.post(url, data="helpful=yes", headers={**FORM, **headers}) as got:
                assert got.status == 403
        async with mia.http.post(url, data=b"helpful=\xff\xfe", headers=FORM) as got:
            assert got.status == 400
        assert (await studio(help_shop, "Cleo", "feedback"))[1]["entries"] == []


async def test_without_a_script_a_person_is_reached_by_a_form(help_shop: Shop) -> None:
    _, page, _ = await look(help_shop, "/help/contact?q=Where+is+%3Cit%3E%3F")
    assert "Where is &lt;it&gt;?</textarea>" in page
    assert 'href="/chat?q=Where+is+%3Cit%3E%3F&amp;person=1"' in page
    async with Reader(help_shop) as mia:
        status, _, page = await mia.sends("/help/contact", text="Where is it?", email="")
        assert status == 400
        assert "Where is it?</textarea>" in page
        _, there, page = await mia.sends(
            "/help/contact", text="Where is it?", email="m@example.com", entry="returns"
        )
        assert there == "/help/contact?said=left"
        assert "Your message is with our team" in page
    found = help_shop.service.engine.connect().exec_driver_sql("SELECT status FROM conversations").all()
    assert [row[0] for row in found] == ["follow_up"]


async def test_a_question_is_read_by_staff_before_everybody_reads_it(help_shop: Shop) -> None:
    async with Reader(help_shop) as mia, Reader(help_shop, "Max") as max_:
        id = await asked(help_shop, mia, HOSTILE, name="<b>Mia</b>")
        await mia.sends("/help/returns/questions", text=HOSTILE)  # sent twice is one
        assert (await studio(help_shop, "Cleo", "community"))[1]["pending"] == 1
        assert "onerror" not in (await look(help_shop, "/help/returns?said=yes"))[1]
        assert (await studio(help_shop, "Ada", f"community/{id}", "PUT", {"decision": "approve"}))[0] == 403
        status, told = await studio(help_shop, "Cleo", f"community/{id}", "PUT", {"decision": "reject"})
        assert (status, told["field"]) == (400, "reason")
        await studio(help_shop, "Cleo", f"community/{id}", "PUT", {"decision": "approve"})
        _, page, _ = await look(help_shop, "/help/returns?said=yes")
        assert "&lt;/script&gt;&lt;script&gt;alert(1)" in page
        assert "&lt;b&gt;Mia&lt;/b&gt;" in page
        assert "<script>alert" not in page
        answered, there, _ = await max_.sends(f"/help/posts/{id}/answers", text="With tape.", entry="returns")
        assert (answered, there) == (303, "/help/returns?said=asked#community")
        waiting = (await studio(help_shop, "Cleo", "community"))[1]["questions"]
        assert [one["answers"][0]["state"] for one in waiting] == ["pending"], "other customers' too"
        assert "With tape." not in (await look(help_shop, "/help/returns?said=yes"))[1]
        edited = {"decision": "approve", "text": "With strong tape."}
        await studio(help_shop, "Cleo", f"community/{waiting[0]['answers'][0]['id']}", "PUT", edited)
        status, _ = await studio(
            help_shop, "Cleo", f"community/{id}/answers", "POST", {"text": "Or <i>glue</i>."}
        )
        assert status == 201
        _, page, _ = await look(help_shop, "/help/returns?said=yes")
        assert page.index("Or &lt;i&gt;glue&lt;/i&gt;.") < page.index("With strong tape."), "ours comes first"
        assert "<strong><bdi>Cleo</bdi></strong>, our team" in page
        assert "Or &lt;i&gt;glue" not in (await look(help_shop, "/help/track-order?said=yes"))[1]


async def test_what_is_useful_rises_and_what_is_reported_is_read_again(help_shop: Shop) -> None:
    async with Reader(help_shop) as mia, Reader(help_shop, "Max") as max_:
        ids = [await asked(help_shop, mia, text) for text in ("First?", "Second?")]
        for id in ids:
            await studio(help_shop, "Cleo", f"community/{id}", "PUT", {"decision": "approve"})
        there = page = ""
        for _ in range(2):
            _, there, page = await max_.sends(f"/help/posts/{ids[0]}/useful")
        assert there == f"/help/returns?said=useful:{ids[0]}#community".replace(":", "%3A")
        assert page.index("First?") < page.index("Second?")
        await mia.sends(f"/help/posts/{ids[1]}/report")
        found = (await studio(help_shop, "Cleo", "community"))[1]["questions"]
        assert [(one["text"], one["reports"]) for one in found] == [("Second?", 1)]
        rejected = {"decision": "reject", "reason": "Not about this."}
        await studio(help_shop, "Cleo", f"community/{ids[1]}", "PUT", rejected)
        assert "Second?" not in (await look(help_shop, "/help/returns?said=yes"))[1]
        assert (await mia.sends(f"/help/posts/{ids[1]}/useful"))[0] == 404
        told = (await studio(help_shop, "Ada", "community?state=rejected"))[1]["questions"]
        assert [(one["reason"], one["decided_by"]) for one in told] == [("Not about this.", "Cleo")]
        assert (await studio(help_shop, "Cleo", "community?state=nonsense"))[0] == 400


async def test_the_asker_is_told_once_and_their_address_is_forgotten(open_shop: Open) -> None:
    async with (
        open_shop(smtp_url="smtp://127.0.0.1:9", mail_from="help@shop.example") as shop,
        Reader(shop) as mia,
    ):
        writes(shop, KNOWN)
        id = await asked(shop, mia, "Which tape?", email="mia@example.com")
        for text in ("Strong tape.", "Or string."):
            await studio(shop, "Cleo", f"community/{id}/answers", "POST", {"text": text})
        with shop.service.engine.connect() as db:
            mails = db.exec_driver_sql("SELECT address, kind, content FROM mails").all()
            kept = db.exec_driver_sql("SELECT contact FROM public_questions").scalar()
        assert [tuple(one)[:2] for one in mails] == [("mia@example.com", "answered")]
        content = orjson.loads(mails[0][2])
        assert content == {"locale": "en", "path": f"/help/returns#question-{id}"}, "no word of anybody's"
        assert kept is None


async def test_one_place_asks_only_so_many_questions(help_shop: Shop) -> None:
    async with Reader(help_shop) as mia:
        most = POSTS[0].amount
        for n in range(most):
            assert (await mia.asks("/help/returns/questions", text=f"Number {n}?"))[0] == 200
        status, told = await mia.asks("/help/returns/questions", text="One more?")
        assert (status, told["code"]) == (429, "too_many")
        status, _, page = await mia.sends("/help/returns/questions", text="One more?")
        assert status == 429
        assert "One more?" in page, "the words are still there"


async def test_a_known_issue_counts_each_reader_once(help_shop: Shop) -> None:
    issue = help_shop.service.looking.issues.add("Parcels are late", "A **storm**.", ("track-order",))
    help_shop.service.studio.help.content.changed()
    for path in ("/help", "/help/de/track-order"):
        _, page, _ = await look(help_shop, path)
        assert "<strong>storm</strong>" in page
    assert "Parcels are late" not in (await look(help_shop, "/help/returns"))[1]
    async with Reader(help_shop) as mia:
        there = page = ""
        for _ in range(2):
            _, there, page = await mia.sends(f"/help/issues/{issue.id}", back="/help/de/track-order")
        assert there.startswith("/help/de/track-order?said=affected")
        assert "Sie sind mitgezählt" in page
        _, there, _ = await mia.sends(f"/help/issues/{issue.id}", back="https://evil.example")
        assert there.startswith("/help?said")
        visitor = help_shop.service.studio.help.visitors.new()
        token = help_shop.service.studio.help.visitors.token(visitor)
        headers = {**FORM, "Accept": "application/json", "Authorization": f"Bearer {token}"}
        async with mia.http.post(f"{help_shop.address}/help/issues/{issue.id}", headers=headers) as got:
            assert got.status == 200
        await asyncio.to_thread(help_shop.service.looking.issues.affects, issue.id, visitor.id)
    assert [one.affected for one in help_shop.service.looking.issues.all()] == [2], (
        "once here and in the chat"
    )


async def test_searches_in_vain_are_kept_without_anybody(help_shop: Shop) -> None:
    for query in ("Do you sell Kayaks? 4111111111111111", "do you SELL kayaks? 4111111111111111", "return"):
        await look(help_shop, f"/help/search?{urlencode({'q': query})}")
    await look(help_shop, "/help/search?q=kay", Accept="application/json")
    _, page, _ = await look(help_shop, "/help/returns?q=return")
    assert 'href="/help/contact?entry=returns&amp;q=return"' in page, "the question goes along to a person"
    with help_shop.service.engine.connect() as db:
        told = db.exec_driver_sql("SELECT found > 0, clicked FROM help_searches WHERE query = 'return'").all()
    assert [tuple(one) for one in told] == [(True, 1)]
    found = (await studio(help_shop, "Ada", "feedback/searches"))[1]["searches"]
    assert [(one["query"], one["asked"]) for one in found] == [("do you sell kayaks? •••• 1111", 2)]


async def test_a_question_begins_an_entry_with_its_best_answer(help_shop: Shop) -> None:
    async with Reader(help_shop) as mia:
        id = await asked(help_shop, mia, "Which tape\nholds?")
        await studio(help_shop, "Cleo", f"community/{id}", "PUT", {"decision": "approve"})
        await mia.sends(f"/help/posts/{id}/answers", text="Any.")
        await studio(help_shop, "Cleo", f"community/{id}/answers", "POST", {"text": "Strong tape."})
        told = (await studio(help_shop, "Ada", f"community/{id}/draft"))[1]
        assert told["gap"] == f"question:{id}"
        assert told["entry"] == {"title": "Which tape", "answer": "Strong tape."}
        assert told["phrasings"] == ["Which tape holds?"]
        assert (await studio(help_shop, "Ada", "community/none/draft"))[0] == 404


async def test_what_was_searched_in_vain_begins_an_entry(help_shop: Shop) -> None:
    told = (await studio(help_shop, "Cleo", "feedback/searches/do%20you%20sell%20kayaks%3F/draft"))[1]
    assert (told["entry"]["title"], told["phrasings"]) == ("Do you sell kayaks?", ["do you sell kayaks?"])
