"""What stops a command. Everything else that can be wrong is a `Finding`, which is data."""


class CivicstatError(Exception):
    """Stops a command; the text says what is wrong, where, and what to do next."""


class WrongUse(CivicstatError):  # noqa: N818 - it names what happened
    """The command was called with words that make no sense: a path that is missing, a day that is no day."""


class BrokenPortal(CivicstatError):  # noqa: N818 - it names what happened
    """The portal itself, not one of its packages, can't be built: settings, theme or handwritten pages."""
