"""Merkle trees, against the vectors of RFC 6962 and against trees built another way."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.resolution import merkle

# Those of certificate-transparency (merkle_tree_test.cc): leaves, and the root of the first n.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# (leaf, size, path) of the same vectors.
PATHS = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
many_leaves = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def slow_root(leaves):
    """As RFC 6962 says it: cut at the largest power of two below the number of leaves."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0]).digest() if leaves else sha256(b"").digest()
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    return sha256(b"\1" + slow_root(leaves[:cut]) + slow_root(leaves[cut:])).digest()


@tagged("post_install", "-at_install")
class TestMerkle(BaseCase):
    def test_roots_of_the_vectors(self):
        self.assertEqual(merkle.root([]).hex(), EMPTY)
        for size, root in enumerate(ROOTS, 1):
            with self.subTest(size=size):
                self.assertEqual(merkle.root(LEAVES[:size]).hex(), root)

    def test_paths_of_the_vectors(self):
        for index, size, path in PATHS:
            with self.subTest(index=index, size=size):
                found = merkle.proof(LEAVES[:size], index)
                self.assertEqual([one.hex() for one in found], path)
                root = bytes.fromhex(ROOTS[size - 1])
                self.assertTrue(merkle.verify(LEAVES[index], index, size, found, root))

    def test_no_such_leaf(self):
        for leaves, index in (([], 0), (LEAVES, 8), (LEAVES, -1)):
            with self.subTest(index=index), self.assertRaises(IndexError):
                merkle.proof(leaves, index)

    @given(many_leaves)
    def test_root_is_that_of_the_definition(self, leaves):
        self.assertEqual(merkle.root(leaves), slow_root(leaves))

    @given(many_leaves, st.data())
    def test_each_leaf_has_a_proof(self, leaves, data):
        index = data.draw(st.integers(0, len(leaves) - 1))
        root, path = merkle.root(leaves), merkle.proof(leaves, index)
        self.assertTrue(merkle.verify(leaves[index], index, len(leaves), path, root))
        self.assertLessEqual(len(path), (len(leaves) - 1).bit_length())

    @given(many_leaves, st.data())
    def test_tampering_is_found(self, leaves, data):
        """Another leaf, place, size, path or root: none of them passes."""
        size = len(leaves)
        index = data.draw(st.integers(0, size - 1))
        root, path = merkle.root(leaves), merkle.proof(leaves, index)
        other = data.draw(st.binary(max_size=40).filter(lambda leaf: leaf != leaves[index]))
        self.assertFalse(merkle.verify(other, index, size, path, root))
        self.assertFalse(merkle.verify(leaves[index], index, size, path, sha256(root).digest()))
        self.assertFalse(merkle.verify(leaves[index], index, size, [*path, root], root))
        self.assertFalse(merkle.verify(leaves[index], size, size, path, root))
        self.assertFalse(merkle.verify(leaves[index], -1, size, path, root))
        if path:
            at = data.draw(st.integers(0, len(path) - 1))
            changed = [*path[:at], sha256(path[at]).digest(), *path[at + 1 :]]
            self.assertFalse(merkle.verify(leaves[index], index, size, changed, root))
            self.assertFalse(merkle.verify(leaves[index], index, size, path[:-1], root))
            short = [path[0][:-1], *path[1:]]
            self.assertFalse(merkle.verify(leaves[index], index, size, short, root))

    @given(many_leaves, st.data())
    def test_a_proof_is_of_one_place(self, leaves, data):
        """With leaves that differ, the proof of one does not pass at the place of another."""
        leaves = [number.to_bytes(2, "big") + leaf for number, leaf in enumerate(leaves)]
        index = data.draw(st.integers(0, len(leaves) - 1))
        other = data.draw(st.integers(0, len(leaves) - 1))
        root, path = merkle.root(leaves), merkle.proof(leaves, index)
        self.assertEqual(
            merkle.verify(leaves[index], other, len(leaves), path, root), index == other
        )

    @given(many_leaves)
    def test_a_node_is_no_leaf(self, leaves):
        """The second preimage that trees without 0x00 and 0x01 fall for."""
        pairs = [leaves[at : at + 2] for at in range(0, len(leaves), 2)]
        nodes = [b"".join(merkle.hash_leaf(leaf) for leaf in pair) for pair in pairs]
        if len(leaves) > 1:
            self.assertNotEqual(merkle.root(nodes), merkle.root(leaves))
