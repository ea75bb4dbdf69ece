"""Several microphones and music, each treated for itself, gated, leveled and mixed into one recording."""
