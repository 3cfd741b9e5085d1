"""Answers Kusto queries with duckdb-kql: a JSON string a line comes in, a JSON object a line goes out.

A line that begins with `.` is a command and answers `{}`; another one answers `{"columns": …, "rows": …}`, or
`{"error": …}` with what the other evaluator does not know.
"""

import datetime
import decimal
import json
import math
import sys
import uuid

import duckdb_kql


def timespan(length):
    ticks = (length.days * 86_400_000_000 + length.seconds * 1_000_000 + length.microseconds) * 10
    sign = "-" if ticks < 0 else ""
    seconds, fraction = divmod(abs(ticks), 10_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    text = f"{hour:02}:{minute:02}:{second:02}"
    return sign + (f"{days}." if days else "") + text + (f".{fraction:07}" if fraction else "")


def cell(value, kind):
    if value is None and kind == "VARCHAR":
        return ""  # A string is never null (scalar-data-types/null-values.md), which it cannot always tell.
    if isinstance(value, datetime.timedelta):
        return timespan(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond:06}0Z"
    if isinstance(value, (decimal.Decimal, float)):
        number = float(value)
        return number if math.isfinite(number) else {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(number)]
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, list):
        return [cell(item, kind.removesuffix("[]")) for item in value]
    if kind == "JSON" and isinstance(value, str):
        return json.loads(value)
    return value


def answer(connection, text):
    if text.startswith("."):
        duckdb_kql.execute(connection, text)
        return {}
    try:
        result = duckdb_kql.kql(connection, text)
        kinds = [str(kind) for kind in result.types]
        rows = [[cell(value, kind) for value, kind in zip(row, kinds)] for row in result.fetchall()]
        return {"columns": result.columns, "rows": rows}
    except Exception as error:  # What it does not know is told in many ways.
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    connection = duckdb_kql.connect()
    connection.execute("SET threads = 1")
    for line in sys.stdin:
        print(json.dumps(answer(connection, json.loads(line))), flush=True)


main()
