"""The action of a button that answers in a corner of the screen."""

RELOAD = {"type": "ir.actions.client", "tag": "soft_reload"}


def notify(words, kind="info", *, reload=True, **params):
    """The client action that tells a person ``words`` and, unless told otherwise, shows anew what
    has changed.

    :param kind: 'info', 'success', 'warning' or 'danger'
    :param params: what else Odoo's ``display_notification`` takes: ``title``, ``sticky``
    """
    params |= {"type": kind, "message": words}
    if reload:
        params["next"] = dict(RELOAD)
    return {"type": "ir.actions.client", "tag": "display_notification", "params": params}
