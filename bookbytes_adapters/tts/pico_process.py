"""Speaks with Pico, in a process of its own; ``helper`` tells the protocol.

Arguments: the folders that hold the modules ``ttspico`` and ``ctts``, the folder of voice data, the language. A fresh
engine speaks each sentence, because a used one gives other bytes for the same text. Standard library only.
"""

import struct
import sys

RATE = 16000

VOLUME = 35
"""Per cent: at 50, the German voice comes within 2 % of full scale."""

LONGEST_PART = 6000
"""Characters: Pico counts a text's bytes in 16 bits and never ends beyond 32,767; none takes more than five, as
"&amp;"."""


def main() -> None:
    *folders, data, language = sys.argv[1:]
    sys.path.extend(folders)
    out = sys.stdout.buffer
    *lines, _ = sys.stdin.buffer.read().decode().split("\n")
    out.write(struct.pack("<I", RATE))
    for line in lines:
        parts = (line[place : place + LONGEST_PART] for place in range(0, len(line), LONGEST_PART))
        samples = b"".join(_speak(part, language, data) for part in parts)
        out.write(struct.pack("<I", len(samples)) + samples)
        out.flush()


def _speak(text: str, language: str, data: str) -> bytes:
    """Pico gives up on some long rows of signs without a space; it can still say the letters between them."""
    try:
        return _samples(text, language, data)
    except RuntimeError:
        return _samples("".join(sign if sign.isalnum() else " " for sign in text), language, data)


def _samples(text: str, language: str, data: str) -> bytes:
    from ttspico import TtsEngine

    blocks: list[bytes] = []
    markup = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    engine = TtsEngine(language, data)
    # Not closed: the end of the element is obeyed too early at times and the last syllable bursts out at full volume.
    engine.speak(f'<volume level="{VOLUME}">{markup}', lambda _format, block, _last: blocks.append(block))
    return b"".join(blocks)


if __name__ == "__main__":
    main()
