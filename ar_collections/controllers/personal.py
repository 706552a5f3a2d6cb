"""What pages have in common that open by a personal link, without a login."""

from odoo.http import request

PAGE = {"type": "http", "auth": "public", "website": True, "multilang": False, "sitemap": False}
# Marks a browser in which one of our own people looked at such a page.
OWN = "ar_own_user"
OWN_SECONDS = 90 * 24 * 60 * 60
# The page is a secret between us and the customer: it is not kept, not indexed, and the link
# does not leave it.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}


def is_own_user():
    """Our own people look at such a page, and answer elsewhere; logged out, too, as far as the
    browser tells."""
    return request.env.user._is_internal() or OWN in request.httprequest.cookies


def read_visitor(start):
    """Who does something on such a page, and from where: values of the fields whose names begin
    with ``start`` and go on with way, user_id, ip and agent."""
    user = request.env.user
    known = not user._is_public()
    return {
        f"{start}_way": "portal" if known else "link",
        f"{start}_user_id": user.id if known else False,
        f"{start}_ip": request.httprequest.remote_addr,
        f"{start}_agent": request.httprequest.user_agent.string,
    }


def guard(response, path):
    """The response with the headers of a personal page.

    :param path: below which the browser of one of our own people is remembered
    """
    response.headers.update(HEADERS)
    if request.env.user._is_internal():
        response.set_cookie(OWN, "1", max_age=OWN_SECONDS, path=path, httponly=True, samesite="Lax")
    return response
