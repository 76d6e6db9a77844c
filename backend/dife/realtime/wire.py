"""WebSocket frames as bytes (RFC 6455 §5.2), built once and written to every socket as they are.

Frames may be concatenated into one write; a client cannot tell the difference.
"""

_TEXT = 0x81
# These two in place of a size say that it follows in 2 or 8 bytes.
_SIZE_IN_2, _SIZE_IN_8 = 126, 127


def text_frame(payload: bytes) -> bytes:
    """Return the unmasked text frame of a server with `payload`."""
    size = len(payload)
    if size < _SIZE_IN_2:
        return bytes((_TEXT, size)) + payload
    if size < 1 << 16:
        return bytes((_TEXT, _SIZE_IN_2)) + size.to_bytes(2) + payload
    return bytes((_TEXT, _SIZE_IN_8)) + size.to_bytes(8) + payload


def payload_of(wire: bytes) -> memoryview:
    """Return the payload of a frame that `text_frame` made."""
    size = wire[1]
    header = 2 if size < _SIZE_IN_2 else 4 if size == _SIZE_IN_2 else 10
    return memoryview(wire)[header:]
