"""The pages of the script of an episode."""
