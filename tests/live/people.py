"""People at the ends of real sockets, as our pages serve them: they come back, send again, and catch up."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any, Self

import aiohttp

from tests.live.line import Broken, Line
from tests.live.service import Handrail

PASSING = {"unavailable", "too_many", "conflict"}
"""Refusals that pass by themselves: the page tries again."""

Event = dict[str, Any]


class Transcript:
    """The events of one conversation as far as one page holds them: in order, without a gap."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.grown = asyncio.Event()
        self.hidden = False
        """The service says that there is no such conversation: it left this reader's sight."""

    @property
    def last(self) -> int:
        return int(self.events[-1]["seq"]) if self.events else 0

    def add(self, events: list[Event], trouble: Counter[str]) -> bool:
        """Take what follows on what is held; False when something between is missing."""
        for event in events:
            if event["seq"] <= self.last:
                if event not in self.events:
                    trouble["changed"] += 1  # the same place in the log told another story before
                continue
            if event["prev"] != self.last:
                return False
            self.events.append(event)
            self.hidden = False
            self.grown.set()
        return True


class Cuts:
    """When connections break: seeded, at any moment of a call and between calls."""

    def __init__(self, rng: random.Random, share: float) -> None:
        self._rng = rng
        self._share = share
        self.made = 0

    @classmethod
    def none(cls) -> Self:
        return cls(random.Random(0), 0)

    def now(self) -> bool:
        cut = self._rng.random() < self._share
        self.made += cut
        return cut

    def stop(self) -> None:
        self._share = 0.0

    def reset(self) -> bool:
        return self._rng.random() < 0.5

    def pause(self) -> float:
        """Before coming back. Pages wait longer; a test has less time."""
        return self._rng.random() * 0.1


