"""The scripts of backup, restore and drill on a real PostgreSQL of one machine, as docs/operations/single-server.md runs them."""
import contextlib
import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = TOP / "k8s/dhis2/postgis"
BIN = pathlib.Path(subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip())
# PostgreSQL does not run as root.
USER = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}


def run(*command, environment=None, wants=0, text_in=None):
    done = subprocess.run(
        [str(word) for word in command], env={**os.environ, **(environment or {})}, input=text_in,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", timeout=300, **USER)
    assert (done.returncode == 0) == (wants == 0), f"{command}\n{done.stdout}"
    return done.stdout


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def sweep(memory):
    """Removes what tests left that were killed."""
    for left in memory.glob("afya-backups-*"):
        if not pathlib.Path(f"/proc/{left.name.split('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)


class Server:
    """A cluster in a folder of its own, with WAL archived beside it."""

    def __init__(self, folder, more_sockets=()):
        self.folder, self.data = folder, folder / "data"
        self.sockets = ", ".join(map(str, [folder, *more_sockets]))
        self.bases, self.wal, self.dumps, self.scratch = (folder / name for name in ("bases", "wal", "dumps", "scratch"))
        for made in (self.bases, self.wal, self.dumps, self.scratch):
            run("mkdir", made)
        run(BIN / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--data-checksums")
        self.start(self.data)
        self.sql("create database dhis2", database="postgres")
        self.sql((pathlib.Path(__file__).parent / "country.sql").read_text())

    def environment(self, database="dhis2"):
        return {"PGHOST": str(self.folder), "PGUSER": "postgres", "PGDATABASE": database, "TMPDIR": str(self.scratch)}

    def start(self, data):
        """As a child, which the kernel ends when the tests are gone, also after `kill -9`."""
        settings = {"listen_addresses": "", "unix_socket_directories": self.sockets, "fsync": "off", "archive_mode": "on",
                    "archive_command": self.archive_command(), "max_locks_per_transaction": 128,
                    # As where it is installed, only shorter: whoever waits inside of a transaction has to say so.
                    "idle_in_transaction_session_timeout": "200ms"}
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen([BIN / "postgres", "-D", data, *words], stdout=log, stderr=log, preexec_fn=die_with_parent, **USER)
        while subprocess.run([BIN / "pg_isready", "-q"], env={**os.environ, **self.environment("postgres")}).returncode != 0:
            assert self.process.poll() is None, (self.folder / "log").read_text()

    def archive_command(self):
        return f"bash {SCRIPTS}/backup/archive-wal.sh %p %f {self.wal}"

    def stop(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def sql(self, statement, database="dhis2"):
        return run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", environment=self.environment(database), text_in=statement).strip()

    def script(self, name, *arguments, wants=0, **more):
        return run("bash", SCRIPTS / name, *arguments, environment={**self.environment(), **more}, wants=wants)

    def base(self):
        self.script("backup/base.sh", self.bases)
        return sorted(self.bases.glob("base-*.complete"))[-1].with_suffix("")

    def dump(self):
        self.script("backup/dump.sh", self.dumps)
        self.archive()
        return sorted(self.dumps.iterdir())[-1]

    def archive(self):
        """Ends the segment of WAL, and waits until it is archived."""
        segment = self.sql("select pg_walfile_name(pg_switch_wal())")
        while (self.data / "pg_wal/archive_status" / f"{segment}.ready").exists():
            assert self.process.poll() is None

    def drill(self, wants=0, **more):
        folders = {"DUMPS": self.dumps, "SCRATCH": self.scratch, "BASES": self.bases, "WAL": self.wal}
        return self.script("drill/drill.sh", wants=wants, **{name: str(at) for name, at in folders.items()}, **more)


@contextlib.contextmanager
def place_for_server():
    """A folder that PostgreSQL's account owns, gone at the end."""
    # In memory where there is room: what waits for disks is the same there, only shorter.
    memory = pathlib.Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 3 << 30
    place = memory if roomy else pathlib.Path("/tmp")
    sweep(place)
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"afya-backups-{os.getpid()}-", dir=place))
    if USER:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def server():
    with place_for_server() as folder:
        made = Server(folder)
        yield made
        made.stop()


@pytest.fixture(scope="module")
def backups(server):
    """A base backup, work, a dump, and more work: what a night leaves."""
    base = server.base()
    server.sql("insert into datavalue select de, 202402, 9, 'late' from generate_series(1, 500) de")
    dump = server.dump()
    server.sql("select pg_sleep(0.01)")
    before = server.sql("select clock_timestamp()")
    server.sql("select pg_sleep(0.01); delete from datavalue where periodid = 202401")
    server.archive()
    return base, dump, before


def test_the_drill_restores_both_ways_and_compares(server, backups):
    metrics = server.folder / "drill.prom"
    said = server.drill(METRICS=str(metrics))
    assert said.count("every checksum equal") == 2 and "drill succeeded" in said
    assert "public.datavalue " in said and "2500 rows" in said
    assert "afya_restore_drill_success_timestamp_seconds 1" in metrics.read_text()
    assert list(server.scratch.iterdir()) == []


def test_a_dump_is_restored_whole_into_a_new_database(server, backups):
    said = server.script("restore/logical.sh", backups[1], "whole")
    assert "will make the database whole" in said and "verified: 4 tables" in said
    assert server.sql("select count(*) from datavalue", "whole") == "2500"
    assert server.sql("select count(*) from pg_indexes where tablename = 'datavalue'", "whole") == "1"


def test_what_is_restored_belongs_to_the_role_that_serves_it(server, backups):
    assert "there is no role afya" in server.script("restore/logical.sh", backups[1], "served", wants=1, OWNER="afya")
    server.sql("create role afya login", "postgres")
    assert "verified: 4 tables" in server.script("restore/logical.sh", backups[1], "served", OWNER="afya")
    others = server.sql("select relname from pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'S', 'v') "
                        "and nspname in ('public', 'afya') and pg_get_userbyid(relowner) <> 'afya'", "served")
    assert others == "" and server.sql("select extname from pg_extension where extname = 'pg_trgm'", "served") == "pg_trgm"
    assert server.sql("select has_function_privilege('afya', 'pg_create_restore_point(text)', 'execute')", "served") == "t"
    # What migrations do of a new version.
    assert server.sql("set role afya; create table afya.more (n integer); alter table datavalue add more text; select count(*) from datavalue", "served") == "2500"


def test_one_table_is_restored_beside_the_live_one(server, backups):
    said = server.script("restore/logical.sh", backups[1], "one_table", "public.datavalue")
    assert "verified: 1 tables, 2500 rows" in said
    assert server.sql("select count(*) from organisationunit", "one_table") == "0"
    assert server.sql("select count(*) from datavalue") == "500"


def test_a_table_that_the_dump_does_not_know_is_named(server, backups):
    assert "knows no table public.nothing" in server.script("restore/logical.sh", backups[1], "none", "public.nothing", wants=1)


def test_a_database_that_is_there_is_not_touched(server, backups):
    said = server.script("restore/logical.sh", backups[1], "dhis2", wants=1)
    assert "there already" in said
    assert server.sql("select count(*) from datavalue") == "500"


def test_a_moment_in_time_comes_back(server, backups):
    base, _, before = backups
    target = server.folder / "at-a-time"
    said = server.script("restore/recover.sh", target, "--base", base, "--wal", server.wal, "--time", before)
    assert "recovered:" in said
    assert not (target / "postmaster.pid").exists()
    run("mkdir", server.folder / "other")
    run(BIN / "pg_ctl", "-D", target, "-w", "-l", server.folder / "other/log", "-o",
        f"-c listen_addresses='' -c unix_socket_directories='{server.folder}/other'", "start")
    try:
        found = run("psql", "-XqAtc", "select count(*) from datavalue",
                    environment={**server.environment(), "PGHOST": str(server.folder / "other")})
        assert found.strip() == "2500"
    finally:
        run(BIN / "pg_ctl", "-D", target, "-m", "immediate", "-w", "stop")


def test_all_of_the_archive_is_replayed_without_a_goal(server, backups):
    base, dump, _ = backups
    target = server.folder / "to-the-end"
    arguments = (target, "--base", base, "--wal", server.wal, "--verify", dump / "fingerprint.tsv", "dhis2")
    said = server.script("restore/recover.sh", *arguments, wants=1)
    # The rows that were deleted after the dump are gone here, and the comparison says which table.
    assert "public.datavalue|2500" in said and "public.datavalue|500" in said


def test_a_live_cluster_is_never_overwritten(server, backups):
    said = server.script("restore/recover.sh", server.data, "--base", backups[0], "--wal", server.wal, wants=1)
    assert "a cluster lives in" in said
    assert server.sql("select count(*) from datavalue") == "500"
    filled = server.folder / "filled"
    run("mkdir", filled)
    run("touch", filled / "something")
    assert "not empty" in server.script("restore/recover.sh", filled, "--base", backups[0], "--wal", server.wal, wants=1)


def test_a_point_that_was_never_reached_is_a_failure(server, backups):
    target = server.folder / "never"
    said = server.script("restore/recover.sh", target, "--base", backups[0], "--wal", server.wal, "--name", "nowhere", wants=1)
    assert "recovery ended before configured recovery target was reached" in said


def copied(server, backups, name):
    """The backups of the night in a place of their own, to be damaged."""
    place = server.folder / name
    run("mkdir", place)
    for folder in (server.bases, server.dumps, server.wal):
        run("cp", "-a", folder, place)
    return {"DUMPS": str(place / "dumps"), "BASES": str(place / "bases"), "WAL": str(place / "wal")}


def damage(file):
    """Turns over one byte in the middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def drill_of(server, place, wants):
    environment = {**place, "SCRATCH": str(server.scratch)}
    return server.script("drill/drill.sh", wants=wants, **environment)


@pytest.mark.parametrize("part, words", [
    ("dump", "is corrupt: its files are not what was written"),
    ("base", "is corrupt"),
    ("wal", "base backup and WAL"),
    ("no-wal", "base backup and WAL"),
    ("unfinished", "there is no complete dump"),
    ("rows", "what was restored differs"),
])
def test_the_drill_notices(server, backups, part, words):
    base, dump, _ = backups
    place = copied(server, backups, f"damaged-{part}")
    its_dump = pathlib.Path(place["DUMPS"]) / dump.name
    if part == "dump":
        damage(its_dump / "dump")
    elif part == "base":
        biggest = max((pathlib.Path(place["BASES"]) / base.name / "base").rglob("*"), key=lambda file: file.stat().st_size)
        damage(biggest)
    elif part in ("wal", "no-wal"):
        # The first segment after the backup's own.
        label = (base / "backup_label").read_text()
        own = label.split("(file ")[1].split(")")[0]
        later = sorted(file for file in pathlib.Path(place["WAL"]).iterdir() if len(file.name) == 24 and file.name > own)
        for file in later:
            file.unlink() if part == "no-wal" else file.write_bytes(b"\0" * file.stat().st_size)
    elif part == "unfinished":
        (its_dump / "complete").unlink()
    else:
        # A dump that says of itself what is not so, with checksums that fit.
        lines = (its_dump / "fingerprint.tsv").read_text().replace("|2500|", "|2501|")
        (its_dump / "fingerprint.tsv").write_text(lines)
        sums = run("bash", "-c", f"cd {its_dump} && sha256sum dump fingerprint.tsv about")
        (its_dump / "complete").write_text(sums)
    said = drill_of(server, place, wants=1)
    assert words in said and "drill failed" in said, said
    assert list(server.scratch.iterdir()) == []
    run("rm", "-rf", server.folder / f"damaged-{part}")


def test_an_old_dump_fails_the_drill(server, backups):
    place = copied(server, backups, "old")
    _, dump, _ = backups
    (pathlib.Path(place["DUMPS"]) / dump.name).rename(pathlib.Path(place["DUMPS"]) / "dump-20200101T000000Z")
    assert "hours old" in drill_of(server, place, wants=1)


def test_a_dump_waits_for_whoever_writes_and_has_none_of_what_is_not_committed(server, backups):
    writer = subprocess.Popen(
        ["psql", "-Xqc", "begin; insert into organisationunit values (77, 'unfinished'); select pg_sleep(1); commit"],
        env={**os.environ, **server.environment()}, stdout=subprocess.DEVNULL, **USER)
    while "77" not in server.sql("select string_agg(query, ' ') from pg_stat_activity where state = 'active' and query like 'begin%'"):
        assert writer.poll() is None
    dump = server.dump()
    assert writer.wait() == 0
    # The lock was given after the commit, so the unit is in.
    units = [line for line in (dump / "fingerprint.tsv").read_text().splitlines() if line.startswith("public.organisationunit|")]
    assert units[0].split("|")[1] == "41"
    target = server.folder / "beside-a-writer"
    said = server.script("restore/recover.sh", target, "--base", backups[0], "--wal", server.wal, "--name", dump.name,
                         "--verify", dump / "fingerprint.tsv", "dhis2")
    assert "every checksum equal" in said


def test_an_archive_that_cannot_be_reached_is_caught_up_with(server, backups):
    away = server.folder / "away"
    run("mv", server.wal, away)
    failed = int(server.sql("select failed_count from pg_stat_archiver"))
    server.sql("insert into datavalue select n, 202501, 3, 'meanwhile' from generate_series(1, 100) n; select pg_switch_wal()")
    while int(server.sql("select failed_count from pg_stat_archiver")) == failed:
        assert server.process.poll() is None
    # Work goes on meanwhile.
    server.sql("insert into datavalue select n, 202502, 3, 'meanwhile' from generate_series(1, 100) n")
    run("mv", away, server.wal)
    dump = server.dump()
    target = server.folder / "caught-up"
    said = server.script("restore/recover.sh", target, "--base", backups[0], "--wal", server.wal, "--name", dump.name,
                         "--verify", dump / "fingerprint.tsv", "dhis2")
    assert "every checksum equal" in said


def test_wal_is_archived_once_and_never_replaced(server, backups):
    segment, other = server.folder / "segment", server.folder / "other-segment"
    segment.write_bytes(b"one")
    other.write_bytes(b"two")
    archive = server.folder / "archive"
    run("mkdir", archive)
    server.script("backup/archive-wal.sh", segment, "000000010000000000000001", archive)
    server.script("backup/archive-wal.sh", segment, "000000010000000000000001", archive)
    said = server.script("backup/archive-wal.sh", other, "000000010000000000000001", archive, wants=1)
    assert "other content" in said and (archive / "000000010000000000000001").read_bytes() == b"one"


def test_pruning_keeps_the_two_newest_and_the_wal_that_they_need(server, backups):
    place = {name: pathlib.Path(at) for name, at in copied(server, backups, "pruned").items()}
    base = sorted(place["BASES"].glob("base-*.complete"))[-1].with_suffix("")
    for year in (2020, 2021):
        run("cp", "-a", base, place["BASES"] / f"base-{year}0101T000000Z")
        for mark in (place["BASES"] / f"base-{year}0101T000000Z.complete",):
            run("touch", "-d", f"{year}-01-01", mark)
    before = {file.name for file in place["WAL"].iterdir()}
    run("touch", place["WAL"] / "000000010000000000000000")
    said = server.script("backup/prune.sh", place["BASES"], place["WAL"], place["DUMPS"], 30)
    assert "base-2020" in said and "base-2021" not in said
    assert not (place["BASES"] / "base-20200101T000000Z").exists() and (place["BASES"] / "base-20210101T000000Z").exists()
    first = (base / "backup_label").read_text().split("(file ")[1].split(")")[0]
    assert {file.name for file in place["WAL"].iterdir()} == {name for name in before if name >= first or len(name) != 24}


def test_the_whole_schema_of_dhis2_comes_back_both_ways(server, backups):
    server.sql("create database country", database="postgres")
    server.sql("create extension postgis; create extension pg_trgm; create extension btree_gin; create schema afya", "country")
    for folder in ("dhis2", "afya"):
        for file in sorted((TOP / "migrations" / folder).glob("*.sql")):
            server.sql(file.read_text(), "country")
    server.sql("insert into organisationunit (organisationunitid, uid, name, shortname, openingdate, path, hierarchylevel, created, lastupdated, geometry)"
               " values (1, 'a1234567890', 'Country', 'Country', '2000-01-01', '/a1234567890', 1, now(), now(), st_geomfromtext('POINT(32.5 0.3)', 4326))",
               "country")
    dumps = server.folder / "country"
    run("mkdir", dumps)
    server.script("backup/dump.sh", dumps, PGDATABASE="country")
    server.archive()
    (dump,) = dumps.iterdir()
    tables = len((dump / "fingerprint.tsv").read_text().splitlines())
    assert tables > 300
    assert f"verified: {tables} tables" in server.script("restore/logical.sh", dump, "country_restored")
    assert server.sql("select st_y(geometry) from organisationunit", "country_restored") == "0.3"
    said = server.script("restore/recover.sh", server.folder / "country_recovered", "--base", backups[0], "--wal", server.wal, "--name", dump.name,
                         "--verify", dump / "fingerprint.tsv", "country")
    assert f"verified: {tables} tables" in said
