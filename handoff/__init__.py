"""Handrail's handoff service: keeps every conversation, asks the bot once, and brings a person."""

__version__ = "0.1.0"
