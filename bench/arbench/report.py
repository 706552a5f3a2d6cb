"""The tables: markdown of what was measured."""

import math

from .case import REGISTRY

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
ORDER = ("XS", "S", "M", "L")
GROWTH = 1.05
MEGA = 1e6


def figure(found, name):
    """A figure of a result that an aim speaks of; None where it was not measured."""
    ours, floor, count = found["ours"], found["floor"], max(found["count"], 1)
    if name == "ratio":
        return ours["processor"] / floor["processor"] if floor and floor["processor"] else None
    if name == "memory_mb":
        return None if ours["memory"] is None else ours["memory"] / MEGA
    return {
        "seconds": ours["processor"],
        "ms_each": 1000 * ours["processor"] / count,
        "queries": ours["queries"],
        "queries_each": ours["queries"] / count,
    }[name]


COLUMNS = (
    "Operation",
    "n",
    "seconds",
    "processor s",
    "queries",
    "added MB",
    "floor",
    "floor s",
    "ratio",
    "peer",
    "aim",
)
ALIGNED = ("---", *["--:"] * 5, "---", "--:", "--:", "---", "---")
# The tables of what has no floor.
PLAIN = {
    "screens": (
        ("Screen", "rows", "seconds", "processor s", "queries", "kB", "aim"),
        ("---", *["--:"] * 5, "---"),
    ),
    "jobs": (
        ("Job", "n", "seconds", "processor s", "queries", "the longest", "aim"),
        ("---", *["--:"] * 4, "---", "---"),
    ),
}
WORDS = {
    "ratio": "{:.2f} ×",
    "memory_mb": "{:.0f} MB",
    "seconds": "{:.1f} s",
    "ms_each": "{:.1f} ms each",
    "queries": "{:.0f} queries",
}


def _words(name, value):
    if value is None:
        return "not measured"
    if name == "queries_each":
        return f"1 query per {1 / value:.0f}" if value else "no queries"
    return WORDS[name].format(value)


def in_short(name, found, size):
    """One line about a result, while the benchmarks run."""
    if "error" in found:
        return f"failed: {found['error']}"
    ours = found["ours"]
    text = f"{found['count']} in {ours['seconds']:.2f} s, {ours['queries']} queries"
    aims = ", ".join(_judge(found, aim, size) for aim in REGISTRY[name].aims)
    ratio = figure(found, "ratio")
    return f"{text}, {_words('ratio', ratio) if ratio else 'no floor'}; {aims or 'no aim'}"


def _judge(found, aim, size):
    value, most = figure(found, aim.figure), aim.get_most(size)
    bound = _words(aim.figure, most)
    if value is None:
        return f"≤ {bound}: not measured"
    # To the figure as it is shown: 1.504 is 1.50.
    if round(value, 2 if aim.figure == "ratio" else 4) <= most:
        return f"≤ {bound}: met"
    return f"≤ {bound}: **{_words(aim.figure, value)}**"


def tables(results):
    """All tables as markdown: one for each size, and how the costs grow."""
    sizes = [size for size in ORDER if size in results]
    parts = [_table(size, results[size]) for size in sizes]
    if "L" in sizes and "S" in sizes:
        parts.append(_growth(results))
    return "\n".join(parts)


def _table(size, found):
    lines = [
        f"### {size}: {_ledger(found['ledger'])}",
        "",
        _machine(found["machine"]),
        "",
        _line(COLUMNS),
        _line(ALIGNED),
    ]
    for name, case in REGISTRY.items():
        if name in found["cases"] and case.table == "operations":
            lines.append(_row(case, found["cases"][name], found["peers"], size))
    lines.append("")
    for table, (columns, aligned) in PLAIN.items():
        rows = [
            _plain_row(case, found["cases"][name], size)
            for name, case in REGISTRY.items()
            if name in found["cases"] and case.table == table
        ]
        if rows:
            lines += [_line(columns), _line(aligned), *rows, ""]
    return "\n".join(lines)


