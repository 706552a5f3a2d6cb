"""Merkle trees as RFC 6962 has them: one hash for many leaves, short proofs that one is in it."""

from hashlib import sha256

# Bytes of a SHA-256.
HASH_BYTES = 32
EMPTY = sha256(b"").digest()


def hash_leaf(leaf):
    """The hash of a leaf: it cannot be taken for that of a node."""
    return sha256(b"\x00" + leaf).digest()


def hash_node(left, right):
    """The hash of two hashes."""
    return sha256(b"\x01" + left + right).digest()


def levels(leaves):
    """All hashes of the tree, from the leaves up: a list of lists, the last one with the root in
    it. The last hash of a level that has no partner moves up as it is, which gives the same tree
    as cutting at the largest power of two does (RFC 6962, 2.1)."""
    level = [hash_leaf(leaf) for leaf in leaves]
    found = [level]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hash_node(left, right) for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        found.append(level := above)
    return found


def root(leaves):
    """The root of the tree over ``leaves`` (a list of bytes): 32 bytes."""
    top = levels(leaves)[-1]
    return top[0] if top else EMPTY


def path(tree, index):
    """The proof for the leaf ``index`` of a tree that ``levels`` gave.

    :return: list of hashes, from the leaf up
    :raise IndexError: there is no such leaf
    """
    if not 0 <= index < len(tree[0]):
        raise IndexError(f"No leaf {index} in a tree of {len(tree[0])}")
    found = []
    for level in tree[:-1]:
        beside = index ^ 1
        if beside < len(level):
            found.append(level[beside])
        index //= 2
    return found


def proof(leaves, index):
    """The hashes that lead from the leaf ``index`` to the root of ``leaves``.

    :return: list of bytes, from the leaf up
    :raise IndexError: there is no such leaf
    """
    return path(levels(leaves), index)


def verify(leaf, index, size, proof, root):
    """Whether ``proof`` shows that ``leaf`` stands at ``index`` of the tree of ``size`` leaves that
    has this ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(one) != HASH_BYTES for one in proof):
        return False
    at, last, found = index, size - 1, hash_leaf(leaf)
    for one in proof:
        if not last:
            return False
        if at % 2 or at == last:
            found = hash_node(one, found)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            found = hash_node(found, one)
        at, last = at // 2, last // 2
    return not last and found == root
