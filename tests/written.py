"""Entries of every make, for tests: a full one by hand, and whatever hypothesis thinks of."""

from __future__ import annotations

from datetime import date

from hypothesis import Phase
from hypothesis import strategies as st

from content.shape import Entry, Media, Step, Translation, normalise

FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""What is found is told at once: to make it smaller takes minutes."""

FULL = Entry(
    id="open-a-parcel",
    title="How do I open the parcel?",
    url="https://shop.example/help/parcel",
    answer="Pull the **red tab**.\n\n- gently\n- then [write](https://shop.example/x)",
    phrasings=tuple(f"open the parcel number {number}" for number in range(8)),
    topic="Parcels",
    file="parcels.yml",
    state="draft",
    visible="agents",
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    review_by=date(2026, 6, 30),
    related=("track", "return-it"),
    media=(Media("https://shop.example/tab.png", "The red tab: on the left"),),
    languages={
        "de": Translation("Wie öffne ich das Paket?", "An der **roten Lasche** ziehen.", ("paket öffnen",)),
        "pt-BR": Translation("Como abro?", "Puxe.", (), "https://shop.example/pt"),
    },
    steps=(
        Step("It is torn", "Send it back.", ends="person"),
        Step(
            "No tab",
            "Look at the other side.",
            (Media("https://shop.example/side.mp4", "The other side"),),
            (Step("Found", "Good.", ends="helped"), Step("Nothing", "Then we look.", ends="person")),
        ),
    ),
    must_answer=("where is the tab",),
    must_not_answer=("where is my parcel",),
)

_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="{}(<")
_WORD = st.from_regex(r"[a-zA-Zäßñ0-9]{1,12}", fullmatch=True)


def _fit(text: str) -> bool:
    return bool(text) and text == text.strip() and text.isprintable()


lines = st.one_of(
    st.lists(_WORD, min_size=1, max_size=12).map(lambda said: " ".join(said)[:80].strip()),
    st.sampled_from(("no", "12", "1:30", "a: b", "- x", "# not said", "'quoted'", '"so"', "null", "~")),
    st.text(_LETTERS, min_size=1, max_size=80).filter(_fit),
)
"""One line as people write it, or as nobody should."""
asked = lines.filter(lambda text: not text.startswith("/") and any(char.isalnum() for char in text))
texts = st.lists(lines, min_size=1, max_size=4).flatmap(
    lambda said: st.sampled_from((" ", "\n", "\n\n", "\n- ")).map(lambda between: between.join(said))
)
ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
urls = ids.map(lambda name: f"https://shop.example/{name}")
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31))
media = st.lists(st.builds(Media, urls, lines), max_size=2).map(tuple)
ends = st.builds(Step, lines, texts, media, st.just(()), st.sampled_from(("helped", "person")))
steps = st.recursive(
    ends,
    lambda below: st.builds(
        Step,
        lines,
        texts,
        media,
        st.lists(below, min_size=1, max_size=3, unique_by=lambda step: step.label).map(tuple),
    ),
    max_leaves=4,
)
some = st.lists(asked, max_size=3, unique_by=normalise).map(tuple)
translations = st.builds(Translation, lines, texts, some, st.just("") | urls)


@st.composite
def entries(draw: st.DrawFn, file: str = "orders.yml", topic: str = "Orders") -> Entry:
    """Draw an entry that may stand in a file."""
    first, last = sorted((draw(days) or date.min, draw(days) or date.max))
    return Entry(
        id=draw(ids),
        title=draw(lines),
        url=draw(st.just("") | urls),
        answer=draw(texts),
        phrasings=draw(some) or ("what is it",),
        topic=topic,
        file=file,
        state=draw(st.sampled_from(("live", "draft"))),
        visible=draw(st.sampled_from(("all", "agents"))),
        valid_from=None if first == date.min else first,
        valid_until=None if last == date.max else last,
        review_by=draw(days),
        related=draw(st.lists(ids, max_size=3, unique=True).map(tuple)),
        media=draw(media),
        languages=draw(
            st.dictionaries(st.sampled_from(("de", "fr", "pt-BR", "ar")), translations, max_size=2)
        ),
        steps=draw(st.lists(steps, max_size=2, unique_by=lambda step: step.label).map(tuple)),
        must_answer=draw(some),
        must_not_answer=draw(some),
    )
