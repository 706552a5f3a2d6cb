"""Not too often: dear things that people outside of the company may ask for. Pure."""

from collections import OrderedDict


class Throttle:
    """Counts per key within the last seconds.

    It lives in one process: with several of them each counts for itself, so that the bound is a
    multiple of what is written here. It is there to keep a loop from taking all processes, not
    to count.

    :param most: times within ``seconds``
    :param keys: keys that are remembered; the longest unused one is forgotten first
    """

    def __init__(self, most, seconds, keys=10_000):
        self.most, self.seconds, self.keys = most, seconds, keys
        self._times = OrderedDict()

    def take(self, key, now):
        """Whether one more is allowed at the moment ``now`` (seconds); if so, it is counted."""
        times = [time for time in self._times.pop(key, ()) if 0 <= now - time < self.seconds]
        allowed = len(times) < self.most
        self._times[key] = [*times, now] if allowed else times
        while len(self._times) > self.keys:
            self._times.popitem(last=False)
        return allowed
