"""The pages around everything."""
