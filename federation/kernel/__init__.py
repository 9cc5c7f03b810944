"""The ground of every feature: the database, tenancy, rights, the record, the outbox and the web. Knows no feature."""
