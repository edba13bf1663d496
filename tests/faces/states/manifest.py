"""Every state of every face, and every mode it must hold in. What no story arranges fails the suite."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mode:
    """A way of looking: the window in CSS pixels, and what the system asks for."""

    name: str
    width: int
    height: int
    dark: bool = False
    forced: bool = False
    rtl: bool = False


MODES = (
    Mode("light", 1200, 800),
    Mode("dark", 1200, 800, dark=True),
    Mode("phone", 390, 844),
    Mode("narrow", 320, 640, dark=True),
    Mode("right-to-left", 1200, 800, rtl=True),
    Mode("forced-colours", 1200, 800, forced=True),
    Mode("zoomed", 320, 256),  # a window of 1280 × 1024 at 400 %
)

STATES = {
    "studio/entries": "the list, one of them found by its words",
    "studio/entry": "a draft with guided steps, another language, and what is wrong told at its field",
    "studio/entry-clash": "somebody else saved first: both versions, field by field",
    "studio/releases": "the history, what changed opened, somebody asks to publish, a bot that lags behind",
    "studio/release-back": "the question before an old release is live again",
    "widget/home": "before the first word",
    "widget/searching": "what was found, before the first word",
    "widget/entry": "an entry read before the first word, with the known issue on it",
    "widget/answer": "an answer that awaits its verdict, after a greeting",
    "widget/suggestions": "titles the assistant is not sure between",
    "widget/chosen": "one of them chosen, its answer beneath",
    "widget/waiting": "a place in line, after an answer that did not help",
    "widget/with-person": "a person who writes lists and code, and is typing",
    "widget/rating": "resolved, the rating half filled",
    "widget/follow-up-offered": "closed: a message may be left instead of waiting",
    "widget/follow-up-errors": "the form, with what is missing told at its field",
    "widget/follow-up-changing": "left, and being changed",
    "widget/not-sent": "words that nobody acknowledged yet",
    "widget/unreachable": "the service was never heard",
    "widget/page": "the chat as a page",
    "widget/team": "five people are there until the evening",
    "widget/keeping": "ways to keep the conversation",
    "widget/keeping-asked": "a link went to an address that nobody confirmed yet",
    "widget/offline": "the network is gone",
    "widget/german": "an answer that awaits its verdict, in German",
    "widget/arabic": "a place in line, in Arabic, from right to left",
    "widget/japanese": "a message may be left, in Japanese",
    "widget/starting": "the assistant is not there yet, people are",
    "widget/position": "far back in line, with a measured range",
    "widget/reconnecting": "the connection broke while waiting",
    "widget/handed-on": "one person left, another joined",
    "widget/back": "back with the assistant",
    "widget/unread": "closed, and somebody wrote",
    "widget/rated": "the verdict is given",
    "widget/arabic-home": "in Arabic, before the first word",
    "widget/arabic-answer": "in Arabic, an answer that awaits its verdict",
    "widget/arabic-waiting": "in Arabic, a place in line",
    "widget/hostile-words": "words meant to break the page",
    "console/sign-in": "refused at the door",
    "console/forgotten": "asked for a new password",
    "console/forgotten-sent": "the same words for every address",
    "console/invited-gone": "an invitation that is none, or was used",
    "console/new-password": "behind the link that sets it",
    "console/ended": "signed out elsewhere",
    "settings/profile": "what customers see of a supervisor",
    "settings/blocked": "nobody is kept out",
    "settings/no-such-page": "an address that was mistyped",
    "console/first-admin": "behind the link that the first start prints",
    "console/empty": "nobody waits",
    "console/somebody-waits": "one in line",
    "console/reading-along": "a conversation read before it is taken, the refused answer struck through",
    "console/conversation": "a note and a delivered reply, the assistant's part unfolded",
    "console/suggestions": "titles of which none was right, struck through",
    "console/canned": "a slash opened the canned responses, beside answers that may fit",
    "console/composing": "a reply with marks and its preview, leading to what the customer refused",
    "console/send-anyway": "asked whether to send it all the same",
    "console/new-below": "reading further up while the customer writes on",
    "console/last-words": "closing words, to be changed before they go",
    "console/resolve": "asked whether to resolve",
    "console/shortcuts": "what the keys do",
    "console/palette": "everything by name",
    "console/alerts": "how she wants to be told that somebody waits",
    "console/transfer": "choosing who takes over",
    "console/offered": "offered, not yet accepted",
    "console/offered-to-her": "a colleague offers a customer",
    "console/declined": "the colleague said no",
    "console/away": "not available, with a customer of her own",
    "console/follow-up": "somebody left a message",
    "console/mail": "a reply that goes by mail",
    "console/watching": "a supervisor's whisper in somebody else's conversation",
    "console/take-over": "asked whether to take over",
    "console/assign": "choosing whom it goes to",
    "console/customer": "everything the pane of a verified customer can hold, some of it hostile",
    "console/looked-up": "an order from the shop's system, for a visitor nobody knows",
    "console/lookup-failed": "the shop's system does not answer, and everything else is there",
    "console/blocked": "a supervisor has kept a visitor out",
    "console/search": "found by a word, the hit marked, the filters open",
    "console/search-nothing": "nothing fits",
    "console/board": "everybody at once: a line, an agent at work, one away",
    "console/board-offline": "the board as it was when the connection went",
    "console/later": "a customer is put off until tomorrow",
    "console/history": "a closed conversation opened from the search",
    "settings/no-known-issue": "the page of known issues before any is open",
    "settings/posting-an-issue": "what is wrong, in words, with the answers that will carry it",
    "settings/known-issues": "one is open, and how many it affects",
    "console/known-issues": "what is known to be wrong, opened on the line at the top",
    "console/hostile-words": "words meant to break the page, and right to left",
    "console/many": "more in line than a list shows at first",
    "console/nudge": "a customer waits for her words too long",
    "console/reconnecting": "the connection broke",
    "console/loading": "nothing heard yet",
    "resume/open": "behind the link of a mail",
    "resume/wrong": "the link is none of ours",
    "settings/overview": "what an administrator may open",
    "settings/accounts": "an invitation is on its way",
    "settings/account": "changing somebody's account",
    "settings/team": "hours, with what is wrong told at its field",
    "settings/look": "the widget's look with its preview, and whether it is seen on the site",
    "settings/canned": "a canned response with a gap that nobody knows",
    "settings/alert": "who hears that nobody is there, with nobody named",
}
"""Name, as ``face/what``, and what is seen."""
