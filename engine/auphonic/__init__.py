"""The Auphonic side: OAuth2, user, info, presets, productions, files and webhooks."""
