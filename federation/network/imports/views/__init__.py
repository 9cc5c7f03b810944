"""The pages of a file's way in: choose, pick, check, save."""
