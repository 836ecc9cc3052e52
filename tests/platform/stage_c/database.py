"""PostgreSQL of this machine beside the nodes, known to pods as CloudNativePG's cluster would be: by a service, a secret and a CA."""
import base64
import secrets
import signal
import subprocess

import test_backups
from node import ROOT
from test_backups import BIN, USER, run

NAME = "postgis-rw"


def secret(name, **values):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "namespace": "dhis2"},
            "data": {key: base64.b64encode(value.encode()).decode() for key, value in values.items()}}


class Database:
    def __init__(self, whole):
        self.folder, self.password, self.process = ROOT / "postgres", secrets.token_hex(16), None
        self.folder.mkdir()
        subprocess.run(["chown", "postgres", self.folder], check=True)
        run(BIN / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--data-checksums")
        self.certify()
        (self.folder / "hba").write_text("local all all trust\nhostssl dhis2 all all scram-sha-256\nhostnossl all all all reject\n")
        self.start()
        self.sql(f"create role dhis2 login password '{self.password}'", "postgres")
        self.sql("create database dhis2 owner dhis2", "postgres")
        for extension in ("postgis", "pg_trgm", "btree_gin"):
            self.sql(f"create extension {extension}")
        for one in (
            secret("postgis-app", host=NAME, port="5432", dbname="dhis2", username="dhis2", password=self.password),
            secret("postgis-ca", **{"ca.crt": (self.folder / "ca.crt").read_text()}),
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": NAME, "namespace": "dhis2"}, "spec": {"ports": [{"name": "postgres", "port": 5432}]}},
            {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4", "endpoints": [{"addresses": [whole.address]}],
             "metadata": {"name": NAME, "namespace": "dhis2", "labels": {"kubernetes.io/service-name": NAME}}, "ports": [{"name": "postgres", "port": 5432}]},
        ):
            whole.apply(one)

    def certify(self):
        """A CA, and a certificate by it."""
        request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        run(*request, "-keyout", self.folder / "ca.key", "-out", self.folder / "ca.crt", "-subj", "/CN=postgis")
        run(*request, "-keyout", self.folder / "server.key", "-out", self.folder / "server.crt", "-subj", f"/CN={NAME}", "-CA", self.folder / "ca.crt",
            "-CAkey", self.folder / "ca.key", "-addext", f"subjectAltName=DNS:{NAME}", "-addext", "basicConstraints=critical,CA:false")

    def start(self):
        settings = {"listen_addresses": "10.9.0.1", "unix_socket_directories": self.folder, "fsync": "off", "hba_file": self.folder / "hba", "ssl": "on",
                    "ssl_cert_file": self.folder / "server.crt", "ssl_key_file": self.folder / "server.key", "max_connections": 300}
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen([BIN / "postgres", "-D", self.folder / "data", *words], stdout=log, stderr=log,
                                            preexec_fn=test_backups.die_with_parent, **USER)
        while subprocess.run([BIN / "pg_isready", "-q", "-h", self.folder]).returncode != 0:
            assert self.process.poll() is None, (self.folder / "log").read_text()

    def stop(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def sql(self, statement, database="dhis2"):
        words = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"]
        return run(*words, environment={"PGHOST": str(self.folder), "PGUSER": "postgres", "PGDATABASE": database}, text_in=statement).strip()
