"""When a customer who was not reached is tried again."""

# Working days until the next try, after the first, second … one; the last for all further ones.
PAUSES = (1, 2, 3, 5)


def next_pause(attempt, most):
    """How many working days after the try number ``attempt`` (from 1) the next one follows.

    :param most: how many tries there are at most; 0: no end
    :return: None when it was tried often enough: another way is to speak
    """
    if most and attempt >= most:
        return None
    return PAUSES[min(max(attempt, 1), len(PAUSES)) - 1]
