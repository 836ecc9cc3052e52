"""Stage D: CloudNativePG at work on our manifests: three instances of PostGIS, a failover under writes, instances that are lost, and
restores that are compared.

Not tested here: the Barman plugin (the operator's own Barman writes to the same store), Google's storage, PgBouncer, whose image is in no
registry that the tests may ask, disks and nodes that are machines of their own, PostgreSQL of the very image that production runs, and
Afya's servers meanwhile, which are stage C's.
"""
import pathlib
import subprocess
import time

import pytest
from node import say
from operated import Operated
from writers import Writers

BACKUPS = "/apis/postgresql.cnpg.io/v1/namespaces/dhis2/backups"
JOBS = "/apis/batch/v1/namespaces/dhis2/jobs"
COUNTRY = pathlib.Path(__file__).parents[1] / "country.sql"


@pytest.fixture(scope="module")
def operated(whole, tmp_path_factory):
    made = Operated(whole, tmp_path_factory.mktemp("operated"))
    _, seconds = whole.wait("three instances", lambda: healthy(made), 600)
    say(f"the operator was ready after {made.operator_after:.0f} s, three instances {seconds:.0f} s after their manifest")
    yield made


def healthy(operated, name="postgis"):
    found = operated.cluster(name)
    status = found.get("status", {})
    return status.get("readyInstances") == found["spec"]["instances"] and status.get("phase") == "Cluster in healthy state"


def test_a_commit_waits_for_one_standby_and_what_is_declared_is_there(operated):
    operated.whole.wait("two standbys", lambda: operated.sql(
        "select count(*), min(sync_state) from pg_stat_replication where state = 'streaming'") == "2|quorum")
    assert operated.sql("show synchronous_standby_names").startswith("ANY 1")
    operated.whole.wait("the extensions", lambda: {"btree_gin", "pg_trgm", "postgis"} <= set(operated.sql("select extname from pg_extension").split()))
    operated.whole.wait("the role of reports", lambda: operated.sql("select rolname from pg_roles where rolname = 'reports'") == "reports")
    assert operated.sql("select st_distance('point(0 0)'::geometry, 'point(3 4)'::geometry)") == "5"


def test_a_failover_under_writes_loses_no_acknowledged_row(operated):
    before = operated.cluster()["status"]["currentPrimary"]
    with Writers(operated.whole) as writers:
        writers.write_more(1000)
        said = operated.task("scripts/platform/failover-drill")
        writers.write_more(1000)
    after, lost = operated.cluster()["status"]["currentPrimary"], writers.lost()
    say(f"{before} → {after}: {writers}, {len(lost)} lost; the drill: {said.splitlines()[-1]}")
    assert before != after and not lost, lost[:10]
    assert "100 of 100 acknowledged rows are there" in said
    _, seconds = operated.whole.wait("three instances", lambda: healthy(operated), 600)
    say(f"three instances again {seconds:.0f} s later")


def test_the_object_store_has_a_base_backup_and_the_wal(operated):
    _, seconds = operated.whole.wait("the first backup", lambda: any(
        one.get("status", {}).get("phase") == "completed" for one in operated.whole.ask("GET", BACKUPS)["items"]), 300)
    operated.whole.wait("WAL in the store", lambda: any(one["type"] == "ContinuousArchiving" and one["status"] == "True"
                                                        for one in operated.cluster()["status"]["conditions"]))
    say(f"a base backup was in the store {seconds:.0f} s after it was looked for")


def run_job(operated, name):
    """A CronJob's template once, as `task backup-now` and `task restore-drill` run it; answers what it said."""
    made = f"{name}-now"
    subprocess.run(["kubectl", "-n", "dhis2", "create", "job", f"--from=cronjob/{name}", made], check=True, capture_output=True)

    def state():
        status = operated.whole.ask("GET", f"{JOBS}/{made}")["status"]
        return "done" if status.get("succeeded") else "failed" if status.get("failed") else None

    ended, seconds = operated.whole.wait(f"the job {made}", state, 600)
    log = subprocess.run(["kubectl", "-n", "dhis2", "logs", f"job/{made}"], capture_output=True, text=True).stdout
    assert ended == "done", log
    say(f"{made} in {seconds:.0f} s: {log.strip().splitlines()[-1]}")
    return log


@pytest.fixture(scope="module")
def dump(operated):
    """A dump of a database with a country in it, and rows that were written after it; answers the dump's folder."""
    Writers(operated.whole).ask(COUNTRY.read_text())
    run_job(operated, "logical-backup")
    (folder,) = operated.folder_of("dumps").iterdir()
    operated.sql("insert into public.organisationunit values (-1, 'too late')")
    # By itself that happens within five minutes.
    last = operated.sql("select pg_walfile_name(pg_current_wal_lsn())")
    operated.sql("select pg_switch_wal()")
    operated.whole.wait("the last WAL in the store", lambda: operated.sql("select last_archived_wal from pg_stat_archiver") >= last)
    return folder


