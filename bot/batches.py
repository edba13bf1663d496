"""Encodes many questions at once: the bot's own encoder, those of one length together, on two cores.

A batch of one length needs no padding. Its numbers are rounded to 8 bits together, so a vector differs a
little from the one the same words have alone (a cosine of 0.99, as far as both are from the exact one).
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from bot.nlu import encoder as single

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TOGETHER = 64  # questions of a batch: larger ones are hardly quicker, and the cores end less evenly
CORES = 2
TOLD = 1_000  # texts that the tokenizer tells of at once

# Adding and normalising in one step is slower here than one after the other, by a fifth of the whole.
SLOWER = ["SkipLayerNormFusion"]

_APART = re.compile(r"[^\w']+")


def normalised(text: str) -> str:
    """The words alone, in small letters: questions with the same ones are asked once."""
    return " ".join(_APART.sub(" ", text[: single.CHARACTERS].casefold().replace("’", "'")).split())


class Batches:
    """The tokenizer and the graph, for many. Raises EncoderMissing."""

    def __init__(self) -> None:
        """Load both."""
        import onnxruntime
        from tokenizers import Tokenizer

        graph = single._kept() or single._made()  # noqa: SLF001 - one graph, used in two ways
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            graph if isinstance(graph, bytes) else str(graph),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=SLOWER,
        )
        self._tokenizer = Tokenizer.from_file(str(single.packaged("tokenizer.json")))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(single.LONGEST)

    def encode(self, texts: Sequence[str], told: Callable[[int], object] = lambda _: None) -> Floats:
        """Give the texts' vectors (n × 384), of length 1. `told` hears how many are done.

        The same texts in the same order have the same vectors: sort them first.
        """
        tokens = self._tokens(texts)
        given = np.zeros((len(texts), single.WIDTH), dtype=np.float32)
        done = 0

        def run(part: list[int]) -> int:
            ids = np.array([tokens[place] for place in part], dtype=np.int64)
            vectors = self._session.run(None, {"ids": ids})[0]
            given[part] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
            return len(part)

        with ThreadPoolExecutor(CORES) as cores:
            for size in cores.map(run, _batches([len(one) for one in tokens])):
                done += size
                told(done)
        return given

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Some at a time: what the tokenizer tells besides the numbers takes ten times their memory."""
        found: list[list[int]] = []
        for start in range(0, len(texts), TOLD):
            found += [one.ids for one in self._tokenizer.encode_batch([*texts[start : start + TOLD]])]
        return found


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of one length, some at a time; the longest first, so that no core waits for them at the end."""
    order = sorted(range(len(lengths)), key=lambda place: (-lengths[place], place))
    parts = []
    for _, places in groupby(order, key=lambda place: lengths[place]):
        same = list(places)
        parts += [same[start : start + TOGETHER] for start in range(0, len(same), TOGETHER)]
    return parts
