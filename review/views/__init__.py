"""The pages of a review: of the team, and of who comes with a link."""
