"""The command line of the generator."""

import argparse
import importlib
import os
import signal
import sys

from generator.config import FORMATS, PARTS, ROSTERS
from generator.interactive import ask
from generator.output import DiskFull
from generator.resolve import explained, presets, resolve
from generator.run import generate
from generator.settings import BadOption

PROGRAM = "python -m generator"
# Commands of their own: module with a function main(arguments) -> exit code
COMMANDS = {"report": "generator.report", "deltas": "generator.deltas"}
BAD_USE, INTERRUPTED = 2, 130


class Parser(argparse.ArgumentParser):
    """Errors take one line."""

    def error(self, message):
        """Say what is wrong and leave with exit code 2."""
        self.exit(BAD_USE, f"{PROGRAM}: {message}\n")


def main(arguments=None):
    """Run the command line; the exit code: 0, 2 for bad use, 130 when interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] in COMMANDS:
        module = importlib.import_module(COMMANDS[arguments[0]])
        return module.main(arguments[1:])
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _generate(_parser().parse_args(arguments))
    except (BadOption, DiskFull) as error:
        text = error.strerror if isinstance(error, DiskFull) else error
        print(f"{PROGRAM}: {text}", file=sys.stderr)
        return BAD_USE
    except BrokenPipeError:
        # whoever read our output has enough; Python must not complain at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, EOFError):
        print(f"{PROGRAM}: stopped; no file is half written", file=sys.stderr)
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, previous)


def _generate(given):
    named = {
        key.replace("_", "-"): value
        for key, value in vars(given).items()
        if value is not None and key not in ("config", "set", "explain", "interactive")
    }
    for several in ("parts", "roster"):
        if several in named:
            named[several] = ",".join(named[several])
    if given.interactive:
        answers = ask()
        if answers is None:
            return 0
        named = {**answers, **named, "preset": "seed"}
    config, origins = resolve(named, given.set, given.config)
    if given.explain:
        print("\n".join(explained(config, origins)), flush=True)
        return 0
    print("\n".join(generate(config, sys.stderr)))
    return 0


def _parser():
    parser = Parser(
        prog=PROGRAM,
        allow_abbrev=False,
        description="Write raw extracts of synthetic districts, school finance and "
        "phone programmes.",
        epilog=f"Other commands: {', '.join(f'{PROGRAM} {c}' for c in COMMANDS)}. "
        "docs/generator.md describes all settings.",
    )
    option = parser.add_argument
    option("--preset", help=f"one of {', '.join(presets())} (default: default)")
    option("--parts", nargs="+", help=f"some of {', '.join(PARTS)} (all)")
    option("--roster", nargs="+", help=f"some of {', '.join(ROSTERS)} (default: sis)")
    option("--out", metavar="FOLDER", help="the raw root (default: data/raw)")
    option(
        "--truth", metavar="FOLDER", help="answer key (default: beside the raw root)"
    )
    option("--defects", help="none, default or heavy (default: default)")
    option("--overlap", help="several defects on one entity", **_switch())
    option("--seed", metavar="N", help="whole number (default: 1)")
    option("--as-of", metavar="DATE", help="nothing later is known (2026-05-29)")
    option("--years", metavar="N", help="school years, 1 to 10 (default: 5)")
    option("--format", help=f"one of {', '.join(FORMATS)}; json: clever-demo only")
    option("--workers", metavar="N", help="files written at a time (default: 1)")
    option("--overwrite", help="replace what an earlier run wrote", **_switch())
    option("--config", metavar="FILE", help="YAML file with settings")
    option("--set", metavar="KEY=VALUE", action="append", default=[], help="a setting")
    option("--explain", help="show all settings and stop", action="store_true")
    option("--interactive", help="ask (clever-demo)", action="store_true")
    return parser


def _switch():
    return {"action": "store_const", "const": True}
