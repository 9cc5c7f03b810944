"""What is offered to the staff of homes, and how many of them leave."""
