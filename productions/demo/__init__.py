"""What an embedded installation shows on its first day."""
