"""Points for quality and price, the ranking and how firm it is: so far rules alone."""
