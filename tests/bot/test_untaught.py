"""A shop whose first entry is still a draft has a bot that greets and hands over."""

import shutil
from pathlib import Path

from bot.importer import FAQ, ContentImporter
from content.places import DATA
from content.starting import start_own


def test_small_talk_alone_makes_a_whole_domain(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    start_own(data, "Teas")
    importer = ContentImporter(training_data_paths=[str(data)])
    learnt = importer.get_nlu_data()
    assert FAQ not in learnt.intents
    assert learnt.responses == {}
    domain = importer.get_domain()
    actions = {event.action_name for step in importer.get_stories().story_steps for event in step.events
               if hasattr(event, "action_name")}  # fmt: skip
    assert actions <= set(domain.action_names_or_texts)
    assert domain.responses[f"utter_{FAQ}"] == [{"custom": {"handoff": {"reason": "no_answer"}}}]
