"""Letters that people get once a day or once a week: all that waited for a person in one."""
