"""A whole cluster on this machine, in the namespaces of `scripts/platform/apart`: the API server of stage B with the controllers, the
scheduler, kube-proxy and CoreDNS, and nodes, each a containerd and a kubelet of its own."""
import json
import os
import pathlib
import shutil
import subprocess
import time

import images
import tree
from cluster import Cluster, Refused

ROOT = pathlib.Path("/run/node")
PAUSE, DNS = "afya.example.org/pause:tests", "afya.example.org/coredns:tests"
# What the kubelet would set for the whole machine: it sees files of ours in their place.
OF_THE_MACHINE = {"vm/overcommit_memory": "1", "vm/panic_on_oom": "0", "kernel/panic": "10", "kernel/panic_on_oops": "1",
                  "kernel/keys/root_maxkeys": "1000000", "kernel/keys/root_maxbytes": "25000000"}


def make_groups(path):
    """A group of processes below the one that `apart` made, in every hierarchy."""
    top = pathlib.Path("/sys/fs/cgroup")
    for hierarchy in [top] if (top / "cgroup.controllers").exists() else [one for one in top.iterdir() if one.is_dir()]:
        own = hierarchy / path.strip("/")
        own.mkdir()
        for file in ("cpuset.cpus", "cpuset.mems"):
            if (own / file).exists():
                (own / file).write_text((hierarchy / file).read_text())


class Node:
    """A containerd and a kubelet; its pods have the addresses of 10.244.NUMBER.0/24."""

    def __init__(self, whole, name, number, address):
        self.whole, self.name, self.address = whole, name, address
        self.folder = ROOT / name
        self.socket = pathlib.Path(f"/run/{name}.sock")
        (self.folder / "net").mkdir(parents=True)
        make_groups(f"{os.environ['NODE_GROUP']}/{name}")
        (self.folder / "net/10-pods.conflist").write_text(json.dumps({"cniVersion": "1.0.0", "name": "pods", "plugins": [
            {"type": "ptp", "ipam": {"type": "host-local", "dataDir": str(self.folder / "addresses"), "routes": [{"dst": "0.0.0.0/0"}],
                                     "ranges": [[{"subnet": f"10.244.{number}.0/24"}]]}}]}))
        (self.folder / "containerd.toml").write_text(f"""version = 2
root = "{self.folder}/containerd"
state = "/run/{name}"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.internal.v1.opt"]
[grpc]
address = "{self.socket}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "{PAUSE}"
restrict_oom_score_adj = true
stream_server_address = "{address}"
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "{self.folder}/net"
""")
        whole.start(shutil.which("containerd"), "--config", self.folder / "containerd.toml", log=f"containerd-{name}")
        whole.until(self.answers, 60)
        whole.start("kubelet", "--config", self.configuration(number), "--kubeconfig", whole.kubeconfig(f"system:node:{name}"),
                    "--hostname-override", name, "--node-ip", address, "--root-dir", self.folder / "kubelet",
                    "--cert-dir", self.folder / "pki", "--node-labels", f"topology.kubernetes.io/zone=zone-{number}", log=f"kubelet-{name}")

    def answers(self):
        if self.ctr("version", check=False).returncode != 0:
            raise OSError(f"containerd of {self.name} does not answer")

    def ctr(self, *words, check=True):
        return subprocess.run(["ctr", "--address", self.socket, "--namespace", "k8s.io", *map(str, words)], check=check, capture_output=True, text=True)

    def configuration(self, number):
        (self.folder / "resolv.conf").write_text("")
        file = self.folder / "kubelet.json"
        file.write_text(json.dumps({
            "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration", "address": self.address,
            "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                               "x509": {"clientCAFile": str(self.whole.folder / "to-nodes.crt")}},
            "authorization": {"mode": "Webhook"}, "containerRuntimeEndpoint": f"unix://{self.socket}",
            "healthzPort": 10300 + number, "clusterDNS": ["10.96.0.10"], "clusterDomain": "cluster.local",
            "resolvConf": str(self.folder / "resolv.conf"), "podLogsDir": str(self.folder / "pods"), "volumePluginDir": str(self.folder / "plugins"),
            "cgroupDriver": "cgroupfs", "cgroupRoot": f"{os.environ['NODE_GROUP']}/{self.name}", "failCgroupV1": False,
            "enforceNodeAllocatable": [], "makeIPTablesUtilChains": False, "failSwapOn": False,
            # The disk is not the node's alone.
            "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1Mi", "imagefs.available": "1Mi"},
            "imageGCHighThresholdPercent": 100, "nodeStatusUpdateFrequency": "2s", "syncFrequency": "10s"}))
        return file


