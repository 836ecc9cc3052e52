"""Whether an object is of the form that its kind has: Kubernetes' own kinds, those of CRDs, those of Config Connector, and a
few whose CRDs no registry serves (loose.yaml)."""
import functools
import importlib
import json
import pathlib

import jsonschema
import kubernetes_validate
import pydantic

import tree

KUBERNETES = "1.36"
CONFIG_CONNECTOR = ".cnrm.cloud.google.com"
# Where one of several fields is wanted, the models of Config Connector want each: another one stands for it.
INSTEAD = {"member": {"memberFrom"}, "rrdatas": {"rrdatasRefs"}, "billingAccountRef": {"projectRef"}, "folderRef": {"projectRef"},
           "organizationRef": {"projectRef"}}


def strict(schema, at_top=False):
    """The schema of a CRD with what its API server would prune forbidden."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {}
    for key, part in schema.items():
        made[key] = {name: strict(one) for name, one in part.items()} if key == "properties" else strict(part)
    if made.get("x-kubernetes-int-or-string"):
        made = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    open_ended = made.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in made
    if "properties" in made and not open_ended and not at_top and made.get("type") == "object":
        made["additionalProperties"] = False
    if made.get("nullable"):
        made = {"anyOf": [made, {"type": "null"}]}
    return made


@functools.cache
def custom():
    """(group, version, kind) → a validator."""
    found = {}
    for file in sorted((tree.TOOLS / "crds").glob("*.yaml")):
        for crd in tree.documents(file.read_text()):
            if crd["kind"] != "CustomResourceDefinition":
                continue
            spec = crd["spec"]
            for version in spec["versions"]:
                schema = strict(version["schema"]["openAPIV3Schema"], at_top=True)
                found[spec["group"], version["name"], spec["names"]["kind"]] = jsonschema.Draft202012Validator(schema)
    loose = tree.documents((pathlib.Path(__file__).parent / "loose.yaml").read_text())
    for one in loose:
        group, version = one["apiVersion"].split("/")
        found[group, version, one["kind"]] = jsonschema.Draft202012Validator({"properties": {"spec": strict(one["spec"])}})
    return found


SEEN = {}


def problems_of(one):
    key = json.dumps(one, sort_keys=True, default=str)
    if key not in SEEN:
        SEEN[key] = list(faults(one))
    return SEEN[key]


def faults(one):
    group, _, version = one["apiVersion"].rpartition("/")
    if (group, version, one["kind"]) in custom():
        errors = custom()[group, version, one["kind"]].iter_errors(one)
        return [f"{'.'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in errors]
    if group == "core.cnrm.cloud.google.com":
        return [] if one["kind"] in ("ConfigConnector", "ConfigConnectorContext") else ["is no kind of Config Connector's operator"]
    if group.endswith(CONFIG_CONNECTOR):
        try:
            module = importlib.import_module(f"cnrm_pydantic_models.{one['kind'].lower()}")
            module.Spec.model_validate(one.get("spec", {}))
        except ModuleNotFoundError:
            return ["is no kind of Config Connector"]
        except pydantic.ValidationError as error:
            found = [fault for fault in error.errors() if not (fault["type"] == "missing" and len(fault["loc"]) == 1
                     and INSTEAD.get(fault["loc"][0], set()) & one["spec"].keys())]
            return [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in found[:3]]
        return []
    try:
        kubernetes_validate.validate(one, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [f"{'.'.join(map(str, error.path))}: {error.message[:300]}"]
    except Exception as error:  # its own errors for versions and kinds that there are not
        return [f"{one['apiVersion']} {one['kind']}: {error}"]
    return []
