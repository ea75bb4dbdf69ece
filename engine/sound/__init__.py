"""The audio work of the engine: probe, master, renditions, covers; done in child processes (process.py)."""
