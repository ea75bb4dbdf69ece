"""The doorbell: a thread in every worker that finds what is due."""
