"""The acts of administrators with practices and neighbourhoods."""
