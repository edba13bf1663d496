"""The encoder is used only if its files are the known ones, and a bot without it says so and works on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import WORDS, encoder
from bot.nlu.encoder import EncoderMissing, SentenceEncoder


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """No graph is kept, and nothing is loaded yet."""
    monkeypatch.setattr(encoder, "KEPT", tmp_path / "kept")
    encoder.encoder.cache_clear()
    yield
    encoder.encoder.cache_clear()


def trained(folder: Path) -> tuple[LocalModelStorage, Resource, TrainingData]:
    storage, resource = LocalModelStorage(folder), Resource("encoder")
    component = SentenceEncoder({}, "encoder", storage, resource)
    data = TrainingData([Message(data={TEXT: "hello", INTENT: "greet", WORDS: ["hello"]})])
    component.train(data)
    return storage, resource, component.process_training_data(data)


def test_a_message_has_its_vector_and_no_words_have_zeros(model: Path, tmp_path: Path) -> None:
    storage, resource, data = trained(tmp_path)
    assert data.training_examples[0].get_dense_features(TEXT)[1].features.shape == (1, 384)
    (silent,) = SentenceEncoder.load({}, storage, resource, _context()).process([Message(data={WORDS: []})])
    assert not np.any(silent.get_dense_features(TEXT)[1].features)


def _context() -> Any:
    return type("Context", (), {"node_name": "encoder"})()


@pytest.mark.parametrize("file", ["tokenizer.json", "model.safetensors"])
def test_changed_files_are_not_used(
    alone: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(encoder.HASHES, file, "0" * 64)
    with pytest.raises(EncoderMissing, match=f"{file} is not the known one"):
        encoder.encoder()
    storage, resource, data = trained(tmp_path)
    assert "compares words and letters only" in caplog.text
    assert data.training_examples[0].get_dense_features(TEXT) == (None, None)
    SentenceEncoder.load({}, storage, resource, _context())  # trained without, it needs none


def test_a_model_that_needs_the_encoder_does_not_start_without(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    storage, resource, _ = trained(tmp_path)
    monkeypatch.setattr(encoder, "PACKAGE", "no_such_package")
    encoder.encoder.cache_clear()
    with pytest.raises(EncoderMissing, match=r"not installed. `make setup` installs it"):
        SentenceEncoder.load({}, storage, resource, _context())
    encoder.encoder.cache_clear()


def test_a_damaged_graph_is_not_loaded(alone: None) -> None:
    encoder.KEPT.mkdir()
    graph = encoder.KEPT / f"{encoder._key()}.onnx"
    graph.write_bytes(b"cut off")
    assert encoder._kept() is None
    graph.with_suffix(".sha256").write_text("0" * 64)
    assert encoder._kept() is None
