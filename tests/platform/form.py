"""Checks of form: schemas, names, files that nobody reads, references that do not resolve. Each yields sentences."""
import re

import schemas
import tree
import workloads

# Namespaces that are there before Flux is.
GIVEN_NAMESPACES = {"flux-system", "kube-system"}
# Secrets that are laid into the cluster by hand or from k8s/secrets, which its page lists.
SECRETS_BY_HAND = {"google": set(), "bare": {("dhis2", "object-store"), ("flux-system", "sops-age")}, "ci": {("dhis2", "object-store")}}
# Keys of the secret that CloudNativePG makes for the owner of a database.
KEYS_OF_APP = {"username", "user", "password", "host", "port", "dbname", "uri", "jdbc-uri", "pgpass"}

# Which of them is which variable, without DB_ or PG.
KEYS_OF = {"HOST": "host", "PORT": "port", "NAME": "dbname", "DATABASE": "dbname", "USERNAME": "username", "USER": "username", "PASSWORD": "password"}


def title(one):
    space = one["metadata"].get("namespace")
    return f"{one['kind']} {space + '/' if space else ''}{one['metadata']['name']}"


def schema(view):
    for one in view.objects:
        for problem in schemas.problems_of(one):
            yield f"{title(one)}: {problem}"


def unknown_names(view):
    given = tree.names(view.top)
    for name in sorted(view.used - set(given)):
        yield f"${{{name}}} is used, and k8s/names/names.yaml does not give it"


def twice(view):
    seen = set()
    for one in view.objects:
        key = (one["apiVersion"].split("/")[0], title(one))
        if key in seen:
            yield f"{title(one)} is made twice"
        seen.add(key)


def unread_files(views):
    """Over all views: every file in k8s and infrastructure is read by some folder, and every name is used."""
    top = views[0].top
    read = {found for view in views for folder in view.folders for found in tree.files_of(top, folder)}
    for folder in ("k8s", "infrastructure"):
        for file in sorted((top / folder).rglob("*")):
            by_hand = "postgis/restore" in str(file) or "postgis/backup" in str(file)
            if file.is_file() and file.resolve() not in read and not by_hand and file.suffix != ".md":
                yield f"{file.relative_to(top)} is read by nothing"
    for name in sorted(set(tree.names(top)) - {name for view in views for name in view.used}):
        yield f"{name} of k8s/names/names.yaml is used by nothing"


def secrets_there(view):
    """(namespace, name) of every secret that something makes."""
    made = set(SECRETS_BY_HAND[view.name])
    for cluster in view.of("Cluster"):
        made |= {(cluster["metadata"]["namespace"], cluster["metadata"]["name"] + end) for end in ("-app", "-ca")}
    for certificate in view.of("Certificate"):
        made.add((certificate["metadata"]["namespace"], certificate["spec"]["secretName"]))
    made |= {(one["metadata"]["namespace"], one["metadata"]["name"]) for one in view.of("Secret")}
    return made


