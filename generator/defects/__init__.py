"""Known defects for a clean district, and the answer key that names every one."""

from generator.defects.inject import inject

__all__ = ["inject"]
