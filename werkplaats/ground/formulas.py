"""Text that a spreadsheet would take for a formula: marked when it goes out, as it was when it comes back in."""

SIGNS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """With a quote in front when a spreadsheet would calculate it, also when it has such quotes already."""
    return f"'{text}" if text.lstrip("'").startswith(SIGNS) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(SIGNS) else text


def quoted(text: str) -> str:
    """For a cell that is text by itself (XLSX): only what already has the quote gets another, so that none is lost."""
    return guarded(text) if text.startswith("'") else text
