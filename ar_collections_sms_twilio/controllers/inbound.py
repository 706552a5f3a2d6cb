"""What customers answer to text messages, told by Twilio and signed with our auth token."""

import base64
import hashlib
import hmac
import logging

from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import request

_logger = logging.getLogger(__name__)

URL = "/ar_collections/sms/twilio"
# Twilio's answer may hold a message to send back; ours holds none.
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
# Parameters and signs of a request: Twilio's have about 20, with a text of 1,600.
MOST_PARAMETERS = 100
MOST_SIGNS = 20_000


def sign(token, url, parameters):
    """The signature of a request: HMAC-SHA1 of the address and the parameters in their order.

    :param token: the account's auth token
    :param parameters: {name: value}
    """
    said = url + "".join(f"{name}{value}" for name, value in sorted(parameters.items()))
    digest = hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


class TwilioInbound(http.Controller):
    @http.route(URL, type="http", auth="public", methods=["POST"], csrf=False, save_session=False)
    def hear(self, **_parameters):
        """A text message of a customer's has arrived at one of our numbers."""
        parameters = request.httprequest.form.to_dict()
        if not self._is_signed(parameters):
            raise Forbidden()
        request.env["ar.channel.sms"].sudo()._hear(
            parameters.get("From") or "", parameters.get("Body") or ""
        )
        return request.make_response(NOTHING, headers=[("Content-Type", "text/xml")])

    def _is_signed(self, parameters):
        """Whether one of the companies with this account has signed the request."""
        signs = sum(len(name) + len(value) for name, value in parameters.items())
        if len(parameters) > MOST_PARAMETERS or signs > MOST_SIGNS:
            return False
        given = request.httprequest.headers.get("X-Twilio-Signature", "")
        account = parameters.get("AccountSid")
        if not given or not account:
            return False
        companies = request.env["res.company"].sudo().with_context(active_test=False)
        for company in companies.search([("sms_twilio_account_sid", "=", account)]):
            token = company.sms_twilio_auth_token
            wanted = token and sign(token, company.get_base_url() + URL, parameters)
            if wanted and hmac.compare_digest(wanted.encode(), given.encode()):
                return True
        _logger.info("A text message of Twilio's account %r is not signed by us", account[:40])
        return False