def everywhere(value, key):
    """Every value of a key, however deep."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == key:
                yield part
            yield from everywhere(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from everywhere(part, key)


def pods_refer(view):
    secrets = secrets_there(view)
    for pod in workloads.of_manifests(view):
        def missing(kind, name):
            return f"{pod.title} wants the {kind} {name}, which nothing makes"
        spec, here = pod.spec, pod.namespace
        if not view.named("ServiceAccount", spec.get("serviceAccountName", "default"), here):
            yield missing("ServiceAccount", spec.get("serviceAccountName", "default"))
        if not view.named("PriorityClass", spec.get("priorityClassName", "")):
            yield missing("PriorityClass", spec.get("priorityClassName", "(none)"))
        for reference in everywhere(spec, "secretKeyRef"):
            if (here, reference["name"]) not in secrets:
                yield missing("Secret", reference["name"])
            if reference["name"].endswith("-app") and reference["key"] not in KEYS_OF_APP:
                yield f"{pod.title} wants the key {reference['key']} of {reference['name']}, which has no such key"
        for container in workloads.containers(spec):
            for variable in container.get("env", []):
                key = variable.get("valueFrom", {}).get("secretKeyRef", {}).get("key")
                end = variable["name"].removeprefix("DB_").removeprefix("PG")
                if key and end in KEYS_OF and key != KEYS_OF[end]:
                    yield f"{pod.title} takes {variable['name']} from the key {key}, and should take {KEYS_OF[end]}"
        volumes = {volume["name"]: volume for volume in spec.get("volumes", [])}
        for volume in volumes.values():
            if "configMap" in volume and not view.named("ConfigMap", volume["configMap"]["name"], here):
                yield missing("ConfigMap", volume["configMap"]["name"])
            if "secret" in volume:
                name = volume["secret"]["secretName"]
                if (here, name) not in secrets:
                    yield missing("Secret", name)
                if name.endswith("-ca") and volume["secret"].get("items") != [{"key": "ca.crt", "path": "ca.crt"}]:
                    yield f"{pod.title} is given the key of {name} and not its certificate alone"
            if "persistentVolumeClaim" in volume and \
                    not view.named("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"], here):
                yield missing("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"])
        mounted = set()
        for container in workloads.containers(spec):
            for mount in container.get("volumeMounts", []):
                mounted.add(mount["name"])
                if mount["name"] not in volumes:
                    yield missing("volume", mount["name"])
                config = volumes.get(mount["name"], {}).get("configMap")
                found = config and view.named("ConfigMap", config["name"], here)
                if found and "subPath" in mount and mount["subPath"] not in found["data"]:
                    yield missing("file", mount["subPath"])
                yield from scripts_are_there(pod, container, mount, found)
        for unused in volumes.keys() - mounted:
            yield f"{pod.title} has the volume {unused}, which no container mounts"


def scripts_are_there(pod, container, mount, config):
    for word in container.get("command", []):
        if config and word.startswith(mount["mountPath"] + "/") and word.rsplit("/", 1)[1] not in config["data"]:
            yield f"{pod.title} runs {word}, which {config['metadata']['name']} does not hold"


def names_refer(view):
    """References by name between objects."""
    def want(one, kind, name, namespace=None):
        if not view.named(kind, name, namespace):
            yield f"{title(one)} names the {kind} {name}, which nothing makes"

    for one in view.objects:
        spec, here = one.get("spec") or {}, one["metadata"].get("namespace")
        if here and here not in GIVEN_NAMESPACES:
            yield from want(one, "Namespace", here)
        kind = one["kind"]
        if kind in ("Database", "Pooler", "ScheduledBackup"):
            yield from want(one, "Cluster", spec["cluster"]["name"], here)
        if kind == "Cluster":
            if view.name != "ci":
                yield from want(one, "ClusterImageCatalog", spec["imageCatalogRef"]["name"])
                catalog = view.named("ClusterImageCatalog", spec["imageCatalogRef"]["name"])
                majors = {image["major"] for image in catalog["spec"]["images"]} if catalog else set()
                if spec["imageCatalogRef"]["major"] not in majors:
                    yield f"{title(one)} wants PostgreSQL {spec['imageCatalogRef']['major']}, which the catalogue does not have"
            if spec.get("priorityClassName"):
                yield from want(one, "PriorityClass", spec["priorityClassName"])
            for plugin in spec.get("plugins", []):
                yield from want(one, "ObjectStore", plugin["parameters"]["barmanObjectName"], here)
        if kind == "Certificate":
            yield from want(one, spec["issuerRef"]["kind"], spec["issuerRef"]["name"])
        if kind == "ClusterIssuer" and "ca" in spec and ("cert-manager", spec["ca"]["secretName"]) not in secrets_there(view):
            yield f"{title(one)} wants the Secret {spec['ca']['secretName']}, which nothing makes"
        if kind == "HorizontalPodAutoscaler":
            yield from want(one, spec["scaleTargetRef"]["kind"], spec["scaleTargetRef"]["name"], here)
        if kind in ("RoleBinding", "ClusterRoleBinding"):
            if one["roleRef"]["name"] != "cluster-admin":
                yield from want(one, one["roleRef"]["kind"], one["roleRef"]["name"], here)
            for subject in one["subjects"]:
                yield from want(one, "ServiceAccount", subject["name"], subject["namespace"])
        if kind == "HelmRelease":
            reference = spec.get("chartRef") or spec["chart"]["spec"]["sourceRef"]
            yield from want(one, reference["kind"], reference["name"], reference.get("namespace", here))
            for other in spec.get("dependsOn", []):
                yield from want(one, "HelmRelease", other["name"], other.get("namespace", here))
        if kind == "ValidatingAdmissionPolicyBinding":
            yield from want(one, "ValidatingAdmissionPolicy", spec["policyName"])
        if kind == "Alert":
            yield from want(one, "Provider", spec["providerRef"]["name"], here)
            for source in spec["eventSources"]:
                space = source.get("namespace", here)
                if not [found for found in view.of(source["kind"]) if found["metadata"]["namespace"] == space]:
                    yield f"{title(one)} listens to {source['kind']}s of {space}, which has none"
        for store in (spec.get("configuration", {}), spec.get("backup", {}).get("barmanObjectStore", {})):
            for key in everywhere(store.get("s3Credentials", {}), "name"):
                if (here, key) not in secrets_there(view):
                    yield f"{title(one)} wants the Secret {key}, which nothing makes"


def selectors_select(view):
    pods = workloads.every(view)
    for one in view.of("PodDisruptionBudget", "Service", "PodMonitor", "NetworkPolicy", "PeerAuthentication", "AuthorizationPolicy",
                       "Gateway", "EnvoyFilter"):
        spec = one.get("spec") or {}
        if one["kind"] in ("Service", "Gateway"):
            selector = {"matchLabels": spec["selector"]}
        elif one["kind"] == "EnvoyFilter":
            selector = {"matchLabels": spec["workloadSelector"]["labels"]}
        else:
            selector = spec.get("selector") or spec.get("podSelector")
        if selector and not any(pod.namespace == one["metadata"]["namespace"] and workloads.matches(selector, pod.labels) for pod in pods):
            yield f"{title(one)} selects no pod that there is"


def flux_order(view):
    """Folders that Flux reads, and whom they wait for."""
    flux = {one["metadata"]["name"]: one for one in view.of("Kustomization")}
    for name, one in flux.items():
        spec = one["spec"]
        if not view.named("GitRepository", spec["sourceRef"]["name"], "flux-system"):
            yield f"{title(one)} reads {spec['sourceRef']['name']}, which nothing makes"
        for other in spec.get("dependsOn", []):
            if other["name"] not in flux:
                yield f"{title(one)} waits for {other['name']}, which nothing makes"
        if not spec.get("serviceAccountName"):
            yield f"{title(one)} acts as nobody: it needs a serviceAccountName"
        elif not view.named("ServiceAccount", spec["serviceAccountName"], "flux-system"):
            yield f"{title(one)} acts as {spec['serviceAccountName']}, which nothing makes"
        if name != "platform" and not spec.get("wait"):
            yield f"{title(one)} is not waited for: whoever depends on it starts too early"
        if not spec.get("timeout"):
            yield f"{title(one)} has no timeout"
        seen, waiting = set(), [name]
        while waiting:
            for other in (flux.get(waiting.pop(), {}).get("spec") or {}).get("dependsOn", []):
                if other["name"] == name:
                    yield f"{title(one)} waits for itself"
                elif other["name"] not in seen:
                    seen.add(other["name"])
                    waiting.append(other["name"])


def config_is_read(view):
    """Each file of a ConfigMap has a reader, and each script that another one calls is there."""
    pods = workloads.of_manifests(view)
    for one in view.of("ConfigMap"):
        mounted = [(pod, volume["name"]) for pod in pods for volume in pod.spec.get("volumes", [])
                   if volume.get("configMap", {}).get("name") == one["metadata"]["name"]]
        called = {word.rsplit("/", 1)[-1] for pod, _ in mounted for container in workloads.containers(pod.spec) for word in container.get("command", [])}
        single = {mount["subPath"] for pod, name in mounted for container in workloads.containers(pod.spec)
                  for mount in container.get("volumeMounts", []) if mount["name"] == name and "subPath" in mount}
        for name, text in one["data"].items():
            if name.endswith(".sh"):
                others = set(re.findall(r"[\w-]+\.sh", re.sub(r"(?m)^\s*#.*$", "", text))) - {name}
                called |= others
                for other in sorted(others - one["data"].keys()):
                    yield f"{title(one)}: {name} calls {other}, which is not there"
        for name in sorted(one["data"].keys() - called - single):
            if not name.endswith(".json") and one["metadata"]["name"] != "names":
                yield f"{title(one)} has {name}, which nobody reads"


def settings(view):
    """dhis.conf has only keys that the server knows and honours, with values of their kind."""
    lines = (tree.TOP / "crates/server/data/dhis_conf.tsv").read_text().splitlines()
    known = {line.split("\t")[0]: line.split("\t") for line in lines[1:]}
    forms = {"flag": r"on|off|true|false", "number": r"\d+"}
    for one in view.of("ConfigMap"):
        for line in one["data"].get("dhis.conf", "").splitlines():
            key, _, value = (part.strip() for part in line.partition("="))
            if not key or key.startswith("#"):
                continue
            if key not in known:
                yield f"{title(one)}: dhis.conf has the key {key}, which the server does not know"
            elif known[key][-1] != "yes":
                yield f"{title(one)}: dhis.conf has the key {key}, which has no effect"
            elif not re.fullmatch(forms.get(known[key][1], ".+"), value):
                yield f"{title(one)}: dhis.conf says {key} = {value}, which is no {known[key][1]}"
            if key == "filestore.provider" and value != "filesystem":
                yield f"{title(one)}: dhis.conf wants files in {value}, which the server does not know"


CHECKS = [schema, unknown_names, twice, pods_refer, names_refer, selectors_select, flux_order, config_is_read, settings]
