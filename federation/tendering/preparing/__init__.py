"""What is asked and how it is judged, in versions; the votes to start and to share; interests."""
