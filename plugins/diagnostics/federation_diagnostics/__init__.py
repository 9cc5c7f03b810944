"""Network diagnostics: how a federation sees itself, in three instruments."""
