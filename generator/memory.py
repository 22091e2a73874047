"""Give memory that is no longer used back to the operating system."""

import ctypes

import pyarrow as pa


def give_back():
    """Return freed memory of Arrow and, with the C library of Linux, of numpy.

    That library keeps what many arrays of some megabytes have left; in a large district
    it is a fifth of all. Elsewhere this does less and nothing depends on it.
    """
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
