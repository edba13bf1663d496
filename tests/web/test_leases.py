"""An agent is there as long as their page is: neither shorter nor longer."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from handoff.adapters.presence import SqlPresence
from tests.web.conftest import Open


async def test_a_console_that_stayed_open_counts_again_after_its_lease_was_swept_away(
    open_shop: Open,
) -> None:
    async with open_shop(lease_s=120, agent_grace_s=600) as shop:
        mia, ada = await shop.pages.mia(), await shop.pages.agent(shop.token("Ada"))
        id = (await mia.call("person"))["conversation"]
        await ada.call("take", conversation=id)
        with shop.service.engine.begin() as db:
            db.execute(text("DELETE FROM leases"))
        await shop.service.deadlines._all(shop.service.desk.agent_gone, await shop.service.log.abandoned())
        held = await shop.service.log.conversation(id)
        assert held is not None
        assert held.due_step == "agent_lost", "without a lease she counts as gone"
        await shop.service.leases.renew()
        await shop.service.desk.deadline_passed(id)
        held = await shop.service.log.conversation(id)
        assert held is not None
        assert (held.agent_gone_at, held.due_step) == (None, "agent_nudge"), "she is there"


async def test_a_page_that_leaves_while_leases_are_renewed_does_not_stay_behind_as_a_ghost(
    open_shop: Open,
) -> None:
    async with open_shop(lease_s=120, agent_grace_s=600) as shop:
        mia, ada = await shop.pages.mia(), await shop.pages.agent(shop.token("Ada"))
        id = (await mia.call("person"))["conversation"]
        await ada.call("take", conversation=id)
        service = shop.service

        class Slow(SqlPresence):
            """The page leaves before its renewal reaches the database."""

            async def renew(self, connections: Mapping[str, str]) -> None:
                for sid in connections:
                    service.connections.remove(sid)
                    await self.disconnect(sid)
                await super().renew(connections)

        service.leases._presence = Slow(service.engine, service.presence._clock, 120_000)
        await service.leases.renew()
        held = await service.log.conversation(id)
        assert held is not None
        assert held.due_step == "agent_lost"
        with service.engine.connect() as db:
            assert db.execute(text("SELECT COUNT(*) FROM leases")).scalar() == 0
