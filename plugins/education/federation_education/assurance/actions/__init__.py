"""What people do about whether a course was worth it."""
