"""The visits of a day on paper: who visits whom, in the order of the way."""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ...tools.channel.maps import way_key

REPORT = "ar_collections.action_report_ar_visits"


class Visit(NamedTuple):
    """One stop, all of it as text in the reader's language."""

    day: str
    customer: str
    person: str
    address: str
    phone: str
    amount: str
    document: str
    said: str


class VisitPage(NamedTuple):
    """The list of one person."""

    company: object
    user: object
    title: str
    words: str
    stops: list


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    @api.depends("channel", "recipient")
    def _compute_map_link(self):
        visits = self.env["ar.channel.visit"]
        for dispatch in self:
            shown = dispatch.channel == "visit" and dispatch.recipient
            dispatch.map_link = shown and visits._get_map_link(dispatch.company_id, shown)

    def action_print_visits(self):
        """Print the visits that are chosen; with none chosen, those of a day.

        :raise UserError: no visit is among them
        """
        visits = self.filtered(lambda one: one.channel == "visit")
        if self and not visits:
            raise UserError(self.env._("None of these is a visit. Choose visits to print."))
        if not visits:
            return self.env["ir.actions.act_window"]._for_xml_id(
                "ar_collections.ar_dispatch_print_visits_action"
            )
        return self.env.ref(REPORT).report_action(visits, config=False)

    def _get_visitor(self):
        """Who goes there: whose task it is, else who works for the customer today."""
        return self.sudo().activity_id.user_id or self.sudo()._get_message()._get_acting()

    # -- the report --------------------------------------------------------------------

    def _prepare_visit_pages(self):
        """What the report shows: a ``VisitPage`` a person, with the stops in the order of the
        way."""
        pages = []
        by_person = self.grouped(lambda one: (one.company_id, one._get_visitor()))
        for (company, user), own in by_person.items():
            # One stop for a customer's notices by currency: they have one task.
            together = own.grouped(lambda one: one.activity_id or one).values()
            said = own.profile_id._map_last_said()
            ordered = sorted(together, key=lambda stop: stop[0]._get_way_key())
            stops = [stop._prepare_visit(said) for stop in ordered]
            words = self.env._(
                "Customers: %(number)s, in the order of their postal codes. Printed on %(day)s.",
                number=len(stops),
                day=format_date(self.env, company._ar_today()),
            )
            title = self.env._("Visits of %s", user.name)
            pages.append(VisitPage(company, user, title, words, stops))
        return pages

    def _get_way_key(self):
        place = self.contact_id or self.partner_id
        return way_key(place.country_id.name, place.zip, place.city, place.street)

    def _prepare_visit(self, said):
        """One stop as text; ``self`` is all that is said there."""
        lead = self[:1]
        person = lead.contact_id or lead.partner_id
        call = self.env["ar.channel.call"]
        amounts = [format_amount(self.env, one.amount_total, one.currency_id) for one in self]
        return Visit(
            day=format_date(self.env, lead.call_date),
            customer=lead.partner_id.display_name,
            person=person.name if person != lead.partner_id else "",
            address=lead.recipient or "",
            phone=call._get_recipient(lead._get_message()),
            amount=", ".join(amounts),
            document=", ".join(one.message_name for one in self),
            said=said.get(lead.profile_id, ("", ""))[1],
        )
