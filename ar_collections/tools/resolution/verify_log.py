"""Checks a log proof without Odoo: python3 verify_log.py log_proof.json"""

import hashlib
import json
import sys


def sha(data):
    return hashlib.sha256(data).digest()


def climb(leaf, index, size, path):
    """The root that the path leads to from a leaf (RFC 6962)."""
    found, last = sha(b"\0" + leaf), size - 1
    for one in map(bytes.fromhex, path):
        if index % 2 or index == last:
            found = sha(b"\1" + one + found)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            found = sha(b"\1" + found + one)
        index, last = index // 2, last // 2
    return found.hex() if last == 0 else ""


def code_of(root):
    number, letters = int(root, 16) >> 176, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = "".join(letters[number >> 5 * place & 31] for place in reversed(range(16)))
    return "-".join(code[at : at + 4] for at in range(0, 16, 4))


def check(proof):
    """What is wrong with a proof: sentences; none if all of it is right."""
    wrong, before, seals = [], None, {seal["number"]: seal for seal in proof["seals"]}
    for number, seal in sorted(seals.items()):
        head = json.loads(seal["head"])
        at_first = climb(seal["head"].encode(), 0, seal["size"] + 1, seal["path"])
        linked = before is None or head["previous"] == before
        told = (head["number"], head["size"]) == (number, seal["size"])
        if at_first != seal["root"] or not (linked and told):
            wrong.append(f"Seal {number} does not follow from its rows and the seal before it.")
        before = seal["root"]
    if not before or code_of(before) != proof["code"]:
        wrong.append(f"The last seal does not have the code {proof['code']}.")
    for row in proof["rows"]:
        seal, hashed = seals[row["seal"]], row["hash"]
        if row["content"] is not None:
            hashed = sha((row["salt"] + row["content"]).encode()).hex()
        place = row["position"], seal["size"] + 1
        if climb(bytes.fromhex(hashed), *place, row["path"]) != seal["root"]:
            wrong.append(f"Row {row['id']} is not what seal {row['seal']} was made of.")
    return wrong


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        proof = json.load(file)
    wrong = check(proof)
    right = f"{len(proof['rows'])} rows are as sealed. Code: {proof['code']}"
    sys.stdout.write("\n".join(wrong or [right]) + "\n")
    sys.exit(1 if wrong else 0)
