"""What a benchmark is, and the list of them."""

from dataclasses import dataclass

REGISTRY = {}


@dataclass(frozen=True)
class Aim:
    """A bound on a figure of the result.

    :param figure: a name that ``Result.figure`` knows: 'ratio', 'ms_each', 'memory', …
    :param most: what it may be at most
    :param large: the same in a ledger of size L, where it differs
    """

    figure: str
    most: float
    large: float | None = None

    def get_most(self, size):
        return self.large if size == "L" and self.large is not None else self.most


class Case:
    """One operation of the add-on, beside the least that it could cost.

    ``prepare`` brings the database to where the operation starts, unmeasured. ``ours`` and
    ``floor`` run on the same rows, in turns, and are taken back each time. All of them get
    an environment of the superuser in the company that owns the ledger.
    """

    name = None
    title = None
    # What the floor is, in a few words for the table.
    floor_is = ""
    aims = ()
    # How often ours and the floor take turns.
    turns = 1
    # The unit that ``ours`` counts: what "each" means.
    unit = ""
    # Whether the work stays the same in a larger ledger: then the cost per unit is compared.
    fixed = False
    # The name of the operation of a peer that does the same.
    peer = None
    # Whether what ``prepare`` writes is committed, as it is when the operation begins in real life:
    # PostgreSQL asks the foreign keys of a row once more when the transaction that made it changes
    # it. Such a case runs in a copy of the database.
    committed = False
    # The table that the case stands in: operations, screens or jobs.
    table = "operations"
    # What the browser gets, where ``ours`` counts it.
    bytes = None

    def __init__(self, env, size):
        self.env = env
        self.size = size
        self.company = env.company
        self.today = self.company._ar_today()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.name:
            REGISTRY[cls.name] = cls

    def prepare(self):
        """Unmeasured preparation; what it returns goes to ``warm``, ``ours`` and ``floor``."""

    def warm(self, state):
        """Once before the first turn, and taken back: what is cached for good is cached."""
        self.ours(state)

    def ours(self, state):
        """The add-on's operation; returns how many units it did."""
        raise NotImplementedError

    def after_ours(self, state):
        """Unmeasured, before what ours did is taken back."""

    def before_floor(self, state):
        """Unmeasured, and taken back with the floor."""

    def floor(self, state):
        """The least that the same could cost. Leave out where there is no such thing."""
        raise NotImplementedError

    @classmethod
    def has_floor(cls):
        return cls.floor is not Case.floor

    def remark(self, state):
        """A sentence for the table's notes, or None."""
