"""The first page, and the page of a course, which bring the rooms together."""
