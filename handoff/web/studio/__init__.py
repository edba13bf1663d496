"""The studio over HTTP: parse, authorise, call."""
