"""When an alert is raised, and what became of it. Pure: figures in, a decision out."""

from typing import NamedTuple

BETTER, SAME, WORSE = "better", "same", "worse"
# There is nothing to tell of a subject any more, where low is bad news: whatever was, is over.
NOTHING = object()


class Change(NamedTuple):
    """What a look at the figures changes.

    :param raised: {subject: figure} of those that have crossed the threshold since the last look
    :param cleared: {subject: figure} of those that stood beyond it, and do not any more; None for
        one of which there is nothing to tell any more
    :param known: {subject: figure} of all subjects with an alert whose figure can be told
    """

    raised: dict
    cleared: dict
    known: dict


def is_met(value, threshold, at_most):
    """Whether a figure is at the threshold or beyond it."""
    return value <= threshold if at_most else value >= threshold


def judge(values, threshold, at_most, standing, followed=(), nothing=None, among=None):
    """The edges, as a ``Change``: who stands beyond the threshold already is not raised again.

    :param values: {subject: figure}; a figure of None cannot be told, and changes nothing
    :param standing: the subjects with an alert that was not cleared
    :param followed: subjects with another alert, whose figure is wanted, too
    :param nothing: the figure of subjects that are not in ``values``; None: it cannot be told;
        ``NOTHING``: there is none, and what stood is cleared
    :param among: the subjects that may be raised; None for all
    """
    raised = {
        subject: value
        for subject, value in values.items()
        if value is not None
        and subject not in standing
        and (among is None or subject in among)
        and is_met(value, threshold, at_most)
    }
    known = {subject: values.get(subject, nothing) for subject in (*standing, *followed)}
    gone = {subject: None for subject, value in known.items() if value is NOTHING}
    known = {
        subject: value
        for subject, value in known.items()
        if value is not None and subject not in gone
    }
    cleared = {
        subject: value
        for subject, value in known.items()
        if subject in standing and not is_met(value, threshold, at_most)
    }
    cleared.update({subject: None for subject in gone if subject in standing})
    return Change(raised, cleared, known)


def effect(before, after, at_most):
    """Whether a figure got better since it raised an alert: 'better', 'same' or 'worse'."""
    if after == before:
        return SAME
    return BETTER if (after > before) == at_most else WORSE
