"""How often a password or a link may be guessed: per account and per place it comes from."""

from __future__ import annotations

import time

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from handoff.core.errors import TooMany

PER_ACCOUNT = RateLimitItemPerMinute(5, 5)
PER_PLACE = RateLimitItemPerMinute(30, 5)
"""Failures in five minutes. An office shares one address, so a place may fail more often."""


FORMS = (RateLimitItemPerMinute(30, 10), RateLimitItemPerDay(200))
"""Follow-ups left from one place. New visitors cost nothing, and each form may lead to a mail to an address
that somebody else owns; an office, or a shop's own tablet, leaves a few a day."""


SEARCHES = RateLimitItemPerMinute(300)
"""Searches a minute from one place; the bot reads a hundred a second."""


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
