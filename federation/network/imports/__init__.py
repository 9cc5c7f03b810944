"""Files on their way in: practices, list sizes and neighbourhoods, checked before anything is saved."""
