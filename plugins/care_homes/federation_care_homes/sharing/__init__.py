"""What works in care homes, brought by one person and reviewed by another."""
