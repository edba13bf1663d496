"""How often something may be tried, by who tries and by the place it comes from."""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence
from ipaddress import ip_address

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter

from handoff.core.errors import TooMany

PER_ACCOUNT = RateLimitItemPerMinute(5, 5)
PER_PLACE = RateLimitItemPerMinute(30, 5)
"""Failures in five minutes. An office shares one address, so a place may fail more often."""


FORMS = (RateLimitItemPerMinute(30, 10), RateLimitItemPerDay(200))
"""Follow-ups left from one place. New visitors cost nothing, and each form may lead to a mail to an address
that somebody else owns; an office, or a shop's own tablet, leaves a few a day."""


SEARCHES = (RateLimitItemPerMinute(300),)
"""Searches of the entries, from one place: somebody who types causes two a second, an office many; the bot
reads a hundred a second."""

TRANSCRIPTS = (RateLimitItemPerMinute(10), RateLimitItemPerDay(200))
"""Files for one person. Each reads a whole conversation."""

CLICKS = (RateLimitItemPerMinute(120), RateLimitItemPerDay(3_000))
"""Votes on help pages, from one place. Each counts once for its reader; an office reads a few a minute."""

POSTS = (RateLimitItemPerMinute(10, 10), RateLimitItemPerDay(50))
"""Public questions and answers, from one place. Somebody has to read each."""


PER_VISITOR = RateLimitItemPerSecond(60, 10)
PER_NETWORK = RateLimitItemPerMinute(3_000)
"""Calls of customers that change something. Nobody types six messages a second; a campus behind one address
is a few hundred customers."""


class Counted:
    """Everything counts, also what is refused later. Whoever nobody knows has no limit. Kept in memory: a
    restart forgives."""

    def __init__(self, limits: Sequence[RateLimitItem], sentence: str) -> None:
        self._limits = limits
        self._sentence = sentence
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, who: str | None) -> None:
        if who is None:
            return
        for limit in self._limits:
            if not await self._limiter.hit(limit, who):
                raise await _too_many(self._limiter, limit, who, self._sentence)


def form_limit() -> Counted:
    return Counted(FORMS, "Too many forms from your network. Your words are still here: try again later.")


def asking_limit() -> Counted:
    """Questions for a new password, from one place. Each costs nothing and may lead to a mail."""
    return Counted(FORMS, "Too many questions for new passwords from your network. Try again later.")


def search_limit() -> Counted:
    return Counted(SEARCHES, "Too many searches from your network. Wait a little, then try again.")


def transcript_limit() -> Counted:
    return Counted(TRANSCRIPTS, "Too many transcripts at once. Wait a little, then try again.")


def click_limit() -> Counted:
    return Counted(CLICKS, "Too many votes from your network. Wait a little, then try again.")


def post_limit() -> Counted:
    return Counted(POSTS, "Too many questions from your network. Wait a little, then try again.")


class SignInLimit:
    """Only failures count. Kept in memory: a restart forgives, and argon2 stays slow."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, email: str, place: str | None) -> None:
        for limit, key in self._keys(email, place):
            if not await self._limiter.test(limit, key):
                sentence = "Too many failed tries. Wait a little, then try again."
                raise await _too_many(self._limiter, limit, key, sentence)

    async def failed(self, email: str, place: str | None) -> None:
        for limit, key in self._keys(email, place):
            await self._limiter.hit(limit, key)

    async def succeeded(self, email: str) -> None:
        await self._limiter.clear(PER_ACCOUNT, f"account:{email.strip().lower()}")

    def _keys(self, email: str, place: str | None) -> list[tuple[RateLimitItemPerMinute, str]]:
        return [(PER_ACCOUNT, f"account:{email.strip().lower()}"), (PER_PLACE, f"place:{place}")]


class GuessLimit:
    """Links that are none, by the place they come from. Nobody could guess one; this keeps the log short."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, place: str | None) -> None:
        if not await self._limiter.test(PER_PLACE, f"link:{place}"):
            sentence = "Too many links that are none of ours. Wait a little, then try again."
            raise await _too_many(self._limiter, PER_PLACE, f"link:{place}", sentence)

    async def failed(self, place: str | None) -> None:
        await self._limiter.hit(PER_PLACE, f"link:{place}")


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
            raise await _too_many(self._limiter, limit, key, sentence)


async def _too_many(limiter: RateLimiter, limit: RateLimitItem, key: str, sentence: str) -> TooMany:
    """With the seconds until it may be tried again."""
    reset = (await limiter.get_window_stats(limit, key)).reset_time
    return TooMany(sentence, retry_s=max(1, int(reset - time.time()) + 1))


@functools.lru_cache(maxsize=4_096)
def _public(network: str) -> bool:
    try:
        return ip_address(network).is_global
    except ValueError:
        return False
