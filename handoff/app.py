"""The one place where real things meet: settings in, a running service out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.accounts import Accounts
from handoff.adapters.beats import SqlBeats
from handoff.adapters.event_log import SqlLog
from handoff.adapters.fanout import Wire
from handoff.adapters.finder import SqlFinder
from handoff.adapters.holdings import Contender
from handoff.adapters.index import SqlIndex
from handoff.adapters.memory import Always
from handoff.adapters.presence import SqlPresence
from handoff.adapters.rasa import RasaBot, watch
from handoff.adapters.sightings import Sightings
from handoff.adapters.teams import Teams
from handoff.adapters.waits import SqlWaits
from handoff.adapters.writer import Writer
from handoff.beside import Beside
from handoff.catalogue import Catalogue
from handoff.core.errors import Refusal
from handoff.deadlines import Deadlines
from handoff.desk import AgentDesk, CustomerDesk, Desk, FollowUpDesk, IdentityDesk, TransferDesk
from handoff.desk.board import Boards
from handoff.desk.mail_desk import MailDesk
from handoff.desk.records import BLOCKED_VISITORS
from handoff.desk.searching import Searcher
from handoff.desk.suggesting import Suggester
from handoff.desk.telling import LINES, RETIRED
from handoff.desk.transcripts import TranscriptDesk
from handoff.desk.watching import WATCHES
from handoff.first_admin import FirstAdminLink
from handoff.indexing import Indexing
from handoff.links import LinkTokens
from handoff.looking import Looking
from handoff.ports import Holding
from handoff.servers import IMAP_PORTS, SMTP_PORTS, server_of
from handoff.settings import Settings
from handoff.storage import now_ms
from handoff.studio.wiring import Materials, Studio
from handoff.team_pages import TeamPages
from handoff.vault import bot_token, service_secret
from handoff.watchdog import Watchdog
from handoff.web.absences import Absences
from handoff.web.agent import AgentCalls
from handoff.web.auth import Origins, SignedIn, Visitors
from handoff.web.bodies import LARGEST_BODY
from handoff.web.connections import CUSTOMERS, Connections
from handoff.web.customer import CustomerCalls
from handoff.web.heads import Heads
from handoff.web.http import Routes
from handoff.web.leases import Leases
from handoff.web.limits import GuessLimit, SignInLimit, transcript_limit
from handoff.web.lines import Lines
from handoff.web.metrics import Metrics
from handoff.web.published import Published
from handoff.web.readiness import Readiness
from handoff.web.resume import Resume
from handoff.web.search import SearchRoutes
from handoff.web.seen import Seen
from handoff.web.signing_in import Enter
from handoff.web.sockets import Sockets
from handoff.web.staff import Staff
from handoff.web.transcripts import Transcripts
from handoff.web.viewers import VIEWERS, Viewers
from handoff.web.waits import Waits

if TYPE_CHECKING:
    from handoff.mail_reading import Reader
    from handoff.mailing import Sender

log = logging.getLogger(__name__)


BOT_WORDS = {
    "ok": "The assistant is ready.",
    "starting": "The assistant is starting; customers can talk to a person now.",
    "down": "The assistant is down; customers go to people.",
}


AGAIN_S = 0.5
"""A loop that has not heard that it is to end is told again."""


class Service:
    """Everything one process needs, wired once. ``announce`` gets lines for whoever started it."""

    def __init__(
        self, settings: Settings, engine: Engine, announce: Callable[[str], object] = log.info
    ) -> None:
        self.announce = announce
        self.settings = settings
        self.engine = engine
        self.writer = Writer(engine)
        self.log = SqlLog(engine, self.writer, now_ms, settings.mail_domain)
        self.accounts = Accounts(engine, now_ms)
        self.presence = SqlPresence(engine, now_ms, int(settings.lease_s * 1000))
        self.connections = Connections()
        self.wire = Wire(settings.redis_url, self._tell_here, self._interrupted)
        catalogue = Catalogue(engine, settings.data)
        self.bot = RasaBot(
            settings.bot_url or "http://127.0.0.1:9",
            bot_token(settings),
            settings.bot_reply_s,
            expected=settings.bot_url is not None,
            catalogue=catalogue,
        )
        origins, signed_in = Origins(settings.public_url, settings.origins), SignedIn(self.accounts)
        self.looking = Looking(engine, self.bot, catalogue, signed_in, origins, now_ms, self._address)
        self.viewers = Viewers(self.connections, self.wire, now_ms)
        self.desk = Desk(self.log, self.looking.informer, self.wire, now_ms, settings.limits)
        self.teams = Teams(engine, now_ms)
        self.staff = Staff(self.presence, lambda: asyncio.to_thread(self.teams.all), self.connections, now_ms)
        self.first_admin = FirstAdminLink(self.accounts, settings.home, now_ms)
        customers, visitors = CustomerDesk(self.desk), visitors_of(settings)
        agents = AgentDesk(self.desk, customers, self.presence)
        self.suggester = Suggester(self.log, self.bot, catalogue, self.looking.giving)
        # On one machine the database's lock says it already, without a write every second.
        self.contender = None if settings.one_machine else Contender(
            SqlBeats(engine, "deadlines"), own_name(), time.monotonic
        )  # fmt: skip
        holding: Holding = self.contender or Always()
        self.metrics = Metrics(
            self.connections, self.bot, holding, lambda: self.watchdog.adrift, lambda: catalogue.release
        )
        stored = SqlWaits(engine, self.writer, now_ms)
        self.waits = Waits(stored, self.desk.line, now_ms, self.metrics.judged)
        self.lines = Lines(
            self.desk.line,
            self.log,
            self.connections,
            agents,
            self.waits,
            Absences(self.log, self.suggester, now_ms, mail=settings.mail_domain is not None),
            now_ms,
        )
        transcripts = TranscriptDesk(self.desk, customers, agents)
        self.beside = Beside(settings, self.desk, agents, signed_in, now_ms, lambda: self.address)
        sightings = Sightings(engine, now_ms)
        customer_calls = CustomerCalls(
            customers,
            FollowUpDesk(self.desk, customers),
            visitors,
            self.staff,
            self.lines,
            self.bot,
            self.wire,
            answer_of=self.looking.informer.answer_of,
            count_affected=self.looking.affects,
            transcripts=transcripts,
            identities=IdentityDesk(self.desk),
            connections=self.connections,
            records=self.beside.records,
            kept_out=self.beside.kept_out,
            clock=now_ms,
        )
        self.heads = Heads(
            self.log, self.connections, self.desk.watches, settings.head_s, customer_calls.lead_on
        )
        self.sockets = Sockets(
            customer_calls,
            AgentCalls(
                agents,
                TransferDesk(self.desk),
                self.desk.watches,
                self.connections,
                self.suggester,
                self.staff,
                Boards(self.desk, self.presence, stored, self.waits.range),
                self.beside.records,
                follow_ups=FollowUpDesk(self.desk, customers),
                viewers=self.viewers,
            ),
            self.connections,
            origins,
            signed_in,
            self.presence,
            self.staff,
            self.desk,
            seen=Seen(sightings),
        )
        self.leases = Leases(self.presence, self.accounts, self.connections, self.staff, self.desk,
                             self.sockets.close, settings.lease_s)  # fmt: skip
        self.deadlines = Deadlines(self.desk, self.log, now_ms, holding)
        self.indexing = Indexing(SqlIndex(engine, self.writer, now_ms), holding)
        self.search = SearchRoutes(signed_in, Searcher(self.log, SqlFinder(engine)))
        self.watchdog = Watchdog(self.desk, self.log, now_ms, holding)
        self.address = settings.public_url or f"http://{settings.host}:{settings.port}"
        tokens = LinkTokens(service_secret(settings))
        self.mails = MailDesk(self.desk, tokens.hash_for)
        self.sender = self._sender(tokens, holding)
        self.reader = self._reader(customers, holding)
        self.resume = Resume(self.mails, tokens, visitors, GuessLimit())
        self.transcripts = Transcripts(
            transcripts, visitors, signed_in, origins, transcript_limit(), now_ms, lambda: self.address
        )
        self.published = Published(engine, self.bot, announce)
        self.studio = Studio(
            Materials(
                settings,
                engine,
                self.writer,
                self.log,
                self.desk,
                self.bot,
                self.looking,
                catalogue,
                signed_in,
                visitors,
                origins,
                holding,
                now_ms,
                lambda: self.address,
            )
        )
        enter = Enter(SignInLimit(), origins)
        self.team_pages = TeamPages(
            settings,
            engine,
            signed_in,
            enter,
            tokens,
            holding,
            self.staff,
            catalogue,
            clock=now_ms,
            sightings=sightings,
            give_back=self._give_back,
            address=lambda: self.address,
        )
        self.routes = Routes(
            signed_in,
            origins,
            enter,
            Readiness(self.log, self.bot, self.wire, self.published, holding),
            self.metrics,
            self.first_admin,
            self.teams,
            self.staff,
        )

    def _address(self) -> str:
        """Where people find our pages, known once they are served."""
        return self.address

    def _sender(self, tokens: LinkTokens, holding: Holding) -> Sender | None:
        """None where no mail goes out: then nothing of it is loaded either."""
        settings = self.settings
        if settings.smtp_url is None or settings.mail_from is None:
            return None
        from handoff.adapters.smtp import Smtp
        from handoff.letters.writing import House
        from handoff.mailing import Sender

        sender = settings.mail_from
        postman = Smtp(server_of(settings.smtp_url, SMTP_PORTS), parseaddr(sender)[1])
        return Sender(
            self.mails,
            postman,
            lambda: House(sender, self.address, settings.inbox_url is not None),
            tokens.of,
            holding,
        )

    def _reader(self, customers: CustomerDesk, holding: Holding) -> Reader | None:
        """None where replies by mail are not read."""
        if self.settings.inbox_url is None:
            return None
        from handoff.adapters.imap import Inbox
        from handoff.desk.replies import Replies
        from handoff.mail_reading import Reader

        replies = Replies(self.desk, self.mails, FollowUpDesk(self.desk, customers))
        return Reader(Inbox(server_of(self.settings.inbox_url, IMAP_PORTS)), replies, holding)

    async def application(self) -> web.Application:
        app = web.Application(middlewares=[self.routes.errors], client_max_size=LARGEST_BODY)
        for part in (
            self.routes,
            self.resume,
            self.team_pages,
            self.looking,
            self.transcripts,
            self.beside,
            self.search,
            self.studio,
            self.sockets,
        ):
            part.attach(app)
        app.cleanup_ctx.append(self._running)
        if self.settings.trusted_proxies:
            import aiohttp_remotes

            trusted = aiohttp_remotes.XForwardedStrict([list(self.settings.trusted_proxies)])
            await aiohttp_remotes.setup(app, trusted)
        return app

    async def _running(self, _app: web.Application) -> AsyncIterator[None]:
        self.writer.start()
        await self.bot.start()
        await self.lines.begin()
        with contextlib.suppress(Refusal):  # then the loop says so, and goes on trying
            await self.beside.kept_out.read()
        if self.settings.one_machine:
            await self.presence.forget_all()
        loops: list[Coroutine[Any, Any, None]] = [
            self.wire.run(),
            self.heads.run(),
            self.lines.run(self._wire_is_whole),
            self.waits.run(),
            self.beside.kept_out.run(),
            self.leases.run(),
            self.staff.run(),
            self.deadlines.run(),
            self.watchdog.run(),
            self.team_pages.alerting.run(),
            self.indexing.run(),
            self.viewers.run(),
            *self.studio.loops(),
        ]
        if self.contender is not None:
            loops.append(self.contender.run())
        if self.sender is not None:
            loops.append(self.sender.run())
        if self.reader is not None:
            loops.append(self.reader.run())
        if self.settings.bot_url is not None:
            loops += [watch(self.bot, self._bot_changed), self.published.run()]
        tasks = [asyncio.create_task(loop) for loop in loops]
        for task in tasks:
            task.add_done_callback(_must_not_end)
        yield
        self.desk.turns.stop()
        await _ended(tasks)
        with contextlib.suppress(Refusal):
            await self.waits.flush()
        if self.contender is not None:
            with contextlib.suppress(Refusal):  # without the database the others find out by themselves
                await self.contender.leave()
        await self.bot.stop()
        await asyncio.to_thread(self.writer.stop)

    def _tell_here(self, topic: str, name: str, payload: Any) -> None:
        """Hints of every service end here: to this process's pages, or to the lines it keeps."""
        if topic == LINES:
            self.lines.heard(payload)
        elif topic == WATCHES:
            self.desk.watches.heard(str(payload))
        elif topic == VIEWERS:
            self.viewers.heard(payload)
        elif topic == BLOCKED_VISITORS:
            self.beside.kept_out.heard(payload)
        elif topic == RETIRED:
            self.sockets.retired(str(payload))
        else:
            self.connections.tell(topic, name, payload)

    async def _give_back(self) -> None:
        """What is held under accounts that are disabled or gone."""
        for id in await self.log.retired():
            await self.desk.give_back(id)

    def _interrupted(self) -> None:
        self.heads.interrupted()
        self.lines.interrupted()

    def _wire_is_whole(self) -> bool:
        return self.wire.up or self.settings.redis_url is None

    def _bot_changed(self, state: str) -> None:
        self.announce(BOT_WORDS[state])
        self.connections.tell(CUSTOMERS, "bot", {"state": state})


def visitors_of(settings: Settings) -> Visitors:
    return Visitors(service_secret(settings), settings.identity_secret, by_hash=settings.identity_hash)


def own_name() -> str:
    """This process among all that share the database; never used twice."""
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Told again until they have: a library may take a cancellation for its own and go on."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)


def _must_not_end(task: asyncio.Task[None]) -> None:
    """A loop that dies would fail silently; ending lets the supervisor start everything afresh."""
    if not task.cancelled() and task.exception() is not None:
        log.critical("a background loop died; stopping", exc_info=task.exception())
        signal.raise_signal(signal.SIGTERM)
