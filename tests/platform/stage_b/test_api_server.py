"""Stage B: the tree on a real API server, as Flux would apply it: with the operators' CRDs, in Flux's order, as Flux's accounts.

Not tested here: that pods start and operators do their work (there is no node), NetworkPolicies (nothing enforces them), and the
kinds of Config Connector, Helm and Prometheus, whose CRDs are in no registry.
"""
import copy

import pytest

import tree
import workloads
from cluster import Cluster, Refused

WITHOUT_CRDS = ("cnrm.cloud.google.com", "helm.toolkit.fluxcd.io", "notification.toolkit.fluxcd.io", "monitoring.coreos.com")
TENANT = "system:serviceaccount:flux-system:dhis2"
SERVER = "system:serviceaccount:dhis2:afya"
DIGEST = "sha256:" + "a" * 64


def known(one):
    return not one["apiVersion"].split("/")[0].endswith(WITHOUT_CRDS)


@pytest.fixture(scope="module", params=["google", "bare"])
def cluster(request, tmp_path_factory):
    made = None
    try:
        made = Cluster(tmp_path_factory.mktemp("kubernetes"))
        made.apply_crds()
        made.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "flux-system"}})
        apply_all(made, request.param)
        made.until(lambda: refuses_tags(made), 60)
        yield made
    finally:
        if made:
            made.stop()


def order(view):
    """Flux's Kustomizations, each after those that it waits for."""
    flux = {one["metadata"]["name"]: one for one in view.of("Kustomization") if one["spec"]["sourceRef"]["name"] == "afya"}
    done = []
    while len(done) < len(flux):
        done += [name for name, one in flux.items() if name not in done
                 and all(other["name"] in done for other in one["spec"].get("dependsOn", []))]
    return [flux[name] for name in done if name != "platform"]


def apply_all(cluster, name):
    view = tree.view(tree.TOP, name)
    for one in tree.rendered(tree.TOP, f"k8s/flux-system/{name}")[0]:
        if known(one):
            cluster.apply(one)
    for step in order(view):
        account = f"system:serviceaccount:flux-system:{step['spec']['serviceAccountName']}"
        objects = tree.rendered(tree.TOP, step["spec"]["path"].removeprefix("./"))[0]
        for one in sorted(filter(known, objects), key=lambda found: found["kind"] != "Namespace"):
            # A Job cannot change: Flux makes it anew, by its annotation.
            if one["kind"] == "Job":
                try:
                    cluster.ask("DELETE", f"{cluster.path_of(one)}/{one['metadata']['name']}?propagationPolicy=Background")
                except Refused as error:
                    assert error.status == 404
            if one["kind"] == "ResourceQuota":
                count_quota(cluster, cluster.apply(one, who=account))
                continue
            cluster.until(lambda: cluster.apply(one, who=account), 20)


def count_quota(cluster, quota):
    """What the controller manager counts: nothing is there yet."""
    hard = quota["spec"]["hard"]
    status = {**quota, "status": {"hard": hard, "used": {key: "0" for key in hard}}}
    status["metadata"].pop("managedFields", None)
    cluster.ask("PUT", f"{cluster.path_of(quota)}/{quota['metadata']['name']}/status", status)


def pod(image=f"registry.example.org/afya@{DIGEST}", **more):
    safe = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "tried", "namespace": "dhis2"},
            "spec": {"containers": [{"name": "one", "image": image, "securityContext": safe,
                                     "resources": {"requests": {"cpu": "10m", "memory": "10Mi"}, "limits": {"memory": "10Mi"}}}], **more}}


def refuses_tags(cluster):
    """Policies reach the admission of a fresh server after a moment."""
    try:
        cluster.create(pod("registry.example.org/afya:latest"))
    except Refused as error:
        if "digest" in error.message:
            return
        raise
    raise Refused(0, "an image without a digest was admitted")


def test_everything_that_has_a_schema_is_taken(cluster):
    taken = cluster.ask("GET", "/apis/apps/v1/namespaces/dhis2/deployments/afya")
    assert taken["spec"]["template"]["spec"]["containers"][0]["image"].count("@sha256:") == 1
    assert cluster.ask("GET", "/apis/postgresql.cnpg.io/v1/namespaces/dhis2/clusters/postgis")["spec"]["instances"] == 3


def test_the_overlay_of_ci_is_taken_too(cluster):
    for one in tree.view(tree.TOP, "ci").objects:
        if known(one) and one["kind"] not in ("Job", "PersistentVolumeClaim"):
            cluster.apply(one, dry=True)


