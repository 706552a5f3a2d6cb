"""A stable choice of records: the same ones each time, whatever else there is."""

# Knuth's multiplicative hash: neighbouring ids are spread over 0 to 1.
FACTOR, SPAN = 2654435761, 2**32


def place_of(id_):
    """Where an id stands between 0 and 1; the SQL of ``ar.open.item`` says the same."""
    return id_ * FACTOR % SPAN / SPAN
