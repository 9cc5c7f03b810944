"""The network for programs: who asks, the federation, its aims, practices, people and record."""
