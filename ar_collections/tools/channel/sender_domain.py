"""What the domain of a sender says about who may send for it: SPF, DKIM and DMARC, as texts in the
DNS. Mail servers of customers read the same, and put what does not fit into the spam."""

import re
from typing import NamedTuple

# Of a finding, best first. ``unknown``: nobody could read it, or nobody knows where to look.
GOOD, WEAK, MISSING, WRONG, UNKNOWN = "good", "weak", "missing", "wrong", "unknown"
# RFC 7208, 4.6.4: a record that needs more look-ups is an error to its reader.
MOST_LOOKUPS = 10
LOOKUPS = ("include", "a", "mx", "ptr", "exists", "redirect")
# Longer ones are no address of a sender.
MOST_SIGNS = 400
# Names under which services commonly publish their keys; nobody can list those of a domain.
SELECTORS = ("default", "dkim", "mail", "google", "selector1", "selector2", "k1", "s1", "odoo")


class Texts(NamedTuple):
    """What the DNS answered: texts, empty where there are none; None where it did not answer."""

    spf: tuple | None = None
    dmarc: tuple | None = None
    dkim: tuple | None = None


class Finding(NamedTuple):
    """``code`` is spf, dkim or dmarc; ``state`` one of those above; ``detail`` a policy, a number,
    or the part of the record that it is about."""

    code: str
    state: str
    detail: str = ""


def domain_of(address):
    """The domain of an e-mail address, in small letters; '' where it has none.

    >>> domain_of("Billing <billing@Example.com>")
    'example.com'
    """
    text = (address or "").strip()[-MOST_SIGNS:].rstrip("> ")
    domain = text.rpartition("@")[2].lower().strip(".") if "@" in text else ""
    return domain if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain) else ""


def tags_of(text):
    """The tags of a DKIM or DMARC record: {name: value}, names in small letters.

    >>> tags_of("v=DMARC1; p=none;")
    {'v': 'DMARC1', 'p': 'none'}
    """
    pairs = (part.partition("=") for part in (text or "").split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


def read_spf(texts):
    """Whether the domain says which servers send for it.

    :param texts: TXT records of the domain; None: not read
    :return: a ``Finding``; RFC 7208
    """
    if texts is None:
        return Finding("spf", UNKNOWN)
    found = [text.strip() for text in texts if re.match(r"v=spf1(\s|$)", text.strip(), re.I)]
    if not found:
        return Finding("spf", MISSING)
    if len(found) > 1:
        # More than one is an error to every reader.
        return Finding("spf", WRONG, str(len(found)))
    terms = found[0].lower().split()[1:]
    names = [re.split("[:=/]", term.lstrip("+-~?"), maxsplit=1)[0] for term in terms]
    lookups = sum(name in LOOKUPS for name in names)
    if lookups > MOST_LOOKUPS:
        return Finding("spf", WRONG, str(lookups))
    ends = [term for term, name in zip(terms, names, strict=True) if name == "all"]
    if not ends and "redirect" in names:
        return Finding("spf", GOOD)
    if not ends or ends[0][0] not in "-~":
        return Finding("spf", WEAK, ends[0] if ends else "")
    return Finding("spf", GOOD, ends[0])


def read_dmarc(texts):
    """What servers are to do with what is not from us; RFC 7489.

    :param texts: TXT records of ``_dmarc.<domain>``; None: not read
    """
    if texts is None:
        return Finding("dmarc", UNKNOWN)
    records = [tags_of(text) for text in texts if re.match(r"\s*v\s*=\s*DMARC1\b", text)]
    if not records:
        return Finding("dmarc", MISSING)
    policy = records[0].get("p", "").lower()
    if len(records) > 1 or policy not in ("none", "quarantine", "reject"):
        return Finding("dmarc", WRONG, policy)
    return Finding("dmarc", WEAK if policy == "none" else GOOD, policy)


def read_dkim(texts):
    """Whether a key is published with which e-mails are signed; RFC 6376.

    :param texts: TXT records under the names of ``SELECTORS``; None: not read. None found does not
        mean that there is none: only the signer knows its name
    """
    if not texts:
        return Finding("dkim", UNKNOWN)
    keys = [tags_of(text) for text in texts]
    keys = [key for key in keys if "p" in key and key.get("v", "DKIM1").upper() == "DKIM1"]
    if not keys:
        return Finding("dkim", UNKNOWN)
    if not any(key["p"] for key in keys):
        # An empty key was taken back.
        return Finding("dkim", WRONG)
    return Finding("dkim", GOOD)


def judge(texts):
    """The findings of all three, in the order in which they are read.

    :param texts: ``Texts``
    """
    return [read_spf(texts.spf), read_dkim(texts.dkim), read_dmarc(texts.dmarc)]
