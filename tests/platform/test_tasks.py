"""What the tasks for operators tell kubectl, flux, gcloud and sops, with stand-ins that only write it down, in a copy of the tree.

Not tested here: that those programs do what they are told.
"""
import os
import shutil
import subprocess

import pytest

import tree

DIGEST = "sha256:" + "b" * 64
# Each stand-in writes down its words; what it answers is all that the scripts read of it.
PROGRAMS = {
    "flux": 'echo "flux $*" >>"$CALLS"',
    "gcloud": 'echo "gcloud $*" >>"$CALLS"; case $* in *" describe "*projectNumber*) echo 42 ;; *" describe "*) exit 1 ;; esac',
    "sops": 'echo "sops $*" >>"$CALLS"; sed "/^data:/,\\$ s/^  \\([a-z]*\\): .*=*$/  \\1: ENC[x]/"; echo "sops: {}"',
    "kubectl": """echo "kubectl $*" >>"$CALLS"
case $* in
  *currentPrimary*) if grep -q "delete pod" "$CALLS"; then echo postgis-2; else echo postgis-1; fi ;;
  *readyInstances*) echo "${READY:-3}" ;;
  *"select count"*) echo "${KEPT:-100}" ;;
  *"apply --server-side"*) cat >"$CALLS.applied" ;;
  *"-f -") cat >/dev/null ;;
esac""",
}


