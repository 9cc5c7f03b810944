"""What practices and people gave, gained and paid: rows that every feature may add, so that nothing is lost before it is read."""
