"""Pages about oneself, one's teams, and the ways into them."""
