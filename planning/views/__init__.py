"""The pages of plans. One module per noun."""
