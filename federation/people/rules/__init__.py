"""What people's accounts go by: passwords, waiting after wrong ones, mail, devices, addresses."""
