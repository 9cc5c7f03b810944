"""What administrators do with practices and neighbourhoods."""
