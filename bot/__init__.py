"""The Rasa project: how questions become answers, and nothing that talks to the public."""
