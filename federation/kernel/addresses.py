"""Email addresses: one reading for pages, programs and the terminal."""


def read_address(text: str) -> str | None:
    """The address in its usual form, or None where it is none. Form only: no machine is asked. A domain has a dot in it.
    Letters are those of the English alphabet: every mail server takes them, and none looks like another."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return None
    whole = "." in found.ascii_domain.strip(".") and found.normalized.isascii() and text.strip().isascii()
    return found.normalized if whole else None
