"""What a look-up is asked is drawn from the conversation, whatever else stands in it."""

from handoff.desk.looking_up import LookupDesk
from tests.cast import ADA, GRACE, once
from tests.desk.conftest import Crossing


async def test_a_colleagues_words_beside_a_transfer_are_nothing_to_look_up(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, "Order 100002, could you?")
    question = await LookupDesk(crossing.desk, crossing.agents).question(ADA, id)
    assert question["entities"] == []
