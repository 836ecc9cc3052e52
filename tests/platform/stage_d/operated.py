"""CloudNativePG at work on the nodes: its operator from its own release as Flux changes it, PostgreSQL from k8s/dhis2, an object store."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.request

import images
import operand
import tree
from cluster import die_with_parent
from database import secret
from node import ROOT
from served import NOT_HERE, volume

OPERATOR, POSTGIS = "ghcr.io/cloudnative-pg/cloudnative-pg", "ghcr.io/cloudnative-pg/postgis"
STORE = "http://10.9.0.1:9100"
CLUSTERS = "/apis/postgresql.cnpg.io/v1/namespaces/dhis2/clusters"
BUCKETS = ("example-dhis2-wal",)
# What a machine of two processors has room for.
SMALL = {'requests: {cpu: "2", memory: 16Gi}': "requests: {cpu: 200m, memory: 256Mi}", "limits: {memory: 16Gi}": "limits: {memory: 1Gi}",
         "shared_buffers: 4GB": "shared_buffers: 64MB"}
BARMAN = ["destinationPath: s3://example-dhis2-wal", f"endpointURL: {STORE}", "s3Credentials:",
          "  accessKeyId: {name: object-store, key: id}", "  secretAccessKey: {name: object-store, key: secret}"]


# The servers are stage C's, and the image of the pooler is in no registry that the tests may ask.
NOT_NEEDED = ("Deployment", "HorizontalPodAutoscaler", "Job", "Pooler")


class Operated:
    def __init__(self, whole, folder: pathlib.Path):
        self.whole, self.folder, self.copy = whole, folder, folder / "tree"
        for part in ("k8s", "scripts/platform"):
            shutil.copytree(tree.TOP / part, self.copy / part)
        self.store()
        self.postgis = operand.image(folder / "postgis.tar", POSTGIS)
        whole.bring(folder / "postgis.tar", "--digests", "--base-name", POSTGIS)
        (folder / "postgis.tar").unlink()
        for number in range(32):
            whole.apply(volume(f"disk-{number}", size="4Gi"))
        for name in ("files", "dumps"):
            whole.apply(volume(name, claimRef={"namespace": "dhis2", "name": name}))
        self.operator()
        self.adapt()
        self.apply_all()

    def apply_all(self):
        """The database and what belongs to it, from the overlay, in the order that Flux keeps."""
        wanted = [one for one in tree.rendered(self.copy, "k8s/dhis2/overlays/ci")[0]
                  if not one["apiVersion"].startswith(NOT_HERE) and one["kind"] not in NOT_NEEDED]
        self.whole.apply_crds({one["kind"] for one in wanted})
        for one in sorted(wanted, key=lambda found: found["kind"] != "Namespace"):
            self.whole.until(lambda: self.whole.apply(one), 60)
            if one["kind"] == "Namespace":
                self.whole.apply(secret("object-store", id="id", secret="secret"))

    def store(self):
        """A stand-in that speaks S3."""
        log = (self.whole.folder / "store.log").open("w")
        words = [tree.TOOLS / "store/bin/moto_server", "-H", "10.9.0.1", "-p", STORE.rsplit(":", 1)[1]]
        self.whole.children.append(subprocess.Popen(words, stdout=log, stderr=log, preexec_fn=die_with_parent))
        for bucket in BUCKETS:
            request = urllib.request.Request(f"{STORE}/{bucket}", method="PUT")
            self.whole.until(lambda: urllib.request.urlopen(request, timeout=10).close(), 60)

    def operator(self):
        """The release's manifest with what k8s/cnpg-system/operator.yaml changes in it; the image is compiled from the same release."""
        manager = (tree.TOOLS / "bin/manager").read_bytes()
        layer = images.packed_files({"operator/manager_amd64": manager}, links={"manager": "operator/manager_amd64"})
        archive = self.folder / "operator.tar"
        digest = images.archive(archive, f"{OPERATOR}:tests", layer, Entrypoint=["/manager"], User="65532:65532")
        self.whole.bring(archive, "--digests", "--base-name", OPERATOR)
        flux = next(one for one in tree.rendered(tree.TOP, "k8s/cnpg-system")[0] if one["kind"] == "Kustomization" and one["metadata"]["name"] == "cloudnative-pg")
        made = self.folder / "operator"
        shutil.copytree(tree.TOOLS / "sources/cloudnative-pg", made)
        content = {"resources": ["releases/cnpg-1.30.0.yaml"], "images": flux["spec"]["images"], "patches": flux["spec"]["patches"]}
        (made / "kustomization.yaml").write_text(json.dumps({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", **content}))
        objects = tree.documents(re.sub(r"sha256:[0-9a-f]{64}", digest, tree.build(made)))
        for one in sorted(objects, key=lambda found: ["Namespace", "CustomResourceDefinition"].index(found["kind"]) if found["kind"] in (
                "Namespace", "CustomResourceDefinition") else 2):
            if one["kind"] == "Deployment":
                (container,) = one["spec"]["template"]["spec"]["containers"]
                container["imagePullPolicy"] = "IfNotPresent"
                del container["resources"]["limits"]["cpu"]
            self.whole.until(lambda: self.whole.apply(one), 60)
        _, self.operator_after = self.whole.wait("the operator", lambda: self.whole.ask(
            "GET", "/apis/apps/v1/namespaces/cnpg-system/deployments/cnpg-controller-manager")["status"].get("availableReplicas") == 2, 180)

    def adapt(self):
        """Names of this machine, and the image that is here."""
        copy = self.copy

        def change(path, *pairs):
            file = copy / path
            text = file.read_text()
            for old, new in pairs:
                assert old in text, f"{path} has no {old}"
                text = text.replace(old, new)
            file.write_text(text)

        change("k8s/names/names.yaml", ("https://s3.example.org", STORE))
        digest = re.search(r"newName: ghcr.io/cloudnative-pg/postgis\n\s*digest: (sha256:\w+)", (copy / "k8s/dhis2/images/kustomization.yaml").read_text()).group(1)
        change("k8s/dhis2/images/kustomization.yaml", (digest, self.postgis))
        change("k8s/cnpg-system/images.yaml", (re.search(r"image: (\S+)", (copy / "k8s/cnpg-system/images.yaml").read_text()).group(1), f"{POSTGIS}@{self.postgis}"))
        # The drill and the restores as the overlay has the cluster: with the operator's own Barman, and small.
        for file in sorted((copy / "k8s/dhis2/postgis/restore").glob("*.yaml")):
            text = file.read_text()
            for old, new in SMALL.items():
                assert old in text, f"{file.name} has no {old}"
                text = text.replace(old, new)
            text = re.sub(r"      plugin:\n        name: barman.*\n        parameters:\n          barmanObjectName: wal\n          serverName: (\S+)\n",
                          lambda found: "      barmanObjectStore:\n" + "".join(f"        {line}\n" for line in [*BARMAN, f"serverName: {found.group(1)}"]), text)
            text = re.sub(r"  # It archives.*\n  plugins:\n.*\n.*\n.*\n.*\n *serverName: (\S+)\n",
                          lambda found: "  backup:\n    barmanObjectStore:\n" + "".join(f"      {line}\n" for line in [*BARMAN, f"serverName: {found.group(1)}"]), text)
            assert "plugin" not in text, text
            file.write_text(text)
        for one in tree.documents((copy / "k8s/cnpg-system/images.yaml").read_text()):
            self.whole.apply(one)

    @staticmethod
    def folder_of(volume):
        return ROOT / "volumes" / volume

    def cluster(self, name="postgis"):
        return self.whole.ask("GET", f"{CLUSTERS}/{name}")

    def sql(self, statement, database="dhis2", cluster="postgis"):
        primary = self.cluster(cluster)["status"]["currentPrimary"]
        done = subprocess.run(["kubectl", "-n", "dhis2", "exec", primary, "-c", "postgres", "--", "psql", "-XqAt", "-v", "ON_ERROR_STOP=1",
                               "-d", database, "-c", statement], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def task(self, script, *words, **environment):
        """Runs a script of the copy as the task of its name does; answers what it said."""
        path = f"PATH={tree.TOOLS}/bin:{pathlib.Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin"
        done = subprocess.run(["env", path, "YES=1", *(f"{key}={value}" for key, value in environment.items()), "bash", self.copy / script, *words],
                              capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{self.whole.told()}"
        return done.stdout
