"""What Twilio may have taken although its answer did not arrive is in doubt, and no failure."""

import requests

from odoo import models

from odoo.addons.ar_collections.tools.channel.sms import judge_error
from odoo.addons.sms_twilio.tools.sms_api import SmsApiTwilio


class _Watched:
    """A connection that remembers by which error its last request ended."""

    def __init__(self, session):
        self.session, self.error = session, None

    def post(self, *args, **options):
        self.error = None
        try:
            return self.session.post(*args, **options)
        except requests.exceptions.RequestException as error:
            self.error = error
            raise


class CarefulTwilio(SmsApiTwilio):
    """Odoo's class tells a broken connection as a server error, which is tried again: the customer
    might get the same message twice. Such a message is in doubt, unless nothing was connected."""

    def _sms_twilio_send_request(self, session, to_number, body, uuid):
        # EXTENDS 'sms_twilio'
        watched = _Watched(session)
        response = super()._sms_twilio_send_request(watched, to_number, body, uuid)
        if watched.error is not None and not judge_error(watched.error):
            self.env["ar.dispatch"].sudo().search([("sms_uuid", "=", uuid)])._set_doubtful()
        return response


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_sms_api_class(self):
        # EXTENDS 'sms_twilio'
        found = super()._get_sms_api_class()
        return CarefulTwilio if found is SmsApiTwilio else found
