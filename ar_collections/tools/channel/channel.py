"""Which channels a message takes: pure decisions, no database."""

from typing import NamedTuple


class Route(NamedTuple):
    """One channel of a level.

    ``usage`` is ``always`` or ``fallback``: a fallback speaks only when no channel
    before it could deliver.
    """

    channel: str
    usage: str


class Choice(NamedTuple):
    """The channels to use, in order, and why the others cannot be used."""

    channels: tuple
    problems: dict


def prefer(routes, preferred):
    """Put the customer's preferred channel first, if the level has it.

    A level says which channels may speak, a preference only chooses among them: a
    preferred fallback changes places with the first channel that always speaks, which
    becomes the fallback. So a customer who prefers letters gets the letter instead of
    the e-mail, and the e-mail if the letter cannot be delivered.
    """
    chosen = next((route for route in routes if route.channel == preferred), None)
    if chosen is None:
        return tuple(routes)
    others = [route for route in routes if route is not chosen]
    if chosen.usage == "fallback":
        first = next((i for i, route in enumerate(others) if route.usage == "always"), None)
        if first is not None:
            others[first] = others[first]._replace(usage="fallback")
    return (chosen._replace(usage="always"), *others)


def choose(routes, problems, tried=()):
    """Choose the channels for one message.

    :param routes: the level's :class:`Route` in order
    :param problems: {channel: sentence} of the channels that cannot deliver
    :param tried: channels that were used before and did not deliver
    :return: a :class:`Choice`; no channels means that nothing can be delivered
    """
    chosen, met = [], {}
    for route in routes:
        if route.usage == "fallback" and chosen:
            continue
        if route.channel in tried:
            continue
        if problem := problems.get(route.channel):
            met[route.channel] = problem
        else:
            chosen.append(route.channel)
    return Choice(tuple(chosen), met)


def next_fallbacks(routes, problems, tried):
    """The channel that takes over after one has failed: the first untried fallback that can.

    :return: a :class:`Choice` with one channel or none
    """
    return choose([route for route in routes if route.usage == "fallback"], problems, tried)
