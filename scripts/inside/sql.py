"""Run statements, given as JSON on standard input, outside of a transaction; print the rows."""

import json
import sys

import psycopg2

job = json.load(sys.stdin)
try:
    connection = psycopg2.connect(**job["connect"])
    connection.autocommit = True
    rows = []
    with connection.cursor() as cursor:
        for statement in job["statements"]:
            cursor.execute(statement)
        if cursor.description:
            rows = cursor.fetchall()
    connection.close()
except psycopg2.Error as error:
    sys.exit(str(error).strip())
print(json.dumps(rows, default=str))
