"""People who ask the server all the time, and what became of each of their requests."""
import http.client
import json
import threading
import time

WRITES = 5


def sign_in(address, port=80, username="admin", password="district"):
    """A session's cookie."""
    connection = http.client.HTTPConnection(address, port, timeout=30)
    connection.request("POST", "/api/auth/login", json.dumps({"username": username, "password": password}), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    return answer.headers["Set-Cookie"].split(";")[0]


def ask(address, port, cookie, path="/api/me?fields=id", method="GET", body=None, connection=None):
    connection = connection or http.client.HTTPConnection(address, port, timeout=30)
    connection.request(method, path, body, {"Cookie": cookie, "Content-Type": "application/json", "X-Requested-With": "XMLHttpRequest"})
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, text


class Load:
    """Clients that ask by turns, each request on a connection of its own, until the block ends. Every fifth request writes.

    `again` is how often a request is sent anew that no server has taken (the connection was refused), as the gateway does it
    (k8s/dhis2/base/mesh.yaml); nothing that was sent is sent twice.
    """

    def __init__(self, address, cookie, clients=4, again=0):
        self.address, self.cookie, self.again = address, cookie, again
        self.asked, self.failed, self.sent_again, self.written, self.longest = 0, [], 0, [], 0.0
        self.ends, self.lock = threading.Event(), threading.Lock()
        self.clients = [threading.Thread(target=self.ask_all_the_time, args=(number,)) for number in range(clients)]

    def __enter__(self):
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        for client in self.clients:
            client.join()

    def ask_all_the_time(self, number):
        count = 0
        while not self.ends.wait(0.02):
            count += 1
            key = f"{self.cookie[-6:]}-{number}-{count}"
            writes = count % WRITES == 0
            begun = time.monotonic()
            try:
                status, text = self.try_again(writes, key)
                wrong = None if status == (201 if writes else 200) else f"{status} {text[:200]}"
            except (OSError, http.client.HTTPException) as error:
                wrong = repr(error)
            with self.lock:
                self.asked += 1
                self.longest = max(self.longest, time.monotonic() - begun)
                if wrong:
                    self.failed.append(("write " if writes else "read ") + wrong)
                elif writes:
                    self.written.append(key)

    def try_again(self, writes, key):
        for left in range(self.again, -1, -1):
            connection = http.client.HTTPConnection(self.address, 80, timeout=30)
            try:
                connection.connect()
            except OSError:
                if not left:
                    raise
                with self.lock:
                    self.sent_again += 1
                continue
            try:
                if writes:
                    return ask(self.address, 80, self.cookie, "/api/constants", "POST", json.dumps({"name": key, "shortName": key, "value": 1}), connection)
                return ask(self.address, 80, self.cookie, connection=connection)
            finally:
                connection.close()
        raise AssertionError("no try was made")

    def lost(self):
        """Writes that were acknowledged and are not there."""
        _, text = ask(self.address, 80, self.cookie, "/api/constants?paging=false&fields=name")
        return set(self.written) - {one["name"] for one in json.loads(text)["constants"]}

    def __str__(self):
        return f"{self.asked} requests, {len(self.failed)} failed, {self.sent_again} sent again, {len(self.written)} writes acknowledged, longest {self.longest:.2f} s"
