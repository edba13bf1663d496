"""Entries come in from tables, JSON, archives and help centres; the hostile is inert or refused."""

import csv
import io
import json
import stat
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from content import edit
from content.edit import save
from content.entries import load
from content.exporting import as_csv, as_json, as_zip
from content.importing import carry_out, plan, read, standing
from content.importing.kinds import Imported
from content.places import DATA
from content.shape import Entry
from content.snapshot import plain
from tests.content.conftest import topic, written
from tests.written import FOUND, FULL, entries

SHOP = load(DATA).entries


def said(imported: Imported) -> list[str]:
    return [f"{one.line} {one.level} {one.sentence}" for one in imported.problems]


def the_same(imported: Imported, wanted: list[Entry]) -> bool:
    return [plain(one) for one in imported.entries] == [plain(one) for one in wanted]


@pytest.mark.parametrize("write", [as_csv, as_json, as_zip])
def test_what_was_given_away_is_taken_in_as_it_was(write: Any) -> None:
    wanted = sorted(
        [*SHOP, replace(FULL, id="strange", answer="=1+1 \n@x", title="'=x")], key=lambda one: one.file
    )
    taken = read("export", write(wanted))
    assert [line for line in said(taken) if "error" in line] == []
    assert sorted(map(str, map(plain, taken.entries))) == sorted(map(str, map(plain, wanted)))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=FOUND)
@given(one=entries())
def test_any_entry_survives_a_spreadsheet(one: Entry) -> None:
    assert the_same(read("export.csv", as_csv([one])), [one])


def test_no_cell_of_an_export_is_a_formula() -> None:
    for text in ("=1+1", "+1 x", "-1 x", "@SUM(A1)", "'=x"):
        body = as_csv([replace(FULL, title=text, answer=text, phrasings=(text, "second"))]).decode(
            "utf-8-sig"
        )
        (row,) = csv.DictReader(io.StringIO(body))
        assert not any(cell and cell[0] in "=+-@\t\r" for cell in row.values())
        assert read("x.csv", body.encode()).entries[0].title == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_in_any_encoding_with_any_delimiter(encoding: str, delimiter: str) -> None:
    rows = [
        ["Answer", "Question", "colour"],
        ["Größe €", "Wie groß?", "red"],
        ["", "", ""],
        ["", "Ohne", "x"],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    taken = read("t.csv", text.encode(encoding))
    assert [(one.id, one.title, one.answer, one.state) for one in taken.entries] == [
        ("wie-gross", "Wie groß?", "Größe €", "draft"),
        ("ohne", "Ohne", "", "draft"),
    ]
    assert "1 warning The column `colour` is not known and was not read." in said(taken)
    assert (encoding == "cp1252") == any("Western European" in line for line in said(taken))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Bad Id,x,a,,", "2 error The id should be small letters"),
        ("x,,a,,", "2 error An entry has no `title`."),
        ("x,T,${HOME},,", "2 error The answer holds a brace"),
        ("x,T,a\u202eb,,", "2 error The answer holds a character that cannot be seen."),
        ("x,T," + "y" * 2001 + ",,", "2 error The answer is longer than 2,000 characters."),
        ("x,T,a,[],", "2 error `steps` should be a list"),
        ("x,T,a,{oops,", "2 error `steps` should be JSON, as an export has it."),
        ("x,T,a," + "[" * 50_000 + ",", "2 error `steps` should be JSON"),
        ("x,T,a,,soon", "2 error `state` is one of live, draft"),
        ("x,T,a,,,,,", "2 error The row has more cells than the table has columns."),
        ("x,T," + "y" * 300_000 + ",,", "1 error This is no table with rows and columns"),
        ('x,T,"never closed', "1 error This is no table with rows and columns"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_and_the_next_is_read(row: str, sentence: str) -> None:
    if row == "x,T,a,[],":
        row = 'x,T,a,"{""a"": 1}",'
    taken = read("t.csv", f"id,title,answer,steps,state\n{row}\nfine,Fine,Good,,\n".encode())
    assert said(taken)[0].startswith(sentence)
    assert [one.id for one in taken.entries] == (["fine"] if sentence.startswith("2") else [])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The table is empty."),
        (b"a,b\n1,2\n", "There is no column `title`"),
        (b"\xff\xfea", "The file says that it is UTF-16, and is not."),
        (b"a\x00b\x00\x00\x00" * 9, "The file is no text"),
        (b"%PDF-1.7 \x00\x01", "The file is no text"),
        (b"{", "This is not valid JSON: line 1"),
        (b"[" * 200_000, "This is not valid JSON: nested too deep, or a number too long."),
        (b'{"a": 1}', "There are no `entries`, `articles` or `data` here"),
        (b"[1]", "There are no `entries`, `articles` or `data` here"),
        (b'{"entries": [4, {"id": "x"}]}', "An entry has no `title`"),
        (b"PK\x03\x04 broken", "The archive cannot be read"),
        (b"x" * 20_000_001, "The file is larger than 20 MB."),
    ],
)
def test_a_file_that_is_no_export_is_a_sentence(data: bytes, sentence: str) -> None:
    taken = read("file", data)
    assert taken.entries == []
    assert any(sentence in line for line in said(taken)), said(taken)


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return out.getvalue()


