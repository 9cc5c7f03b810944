"""The register of decisions, and what is going on now."""
