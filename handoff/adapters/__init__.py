"""The outside world behind the desk's ports: SQL, Valkey, Rasa, and the in-memory twins of each."""
