"""restore/new-cluster.sh with a kubectl that only writes down what it is told: what the script asks, refuses and compares.

Not tested here: that CloudNativePG restores from what is created, which stage D tries; its schema takes it.
"""
import os
import subprocess

import pytest

import schemas
import tree

RESTORE = tree.TOP / "k8s/dhis2/postgis/restore"
KUBECTL = r"""#!/usr/bin/env bash
echo "$*" >>"$CALLS"
case $* in
  *"get clusters.postgresql.cnpg.io postgis-restored"*) [ -n "${NEW_IS_THERE:-}" ] ;;
  *"get clusters.postgresql.cnpg.io postgis "*) [ -z "${OLD_IS_GONE:-}" ] || exit 1
    case $* in *walStorage.size*) printf 50Gi ;; *storage.size*) printf 200Gi ;; *storageClass*) printf fast ;; *annotations*) printf '{"iam":"x"}' ;; esac ;;
  *"get backups"*) [ -z "${NO_BACKUP:-}" ] || exit 0
    printf '%s\n' "other 2026-01-31T02:00:00Z 20260131T015000" "postgis 2026-01-31T01:40:00Z 20260131T013000" \
      "postgis 2026-01-30T01:40:00Z 20260130T013000" "postgis 2026-01-31T03:10:00Z 20260131T025000" ;;
  *"create -f -"*) cat >"$CREATED" ;;
  *"get pods"*) case $* in *cluster=postgis-restored,*) echo pod/new-1 ;; *) echo pod/old-1 ;; esac ;;
  *"exec -i pod/new-1"*) printf 'public.a|2|7\n' ;;
  *"exec -i pod/old-1"*) printf 'public.a|%s|7\n' "${ROWS_OF_OLD:-2}" ;;
esac
"""


