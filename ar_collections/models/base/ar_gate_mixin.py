"""One gate for a state: what may follow what stands in the model, and one method moves."""

from odoo import api, models, tools

from .closing import declared


class ArGateMixin(models.AbstractModel):
    """A guarded record with states.

    ``_transitions`` says from which states a state is reached; the state of birth is the default of
    the field. ``_move_to`` is the only place where a state changes. Twice is once: who is there
    already does not move. People never write the state, at birth or later.
    """

    _name = "ar.gate.mixin"
    _inherit = ["ar.guard.mixin"]
    _description = "Record with States"

    # {state: states it is reached from}
    _transitions = {}
    # Whether unique indexes that name the state are asked at once, and not at some later flush:
    # one statement more for each call.
    _asks_at_once = True

    @api.model
    @tools.ormcache()
    def _get_transitions(self):
        """{state: frozenset of the states it comes from}, with those of what extends the model."""
        transitions = {}
        for said in declared(self, "_transitions"):
            for state, sources in said.items():
                transitions.setdefault(state, set()).update(sources)
        return {state: frozenset(sources) for state, sources in transitions.items()}

    @api.model
    def _get_first_state(self):
        # EXTENDS the guard
        return self._fields["state"].default(self)

    def _get_state(self):
        # EXTENDS the guard
        return self.sudo().state

    def _move_to(self, state, allowed=None, **values):
        """Move the records that may become ``state``; the others stay as they are.

        :param allowed: only those in one of these states, where an action is for fewer
        :param values: facts to store with the move (who, when, why)
        :return: the records that moved
        :raise AccessError: the acting person has no right to write the records
        """
        sources = self._get_transitions()[state]
        if allowed is not None:
            sources = sources.intersection(allowed)
        moving = self.filtered(lambda record: record.state in sources)
        if moving:
            moving._check_may_move(state)
            if self._asks_at_once:
                # What still waits to be computed belongs to the state before.
                moving.flush_recordset()
            moving.sudo().write({"state": state, **values})
            if self._asks_at_once:
                moving.flush_recordset(["state"])
        return moving

    def _check_may_move(self, state):
        """Whether the acting person may move the records to ``state``; later rooms may ask more."""
        self.check_access("write")
