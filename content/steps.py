"""Reads guided steps: the choices after an answer, each with its own, down to an end."""

from content.fields import Parts, listed, markdown, media
from content.shape import CHOICES_MOST, ENDS, ID_LENGTH, LABEL_LENGTH, STEP_LENGTH, STEPS_DEEP, Step
from content.source import Node, Source, line_of


def steps(source: Source, parts: Parts, depth: int = 1) -> tuple[Step, ...]:
    """Read the choices under an entry or a step."""
    if "steps" not in parts:
        return ()
    if depth > STEPS_DEEP:
        source.error(line_of(parts["steps"]), f"Steps go at most {STEPS_DEEP} choices deep.")
        return ()
    found = [_step(source, node, depth) for node in listed(source, parts, "steps", CHOICES_MOST)]
    labels = [step.label for step in found if step.label]
    if len(set(labels)) < len(labels):
        source.error(line_of(parts["steps"]), "Two choices of the same step have the same label.")
    return tuple(found)


def _step(source: Source, node: Node, depth: int) -> Step:
    parts = source.mapping(node, "A step", ("label", "text"), ("media", "steps", "ends"))
    return Step(
        label=_label(source, parts.get("label")),
        text=markdown(source, parts.get("text"), "A step's text", STEP_LENGTH),
        media=media(source, parts),
        steps=steps(source, parts, depth + 1),
        ends=_ends(source, parts, node),
    )


def _label(source: Source, node: Node | None) -> str:
    text = source.text(node, "A step's label", LABEL_LENGTH)
    if "\n" in text and node is not None:
        source.error(line_of(node), "A step's label is one line.")
    return text


def _ends(source: Source, parts: Parts, node: Node) -> str:
    text = source.text(parts.get("ends"), "`ends`", ID_LENGTH)
    if text and text not in ENDS:
        source.error(line_of(parts["ends"]), f"`ends` is one of {', '.join(ENDS)}, not `{text}`.")
    elif parts and ("ends" in parts) == ("steps" in parts):
        said = (
            "both `steps` and `ends`; keep one" if text else "no `steps` and no `ends`, so it leads nowhere"
        )
        source.error(line_of(node), f"A step has {said}.")
    return text if text in ENDS else ""
