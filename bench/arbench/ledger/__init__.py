"""A realistic receivable ledger by plain SQL: fast, and the same for the same seed and day."""
