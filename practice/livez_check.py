"""The container's health check: ends with 0 while the web server beside it lives.

Standard library only: it runs all day, and loading Django would cost a second each time.
"""

import http.client
import os
import sys
from pathlib import Path

PATIENCE = 4.0  # seconds


def main() -> int:
    try:
        status = livez_status()
    except (OSError, http.client.HTTPException) as error:
        sys.stderr.write(f"/livez: {type(error).__name__}\n")
        return 1
    sys.stdout.write(f"/livez: {status}\n")
    return 0 if status == http.client.OK else 1


def livez_status() -> int:
    """Return the HTTP status of /livez. Raises OSError or HTTPException where nobody answers."""
    port = int(os.environ.get("GRANIAN_PORT", "8000"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/livez", headers={"Host": host_that_is_allowed()})
        return connection.getresponse().status
    finally:
        connection.close()


def host_that_is_allowed() -> str:
    """Return a host name that the site answers to: Django refuses every other one."""
    file = os.environ.get("ALLOWED_HOSTS_FILE")
    hosts = Path(file).read_text() if file else os.environ.get("ALLOWED_HOSTS", "")
    first = hosts.split(",")[0].strip().lstrip(".")
    return "localhost" if first in ("", "*") else first


if __name__ == "__main__":
    sys.exit(main())
