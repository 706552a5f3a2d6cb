"""Which files of an e-mail become links, where all of them are too large: pure."""

# Base64 makes four signs of three bytes, and a new line after 76 signs.
LINE, LINE_BYTES, BREAK = 76, 57, 2


def encoded(size):
    """Bytes that a file of ``size`` bytes takes in an e-mail."""
    return -(-size // 3) * 4 + -(-size // LINE_BYTES) * BREAK


def choose_links(files, most, last=()):
    """The files to be given as links, so that the others take at most ``most`` bytes.

    The largest ones go first; those of ``last`` (the letter) only when they are alone too large.

    :param files: {key: bytes of the file}
    :param last: keys
    :return: list of keys, in the order of ``files``
    """
    sizes = {key: encoded(size) for key, size in files.items()}
    gone = {key for key in files if sizes[key] > most}
    left = sum(sizes[key] for key in files if key not in gone)
    rest = [key for key in files if key not in gone]
    for key in sorted(rest, key=lambda one: (one in last, -sizes[one])):
        if left <= most:
            break
        gone.add(key)
        left -= sizes[key]
    return [key for key in files if key in gone]
