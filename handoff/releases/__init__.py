"""What is live: publishing, going back, and where a release's model is found."""
