"""A bot that answers by a script: what it is asked decides, and tests know what they get."""

from __future__ import annotations

from aiohttp import web

from tests.live.bot import Bot, Reply

TITLE = "How long do I have to return something?"
ANSWER = "You have **30 days** from the day the parcel arrived.\n\n- unused\n- complete"


SUGGESTED = ["return-how", "refund-when", "exchange"]


class ScriptedBot(Bot):
    """Answers what is about returning, greets who greets, and hands everybody else on."""

    async def _turn(self, request: web.Request) -> web.Response:
        text = str((await request.json())["message"]).lower()
        return web.json_response(reply(text))


def reply(text: str) -> Reply:
    if "return" in text:
        answer = {
            "entry": "return-period",
            "title": TITLE,
            "url": "https://shop.example/help/return-period",
            "intent": "faq/return-period",
            "confidence": 0.93,
            "model": "scripted",
        }
        return [{"text": ANSWER}, {"custom": {"answer": answer}}]
    if "lamp broke" in text:
        answer = {
            "entry": "warranty-claim",
            "title": "Something broke under warranty",
            "url": "https://shop.example/help/warranty-claim",
            "intent": "faq/warranty-claim",
            "confidence": 0.81,
            "model": "scripted",
        }
        return [{"text": "Let us find out **what** it is."}, {"custom": {"answer": answer}}]
    if "unsure" in text:
        return [{"custom": {"suggest": SUGGESTED, "model": "scripted"}}]
    if "hello" in text:
        return [{"text": "Hello. What is it about?"}]
    return [{"custom": {"handoff": {"reason": "no_answer"}}}]
