"""Visits: a task for the collector with the address and what to say."""

from markupsafe import Markup

from odoo import api, models

from ...tools.channel.maps import join_address, map_link


class ArChannelVisit(models.AbstractModel):
    """Somebody of ours goes to the customer; what came out of it is logged as of a call."""

    _name = "ar.channel.visit"
    _inherit = "ar.channel.task"
    _description = "Collection Channel: Visit"

    _code = "visit"
    _sequence = 35
    _icon = "fa-map-marker"
    _contact_data = "address"
    _activity_type = "ar_collections.mail_activity_type_ar_visit"
    _script = "visit_script"

    @api.model
    def _get_label(self):
        return self.env._("Visit")

    @api.model
    def _get_count_words(self, count):
        # EXTENDS the channel
        return self.env._("1 visit") if count == 1 else self.env._("%s visits", count)

    @api.model
    def _get_place(self, message):
        """Who is visited: the contact if it has an address of its own, else the customer."""
        return self._map_readers(message)[message.id][0]

    @api.model
    def _map_readers(self, messages):
        # EXTENDS the channel
        readers = super()._map_readers(messages)
        return self.env["ar.channel.letter"]._find_places(messages, readers)

    @api.model
    def _get_recipient(self, message):
        return self._map_recipients(message)[message.id]

    @api.model
    def _map_recipients(self, messages):
        # EXTENDS the channel
        readers = self._map_readers(messages)
        return {
            id_: self._get_address(place) if self._is_found(place) else ""
            for id_, (place, _words) in readers.items()
        }

    @api.model
    def _is_found(self, place):
        """Whether somebody finds the way: a street and a town."""
        return bool((place.street or place.street2) and place.city)

    @api.model
    def _get_address(self, place):
        """The address of a contact in one line."""
        town = " ".join(filter(None, (place.zip, place.city)))
        return join_address(place.street, place.street2, town, place.country_id.name)

    @api.model
    def _get_map_link(self, company, address):
        """Where the map shows an address, on the service that the company chose; '' without."""
        return map_link(company.sudo().ar_map_service, address)

    @api.model
    def _get_problems(self, messages):
        addresses = self._map_recipients(messages)
        return {
            message.id: self.env._(
                "%(customer)s has no street or no city, so nobody can go there. Enter both on "
                "the customer or its contact.",
                customer=message.partner_id.display_name,
            )
            for message in messages
            if not addresses[message.id]
        }

    @api.model
    def _get_task_words(self, customer, amount):
        # EXTENDS the tasks
        return self.env._("Visit %(customer)s about %(amount)s", customer=customer, amount=amount)

    @api.model
    def _get_head(self, message):
        # EXTENDS the tasks: the address, the map, and the number to call at the door.
        address = self._get_recipient(message)
        link = self._get_map_link(message.company_id, address)
        shown = Markup("<a href='{}' target='_blank' rel='noreferrer'>{}</a>").format(link, address)
        phone = self.env["ar.channel.call"]._get_recipient(message)
        return self._join_head(self._get_place(message).display_name, shown, phone)
