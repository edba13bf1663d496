"""A conversation to keep: who said what and when, as plain text and as a page that does nothing."""
