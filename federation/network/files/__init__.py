"""Files that belong to something of a feature: kept here, and read by whoever may read what they belong to."""
