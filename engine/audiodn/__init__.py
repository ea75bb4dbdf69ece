"""The AudioDN side."""
