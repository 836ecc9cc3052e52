"""Checks of safety: images, secrets, pods, rights, the mesh, networks. Each yields sentences."""
import re

import tree
import workloads
from form import everywhere, title

DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
# What Flux may act as and have every right: it installs operators with rights of their own.
MAY_DO_ALL = {("flux-system", "platform")}


def images(view):
    for pod in workloads.of_manifests(view):
        for container in workloads.containers(pod.spec):
            if not DIGEST.search(container.get("image", "")):
                yield f"{pod.title}: the image {container.get('image')} has no digest"
    for catalog in view.of("ClusterImageCatalog"):
        for image in catalog["spec"]["images"]:
            if not DIGEST.search(image["image"]):
                yield f"{title(catalog)}: the image {image['image']} has no digest"
    for one in view.of("HelmRelease", "OCIRepository"):
        for version in everywhere(one["spec"], "version"):
            if version in ("", "*", "latest"):
                yield f"{title(one)} takes whatever version there is"


def one_database_image(view):
    """Dumps and drills use the PostgreSQL that the cluster runs."""
    wanted = {DIGEST.search(image["image"]).group() for one in view.of("ClusterImageCatalog") for image in one["spec"]["images"]
              if DIGEST.search(image["image"])}
    for pod in workloads.of_manifests(view):
        for container in workloads.containers(pod.spec):
            digest = DIGEST.search(container.get("image", ""))
            if wanted and "postgis" in container.get("image", "") and digest and digest.group() not in wanted:
                yield f"{pod.title} runs a PostgreSQL that is not the cluster's: {container['image']}"


def plain_secrets(view):
    for one in view.of("Secret"):
        values = [*one.get("data", {}).values(), *one.get("stringData", {}).values()]
        if "sops" not in one or not all(str(value).startswith("ENC[") for value in values):
            yield f"{title(one)} is written in plain: encrypt it with `task secret`"
    for pod in workloads.of_manifests(view):
        for container in workloads.containers(pod.spec):
            for variable in container.get("env", []):
                if re.search(r"PASS(WORD|$)|SECRET|TOKEN|ACCESS_KEY|CREDENTIAL", variable["name"]) and "value" in variable:
                    yield f"{pod.title}: {variable['name']} is written in plain"
    for one in view.of("ConfigMap"):
        for name, text in one["data"].items():
            if re.search(r"://[^/\s:@]+:[^@\s]+@", text):
                yield f"{title(one)}: {name} holds a password in an address"
            if re.search(r"(?im)^\s*[a-z_.]*(password|secret|token|private_key)[a-z_.]*\s*[=:]\s*\S", text) and not name.endswith((".sh", ".json")):
                yield f"{title(one)}: {name} holds something secret"
    for one in view.objects:
        for word in ("-----BEGIN", "AKIA", "ya29."):
            if word in str(one):
                yield f"{title(one)} holds a key in plain ({word}…)"


def pods(view):
    for pod in workloads.of_manifests(view):
        spec, general = pod.spec, pod.spec.get("securityContext", {})
        if not general.get("runAsNonRoot") or general.get("runAsUser") == 0:
            yield f"{pod.title} may run as root"
        if general.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{pod.title} has no seccomp profile"
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{pod.title} is given a token of Kubernetes"
        for shared in ("hostNetwork", "hostPID", "hostIPC"):
            if spec.get(shared):
                yield f"{pod.title} has the node's own {shared}"
        for volume in spec.get("volumes", []):
            if "csi" in volume and pod.annotations.get("gke-gcsfuse/volumes") != "true":
                yield f"{pod.title} mounts a bucket and does not ask for the driver's sidecar"
            if "hostPath" in volume:
                yield f"{pod.title} mounts a path of the node"
        for container in workloads.containers(spec):
            own = container.get("securityContext", {})
            at = f"{pod.title}: the container {container['name']}"
            if own.get("allowPrivilegeEscalation") is not False or own.get("privileged"):
                yield f"{at} may gain rights"
            if not own.get("readOnlyRootFilesystem"):
                yield f"{at} may write to its image"
            if own.get("capabilities", {}).get("drop") != ["ALL"] or own.get("capabilities", {}).get("add"):
                yield f"{at} has capabilities"
            resources = container.get("resources", {})
            if not {"cpu", "memory"} <= resources.get("requests", {}).keys() or "memory" not in resources.get("limits", {}):
                yield f"{at} asks for no cpu and memory, or has no limit of memory"
            if pod.kind == "Deployment":
                for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                    if probe not in container:
                        yield f"{at} has no {probe}"


