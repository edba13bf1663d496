"""The benchmarks: one file per figure, each against something else measured in the same run."""
