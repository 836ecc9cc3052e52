"""Afya on the nodes, from k8s/dhis2/overlays/ci in the order that Flux keeps: namespace, database, migrations, servers."""
import http.client
import pathlib
import shutil
import subprocess

import images
import load
import node
import tree
from cluster import Refused
from database import Database

# Their CRDs are in no registry, or their operators are not here.
NOT_HERE = ("monitoring.coreos.com", "kustomize.toolkit.fluxcd.io")
SERVERS = "app.kubernetes.io/name=afya,app.kubernetes.io/component=server"
MIGRATIONS = "app.kubernetes.io/name=afya,app.kubernetes.io/component=migrations"
REGISTRY = tree.names(tree.TOP)["REGISTRY"]
DEPLOYMENT = "/apis/apps/v1/namespaces/dhis2/deployments/afya"


class Served:
    """`adapt` changes a copy of the tree before anything is read of it, `database` makes what the secrets of the servers name."""

    def __init__(self, whole, folder: pathlib.Path, database=Database, adapt=lambda copy: None):
        self.whole, self.copy = whole, folder / "tree"
        for part in ("k8s", "scripts/platform"):
            shutil.copytree(tree.TOP / part, self.copy / part)
        adapt(self.copy)
        self.first = (images.IMAGE / "digest").read_text().strip()
        self.second = images.of_another_revision(folder / "second.tar")
        for archive in (images.IMAGE / "afya.oci.tar", folder / "second.tar"):
            whole.bring(archive, "--digests", "--base-name", f"{REGISTRY}/afya")
        whole.apply_crds({one["kind"] for one in self.objects(self.first)})
        for name in ("files", "dumps"):
            whole.apply(volume(name, claimRef={"namespace": "dhis2", "name": name}))
        self.makes_database, self.database = database, None
        self.apply_all()

    def objects(self, digest):
        """What the overlay holds once `task pin` wrote a digest."""
        subprocess.run([self.copy / "scripts/platform/pin", digest], check=True, capture_output=True)
        return [one for one in tree.rendered(self.copy, "k8s/dhis2/overlays/ci")[0] if not one["apiVersion"].startswith(NOT_HERE)]

    def apply_all(self):
        waiting = sorted(self.objects(self.first), key=lambda one: one["kind"] != "Namespace")
        servers = [one for one in waiting if one["kind"] in ("Deployment", "HorizontalPodAutoscaler")]
        job = next(one for one in waiting if one["kind"] == "Job")
        for one in waiting:
            if one not in servers and one != job:
                self.whole.until(lambda: self.whole.apply(one), 30)
                if one["kind"] == "Namespace":
                    self.database = self.makes_database(self.whole)
        self.whole.until(lambda: self.whole.apply(job), 30)
        _, self.migrated_after = self.whole.wait("the migrations", lambda: self.job()["status"].get("succeeded"), 600)
        for one in servers:
            self.whole.apply(one)
        _, self.ready_after = self.whole.wait("three servers", lambda: self.available() == 3, 600)

    def job(self):
        return self.whole.ask("GET", "/apis/batch/v1/namespaces/dhis2/jobs/migrations")

    def deployment(self):
        return self.whole.ask("GET", DEPLOYMENT)

    def available(self):
        return self.deployment()["status"].get("availableReplicas", 0)

    def pin(self, digest):
        """A digest is committed; answers the deployment as Flux applies it."""
        return self.whole.apply(next(one for one in self.objects(digest) if one["kind"] == "Deployment"))

    def rolled_out(self, digest):
        """Whether every server is of a digest, and there are as many as wanted."""
        found = self.deployment()
        status, wanted = found["status"], found["spec"]["replicas"]
        pods = self.whole.pods(SERVERS, all_of_them=True)
        return (status.get("observedGeneration") == found["metadata"]["generation"] and status.get("availableReplicas") == wanted == len(pods)
                and all(pod["spec"]["containers"][0]["image"].endswith(digest) for pod in pods))

    def pods(self):
        return self.whole.pods(SERVERS)

    def log(self, pod):
        return subprocess.run(["kubectl", "-n", "dhis2", "logs", pod["metadata"]["name"]], check=True, capture_output=True, text=True).stdout

    def address(self):
        """The service's, which kube-proxy spreads over the servers."""
        return self.whole.ask("GET", "/api/v1/namespaces/dhis2/services/afya")["spec"]["clusterIP"]

    def sign_in(self):
        return load.sign_in(self.address())

    def endpoints(self):
        """The addresses that the service sends to."""
        slices = self.whole.ask("GET", "/apis/discovery.k8s.io/v1/namespaces/dhis2/endpointslices?labelSelector=kubernetes.io/service-name=afya")["items"]
        return {address for one in slices for endpoint in one["endpoints"] or [] if endpoint["conditions"]["ready"] for address in endpoint["addresses"]}

    def evict(self, pod):
        """Asks for a pod as `kubectl drain` does; answers whether it goes."""
        name = pod["metadata"]["name"]
        try:
            self.whole.ask("POST", f"/api/v1/namespaces/dhis2/pods/{name}/eviction",
                           {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name, "namespace": "dhis2"}})
        except Refused as error:
            assert error.status == 429 and "disruption budget" in error.message, error
            return False
        return True


def probe(pod, name):
    """The status of a probe, asked where the kubelet asks it."""
    connection = http.client.HTTPConnection(pod["status"]["podIP"], 9090, timeout=10)
    connection.request("GET", f"/health/{name}")
    return connection.getresponse().status


def volume(name, size="1Gi", **more):
    """A folder of this machine that both nodes see, as a file system that several nodes may write to."""
    at = node.ROOT / "volumes" / name
    at.mkdir(parents=True)
    terms = [{"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "In", "values": ["one", "two"]}]}]
    return {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name}, "spec": {
        "capacity": {"storage": size}, "accessModes": ["ReadWriteOnce", "ReadWriteMany"], "storageClassName": "local", "local": {"path": str(at)},
        "nodeAffinity": {"required": {"nodeSelectorTerms": terms}}, **more}}
