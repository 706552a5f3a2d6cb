"""The seal of what is kept as evidence: one text that says all of it, its SHA-256, and what
differs from it by now. Pure."""

import hashlib
import json


def fingerprint(content):
    """SHA-256 of a text or of bytes, in hexadecimal figures; '' of nothing."""
    if not content:
        return ""
    raw = content.encode() if isinstance(content, str) else bytes(content)
    return hashlib.sha256(raw).hexdigest()


def write_canonical(facts):
    """Facts as a text that is the same whenever they are the same.

    :param facts: a dict of texts, whole numbers, booleans, None, and lists and dicts of these.
        Amounts come as texts with their decimals: floats have no one way of being written.
    :raise TypeError: something else is among them
    """
    _check_plain(facts)
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _check_plain(value):
    if isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key!r} is no name of a fact")
            _check_plain(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _check_plain(one)
    elif value is not None and not isinstance(value, str | bool | int):
        raise TypeError(f"{value!r} has no canonical form")


def name_file(name, content):
    """A file as a fact: its name and the fingerprint of its bytes."""
    return {"name": name or "", "sha256": fingerprint(content)}


def seal(text):
    """The seal of a canonical text."""
    return fingerprint(text)


def read_sealed(text, kept):
    """The facts of a canonical text, None where the text is not the one that was sealed."""
    if not text or not kept or seal(text) != kept:
        return None
    return json.loads(text)


def find_changes(sealed, now):
    """What differs by now from the facts that were sealed, in the order of their names.

    Of a list of files (see ``name_file``) each one that is gone, changed or new is told by its
    name; of anything else only that it differs.

    :return: [(fact, what, detail)]; ``what`` is 'changed', 'gone', 'added' or 'file_changed',
        ``detail`` the name of the file or ''
    """
    changes = []
    now = json.loads(write_canonical(now))
    for fact in sorted({*sealed, *now}):
        before, after = sealed.get(fact), now.get(fact)
        if before == after:
            continue
        if _is_files(before) and _is_files(after):
            changes += [(fact, what, name) for what, name in _compare_files(before, after)]
        else:
            changes.append((fact, "changed", ""))
    return changes


def _is_files(value):
    return isinstance(value, list) and all(
        isinstance(one, dict) and one.keys() == {"name", "sha256"} for one in value
    )


def _compare_files(before, after):
    """[(what, name)]; where files have the same name, as many as differ."""
    lost, new = list(before), list(after)
    for file in before:
        if file in new:
            lost.remove(file)
            new.remove(file)
    found = []
    for file in list(lost):
        same = next((one for one in new if one["name"] == file["name"]), None)
        if same:
            lost.remove(file)
            new.remove(same)
            found.append(("file_changed", file["name"]))
    found += [("gone", file["name"]) for file in lost]
    found += [("added", file["name"]) for file in new]
    # The same files in another order are the same files.
    return found
