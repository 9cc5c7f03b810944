"""Whether a course was worth it: what those say who came, and the verdict of a group that bought nothing."""
