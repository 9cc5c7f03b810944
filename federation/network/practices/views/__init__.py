"""The pages of practices and neighbourhoods."""