class Whole(Cluster):
    """The cluster with its nodes. `nodes` says how many."""

    address, names = "10.9.0.1", ",IP:10.96.0.1,DNS:kubernetes.default.svc,DNS:kubernetes.default"

    def __init__(self, nodes=2):
        folder = ROOT / "control"
        folder.mkdir()
        self.wanted = nodes
        super().__init__(folder)
        admin = self.kubeconfig("admin")
        os.environ.update(KUBECONFIG=str(admin), PATH=f"{tree.TOOLS}/bin:{os.environ['PATH']}")
        self.start("kube-controller-manager", "--kubeconfig", admin, "--authentication-kubeconfig", admin, "--authorization-kubeconfig", admin,
                   "--service-account-private-key-file", "accounts.key", "--root-ca-file", "server.crt", "--use-service-account-credentials",
                   "--leader-elect=false", "--authentication-skip-lookup", "--bind-address", "127.0.0.1", "--controllers", "*,-node-ipam-controller",
                   "--horizontal-pod-autoscaler-sync-period", "5s", "--node-monitor-period", "2s", "--node-monitor-grace-period", "20s")
        self.start("kube-scheduler", "--kubeconfig", admin, "--authentication-kubeconfig", admin, "--authorization-kubeconfig", admin,
                   "--leader-elect=false", "--authentication-skip-lookup", "--bind-address", "127.0.0.1")
        self.nodes = [Node(self, name, number, f"10.9.0.{number}") for number, name in enumerate(("one", "two")[:nodes], 1)]
        (folder / "proxy.json").write_text(json.dumps({
            "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "nftables", "clusterCIDR": "10.244.0.0/16",
            "clientConnection": {"kubeconfig": str(self.kubeconfig("system:kube-proxy"))}, "hostnameOverride": "one",
            "conntrack": {"maxPerCore": 0, "min": 0}, "bindAddress": "10.9.0.1", "nftables": {"minSyncPeriod": "100ms"}}))
        self.start("kube-proxy", "--config", "proxy.json")
        for program, name in (("pause", PAUSE), ("coredns", DNS)):
            images.of_program(folder / program, name, program, *(["-conf", "/etc/coredns/Corefile"] if program == "coredns" else []))
            self.bring(folder / program)
        for node in self.nodes:
            self.until(lambda: self.is_ready(node.name), 120)
        for one in tree.documents((pathlib.Path(__file__).parent / "dns.yaml").read_text()):
            self.apply(one)

    def prepare(self):
        groups = {"system:kube-proxy": "proxies", "system:node:one": "system:nodes", "system:node:two": "system:nodes"}
        self.accounts += [(f"{self.token}{number}", name, group) for number, (name, group) in enumerate(groups.items())]
        for number in range(2, self.wanted + 1):
            self.run("ip", "address", "add", f"10.9.0.{number}/24", "dev", "node0")
        for path, content in OF_THE_MACHINE.items():
            own = self.folder / path.replace("/", "-")
            own.write_text(content)
            self.run("mount", "--bind", own, f"/proc/sys/{path}")
        # Who the API server is to a kubelet.
        self.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                 "-keyout", "to-nodes.key", "-out", "to-nodes.crt", "-subj", "/O=system:masters/CN=api-server")

    def settings(self):
        return ["--authorization-mode", "Node,RBAC", "--enable-admission-plugins", "NodeRestriction", "--advertise-address", self.address,
                "--kubelet-client-certificate", "to-nodes.crt", "--kubelet-client-key", "to-nodes.key",
                "--kubelet-preferred-address-types", "InternalIP", "--enable-aggregator-routing", "--allow-privileged"]

    def kubeconfig(self, user):
        token = next(token for token, name, _ in self.accounts if name == user)
        file = self.folder / f"{user.replace(':', '-')}.kubeconfig"
        file.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "it",
            "clusters": [{"name": "it", "cluster": {"server": f"https://{self.address}:{self.port}", "certificate-authority": str(self.folder / "server.crt")}}],
            "users": [{"name": "it", "user": {"token": token}}], "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}]}))
        return file

    def bring(self, archive, *options):
        """Puts an image into every node."""
        for node in self.nodes:
            node.ctr("images", "import", *options, archive)

    def is_ready(self, name):
        node = self.ask("GET", f"/api/v1/nodes/{name}")
        state = {one["type"]: one for one in node["status"].get("conditions", [])}.get("Ready", {})
        if state.get("status") != "True":
            raise Refused(0, f"node {name}: {state.get('message')}")

    def pods(self, selector, namespace="dhis2", all_of_them=False):
        """The pods of a selector that are not on their way out."""
        found = self.ask("GET", f"/api/v1/namespaces/{namespace}/pods?labelSelector={selector}")["items"]
        return [pod for pod in found if all_of_them or "deletionTimestamp" not in pod["metadata"]]

    def wait(self, what, holds, seconds=180):
        """Looks until `holds` answers something that is true; answers it and the seconds that it took."""
        begun = time.monotonic()
        while not (found := holds()):
            assert time.monotonic() - begun < seconds, f"{what} was not so after {seconds} s\n{self.told()}"
            dead = [child.args[0] for child in self.children if child.poll() is not None]
            assert not dead, f"{dead} ended\n{self.told()}"
            time.sleep(0.1)
        return found, time.monotonic() - begun

    def told(self):
        """What goes on, for whoever reads why a test failed."""
        said = subprocess.run(["kubectl", "get", "nodes,pods,jobs", "-A", "-o", "wide"], capture_output=True, text=True).stdout
        events = subprocess.run(["kubectl", "get", "events", "-A", "--sort-by", "lastTimestamp"], capture_output=True, text=True).stdout
        return f"{said}\n{events[-4000:]}"


def is_ready(pod):
    return any(one["type"] == "Ready" and one["status"] == "True" for one in pod["status"].get("conditions", []))


def say(sentence):
    """A figure, for whoever watches."""
    print(f"\n    {sentence}", flush=True)
