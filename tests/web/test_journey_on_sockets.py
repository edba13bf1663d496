"""The crossing over real sockets: the bot once, then a person, everybody told, nothing said twice."""

from __future__ import annotations

import asyncio
from typing import Any

import socketio

from handoff.core.bot import BotReply
from handoff.web.connections import CUSTOMERS
from tests.cast import once
from tests.web.conftest import Open, Shop
from tests.web.page import Page, token_of


async def queued(shop: Shop) -> tuple[Page, str]:
    """Mia, waiting for a person; and her conversation."""
    mia = await shop.pages.mia()
    return mia, (await mia.call("person"))["conversation"]


async def test_a_new_visitor_is_welcomed_and_nothing_is_stored_yet(shop: Shop) -> None:
    mia = await shop.pages.mia(page={"url": "https://shop.example/a?token=x#y", "title": "A"}, locale="en")
    welcome = await mia.hear("welcome")
    assert {"token", "conversation", "disclosure", "events", "more", "staff", "bot", "head"} <= welcome.keys()
    assert "automated assistant, not a person" in welcome["disclosure"]
    assert welcome["conversation"]["status"] == "with_bot"
    assert (welcome["conversation"]["seq"], welcome["events"], welcome["more"]) == (0, [], False)
    nobody = {"open": False, "agents": [], "opens_at": None, "closes_at": None, "time_zone": None}
    assert welcome["staff"] == nobody
    assert await shop.service.log.conversation(welcome["conversation"]["id"]) is None


async def test_the_first_words_begin_the_conversation_that_the_welcome_named(shop: Shop) -> None:
    mia = await shop.pages.mia(page={"url": "https://shop.example/a?token=x#y", "title": "A"}, locale="en")
    welcome = await mia.hear("welcome")
    said = await mia.call("say", text="returns?")
    assert said["ok"] is True
    assert said["conversation"] == welcome["conversation"]["id"]
    assert said["head"] == {"conversation": said["conversation"], "seq": 2}
    answered = await mia.hear_event("bot_answered")
    assert answered["by"] == {"role": "bot", "id": None, "name": None, "avatar": None}
    assert (answered["entry"], answered["prev"], answered["seq"]) == ("returns", 2, 3)
    assert not {"intent", "confidence", "entities"} & answered.keys()
    started = mia.events[0]
    assert (started["kind"], started["page"]["url"]) == ("conversation_started", "https://shop.example/a")


async def test_what_the_bot_recognised_reaches_the_agent_and_nobody_else(shop: Shop) -> None:
    told = ({"entity": "order_number", "value": "FF-100001"}, {"entity": "date", "value": "next Tuesday"})
    shop.bot.replies["where is FF-100001, due next Tuesday?"] = BotReply(handoff="no_answer", entities=told)
    ada = await shop.pages.agent(shop.token("Ada"))
    mia = await shop.pages.mia()
    await mia.call("say", text="where is FF-100001, due next Tuesday?")
    handed_over = await mia.hear_event("handoff_requested")
    assert "entities" not in handed_over, "what was recognised is for agents"
    await ada.hear("queue", lambda told: told["op"] == "add")
    taken = await ada.call("take")
    seen = next(event for event in taken["events"] if event["kind"] == "handoff_requested")
    assert seen["entities"] == list(told)


