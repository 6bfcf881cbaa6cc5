"""`make chaos`: kills everything while people write, and counts what was lost.

Then the same once more on a Postgres that says "committed" too early. That must lose something: a
harness that cannot find a loss proves nothing.
"""

import argparse
import random
import subprocess
import sys

from tests.chaos.scene import LOST


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    seed = parser.parse_args().seed
    sys.stdout.write(f"Seed {seed}: --seed {seed} repeats the choices.\n")
    sys.stdout.flush()
    if _scene("--seed", str(seed)) != 0:
        return 1
    if _scene("--seed", str(seed), "--forgetful") != LOST:
        sys.stdout.write("A Postgres that forgets lost nothing: these figures prove nothing.\n")
        return 1
    sys.stdout.write("Nothing is lost, and a loss would have been found.\n")
    return 0


def _scene(*options: str) -> int:
    return subprocess.run([sys.executable, "-m", "tests.chaos.scene", *options]).returncode


if __name__ == "__main__":
    sys.exit(main())
