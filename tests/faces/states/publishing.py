"""From the draft to what is live: a training that runs, what it would change, a question that is tried."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, Route, expect

from handoff.core.preview import summed
from tests.faces.states.entries import writer
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story

NAME = "20261122-101112-0a0b0c0d"
BY = {"id": "aaaaaaaa-0000-4000-8000-000000000003", "name": "Cleo"}
RUNS = {
    "state": "running",
    "stage": "rehearsing",
    "done": 4,
    "of": 10,
    "share": 0.62,
    "left_s": 8.5,
    "by": BY,
}
TRAINED = {
    "state": "done",
    "candidate": {"name": NAME, "entries": 65, "by": BY},
    "fits": True,
    "preview": {"state": "done"},
}
GIFTS = {
    "entry": "return-gifts",
    "title": "Can I return a gift somebody gave me?",
    "answer": "Within 60 days.",
}
NOTHING: list[Any] = []
DRAFT = {"added": [GIFTS], "changed": NOTHING, "removed": NOTHING, "talk": False, "live": 7}
DRAFT |= {"needs_training": True}
RETURNS: dict[str, Any] = {"kind": "given", "entry": "returns", "offer": [], "sure": 0.9}
OURS: dict[str, Any] = {**RETURNS, "entry": "return-gifts"}
PERSON: dict[str, Any] = {"kind": "person", "entry": None, "offer": [], "sure": 0.2}
TITLES: dict[str, Any] = {"kind": "offered", "entry": None, "offer": ["returns", "return-gifts"], "sure": 0.6}


def preview() -> dict[str, Any]:
    def asked(text: str, before: Any, after: Any, times: int = 1) -> dict[str, Any]:
        return {"id": 1, "text": text, "times": times, "was": None, "before": before, "after": after}

    test = {"entry": "returns", "title": "How long can I return it?", "kind": "must_answer"}
    scores = {"accuracy": 0.74, "coverage": 0.66, "precision": 0.95, "asked": 648, "unanswerable": 834}
    collision = {"first": "return-gifts", "second": "returns", "likeness": 0.93, "new": True}
    texts = {"first_text": "can gifts be sent back", "second_text": "can things be sent back"}
    return summed(
        {
            "candidate": {"name": NAME, "scores": scores},
            "live": {"name": "20261121-140210-88d1e7b3", "scores": {**scores, "coverage": 0.61}},
            "titles": {"return-gifts": GIFTS["title"], "returns": "How long can I return it?"},
            "questions": [
                asked("i got a vase and do not like it", RETURNS, OURS, 3),
                asked("give it back", RETURNS, PERSON),
                asked("my aunt gave me a lamp", PERSON, OURS, 12),
                asked("back please", RETURNS, TITLES),
                asked("where is it", RETURNS, RETURNS),
            ],
            "tests": [
                {**test, "text": "can i return it", "before": RETURNS, "after": RETURNS, "passed": True,
                 "passed_before": True},
                {**test, "text": "give it back", "before": RETURNS, "after": PERSON, "passed": False,
                 "passed_before": True},
            ],
            "collisions": [{**collision, **texts}],
        }
    )  # fmt: skip


TOLD = {
    "which": "candidate",
    "model": NAME,
    "question": "can i retrun a present",
    "words": ["can", "i", "return", "a", "present"],
    "mended": [["retrun", "return"]],
    "entities": [["date", "last week"]],
    "guess": "faq/return-gifts",
    "confidence": 0.94,
    "threshold": 0.87,
    "given": True,
    "decided": "faq",
    "offer": [],
    "answer": {**GIFTS, "text": "Within 60 days.", "url": "https://shop.example/gifts", "topic": "Returns"},
    "reply": None,
    "person": False,
    "kept_back": False,
    "nearest": [
        {"text": "return a present", "label": "faq/return-gifts", "likeness": 0.9, "by_meaning": 0.97,
         "by_grams": 0.65},
        {"text": "good morning", "label": "greet", "likeness": 0.2, "by_meaning": 0.2, "by_grams": 0.1},
    ],
    "runners_up": [["faq/returns", 0.07], ["greet", 0.02]],
    "titles": {"faq/return-gifts": GIFTS["title"], "faq/returns": "How long can I return it?"},
}  # fmt: skip


@story("studio/publish-training", "studio/publish", "studio/try")
async def cleo_publishes(stage: Stage) -> None:
    page = await writer(stage, "Paula", "content")
    states: list[dict[str, Any]] = [RUNS]
    begun: list[str] = []

    async def candidate(route: Route) -> None:
        if route.request.method != "GET":
            begun.append(route.request.method)
        await route.fulfill(json=states[0])

    await answers(page, "**/api/studio/releases/draft-diff", DRAFT)
    await answers(page, "**/api/studio/check", {"problems": [], "errors": 0, "warnings": 0})
    await answers(page, "**/api/studio/candidate/preview", preview())
    await answers(page, "**/api/studio/try", TOLD)
    await page.route("**/api/studio/candidate", candidate)
    await page.goto(f"{stage.handrail.url}/studio/publish?train=1")
    bar = page.get_by_role("progressbar")
    await stage.look("studio/publish-training", page, sees=bar)
    async with page.expect_response(lambda response: response.request.method == "DELETE"):
        await page.get_by_role("button", name="Cancel").click()
    assert begun == ["DELETE"]  # what runs already is not begun again
    states[0] = TRAINED
    await page.locator("summary").filter(has_text="would get another answer").click()
    await expect(page.get_by_label("Note")).to_have_value("New: Can I return a gift somebody gave me?")
    await stage.look("studio/publish", page, sees=page.get_by_role("cell", name="3 times"))
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("dialog")).to_contain_text("A test that passed would fail")
    await page.get_by_role("button", name="Not yet").click()
    await tried(stage, page)


async def tried(stage: Stage, page: Page) -> None:
    await page.get_by_role("link", name="Try a question").click()
    await expect(page.get_by_label("The trained draft")).to_be_checked()
    await page.get_by_label("Question").fill("can i retrun a present")
    await page.keyboard.press("Enter")
    await stage.look("studio/try", page, sees=page.get_by_text("94% sure"))


async def answers(page: Page, path: str, told: Any) -> None:
    async def fulfil(route: Route) -> None:
        await route.fulfill(json=told)

    await page.route(path, fulfil)
