"""The reads of practices and neighbourhoods."""
