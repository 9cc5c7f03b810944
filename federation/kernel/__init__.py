"""What every feature stands on: the database, tenancy, rights, the record, the outbox and the web. Knows no feature."""