class Person:
    """One page. ``trouble`` counts what must never happen; ``notes`` what may."""

    namespace = ""

    def __init__(self, http: aiohttp.ClientSession, url: Callable[[], str], cuts: Cuts) -> None:
        self._http = http
        self._url = url
        self._cuts = cuts
        self._line: Line | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._live = asyncio.Event()
        self._changed = asyncio.Event()
        self._syncing: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._heard: dict[str, int] = {}
        self.transcripts: defaultdict[str, Transcript] = defaultdict(Transcript)
        self.acknowledged: list[dict[str, Any]] = []
        self.trouble: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()

    def auth(self) -> dict[str, Any]:
        raise NotImplementedError

    async def arrive(self) -> None:
        self._keeping = asyncio.create_task(self._keep())
        self._keeping.add_done_callback(lambda _task: self._live.set())  # failed: let the waiting know
        await self.connected()

    async def vanish(self) -> None:
        """The network takes them: no good-bye, and no coming back before they arrive again."""
        assert self._keeping is not None
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)
        self._keeping = None
        self._live.clear()
        if self._line is not None:
            self._line.cut()
            await self._line.gone.wait()

    def waits_for_answer(self) -> bool:
        """A call of theirs is under way."""
        return self._line is not None and self._line.waiting

    async def connected(self) -> None:
        await self._live.wait()
        if self._keeping is not None and self._keeping.done():
            self._keeping.result()

    async def leave(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None
        self._live.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._line is not None:
            await self._line.close()

    async def do(self, name: str, **payload: Any) -> dict[str, Any]:
        """One act, sent until it is acknowledged, always under the same id."""
        payload["client_id"] = str(uuid.uuid4())
        while True:
            await self.connected()
            try:
                answer = await self._tried(name, payload)
            except Broken:
                self.notes["sent again"] += 1
                self._live.clear()
                continue
            if answer["ok"] or answer["code"] not in PASSING:
                break
            self.notes[answer["code"]] += 1
            await asyncio.sleep(min(0.2, answer.get("retry_s", 1)))
        if answer["ok"]:
            self.acknowledged.append({"name": name, **payload, "answer": answer})
            if "head" in answer:
                self._head(answer["head"])
        return {**answer, "client_id": payload["client_id"]}

    async def _tried(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        line = self._line
        assert line is not None
        if self._cuts.now():
            line.cut(reset=self._cuts.reset())  # before
        answer = line.send(name, payload)
        if self._cuts.now():
            line.cut(reset=self._cuts.reset())  # on the way: done or not, nobody knows
        try:
            answered = await asyncio.wait_for(answer, 10)
        except TimeoutError:
            line.cut()
            raise Broken("no answer") from None
        if self._cuts.now():
            line.cut(reset=self._cuts.reset())  # after
        return answered

    async def until(
        self, condition: Callable[[], Any], what: str, within_s: float = 30, about: str | None = None
    ) -> Any:
        """Look again whenever something was heard: anything, or an event of this conversation."""
        heard = self._changed if about is None else self.transcripts[about].grown
        try:
            async with asyncio.timeout(within_s):
                while not (found := condition()):
                    heard.clear()
                    await heard.wait()
        except TimeoutError:
            kinds = [event["kind"] for event in self.transcripts[about].events] if about else []
            raise AssertionError(f"not within {within_s} s: {what} {kinds}") from None
        return found

    async def sync(self, conversation: str) -> None:
        """Catch up from the cursor, one at a time."""
        if conversation in self._syncing:
            return
        self._syncing.add(conversation)
        try:
            await self._sync(conversation)
        except Broken:
            pass  # the next welcome or head asks again
        finally:
            self._syncing.discard(conversation)

    async def _sync(self, conversation: str) -> None:
        transcript = self.transcripts[conversation]
        while (line := self._line) is not None:
            page = await line.call("sync", {"conversation": conversation, "after": transcript.last})
            if not page["ok"]:
                transcript.hidden = page["code"] == "not_found"
                transcript.grown.set()
                return
            if not transcript.add(page["events"], self.trouble):
                self.trouble["gap in sync"] += 1
                return
            self._changed.set()
            if not page["more"]:
                return

    async def _keep(self) -> None:
        """Connected until cancelled."""
        while True:
            self._heard.clear()
            line = Line(self.namespace, self.hear)
            try:
                await line.open(self._http, self._url(), self.auth())
            except Broken:
                await asyncio.sleep(self._cuts.pause())
                continue
            self._line = line
            await line.gone.wait()
            self._live.clear()
            await line.close()
            self.notes["came back"] += 1
            await asyncio.sleep(self._cuts.pause())

    def hear(self, name: str, payload: Any) -> None:
        if name == "event":
            self._event(payload)
        elif name == "head":
            self._head(payload)
        else:
            self.told(name, payload)
            if name == "welcome":
                self._live.set()
        self._changed.set()

    def told(self, name: str, payload: Any) -> None:
        """Everything that is neither an event nor a head."""

    def _event(self, event: Event) -> None:
        conversation = event["conversation"]
        if event["seq"] <= self._heard.get(conversation, 0):
            self.trouble["told twice or out of order"] += 1
        self._heard[conversation] = event["seq"]
        self.take(conversation, [event])
        if self._cuts.now() and self._line is not None:
            self._line.cut(reset=self._cuts.reset())

    def _head(self, head: dict[str, Any]) -> None:
        if head["seq"] > self.transcripts[head["conversation"]].last:
            self._soon(self.sync(head["conversation"]))

    def take(self, conversation: str, events: list[Event]) -> None:
        if not self.transcripts[conversation].add(events, self.trouble):
            self._soon(self.sync(conversation))

    def _soon(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Customer(Person):
    """A visitor, and the conversation they are in."""

    namespace = "/customer"

    def __init__(self, http: aiohttp.ClientSession, url: Callable[[], str], cuts: Cuts) -> None:
        super().__init__(http, url, cuts)
        self.token: str | None = None
        self.conversation = ""
        self.place: dict[str, Any] | None = None

    def auth(self) -> dict[str, Any]:
        given: dict[str, Any] = {
            "page": {"url": "https://shop.example/cart", "title": "Cart"},
            "locale": "en",
        }
        return given | ({"token": self.token} if self.token else {})

    def told(self, name: str, payload: Any) -> None:
        if name == "welcome":
            self.token = payload["token"]
            self.conversation = payload["conversation"]["id"]
            self.take(self.conversation, payload["events"])
            if payload["more"]:
                self._soon(self.sync(self.conversation))
        elif name == "queue":
            self.place = payload

    @property
    def events(self) -> list[Event]:
        return self.transcripts[self.conversation].events

    async def do(self, name: str, **payload: Any) -> dict[str, Any]:
        """An act may begin a new conversation; the page turns to it."""
        answer = await super().do(name, **payload)
        self.conversation = answer.get("conversation", self.conversation)
        return answer

    async def say(self, text: str) -> dict[str, Any]:
        return await self.do("say", text=text)

    async def heard_of(self, seq: int) -> Event:
        """The event at this place, once it is here."""
        held = self.transcripts[self.conversation]
        await self.until(lambda: held.last >= seq, f"event {seq}", about=self.conversation)
        return next(event for event in self.events if event["seq"] == seq)

    async def heard(self, kind: str, after: int = 0, within_s: float = 30) -> Event:
        """The first event of this kind behind a place."""
        found: Event = await self.until(
            lambda: next((e for e in self.events if e["kind"] == kind and e["seq"] > after), None),
            f"{kind} after {after}",
            within_s,
            self.conversation,
        )
        return found


class Agent(Person):
    """A colleague at the console, with everything they ever held."""

    namespace = "/agent"

    def __init__(self, http: aiohttp.ClientSession, url: Callable[[], str], cuts: Cuts, token: str) -> None:
        super().__init__(http, url, cuts)
        self._token = token
        self.id = ""
        self.queue: dict[str, dict[str, Any]] = {}

    def auth(self) -> dict[str, Any]:
        return {"token": self._token}

    def told(self, name: str, payload: Any) -> None:
        if name == "welcome":
            self.id = payload["agent"]["id"]
            self.queue = {waiting["id"]: waiting for waiting in payload["queue"]}
            # What they hold, and what they held when the connection broke.
            mine = {held["id"] for held in payload["mine"]}
            for conversation in mine | {one for one in self.transcripts if self.holds(one)}:
                self._soon(self.sync(conversation))
        elif name == "queue":
            told = payload["conversation"]
            if payload["op"] == "remove":
                self.queue.pop(told["id"], None)
            else:
                self.queue[told["id"]] = told

    async def claim(self, conversation: str | None = None) -> dict[str, Any]:
        """The next in line, or this one."""
        answer = await self.do("take", **({"conversation": conversation} if conversation else {}))
        if answer["ok"]:
            self.take(answer["conversation"], answer["events"])
            if answer["more"]:
                await self.sync(answer["conversation"])
        return answer

    def holds(self, conversation: str) -> bool:
        """As far as their own transcript tells."""
        if self.transcripts[conversation].hidden:
            return False
        for event in reversed(self.transcripts[conversation].events):
            match event["kind"]:
                case "agent_joined":
                    return bool(event["agent"]["id"] == self.id)
                case "agent_left" | "queued" | "resolved" | "returned_to_bot":
                    return False
        return False

    async def heard(self, conversation: str, kind: str, after: int = 0, within_s: float = 30) -> Event:
        events = self.transcripts[conversation]
        found: Event = await self.until(
            lambda: next((e for e in events.events if e["kind"] == kind and e["seq"] > after), None),
            f"{kind} after {after}",
            within_s,
            conversation,
        )
        return found


class Crowd:
    """Everybody in a test; whoever is still there at its end leaves."""

    def __init__(self) -> None:
        self.people: list[Person] = []

    async def __aenter__(self) -> Self:
        self.http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(person.leave() for person in self.people))
        await self.http.close()

    def customer(self, handrail: Handrail, cuts: Cuts | None = None) -> Customer:
        mia = Customer(self.http, lambda: handrail.url, cuts or Cuts.none())
        self.people.append(mia)
        return mia

    async def agent(self, handrail: Handrail, name: str, cuts: Cuts | None = None) -> Agent:
        """Signed in, not yet at the console."""
        token = await handrail.sign_in(self.http, await handrail.add_agent(name))
        ada = Agent(self.http, lambda: handrail.url, cuts or Cuts.none(), token)
        self.people.append(ada)
        return ada
