"""How often a password or a link may be guessed: per account and per place it comes from."""

from __future__ import annotations

import functools
import time
from ipaddress import ip_address

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter, SlidingWindowCounterRateLimiter

from handoff.core.errors import TooMany

PER_ACCOUNT = RateLimitItemPerMinute(5, 5)
PER_PLACE = RateLimitItemPerMinute(30, 5)
"""Failures in five minutes. An office shares one address, so a place may fail more often."""


FORMS = (RateLimitItemPerMinute(30, 10), RateLimitItemPerDay(200))
"""Follow-ups left from one place. New visitors cost nothing, and each form may lead to a mail to an address
that somebody else owns; an office, or a shop's own tablet, leaves a few a day."""


SEARCHES = RateLimitItemPerMinute(300)
"""Searches a minute from one place; the bot reads a hundred a second."""


PER_VISITOR = RateLimitItemPerSecond(60, 10)
PER_NETWORK = RateLimitItemPerMinute(3_000)
"""Calls of customers that change something. Nobody types six messages a second; a campus behind one address
is a few hundred customers."""


class SignInLimit:
    """Only failures count. Kept in memory: a restart forgives, and argon2 stays slow."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, email: str, place: str | None) -> None:
        for limit, key in self._keys(email, place):
            if not await self._limiter.test(limit, key):
                reset = (await self._limiter.get_window_stats(limit, key)).reset_time
                wait = max(1, int(reset - time.time()) + 1)
                raise TooMany("Too many failed tries. Wait a little, then try again.", retry_s=wait)

    async def failed(self, email: str, place: str | None) -> None:
        for limit, key in self._keys(email, place):
            await self._limiter.hit(limit, key)

    async def succeeded(self, email: str) -> None:
        await self._limiter.clear(PER_ACCOUNT, f"account:{email.strip().lower()}")

    def _keys(self, email: str, place: str | None) -> list[tuple[RateLimitItemPerMinute, str]]:
        return [(PER_ACCOUNT, f"account:{email.strip().lower()}"), (PER_PLACE, f"place:{place}")]


TRANSCRIPTS = (RateLimitItemPerMinute(10), RateLimitItemPerDay(200))
"""Files for one person. Each reads a whole conversation."""


class TranscriptLimit:
    """By who asks."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, who: str) -> None:
        for limit in TRANSCRIPTS:
            if not await self._limiter.hit(limit, f"transcript:{who}"):
                reset = (await self._limiter.get_window_stats(limit, f"transcript:{who}")).reset_time
                raise TooMany(
                    "Too many transcripts at once. Wait a little, then try again.",
                    retry_s=max(1, int(reset - time.time()) + 1),
                )


class SearchLimit:
    """Searches of the entries, from one place: somebody who types causes two a second, an office many."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, place: str | None) -> None:
        if place is not None and not await self._limiter.hit(SEARCHES, f"search:{place}"):
            reset = (await self._limiter.get_window_stats(SEARCHES, f"search:{place}")).reset_time
            raise TooMany(
                "Too many searches from your network. Wait a little, then try again.",
                retry_s=max(1, int(reset - time.time()) + 1),
            )


class GuessLimit:
    """Links that are none, by the place they come from. Nobody could guess one; this keeps the log short."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, place: str | None) -> None:
        if not await self._limiter.test(PER_PLACE, f"link:{place}"):
            reset = (await self._limiter.get_window_stats(PER_PLACE, f"link:{place}")).reset_time
            wait = max(1, int(reset - time.time()) + 1)
            raise TooMany(
                "Too many links that are none of ours. Wait a little, then try again.", retry_s=wait
            )

    async def failed(self, place: str | None) -> None:
        await self._limiter.hit(PER_PLACE, f"link:{place}")


class FormLimit:
    """Every form counts, also one that is refused later. A place nobody knows has no limit."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, place: str | None) -> None:
        for limit in FORMS if place is not None else ():
            if not await self._limiter.hit(limit, f"form:{place}"):
                reset = (await self._limiter.get_window_stats(limit, f"form:{place}")).reset_time
                raise TooMany(
                    "Too many forms from your network. Your words are still here: try again later.",
                    retry_s=max(1, int(reset - time.time()) + 1),
                )


class AskingLimit:
    """Questions for a new password, from one place. Each costs nothing and may lead to a mail."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, place: str | None) -> None:
        for limit in FORMS if place is not None else ():
            if not await self._limiter.hit(limit, f"asked:{place}"):
                reset = (await self._limiter.get_window_stats(limit, f"asked:{place}")).reset_time
                raise TooMany(
                    "Too many questions for new passwords from your network. Try again later.",
                    retry_s=max(1, int(reset - time.time()) + 1),
                )


class CallLimit:
    """Customers' calls, by visitor and by network, in counters of two windows: a list of each call would be
    the flood's memory. Our own machine and private networks have no limit, because there a proxy that was not
    named in ``TRUSTED_PROXIES`` stands for everybody."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def count(self, visitor: str, network: str | None) -> None:
        if network is None or not _public(network):
            return
        await self._hit(
            PER_VISITOR, f"visitor:{visitor}", "Too fast. Wait a few seconds, then send it again."
        )
        await self._hit(
            PER_NETWORK, f"network:{network}", "Too much comes from your network. Try again soon."
        )

    async def _hit(self, limit: RateLimitItem, key: str, sentence: str) -> None:
        if not await self._limiter.hit(limit, key):
            reset = (await self._limiter.get_window_stats(limit, key)).reset_time
            raise TooMany(sentence, retry_s=max(1, int(reset - time.time()) + 1))


@functools.lru_cache(maxsize=4_096)
def _public(network: str) -> bool:
    try:
        return ip_address(network).is_global
    except ValueError:
        return False
