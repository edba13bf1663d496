"""Letters: what our mails say and look like, and what is read from those that come in."""
