"""People who write rows into PostgreSQL all the time, each row a commit, and remember which were acknowledged."""
import base64
import subprocess
import threading
import time

from node import ROOT

# A connection whose other end is gone without a word ends after some seconds.
PSQL = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", "keepalives_idle=2 keepalives_interval=1 keepalives_count=3 tcp_user_timeout=5000"]


class Writers:
    def __init__(self, whole, cluster="postgis", people=4):
        self.whole = whole

        def of(name):
            return {key: base64.b64decode(value).decode() for key, value in whole.ask("GET", f"/api/v1/namespaces/dhis2/secrets/{name}")["data"].items()}

        given = of(f"{cluster}-app")
        service = whole.ask("GET", f"/api/v1/namespaces/dhis2/services/{cluster}-rw")["spec"]["clusterIP"]
        authority = ROOT / f"{cluster}.crt"
        authority.write_text(of(f"{cluster}-ca")["ca.crt"])
        # As the servers sign in: the name is checked against the certificate, the address is the service's.
        self.environment = {"PGHOST": given["host"], "PGHOSTADDR": service, "PGPORT": given["port"], "PGDATABASE": given["dbname"], "PGUSER": given["username"],
                            "PGPASSWORD": given["password"], "PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(authority), "PGCONNECT_TIMEOUT": "3",
                            "PATH": "/usr/bin:/bin"}
        self.acknowledged, self.pauses, self.broken, self.ends, self.lock = [], [], 0, threading.Event(), threading.Lock()
        self.ask("create table if not exists public.written (n bigint primary key)")
        first = int(self.ask("select coalesce(max(n), 0) from public.written"))
        self.people = [threading.Thread(target=self.write, args=(first + number, people)) for number in range(people)]

    def ask(self, statement):
        return subprocess.run([*PSQL, "-c", statement], env=self.environment, capture_output=True, text=True,
                              check=True).stdout.strip()

    def __enter__(self):
        for one in self.people:
            one.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        for one in self.people:
            one.join()

    def write(self, before, people):
        """A connection until it breaks, then another one. A row whose answer was lost is not counted, and the next one is tried."""
        row, last = before, time.monotonic()
        while not self.ends.is_set():
            with subprocess.Popen(PSQL, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True, bufsize=1) as psql:
                while not self.ends.is_set():
                    row += people
                    try:
                        psql.stdin.write(f"insert into public.written values ({row}) returning n;\n")
                        said = psql.stdout.readline()
                    except BrokenPipeError:
                        break
                    if said.strip() != str(row):
                        break
                    with self.lock:
                        self.acknowledged.append(row)
                        self.pauses.append(time.monotonic() - last)
                    last = time.monotonic()
                psql.kill()
            with self.lock:
                self.broken += 1
            self.ends.wait(0.1)

    def write_more(self, rows, seconds=180):
        """Waits until so many rows more are acknowledged; answers after how many seconds."""
        before = len(self.acknowledged)
        return self.whole.wait(f"{rows} rows more", lambda: len(self.acknowledged) >= before + rows, seconds)[1]

    def lost(self):
        there = set(self.ask("select n from public.written").split())
        return [row for row in self.acknowledged if str(row) not in there]

    def __str__(self):
        return f"{len(self.acknowledged)} rows acknowledged, the longest pause of a writer {max(self.pauses):.1f} s"
