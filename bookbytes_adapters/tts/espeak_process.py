"""Speaks with eSpeak NG, in a process of its own; ``helper`` tells the protocol.

Arguments: the library's file, the folder that holds its data, the voice, words a minute. Standard library only.
"""

import ctypes
import struct
import sys

_SYNCHRONOUS = 2
_UTF8 = 1
_RATE, _VOLUME = 1, 2

VOLUME = 40
"""Per cent of the loudest that eSpeak offers; its usual 100 clips."""

BYTES_A_SAMPLE = 2
_LONGEST_PART = 20_000
"""Characters given to the engine at once."""

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Speaker:
    """The engine with one voice; a process holds one at most."""

    def __init__(self, library: str, data: str, voice: str, words_a_minute: int) -> None:
        self._library = ctypes.CDLL(library)
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), 0)
        if self.rate <= 0:
            raise SystemExit(f"eSpeak found no data in {data}")
        self._samples = bytearray()
        self._callback = _Callback(self._keep)  # the engine calls it long after this line
        self._library.espeak_SetSynthCallback(self._callback)
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise SystemExit(f"eSpeak has no voice {voice}")
        self._library.espeak_SetParameter(_RATE, words_a_minute, 0)
        self._library.espeak_SetParameter(_VOLUME, VOLUME, 0)

    def speak(self, text: str) -> bytes:
        self._samples.clear()
        for place in range(0, len(text), _LONGEST_PART):
            encoded = text[place : place + _LONGEST_PART].encode() + b"\0"
            size = ctypes.c_size_t(len(encoded))
            status = self._library.espeak_Synth(encoded, size, 0, 0, 0, _UTF8, None, None)
            if status:
                raise SystemExit(f"eSpeak ended with status {status}")
        return bytes(self._samples)

    def _keep(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, BYTES_A_SAMPLE * count)
        return 0


def main() -> None:
    library, data, voice, words_a_minute = sys.argv[1:]
    speaker = Speaker(library, data, voice, int(words_a_minute))
    out = sys.stdout.buffer
    *lines, _ = sys.stdin.buffer.read().decode().split("\n")
    out.write(struct.pack("<I", speaker.rate))
    for line in lines:
        samples = speaker.speak(line)
        out.write(struct.pack("<I", len(samples)) + samples)
        out.flush()


if __name__ == "__main__":
    main()