def namespaces(view):
    for one in view.of("Namespace"):
        level = one["metadata"].get("labels", {}).get("pod-security.kubernetes.io/enforce")
        name = one["metadata"]["name"]
        if level != "restricted" and name != "istio-system":
            yield f"{title(one)} does not enforce restricted pods"
        if one["metadata"]["labels"].get("kubernetes.io/metadata.name") != name:
            yield f"{title(one)} is not labelled with its own name"
    home = view.named("Namespace", "dhis2")
    bindings = view.of("ValidatingAdmissionPolicyBinding")
    labels = home["metadata"]["labels"] if home else {}
    if not any(workloads.matches(binding["spec"]["matchResources"]["namespaceSelector"], labels)
               and binding["spec"]["validationActions"] == ["Deny"] for binding in bindings):
        yield "no admission policy refuses images without digests in dhis2"
    for one in view.of("ValidatingAdmissionPolicy"):
        if one["spec"].get("failurePolicy") != "Fail":
            yield f"{title(one)} lets through what it cannot judge"
    if not view.named("ResourceQuota", "dhis2", "dhis2"):
        yield "dhis2 has no quota"


# Whoever reaches one of these can reach the others, or act as somebody else.
DANGEROUS = {"secrets", "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "serviceaccounts/token", "roles", "rolebindings",
             "clusterroles", "clusterrolebindings", "namespaces", "nodes/proxy"}
READS = {"get", "list", "watch"}


def rights(view):
    for one in view.of("Role", "ClusterRole"):
        for rule in one["rules"]:
            if "*" in rule.get("verbs", []) + rule.get("resources", []) + rule.get("apiGroups", []):
                yield f"{title(one)} has rights with a star"
            if DANGEROUS & set(rule.get("resources", [])) or ("pods" in rule.get("resources", []) and set(rule["verbs"]) - READS):
                yield f"{title(one)} reaches {', '.join(rule['resources'])}, with which it can have any right"
            if {"escalate", "bind", "impersonate"} & set(rule["verbs"]):
                yield f"{title(one)} can give itself rights"
    for one in view.of("RoleBinding", "ClusterRoleBinding"):
        for subject in one["subjects"]:
            who = (subject.get("namespace"), subject["name"])
            if one["roleRef"]["name"] in ("cluster-admin", "admin", "edit") and who not in MAY_DO_ALL:
                yield f"{title(one)} lets {subject['name']} do everything"
            if subject["kind"] != "ServiceAccount":
                yield f"{title(one)} binds {subject['kind']} {subject['name']}"
            elif subject.get("namespace") != "flux-system":
                yield f"{title(one)} gives rights to {subject.get('namespace')}/{subject['name']}: only Flux has any"


def may_write(view, account):
    """(namespace, group, resource) of all that an account of Flux may write."""
    bound = [found for found in view.of("RoleBinding") if account in [subject["name"] for subject in found["subjects"]]]
    roles = [(binding["metadata"]["namespace"], view.named("Role", binding["roleRef"]["name"], binding["metadata"]["namespace"]))
             for binding in bound]
    return {(space, group, resource) for space, role in roles if role for rule in role["rules"]
            for group in rule.get("apiGroups", []) for resource in rule.get("resources", []) if {"create", "patch"} <= set(rule["verbs"])}


