"""Work that leaves nothing behind: to show, or to try, what would be."""

from contextlib import contextmanager

from odoo import api
from odoo.sql_db import Savepoint
from odoo.tools.misc import Callbacks


@contextmanager
def apart(env):
    """An environment like ``env``, on the same connection, with records of its own: whatever is
    made in it is gone afterwards, and the records of ``env`` remember nothing of it, not even
    those of a form that is not saved yet.

    Odoo's own savepoint forgets, when it is rolled back, what forms hold and what the chatter is
    still to say. Here the caller's share of the cursor is put aside, and put back.
    """
    env.flush_all()
    cursor = env.cr
    kept = cursor.transaction, cursor.precommit, cursor.postcommit, cursor.cache
    savepoint = Savepoint(cursor)
    cursor.transaction, cursor.cache = None, {}
    cursor.precommit, cursor.postcommit = Callbacks(), Callbacks()
    try:
        yield api.Environment(cursor, env.uid, env.context, env.su)
    finally:
        cursor.transaction, cursor.precommit, cursor.postcommit, cursor.cache = kept
        savepoint.close(rollback=True)
