"""The rulebook: the rules that votes are held under, what every vote asks for at least, and the kinds of matter."""