@pytest.fixture
def script(tmp_path):
    (tmp_path / "kubectl").write_text(KUBECTL)
    (tmp_path / "kubectl").chmod(0o755)

    def run(*arguments, wants=0, **more):
        environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "CALLS": str(tmp_path / "calls"),
                       "CREATED": str(tmp_path / "created"), "YES": "1", **more}
        done = subprocess.run(["bash", RESTORE / "new-cluster.sh", *arguments], env=environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert (done.returncode == 0) == (wants == 0), done.stdout
        created = tmp_path / "created"
        return done.stdout, tree.documents(created.read_text()) if created.exists() else []

    return run


@pytest.mark.parametrize("file", sorted(RESTORE.glob("*.yaml")), ids=lambda file: file.stem)
def test_templates_are_of_the_form_of_their_kind(file):
    (one,) = tree.template_of_restore(file)
    assert schemas.problems_of(one) == [] and one["metadata"]["name"] == "postgis-restored"
    assert one["spec"]["plugins"][0]["parameters"]["serverName"] == "postgis-restored", "it must not archive over its origin"


@pytest.mark.parametrize("file", sorted(RESTORE.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_new_cluster_can_replay_the_wal_of_the_old_one(file):
    """PostgreSQL stops a recovery where these are smaller than they were."""
    (new,) = tree.template_of_restore(file)
    old = next(one for one in tree.documents((RESTORE.parent / "cluster.yaml").read_text()) if one["kind"] == "Cluster")
    has, wants = (one["spec"]["postgresql"]["parameters"] for one in (new, old))
    for name in ("max_connections", "max_locks_per_transaction", "max_worker_processes", "max_wal_senders", "max_prepared_transactions"):
        assert int(has.get(name, 0)) >= int(wants.get(name, 0)), name
    assert new["spec"]["postgresql"]["pg_hba"] == old["spec"]["postgresql"]["pg_hba"]
    assert new["spec"]["postgresql"]["synchronous"] == old["spec"]["postgresql"]["synchronous"]


@pytest.mark.parametrize("goal, target", [
    ("2026-01-31T12:00:00Z", {"targetTime": "2026-01-31T12:00:00Z"}),
    ("dump-20260131T030000Z", {"targetName": "dump-20260131T030000Z", "backupID": "20260131T013000"}),
])
def test_a_point_in_time_becomes_a_new_cluster_with_the_disks_of_the_old(script, tmp_path, goal, target):
    (tmp_path / "fingerprint").write_text("public.a|2|7\n")
    said, (made,) = script("point-in-time", "postgis-restored", goal, FINGERPRINT=str(tmp_path / "fingerprint"))
    assert "will make the cluster postgis-restored" in said and "verified: every checksum equal" in said
    assert made["spec"]["bootstrap"]["recovery"]["recoveryTarget"] == target
    assert (made["spec"]["storage"], made["spec"]["walStorage"]["size"]) == ({"size": "200Gi", "storageClass": "fast"}, "50Gi")
    assert made["spec"]["serviceAccountTemplate"]["metadata"]["annotations"] == {"iam": "x"}


def test_a_dumps_moment_needs_a_base_backup_from_before_it(script):
    """CloudNativePG refuses a named point without one."""
    said, made = script("point-in-time", "postgis-restored", "dump-20260131T030000Z", wants=1, NO_BACKUP="1")
    assert "say BACKUP" in said and made == []
    assert "say BACKUP" in script("point-in-time", "postgis-restored", "dump-20260129T030000Z", wants=1)[0]
    _, (made,) = script("point-in-time", "postgis-restored", "dump-20260131T030000Z", NO_BACKUP="1", BACKUP="20260130T000000")
    assert made["spec"]["bootstrap"]["recovery"]["recoveryTarget"]["backupID"] == "20260130T000000"


def test_one_instance_alone_could_commit_nothing(script):
    said, made = script("object-store", "postgis-restored", wants=1, INSTANCES="1")
    assert "INSTANCES must be 2" in said and made == []


def test_rows_that_differ_are_shown(script, tmp_path):
    (tmp_path / "fingerprint").write_text("public.a|3|7\n")
    said, _ = script("point-in-time", "postgis-restored", "dump-20260131T030000Z", wants=1, FINGERPRINT=str(tmp_path / "fingerprint"))
    assert "< public.a|3|7" in said and "> public.a|2|7" in said


def test_a_running_cluster_is_compared_with_its_copy(script):
    assert "verified" in script("running-cluster", "postgis-restored")[0]
    assert "differs" in script("running-cluster", "postgis-restored", wants=1, ROWS_OF_OLD="9")[0]


def test_a_cluster_that_is_gone_needs_its_sizes_told(script):
    said, made = script("object-store", "postgis-restored", wants=1, OLD_IS_GONE="1")
    assert "say SIZE" in said and made == []
    said, (made,) = script("object-store", "postgis-restored", OLD_IS_GONE="1", SIZE="9Gi", WAL_SIZE="3Gi", CLASS="slow")
    assert made["spec"]["storage"] == {"size": "9Gi", "storageClass": "slow"} and "look at the counts" in said


def test_a_cluster_that_is_there_is_never_touched(script):
    said, made = script("object-store", "postgis-restored", wants=1, NEW_IS_THERE="1")
    assert "there already" in said and made == []
    assert script("object-store", "postgis", wants=1)[1] == []


def test_nothing_is_done_without_a_yes(script):
    said, made = script("object-store", "postgis-restored", wants=1, YES="")
    assert made == []


@pytest.fixture
def into(tmp_path):
    """dump-into-cluster.sh with a kubectl that works in a folder instead of a pod, and a logical.sh that says what it was told."""
    dump, pod = tmp_path / "dump-20260131T030000Z", tmp_path / "pod"
    for folder in (dump, pod, tmp_path / "postgis/restore", tmp_path / "postgis/backup"):
        folder.mkdir(parents=True)
    (dump / "complete").write_text("")
    for name in ("restore/dump-into-cluster.sh", "restore/verify.sh", "backup/fingerprint.sh"):
        (tmp_path / "postgis" / name).write_text((RESTORE.parent / name).read_text())
    (tmp_path / "postgis/restore/logical.sh").write_text('ls "$1" "$(dirname "$0")/../backup"; echo "$PGHOST $PGUSER $OWNER ${*:2}"\n')
    (tmp_path / "kubectl").write_text("""#!/usr/bin/env bash
case $* in *"get pods"*) [ -n "${GONE:-}" ] || echo pod/postgis-1; exit ;; esac
while [ "$1" != -- ]; do shift; done
shift
"${@//\\/var\\/lib\\/postgresql\\/data/$POD}"
""")
    (tmp_path / "kubectl").chmod(0o755)

    def run(*arguments, wants=0, **more):
        environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "POD": str(pod), "YES": "1", **more}
        done = subprocess.run(["bash", tmp_path / "postgis/restore/dump-into-cluster.sh", dump, *arguments], env=environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert (done.returncode == 0) == (wants == 0), done.stdout
        assert list(pod.iterdir()) == ([pod / "arriving"] if wants and "BUSY" in more else [])
        return done.stdout

    run.pod = pod
    return run


def test_a_dump_is_restored_inside_of_the_primary_and_leaves_nothing_there(into):
    said = into("restored")
    assert "will copy dump-20260131T030000Z" in said and "complete" in said and "fingerprint.sh" in said
    assert "/controller/run postgres dhis2 restored" in said
    assert "postgres dhis2 one_table public.datavalue" in into("one_table", "public.datavalue")


def test_a_dump_is_restored_by_one_at_a_time_and_only_with_a_yes(into):
    assert "has no primary" in into("restored", wants=1, GONE="1")
    assert "is no name" in into("a;b", wants=1)
    assert "will copy" in into("restored", wants=1, YES="")
    (into.pod / "arriving").mkdir()
    assert "somebody restores there already" in into("restored", wants=1, BUSY="1")


@pytest.mark.parametrize("words", [["point-in-time", "postgis-restored"], ["all", "postgis-restored"], ["object-store", "a;b"],
                                   ["point-in-time", "postgis-restored", "'; drop"]])
def test_words_that_make_no_sense_are_refused(script, words):
    assert script(*words, wants=1)[1] == []
