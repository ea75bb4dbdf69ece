"""What `make test` and `make lock` run. Nothing of the studio imports it."""
