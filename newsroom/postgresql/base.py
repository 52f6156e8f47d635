"""The backend's only part of our own."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Tells without a query whether the server has ended a kept connection."""

    def is_usable(self) -> bool:
        """False once the server has hung up.

        A connection at rest is silent: what can be read from it is the server's goodbye. Django's own check asks the
        server instead, which costs a short request a fifth of its time.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
