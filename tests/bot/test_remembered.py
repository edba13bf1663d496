"""Vectors of unchanged phrasings are remembered exactly; a damaged memory is as good as none."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import remembered
from bot.nlu.remembered import FILE, Vectors

WIDTH = 4


def kept(folder: Path, *sentences: str, encoder: str = "one") -> None:
    vectors = Vectors(folder, encoder, WIDTH)
    for sentence in sentences:
        if vectors.get(sentence) is None:
            vectors.put(sentence, np.full(WIDTH, len(sentence) / 3, np.float32))
    vectors.keep()


def test_a_sentence_keeps_its_vector_to_the_last_bit(tmp_path: Path) -> None:
    kept(tmp_path, "where is my parcel", "ärger")
    again = Vectors(tmp_path, "one", WIDTH)
    found = again.get("where is my parcel")
    assert found is not None
    assert (found == np.full(WIDTH, 18 / 3, np.float32)).all()
    assert again.get("where is my sofa") is None


def test_another_encoder_remembers_nothing_of_it(tmp_path: Path) -> None:
    kept(tmp_path, "where is my parcel")
    assert Vectors(tmp_path, "another", WIDTH).get("where is my parcel") is None


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", b"\x80\x04cos\nsystem\n"])
def test_a_damaged_memory_is_made_again(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    kept(tmp_path, "where is my parcel")
    assert Vectors(tmp_path, "one", WIDTH).get("where is my parcel") is not None


def test_what_was_used_last_stays_when_there_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    kept(tmp_path, "one", "two")
    kept(tmp_path, "two", "three")
    again = Vectors(tmp_path, "one", WIDTH)
    assert [again.get(word) is not None for word in ("one", "two", "three")] == [False, True, True]


def test_nothing_is_written_without_a_folder_and_a_full_disk_only_warns(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vectors = Vectors(None, "one", WIDTH)
    vectors.put("one", np.zeros(WIDTH, np.float32))
    vectors.keep()
    (tmp_path / "file").write_text("no folder")
    kept(tmp_path / "file", "one")
    assert "could not be kept" in caplog.text
