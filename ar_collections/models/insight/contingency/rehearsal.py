"""A transaction that never happens: what is done in it is done for real, and taken back."""

from contextlib import closing, contextmanager

from odoo.exceptions import UserError

# What a cursor of a rehearsal has in its cache; {id of a sequence: numbers it has given}.
REHEARSAL = "ar_rehearsal"
# Milliseconds for which a rehearsal waits for what somebody else works on.
LOCK_MS = 3_000


@contextmanager
def rehearsal(env):
    """An environment on a cursor of its own, which is rolled back whatever happens.

    What waits for a commit (e-mails, calls, scheduled actions, notifications of browsers) waits
    with that cursor, and goes with it. The rest is looked after by those who would do it at once:
    see the files of this room that ask ``is_rehearsal``.
    """
    registry = env.registry
    told_before = set(registry.cache_invalidated)
    with closing(registry.cursor()) as cursor:
        cursor.cache[REHEARSAL] = {}
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{LOCK_MS}ms",))
        try:
            yield env(cr=cursor)
        finally:
            cursor.postrollback.clear()
            cursor.rollback()
            # What was read meanwhile of things that never were is forgotten; what others wait to
            # hear of is left to them.
            if said := set(registry.cache_invalidated) - told_before:
                registry.clear_cache(*said)


def is_rehearsal(env):
    """Whether what happens is taken back."""
    return REHEARSAL in env.cr.cache


def refuse(env):
    """
    :raise UserError: this cannot be taken back, and is not done in a rehearsal
    """
    raise UserError(
        env._(
            "This leaves the company or is committed at once, so a drill cannot do it. Start the "
            "plan for real to do it."
        )
    )


def next_number(sequence, increment):
    """The number that a sequence would give, which keeps it; each one once in a rehearsal."""
    given = sequence.env.cr.cache[REHEARSAL]
    key = (sequence._name, sequence.id)
    number = given.get(key) or sequence.number_next_actual
    given[key] = number + increment
    return number
