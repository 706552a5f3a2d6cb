"""The bare statements that the add-on is measured against, one file each."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


def read(name):
    """The text of ``sql/name.sql``; parameters as in psycopg2."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
