"""How the shop is set up in a history: its teams, who is in them, how much each agent can hold, its hours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from handoff.core.hours import Hours
from handoff.core.teams import Assignment, Team
from handoff.ports import Agent
from tests.simulation.cast import AGENTS

ONE, BOTH = ("support",), ("support", "billing")


@dataclass(frozen=True)
class House:
    """``teams_of`` and ``capacity`` by the agent's name; who is not named is in support, without a limit."""

    teams: tuple[Team, ...]
    teams_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    capacity: dict[str, int] = field(default_factory=dict)

    def agents(self) -> dict[str, Agent]:
        return {
            name: agent
            if agent.teams is None
            else replace(agent, teams=self.teams_of.get(name, ("support",)))
            for name, agent in AGENTS.items()
        }


SUPPORT = Team("support", members=3)
BILLING = Team("billing", members=2)
BY_DAY = Hours(
    "Europe/Vienna",
    (*[((9 * 60, 17 * 60),)] * 5, (), ()),
    holidays={date(2027, 1, 19): "The shop's birthday"},
)
"""The histories begin on 15 January 2027 at 9 in Vienna, a Friday; clocks jump by hours and days."""

HOUSES: dict[str, House] = {
    "one team": House((SUPPORT,)),
    "small plates": House((SUPPORT,), capacity={"Ada": 1, "Grace": 1, "Sue": 2}),
    "automatic": House(
        (replace(SUPPORT, assignment=Assignment.AUTOMATIC, wrap_up_ms=1_000),),
        capacity={"Ada": 1, "Grace": 2},
    ),
    "two teams": House(
        (
            replace(SUPPORT, overflow_to="billing", overflow_ms=2_500, wait_limit_ms=3_500),
            replace(BILLING, reasons=frozenset({"sensitive", "unsatisfied"}), sticky=False),
        ),
        teams_of={"Grace": BOTH},
        capacity={"Grace": 2},
    ),
    "by day": House(
        (replace(SUPPORT, hours=BY_DAY), replace(BILLING, assignment=Assignment.AUTOMATIC, hours=BY_DAY)),
        teams_of={"Grace": BOTH, "Ada": BOTH},
    ),
}
