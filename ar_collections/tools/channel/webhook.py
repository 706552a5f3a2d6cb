"""Standard Webhooks 1.0: how a message to the customer's own endpoint is signed, and its answer
read."""

import base64
import binascii
import hashlib
import hmac
import json

from .outgoing import Answer, Request, judge, say_answer

PREFIX = "whsec_"
# Bytes of a new secret; the standard wants 24 to 64.
SECRET_BYTES = 32
# Seconds before each further try: 30 s, 5 min, 30 min, 2 h, 8 h, 24 h.
DELAYS = (30, 300, 1_800, 7_200, 28_800, 86_400)
GONE = 410


def make_secret(noise):
    """A secret as the standard writes it, of random bytes."""
    return PREFIX + base64.b64encode(noise).decode()


def sign(secret, message_id, seconds, body):
    """One signature: ``v1,`` and the HMAC of id, timestamp and the very bytes of the body.

    :raise ValueError: the secret is not written as the standard says
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not a secret of Standard Webhooks") from error
    signed = b".".join((message_id.encode(), str(seconds).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def make_request(url, secrets, message_id, seconds, body):
    """The signed request; with several secrets one signature for each, while they change.

    :param seconds: since 1970, the moment of this try
    :param body: text, as ``write_body`` gives it
    :return: a ``Request``
    """
    raw = body.encode()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(sign(one, message_id, seconds, raw) for one in secrets),
    }
    return Request(url, headers, raw)


def write_body(kind, timestamp, data):
    """The body as the standard has it; what is signed and sent are its bytes.

    :param timestamp: text in ISO 8601, when it happened
    """
    told = {"type": kind, "timestamp": timestamp, "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read_answer(status, body, error=""):
    """What the endpoint's answer means; see ``judge``. Gone for good: it wants no more of them."""
    return Answer("off" if status == GONE else judge(status), say_answer(status, body, error))
