"""What is asked of the worklist from outside, and its buttons."""

from odoo import api, models
from odoo.fields import Domain

from ...base import arguments
from ...base.notify import notify

# Rows that are given where nobody says how many, as a list shows them.
LIMIT = 80
# More rows than any company has.
MOST_ROWS = 1_000_000
# Client action that opens customers one after the other: static/src/worklist/worklist.js.
QUEUE = "ar_collections.worklist_queue"
FIGURES = ("points", "risk", "probability", "overdue", "open_amount", "days_overdue", "bump")
WORDS = ("reasons", "next_step", "next_date", "last_contact", "key_account")
RELATIONS = ("profile_id", "partner_id", "collector_id", "company_id", "currency_id", "rating_id")


class ArWorklist(models.Model):
    _inherit = "ar.worklist"

    @api.model
    @api.readonly
    def get_worklist(self, user=None, company_ids=None, limit=LIMIT):
        """The customers with work, those with the most points first.

        :param user: whose customers, a user or its id, with those that the user is deputy for;
            None for all that the acting user may see
        :param company_ids: companies that the acting user may see; None for those switched on
        :param limit: most rows; 0 or None for all of them
        :return: list of dicts: relations as ids, amounts in the currency of the company
            (``currency_id``), ``reasons`` a text with a sentence on each line, ``next_step`` a few
            words with ``next_date``, its day
        :raise AccessError: for a company that the user may not see
        """
        rows = self._find_asked(user, company_ids, limit)
        with rows._reading_once():
            return [
                {
                    "id": row.id,
                    **{name: row[name].id for name in RELATIONS},
                    **{name: row[name] for name in (*FIGURES, *WORDS)},
                }
                for row in rows
            ]

    @api.model
    @api.readonly
    def get_queue(self, limit=LIMIT, user=None, company_ids=None):
        """The ids of the customer accounts with work in the order of the worklist.

        :param limit: see ``get_worklist``, as the others
        """
        return self._find_asked(user, company_ids, limit).ids

    @api.model
    def _find_asked(self, user, company_ids, limit):
        """The rows that somebody asks for, whatever is given for arguments.

        :raise AccessError: for a company that the user may not see
        :raise UserError: for what is no user, company or number
        """
        self.browse().check_access("read")
        domain, asked = Domain.TRUE, self
        company_ids = arguments.to_ids(self.env, company_ids)
        if company_ids is not None:
            self.env["ar.open.item"]._check_companies(company_ids)
            # Those switched on may be others.
            asked = self.with_context(allowed_company_ids=list(company_ids))
            domain &= Domain("company_id", "in", company_ids)
        if user:
            ids = user.ids if isinstance(user, models.BaseModel) else [user]
            domain &= Domain("collector_id", "in", arguments.to_ids(self.env, ids))
        number = arguments.to_number(self.env, limit or 0, int)
        return asked.search(domain, limit=min(max(number, 0), MOST_ROWS) or None)

    # -- one customer after the other --------------------------------------------------

    def action_start(self):
        """Open the first customer that is for the acting user; the pager goes on to the others in
        the order of the worklist."""
        rows = self.search([("for_me", "=", True)], limit=LIMIT)
        if not rows:
            return notify(
                self.env._(
                    "Nothing is left for you today. Take away the filter to see what others have "
                    "to do."
                ),
                "info",
            )
        return rows[0]._prepare_opening(rows.ids)

    def action_open(self):
        """Open the customer account; the pager goes through the rows of the same collector."""
        self.ensure_one()
        own = self.search([("collector_id", "=", self.collector_id.id)], limit=LIMIT)
        return self._prepare_opening(own.ids if self in own else self.ids)

    def _prepare_opening(self, ids):
        """The client action that opens an account among others."""
        return {
            "type": "ir.actions.client",
            "tag": QUEUE,
            "params": {"profile_id": self.id, "profile_ids": ids},
        }

    # -- by hand -----------------------------------------------------------------------

    def action_done(self):
        """The customers are done for today; they come back tomorrow if there is still work."""
        return self._get_profiles().action_worklist_done()

    def action_later(self):
        """Ask until when the customer is left out of the worklist."""
        self.ensure_one()
        return self._get_profiles().action_worklist_later()

    def action_bring_back(self):
        """The customers are in the worklist again, if there is still work."""
        return self._get_profiles().action_worklist_bring_back()

    def action_bump(self):
        """Ask for points by hand, the reason, and until when."""
        self.ensure_one()
        return self._get_profiles().action_worklist_bump()

    def _get_profiles(self):
        """The accounts, whose ids the rows have: also of rows that are gone meanwhile."""
        return self.env["ar.profile"].browse(self.ids)
