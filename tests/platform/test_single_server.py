"""The single server: what install lays out, and that units, settings and scripts name each other rightly.

Not tested here: systemd itself starting the units; the scripts that they start are (test_backups.py).
"""
import configparser
import os
import pathlib
import re
import shutil
import subprocess

import pytest

import tree

FOLDER = tree.TOP / "single-server"
# What install makes on a real machine beside files.
MADE = re.findall(r"(/var/[\w/-]+)", (FOLDER / "install").read_text())


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    at = tmp_path_factory.mktemp("root")
    done = subprocess.run([FOLDER / "install", shutil.which("true")], env={**os.environ, "DESTDIR": str(at)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return at


def units(root):
    found = {}
    for file in sorted((root / "etc/systemd/system").iterdir()):
        parsed = configparser.RawConfigParser(strict=False)
        parsed.optionxform = str
        parsed.read(file)
        found[file.name] = parsed
    return found


def test_whatever_a_unit_starts_is_there_and_may_be_run(root):
    for name, unit in units(root).items():
        if unit.has_option("Service", "ExecStart"):
            program = root / unit.get("Service", "ExecStart").split()[0].lstrip("/")
            assert program.is_file() and os.access(program, os.X_OK), f"{name} starts {program}"


def test_every_timer_has_its_unit_and_install_turns_it_on(root):
    install, names = (FOLDER / "install").read_text(), units(root)
    for name in names:
        if name.endswith(".timer"):
            assert name.replace(".timer", ".service") in names
            assert name in install


def test_whoever_works_by_a_timer_says_when_it_fails(root):
    for name, unit in units(root).items():
        if f"{name.removesuffix('.service')}.timer" in units(root):
            assert unit.get("Unit", "OnFailure") == "afya-failed@%n.service", name


def test_folders_that_are_written_to_are_made(root):
    text = "".join(file.read_text() for file in (root / "etc").rglob("*") if file.is_file())
    made = {*MADE, "/var/backups/afya/base", "/var/backups/afya/wal", "/var/backups/afya/dumps"}
    for folder in set(re.findall(r"(/var/(?:lib|backups)/[\w/-]+)", text)):
        assert folder in made or str(pathlib.Path(folder).parent) in made, folder


def test_wal_is_archived_where_the_drill_looks_for_it(root):
    conf = (root / "etc/postgresql/15/main/conf.d/afya.conf").read_text()
    folder = re.search(r"archive-wal\.sh \"%p\" \"%f\" (\S+)'", conf).group(1)
    assert f"WAL={folder} " in units(root)["afya-drill.service"].get("Service", "Environment")


def test_the_server_is_told_the_port_that_its_page_names(root):
    command = units(root)["afya.service"].get("Service", "ExecStart")
    page = (tree.TOP / "docs/operations/single-server.md").read_text()
    for port in re.findall(r"port (\d+)", command):
        assert port in page


def test_systemd_understands_the_units(root):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", f"--root={root}", *sorted((root / "etc/systemd/system").glob("afya*.*"))],
                          capture_output=True, text=True)
    # Units of the machine itself are not below this root.
    wrong = re.compile(r"unknown|failed to parse|invalid|ignoring|not executable|bad unit|lacks", re.IGNORECASE)
    faults = [line for line in done.stderr.splitlines() if wrong.search(line)]
    assert not faults, "\n".join(faults)