def resource_of(made):
    group, kind = made["apiVersion"].rpartition("/")[0], made["kind"].lower()
    plural = kind[:-1] + "ies" if kind.endswith(("cy", "ry")) else kind + ("es" if kind.endswith("s") else "s")
    return made["metadata"].get("namespace"), group, plural


def flux_rights(view):
    """What a tenant's folder holds, its account may write, so that nothing is refused only on the day; and nobody with more rights does it."""
    tenants = {one["spec"].get("serviceAccountName") for one in view.of("Kustomization")} | {
        subject["name"] for one in view.of("RoleBinding") for subject in one["subjects"]}
    allowed = {account: may_write(view, account) for account in tenants - {None, "platform"}}
    for one in view.of("Kustomization"):
        account = one["spec"].get("serviceAccountName")
        held = view.by_folder.get(one["spec"]["path"].removeprefix("./"), [])
        if account in allowed:
            for made in held:
                if resource_of(made) not in allowed[account]:
                    yield f"{title(one)} acts as {account}, which may not write {title(made)}"
        for other, may in allowed.items():
            if held and account == "platform" and all(resource_of(made) in may for made in held):
                yield f"{title(one)} acts as platform, and {other} would do"


def mesh(view):
    strict = [(one["metadata"]["namespace"], one) for one in view.of("PeerAuthentication")]
    for space, one in strict:
        if one["spec"]["mtls"]["mode"] != "STRICT" or "portLevelMtls" in one["spec"]:
            yield f"{title(one)} lets plain text in"
        if one["spec"].get("selector"):
            yield f"{title(one)} is for some pods only"
    if view.name != "ci" and "istio-system" not in dict(strict):
        yield "the mesh as a whole does not ask for mTLS"
    if "dhis2" not in dict(strict):
        yield "dhis2 does not ask for mTLS"
    policies = view.of("AuthorizationPolicy")
    if not any(one["metadata"]["namespace"] == "dhis2" and not one["spec"] for one in policies):
        yield "no AuthorizationPolicy of dhis2 refuses whoever no other one lets in"
    for one in policies:
        for rule in (one["spec"] or {}).get("rules", [{}]) if one["spec"] else []:
            principals = [name for part in rule.get("from", []) for name in part["source"].get("principals", [])]
            if one["metadata"]["namespace"] != "istio-ingress" and (not principals or "*" in "".join(principals)):
                yield f"{title(one)} lets anybody in"
            for name in principals:
                parts = name.split("/")
                if not (len(parts) == 5 and (parts[2], parts[4]) == ("istio-ingress", "gateway")):
                    yield f"{title(one)} lets {name} in, which is not the gateway"
            if not rule.get("to"):
                yield f"{title(one)} takes any host and port"
            for part in rule.get("to", []):
                if any(host.startswith("*") for host in part["operation"].get("hosts", ["*"])):
                    yield f"{title(one)} takes any host"
    for one in view.of("VirtualService", "Gateway"):
        hosts = [host for found in everywhere(one["spec"], "hosts") for host in found]
        if any("*" in host for host in hosts) or not hosts:
            yield f"{title(one)} answers for any host"
    for one in view.of("Gateway"):
        for server in one["spec"]["servers"]:
            if "httpsRedirect" not in server["tls"] and server["tls"].get("minProtocolVersion") != "TLSV1_3":
                yield f"{title(one)} speaks TLS older than 1.3"


