"""Locks that more than one row needs.

PostgreSQL has advisory locks for them; on SQLite a transaction is the one writer, since transactions begin
IMMEDIATE (settings). Whoever needs several takes them in this order: ledger, desk, facts by number, companies.
"""

from django.db import connection, transaction

LEDGER = 0x6E657773  # "news"
DESK = 0x6465736B  # "desk": who finds, proposes or merges facts and companies


def hold(lock: int) -> None:
    """Hold a lock until the transaction ends. Raises TransactionManagementError outside of one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A lock is held inside a transaction only.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
