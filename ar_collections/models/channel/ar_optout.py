"""Who does not want to hear from us, by which way, and what about."""

from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.channel import phone
from ..base.ar_guard_mixin import ANY, NEW


class ArOptout(models.Model):
    """A wish of a contact: no messages by a channel.

    It is of reminders; a legal demand must reach the customer, so the wish stops it only where it
    says so. Statements and confirmations are asked for, or owed, and no wish stops them; but who
    answers STOP to a text message gets none any more, whatever it is about: that is the carriers'
    rule, and is kept by number. Odoo's black list of advertising is something else: see
    ``ar.channel.email``.
    """

    _name = "ar.optout"
    _description = "Opt-out of a Contact"
    _inherit = ["ar.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    _writable = {NEW: ("partner_id", "channel", "purpose"), ANY: ("active",)}

    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="cascade"
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(), required=True
    )
    purpose = fields.Selection(
        [
            ("reminder", "Reminders"),
            ("legal", "Reminders and legal demands"),
            ("all", "All messages"),
        ],
        default="reminder",
        required=True,
    )
    number = fields.Char(
        readonly=True,
        index="btree_not_null",
        help="The number that answered STOP: nobody is sent text messages there.",
    )
    source = fields.Char(readonly=True, help="How we know of the wish.")
    date = fields.Date(
        readonly=True, required=True, default=lambda self: self.env.company._ar_today()
    )
    active = fields.Boolean(default=True, help="No longer: the contact has taken it back.")

    _wish_uniq = models.UniqueIndex(
        "(partner_id, channel) WHERE active", "This wish of the contact is noted already."
    )

    @api.model
    def _note(self, partner, channel, purpose, source):
        """Note a wish; twice is once. Returns it, as superuser."""
        domain = [("partner_id", "=", partner.id), ("channel", "=", channel)]
        known = self.sudo().search(domain, limit=1)
        return known or self.sudo().create(
            {
                "partner_id": partner.id,
                "channel": channel,
                "purpose": purpose,
                "source": source,
            }
        )

    def _hand_over(self, contact):
        """Let the wishes of a merged contact be those of the one that stays; the further one
        counts."""
        for wish in self:
            domain = [("partner_id", "=", contact.id), ("channel", "=", wish.channel)]
            known = self.sudo().search([*domain, ("active", "=", True)], limit=1)
            if wish.active and known:
                order = ("reminder", "legal", "all")
                known.purpose = max(known.purpose, wish.purpose, key=order.index)
                known.number = known.number or wish.number
                wish.unlink()
            else:
                wish.partner_id = contact

    @api.model
    def _note_stop(self, number, source=""):
        """Somebody has answered STOP from ``number``: nobody is sent text messages there any more,
        by no company. Twice is once.

        :param number: as the provider gives it; one of no country stops nothing
        :return: the wishes, as superuser; none where nobody has the number
        """
        found = phone.read(number)
        if not found.e164:
            return self.sudo().browse()
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        contacts = partners.search([("phone_sanitized", "=", found.e164)])
        told = self.env["ar.dispatch"].sudo()
        domain = [("channel", "=", "sms"), ("recipient", "=", found.e164)]
        contacts |= told.search(domain).contact_id
        source = source or self.env._("Answered STOP from %s", found.international)
        wishes = self.sudo().browse()
        for contact in contacts:
            wish = self._note(contact, "sms", "all", source)
            if (wish.purpose, wish.number) != ("all", found.e164):
                wish.write({"purpose": "all", "number": found.e164, "source": source})
            wishes |= wish
        return wishes

    @api.model
    def _read_stopped(self, numbers):
        """Those of ``numbers`` (E.164) that get no text messages; one query."""
        if not numbers:
            return set()
        domain = [("channel", "=", "sms"), ("purpose", "=", "all")]
        return set(self.sudo().search([*domain, ("number", "in", list(numbers))]).mapped("number"))

    @api.model
    def _find_unwanted(self, messages, channel):
        """The messages that none of those whom they go to wants by a channel; one query.

        :return: {message id: whole sentence}
        """
        if not messages:
            return {}
        people = self.env["ar.channel"]._get(channel)._ask_people(messages)
        wishes = self._map_wishes(messages, channel, people)
        unwanted = {}
        for message in messages:
            told, own = people[message.id][0], wishes[message.id]
            if own and all(who in own for who in told):
                who = told[:1]
                unwanted[message.id] = self.env._(
                    "%(contact)s wants no messages by this channel, since %(day)s.",
                    contact=who.display_name,
                    day=format_date(self.env, own[who].date),
                )
        return unwanted

    def _stops(self, purpose):
        """Whether the wish stops a message of this purpose, see ``_get_purpose`` of messages."""
        if self.purpose == "all":
            return True
        return purpose == "reminder" or bool(purpose and self.purpose == "legal")

    @api.model
    def _leave_out(self, messages, channel, people):
        """``people`` (as of ``_map_people``) without those who do not want it, where others are
        told, too. Where nobody is left it is for ``_find_unwanted`` to say so."""
        several = messages.filtered(lambda one: len(people[one.id][0]) > 1)
        if not several:
            return people
        wishes = self._map_wishes(several, channel, people)
        left = {}
        for message in several:
            told, words = people[message.id]
            own = wishes[message.id]
            left[message.id] = (told.filtered(lambda who, own=own: who not in own) or told, words)
        return {**people, **left}

    @api.model
    def _map_wishes(self, messages, channel, people):
        """{message id: {contact: the wish that stops this message}}; one query."""
        everybody = self.env["res.partner"].union(*(people[one.id][0] for one in messages))
        domain = [("partner_id", "in", everybody.ids), ("channel", "=", channel)]
        wishes = {wish.partner_id.id: wish for wish in self.sudo().search(domain)}
        return {
            one.id: {
                who: wishes[who.id]
                for who in people[one.id][0]
                if who.id in wishes and wishes[who.id]._stops(one._get_purpose())
            }
            for one in messages
        }

    # -- life --------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: the accounts of the contact tell of it.
        made = super().create(vals_list)
        made._log_on_accounts(
            self.env._("%(contact)s wants no messages by this channel: %(channel)s")
        )
        return made

    def write(self, vals):
        # EXTENDS the guard
        before = {one: one.active for one in self}
        result = super().write(vals)
        turned = self.filtered(lambda one: one.active != before[one])
        taken_back = turned.filtered(lambda one: not one.active)
        taken_back._log_on_accounts(
            self.env._("%(contact)s takes messages by this channel again: %(channel)s")
        )
        (turned - taken_back)._log_on_accounts(
            self.env._("%(contact)s wants no messages by this channel: %(channel)s")
        )
        return result

    def _log_on_accounts(self, words):
        entities = self.sudo().partner_id.commercial_partner_id
        domain = [("partner_id", "in", entities.ids)] if entities else [(0, "=", 1)]
        accounts = self.env["ar.profile"].sudo().search(domain).grouped("partner_id")
        for one in self.sudo():
            label = self.env["ar.channel"]._get(one.channel)._get_label()
            values = {"contact": one.partner_id.display_name, "channel": label}
            for account in accounts.get(one.partner_id.commercial_partner_id, ()):
                account._message_log(author_id=self.env.user.partner_id.id, body=words % values)