def cloud(view):
    """Rights at Google, and whom they are for."""
    accounts = {one["metadata"]["name"] for one in view.of("IAMServiceAccount")}
    for one in view.of("IAMPolicyMember", "IAMPartialPolicy", "IAMPolicy"):
        text = str(one["spec"])
        if re.search(r"allUsers|allAuthenticatedUsers", text):
            yield f"{title(one)} lets everybody in"
        role = one["spec"].get("role", "")
        if role in ("roles/owner", "roles/editor", "roles/viewer") or (role.endswith(("dmin", "ditor")) and one["spec"]["resourceRef"]["kind"] == "Project"):
            yield f"{title(one)} gives {role} on everything"
        name = one["spec"].get("memberFrom", {}).get("serviceAccountRef", {}).get("name")
        if name and name not in accounts:
            yield f"{title(one)} names the account {name}, which nothing makes"
        target = one["spec"]["resourceRef"]
        if "name" in target and not view.named(target["kind"], target["name"]):
            yield f"{title(one)} names the {target['kind']} {target['name']}, which nothing makes"
    project = tree.names(view.top)["PROJECT"]
    worn = {}
    for one in view.objects:
        for spec in (one["metadata"], (one.get("spec") or {}).get("serviceAccountTemplate", {}).get("metadata", {})):
            worn_by = spec.get("annotations", {}).get("iam.gke.io/gcp-service-account")
            if worn_by:
                worn[one["metadata"]["namespace"], one["metadata"]["name"]] = worn_by
    members = {one["spec"].get("member"): one["spec"]["resourceRef"].get("name") for one in view.of("IAMPolicyMember")}
    for (space, name), account in worn.items():
        short = account.split("@")[0]
        if view.name == "google" and (account != f"{short}@{project}.iam.gserviceaccount.com" or short not in accounts):
            yield f"{space}/{name} acts as {account}, which nothing makes"
        if view.name == "google" and members.get(f"serviceAccount:{project}.svc.id.goog[{space}/{name}]") != short:
            yield f"{space}/{name} acts as {account}, and no IAMPolicyMember lets it"


def buckets(view):
    made = {one["metadata"]["name"]: one for one in view.of("StorageBucket")}
    used = set()
    for one in view.objects:
        if one["kind"] == "ConfigMap":
            continue
        used |= set(re.findall(r"gs://([a-z0-9-]+)", str(one)))
        used |= {name for name in everywhere(one.get("spec") or {}, "bucketName")}
    if view.name != "google":
        return
    for name in sorted(used - made.keys()):
        yield f"the bucket {name} is written to or read, and nothing makes it"
    grants = {(one["spec"]["resourceRef"].get("name"), one["spec"].get("memberFrom", {}).get("serviceAccountRef", {}).get("name"),
               one["spec"]["role"]) for one in view.of("IAMPolicyMember")}
    prefix = tree.names(view.top)["BUCKET_PREFIX"]
    for bucket, account, role in (("wal", "postgis", "objectAdmin"), ("dumps", "logical-backup", "objectCreator"),
                                  ("dumps", "restore-drill", "objectViewer"), ("wal", "restore-drill", "objectViewer")):
        if (f"{prefix}-{bucket}", account, f"roles/storage.{role}") not in grants:
            yield f"{account} may not use the bucket {prefix}-{bucket} as it must ({role})"
    encrypts = {one["spec"]["resourceRef"].get("name") for one in view.of("IAMPolicyMember")
                if "@gs-project-accounts." in one["spec"].get("member", "") and one["spec"]["role"].endswith("EncrypterDecrypter")}
    for name, one in made.items():
        key = one["spec"].get("encryption", {}).get("kmsKeyRef", {}).get("name")
        if not view.named("KMSCryptoKey", key or "") or key not in encrypts:
            yield f"the bucket {name} is encrypted with {key}, which nothing makes or Google's storage may not use"
        if not one["spec"].get("uniformBucketLevelAccess") or one["spec"].get("publicAccessPrevention") != "enforced":
            yield f"the bucket {name} can be made public"
    dumps = made.get(f"{prefix}-dumps")
    if dumps and not (dumps["spec"].get("retentionPolicy") or {}).get("isLocked"):
        yield "the bucket of dumps has no locked retention"


CHECKS = [images, one_database_image, plain_secrets, pods, namespaces, rights, flux_rights, mesh, cloud, buckets]
