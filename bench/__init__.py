"""`make bench`: what the studio costs and how exact it is, as ratios against named peers in the same run."""
