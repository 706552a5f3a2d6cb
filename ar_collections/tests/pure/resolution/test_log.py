"""The canonical text of rows, the short code of seals, and the verifier without Odoo."""

import json
import subprocess
import sys
import tempfile
from copy import deepcopy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.resolution import log, merkle, verify_log

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
HEAD = log.head(7, 1, "2026-03-31 12:00:00", "created", 5, "ar.hold", 2)


def make_seals(*batches):
    """(heads, trees) of seals over batches of row hashes, each with the root before it."""
    previous, made = merkle.EMPTY.hex(), []
    for number, hashes in enumerate(batches, 1):
        head = log.seal_head(1, "2026-03-31 12:00:00", number, previous, len(hashes))
        tree = merkle.levels(log.leaves_of(head, hashes))
        previous = tree[-1][0].hex()
        made.append((head, tree))
    return made


def make_proof():
    """A proof of three rows in two seals; the text of the third one was erased."""
    texts = [log.content({**HEAD, "id": number}, {"values": {}}) for number in range(3)]
    salts = [f"{number:032x}" for number in range(3)]
    hashes = [log.digest(salt, text) for salt, text in zip(salts, texts, strict=True)]
    leaves = [log.read_hash(one) for one in hashes]
    seals = make_seals(leaves[:2], leaves[2:])
    places = [(1, 1), (1, 2), (2, 1)]
    return {
        "version": 1,
        "code": log.code_of(seals[-1][1][-1][0]),
        "rows": [
            {
                "id": number + 10,
                "content": None if number == 2 else texts[number],
                "salt": None if number == 2 else salts[number],
                "hash": hashes[number],
                "seal": seal,
                "position": position,
                "path": [one.hex() for one in merkle.path(seals[seal - 1][1], position)],
            }
            for number, (seal, position) in enumerate(places)
        ],
        "seals": [
            {
                "number": number,
                "head": head,
                "size": len(tree[0]) - 1,
                "root": tree[-1][0].hex(),
                "path": [one.hex() for one in merkle.path(tree, 0)],
            }
            for number, (head, tree) in enumerate(seals, 1)
        ],
    }


@tagged("post_install", "-at_install")
class TestLog(BaseCase):
    @given(plain)
    def test_canonical_text_is_one_for_equal_values(self, value):
        text = log.canonical(value)
        self.assertEqual(json.loads(text), value)
        self.assertEqual(log.canonical(json.loads(text)), text)

    def test_floats_are_refused(self):
        for value in (0.1, {"a": [1.0]}, [{"b": float("nan")}]):
            with self.subTest(value=value), self.assertRaises(TypeError):
                log.canonical(value)

    def test_head_comes_first(self):
        """What SQL compares a row's columns with."""
        self.assertEqual(
            log.content(HEAD, {"state": "ü"}),
            '{"head":{"account":7,"company":1,"date":"2026-03-31 12:00:00","event":"created",'
            '"id":5,"model":"ar.hold","user":2,"version":1},"said":{"state":"ü"}}',
        )

    def test_salt_decides(self):
        text = log.content(HEAD, {})
        self.assertNotEqual(log.digest("0" * 32, text), log.digest("1" * 32, text))

    @given(st.binary(min_size=32, max_size=32))
    def test_code_is_read_as_people_type_it(self, root):
        code = log.code_of(root)
        self.assertRegex(code, r"^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$")
        for typed in (code, code.lower(), code.replace("-", " "), f" {code.replace('-', '')}\n"):
            self.assertEqual(log.read_code(typed), code)
        self.assertEqual(log.read_code(code.replace("0", "O").replace("1", "l")), code)
        bits = int.from_bytes(root[:10], "big")
        self.assertEqual(verify_log.code_of(root.hex()), code)
        self.assertEqual(sum(1 for one in code if one != "-"), 16)
        letters = code.replace("-", "")
        self.assertEqual(
            sum(log.LETTERS.index(c) << 5 * (15 - i) for i, c in enumerate(letters)), bits
        )

    def test_what_is_no_code(self):
        for typed in ("", None, "ABCD", "U" * 16, "A" * 17, "中" * 16, "AAAA-AAAA-AAAA-AAA!"):
            with self.subTest(typed=typed):
                self.assertEqual(log.read_code(typed), "")

    @given(st.lists(st.tuples(st.integers(1, 2**40), st.binary(min_size=32, max_size=32))))
    def test_packed_rows_come_back(self, rows):
        self.assertEqual(log.unpack(log.pack(rows)), rows)
        self.assertEqual(log.unpack(log.pack(rows) + b"cut off"), rows)

    def test_what_is_no_hash(self):
        for text in (None, "", "zz", "00", "0" * 63):
            with self.subTest(text=text):
                self.assertEqual(log.read_hash(text), log.NO_HASH)


@tagged("post_install", "-at_install")
class TestVerifier(BaseCase):
    def test_all_of_it_is_right(self):
        self.assertEqual(verify_log.check(make_proof()), [])

    def test_tampering_is_named(self):
        def row(number, **values):
            return lambda proof: proof["rows"][number].update(values)

        def seal(number, **values):
            return lambda proof: proof["seals"][number].update(values)

        text = log.content({**HEAD, "id": 99}, {})
        shorter = make_seals([])[0][0]
        cases = {
            "Row 10": row(0, content=text),
            "Row 11": row(1, salt="f" * 32),
            "Row 12": row(2, hash="0" * 64),
            "Row 10 ": row(0, position=2),
            "Seal 1": seal(0, root="0" * 64),
            "Seal 2": seal(1, head=shorter),
            "Seal 2 ": seal(1, size=5),
            "code": lambda proof: proof.update(code="AAAA-AAAA-AAAA-AAAA"),
        }
        for named, change in cases.items():
            with self.subTest(named=named):
                proof = deepcopy(make_proof())
                change(proof)
                self.assertIn(named.strip(), " ".join(verify_log.check(proof)))

    def test_runs_by_itself(self):
        """With the interpreter alone, in a folder of its own."""
        script = Path(verify_log.__file__)
        for change, status in (({}, 0), ({"code": "AAAA-AAAA-AAAA-AAAA"}, 1)):
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "log_proof.json")
                file.write_text(json.dumps({**make_proof(), **change}), encoding="utf-8")
                command = [sys.executable, "-I", str(script), str(file)]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertIn("Code" if not status else "code", done.stdout)
