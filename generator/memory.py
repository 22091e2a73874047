"""Give memory that is no longer used back to the operating system."""

import ctypes
import sys

import pyarrow as pa


def give_back():
    """Return freed memory of Arrow and, on Linux, of numpy.

    The C library of Linux keeps what many arrays of some megabytes have left; in a
    large district it is a fifth of all. Nothing depends on it.
    """
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        # not in every C library
        if trim is not None:
            trim(0)