def test_the_templates_of_restores_are_taken(cluster):
    for file in sorted((tree.TOP / "k8s/dhis2/postgis/restore").glob("*.yaml")):
        for one in tree.template_of_restore(file):
            cluster.create(one, who=TENANT)


@pytest.mark.parametrize("name", ["google", "bare", "ci"])
def test_every_pod_is_admitted(cluster, name):
    for made in workloads.of_manifests(tree.view(tree.TOP, name)):
        one = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "tried", "namespace": made.namespace, "labels": made.labels}, "spec": made.spec}
        assert cluster.create(one)["spec"]["priority"] > 0, made.title


@pytest.mark.parametrize("what, more", [
    ("hostNetwork", {"hostNetwork": True}),
    ("hostPath", {"volumes": [{"name": "node", "hostPath": {"path": "/"}}]}),
    ("runAsUser=0", {"securityContext": {"runAsUser": 0}}),
])
def test_a_pod_that_is_not_restricted_is_refused(cluster, what, more):
    with pytest.raises(Refused, match="violates PodSecurity"):
        cluster.create(pod(**more))


@pytest.mark.parametrize("image", ["registry.example.org/afya:latest", "registry.example.org/afya:1.0", "registry.example.org/afya"])
def test_an_image_without_a_digest_is_refused_wherever_it_hides(cluster, image):
    cluster.create(pod())
    running = cluster.ask("GET", "/apis/apps/v1/namespaces/dhis2/deployments/afya")
    for path, kind in (("deployments", "Deployment"),):
        wrong = copy.deepcopy(running)
        wrong["metadata"].pop("managedFields")
        wrong["spec"]["template"]["spec"]["containers"][0]["image"] = image
        with pytest.raises(Refused, match="named by its digest"):
            cluster.ask("PUT", f"/apis/apps/v1/namespaces/dhis2/{path}/afya", wrong)
    job = {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tried", "namespace": "dhis2"}, "spec": {
        "schedule": "0 0 * * *", "jobTemplate": {"spec": {"template": {"spec": {**pod(image)["spec"], "restartPolicy": "Never"}}}}}}
    with pytest.raises(Refused, match="named by its digest"):
        cluster.create(job)
    first = pod()
    first["spec"]["initContainers"] = [{**pod(image)["spec"]["containers"][0], "name": "first"}]
    with pytest.raises(Refused, match="named by its digest"):
        cluster.create(first)
    # What runs has stayed as it was.
    assert cluster.ask("GET", "/apis/apps/v1/namespaces/dhis2/deployments/afya")["spec"] == running["spec"]


def test_a_service_to_the_outside_is_refused_by_the_quota(cluster):
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "open", "namespace": "dhis2"},
               "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}}
    with pytest.raises(Refused, match="exceeded quota"):
        cluster.create(service)


@pytest.mark.parametrize("who, verb, resource, namespace, group, allowed", [
    (TENANT, "patch", "deployments", "dhis2", "apps", True),
    (TENANT, "patch", "clusters", "dhis2", "postgresql.cnpg.io", True),
    (TENANT, "get", "secrets", "dhis2", "", False),
    (TENANT, "create", "pods/exec", "dhis2", "", False),
    (TENANT, "create", "rolebindings", "dhis2", "rbac.authorization.k8s.io", False),
    (TENANT, "create", "configmaps", "kube-system", "", False),
    (TENANT, "patch", "namespaces", "", "", False),
    (TENANT, "patch", "validatingadmissionpolicies", "", "admissionregistration.k8s.io", False),
    (TENANT, "impersonate", "serviceaccounts", "flux-system", "", False),
    (SERVER, "get", "secrets", "dhis2", "", False),
    (SERVER, "list", "pods", "dhis2", "", False),
    (SERVER, "get", "configmaps", "dhis2", "", False),
])
def test_rights(cluster, who, verb, resource, namespace, group, allowed):
    assert cluster.may(who, verb, resource, namespace, group) == allowed


def test_a_tenant_may_not_write_elsewhere(cluster):
    one = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "tried", "namespace": "istio-system"}, "data": {}}
    with pytest.raises(Refused, match="forbidden"):
        cluster.apply(one, who=TENANT)


def test_a_wrong_word_is_refused(cluster):
    wrong = next(one for one in tree.rendered(tree.TOP, "k8s/dhis2/overlays/production/database")[0] if one["kind"] == "Cluster")
    wrong["spec"]["instancez"] = 5
    with pytest.raises(Refused, match="instancez"):
        cluster.apply(wrong, dry=True)
