"""Intros, outros and inserts: brought to the loudness of the recording and joined to it, with an overlap or without."""
