"""Certification: who gets a certificate, issuing it once, rendering, delivering and verifying it."""
