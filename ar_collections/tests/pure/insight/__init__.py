from . import ledgers
