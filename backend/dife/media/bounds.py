"""The side of a process that reads uploaded bytes: it has bounds, takes one order and answers it.

Standard input is one JSON line, the order, and then the file. Standard output is `BEGUN` once all of that has arrived,
and then the result as MessagePack: a process that ends before `BEGUN` says nothing about the file.
"""

import resource
import sys
from collections.abc import Callable
from typing import TypeVar

import msgspec

BEGUN = b"\n"

T = TypeVar("T")


def obey(kind: type[T], work: Callable[[T, bytes], msgspec.Struct], *, memory_bytes: int, cpu_seconds: int) -> None:
    """Take the order, do the work and write what it returns. No file is written, whatever a decoder is talked into."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=kind)
    data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(BEGUN)
    sys.stdout.buffer.flush()
    sys.stdout.buffer.write(msgspec.msgpack.encode(work(order, data)))
