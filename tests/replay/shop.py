"""The two sides of the replay: customers who say what real ones said, agents who answer everybody."""

from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path
from typing import Any

from tests.live.people import Agent, Customer

Script = list[str]

REFUSED_AGENT = {"not_now", "forbidden", "closed", "not_found", "taken"}
"""What an agent may hear when the conversation moved on meanwhile."""


def scripts(data: Path) -> list[Script]:
    """The customers' turns of every conversation, in the files' order."""
    files = sorted((data / "conversations").glob("customers_*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [[turn["text"] for turn in json.loads(line)["turns"]] for line in lines]


async def visit(mia: Customer, script: Script, rng: random.Random) -> None:
    """One customer's whole conversation: they speak, read, judge, and now and then ask for a person."""
    await mia.arrive()
    judged: set[int] = set()
    for text in script:
        said = await mia.say(text)
        if not text.strip():
            assert (said["ok"], said.get("code")) == (False, "empty"), said
            continue
        assert said["ok"], said
        own = await mia.heard_of(said["seq"])
        assert own["client_id"] == said["client_id"], f"acknowledged {said}, but there stands {own}"
        if rng.random() < 0.6:  # the others write on before anybody answered
            await someone_speaks(mia, said["seq"])
        for answer in [e for e in mia.events if e["kind"] == "bot_answered" and e["seq"] not in judged]:
            judged.add(answer["seq"])
            if rng.random() < 0.5:
                await mia.do("feedback", answer=answer["seq"], helpful=rng.random() < 0.6)
        if rng.random() < 0.02:
            await mia.do("person")
        if rng.random() < 0.01:
            given_up = await mia.do("bot")
            assert given_up["ok"] or given_up["code"] == "not_now", given_up
    if mia.events and mia.events[-1]["kind"] == "resolved":
        rated = await mia.do("rate", score=rng.randint(1, 5), comment="Thank you")
        assert rated["ok"] or rated["code"] in {"not_now", "conflict"}, rated


async def someone_speaks(mia: Customer, after: int) -> None:
    """Bot, agent or system: no customer waits for nothing."""
    await mia.until(
        lambda: any(e["seq"] > after and e["by"]["role"] != "customer" for e in mia.events),
        f"anything said to the customer after {after}",
        about=mia.conversation,
    )


class Desk:
    """One agent at work: takes whoever waits, answers whatever is said, and lets go in every way there is."""

    def __init__(self, ada: Agent, rng: random.Random) -> None:
        self.ada = ada
        self.taken = 0
        self._rng = rng
        self._serving: dict[str, asyncio.Task[None]] = {}  # by conversation

    async def work(self) -> None:
        await self.ada.arrive()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._claim())
            group.create_task(self._serve(group))

    async def _claim(self) -> None:
        while True:
            await self.ada.until(lambda: self.ada.queue, "somebody to wait", within_s=3600)
            chosen = self._rng.choice(list(self.ada.queue)) if self._rng.random() < 0.5 else None
            answer = await self.ada.claim(chosen)
            if answer["ok"]:
                self.taken += 1
            else:
                assert answer["code"] in REFUSED_AGENT, answer
            gone = chosen or (None if answer["ok"] else next(iter(self.ada.queue), None))
            self.ada.queue.pop(answer.get("conversation") or gone or "", None)

    async def _serve(self, group: asyncio.TaskGroup) -> None:
        """One lane for each conversation: replies do not wait for each other."""
        while True:
            await self.ada.until(lambda: len(self.ada.transcripts) > len(self._serving), "more", 3600)
            for conversation in self.ada.transcripts.keys() - self._serving.keys():
                self._serving[conversation] = group.create_task(self._talk(conversation))

    async def _talk(self, conversation: str) -> None:
        while True:
            asked = await self.ada.until(
                lambda: self._unanswered(conversation), "words to answer", 3600, conversation
            )
            if await self._act(conversation, "say", text=f"About “{asked[:60]}”: done."):
                await self._let_go(conversation)

    async def _let_go(self, conversation: str) -> None:
        luck = self._rng.random()
        if luck < 0.12:
            await self._act(conversation, "resolve", reason="solved")
        elif luck < 0.15:
            await self._act(conversation, "release")
        elif luck < 0.18:
            await self._act(conversation, "to_bot")
        elif luck < 0.25:
            await self._act(conversation, "note", text="Seems to be in a hurry.")

    async def _act(self, conversation: str, name: str, **payload: Any) -> bool:
        """Done, and seen to be done; False when the conversation had moved on."""
        answer = await self.ada.do(name, conversation=conversation, **payload)
        held = self.ada.transcripts[conversation]
        if not answer["ok"]:
            assert answer["code"] in REFUSED_AGENT, answer
            await self.ada.until(lambda: not self.ada.holds(conversation), "the news", about=conversation)
            return False
        await self.ada.until(
            lambda: held.last >= answer["seq"] or held.hidden, f"one's own {name}", about=conversation
        )
        return True

    def _unanswered(self, conversation: str) -> str | None:
        """The customer's last words, or their coming, while that is this agent's to answer."""
        if not self.ada.holds(conversation):
            return None
        for event in reversed(self.ada.transcripts[conversation].events):
            if event["kind"] == "agent_said":
                return None
            if event["kind"] in ("customer_said", "agent_joined"):
                return str(event.get("text", "hello"))
        return None
