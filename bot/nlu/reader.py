"""Reads a message with spaCy: Rasa's tokens, entities for the agent, and the words to learn from."""

import re
from functools import cache
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc

from bot.nlu import LONGEST, WORDS

MONTHS = re.findall(
    r"\w+",
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september "
    "oct october nov november dec december",
)
CURRENCIES = ["£", "€", "$"]
UNITS = ["pound", "pounds", "gbp", "euro", "euros", "eur", "dollar", "dollars", "usd", "quid", "£", "€", "$"]
DAY = r"^(?:[12]?\d|3[01])(?:st|nd|rd|th)?$"
NUMBER = r"^\d{1,6}(?:[.,]\d{1,3})*$"

DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
NAMED = rf"{DAYS}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|week|weekend|month|year"
FEW = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
# Dates said in words: told to the agent, but left among the words, which they belong to.
SAID = re.compile(
    r"(?<!\w)(?:today|tonight|tomorrow|yesterday|the day before yesterday|the day after tomorrow"
    rf"|(?:next|last|this|coming) (?:{NAMED})|(?:{DAYS})(?: morning| afternoon| evening)?"
    rf"|(?:in (?:{FEW})|(?:{FEW})(?= \w+ ago)) (?:day|week|month|year)s?(?: ago)?)(?!\w)",
    re.IGNORECASE,
)

# The shop's numbers are FF- and six digits; bare digits of that length are taken for one too.
PATTERNS: list[dict[str, Any]] = [
    {"label": "order_number", "pattern": [{"TEXT": {"REGEX": r"^(?i:ff)-?\d{5,8}$"}}]},
    {"label": "order_number", "pattern": [{"TEXT": {"REGEX": r"^\d{6,8}$"}}]},
    {"label": "email", "pattern": [{"LIKE_EMAIL": True}]},
    {"label": "amount", "pattern": [{"TEXT": {"IN": CURRENCIES}}, {"TEXT": {"REGEX": NUMBER}}]},
    {"label": "amount", "pattern": [{"TEXT": {"REGEX": NUMBER}}, {"LOWER": {"IN": UNITS}}]},
    {"label": "amount", "pattern": [{"LOWER": {"IN": ["gbp", "eur", "usd"]}}, {"TEXT": {"REGEX": NUMBER}}]},
    {"label": "date", "pattern": [{"TEXT": {"REGEX": r"^\d{4}-\d{2}-\d{2}$"}}]},
    {"label": "date", "pattern": [{"TEXT": {"REGEX": r"^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$"}}]},
    {
        "label": "date",
        "pattern": [{"LOWER": {"REGEX": DAY}}, {"LOWER": "of", "OP": "?"}, {"LOWER": {"IN": MONTHS}}],
    },
    {"label": "date", "pattern": [{"LOWER": {"IN": MONTHS}}, {"LOWER": {"REGEX": DAY}}]},
]
READ = 8_000  # most characters of a text; customers may write 4,000
BEGINNING, ENDING = (
    800,
    400,
)  # of a longer text: there people ask, and give their number; time grows with more
CODE = frozenset("_{}<>")  # a piece of text with one of these is markup or a command, and no word
# Kept in one piece, where spaCy would split at the hyphen or slash.
WHOLE = r"^(?:(?i:ff)-?\d{5,8}|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})$"


@cache
def language() -> Language:
    """Give spaCy's English tokenizer with the patterns above; about 0.1 ms a message."""
    nlp = spacy.blank("en")
    nlp.tokenizer.token_match = re.compile(WHOLE).match  # type: ignore[union-attr]
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)  # type: ignore[attr-defined]
    return nlp


def visible(text: str) -> str:
    """Replace what cannot be seen by spaces, one for one, so that places in the text stay right.

    More than 80 characters in a run are no word, and spaCy would take a second over 2,000 emoji, and refuse
    a million characters: what stands after READ is left out, and what stands between a long text's beginning
    and its ending is not looked at.
    """
    text = text[:READ]
    if (between := len(text) - BEGINNING - ENDING) > 0:
        text = text[:BEGINNING] + " " * between + text[-ENDING:]
    seen = "".join(char if char.isprintable() else " " for char in text)
    return re.sub(r"(\S{80})\S", r"\1 ", seen)


def words(doc: Doc) -> list[str]:
    """Give the words to learn from: lower case, no punctuation, no code, and no entities, which differ."""
    told = [t for t in doc if not t.ent_type_ and any(map(str.isalnum, t.text)) and not CODE & set(t.text)]
    found = [t.lower_.replace("’", "'") for t in told]
    return found[:LONGEST]


def entities(doc: Doc) -> list[dict[str, Any]]:
    """Give the entities as Rasa lists them: kind, text, and where it stands (characters, end excluded)."""
    found = [(e.label_, e.start_char, e.end_char) for e in doc.ents]
    found += [("date", *match.span()) for match in SAID.finditer(doc.text)]
    return [
        {
            "entity": kind,
            "value": doc.text[start:end],
            "start": start,
            "end": end,
            "extractor": "SpacyReader",
        }
        for kind, start, end in sorted(found, key=lambda one: one[1])
    ]


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=False,
)
class SpacyReader(Tokenizer):
    """Tokens, entities and words of a message.

    Needs no model beyond `spacy.blank("en")`, and nothing is learnt.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give what Rasa's Tokenizer asks for; intents are never split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages to be checked for before training."""
        return ["spacy"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Split one attribute's text into Rasa's tokens."""
        return self._tokens(language()(visible(message.get(attribute))))

    @staticmethod
    def _tokens(doc: Doc) -> list[Token]:
        return [Token(token.text, token.idx) for token in doc if not token.is_space]

    def process(self, messages: list[Message]) -> list[Message]:
        """Read messages: sets tokens, entities and WORDS."""
        for message in messages:
            doc = language()(visible(message.get(TEXT) or ""))
            message.set(TOKENS_NAMES[TEXT], self._tokens(doc))
            message.set(ENTITIES, message.get(ENTITIES, []) + entities(doc), add_to_output=True)
            message.set(WORDS, words(doc))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read the phrasings; their entities are not taught, so only tokens and WORDS are set."""
        for message in training_data.training_examples:
            if message.get(TEXT):
                doc = language()(visible(message.get(TEXT)))
                message.set(TOKENS_NAMES[TEXT], self._tokens(doc))
                message.set(WORDS, words(doc))
        return training_data
