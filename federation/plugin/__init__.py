"""The door through which every feature comes in, built in or installed. Knows no feature."""
