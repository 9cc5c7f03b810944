"""What ``federation plugin new`` writes: a small plugin that works, to be changed into something else."""
