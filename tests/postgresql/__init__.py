"""PostgreSQL, emptied after a test in a way that suits few rows in many tables."""
