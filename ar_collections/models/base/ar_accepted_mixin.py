"""What a customer accepts: taken once, with who, when and from where, and sealed."""

from odoo import fields, models
from odoo.tools import format_datetime

from .ar_job_mixin import BUSY

MAX_AGENT = 300
MAX_NAME = 200


class ArAcceptedMixin(models.AbstractModel):
    """An agreement that a customer accepts, on the page of a message or on paper.

    ``_accept`` is the one way: it locks, looks whether it still stands as it was offered, takes
    the acceptance and seals it. A model answers the questions below.
    """

    _name = "ar.accepted.mixin"
    _inherit = ["ar.sealed.mixin"]
    _description = "What a Customer Accepts"

    accepted_at = fields.Datetime(readonly=True, copy=False)
    accepted_by = fields.Char(readonly=True, copy=False, help="The name that the customer gave.")
    accept_way = fields.Selection(
        [("link", "Link"), ("portal", "Link, logged in")],
        string="Accepted by way of",
        readonly=True,
        copy=False,
        help="Empty: the customer has not accepted it in text.",
    )
    accept_user_id = fields.Many2one(
        "res.users", string="Logged in as", readonly=True, copy=False, ondelete="restrict"
    )
    accept_ip = fields.Char(string="IP Address", readonly=True, copy=False)
    accept_agent = fields.Char(string="Browser", readonly=True, copy=False)

    # -- what each kind answers --------------------------------------------------------

    def _lock(self):
        """Let nobody else change it, or pay what it is about, before this is done, and read both
        anew.

        :raise LockError: somebody does at this moment
        """
        raise NotImplementedError

    def _is_acceptable(self):
        """Whether the customer can accept it now."""
        raise NotImplementedError

    def _find_change(self):
        """What has changed since it was offered, a sentence for us; '' if nothing."""
        raise NotImplementedError

    def _tell_changed(self, words):
        """The customer wants to accept what does not stand like that any more: somebody makes it
        anew.

        :param words: why, a sentence for us
        :return: a sentence for the customer
        """
        raise NotImplementedError

    def _get_over_words(self):
        """A sentence for a customer who comes too late."""
        raise NotImplementedError

    def _get_busy_words(self):
        """A sentence for a customer who comes while somebody else works on it."""
        raise NotImplementedError

    def _write_accepted(self, values, _files):
        """Keep the acceptance with what belongs to it, before all of it is sealed.

        :param values: fields of the acceptance
        :param _files: [(name, content, mimetype)] of a signed paper
        """
        self.write(values)

    def _on_accepted(self):
        """What follows, once it is sealed."""
        raise NotImplementedError

    # -- the acceptance ----------------------------------------------------------------

    def _accept(self, evidence, files=()):
        """Take the customer's acceptance, once.

        :param evidence: ``accepted_by``, ``accept_way`` and what else is known of who accepts
        :param files: [(name, content, mimetype)] of a signed paper
        :return: '' if it was taken, else a whole sentence on why not, for who accepts
        """
        self.ensure_one()
        one = self.sudo()
        try:
            with self.env.cr.savepoint():
                one._lock()
                if not one._is_acceptable():
                    return one._get_over_words()
                if changed := one._find_change():
                    return one._tell_changed(changed)
                one._write_accepted(self._prepare_accepted(evidence), files)
                one._seal()
                one._on_accepted()
        except BUSY:
            return one._get_busy_words()
        return ""

    def _prepare_accepted(self, evidence):
        return {
            **evidence,
            "accepted_by": evidence["accepted_by"][:MAX_NAME],
            "accept_agent": (evidence.get("accept_agent") or "")[:MAX_AGENT],
            "accepted_at": fields.Datetime.now(),
        }

    def _get_accepted_words(self):
        """Who accepted it, and when, with the time zone; '' if nobody has."""
        if not self.accepted_at:
            return ""
        zone = self.company_id._ar_zone().zone
        return self.env._(
            "Accepted by %(who)s on %(when)s (%(zone)s).",
            who=self.accepted_by,
            when=format_datetime(self.env, self.accepted_at, tz=zone),
            zone=zone,
        )

    # -- the seal ----------------------------------------------------------------------

    def _is_evidence(self):
        # EXTENDS the seal
        return bool(self.accepted_at)

    def _get_accepted_facts(self):
        """What every acceptance consists of; ``self`` as evidence."""
        return {
            "way": self.accept_way or "",
            "accepted_at": str(self.accepted_at or ""),
            "accepted_by": self.accepted_by or "",
            "user_id": self.accept_user_id.id or 0,
            "ip": self.accept_ip or "",
            "agent": self.accept_agent or "",
        }

    def _get_fact_labels(self):
        # EXTENDS the seal
        return self._name_facts(
            {
                "way": "accept_way",
                "accepted_at": "accepted_at",
                "accepted_by": "accepted_by",
                "user_id": "accept_user_id",
                "ip": "accept_ip",
                "agent": "accept_agent",
            }
        )
