"""Is every entry found by somebody, is it still true, and does what it names exist?"""

from collections import Counter
from datetime import date

from content.shape import Content, Entry
from content.source import Problem, Source

NAMED = 5  # ids that a sentence names before it only counts


def check_reach(content: Content, today: date, problems: list[Problem]) -> None:
    """Look for entries that nobody reaches, that are due for review, or that lack a language."""
    ids = {entry.id: entry for entry in content.entries}
    for entry in content.entries:
        source = Source(entry.file, problems)
        _check_days(source, entry, today)
        _check_related(source, entry, ids)
    _check_languages(content, problems)


def _check_days(source: Source, entry: Entry, today: date) -> None:
    if entry.valid_until and entry.valid_until < today:
        source.warning(
            entry.line,
            f"`{entry.id}` was valid until {entry.valid_until} and is not shown any more; "
            "renew it, or remove it.",
        )
    if entry.review_by and entry.review_by < today:
        kind = "This draft" if entry.state == "draft" else f"`{entry.id}`"
        source.warning(entry.line, f"{kind} was to be reviewed by {entry.review_by}.")


def _check_related(source: Source, entry: Entry, ids: dict[str, Entry]) -> None:
    for name in entry.related:
        other = ids.get(name)
        if name == entry.id:
            source.warning(entry.line, f"`{entry.id}` names itself in `related`.")
        elif other is None:
            source.warning(entry.line, f"`related` names `{name}`, and there is no such entry.")
        elif entry.taught and not other.taught:
            kind = "a draft" if other.state == "draft" else "for agents only"
            source.warning(entry.line, f"`related` names `{name}`, which customers do not see: it is {kind}.")


def _check_languages(content: Content, problems: list[Problem]) -> None:
    """A language that some entries are in, and others not: said once a language, with the first ids."""
    for language in sorted(Counter(code for entry in content.taught for code in entry.languages)):
        without = [entry for entry in content.taught if language not in entry.languages]
        if without:
            named = ", ".join(f"`{entry.id}`" for entry in without[:NAMED])
            more = f" and {len(without) - NAMED} more" if len(without) > NAMED else ""
            are = "entry is" if len(without) == 1 else "entries are"
            Source(without[0].file, problems).warning(
                without[0].line, f"{len(without)} {are} not written in `{language}`: {named}{more}."
            )
