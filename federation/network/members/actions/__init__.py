"""The acts of people with places in a federation."""
