"""The rules of accounts: passwords, waiting after wrong ones, mail, devices, addresses."""
