"""Stage C: Afya's image as pods on two nodes of a real cluster, from our manifests, with people who ask it all the time.

Not tested here: what the network keeps apart (nothing enforces NetworkPolicies), the mesh and its gateway, CloudNativePG (PostgreSQL is
this machine's), the autoscaler's measure (no metrics are served: it only keeps its least), nodes that are machines of their own.
"""
import http.client
import json
import os
import signal
import subprocess
import time

import load
import pytest
from cluster import Refused
from load import Load
from node import Whole, is_ready, say
from served import DEPLOYMENT, MIGRATIONS, REGISTRY, Served, probe


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    assert "NODE_GROUP" in os.environ, "run these tests by scripts/platform/check --node"
    begun = time.monotonic()
    whole = Whole()
    up = time.monotonic() - begun
    made = Served(whole, tmp_path_factory.mktemp("served"))
    say(f"two nodes were ready after {up:.0f} s, migrations done {made.migrated_after:.0f} s after their Job, servers {made.ready_after:.0f} s after theirs")
    yield made
    # Whatever runs ends with the namespace of processes.


@pytest.fixture(autouse=True)
def whole_again(served):
    """Each test finds three servers that are ready, and leaves them so."""
    yield
    served.whole.wait("three servers", lambda: served.available() == 3 == len(served.endpoints()) == len(served.pods()))


def test_migrations_ran_once_before_the_servers(served):
    job = served.job()["status"]
    assert job["succeeded"] == 1 and not job.get("failed")
    (pod,) = served.whole.pods(MIGRATIONS)
    started = min(pod["status"]["startTime"] for pod in served.pods())
    assert job["completionTime"] <= started
    assert "DHIS2's schema was made" in served.log(pod)
    assert all("The schema is up to date." in served.log(one) for one in served.pods())


def test_probes_pass_on_every_server_and_nobody_was_started_twice(served):
    assert {pod["spec"]["nodeName"] for pod in served.pods()} == {"one", "two"}
    for pod in served.pods():
        assert [probe(pod, name) for name in ("startup", "ready", "live")] == [200, 200, 200]
        assert pod["status"]["containerStatuses"][0]["restartCount"] == 0
    # What Kubernetes gave them is what the manifests say.
    (one, *_) = served.pods()
    assert one["spec"]["containers"][0]["securityContext"]["readOnlyRootFilesystem"] and one["status"]["qosClass"] == "Burstable"


def test_the_autoscaler_keeps_its_least(served):
    served.whole.ask("PATCH", f"{DEPLOYMENT}/scale", {"spec": {"replicas": 1}}, form="application/merge-patch+json")
    _, seconds = served.whole.wait("three servers again", lambda: served.deployment()["spec"]["replicas"] == 3)
    say(f"one server alone was three again after {seconds:.1f} s")


def test_a_session_is_of_all_servers(served):
    first, second, third = (pod["status"]["podIP"] for pod in served.pods())
    cookie = load.sign_in(first, 8080)
    assert [load.ask(address, 8080, cookie)[0] for address in (first, second, third)] == [200, 200, 200]
    assert load.ask(third, 8080, cookie, "/dhis-web-commons-security/logout.action")[0] == 302
    assert [load.ask(address, 8080, cookie)[0] for address in (first, second, third)] == [401, 401, 401]


def test_an_update_loses_no_request(served):
    with Load(served.address(), served.sign_in()) as people:
        served.pin(served.second)
        _, seconds = served.whole.wait("the update", lambda: served.rolled_out(served.second), 400)
    say(f"update in {seconds:.0f} s: {people}")
    assert people.asked > 100 and people.written and not people.failed, people.failed[:10]
    assert not people.lost()
    with Load(served.address(), served.sign_in()) as people:
        subprocess.run(["kubectl", "-n", "dhis2", "rollout", "undo", "deployment/afya"], check=True, capture_output=True)
        _, seconds = served.whole.wait("the rollback", lambda: served.rolled_out(served.first), 400)
    say(f"rollback in {seconds:.0f} s: {people}")
    assert people.asked > 100 and not people.failed, people.failed[:10]
    assert not people.lost()


def test_an_eviction_that_leaves_one_server_is_refused(served):
    pods = served.pods()
    with Load(served.address(), served.sign_in()) as people:
        gone = [served.evict(pod) for pod in pods]
        assert gone == [True, False, False]
        served.whole.wait("three servers", lambda: served.available() == 3 and pods[0]["metadata"]["name"] not in str(served.whole.pods("app.kubernetes.io/name=afya", all_of_them=True)))
    say(f"one of three evictions allowed: {people}")
    assert not people.failed, people.failed[:10]


