"""Stories lead a face through its states; each state is looked at in every mode, and photographed when asked.

To add a state: name it in manifest.py, then either look at it in the story that passes it, or write one more:

    @story("widget/known-issue")
    async def an_issue_is_known(stage: Stage) -> None:
        mia = await stage.mia()
        await stage.look("widget/known-issue", mia.page, sees=mia.panel.get_by_text("Parcels are late"))

One story is one test that arranges once: let it pass several states, and list them all. ``sees`` is what
makes the state this state, and must be visible in every mode. ``again`` is awaited before each mode, for what
fades by itself (typing). A new file of stories is imported in test_states.py. `make screenshots` shows them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faces.states.stage import Stage

Telling = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Story:
    states: tuple[str, ...]
    tell: Telling

    @property
    def name(self) -> str:
        return self.tell.__name__


STORIES: list[Story] = []


def story(*states: str) -> Callable[[Telling], Telling]:
    """Registers what passes these states."""

    def registered(tell: Telling) -> Telling:
        STORIES.append(Story(states, tell))
        return tell

    return registered
