"""Phone numbers of contacts have one form, and are read in one place."""

from odoo import api, models

from ...tools.channel import phone
from ..base import guarded
from ..base.guarded import LEDGER


class ResPartner(models.Model):
    _inherit = "res.partner"
    _ar_closed = {"ar_phone_kind": None}

    ar_phone_kind = guarded.Selection(
        [
            ("mobile", "Mobile"),
            ("landline", "Landline"),
            ("unknown", "Mobile or Landline"),
            ("other", "Neither"),
            ("no_country", "Country Unknown"),
            ("nonsense", "Not Valid"),
        ],
        string="Kind of Number",
        compute="_compute_ar_phone_kind",
        store=True,
        groups=LEDGER,
        help="Text messages go to mobiles, and to numbers that may be one. Empty: no number.",
    )

    @api.depends("phone", "country_id", "commercial_partner_id.country_id", "company_id.country_id")
    def _compute_ar_phone_kind(self):
        for partner in self:
            found = partner._ar_read_phone()
            kind = found.kind
            if kind == phone.UNKNOWN and not found.takes_sms:
                kind = "other"
            if problem := found.problem or ("" if found.valid else phone.NONSENSE):
                kind = False if problem == phone.MISSING else problem
            partner.ar_phone_kind = kind

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base': a number is kept in one form.
        return super().create(
            [
                {**vals, "phone": self._ar_normalise_phone(vals)} if vals.get("phone") else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        # EXTENDS 'base': a number is kept in one form; it needs the country that is known now.
        if not vals.get("phone") or not self:
            return super().write(vals)
        by_country = self.grouped(lambda partner: partner._ar_get_phone_country(vals))
        for country, partners in by_country.items():
            number = phone.normalise(vals["phone"], country)
            super(ResPartner, partners).write({**vals, "phone": number})
        return True

    def _ar_normalise_phone(self, vals):
        """The number of a new contact as it is kept."""
        return phone.normalise(vals["phone"], self._ar_get_phone_country(vals))

    def _ar_get_phone_country(self, vals=None, company=None):
        """Two letters of the country that a number without one belongs to: the contact's, its
        company's, else ours.

        :param vals: what is being written
        :param company: ours that asks; the current one by default
        """
        vals, countries = vals or {}, self.env["res.country"]
        own = countries.browse(vals["country_id"]) if vals.get("country_id") else self.country_id
        parent = self.browse(vals["parent_id"]) if vals.get("parent_id") else self.parent_id
        asking = (
            company
            or self.env["res.company"].browse(vals.get("company_id"))
            or (self.company_id or self.env.company)
        )
        candidates = (
            own,
            parent.sudo().country_id,
            self.commercial_partner_id.sudo().country_id,
            asking.sudo().country_id,
        )
        return next((one.code for one in candidates if one), "")

    def _ar_read_phone(self, company=None):
        """The contact's number, as of ``tools/channel/phone.py``.

        :param company: ours that asks, for numbers of contacts without a country
        """
        self.ensure_one()
        return phone.read(self.phone, self._ar_get_phone_country(company=company))

    def _ar_show_phone(self, company=None):
        """The contact's number as our people read it: the national form in our own country."""
        self.ensure_one()
        company = (company or self.env.company).sudo()
        country = self._ar_get_phone_country(company=company)
        return phone.show(self.phone, country, company.country_id.code or "")

    def _ar_get_phone_problem(self, found, text):
        """Why no message reaches a number that was read: a whole sentence, '' if one does.

        :param found: a ``Phone``
        :param text: for text messages
        """
        problem = phone.find_sms_problem(found) if text else found.problem
        values = {"contact": self.display_name, "number": self.phone}
        if problem == phone.MISSING:
            return self.env._(
                "%(contact)s has no phone number. Enter one on the contact.", **values
            )
        if problem == phone.NO_COUNTRY:
            return self.env._(
                "Nobody can tell which country the phone number “%(number)s” of %(contact)s "
                "belongs to. Enter the number with + and its country code, or the country of the "
                "contact.",
                **values,
            )
        if problem == phone.NOT_MOBILE:
            return self.env._(
                "The phone number %(number)s of %(contact)s is no mobile and takes no text "
                "messages. Enter a mobile number on the contact.",
                **values,
            )
        if problem:
            return self.env._(
                "The phone number “%(number)s” of %(contact)s is not valid. Correct it on the "
                "contact.",
                **values,
            )
        return ""
