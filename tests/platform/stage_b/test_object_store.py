"""Stage B: the real Barman with an object store that speaks S3: what CloudNativePG's plugin writes there is read back by the drill.

The store is a stand-in on this machine's loopback (moto); a cluster's own plugin, and Google's store, are not tested.
"""
import os
import signal
import subprocess
import urllib.error
import urllib.request

import pytest
import test_backups
import tree
from cluster import free_port

TOOLS = tree.TOOLS / "store/bin"
STORE = "s3://example-dhis2-wal"


class StoredServer(test_backups.Server):
    """A cluster that archives into an object store, owned by a role that is no superuser, as in a cluster of CloudNativePG."""

    def __init__(self, folder, endpoint):
        self.options = f"--cloud-provider aws-s3 --endpoint-url {endpoint}"
        self.environs = {"PATH": f"{TOOLS}:{os.environ['PATH']}", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret",
                         "AWS_DEFAULT_REGION": "us-east-1", "HOME": str(folder), "BARMAN_OPTIONS": self.options}
        os.environ.update(self.environs)
        super().__init__(folder)

    def archive_command(self):
        return f"barman-cloud-wal-archive {self.options} {STORE} postgis %p"

    def backed_up(self):
        test_backups.run("barman-cloud-backup", *self.options.split(), "--immediate-checkpoint", STORE, "postgis", environment=self.environment("postgres"))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    before, port = dict(os.environ), free_port()
    store = subprocess.Popen([TOOLS / "moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             preexec_fn=test_backups.die_with_parent)
    endpoint = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(f"{endpoint}/{STORE.removeprefix('s3://')}", method="PUT"), timeout=10).close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert store.poll() is None
        with test_backups.place_for_server() as folder:
            made = StoredServer(folder, endpoint)
            made.endpoint = endpoint
            made.sql("alter system set fsync = off", database="postgres")
            made.backed_up()
            made.sql("create role dhis2 login; grant execute on function pg_create_restore_point(text) to dhis2; alter schema afya owner to dhis2;"
                     "alter table organisationunit owner to dhis2; alter table datavalue owner to dhis2; alter table afya.job owner to dhis2;"
                     'alter table "Odd name" owner to dhis2; alter table scratch owner to dhis2')
            made.script("backup/dump.sh", made.dumps, PGUSER="dhis2")
            made.sql("delete from datavalue")
            made.archive()
            yield made
            made.stop()
    finally:
        store.send_signal(signal.SIGKILL)
        store.wait()
        os.environ.clear()
        os.environ.update(before)


def test_the_drill_reads_what_barman_wrote(server):
    said = server.script("drill/drill.sh", DUMPS=str(server.dumps), SCRATCH=str(server.scratch), BARMAN_STORE=STORE, BARMAN_SERVER="postgis")
    assert said.count("every checksum equal") == 2 and "drill succeeded" in said


def test_the_object_store_alone_is_enough(server):
    (dump,) = server.dumps.iterdir()
    said = server.script("restore/recover.sh", server.folder / "alone", "--store", STORE, "--server", "postgis", "--name", dump.name,
                         "--verify", dump / "fingerprint.tsv", "dhis2")
    assert "verified: 4 tables" in said and "recovered:" in said


def test_a_store_without_the_server_is_a_failure(server):
    server.script("restore/recover.sh", server.folder / "nobody", "--store", STORE, "--server", "nobody", wants=1)


def test_the_drill_fails_while_the_store_cannot_be_reached(server):
    options = server.options.replace(server.endpoint, f"http://127.0.0.1:{free_port()}")
    said = server.script("drill/drill.sh", wants=1, DUMPS=str(server.dumps), SCRATCH=str(server.scratch), BARMAN_STORE=STORE,
                         BARMAN_SERVER="postgis", BARMAN_OPTIONS=options)
    assert "drill failed: the base backup and WAL" in said
