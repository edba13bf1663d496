"""Makes a folder of content of any size from a seed: entries that ask, each in ten ways, after one thing."""

from __future__ import annotations

import json
import random
import shutil
from itertools import product
from pathlib import Path

from content.places import DATA

PHRASINGS = 10
ACTS = (
    "return",
    "exchange",
    "cancel",
    "repair",
    "assemble",
    "clean",
    "insure",
    "store",
    "measure",
    "gift wrap",
    "reserve",
    "move",
    "sell back",
    "paint",
    "recycle",
    "register",
    "replace",
    "collect",
    "track",
    "rent",
    "hang up",
    "lend",
    "order",
    "unpack",
    "protect",
)
THINGS = (
    "sofa",
    "desk lamp",
    "garden bench",
    "oak table",
    "wool rug",
    "mirror",
    "bookcase",
    "bed frame",
    "mattress",
    "armchair",
    "curtain rail",
    "plant pot",
    "fern",
    "wardrobe",
    "kitchen island",
    "bar stool",
    "candle holder",
    "picture frame",
    "wall clock",
    "coat rack",
    "tea set",
    "duvet",
    "pillow",
    "vase",
    "watering can",
    "hammock",
    "parasol",
    "shelf bracket",
    "door mat",
    "umbrella stand",
    "blanket",
    "cutting board",
    "sideboard",
    "shower curtain",
    "laundry basket",
    "toy chest",
    "high chair",
    "fire bowl",
    "bird house",
    "ladder",
)
ASKED = (
    "how do I {act} my {thing}",
    "can I {act} a {thing}",
    "{act} {thing}",
    "what does it cost to {act} the {thing}",
    "I would like to {act} the {thing} I bought",
    "is there a way to {act} a {thing} here",
    "who helps me {act} a {thing}",
    "please tell me about how to {act} my new {thing}",
    "{thing}: when can I {act} it",
    "my {thing} came yesterday and I want to {act} it",
    "do you {act} {thing}s for customers",
    "need to {act} one {thing}, where do I start",
    "are there rules if I {act} the {thing}",
    "help me {act} this {thing}",
)


def write(folder: Path, entries: int, seed: int = 4) -> Path:
    """Write `entries` (at most 1,000) beside the shop's own small talk and rules."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    for name in ("rules.yml", "talk.yml"):
        shutil.copyfile(DATA / name, folder / name)
    (folder / "faq").mkdir()
    pairs = chance.sample(list(product(ACTS, THINGS)), entries)
    told = {"topic": "Everything", "entries": [_entry(act, thing, chance) for act, thing in pairs]}
    (folder / "faq" / "everything.yml").write_text(json.dumps(told, indent=1))  # JSON is YAML
    return folder


def _entry(act: str, thing: str, chance: random.Random) -> dict[str, object]:
    name = f"{act} {thing}".replace(" ", "-")
    return {
        "id": name,
        "title": f"How to {act} a {thing}",
        "url": f"https://www.fjordandfern.example/help/{name}",
        "phrasings": [form.format(act=act, thing=thing) for form in chance.sample(ASKED, PHRASINGS)],
        "answer": f"To {act} a {thing}, choose **{act.title()}** beside the {thing} in your orders. "
        f"We look after the {thing} within {chance.randint(2, 9)} days and write to you when it is done.",
    }


def questions(number: int, seed: int = 5) -> list[str]:
    """Give questions about what `write` writes about, some misspelt, some that no entry answers."""
    chance = random.Random(seed)
    return [
        chance.choice((*ASKED, "does the {thing} glow in the dark"))
        .format(act=chance.choice(ACTS), thing=chance.choice(THINGS))
        .replace("ea", chance.choice(("ea", "ea", "ae")))
        for _ in range(number)
    ]
