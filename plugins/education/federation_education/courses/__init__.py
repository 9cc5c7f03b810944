"""Courses: buying one, its places, who came, and what it costs whom."""