@pytest.fixture
def copy(tmp_path):
    for folder in ("k8s", "infrastructure", "scripts", "tests/platform"):
        shutil.copytree(tree.TOP / folder, tmp_path / folder)
    (tmp_path / ".afya").mkdir()
    (tmp_path / ".afya/platform").symlink_to(tree.TOOLS)
    (tmp_path / "bin").mkdir()
    for name, text in PROGRAMS.items():
        (tmp_path / "bin" / name).write_text(f"#!/usr/bin/env bash\n{text}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def fill_in(copy, **names):
    file = copy / "k8s/names/names.yaml"
    text = file.read_text().replace("example-", "ministry-").replace("example.org", "ministry.test")
    for key, value in names.items():
        text = "\n".join(f"  {key}: {value}" if line.startswith(f"  {key}:") else line for line in text.splitlines()) + "\n"
    file.write_text(text)


def run(copy, script, *arguments, wants=0, **more):
    environment = {**os.environ, "PATH": f"{copy}/bin:{os.environ['PATH']}", "CALLS": str(copy / "calls"), **more}
    done = subprocess.run(["bash", copy / "scripts/platform" / script, *arguments], env=environment, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert (done.returncode == 0) == (wants == 0), done.stdout
    calls = copy / "calls"
    return done.stdout + (calls.read_text() if calls.exists() else "")


def test_a_digest_is_pinned_for_the_server_alone(copy):
    run(copy, "pin", DIGEST)
    images = {one["name"]: one["digest"] for one in tree.documents((copy / "k8s/dhis2/images/kustomization.yaml").read_text())[0]["images"]}
    assert images["afya"] == DIGEST and images["postgis"] != DIGEST
    assert "is no digest" in run(copy, "pin", "latest", wants=1)


def test_whoever_has_not_filled_in_the_names_is_told(copy):
    assert "fill in REPOSITORY" in run(copy, "bootstrap", wants=1)
    assert "fill in REPOSITORY" in run(copy, "infra-up", wants=1)
    assert not (copy / "calls").exists()


def test_nothing_is_set_up_before_an_image_is_pinned(copy):
    fill_in(copy)
    run(copy, "pin", "sha256:" + "0" * 64)
    assert "say which image is served" in run(copy, "bootstrap", wants=1)


@pytest.mark.parametrize("platform", ["google", "bare"])
def test_flux_is_pointed_at_the_repository(copy, platform):
    fill_in(copy, PLATFORM=platform)
    run(copy, "pin", DIGEST)
    if platform == "bare":
        assert "AGE_KEY" in run(copy, "bootstrap", wants=1)
    (copy / "age").write_text("AGE-SECRET-KEY-1\n")
    said = run(copy, "bootstrap", AGE_KEY=str(copy / "age"))
    # Flux's own policies would let its pods reach everything.
    assert "flux install --network-policy=false" in said
    assert said.index("flux install") < said.index("kubectl apply --server-side") < said.index("reconcile kustomization platform")
    applied = {(one["kind"], one["metadata"]["name"]): one for one in tree.documents((copy / "calls.applied").read_text())}
    assert applied["GitRepository", "afya"]["spec"]["url"] == "https://git.ministry.test/ministry/afya.git"
    assert applied["Kustomization", "platform"]["spec"]["path"] == f"./k8s/flux-system/{platform}"
    assert ("flux-sops@ministry-project" in said) == (platform == "google")
    assert ("sops-age" in said) == (platform == "bare")


def test_what_is_made_at_google_has_the_names_that_config_connector_takes_over(copy):
    fill_in(copy)
    assert "that of ministry-project is 42" in run(copy, "infra-up", wants=1)
    fill_in(copy, PROJECT_NUMBER='"42"')
    said = run(copy, "infra-up")
    objects = {(one["kind"], one["metadata"]["name"]): one["spec"] for one in tree.rendered(copy, "infrastructure")[0]}
    subnet, cluster = objects["ComputeSubnetwork", "dhis2"], objects["ContainerCluster", "dhis2"]
    assert f"subnets create dhis2 --network dhis2 --region {subnet['region']} --range {subnet['ipCidrRange']}" in said
    # Without a way out no image comes, and Flux is one.
    assert "nats create dhis2 --router dhis2" in said and objects["ComputeRouterNAT", "dhis2"]["routerRef"]["name"] == "dhis2"
    assert "artifacts repositories create dhis2 --location" in said and objects["ArtifactRegistryRepository", "dhis2"]["format"] == "DOCKER"
    # Whoever makes nodes gives them their account.
    assert "add-iam-policy-binding nodes@ministry-project.iam.gserviceaccount.com --role roles/iam.serviceAccountUser" in said
    for part in subnet["secondaryIpRange"]:
        assert f"{part['rangeName']}={part['ipCidrRange']}" in said
    assert f"--master-ipv4-cidr {cluster['privateClusterConfig']['masterIpv4CidrBlock']}" in said
    assert f"--database-encryption-key {cluster['databaseEncryption']['keyName']}" in said
    assert objects["ContainerNodePool", "dhis2"]["nodeConfig"]["machineType"] in said
    assert "roles/owner" not in said and "roles/editor" not in said


def test_a_bare_cluster_asks_google_for_nothing(copy):
    fill_in(copy, PLATFORM="bare")
    assert "nothing to make at Google" in run(copy, "infra-up", wants=1)
    assert not (copy / "calls").exists()


def test_a_secret_is_written_encrypted_and_listed_once(copy):
    fill_in(copy, PLATFORM="bare")
    for _ in range(2):
        said = run(copy, "secret", "object-store", "id=abc", "secret=tellnobody", AGE_RECIPIENT="age1x")
    assert "--age age1x" in said and "tellnobody" not in said
    written = (copy / "k8s/secrets/object-store.yaml").read_text()
    assert "ENC[" in written and "tellnobody" not in written and "dGVsbG5vYm9keQ==" not in written
    (one,) = tree.documents(tree.build(copy / "k8s/secrets"))
    assert (one["metadata"]["name"], set(one["data"])) == ("object-store", {"id", "secret"})
    assert "is not KEY=VALUE" in run(copy, "secret", "object-store", "id", wants=1, AGE_RECIPIENT="age1x")
    assert "no name of a secret" in run(copy, "secret", "../x", "id=1", wants=1, AGE_RECIPIENT="age1x")


def test_a_failover_counts_what_is_left(copy):
    said = run(copy, "failover-drill", YES="1")
    assert "delete pod postgis-1" in said and "on postgis-2; 100 of 100 acknowledged rows are there" in said
    assert "99 of 100" in run(copy, "failover-drill", wants=1, YES="1", KEPT="99")


def test_a_failover_waits_for_a_better_day_and_for_a_yes(copy):
    assert "no day for a drill" in run(copy, "failover-drill", wants=1, YES="1", READY="2")
    assert "delete pod" not in run(copy, "failover-drill", wants=1, YES="")