def _plain_row(case, found, size):
    """A row of screens or jobs, which have no floor: seconds, queries and bytes."""
    if "error" in found:
        return f"| {case.title} | | | | | | {found['error']} |"
    ours, sent = found["ours"], found.get("bytes")
    cells = [
        case.title,
        f"{found['count']:,}",
        _seconds(ours["seconds"]),
        _seconds(ours["processor"]),
        f"{ours['queries']:,}",
        f"{sent / 1000:,.0f}" if sent is not None else found.get("remark") or "",
        "<br>".join(_judge(found, aim, size) for aim in case.aims) or "–",
    ]
    return _line(cells)


def _row(case, found, peers, size):
    if "error" in found:
        return f"| {case.title} | | | | | | | | | | {found['error']} |"
    ours, floor, ratio = found["ours"], found["floor"], figure(found, "ratio")
    memory = "" if ours["memory"] is None else f"{ours['memory'] / MEGA:.0f}"
    cells = [
        case.title,
        f"{found['count']:,}",
        _seconds(ours["seconds"]),
        _seconds(ours["processor"]),
        f"{ours['queries']:,}",
        memory,
        case.floor_is if floor else "",
        _seconds(floor["processor"]) if floor else "",
        f"{ratio:.2f}" if ratio else "",
        _peer(case, peers, ours),
        "<br>".join(_judge(found, aim, size) for aim in case.aims) or "–",
    ]
    return _line(cells)


def _line(cells):
    return f"| {' | '.join(cells)} |"


def _peer(case, peers, ours):
    found = peers.get(case.peer) if case.peer else None
    if not found:
        return ""
    if "error" in found:
        return f"{found['name']}: {found['error']}"
    times = found["processor"] / ours["processor"]
    cost = f"{_seconds(found['processor'])} s, {found['queries']:,} queries"
    return f"{found['name']}: {cost} ({times:.0f} ×)"


def _seconds(value):
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _ledger(ledger):
    return (
        f"{ledger['invoices']:,} invoices, {ledger['items']:,} open items of "
        f"{ledger['customers']:,} customers, {ledger['bytes'] / 1e9:.1f} GB"
    )


def _machine(machine):
    settings = ", ".join(f"{key} {value}" for key, value in machine["settings"].items())
    return (
        f"{machine['processors']} processors, {machine['memory'] / 1e9:.0f} GB of memory, "
        f"PostgreSQL {machine['postgresql']} ({settings}), Odoo {machine['odoo']}, "
        f"Python {machine['python']}; {machine['load']} processes ran at the start."
    )


def _growth(results):
    """The exponent of the cost in the number of open items, from S to L."""
    lines = [
        "### Growth",
        "",
        "| Operation | S | M | L | exponent S → L | aim |",
        "|---|--:|--:|--:|--:|---|",
    ]
    small, large = results["S"], results["L"]
    scale = math.log(large["ledger"]["items"] / small["ledger"]["items"])
    for name, case in REGISTRY.items():
        ends = [results[size]["cases"].get(name) for size in ("S", "L")]
        if not all(end and "error" not in end for end in ends):
            continue
        costs = {
            size: _cost(case, results[size]["cases"].get(name))
            for size in ("S", "M", "L")
            if size in results
        }
        exponent = math.log(costs["L"] / costs["S"]) / scale
        verdict = "met" if round(exponent, 2) <= GROWTH else "**missed**"
        shown = [_milliseconds(costs.get(size)) for size in ("S", "M", "L")]
        unit = f" (ms per {case.unit})" if case.fixed else " (ms)"
        lines.append(
            f"| {case.title}{unit} | {' | '.join(shown)} | {exponent:.2f} | ≤ {GROWTH}: {verdict} |"
        )
    return "\n".join([*lines, ""])


def _cost(case, found):
    """Milliseconds of processor time; per unit where the work does not grow with the ledger."""
    if not found or "error" in found:
        return None
    cost = 1000 * found["ours"]["processor"]
    return cost / max(found["count"], 1) if case.fixed else cost


def _milliseconds(value):
    return "" if value is None else f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def write(path, text):
    """Replace what stands between the markers of a file."""
    whole = path.read_text(encoding="utf-8")
    head, rest = whole.split(BEGIN)
    tail = rest.split(END)[1]
    path.write_text(f"{head}{BEGIN}\n\n{text}\n{END}{tail}", encoding="utf-8")