def restore(operated, new, *words, **environment):
    """A new cluster by new-cluster.sh; says how long it took and what was compared, and takes the cluster away again."""
    begun = time.monotonic()
    said = operated.task("k8s/dhis2/postgis/restore/new-cluster.sh", words[0], new, *words[1:], INSTANCES="2", PATIENCE="10m", **environment)
    seconds = time.monotonic() - begun
    late = operated.sql("select count(*) from public.organisationunit where organisationunitid = -1", cluster=new)
    subprocess.run(["kubectl", "-n", "dhis2", "delete", "clusters.postgresql.cnpg.io", new, "--wait"], check=True, capture_output=True)
    say(f"{words[0]} in {seconds:.0f} s: {said.splitlines()[-2]}; {said.splitlines()[-1]}; rows written after the dump: {late}")
    return said, int(late)


def test_the_drill_restores_both_ways_in_a_pod(operated, dump):
    assert "drill succeeded" in run_job(operated, "restore-drill")


def test_a_point_in_time_has_the_checksums_of_its_dump(operated, dump):
    said, late = restore(operated, "at-a-point", "point-in-time", dump.name, FINGERPRINT=dump / "fingerprint.tsv")
    assert "verified: every checksum equal" in said and late == 0


def test_a_copy_of_the_running_cluster_has_its_checksums(operated, dump):
    said, late = restore(operated, "copied", "running-cluster")
    assert "verified: every checksum equal" in said and late == 1


def test_the_object_store_alone_is_enough(operated, dump):
    said, late = restore(operated, "from-the-store", "object-store")
    assert "nothing to compare with was given" in said and late == 1
    tables = (dump / "fingerprint.tsv").read_text().splitlines()
    assert f"restored: {len(tables)} tables" in said


def test_a_dump_comes_back_whole_and_one_table_alone(operated, dump):
    for table in ((), ("public.datavalue",)):
        begun = time.monotonic()
        said = operated.task("k8s/dhis2/postgis/restore/dump-into-cluster.sh", dump, f"restored{len(table)}", *table)
        say(f"the dump{''.join(map(' of '.__add__, table))} restored in {time.monotonic() - begun:.0f} s: {said.splitlines()[-1]}")
        assert "every checksum equal" in said
        assert operated.sql("select count(*), min(tableowner) from pg_tables where tablename = 'datavalue'", f"restored{len(table)}").startswith("1|")
        assert operated.sql("select count(*) from public.datavalue", f"restored{len(table)}") == "2000"


def test_a_restore_never_overwrites_a_cluster_or_a_database(operated, dump):
    for script, *words in (("new-cluster.sh", "object-store", "postgis"), ("dump-into-cluster.sh", dump, "dhis2")):
        before = operated.sql("select count(*) from public.organisationunit")
        with pytest.raises(AssertionError, match="stays as it is|no name for a new cluster"):
            operated.task(f"k8s/dhis2/postgis/restore/{script}", *words)
        assert operated.sql("select count(*) from public.organisationunit") == before


def claims_of(operated, pods):
    """The claims of instances, each with the volume that it got."""
    found = operated.whole.ask("GET", "/api/v1/namespaces/dhis2/persistentvolumeclaims")["items"]
    return {one["metadata"]["name"]: one["spec"]["volumeName"] for one in found if one["metadata"].get("labels", {}).get("cnpg.io/instanceName") in pods}


def delete(kind, *names):
    subprocess.run(["kubectl", "-n", "dhis2", "delete", kind, *names, "--wait=false", *(["--grace-period=0", "--force"] if kind == "pod" else [])],
                   check=True, capture_output=True)


def test_two_standbys_lost_with_their_disks_are_made_anew_and_nothing_is_lost(operated):
    primary = operated.cluster()["status"]["currentPrimary"]
    standbys = [name for name in operated.cluster()["status"]["instanceNames"] if name != primary]
    assert len(standbys) == 2
    claims = claims_of(operated, standbys)
    assert len(claims) == 4
    with Writers(operated.whole) as writers:
        writers.write_more(500)
        delete("pvc", *claims)
        delete("pod", *standbys)
        operated.whole.wait("that they are missed", lambda: not healthy(operated))
        seconds = writers.write_more(500, 600)
    lost = writers.lost()
    _, whole_after = operated.whole.wait("three instances", lambda: healthy(operated), 600)
    now = operated.cluster()["status"]
    say(f"both standbys and their disks lost: {writers}, {len(lost)} lost; 500 rows more {seconds:.0f} s after it, three instances {whole_after:.0f} s later")
    assert not lost, lost[:10]
    assert now["currentPrimary"] == primary and not set(claims.values()) & set(claims_of(operated, now["instanceNames"]).values())


def test_the_primary_and_a_standby_that_die_together_lose_nothing(operated):
    status = operated.cluster()["status"]
    primary = status["currentPrimary"]
    standby = next(name for name in status["instanceNames"] if name != primary)
    with Writers(operated.whole) as writers:
        writers.write_more(500)
        delete("pod", primary, standby)
        operated.whole.wait("that nobody writes", lambda: writers.broken >= len(writers.people))
        seconds = writers.write_more(500, 600)
    lost = writers.lost()
    _, whole_after = operated.whole.wait("three instances", lambda: healthy(operated), 600)
    say(f"{primary} and {standby} killed: {writers}, {len(lost)} lost; 500 rows more {seconds:.0f} s after it, three instances {whole_after:.0f} s later")
    assert not lost, lost[:10]
