"""Stage D: cert-manager at work on our issuers: the cluster's own CA, the gateway's certificate, and its renewal.

Not tested here: Let's Encrypt, several of each of its programs, and a gateway that serves what was renewed.
"""
import base64
import copy
import json
import subprocess

import images
import pytest
import tree
from cluster import Refused
from node import say

NAME, SPACE = "quay.io/jetstack/cert-manager:tests", "cert-manager"
COMMANDS = {"cert-manager": "controller", "cert-manager-webhook": "webhook", "cert-manager-cainjector": "cainjector"}


def chart(folder):
    """What Helm makes of the release's chart and the values that Flux gives it; each program once, from the image that is here."""
    release = next(one for one in tree.rendered(tree.TOP, "k8s/cert-manager")[0] if one["kind"] == "HelmRelease")
    (folder / "values.json").write_text(json.dumps(release["spec"]["values"]))
    made = subprocess.run(["helm", "template", SPACE, tree.TOOLS / "sources/cert-manager", "--namespace", SPACE, "-f", folder / "values.json"],
                          capture_output=True, text=True, check=True).stdout
    # A job that only looks whether all of it answers belongs to the installation.
    for one in tree.documents(made):
        if "helm.sh/hook" in one["metadata"].get("annotations", {}):
            continue
        if one["kind"] == "Deployment":
            one["spec"]["replicas"] = 1
            (container,) = one["spec"]["template"]["spec"]["containers"]
            container |= {"image": NAME, "imagePullPolicy": "Never", "args": [COMMANDS[one["metadata"]["name"]], *container["args"]]}
        yield one


@pytest.fixture(scope="module")
def manager(whole, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cert-manager")
    images.of_program(folder / "image.tar", NAME, "cert-manager", User="1000:1000")
    whole.bring(folder / "image.tar")
    for one in tree.documents((tree.TOP / "k8s/cert-manager/namespace.yaml").read_text()):
        whole.apply(one)
    for one in chart(folder):
        whole.until(lambda: whole.apply(one), 60)
    whole.wait("cert-manager", lambda: all(is_available(whole, name) for name in COMMANDS), 240)
    for one in tree.documents((tree.TOP / "k8s/cert-manager/issuers/private.yaml").read_text()):
        whole.until(lambda: whole.apply(one), 60)
    return whole


def is_available(whole, name):
    return whole.ask("GET", f"/apis/apps/v1/namespaces/{SPACE}/deployments/{name}")["status"].get("availableReplicas") == 1


def secret_of(whole, name, space):
    try:
        return whole.ask("GET", f"/api/v1/namespaces/{space}/secrets/{name}").get("data")
    except Refused as error:
        assert error.status == 404
        return None


def certificate():
    return next(one for one in tree.rendered(tree.TOP, "k8s/istio-ingress/gateway")[0] if one["kind"] == "Certificate")


@pytest.fixture(scope="module")
def gateway(manager):
    """The gateway's certificate, by the private issuer; answers where it lies."""
    for one in tree.documents((tree.TOP / "k8s/istio-ingress/namespaces.yaml").read_text()):
        manager.apply(one)
    wanted = certificate()
    wanted["spec"]["issuerRef"]["name"] = "private"
    manager.until(lambda: manager.apply(wanted), 60)
    _, seconds = manager.wait("the gateway's certificate", lambda: is_ready(manager), 120)
    say(f"the CA and the gateway's certificate were issued {seconds:.1f} s after they were asked for")
    return manager.path_of(wanted) + "/public"


def is_ready(whole):
    found = whole.ask("GET", "/apis/cert-manager.io/v1/namespaces/istio-ingress/certificates/public")
    return any(one["type"] == "Ready" and one["status"] == "True" for one in found.get("status", {}).get("conditions", [])) and found


def openssl(*words, text_in=None):
    return subprocess.run(["openssl", *words], input=text_in, capture_output=True, text=True, check=True).stdout


def test_the_gateways_certificate_is_signed_by_the_private_ca(manager, gateway, tmp_path):
    served, authority = secret_of(manager, "public", "istio-ingress"), secret_of(manager, "private-ca", SPACE)
    for name, content in (("ca.crt", authority["tls.crt"]), ("tls.crt", served["tls.crt"])):
        (tmp_path / name).write_bytes(base64.b64decode(content))
    assert openssl("verify", "-CAfile", tmp_path / "ca.crt", "-verify_hostname", tree.names(tree.TOP)["DOMAIN"], tmp_path / "tls.crt").endswith(": OK\n")
    said = openssl("x509", "-in", tmp_path / "tls.crt", "-noout", "-text")
    assert "prime256v1" in said and "CA:FALSE" in said
    assert "secp384r1" in openssl("x509", "-in", tmp_path / "ca.crt", "-noout", "-text")


def test_a_renewal_brings_another_key_and_the_same_name(manager, gateway):
    before = secret_of(manager, "public", "istio-ingress")
    found = is_ready(manager)
    # As `cmctl renew` asks for it.
    found["status"]["conditions"].append({"type": "Issuing", "status": "True", "reason": "ManuallyTriggered", "message": "renewed by hand",
                                          "lastTransitionTime": found["metadata"]["creationTimestamp"]})
    manager.ask("PUT", f"{gateway}/status", found)
    now, seconds = manager.wait("the renewal", lambda: (now := secret_of(manager, "public", "istio-ingress")) != before and now, 120)
    say(f"renewed after {seconds:.1f} s")
    assert now["tls.crt"] != before["tls.crt"] and now["tls.key"] != before["tls.key"] and now["ca.crt"] == before["ca.crt"]


def test_a_certificate_that_makes_no_sense_is_refused(manager, gateway):
    wrong = copy.deepcopy(certificate())
    wrong["metadata"]["name"] = "wrong"
    wrong["spec"]["renewBefore"] = "9000h"
    with pytest.raises(Refused, match="renewBefore"):
        manager.create(wrong)
