"""Takes a turn through Rasa: understand, follow the rules, act. What is the same for each turn is done once.

Rasa's processor copies the tracker, rebuilds its default actions and asks the rules anew for each step, at
several times the cost of understanding the message. Here the rules are asked once for each course that a turn
can take: what they say depends on nothing else, since each turn begins with an empty tracker.
"""

from __future__ import annotations

import logging
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction, action_for_name_or_text
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot.graph import OpenedModel, PlannedRunner
from bot.notes import Note

if TYPE_CHECKING:
    from collections.abc import Hashable

    from rasa.core.actions.action import Action
    from rasa.core.channels.channel import OutputChannel
    from rasa.core.policies.policy import PolicyPrediction
    from rasa.engine.runner.interface import GraphRunner
    from rasa.engine.storage.storage import ModelMetadata
    from rasa.shared.core.events import Event
    from rasa.shared.core.trackers import DialogueStateTracker

log = logging.getLogger(__name__)

MOST_COURSES = 1_000  # as many are kept; a shop's rules know some dozens


class Processor(MessageProcessor):
    """Rasa's processor for turns that stand alone, and rules that look at intents and actions."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Load the model."""
        super().__init__(*given, **named)
        self._actions: dict[str, Action] = {}
        self._courses: dict[Hashable, PolicyPrediction] = {}
        self._plain_rules = self._rules_are_plain()
        own = [slot for slot in self.domain.slots if slot.name not in DEFAULT_SLOT_NAMES]
        self._fills_slots = bool(own) or ACTION_VALIDATE_SLOT_MAPPINGS in self.domain.user_actions

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            metadata, runner = loader.load_predict_graph_runner(
                Path(folder), Path(model_path), OpenedModel, PlannedRunner
            )
        return Path(model_path).name, metadata, runner

    def _rules_are_plain(self) -> bool:
        """Say whether nothing but rules decides, and none of them looks at a text or a slot."""
        nodes = [node._component for node in self.graph_runner._instantiated_nodes.values()]  # noqa: SLF001
        rules = [node for node in nodes if isinstance(node, RulePolicy)]
        policies = [name for name in self.graph_runner._instantiated_nodes if "Policy" in name]  # noqa: SLF001
        looks = [key for rule in rules for key in rule.lookup[RULES]]
        return len(rules) == len(policies) and not any('"text"' in key or '"slots"' in key for key in looks)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Fill slots where the domain has any."""
        if not self._fills_slots:
            return tracker
        return await super().run_action_extract_slots(output_channel, tracker)

    async def run_anonymization_pipeline(self, tracker: DialogueStateTracker) -> None:
        """Do nothing: the tracker is forgotten."""

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Check nothing: domain and pipeline come from one training, and Rasa makes a domain to compare."""

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        course = course_of(tracker) if self._plain_rules else None
        if course is None:
            return super()._predict_next_with_tracker(tracker)
        known = self._courses.get(course)
        if known is None:
            known = super()._predict_next_with_tracker(tracker)
            if len(self._courses) < MOST_COURSES:
                self._courses[course] = known
        own = copy(known)
        own.events = [copy(event) for event in known.events]  # a tracker marks them with its time
        return own

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """Give the next action. Raises ActionLimitReached after ten in a turn."""
        if self.is_action_limit_reached(
            tracker, self.should_predict_another_action(tracker.latest_action_name)
        ):
            raise ActionLimitReached("The limit of actions to predict has been reached.")
        prediction = self._predict_next_with_tracker(tracker)
        name = self.domain.action_names_or_texts[prediction.max_confidence_index]
        return self._get_action(name), prediction

    def _get_action(self, action_name: str) -> Action:
        if (action := self._actions.get(action_name)) is None:
            action = action_for_name_or_text(action_name, self.domain, self.action_endpoint)
            if type(action) is RemoteAction:
                action = Note(action_name, self.action_endpoint)
            self._actions[action_name] = action
        return action

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: Any,
        prediction: PolicyPrediction,
    ) -> bool:
        """Act on the tracker itself: Rasa acts on a copy, to be able to take back what a policy did to it.

        Rules alone do nothing that would be taken back.
        """
        if any(type(event) is not DefinePrevUserUtteredFeaturization for event in prediction.events):
            more: bool = await super()._run_action(action, tracker, output_channel, nlg, prediction)
            return more
        try:
            events = await action.run(output_channel, nlg, tracker, self.domain)
        except ActionExecutionRejection:
            return bool(await super()._run_action(action, tracker, output_channel, nlg, prediction))
        except Exception:
            log.exception("%s failed; the turn goes on without it.", action.name())
            events = []
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        """Note what was predicted, done and said, without copying all of it for a line of a debug log."""
        if not any(isinstance(event, ActionExecutionRejected) for event in events or ()):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events or [], self.domain)


def course_of(tracker: DialogueStateTracker) -> Hashable | None:
    """Give all that rules can see of a turn; None where something happened that is not thought of here."""
    if tracker.followup_action:
        return None
    course: list[Hashable] = []
    for event in tracker.events:
        kind = type(event)
        if kind is ActionExecuted:
            course.append(event.action_name or event.action_text)
        elif kind is UserUttered:
            found = {entity.get("entity") for entity in event.entities}
            course.append((event.intent_name, frozenset(found)))
        elif kind is DefinePrevUserUtteredFeaturization:
            course.append(event.use_text_for_featurization)
        elif kind is SessionStarted:
            course.append(None)
        elif kind is not BotUttered and not (kind is SlotSet and event.key in DEFAULT_SLOT_NAMES):
            return None
    return tuple(course)


class Bot(Agent):
    """Rasa's agent with the processor above."""

    sha256: str | None = None  # of the file it was loaded from

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model. Raises what Rasa, or a component, has against it."""
        self.processor = Processor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
            http_interpreter=self.http_interpreter,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses
