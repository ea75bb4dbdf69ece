"""The pages and fragments of productions: rows in, HTML out; no rule of the business."""
