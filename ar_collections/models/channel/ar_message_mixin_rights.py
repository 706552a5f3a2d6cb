"""Whom a message may reach: asked when it is queued, and again when it leaves."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize_all


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    def _get_person(self):
        """Who is told: the addressee, unless it is gone or is no contact of the customer's (any
        more); then the customer's own invoice address."""
        self.ensure_one()
        return self._map_persons()[self.id]

    def _map_persons(self):
        """{message id: who is told}; set-based, see ``_get_person``."""
        known = self.filtered("profile_id")
        pairs = [(one.profile_id, one.contact_id) for one in known if one.contact_id]
        refused = self.env["ar.outside.contact"]._find_refused(pairs)
        persons = {one.id: one.contact_id or one.partner_id for one in self}
        for one in known:
            told = (one.profile_id.id, one.contact_id.id) not in refused
            if not (told and one.contact_id.active):
                persons[one.id] = one.profile_id._get_contact()
        return persons

    def _get_person_words(self, person):
        """Why somebody else is told than the addressee; '' where it is the addressee."""
        if person == self.contact_id:
            return ""
        values = {
            "contact": self.contact_id.display_name,
            "customer": self.partner_id.display_name,
            "person": person.display_name,
        }
        if not self.contact_id:
            return self.env._(
                "The recipient chosen for %(customer)s does not exist any more: it goes to "
                "%(person)s.",
                **values,
            )
        if not self.contact_id.active:
            return self.env._("%(contact)s is archived: it goes to %(person)s.", **values)
        return self.env._(
            "%(contact)s is no contact of %(customer)s, and nobody has confirmed that it may be "
            "told: it goes to %(person)s.",
            **values,
        )

    def _check_may_be_told(self, contact=None):
        """What a customer owes is not told to anybody else's people.

        :param contact: who is to be the addressee; without it, who is now
        :raise UserError: it is none of the customer's, and nobody has confirmed it
        """
        pairs = [(one.profile_id, contact or one.contact_id) for one in self]
        pairs = [pair for pair in pairs if pair[1]]
        refused = self.env["ar.outside.contact"]._find_refused(pairs)
        for profile, other in pairs:
            if (profile.id, other.id) in refused:
                raise UserError(
                    self.env._(
                        "%(contact)s is no contact of %(customer)s. Choose one of the customer's, "
                        "or confirm on the customer account, page Outside Contacts, that this one "
                        "may be told.",
                        contact=other.display_name,
                        customer=profile.partner_id.display_name,
                    )
                )

    def _read_stops(self):
        """{id: whole sentence} of the messages that nothing delivers: nobody is written to who was
        archived, and nothing leaves for a company that was."""
        stops = {}
        for one in self:
            if not one.company_id.sudo().active:
                stops[one.id] = self.env._(
                    "%(company)s is archived, and writes to nobody.", company=one.company_id.name
                )
            elif not one.partner_id.active:
                stops[one.id] = self.env._(
                    "%(customer)s is archived. Take the contact out of the archive to write to it.",
                    customer=one.partner_id.display_name,
                )
        return stops

    def _filter_copies(self, text):
        """Who of ``text`` (addresses for a copy) may get one: (text for the e-mail, the addresses
        that were left out).

        A copy is for the customer's own contacts, for those who were confirmed, and for us.
        """
        self.ensure_one()
        addresses = list(dict.fromkeys(email_normalize_all(text or "")))
        outside = self.env["ar.outside.contact"]
        refused = outside._find_refused_addresses(self.profile_id, addresses)
        return ", ".join(one for one in addresses if one not in refused), sorted(refused)
