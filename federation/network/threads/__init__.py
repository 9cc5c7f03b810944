"""Threads: what people say about things of every feature, in comments and answers."""
