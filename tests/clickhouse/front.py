"""ClickHouse's HTTP interface before its engine in this process, as far as the tests of analytics speak it.

The engine is that of the PyPI package chdb. A folder for its files is the only argument; the port is written to the output
once it answers. POST takes a statement as the body, as the parameter `query` before rows in the body, or as a field of a form;
`database`, `param_NAME` and settings as ClickHouse takes them. Users are not asked for their passwords. Ends when its input does.
"""

import os
import re
import sys
import tempfile
import threading
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from chdb import session

ENGINE = session.Session(sys.argv[1])
ONE_AT_A_TIME = threading.Lock()
OF_HTTP = ("database", "query", "query_id", "wait_end_of_query")


def fields(kind, body):
    """The fields of a form."""
    message = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        yield name, part.get_payload(decode=True).decode()


def ask(query, parameters, rows):
    """What the engine answers."""
    values = {name[6:]: value for name, value in parameters.items() if name.startswith("param_")}
    settings = [f"{name} = {value}" for name, value in parameters.items() if name not in OF_HTTP and name[:6] != "param_"]
    with ONE_AT_A_TIME, tempfile.NamedTemporaryFile() as file:
        if "database" in parameters:
            ENGINE.query("use `" + parameters["database"] + "`")
        if settings:
            ENGINE.query("set " + ", ".join(settings))
        if rows:
            # The engine takes rows from a file where a server takes them from the body.
            file.write(rows)
            file.flush()
            query = re.sub(r" format (\w+)$", rf" from infile '{file.name}' format \1", query)
        return ENGINE.query(query, "TabSeparated", params=values).bytes() or b""


class Front(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        """Answers a statement."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parameters = dict(parse_qsl(urlsplit(self.path).query))
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("multipart/form-data"):
            parameters.update(fields(kind, body))
            body = b""
        query = parameters.get("query")
        try:
            answer = ask(query, parameters, body) if query else ask(body.decode(), parameters, b"")
            self.answer(200, answer)
        except Exception as error:  # noqa: BLE001 the engine's errors have no type of their own
            self.answer(500, str(error).encode())

    def answer(self, status, body):
        """Sends an answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


def main():
    """Serves until the input ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    # The engine's own way out waits for what nobody asks for any more.
    os._exit(0)


main()
