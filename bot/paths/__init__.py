"""Referral paths played with the whole assistant: for the test bench, for `sentier paths`."""
