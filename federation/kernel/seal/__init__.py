"""Sealed content: text and files that nobody reads through the product before a time that is fixed beforehand, and that nobody
opens without an entry in the record."""
