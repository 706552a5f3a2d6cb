"""How long test classes take by the clock on the wall: tests freeze the clock that Odoo reads."""

import re
import threading
import time
from collections import Counter

STARTING = re.compile(r" (odoo\.addons\.\S+): Starting (\w+)\.\w+ \.\.\.$")
PAUSE = 0.2
SHOWN = 8


class Clock:
    """Follows the log of a test run while it is written; a block to run the tests in.

    ``seconds`` then holds what each class took, from its first test to the next class's: the
    set-up of a class counts for the one before it.
    """

    def __init__(self, log):
        self.log = log
        self.seconds = Counter()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self):
        self.log.unlink(missing_ok=True)
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._ended.set()
        self._thread.join()

    def _follow(self):
        while not self.log.exists() and not self._ended.wait(PAUSE):
            pass
        if not self.log.exists():
            return
        current, since = None, time.monotonic()
        with open(self.log, encoding="utf-8", errors="replace") as lines:
            while True:
                is_last = self._ended.wait(PAUSE)
                now = time.monotonic()
                for line in lines:
                    found = STARTING.search(line.rstrip("\n"))
                    if found and current != (own := found.groups()):
                        self.seconds[current] += now - since
                        current, since = own, now
                if is_last:
                    break
        self.seconds[current] += time.monotonic() - since
        del self.seconds[None]

    def slowest(self):
        """The classes that took longest, each a line."""
        return [
            f"{seconds:5.0f} s  {module.removeprefix('odoo.addons.')}.{name}"
            for (module, name), seconds in self.seconds.most_common(SHOWN)
        ]
