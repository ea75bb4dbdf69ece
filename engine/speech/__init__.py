"""Speech: who can recognise it here, what was said when, and the texts made of that."""
