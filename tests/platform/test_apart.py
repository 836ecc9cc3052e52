"""scripts/platform/apart: what runs in namespaces of its own ends with whoever started it, and leaves nothing behind."""
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

import tree

APART = tree.TOP / "scripts/platform/apart"
pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="namespaces and groups of processes want root")


def until(holds):
    end = time.monotonic() + 30
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def running(mark):
    """The processes whose words hold a mark."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark in (words := (entry / "cmdline").read_text()):
                found[int(entry.name)] = words.split("\0")
        except OSError:
            continue
    return found


def left(number):
    groups = [found for depth in ("", "*/") for found in pathlib.Path("/sys/fs/cgroup").glob(f"{depth}afya-node.{number}")]
    folder = tree.TOP / f".afya/node.{number}"
    return groups + ([folder] if folder.exists() else [])


@pytest.fixture
def started():
    """Somebody who started something that mounts and makes groups; answers the mark of its processes and who is who."""
    mark = f"31{os.getpid()}{time.monotonic_ns() % 10**9}"
    inside = f"mount -t tmpfs tmpfs /mnt && mkdir /sys/fs/cgroup/pids$NODE_GROUP/pod && touch /run/node/$0 && setsid sleep {mark} & sleep {mark}"
    caller = subprocess.Popen([sys.executable, "-c", f"import subprocess; subprocess.run(['{APART}', 'bash', '-c', '''{inside}''', '{mark}'])"])
    sleepers = until(lambda: len(found := [pid for pid, words in running(mark).items() if words[0] == "sleep"]) == 2 and found)
    outer = next(pid for pid, words in running(mark).items() if "--watched" in words)
    first = next(pid for pid, words in running(mark).items() if words[0] == "bash" and "--inside" in words)
    assert left(outer) and until(lambda: list((tree.TOP / f".afya/node.{outer}").glob(mark)))
    yield mark, {"caller": caller.pid, "watcher": outer, "first": first, "command": sleepers[0]}, outer
    caller.kill()
    caller.wait()
    until(lambda: not running(mark))


@pytest.mark.parametrize("who", ["caller", "first", "watcher"])
def test_nothing_is_left_whoever_is_killed(started, who):
    mark, known, number = started
    os.kill(known[who], signal.SIGKILL)
    until(lambda: not [words for words in running(mark).values() if words[0] in ("sleep", "unshare")])
    if who == "watcher":
        # Nobody was there to remove what it leaves: the next one does.
        subprocess.run([APART, "true"], check=True)
    until(lambda: not left(number))
    assert mark not in pathlib.Path("/proc/mounts").read_text() and f"node.{number}" not in pathlib.Path("/proc/mounts").read_text()


def test_the_status_of_a_command_is_answered_and_its_network_is_its_own():
    assert subprocess.run([APART, "bash", "-c", "exit 7"]).returncode == 7
    said = subprocess.run([APART, "ip", "-brief", "address"], capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in said.splitlines()} == {"lo", "node0"} and "10.9.0.1/24" in said
