"""How code that runs in a process of its own says what memory it took."""

# peak_bytes(): Linux gives ru_maxrss of the process that started this one, if larger.
PEAK = """
def peak_bytes():
    with open("/proc/self/status") as status:
        (peak,) = [line.split()[1] for line in status if line.startswith("VmHWM")]
    return int(peak) * 1024
"""
