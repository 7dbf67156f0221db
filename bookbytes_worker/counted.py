"""Numbers of things in words."""


def counted(number: int, noun: str) -> str:
    """ "1 minute", "1,200 minutes": for English nouns whose plural ends with an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
