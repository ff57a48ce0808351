"""`python -m config.probe live|ready`: asks the site on this machine; for container health checks."""

import http.client
import os
import sys

TIMEOUT_SECONDS = 5


def ask(path: str, *, port: int, host: str) -> tuple[int, str]:
    """Status and body of a health page; the Host header is one that the site answers to."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def main(arguments: list[str]) -> int:
    if arguments not in (["live"], ["ready"]):
        print("usage: python -m config.probe live|ready", file=sys.stderr)  # noqa: T201 - a command line
        return 2
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    try:
        status, body = ask(f"/health/{arguments[0]}", port=int(os.environ.get("PORT", "8000")), host=host)
    except OSError as error:
        print(f"no answer: {error}", file=sys.stderr)  # noqa: T201 - a command line
        return 1
    print(body)  # noqa: T201 - a command line
    return 0 if status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
