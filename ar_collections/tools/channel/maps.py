"""Where a customer is: an address in one line, and a link to a map that searches for it."""

from urllib.parse import quote

# What is searched for stands at the end; services by their code.
MAPS = {
    "osm": "https://www.openstreetmap.org/search?query=",
    "google": "https://www.google.com/maps/search/?api=1&query=",
}
# Longer ones are no address, and no map searches for them.
MOST_SIGNS = 300


def join_address(*parts):
    """The parts of an address in one line; what is empty is left out.

    >>> join_address("High Street 1", None, "1000 Springfield", " ")
    'High Street 1, 1000 Springfield'
    """
    cleaned = (" ".join((part or "").split()) for part in parts)
    return ", ".join(part for part in cleaned if part)


def map_link(service, address):
    """A link that searches for an address, every sign of it escaped; '' without one.

    :param service: a key of ``MAPS``; an unknown one is the first
    """
    text = join_address(address)[:MOST_SIGNS]
    if not text:
        return ""
    return MAPS.get(service, MAPS["osm"]) + quote(text, safe="", errors="replace")


def way_key(country, code, town, street):
    """Orders stops by their way: those with one postal code stand together, and those without any
    come last.

    >>> sorted(["9000", "", "1000"], key=lambda code: way_key("", code, "", ""))
    ['1000', '9000', '']
    """
    parts = [(part or "").strip().casefold() for part in (country, code, town, street)]
    return (parts[0], not parts[1], *parts[1:])
