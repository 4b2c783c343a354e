"""Which letters leave only when a clinician has signed them."""


def needs_signature(kind: str) -> bool:
    """Say whether a letter of this kind may leave only when a clinician has signed it."""
    return kind in signed_kinds()


def signed_kinds() -> frozenset[str]:
    """Return the kinds of letters that leave signed."""
    from alpdesk.letters.limits import limits

    return limits().needs_signature
