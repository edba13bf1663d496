"""Starts Rasa: on current libraries, without TensorFlow, on loopback, and silent about what customers write.

Rasa 3.6 imports TensorFlow and a dozen vendors' chat clients whether a project uses them or not. This file
puts a placeholder where each of those would be, bridges the names that newer libraries moved or removed, and
hands over to Rasa's own command line: `python -m bot.launcher ARGS…` is `rasa ARGS…`.
"""

import functools
import logging
import os
import secrets
import sys
import types
import warnings
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
HIDDEN = "(not logged)"

# Naming one of these in config.yml is answered by Rasa's own "can't load class", since none is registered.
NEED_TENSORFLOW = {
    "rasa.nlu.classifiers.diet_classifier": ["DIETClassifier"],
    "rasa.nlu.selectors.response_selector": ["ResponseSelector"],
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ["ConveRTFeaturizer"],
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ["LanguageModelFeaturizer"],
    "rasa.core.policies.ted_policy": ["TEDPolicy"],
    "rasa.core.policies.unexpected_intent_policy": ["UnexpecTEDIntentPolicy"],
    "rasa.utils.tensorflow.callback": ["RasaTrainingLogger", "RasaModelCheckpoint"],
    "rasa.utils.tensorflow.data_generator": ["RasaBatchDataGenerator"],
}

# Channels that import their vendor's client; the service is the bot's only visitor.
NEED_A_VENDOR = {
    "facebook": "FacebookInput",
    "hangouts": "HangoutsInput",
    "slack": "SlackInput",
    "telegram": "TelegramInput",
    "twilio": "TwilioInput",
    "twilio_voice": "TwilioVoiceInput",
    "webexteams": "WebexTeamsInput",
}

# The keys of Rasa's structured log that hold what a customer wrote, or what was made of it.
PRIVATE = frozenset(
    {
        "current_entity",
        "current_states",
        "entity",
        "json_message",
        "message",
        "next_entity",
        "old_states",
        "parse_data_entities",
        "parse_data_text",
        "prediction_events",
        "prefilled_slots",
        "rasa_event",
        "rasa_events",
        "response",
        "response_text",
        "slot_candidates",
        "slot_values",
        "states",
        "successes",
        "text",
        "token_text",
        "tracker_latest_message",
        "tracker_states",
        "user_message",
        "user_text",
    }
)


@functools.cache
def prepare() -> None:
    """Make `import rasa` work. Call it before the first such import; calling it again does nothing."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    _bridge_libraries()
    for module, names in NEED_TENSORFLOW.items():
        _place(module, {name: type(name, (), {}) for name in names})
    for channel, name in NEED_A_VENDOR.items():
        _place(
            f"rasa.core.channels.{channel}",
            {name: type(name, (), {"name": staticmethod(lambda c=channel: c)})},
        )
    _bridge_sanic()
    _bridge_rasa()
    configure_log(logging.WARNING)


def _place(module: str, names: dict[str, object]) -> None:
    placeholder = types.ModuleType(module, "A placeholder; see bot/launcher.py.")
    vars(placeholder).update(names)
    sys.modules[module] = placeholder


def _bridge_libraries() -> None:
    import numpy
    import packaging.version

    # Removed in packaging 22. Rasa only asks whether a version is one, and no version can be any more.
    packaging.version.LegacyVersion = type("LegacyVersion", (), {})  # type: ignore[attr-defined]
    numpy.VisibleDeprecationWarning = numpy.exceptions.VisibleDeprecationWarning  # type: ignore[attr-defined]
    # Rasa names models after random words, by a package that is not to be had ready built.
    _place("randomname", {"get_name": lambda: secrets.token_hex(3)})
    with (
        warnings.catch_warnings()
    ):  # Rasa needs it, and setuptools is pinned below the release that takes it away
        warnings.simplefilter("ignore", UserWarning)
        import pkg_resources  # noqa: F401


def _bridge_sanic() -> None:
    from sanic import Sanic

    # Sanic now forks its workers and pickles the application for them, which Rasa's does not survive.
    Sanic.run = functools.partialmethod(Sanic.run, single_process=True)  # type: ignore[assignment]
    os.environ.setdefault("SANIC_DEPRECATION_FILTER", "ignore")  # Rasa's calls are not ours to mend
    os.environ.setdefault("SANIC_HOST", LOOPBACK)  # where the action server listens


def _bridge_rasa() -> None:
    import rasa.core.constants
    import rasa.shared.core.constants

    rasa.core.constants.DEFAULT_SERVER_INTERFACE = LOOPBACK
    # `rasa test core` would look for TEDPolicy's entities in a way that current scikit-learn refuses.
    rasa.shared.core.constants.POLICIES_THAT_EXTRACT_ENTITIES = set()


def skip_fingerprints() -> None:
    """Let training not hash all phrasings before and after each step, where nothing asks for it.

    Only Rasa's cache of results does, which we turn off; for 10,000 phrasings it took as long as all else.
    """
    from rasa.engine.training.hooks import TrainingHook

    TrainingHook.on_before_node = lambda *_, **__: {}
    TrainingHook.on_after_node = lambda *_, **__: None


def _hide_private(_logger: object, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    return {key: HIDDEN if key in PRIVATE else value for key, value in event.items()}


def configure_log(level: int | None = None) -> None:
    """Log a plain line for each event, as Rasa would, less customers' text and the values of variables."""
    import structlog

    level = logging.getLevelName(os.environ.get("LOG_LEVEL", "INFO")) if level is None else level
    logging.basicConfig(format="%(message)s", stream=sys.stdout, level=level)
    structlog.configure(
        processors=[
            _hide_private,
            structlog.stdlib.filter_by_level,
            structlog.processors.add_log_level,
            structlog.dev.set_exc_info,
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(
                key_order=["level", "event", "event_info"], drop_missing=True, bool_as_flag=False
            ),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def _run_actions(args: list[str]) -> None:
    """Start the action server alone: a seventh of the memory that it takes inside Rasa's command line."""
    import rasa_sdk.__main__
    import rasa_sdk.endpoint

    sys.path.insert(1, str(Path.cwd()))
    options = rasa_sdk.endpoint.create_argument_parser().parse_args(args)
    options.actions = options.actions or "actions"
    rasa_sdk.__main__.main_from_args(options)


def _run_rasa(args: list[str]) -> None:
    import rasa.__main__

    rasa.__main__.configure_structlog = configure_log
    sys.argv = ["rasa", *args]
    rasa.__main__.main()


def main(args: list[str] | None = None) -> None:
    """Run Rasa's command line with `args` (default: this process's own)."""
    args = sys.argv[1:] if args is None else args
    if args[:2] == ["run", "actions"]:
        _bridge_sanic()
        _run_actions(args[2:])
    else:
        prepare()
        _run_rasa(args)


if __name__ == "__main__":
    main()
