"""The audio work of the engine: probe, master, renditions, covers. It runs in child processes (process.py)."""
