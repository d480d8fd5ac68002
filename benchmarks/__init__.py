"""Measurements that print ratios within one run. Nothing here is asserted: machines are noisy."""
