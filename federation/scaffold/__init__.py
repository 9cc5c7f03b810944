"""The small plugin that ``federation plugin new`` writes: one that works, to be changed into something else."""
