"""The day on which the story of the demo company is told: set while it is built, and never else.

Production has no freezegun. What the ORM and the cursor call now is replaced for the thread that
builds, as long as it builds; all others go on with their own.
"""

import threading
from contextlib import contextmanager
from datetime import datetime, time

from odoo.orm import fields_temporal

#: The hour (UTC) at which a day of the story begins.
MORNING = time(8, 30)

_told = threading.local()


def get_moment():
    """The moment of the story in this thread, as stored; None where nothing is told.

    :rtype: datetime.datetime | None
    """
    return getattr(_told, "moment", None)


class _Clock:
    """Stands for ``date`` or ``datetime`` in the module of the ORM's fields."""

    def __init__(self, real):
        self._real = real

    def __call__(self, *args, **kwargs):
        return self._real(*args, **kwargs)

    def __getattr__(self, name):
        return getattr(self._real, name)

    def __instancecheck__(self, value):
        return isinstance(value, self._real)

    def now(self, tz=None):
        return get_moment() or self._real.now(tz)

    def today(self):
        moment = get_moment()
        return moment.date() if moment else self._real.today()


@contextmanager
def telling(cursor):
    """While this is open, ``tell`` says what day it is for this thread and its transaction."""
    modules = {name: getattr(fields_temporal, name) for name in ("date", "datetime")}
    real_now = cursor.now
    for name, real in modules.items():
        setattr(fields_temporal, name, _Clock(real))
    cursor.now = lambda: get_moment() or real_now()
    try:
        yield
    finally:
        _told.moment = None
        del cursor.now
        for name, real in modules.items():
            setattr(fields_temporal, name, real)


def tell(day, number=0):
    """It is the morning of ``day``, and ``number`` things were done since."""
    morning = datetime.combine(day, MORNING)
    _told.moment = morning.replace(minute=MORNING.minute + number // 60, second=number % 60)
