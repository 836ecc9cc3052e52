"""What runs: the pods that manifests make themselves and those that operators and charts make of them."""
import dataclasses

@dataclasses.dataclass
class Workload:
    namespace: str
    name: str
    labels: dict
    ports: dict
    spec: dict = None
    kind: str = ""
    annotations: dict = dataclasses.field(default_factory=dict)

    @property
    def title(self):
        return f"{self.namespace}/{self.name}"


def template_of(one):
    """The template of pods of an object, or None."""
    spec = one.get("spec") or {}
    if one["kind"] == "CronJob":
        return spec["jobTemplate"]["spec"]["template"]
    if one["kind"] in ("Deployment", "StatefulSet", "DaemonSet", "Job"):
        return spec["template"]
    return None


def containers(spec):
    return spec.get("initContainers", []) + spec["containers"]


def of_manifests(view):
    found = []
    for one in view.objects:
        template = template_of(one)
        if template:
            ports = {port["name"]: port["containerPort"]
                     for container in containers(template["spec"]) for port in container.get("ports", [])}
            found.append(Workload(one["metadata"]["namespace"], one["metadata"]["name"],
                                  template["metadata"].get("labels", {}), ports, template["spec"], one["kind"],
                                  template["metadata"].get("annotations", {})))
    return found


def of_operators(view):
    """Pods that no manifest here holds, by the labels and ports that their makers give them."""
    found = []
    for cluster in view.of("Cluster"):
        name, namespace = cluster["metadata"]["name"], cluster["metadata"]["namespace"]
        labels = {"cnpg.io/cluster": name}
        found.append(Workload(namespace, "postgis-instance", {**labels, "cnpg.io/podRole": "instance"},
                              {"postgresql": 5432, "status": 8000, "metrics": 9187}))
        found.append(Workload(namespace, "postgis-join", {**labels, "cnpg.io/jobRole": "join"}, {}))
    for pooler in view.of("Pooler"):
        name = pooler["metadata"]["name"]
        labels = {"cnpg.io/poolerName": name, "cnpg.io/podRole": "pooler", "cnpg.io/cluster": pooler["spec"]["cluster"]["name"]}
        found.append(Workload(pooler["metadata"]["namespace"], name, labels, {"pgbouncer": 5432, "metrics": 9127}))
    if view.name != "ci":
        made = [
            ("cnpg-system", "operator", {"app.kubernetes.io/name": "cloudnative-pg"}, {"webhook": 9443, "metrics": 8080}),
            ("cnpg-system", "barman", {"app": "barman-cloud"}, {"grpc": 9090}),
            ("cert-manager", "cert-manager", {"app.kubernetes.io/name": "cert-manager"}, {"metrics": 9402}),
            ("cert-manager", "webhook", {"app.kubernetes.io/name": "webhook"}, {"https": 10250}),
            ("cert-manager", "cainjector", {"app.kubernetes.io/name": "cainjector"}, {}),
            ("istio-system", "istiod", {"app": "istiod"}, {"xds": 15012, "webhook": 15017, "metrics": 15014}),
            ("istio-system", "cni", {"k8s-app": "istio-cni-node"}, {}),
            ("istio-ingress", "gateway", {"istio": "ingress"}, {"http": 80, "https": 443, "metrics": 15090}),
            ("flux-system", "source-controller", {"app": "source-controller", "app.kubernetes.io/part-of": "flux"},
             {"http": 9090, "metrics": 8080}),
            ("flux-system", "kustomize-controller", {"app": "kustomize-controller", "app.kubernetes.io/part-of": "flux"},
             {"metrics": 8080}),
            ("flux-system", "helm-controller", {"app": "helm-controller", "app.kubernetes.io/part-of": "flux"}, {"metrics": 8080}),
            ("flux-system", "notification-controller", {"app": "notification-controller", "app.kubernetes.io/part-of": "flux"},
             {"http": 9090, "metrics": 8080}),
            ("monitoring", "prometheus", {"app.kubernetes.io/name": "prometheus"}, {"web": 9090}),
            ("monitoring", "prometheus-operator", {"app": "kube-prometheus-stack-operator"}, {"webhook": 10250}),
            ("monitoring", "alertmanager", {"app.kubernetes.io/name": "alertmanager"}, {"web": 9093}),
        ]
        found += [Workload(*one) for one in made]
    found.append(Workload("dhis2", "a-report-tool", {"afya.example.org/reads-database": "true"}, {}))
    found.append(Workload("dhis2", "a-stranger", {"app": "stranger"}, {"any": 8080}))
    found.append(Workload("kube-system", "dns", {"k8s-app": "kube-dns"}, {"dns": 53}))
    return found


def every(view):
    return of_manifests(view) + of_operators(view)


def matches(selector, labels):
    selector = selector or {}
    known = {"Exists": lambda key, _: key in labels, "In": lambda key, values: labels.get(key) in values}
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        known[one["operator"]](one["key"], one.get("values")) for one in selector.get("matchExpressions", []))
