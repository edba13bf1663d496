"""What follows from what: pure decisions about conversations. Standard library only, no clock, no I/O."""
