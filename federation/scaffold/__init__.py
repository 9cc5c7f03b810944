"""What ``federation plugin new`` writes: a small plugin that works, to be changed into something else."""

from federation.scaffold.writing import write

__all__ = ["write"]
