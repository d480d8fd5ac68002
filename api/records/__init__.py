"""Records: what the office's staff look up and mend."""
