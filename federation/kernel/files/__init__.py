"""Files that people attach: what they may be by their content, how they are called, and how they are sent."""
