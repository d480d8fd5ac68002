"""Rights: what people ask of the data that are kept of them: a copy, a correction, an end (UU 27/2022)."""
