"""E-mail addresses as people type them: whether they can be, and in one spelling."""

from __future__ import annotations


def checked(address: str) -> str:
    """The address in the one spelling that is stored and compared: lower case, the domain in ASCII. Nothing
    is looked up. Raises ValueError with a sentence that names what is wrong."""
    from email_validator import EmailNotValidError, validate_email  # not on the way to the first customer

    try:
        checked = validate_email(
            address.strip(),
            strict=True,
            check_deliverability=False,
            globally_deliverable=False,
            allow_smtputf8=False,
        )
    except EmailNotValidError as error:
        raise ValueError(f"can't be an e-mail address: {error}".rstrip(".")) from None
    return (checked.ascii_email or checked.normalized).lower()
