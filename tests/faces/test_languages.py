"""The widget in every language: nothing is missing or left in English, and each counts by its own rules."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from handoff.core.disclosure import DISCLOSURES, disclosure

LANGUAGES = ["ar", "de", "en", "es", "et", "fr", "ja"]

TELL = """
import { build } from "esbuild";
const languages = JSON.parse(process.argv[1]);
const { outputFiles } = await build({
    stdin: {
        contents: languages.map((code) => `export * as ${code} from "./widget/strings/${code}.ts";
            export { strings as resume_${code} } from "./widget/strings/resume.${code}.ts";`).join(""),
        resolveDir: process.cwd(), loader: "ts",
    },
    bundle: true, write: false, format: "esm",
});
const own = { language: "en", languages: ["en"] };
Object.defineProperty(globalThis, "navigator", { value: own, configurable: true });
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const found = await import("data:text/javascript;base64," + code);

// A path for every sentence; of a function how many arguments it takes, and what it says of some.
const samples = (words) => {
    const choices = [["Ada", "Qi9"], [null, true], [0, 1, 2, 3, 5, 11, 25, 100, 1000000]];
    const said = {};
    choices.forEach((values, index) => values.forEach((first) => values.forEach((second) => {
        try { said[`${index}:${first},${second}`] = words(first, second); } catch { /* of another type */ }
    })));
    return said;
};
const flat = (tree, path, into) => {
    for (const [key, value] of Object.entries(tree)) {
        const here = [...path, key].join(".");
        if (typeof value === "function") into[here] = { arity: value.length, said: samples(value) };
        else if (typeof value === "object") flat(value, [...path, key], into);
        else into[here] = { arity: null, said: { "": value } };
    }
    return into;
};
console.log(JSON.stringify(Object.fromEntries(languages.map((code) => [code, {
    words: flat({ ...found[code], resume: found[`resume_${code}`] }, [], {}),
    categories: new Intl.PluralRules(code).resolvedOptions().pluralCategories,
}]))));
"""
"""What each language says, from its own file."""

SAME_IN_BOTH = {
    ("de", "strings.panel"), ("es", "strings.panel"),  # "Chat"
    ("es", "strings.no"),
    ("fr", "strings.log"), ("fr", "strings.messages"),
}  # fmt: skip
"""Words that happen to be English ones too."""

NOT_WORDS = re.compile(r"strings\.(language|direction|on24Hours|weekday|date|moment)$")

Told = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def told(request: pytest.FixtureRequest) -> Told:
    node = shutil.which("node")
    assert node is not None, "the pages are built with node"
    ran = subprocess.run(
        [node, "--input-type=module", "-e", TELL, json.dumps(LANGUAGES)],
        cwd=Path(request.config.rootpath), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer: Told = json.loads(ran.stdout)
    return answer


def test_the_languages_are_those_that_are_built(repo: Path) -> None:
    built = re.search(r"const languages = (\[.*?\]);", (repo / "build.mjs").read_text())
    assert built is not None
    assert json.loads(built[1]) == LANGUAGES
    others = {"counting", "refused", "strings", "when"}
    files = {path.stem for path in (repo / "widget" / "strings").glob("*.ts") if "." not in path.stem}
    assert files - others == set(LANGUAGES)


def test_every_language_says_all_that_english_says(told: Told) -> None:
    english = {path: one["arity"] for path, one in told["en"]["words"].items()}
    assert len(english) > 150
    for code in LANGUAGES:
        assert {path: one["arity"] for path, one in told[code]["words"].items()} == english, code


def test_nothing_is_left_in_english(told: Told) -> None:
    left = [
        (code, path)
        for code in LANGUAGES
        if code != "en"
        for path, one in told[code]["words"].items()
        if not NOT_WORDS.search(path) and one["said"] == told["en"]["words"][path]["said"]
    ]
    assert set(left) == SAME_IN_BOTH


def test_every_sentence_is_whole(told: Told) -> None:
    """A name and a time are said where English says them; nothing is empty, unfilled or shouted."""
    for code in LANGUAGES:
        for path, one in told[code]["words"].items():
            for asked, said in one["said"].items():
                english = told["en"]["words"][path]["said"][asked]
                if not isinstance(english, str) or re.search("NaN|undefined", english):
                    continue  # asked for what it does not take
                where = f"{code} {path}({asked}): {said}"
                assert said.strip(), where
                assert not re.search(r"undefined|NaN|#|\$\{|  |!|�", said), where
                assert [name in said for name in ("Ada", "Qi9")] == [
                    name in english for name in ("Ada", "Qi9")
                ], where


def test_every_language_counts_by_its_own_rules(told: Told, repo: Path) -> None:
    """The type of ``counting`` asks a form for every category that is named; here all are."""
    for code in LANGUAGES:
        source = (repo / "widget" / "strings" / f"{code}.ts").read_text()
        named = re.search(r"counting<(.+?)>\(\"(\w+)\"\)", source)
        assert named is not None, code
        assert named[2] == code
        assert set(re.findall(r"\w+", named[1])) == set(told[code]["categories"]), code
    unread = told["ar"]["words"]["strings.unread"]["said"]
    forms = [re.sub(r"[\d٠-٩,٬]+", "", unread[f"2:{n},0"]) for n in (0, 1, 2, 3, 11)]
    assert len(set(forms)) == 5, forms


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_disclosure_is_the_same_on_both_sides(code: str, told: Told) -> None:
    assert told[code]["words"]["strings.disclosure"]["said"][""] == DISCLOSURES[code]
    assert set(DISCLOSURES) == set(LANGUAGES)
    assert disclosure(f"{code.upper()}-XX") == DISCLOSURES[code]


def test_who_speaks_another_language_is_told_in_english() -> None:
    assert disclosure("fi-FI") == disclosure(None) == disclosure("") == DISCLOSURES["en"]