async def test_the_whole_way_from_question_to_rating(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    mia = await shop.pages.mia()
    await mia.call("say", text="returns?")
    answered = await mia.hear_event("bot_answered")
    no = await mia.call("feedback", answer=answered["seq"], helpful=False)
    assert (no["ok"], no["helpful"]) == (True, False)
    place = await mia.hear("queue")
    assert (place["position"], place["wait"]) == (1, None)
    card = await ada.hear("queue", lambda told: told["op"] == "add")
    assert card["conversation"]["reason"] == "unsatisfied"
    taken = await ada.call("take")
    assert [event["kind"] for event in taken["events"]] == [
        "conversation_started", "customer_said", "bot_answered", "feedback_given", "handoff_requested",
        "queued", "agent_joined",
    ]  # fmt: skip
    assert taken["events"][2]["confidence"] == 0.93, "agents see how sure the bot was"
    assert (await mia.hear_event("agent_joined"))["agent"]["name"] == "Ada"
    id = taken["conversation"]
    await ada.call("note", conversation=id, text="Seems upset.")
    await ada.call("say", conversation=id, text="Hello Mia, I am Ada.")
    said = await mia.hear_event("agent_said")
    assert (said["by"]["role"], said["by"]["name"]) == ("agent", "Ada")
    await mia.call("say", text="Thank you!")
    await ada.hear("event", lambda event: event.get("text") == "Thank you!")
    await ada.call("resolve", conversation=id)
    await mia.hear_event("resolved")
    rated = await mia.call("rate", score=5, comment="Kind.", repeated=False, knew_who=True)
    assert rated["ok"] is True
    synced = await mia.call("sync", after=0)
    assert [event["kind"] for event in synced["events"]][-3:] == ["customer_said", "resolved", "rated"]
    assert "note_added" not in {event["kind"] for event in synced["events"]}
    assert [e["seq"] for e in mia.events] == [e["seq"] for e in synced["events"]], "live, in order, once"
    chain = [event["prev"] for event in synced["events"]]
    assert chain == [0, *(event["seq"] for event in synced["events"])][:-1]


async def test_the_same_call_twice_gets_the_same_answer_and_one_event(shop: Shop) -> None:
    mia = await shop.pages.mia()
    same = once()
    first = await mia.call("say", client_id=same, text="hello")
    await mia.hear_event("bot_said")
    again = await mia.call("say", client_id=same.upper(), text="hello")
    assert again == first
    events = await shop.stored(first["conversation"])
    assert [event.kind for event in events].count("customer_said") == 1
    await mia.leave()
    back = await shop.pages.mia(token_of(mia))
    assert await back.call("say", client_id=same, text="hello") == first, "after reconnecting too"


async def test_another_tab_hears_everything_as_it_happens(shop: Shop) -> None:
    one = await shop.pages.mia()
    two = await shop.pages.mia(token_of(one))
    await one.call("say", text="hello")
    for tab in (one, two):
        await tab.hear_event("bot_said")
        assert [event["kind"] for event in tab.events] == [
            "conversation_started",
            "customer_said",
            "bot_said",
        ]
    late = await shop.pages.mia(token_of(one))
    welcome = await late.hear("welcome")
    assert [event["kind"] for event in welcome["events"]] == [event["kind"] for event in one.events]


async def test_both_tabs_of_an_agent_agree_on_what_is_theirs(shop: Shop) -> None:
    token = shop.token("Ada")
    one, two = await shop.pages.agent(token), await shop.pages.agent(token)
    _, id = await queued(shop)
    await one.call("take", conversation=id)
    mine = await two.hear("mine")
    assert (mine["op"], mine["conversation"]["id"]) == ("add", id)
    await two.call("say", conversation=id, text="Hello")
    await one.hear_event("agent_said")
    third = await (await shop.pages.agent(token)).hear("welcome")
    assert [summary["id"] for summary in third["mine"]] == [id]
    assert (third["queue"], third["follow_ups"]) == ([], [])


async def test_two_agents_take_at_once_and_one_hears_who_was_faster(shop: Shop) -> None:
    ada, grace = await shop.pages.agent(shop.token("Ada")), await shop.pages.agent(shop.token("Grace"))
    _, id = await queued(shop)
    answers = await asyncio.gather(ada.call("take", conversation=id), grace.call("take", conversation=id))
    lost = [answer for answer in answers if not answer["ok"]]
    assert len(lost) == 1
    assert lost[0]["code"] == "taken"
    assert lost[0]["by"]["name"] == ("Ada" if answers[0]["ok"] else "Grace")
    assert (await ada.call("take"))["code"] == "not_found", "nobody else waits"


async def test_only_the_owner_speaks(shop: Shop) -> None:
    ada, grace = await shop.pages.agent(shop.token("Ada")), await shop.pages.agent(shop.token("Grace"))
    _, id = await queued(shop)
    assert (await ada.call("say", conversation=id, text="Hi"))["code"] == "not_now"
    await ada.call("take", conversation=id)
    for call, fields in (("say", {"text": "Hi"}), ("release", {}), ("to_bot", {}), ("resolve", {})):
        refused = await grace.call(call, conversation=id, **fields)
        assert (refused["ok"], refused["code"], refused["by"]["name"]) == (False, "forbidden", "Ada")
    assert (await grace.call("note", conversation=id, text="I know her."))["ok"]


async def test_a_visitor_reads_no_conversation_but_their_own(shop: Shop) -> None:
    _, id = await queued(shop)
    max_ = await shop.pages.mia()
    await max_.call("say", text="hello")
    refused = await max_.call("sync", after=0, conversation=id)
    assert (refused["ok"], refused["code"]) == (False, "not_found")
    guessed = await max_.call("sync", after=0, conversation=once())
    assert {**guessed} == {**refused}, "a guess teaches nothing"


async def test_agents_do_not_see_what_is_with_the_bot(shop: Shop) -> None:
    ada, sue = await shop.pages.agent(shop.token("Ada")), await shop.pages.agent(shop.token("Sue"))
    mia = await shop.pages.mia()
    id = (await mia.call("say", text="hello"))["conversation"]
    assert (await ada.call("sync", conversation=id, after=0))["code"] == "not_found"
    assert (await sue.call("sync", conversation=id, after=0))["ok"], "supervisors see all"


async def test_positions_are_live(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    first, _ = await queued(shop)
    second, _ = await queued(shop)
    assert (await second.hear("queue", lambda told: told["position"] == 2))["wait"] is None
    assert (await ada.call("take"))["conversation"] == (await first.hear("queue"))["conversation"]
    await second.hear("queue", lambda told: told["position"] == 1)
    back = await shop.pages.mia(token_of(second))
    await back.hear("queue", lambda told: told["position"] == 1)


async def test_status_decides_what_customers_see_of_the_staff(shop: Shop) -> None:
    mia = await shop.pages.mia()
    ada = await shop.pages.agent(shop.token("Ada"))
    await mia.hear("staff", lambda told: told["open"] and told["agents"] == [{"name": "Ada", "avatar": None}])
    said = await ada.call("status", available=False, label="Lu\u0000nch")
    assert (said["ok"], said["available"], said["label"]) == (True, False, "Lunch")
    await mia.until(lambda: [p["open"] for n, p in mia.heard if n == "staff"][-1:] == [False], "closed")
    await ada.leave()
    again = await shop.pages.agent(shop.token("Ada"))
    assert (await again.hear("welcome"))["agent"]["available"] is False, "what they last said"


async def test_typing_and_reading_are_told_and_never_stored(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    mia, id = await queued(shop)
    await ada.call("take", conversation=id)
    stored = len(await shop.stored(id))
    assert (await mia.call("typing"))["ok"]
    assert (await ada.hear("typing"))["by"]["role"] == "customer"
    assert (await ada.call("typing", conversation=id))["ok"]
    assert (await mia.hear("typing"))["by"] == {"role": "agent", "name": "Ada"}
    assert (await mia.call("read", seq=3))["ok"]
    assert (await ada.hear("read"))["seq"] == 3
    assert (await ada.call("read", conversation=id, seq=4))["ok"]
    assert (await mia.hear("read"))["seq"] == 4
    assert len(await shop.stored(id)) == stored


async def test_heads_come_by_themselves_for_customers_and_holders(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    mia, id = await queued(shop)
    await ada.call("take", conversation=id)
    await ada.call("note", conversation=id, text="Careful.")
    events = await shop.stored(id)
    await ada.hear("head", lambda head: head == {"conversation": id, "seq": len(events)})
    await mia.hear("head", lambda head: head == {"conversation": id, "seq": len(events) - 1})
    assert not any(name == "head" and p["seq"] == len(events) for name, p in mia.heard), (
        "notes leave no trace"
    )


async def test_a_message_after_a_lost_agent_waits_for_the_next_one(open_shop: Open) -> None:
    async with open_shop(agent_grace_s=0.3) as shop:
        ada = await shop.pages.agent(shop.token("Ada"))
        mia, id = await queued(shop)
        await ada.call("take", conversation=id)
        await ada.leave()
        left = await mia.hear_event("agent_left")
        assert (left["reason"], left["by"]["role"]) == ("lost", "system")
        back = await mia.hear("event", lambda e: e["kind"] == "queued" and e["reason"] == "agent_lost")
        assert back["prev"] == left["seq"]
        await mia.call("say", text="Hello?")
        grace = await shop.pages.agent(shop.token("Grace"))
        waiting = (await grace.hear("welcome"))["queue"]
        assert [(one["id"], one["returned"], one["position"]) for one in waiting] == [(id, True, 1)]
        taken = await grace.call("take")
        assert taken["events"][-2]["text"] == "Hello?"


async def test_an_agent_who_reloads_within_the_grace_keeps_their_customer(open_shop: Open) -> None:
    async with open_shop(agent_grace_s=20) as shop:
        token = shop.token("Ada")
        ada = await shop.pages.agent(token)
        _, id = await queued(shop)
        await ada.call("take", conversation=id)
        await ada.leave()
        again = await shop.pages.agent(token)
        assert [one["id"] for one in (await again.hear("welcome"))["mine"]] == [id]
        found = await shop.service.log.conversation(id)
        assert found is not None
        assert found.agent_gone_at is None


async def test_a_bot_that_is_late_means_a_person_and_its_late_words_are_dropped(open_shop: Open) -> None:
    async with open_shop(bot_reply_s=0.3) as shop:
        speak, finished = asyncio.Event(), asyncio.Event()
        quick = shop.bot.ask

        async def slow(*question: Any) -> Any:
            try:
                await asyncio.shield(asyncio.ensure_future(speak.wait()))
            finally:
                finished.set()
            return await quick(*question)

        shop.bot.ask = slow  # type: ignore[method-assign, assignment]
        mia = await shop.pages.mia()
        id = (await mia.call("say", text="returns?"))["conversation"]
        asked = await mia.hear_event("handoff_requested")
        assert (asked["reason"], asked["by"]["role"]) == ("bot_unavailable", "system")
        speak.set()
        await finished.wait()
        await shop.service.desk.turns.settle()
        assert {event.by.role for event in await shop.stored(id)} == {"system", "customer"}


async def test_going_back_to_the_bot_gives_up_the_place(shop: Shop) -> None:
    mia, id = await queued(shop)
    assert (await mia.call("bot"))["ok"]
    await mia.hear_event("returned_to_bot")
    assert (await mia.call("person"))["ok"]
    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("take", conversation=id)
    assert (await mia.call("bot"))["code"] == "not_now"
    assert (await mia.call("restart"))["code"] == "not_now"
    assert (await mia.call("person"))["ok"], "a person, at any time, in any state"
    await ada.call("resolve", conversation=id)
    begun = await mia.call("bot")
    assert begun["conversation"] != id


async def test_restarting_begins_a_new_conversation_and_the_tabs_follow(shop: Shop) -> None:
    mia = await shop.pages.mia()
    first = (await mia.call("say", text="hello"))["conversation"]
    again = once()
    restarted = await mia.call("restart", client_id=again)
    second = restarted["conversation"]
    assert first != second
    await mia.hear("event", lambda e: e["kind"] == "resolved" and e["conversation"] == first)
    await mia.hear("event", lambda e: e["kind"] == "conversation_started" and e["conversation"] == second)
    await mia.hear("head", lambda head: head["conversation"] == second)
    assert (await mia.call("sync", after=0, conversation=first))["ok"], "the old one stays readable"
    third = await mia.call("restart")
    assert await mia.call("restart", client_id=again) == restarted
    assert third["number"] > restarted["number"], "a page that repeats an act is not led back by its answer"
    started = await mia.hear("event", lambda e: e["conversation"] == third["conversation"])
    welcome = await (await shop.pages.mia(token_of(mia))).hear("welcome")
    assert started["number"] == welcome["conversation"]["number"] == third["number"]


async def test_a_very_long_transcript_is_welcomed_and_synced_whole(shop: Shop) -> None:
    """Hundreds of kilobytes at once: more than the transport takes without waiting."""
    mia, id = await queued(shop)
    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("take", conversation=id)
    for start in range(0, 240, 24):
        await asyncio.gather(*(mia.call("say", text=f"{start + n} " + "ä" * 3_900) for n in range(24)))
    back = await shop.pages.mia(token_of(mia))
    welcome = await back.hear("welcome")
    assert (len(welcome["events"]), welcome["more"]) == (200, True)
    rest = await back.call("sync", after=welcome["events"][-1]["seq"])
    seqs = [event["seq"] for event in welcome["events"] + rest["events"]]
    assert seqs == list(range(1, 245))
    assert rest["more"] is False
    whole = await ada.call("sync", conversation=id, after=0)
    assert (len(whole["events"]), whole["more"]) == (200, True)
    assert (await mia.call("say", text="still here"))["ok"]


async def test_pythons_own_socketio_client_gets_along(shop: Shop) -> None:
    client = socketio.AsyncClient(reconnection=False)
    welcomed: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def event(told: Any) -> None:
        if told["kind"] == "bot_answered":
            answered.set_result(told)

    async def welcome(told: Any) -> None:
        welcomed.set_result(told)

    client.on("event", event, namespace="/customer")
    client.on("welcome", welcome, namespace="/customer")
    await client.connect(shop.address, namespaces=["/customer"], transports=["websocket"])
    try:
        told = await asyncio.wait_for(welcomed, 10)
        call = {"client_id": once(), "text": "returns?"}
        said = await client.call("say", call, namespace="/customer")
        assert (said["ok"], said["conversation"]) == (True, told["conversation"]["id"])
        assert (await asyncio.wait_for(answered, 10))["title"] == "Returns"
        refused = await client.call("say", {**call, "client_id": once(), "text": " "}, namespace="/customer")
        assert refused["code"] == "empty"
    finally:
        await client.disconnect()


async def test_a_page_that_missed_a_new_conversation_of_another_tab_is_led_to_it(shop: Shop) -> None:
    mia = await shop.pages.mia()
    first = await mia.call("say", text="hello")
    await mia.hear_event("bot_said")
    connections = shop.service.connections
    (page,) = connections.of("/customer")
    (topic,) = page.topics - {CUSTOMERS}
    tab = await shop.pages.mia(token_of(mia))
    connections.ignore(page, topic)  # as when Redis loses what it should pass on
    second = await tab.call("restart")
    connections.listen(page, topic)
    told = await mia.hear("welcome", lambda told: told["conversation"]["id"] == second["conversation"])
    assert (told["conversation"]["number"], second["number"]) == (2, 2)
    assert first["conversation"] not in str(told["events"])
    await tab.call("say", text="Something else")
    await mia.hear("event", lambda said: said.get("text") == "Something else")
