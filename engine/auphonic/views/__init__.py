"""The JSON addresses of the Auphonic side."""
