"""Spoils files for a while, and keeps those that break the program.

    python3 tests/fuzz/run.py --minutes 10 --seed 1 --record fuzz.json

A file that failed is written to `--failures`; `--replay FILE` reads it again. Exit code 1 means
that something failed. A file that takes longer than five minutes ends the run with the place
where it hung; that file stands beside the failures as `KIND-SEED.running`.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.fuzz.kinds import KINDS, fault, made  # noqa: E402

LONGEST = 300
"""Seconds by the clock after which the run ends; a busy machine may need many for a right file."""

SLOW = 10.0
"""Seconds of work after which a file counts as a failure."""


def main() -> int:
    """Run, print what was run, and say whether anything failed."""
    options = _options()
    if options.replay:
        kind = options.replay.name.rpartition("-")[0]
        said = fault(kind, options.replay.read_text(encoding="utf-8", errors="surrogatepass"))
        print(said or "as it should be")
        return int(bool(said))
    done = _spoil_for_a_while(options)
    print(json.dumps(done, indent=1))
    if options.record:
        options.record.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
    return int(bool(done["failures"]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Spoil files and see what happens.")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1, help="number of the first file")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    parser.add_argument("--record", type=Path, help="write what was run as JSON")
    parser.add_argument("--replay", type=Path, help="read one kept file again")
    return parser.parse_args()


def _spoil_for_a_while(options: argparse.Namespace) -> dict[str, object]:
    end = time.monotonic() + 60 * options.minutes
    counts: Counter[str] = Counter()
    failures: dict[str, str] = {}
    slowest: tuple[float, str] = (0.0, "")
    options.failures.mkdir(parents=True, exist_ok=True)
    for seed in count(options.seed):
        for kind in options.kinds:
            name, text = f"{kind}-{seed}", made(kind, seed)
            running = options.failures / f"{name}.running"
            running.write_text(text, encoding="utf-8", errors="surrogatepass")
            faulthandler.dump_traceback_later(LONGEST, exit=True)
            start = time.process_time()
            said = fault(kind, text)
            took = time.process_time() - start
            faulthandler.cancel_dump_traceback_later()
            slowest = max(slowest, (round(took, 2), name))
            counts[kind] += 1
            if said or took > SLOW:
                failures[name] = said or f"{took:.0f} seconds"
                running.rename(options.failures / name)
                print(f"{name}: {failures[name]}", flush=True)
            else:
                running.unlink()
        if time.monotonic() > end:
            break
    return {
        "minutes": options.minutes,
        "first_seed": options.seed,
        "last_seed": seed,
        "files": dict(counts),
        "slowest": slowest,
        "failures": failures,
    }


if __name__ == "__main__":
    sys.exit(main())
