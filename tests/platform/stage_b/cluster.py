"""A Kubernetes API server with its etcd on this machine's loopback, in a folder of its own; nothing of it outlives the tests."""
import ctypes
import json
import pathlib
import secrets
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

import tree

# The kernel ends a child when its parent is gone, also after `kill -9`.
PR_SET_PDEATHSIG = 1
GROUP_OF_ADMINS = "system:masters"


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Refused(Exception):
    """What the API server answered when it did not do what it was asked."""

    def __init__(self, status, message):
        super().__init__(f"{status}: {message}")
        self.status, self.message = status, message


class Cluster:
    """The API server alone. `address` is where it listens, `names` are what its certificate says besides."""

    address, names = "127.0.0.1", ""

    def __init__(self, folder: pathlib.Path):
        self.folder, self.children, self.kinds = folder, [], {}
        self.token = secrets.token_hex(16)
        self.accounts = [(self.token, "admin", GROUP_OF_ADMINS)]
        self.port = free_port()
        self.prepare()
        (folder / "tokens.csv").write_text("".join(f'{token},{name},{name},"{group}"\n' for token, name, group in self.accounts))
        self.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                 "-keyout", "server.key", "-out", "server.crt", "-subj", "/CN=kubernetes", "-addext", f"subjectAltName=IP:{self.address}{self.names}")
        self.run("openssl", "genrsa", "-out", "accounts.key", "2048")
        etcd, peer = free_port(), free_port()
        self.start("etcd", "--data-dir", folder / "etcd", "--listen-client-urls", f"http://127.0.0.1:{etcd}",
                   "--advertise-client-urls", f"http://127.0.0.1:{etcd}", "--listen-peer-urls", f"http://127.0.0.1:{peer}",
                   "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}", "--initial-cluster", f"default=http://127.0.0.1:{peer}",
                   "--unsafe-no-fsync", "--logger", "zap")
        self.start("kube-apiserver", "--etcd-servers", f"http://127.0.0.1:{etcd}", "--bind-address", self.address,
                   "--secure-port", self.port, "--tls-cert-file", "server.crt", "--tls-private-key-file", "server.key",
                   "--service-account-key-file", "accounts.key", "--service-account-signing-key-file", "accounts.key",
                   "--service-account-issuer", "https://kubernetes.default.svc", "--service-cluster-ip-range", "10.96.0.0/16",
                   "--token-auth-file", "tokens.csv", "--cert-dir", folder / "made", *self.settings())
        self.context = ssl.create_default_context(cafile=folder / "server.crt")
        self.until(lambda: self.ask("GET", "/readyz"), 120)

    def prepare(self):
        """What has to be there before the first program starts."""

    def settings(self):
        """What the API server is told besides: what a controller manager would make is not there."""
        return ["--authorization-mode", "RBAC", "--disable-admission-plugins", "ServiceAccount"]

    def run(self, *command):
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)

    def start(self, program, *arguments, log=None):
        log = (self.folder / f"{log or program}.log").open("w")
        self.children.append(subprocess.Popen([tree.TOOLS / "bin" / program, *map(str, arguments)], cwd=self.folder, stdout=log,
                                              stderr=log, preexec_fn=die_with_parent))

    def stop(self):
        for child in reversed(self.children):
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def until(self, attempt, seconds):
        """Tries again until it holds, or the time is up."""
        end = time.monotonic() + seconds
        while True:
            try:
                return attempt()
            except (Refused, OSError) as error:
                dead = [child for child in self.children if child.poll() is not None]
                if dead or time.monotonic() > end:
                    raise AssertionError(f"{error}\n{(self.folder / 'kube-apiserver.log').read_text()[-2000:]}") from error
                if getattr(error, "status", 0) in (400, 422):
                    raise
                time.sleep(0.1)

    def ask(self, method, path, body=None, who=None, form="application/json"):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": form}
        if who:
            headers["Impersonate-User"] = who
        request = urllib.request.Request(f"https://{self.address}:{self.port}{path}", method=method, headers=headers,
                                         data=json.dumps(body).encode() if body is not None else None)
        try:
            with urllib.request.urlopen(request, context=self.context, timeout=30) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            try:
                message = json.loads(text)["message"]
            except ValueError:
                message = text
            raise Refused(error.code, message) from error
        return json.loads(text) if text.startswith("{") else text

    def path_of(self, one):
        """Where an object lies, by discovery."""
        version = one["apiVersion"]
        if version not in self.kinds:
            root = f"/apis/{version}" if "/" in version else f"/api/{version}"
            self.kinds[version] = {found["kind"]: (root, found) for found in self.ask("GET", root)["resources"] if "/" not in found["name"]}
        root, found = self.kinds[version][one["kind"]]
        space = f"/namespaces/{one['metadata']['namespace']}" if found["namespaced"] else ""
        return f"{root}{space}/{found['name']}"

    def apply(self, one, dry=False, who=None):
        """Server-side apply, as Flux does it."""
        query = "?fieldManager=flux&force=true&fieldValidation=Strict" + ("&dryRun=All" if dry else "")
        return self.ask("PATCH", f"{self.path_of(one)}/{one['metadata']['name']}{query}", one, who, "application/apply-patch+yaml")

    def apply_crds(self, kinds=None):
        """Those of the operators, or of some kinds alone; waits until they are served."""
        for file in sorted((tree.TOOLS / "crds").glob("*.yaml")):
            for crd in tree.documents(file.read_text()):
                if kinds is None or crd["spec"]["names"]["kind"] in kinds:
                    self.apply(crd)
        for crd in self.ask("GET", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions")["items"]:
            group, names = crd["spec"]["group"], crd["spec"]["names"]["plural"]
            for version in crd["spec"]["versions"]:
                if version["served"]:
                    self.until(lambda: self.ask("GET", f"/apis/{group}/{version['name']}/{names}?limit=1"), 60)

    def create(self, one, dry=True, who=None):
        return self.ask("POST", self.path_of(one) + ("?dryRun=All" if dry else ""), one, who)

    def may(self, who, verb, resource, namespace="", group=""):
        """Whether somebody may do something, as the API server sees it."""
        asked = {"verb": verb, "resource": resource, "namespace": namespace, "group": group}
        review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "metadata": {"name": ""},
                  "spec": {"user": who, "groups": ["system:serviceaccounts", "system:authenticated"], "resourceAttributes": asked}}
        return self.ask("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)["status"]["allowed"]
