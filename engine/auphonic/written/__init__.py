"""Output files that are text: what they say, and how it is written down."""
