"""What is left on a help page: a follow-up, with the entry that was read and the "no" to it."""

from __future__ import annotations

from handoff.core.conversation import Status
from handoff.core.follow_up import Form
from handoff.core.left_on_a_page import leave_on_a_page
from tests.cast import MIA_SPEAKS, NOON, TEAM, Story

FORM = Form("mia@home.example", "The label is missing.")
READ = {"entry": "returns", "title": "Can I send it back?", "text": "Yes.", "url": None, "topic": "Orders",
        "intent": "faq/returns", "confidence": None, "model": None}  # fmt: skip


def leave(story: Story, *, refused: bool = True, form: Form = FORM) -> list[str]:
    return story.add(leave_on_a_page(story.at, MIA_SPEAKS, form, TEAM, NOON, READ, refused=refused))


def test_what_was_read_goes_along_and_is_refused() -> None:
    story = Story()
    assert leave(story) == ["bot_answered", "feedback_given", "follow_up_left"]
    assert (story.at.status, story.at.team, story.at.refused) == (Status.FOLLOW_UP, TEAM, ("returns",))
    assert leave(story) == [], "the same again changes nothing"


def test_without_a_no_nothing_is_refused() -> None:
    story = Story()
    assert leave(story, refused=False) == ["bot_answered", "follow_up_left"]
    assert story.at.refused == ()


def test_another_word_later_is_left_in_the_same_follow_up() -> None:
    story = Story()
    leave(story)
    assert leave(story, form=Form("mia@home.example", "And where do I send it?")) == ["follow_up_left"]
