"""Rules of care homes: plain functions over plain values."""