def test_an_archive_that_would_do_harm_is_refused_file_by_file(data: Path) -> None:
    good = topic(data, written()).read_bytes()
    link = zipfile.ZipInfo("faq/link.yml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    names = (
        "../../etc/cron.yml",
        "/etc/passwd.yml",
        "C:\\faq\\x.yml",
        "faq/../x.yml",
        "faq/x.sh",
        "faq/.yml",
        "deep/er/faq/x.yml",
    )
    taken = read(
        "a.zip",
        zipped(
            *((name, good) for name in names),
            (link, b"/etc/passwd"),
            ("faq/bomb.yml", b"a" * 30_000_000),
            ("faq/binary.yml", b"\xff\xfe"),
            ("faq/tags.yml", b"topic: !!python/object:os.system x\nentries: []\n"),
            ("faq/orders.yml", good),
            ("shop/faq/more.yml", good.replace(b"id: track", b"id: other")),
        ),
    )
    assert [one.id for one in taken.entries] == ["track", "other"]
    counts = Counter(one.sentence.split(": ", 1)[-1] for one in taken.problems if one.level == "error")
    assert counts["its name leads out of the archive."] == 4
    assert counts["only topic files, faq/….yml, are read."] == 3
    assert counts["it is a link to another file."] == 1
    assert counts["it is larger than 1 MB."] == 1
    assert any("The file is not UTF-8 text." in line for line in said(taken))
    assert any("Tags (`!name`) are not read here" in line for line in said(taken))


def test_an_archive_with_too_much_in_it_is_refused_as_a_whole() -> None:
    many = zipped(*((f"faq/a{number}.yml", b"") for number in range(501)))
    assert said(read("a.zip", many)) == ["1 error The archive holds 501 files; at most 500 are read."]
    bombs = zipped(*((f"faq/a{number}.yml", b"#" * 999_999) for number in range(60)))
    assert "1 error Unpacked the archive is larger than 50 MB." in said(read("a.zip", bombs))


BODY = """<h2>First</h2><p>Look at the <b>link</b>&nbsp;in <a href="/hc/track">the mail</a>.</p>
<script>alert(1)</script><style>p{color:red}</style><ul><li>One</li><li>Two <em>more</em></li></ul>
<img src="https://a.example/x.png" alt="A box"><img src="data:xx"><p onclick="x()">Use {code}.</p>
<a href="javascript:alert(1)">bad</a><iframe src="https://b.example"></iframe>"""


def test_a_zendesk_export_becomes_drafts_in_small_markdown() -> None:
    source = {"source_locale": "en-us"}
    told = {
        "sections": [{"id": 7, "name": "Delivery & returns"}],
        "articles": [
            {"id": 1, "title": "Wo ist es?", "body": "<p>Im <i>Link</i>.</p>", "locale": "de"} | source,
            {"id": 1, "title": "Where is my parcel?", "body": BODY, "locale": "en-us", "section_id": 7,
             "label_names": ["parcel", "shared", "/restart", 4], "html_url": "https://shop.example/hc/1"}
            | source,
            {"id": 2, "title": "Long", "body": "<p>" + "A sentence of words. " * 200,
             "html_url": "https://shop.example/hc/2", "label_names": ["shared"]},
            {"id": 3, "title": "Empty", "body": "<script>x</script>"},
            {"id": 4, "title": "Long", "body": "<p>Short.</p>", "html_url": "javascript:alert(1)"},
            "no",
        ],
    }  # fmt: skip
    taken = read("zendesk.json", json.dumps(told).encode())
    first, long, other = taken.entries
    assert all(one.state == "draft" for one in taken.entries)
    assert first.answer.split("\n") == [
        "**First**", "", "Look at the **link** in [the mail](https://shop.example/hc/track).", "",
        "- One", "- Two *more*", "", "Use (code).", "", "bad"]  # fmt: skip
    assert (first.id, first.topic, first.url) == (
        "where-is-my-parcel",
        "Delivery & returns",
        "https://shop.example/hc/1",
    )
    assert first.phrasings == ("parcel",), "a label of two articles tells neither"
    assert first.languages["de"].answer == "Im *Link*."
    assert [(one.url, one.alt) for one in first.media] == [("https://a.example/x.png", "A box")]
    assert (long.id, other.id, other.url) == ("long", "long-2", "")
    assert len(long.answer) <= 2_000
    assert long.answer.endswith("words.\n\n[https://shop.example/hc/2](https://shop.example/hc/2)")
    sentences = "\n".join(said(taken))
    assert "Left out of the article: a frame, braces, which became round brackets, a picture" in sentences
    assert "The article “Empty” has no text; it was left out." in sentences
    assert "6 error This article is no object" in sentences


