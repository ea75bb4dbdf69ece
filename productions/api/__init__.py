"""The API for apps: `/api/v1/`, JSON, one token for one person in one team. `document.py` describes it."""
