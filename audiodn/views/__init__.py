"""Pages and fragments of AudioDN, one module per noun."""
