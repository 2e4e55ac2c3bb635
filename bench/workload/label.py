"""Works out the labels of the workload's requests, by Python's own decimal, fractions, datetime, csv and hashlib.

It never runs Studio and shares no code with it. A request's `=` line is a Python expression written by hand from the words of the
message; this script evaluates it and writes `labels.json` beside the requests. `--check` fails when the file would change.

    python3 bench/workload/label.py [--check] [requests.txt labels.json]
"""

import csv
import hashlib
import io
import json
import sys
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal as D
from fractions import Fraction as F
from pathlib import Path

TODAY = (2026, 3, 18)
KINDS = {"deterministic": "d", "hybrid": "h", "model": "m", "trap": "t"}


def days(a, b):
    return (date(*b) - date(*a)).days


def plus(day, number):
    return date(*day) + timedelta(number)


def workdays(a, b):
    """Mondays to Fridays, both ends counted: who names two days mostly means both to be worked."""
    one = date(*a)
    return sum(1 for n in range(days(a, b) + 1) if (one + timedelta(n)).weekday() < 5)


def W(day):
    return date(*day).strftime("%A")


def R(value, places):
    if isinstance(value, F):
        value = D(value.numerator) / D(value.denominator)
    return value.quantize(D(1).scaleb(-places), ROUND_HALF_UP)


def rows_of(message):
    """The table pasted into a message: its lines that hold a separator."""
    lines = message.split("\n")
    mark = next((m for m in ("\t", ";", ",") if sum(m in line for line in lines[1:]) > 1 or m in lines[0] and len(lines) > 2), None)
    table = [line for line in lines if mark and mark in line and not line.rstrip().endswith("?")]
    return list(csv.DictReader(io.StringIO("\n".join(table)), delimiter=mark or ","))


def table(lines, mark):
    """The rows of a table whose lines are named outright; `|` reads Markdown."""
    if mark != "|":
        return list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=mark))
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row)) for row in cells[1:] if set("".join(row)) - set("-: ")]


def typed(value):
    if isinstance(value, bool):
        return {"truth": value}
    if isinstance(value, (int, D)):
        return {"number": format(D(value), "f")}
    if isinstance(value, F):
        return {"number": format(D(value.numerator) / D(value.denominator), "f")}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, tuple):
        return {"any": [typed(part) for part in value]}
    if isinstance(value, (set, frozenset)):
        return {"all": [typed(part) for part in sorted(value)]}
    if isinstance(value, list):
        return {"list": [part.isoformat() if isinstance(part, date) else str(part) for part in value]}
    raise SystemExit(f"no label for {value!r}")


def read(path):
    requests, kind = [], None
    for line in Path(path).read_text("utf8").split("\n"):
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            kind = line.strip("[] ")
        elif line.startswith("? "):
            requests.append({"kind": kind, "message": line[2:], "facts": [], "says": []})
        elif line == "|" or line.startswith("| "):
            requests[-1]["message"] += "\n" + line[2:]
        elif line.startswith("= "):
            requests[-1]["facts"].append(line[2:])
        elif line.startswith("~ "):
            requests[-1]["says"].append(line[2:].split(" / "))
        else:
            raise SystemExit(f"cannot read: {line}")
    return requests


def label(requests):
    labels, numbers = {}, {}
    for request in requests:
        kind = request["kind"]
        numbers[kind] = numbers.get(kind, 0) + 1
        message = request["message"]
        names = {**globals(), "message": message, "lines": message.split("\n"), "rows": rows_of(message)}
        labels[f"{KINDS[kind]}{numbers[kind]:03}"] = {
            "facts": [typed(eval(fact, names)) for fact in request["facts"]],
            "says": request["says"],
        }
    return labels


def main():
    files = [part for part in sys.argv[1:] if part != "--check"]
    here = Path(__file__).parent
    source, target = files if len(files) == 2 else (here / "requests.txt", here / "labels.json")
    labels = label(read(source))
    body = ",\n".join(f'  "{name}": {json.dumps(one, ensure_ascii=False)}' for name, one in labels.items())
    text = "{\n" + body + "\n}\n"
    if "--check" in sys.argv:
        if Path(target).read_text("utf8") != text:
            raise SystemExit("the labels are not what the requests say")
    else:
        Path(target).write_text(text, "utf8")
    print(f"{len(labels)} labels")


main()
