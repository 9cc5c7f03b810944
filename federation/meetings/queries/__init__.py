"""Reading meetings, who comes to them, their agenda and minutes."""
