"""What the bot is taught, for both sides: the bot trains on it, the service shows and edits it.

No Rasa in here.
"""
