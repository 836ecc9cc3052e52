"""The image that `scripts/image` wrote: small, static, and able to serve with nothing around it but its own files.

Not tested here: a container runtime, and that compiling twice gives the same bytes.
"""
import base64
import gzip
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import urllib.error
import urllib.request

import pytest
import test_backups
import test_image
import tree
from cluster import free_port

IMAGE = tree.TOP / "target/image"
MOST = 60 << 20


@pytest.fixture(scope="module")
def files():
    return test_image.blobs((IMAGE / "afya.oci.tar").read_bytes())


@pytest.fixture(scope="module")
def root(files, tmp_path_factory):
    """What a container would see: the layer, unpacked."""
    digest = (IMAGE / "digest").read_text().strip()
    manifest = json.loads(files["blobs/" + digest.replace(":", "/")])
    at = tmp_path_factory.mktemp("root")
    for layer in manifest["layers"]:
        content = gzip.decompress(files["blobs/" + layer["digest"].replace(":", "/")])
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            packed.extractall(at)
    # pytest's own folders are closed to others.
    for folder in (at, *at.parents[:3]):
        folder.chmod(0o755)
    return at


def test_it_is_small(files):
    assert (IMAGE / "afya.oci.tar").stat().st_size < MOST


def test_the_binary_is_static_and_knows_no_path_of_the_machine(root):
    binary = (root / "afya").read_bytes()
    said = subprocess.run(["readelf", "--program-headers", root / "afya"], capture_output=True, text=True, check=True).stdout
    assert "INTERP" not in said
    for path in (str(tree.TOP), str(pathlib.Path.home() / ".cargo")):
        assert path.encode() not in binary, path


def test_its_parts_are_listed(root):
    for name, least in (("afya.cdx.json", 50), ("afya-web.cdx.json", 2)):
        listed = json.loads((IMAGE / name).read_text())
        assert listed["bomFormat"] == "CycloneDX" and len(listed["components"]) >= least, name


@pytest.mark.skipif(os.getuid() != 0, reason="only root may change the root of the file system")
def test_it_serves_with_nothing_around_it(root):
    # What the program sees is the image, and PostgreSQL's socket in it.
    socket = root / "socket"
    socket.mkdir()
    shutil.chown(socket, "postgres")
    with test_backups.place_for_server() as folder:
        server = test_backups.Server(folder, more_sockets=[socket])
        try:
            server.sql("create database served", database="postgres")
            server.sql("create extension postgis", "served")
            serve(root)
        finally:
            server.stop()


def serve(root):
    port, management = free_port(), free_port()
    environment = {"DB_HOST": "/socket", "DB_NAME": "served", "DB_USERNAME": "postgres"}

    def inside():
        test_backups.die_with_parent()
        os.chroot(root)
        os.chdir("/")
        os.setgid(65532)
        os.setuid(65532)

    process = subprocess.Popen(["/afya", "serve", "--port", str(port), "--management-port", str(management), "--log-format", "json"],
                               env=environment, preexec_fn=inside, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        while True:
            try:
                assert urllib.request.urlopen(f"http://127.0.0.1:{management}/health/ready", timeout=5).status == 200
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, process.stdout.read().decode()
        signed_in = urllib.request.Request(f"http://127.0.0.1:{port}/api/system/ping", headers={
            "Authorization": "Basic " + base64.b64encode(b"admin:district").decode(), "Accept": "text/plain"})
        assert urllib.request.urlopen(signed_in, timeout=30).read() == b"pong"
        assert b"<html" in urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read().lower()
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
