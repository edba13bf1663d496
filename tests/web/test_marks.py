"""What an agent has read is known to a page that opens later, and stays that agent's."""

from __future__ import annotations

from handoff.desk.glances import MOST, Glance, Glances
from tests.web.conftest import Shop
from tests.web.page import token_of


async def test_a_page_that_opens_later_knows_who_read_how_far(shop: Shop) -> None:
    mia = await shop.pages.mia()
    conversation = (await mia.call("person"))["conversation"]
    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("take", conversation=conversation)
    before = await shop.pages.mia(token_of(mia))
    assert (await before.hear("welcome"))["read"] is None
    said = await mia.call("say", text="My kettle leaks.")
    await ada.send("read", {"conversation": conversation, "seq": said["seq"] + 1_000})
    await ada.send("read", {"conversation": conversation, "seq": 1})  # late, from a tab that was asleep
    await ada.call("release", conversation=conversation)
    later = await shop.pages.mia(token_of(mia))
    mark = (await later.hear("welcome"))["read"]
    assert mark == {"by": {"role": "agent", "name": "Ada"}, "seq": said["seq"]}


def test_marks_are_kept_for_the_conversations_read_last() -> None:
    glances = Glances()
    for number in range(MOST + 2):
        glances.note(str(number), Glance("Ada", 1))
    assert glances.of("0") is None
    assert glances.of("1") is None
    assert glances.of("2") == glances.of(str(MOST + 1)) == Glance("Ada", 1)
