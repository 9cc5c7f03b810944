"""The papers of a proposal: files that belong to what is decided, fixed with its text when voting opens."""