def test_a_node_is_drained_without_a_failed_request(served):
    with Load(served.address(), served.sign_in()) as people:
        begun = time.monotonic()
        drained = subprocess.run(["kubectl", "drain", "two", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout", "300s"], capture_output=True, text=True)
        seconds = time.monotonic() - begun
        assert drained.returncode == 0, drained.stderr
        assert not [pod for pod in served.whole.pods("app.kubernetes.io/name=afya", all_of_them=True) if pod["spec"]["nodeName"] == "two"
                    and pod["status"]["phase"] == "Running"]
        served.whole.wait("three servers", lambda: served.available() == 3)
        subprocess.run(["kubectl", "uncordon", "two"], check=True, capture_output=True)
    waited = drained.stderr.count("Cannot evict")
    say(f"node drained in {seconds:.0f} s, the budget made it wait {waited} times: {people}")
    assert not people.failed, people.failed[:10]
    assert not people.lost()


def test_a_server_that_is_killed_is_replaced(served):
    victim = served.pods()[0]
    address, uid = victim["status"]["podIP"], victim["metadata"]["uid"]
    cookie = served.sign_in()
    with Load(served.address(), cookie, again=2) as people:
        time.sleep(2)
        killed = [pid for pid in of_pod(uid) if b"/afya" in program(pid)]
        assert len(killed) == 1
        begun = time.monotonic()
        os.kill(killed[0], signal.SIGKILL)
        served.whole.wait("its end to be noticed", lambda: address not in served.endpoints(), 60)
        noticed = time.monotonic() - begun
        served.whole.wait("its replacement", lambda: address in served.endpoints())
        back = time.monotonic() - begun
    say(f"killed: out of the service after {noticed:.1f} s, back after {back:.1f} s: {people}")
    # What the killed server had in its hands is gone, at most one request of each client.
    assert len(people.failed) <= len(people.clients), people.failed
    assert not people.lost()
    (now,) = [pod for pod in served.pods() if pod["metadata"]["uid"] == uid]
    assert now["status"]["containerStatuses"][0]["restartCount"] == 1


def of_pod(uid):
    """The processes of a pod, by their group."""
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/cgroup") as groups:
                    if uid in groups.read():
                        yield int(entry)
            except OSError:
                continue


def program(pid):
    with open(f"/proc/{pid}/cmdline", "rb") as words:
        return words.read()


def test_a_request_under_way_is_answered_before_the_server_goes(served):
    pod = served.pods()[0]
    address, name = pod["status"]["podIP"], pod["metadata"]["name"]
    cookie = load.sign_in(address, 8080)
    body = json.dumps({"dataValues": []}).encode()
    connection = http.client.HTTPConnection(address, 8080, timeout=120)
    connection.putrequest("POST", "/api/dataValueSets")
    for key, value in (("Cookie", cookie), ("Content-Type", "application/json"), ("Accept", "application/json"), ("Content-Length", str(len(body)))):
        connection.putheader(key, value)
    connection.endheaders(body[:5])
    served.whole.ask("DELETE", f"/api/v1/namespaces/dhis2/pods/{name}")
    # Readiness says so as soon as the server was told to stop.
    served.whole.wait("the server's stop", lambda: probe(pod, "ready") == 503, 60)
    assert address not in served.endpoints()
    begun = time.monotonic()
    time.sleep(3)
    connection.send(body[5:])
    answer = connection.getresponse()
    text = answer.read()
    say(f"a request that ended {time.monotonic() - begun:.1f} s after the server was told to stop: {answer.status}")
    assert answer.status == 200, text


def test_servers_that_cannot_reach_the_database_are_left_alone_until_it_is_back(served):
    before = {pod["metadata"]["uid"] for pod in served.pods()}
    served.database.stop()
    try:
        _, seconds = served.whole.wait("nobody to be ready", lambda: not served.endpoints(), 120)
        assert {probe(pod, "live") for pod in served.pods()} == {200}
    finally:
        served.database.start()
    _, back = served.whole.wait("everybody to be ready", lambda: len(served.endpoints()) == 3, 120)
    say(f"without a database: out of the service after {seconds:.1f} s, back {back:.1f} s after it")
    pods = served.pods()
    assert {pod["metadata"]["uid"] for pod in pods} == before
    assert load.ask(served.address(), 80, served.sign_in())[0] == 200


def test_a_wrong_manifest_is_refused_and_what_runs_stays(served):
    before = {(pod["metadata"]["uid"], pod["status"]["containerStatuses"][0]["restartCount"]) for pod in served.pods()}
    with Load(served.address(), served.sign_in()) as people:
        wrong = next(one for one in served.objects(served.first) if one["kind"] == "Deployment")
        container = wrong["spec"]["template"]["spec"]["containers"][0]
        for image in (f"{REGISTRY}/afya:latest", f"{REGISTRY}/afya"):
            container["image"] = image
            with pytest.raises(Refused, match="named by its digest"):
                served.whole.apply(wrong)
        # A pod that asks for more than the namespace gives is never made.
        container["image"] = f"{REGISTRY}/afya@{served.first}"
        container["securityContext"] = {"privileged": True}
        served.whole.apply(wrong)
        served.whole.wait("the refusal", lambda: "violates PodSecurity" in str(served.deployment()["status"]["conditions"]), 60)
        # A digest that nobody built is admitted: its pod never starts, and the others stay until it does.
        served.pin("sha256:" + "b" * 64)
        served.whole.wait("a pod without its image", lambda: [pod for pod in served.pods() if waits_for_its_image(pod)], 120)
        assert len([pod for pod in served.pods() if is_ready(pod)]) == 3
        served.pin(served.first)
        served.whole.wait("the right one alone", lambda: served.rolled_out(served.first))
    say(f"wrong manifests: {people}")
    assert not people.failed, people.failed[:10]
    assert {(pod["metadata"]["uid"], pod["status"]["containerStatuses"][0]["restartCount"]) for pod in served.pods()} == before


def waits_for_its_image(pod):
    states = pod["status"].get("containerStatuses", [])
    return states and states[0]["state"].get("waiting", {}).get("reason") in ("ErrImagePull", "ImagePullBackOff")
