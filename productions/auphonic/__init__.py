"""The border to Auphonic: its verbs, its sign-in, its files, and the pages of a person's own accounts."""
