"""Two hundred agents, fifty conversations: all reach for the next in line at the same moment."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

import aiohttp
from sqlalchemy import insert, select

from handoff.adapters.accounts import Accounts
from handoff.adapters.database import connect
from handoff.adapters.schema import agents, memberships, teams
from handoff.storage import now_ms
from tests.cast import TEAM
from tests.live.line import Line
from tests.live.service import Handrail

AGENTS, CONVERSATIONS = 200, 50


@dataclass
class Raced:
    """``ms``: from before the first call is sent to the last claim's time in the log, given by the
    transaction that is then committed. ``answered_ms``: until the last winner knows."""

    refused: set[str]
    ms: float
    answered_ms: float


async def race(service: Handrail, http: aiohttp.ClientSession) -> Raced:
    """Over as many sockets as there are people."""
    lines: list[Line] = []

    async def joined(namespace: str, auth: dict[str, Any]) -> Line:
        line = Line(namespace, lambda _name, _payload: None)
        await line.open(http, service.url, auth)
        lines.append(line)
        return line

    customers = [await joined("/customer", {}) for _ in range(CONVERSATIONS)]
    tokens = await asyncio.to_thread(hired, service)
    consoles = [await joined("/agent", {"token": one}) for one in tokens]
    await asyncio.gather(*(customer.call("person", once()) for customer in customers))
    began, sent_at = time.perf_counter(), now_ms()
    last = began

    async def take(console: Line) -> dict[str, Any]:
        nonlocal last
        answer = await console.send("take", once())
        if answer["ok"]:
            last = time.perf_counter()
        return answer

    answers = await asyncio.gather(*(take(console) for console in consoles))
    took = (last - began) * 1000
    await asyncio.gather(*(line.close() for line in lines))
    rows = service.rows("SELECT conversation, at, fact FROM events WHERE kind = 'agent_joined'")
    joins = [(row["conversation"], json.loads(row["fact"])["agent"]["id"]) for row in rows]
    assert len(joins) == len(set(dict(joins).values())) == CONVERSATIONS, "exactly one owner each"
    won = [answer["conversation"] for answer in answers if answer["ok"]]
    assert sorted(won) == sorted(dict(joins)), "who was told so, and nobody else"
    refused = {answer["code"] for answer in answers if not answer["ok"]}
    return Raced(refused, max(row["at"] for row in rows) - sent_at, took)


def hired(service: Handrail) -> list[str]:
    """Tokens of two hundred agents, made without the time that hashing passwords takes."""
    home = service.home / "handrail.sqlite3"
    engine = connect(service.settings.get("HANDRAIL_DATABASE_URL") or f"sqlite:///{home}")
    team = [str(uuid.uuid4()) for _ in range(AGENTS)]
    with engine.begin() as db:
        if db.execute(select(teams).where(teams.c.name == TEAM)).first() is None:
            db.execute(insert(teams).values(name=TEAM, created_at=now_ms()))
        for number, id in enumerate(team):
            known = {
                "id": id,
                "email": f"agent{number}@shop.example",
                "name": f"Agent {number}",
                "role": "agent",
            }
            rest = {"password_hash": "-", "available": True, "created_at": now_ms()}
            db.execute(insert(agents).values(**known, **rest))
            db.execute(insert(memberships).values(agent=id, team=TEAM))
    accounts = Accounts(engine, now_ms)
    tokens = [accounts.sign_in_as(id).token for id in team]
    engine.dispose()
    return tokens


def once() -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4())}
