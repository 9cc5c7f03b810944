"""What people do with places in a federation."""
