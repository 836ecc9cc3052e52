"""Stage D: CloudNativePG at work on our manifests: three instances of PostGIS, and a failover under writes.

Not tested here: the Barman plugin (the operator's own Barman writes to the same store), Google's storage, PgBouncer, whose image is in no
registry that the tests may ask, disks and nodes that are machines of their own, PostgreSQL of the very image that production runs, and
Afya's servers meanwhile, which are stage C's; restores in a cluster.
"""
import pytest
from node import say
from operated import Operated
from writers import Writers


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
