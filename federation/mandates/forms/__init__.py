"""The forms about mandates."""
