"""Style sheets cut down to what a page uses. Pure; for pages that are printed, not edited."""

import re

BRACE = re.compile(r"[{}]")
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
# Arguments of :not(), :has() and their like do not say which classes a page must have.
ARGUMENT = re.compile(r"\([^()]*\)")
#: Rules within rules: each level is read again by those around it.
MAX_DEPTH = 8
KEEP_WHOLE = ("@font-face", "@page", "@charset", "@import")

# What makes letters bold, and the font of such.
BOLD = re.compile(r"<(?:b|strong|th|h[1-6])[\s>]|fw-bold|font-weight|\bbold\b")
FACE_BOLD = re.compile(r"@font-face\s*\{[^{}]*font-weight:\s*700[^{}]*\}")


def used_classes(html):
    """The class names in ``html``."""
    found = re.findall(r"class=\"([^\"]*)\"|class='([^']*)'", html)
    return {name for pair in found for text in pair for name in text.split()}


def prune(css, classes):
    """Leave out the rules that need a class which is not among ``classes``.

    Rules by element, attribute or id are kept; so are the rules within @media.
    """
    return "".join(_rules(css, 0, len(css), frozenset(classes), MAX_DEPTH))


def _rules(css, start, end, classes, depth):
    position = start
    while (opening := css.find("{", position, end)) >= 0:
        closing = _closing(css, opening, end)
        head = css[position:opening].rsplit(";", 1)[-1].strip()
        if head.startswith(KEEP_WHOLE):
            yield css[position : closing + 1]
        elif head.startswith(("@media", "@supports")) and depth:
            inner = "".join(_rules(css, opening + 1, closing, classes, depth - 1))
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@"):
            selectors = [part for part in _split(head) if _applies(part, classes)]
            if selectors:
                yield ",".join(selectors) + css[opening : closing + 1]
        position = closing + 1


def _closing(css, opening, end):
    """The position of the brace that closes the one at ``opening``."""
    depth = 0
    for brace in BRACE.finditer(css, opening, end):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    return end - 1


def _split(head):
    """The selectors of a rule; commas within brackets do not part them."""
    parts, depth, start = [], 0, 0
    for index, sign in enumerate(head):
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "," and not depth:
            parts.append(head[start:index])
            start = index + 1
    return [*parts, head[start:]]


def _applies(selector, classes):
    plain = ARGUMENT.sub("", ARGUMENT.sub("", selector))
    return all(name in classes for name in CLASS.findall(plain))


def without_bold(page):
    """A page (HTML with its style sheets) without the font of bold letters, where none are."""
    head, _end, body = str(page).partition("</head>")
    if BOLD.search(body):
        return page
    return type(page)(FACE_BOLD.sub("", head) + _end + body)
