"""Do small talk and its rules fit together?"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from content.shape import Content
from content.source import Node, Problem, Source, line_of


def check_rules(data_dir: Path, content: Content, problems: list[Problem]) -> None:
    """Look for small talk without a rule, and for rules without small talk."""
    path = data_dir / "rules.yml"
    source = Source(str(path), problems)
    if not path.exists():
        source.error(1, "The file is missing; it says what follows on each intent.")
        return
    document = source.document(path)
    if document is None:
        return
    top = source.mapping(document, "The rules", ("rules",), ("version",))
    known = {"faq", "nlu_fallback", *(item.id for item in content.talk)}
    replies = {f"utter_{name}" for name in known - {"nlu_fallback"}}
    ruled = set()
    for key, node in _steps(source, top.get("rules")):
        name = str(node.value)
        if key == "intent":
            ruled.add(name)
            if name not in known:
                source.error(
                    line_of(node), f"`{name}` is neither `faq`, `nlu_fallback` nor an item of talk.yml."
                )
        elif name.startswith("utter_") and name not in replies:
            source.error(line_of(node), f"`{name}` has no item `{name[6:]}` in talk.yml.")
    taught = {"faq": 1, "nlu_fallback": 1} | {
        item.id: item.line for item in content.talk if item.id and item.phrasings
    }
    for name in taught:
        if name not in ruled:
            source.error(1, f"No rule says what follows on `{name}`.")


def _steps(source: Source, rules: Node | None) -> Iterator[tuple[str, Node]]:
    for rule in source.items(rules, "`rules`"):
        parts = source.mapping(rule, "A rule", ("rule", "steps"), ())
        for step in source.items(parts.get("steps"), "`steps`"):
            for key, node in source.mapping(step, "A step", (), ("intent", "action")).items():
                if isinstance(node, yaml.ScalarNode):
                    yield key, node
                else:
                    source.error(line_of(node), f"`{key}` should be one name.")
