"""Who of a customer is told about what, and by which way."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.channel import told
from ..base.ar_guard_mixin import ANY, NEW


class Subject(NamedTuple):
    """What messages are about.

    :param name: a few words, in the language of the context
    :param above: whose contacts get it where it has none of its own; None: nobody's
    """

    name: str
    above: str | None = "all"


class ArProfileContact(models.Model):
    """One line of a customer account: for messages of a subject, by one way or by any, this
    contact is told.

    The line that says most counts, then the dunning contact, then the contact on the invoices, then
    the invoice address. Several lines of the same subject and way all count, by ways that reach
    several at once; other ways reach the first. Whoever is outside of the customer is confirmed
    first (``ar.outside.contact``), which is asked again when something leaves.
    """

    _name = "ar.profile.contact"
    _description = "Who Is Told"
    _inherit = ["ar.guard.mixin"]
    _order = "profile_id, sequence, id"
    _rec_name = "contact_id"
    _check_company_auto = True

    _writable = {NEW: ("profile_id",), ANY: ("sequence", "subject", "channel", "contact_id")}

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    subject = fields.Selection(
        "_selection_subject",
        string="About",
        required=True,
        default="all",
        help="A subject without a line of its own goes where the one above it goes: legal demands "
        "with reminders, confirmations with statements, and each of them with all messages.",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        string="By",
        help="Empty: by any way that has no line of its own.",
    )
    contact_id = fields.Many2one(
        "res.partner", string="Who Is Told", required=True, index=True, ondelete="cascade"
    )
    problem = fields.Char(
        compute="_compute_problem", help="Why this contact is not told at the moment."
    )

    _once_uniq = models.UniqueIndex(
        "(profile_id, subject, COALESCE(channel, ''), contact_id)",
        "This contact is told about this already, by this way.",
    )

    @api.model
    def _get_subjects(self):
        """What messages are about: {code: ``Subject``}; a message says its own in
        ``_get_subject``."""
        return {
            "all": Subject(self.env._("All messages"), None),
            "invoice": Subject(self.env._("Invoices")),
            "reminder": Subject(self.env._("Reminders")),
            "legal": Subject(self.env._("Legal demands"), "reminder"),
            "statement": Subject(self.env._("Statements")),
            "confirmation": Subject(self.env._("Balance confirmations"), "statement"),
        }

    @api.model
    def _selection_subject(self):
        return [(code, subject.name) for code, subject in self._get_subjects().items()]

    @api.depends("contact_id.active", "contact_id.commercial_partner_id", "profile_id")
    @api.depends("profile_id.outside_ids.over_because")
    def _compute_problem(self):
        pairs = [(one.profile_id, one.contact_id) for one in self if one.contact_id]
        refused = self.env["ar.outside.contact"]._find_refused(pairs)
        for one in self:
            one.problem = False
            if (one.profile_id.id, one.contact_id.id) in refused:
                one.problem = self.env._("Outside of the customer: to be confirmed.")
            elif one.contact_id and not one.contact_id.active:
                one.problem = self.env._("Archived.")

    @api.depends("subject", "channel", "contact_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = ": ".join(filter(None, (one._get_words(), one.contact_id.name)))

    def _get_words(self):
        """What the line is about: “Reminders, E-mail”."""
        subject = self._get_subjects().get(self.subject)
        channel = self.channel and self.env["ar.channel"]._get(self.channel)._get_label()
        return ", ".join(filter(None, (subject and subject.name, channel)))

    # -- life --------------------------------------------------------------------------

    @api.constrains("subject", "channel", "profile_id")
    def _check_several(self):
        """A letter has one addressee: whom else a line names would never be told."""
        channels = self.env["ar.channel"]
        for one in self:
            if not one.channel or channels._get(one.channel)._several:
                continue
            same = one.profile_id.told_ids.filtered(
                lambda row, o=one: (row.subject, row.channel) == (o.subject, o.channel)
            )
            if len(same) > 1:
                raise ValidationError(
                    self.env._(
                        "%(customer)s: %(what)s reaches one contact, and two are named. Take one "
                        "of the lines away.",
                        customer=one.profile_id.partner_id.display_name,
                        what=one._get_words(),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        rows = super().create(vals_list)
        if not self.env.su:
            rows.profile_id.check_access("write")
            rows._check_told()
            rows._log_change(self.env._("%(what)s: %(contact)s is told from now on."))
        return rows

    def write(self, vals):
        # EXTENDS the guard
        result = super().write(vals)
        if not self.env.su and vals.keys() & {"subject", "channel", "contact_id"}:
            self.profile_id.check_access("write")
            self._check_told()
            self._log_change(self.env._("%(what)s: %(contact)s is told from now on."))
        return result

    def unlink(self):
        # EXTENDS the guard
        if not self.env.su:
            self.check_access("unlink")
            self.profile_id.check_access("write")
            self._log_change(self.env._("%(what)s: %(contact)s is told no longer."))
        return super().unlink()

    def _check_told(self):
        refused = self.env["ar.outside.contact"]._find_refused(
            [(one.profile_id, one.contact_id) for one in self]
        )
        for one in self:
            if (one.profile_id.id, one.contact_id.id) in refused:
                raise UserError(
                    self.env._(
                        "%(contact)s is no contact of %(customer)s. Choose one of the customer's, "
                        "or confirm on the customer account, page Outside Contacts, that this one "
                        "may be told.",
                        contact=one.contact_id.display_name,
                        customer=one.profile_id.partner_id.display_name,
                    )
                )

    def _log_change(self, words):
        for one in self:
            one.profile_id.sudo()._message_log(
                author_id=self.env.user.partner_id.id,
                body=words % {"what": one._get_words(), "contact": one.contact_id.display_name},
            )

    # -- what messages ask -------------------------------------------------------------

    @api.model
    def _map_rows(self, profiles):
        """{account id: its lines as values of the decision}; one query."""
        rows = self.sudo().search([("profile_id", "in", profiles.ids)])
        by_account = rows.grouped("profile_id")
        return {account.id: self._as_rows(own) for account, own in by_account.items()}

    @api.model
    def _find_told(self, account, subject, channel=None):
        """The contacts whom the lines of one account name, in their order, without those who may
        not be told."""
        rows = self._as_rows(account.told_ids)
        wanted = [row.contact for row in self._pick(rows, subject, channel)]
        refused = self.env["ar.outside.contact"]._find_refused([(account, who) for who in wanted])
        told = self.env["res.partner"].union(*wanted)
        return told.filtered(lambda who: who.active and (account.id, who.id) not in refused)

    @api.model
    def _as_rows(self, rows):
        """The lines as values of the decision, in their order."""
        contacts = self.env["res.partner"]
        return [
            told.Row(row.subject, row.channel or None, contacts.browse(row.contact_id.id))
            for row in rows.sudo().sorted(lambda row: (row.sequence, row._origin.id))
        ]

    def _hand_over(self, target):
        """Let the lines of a merged account count for ``target``, which has its own already."""
        channels = self.env["ar.channel"]
        for row in self:
            same = target.told_ids.filtered(
                lambda one, r=row: (one.subject, one.channel) == (r.subject, r.channel)
            )
            single = row.channel and not channels._get(row.channel)._several
            if row.contact_id in same.contact_id or (same and single):
                row.unlink()
            else:
                row.profile_id = target

    def _hand_over_contact(self, contact):
        """Let the lines of a merged contact name the one that stays."""
        for row in self:
            same = row.profile_id.told_ids.filtered(
                lambda one, r=row: (one.subject, one.channel) == (r.subject, r.channel)
            )
            if contact in same.contact_id:
                row.unlink()
            else:
                row.contact_id = contact

    @api.model
    def _pick(self, rows, subject, channel):
        """Those of an account's ``rows`` that say most; see ``tools/channel/told.py``."""
        if not rows:
            return []
        above = {code: entry.above for code, entry in self._get_subjects().items()}
        return told.pick(rows, told.climb(subject, above), channel)
