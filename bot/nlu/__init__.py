"""Understanding one message: read, mend its spelling, compare with every phrasing, judge how sure.

The components pass a message's words on under WORDS, beside Rasa's own tokens and features: lower case,
punctuation gone, and without order numbers, addresses, amounts and dates.
"""

WORDS = "words"
MENDED = "mended"  # what was typed for what, where spelling was mended
GUESS = "guess"  # what was guessed and how surely, whether or not it is given, and the next-best entries
OFF_TOPIC = "off_topic"  # the label of what nobody's shop answers: to be recognised, never replied to
NOTHING_FITS = "nlu_fallback"  # Rasa's own name for it
FROM_ANSWER = "from_answer"  # marks an example that is a sentence of an answer: learnt from, never asked
LONGEST = 100  # words of a message that are compared; few questions hold more