@pytest.mark.parametrize(
    ("body", "answer", "sentence"),
    [
        ("<b>" * 3000 + "deep", "deep", "its form, which is nested too deep"),
        ("<img src=https://a.example/x alt=y>" * 3000 + "below", "", "what stands far below"),
        (
            "&lt;script&gt;alert(1)&lt;/script&gt; \u202ex&#0;",
            "<script>alert(1)</script> x\ufffd",
            "HTML is shown as",
        ),
        (
            "<a href='https://a.example/\"onclick=x'>[y](javascript:alert(1))</a>",
            None,
            "only https and mailto links",
        ),
        ("<a href='https://[x'>a</a>\ud800<img src='//['>", "a?", "a picture without words"),
        ("<p>" + "<a href='https://a.example/x'>yes</a> " * 900, None, "its beginning was taken"),
    ],
)
def test_html_that_would_do_harm_does_none(body: str, answer: str | None, sentence: str) -> None:
    taken = read("z.json", json.dumps({"articles": [{"id": 1, "title": "T", "body": body}]}).encode())
    assert sentence in "\n".join(said(taken))
    if answer:
        assert taken.entries[0].answer == answer
    for one in taken.entries:
        assert one.answer.count("](") == one.answer.count("](https://a.example/x)")


def test_intercoms_articles_are_read() -> None:
    told = {"type": "list", "data": [
        {"type": "article", "id": "9", "title": "Pay later", "body": "<p>You can.</p>",
         "url": "https://shop.example/9", "default_locale": "en", "translated_content": {
             "type": "x", "fr": {"title": "Payer", "body": "<p>Oui.</p>"}, "xx1": {"title": "?"}}},
        {"type": "collection"},
    ]}  # fmt: skip
    taken = read("intercom.json", json.dumps(told).encode())
    (one,) = taken.entries
    assert (one.id, one.topic, one.answer, list(one.languages)) == (
        "pay-later",
        "Imported",
        "You can.",
        ["fr"],
    )
    assert "2 error This is no article with a title and a body." in said(taken)


def test_a_plan_says_what_becomes_of_each_and_nothing_is_done_before(data: Path) -> None:
    topic(data, written(), written(id="other", title="Else?", phrasings=[f"else {n}" for n in "abcdefgh"]))
    before = (data / "faq" / "orders.yml").read_text()
    table = "id,title,answer\ntrack,Where is it?,In the van.\nnew,New?,Yes.\n"
    table += "other,Else?,Look at the link. It moves in the evening.\n"
    planned = plan(read("t.csv", table.encode()), standing(data), "News")
    assert [(one.entry.id, one.what) for one in planned] == [
        ("track", "changed"),
        ("new", "added"),
        ("other", "same"),
    ]
    assert planned[0].sentence == "Other than what stands here: answer."
    assert (data / "faq" / "orders.yml").read_text() == before
    assert carry_out(data, planned) == []
    known = {one.id: one for one in standing(data)}
    assert (known["track"].answer, known["track"].state, len(known["track"].phrasings)) == (
        "In the van.",
        "live",
        8,
    )
    assert (known["new"].topic, known["new"].state) == ("News", "draft")
    after = (data / "faq" / "orders.yml").read_text().splitlines()
    (changed,) = [line for line, was in zip(after, before.splitlines(), strict=True) if line != was]
    assert changed == "    answer: In the van."


def test_a_help_centre_does_not_overwrite_what_staff_have_made_of_it(data: Path) -> None:
    told = {
        "articles": [
            {"id": 1, "title": "Where is it?", "body": "<p>Old.</p>"},
            {"id": 2, "title": "Track", "body": "<p>New.</p>"},
        ]
    }
    planned = plan(read("z.json", json.dumps(told).encode()), standing(data))
    assert [(one.entry.id, one.what) for one in planned] == [("where-is-it", "skipped"), ("track-2", "added")]
    assert carry_out(data, planned) == []
    assert {one.id for one in standing(data)} == {"track", "track-2"}


def test_one_entry_that_cannot_be_written_does_not_stop_the_others(data: Path) -> None:
    new = [replace(FULL, id=f"new-{number}") for number in range(1, 31)]
    planned = plan(Imported(new), standing(data))
    planned[7] = replace(planned[7], entry=replace(planned[7].entry, answer="See {x}."))
    (wrong,) = carry_out(data, planned)
    assert wrong.sentence == "The answer holds a brace or `${…}`, which Rasa would expand."
    assert len(standing(data)) == 30
    save(data, replace(FULL, id="new-8", file="", answer=" With space around. "))
    assert next(one for one in standing(data) if one.id == "new-8").answer == "With space around."
    assert len(list((data / "faq").iterdir())) == 2


def test_a_topic_that_is_full_goes_on_in_another_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit, "AT_ONCE", 5)
    monkeypatch.setattr(edit, "FILE_BYTES", 60_000)
    large = [replace(FULL, id=f"new-{number}", file="", answer="word " * 390) for number in range(40)]
    assert carry_out(data, plan(Imported(large), [])) == []
    files = {path.name: path.stat().st_size for path in (data / "faq").iterdir()}
    assert {"orders.yml", "parcels.yml", "parcels-2.yml"} < set(files)
    assert max(files.values()) < 60_000
    assert len(standing(data)) == 41
