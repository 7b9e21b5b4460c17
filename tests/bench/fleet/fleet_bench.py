#!/usr/bin/env python3
"""Times `ashlar apply` beside pyinfra on hosts of the lab and prints a table in Markdown. Needs root.

    tests/bench/fleet/fleet_bench.py [--build build/release] [--pyinfra FOLDER/bin/pyinfra] [--hosts 10] [--delay 0 50]

The workload is workload/main.cpp, and workload/deploy.py for pyinfra. Every first run is on hosts that have just booted.
"""
import argparse
import contextlib
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent


@contextlib.contextmanager
def lab(build, hosts, delay):
    """The lab's keys, and address and port of each host, behind `delay` ms of round-trip time."""
    process = subprocess.Popen([ROOT / "tests/lab/lab", str(hosts)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    proxy = None
    try:
        found = json.loads(process.stdout.readline())
        if "needs" in found:
            raise SystemExit(f"needs lab: {found['needs']}")
        places = [(host["address"], 22) for host in found["hosts"]]
        if delay:
            targets = [f"{address}:{port}" for address, port in places]
            proxy = subprocess.Popen([build / "bin/lab_delay_proxy", str(delay), *targets], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
            places = [("127.0.0.1", int(proxy.stdout.readline())) for _ in places]
        yield pathlib.Path(found["folder"]), places
    finally:
        for each in filter(None, (proxy, process)):
            each.stdin.close()
            each.wait()


def timed(command, folder, **environment):
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
    took = time.monotonic() - start
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return took, done.stdout


def ashlar_command(build, executable, keys, places, folder):
    hosts = "".join(f"  host{i}: {{connection: {{address: '{a}', port: {p}}}}}\n" for i, (a, p) in enumerate(places))
    (folder / "inventory.yaml").write_text(
        f"connection: {{user: root, key: {keys}/key, host_keys: 'off'}}\nhosts:\n{hosts}")
    return [build / "bin" / executable, "apply", "inventory.yaml", HERE / "workload", "--stats", "--json"]


def pyinfra_command(pyinfra, keys, places, folder):
    hosts = [(f"host{i}", {"ssh_hostname": a, "ssh_port": p, "ssh_user": "root", "ssh_key": f"{keys}/key",
                           "ssh_strict_host_key_checking": "off", "ssh_known_hosts_file": "/dev/null"})
             for i, (a, p) in enumerate(places)]
    (folder / "inventory.py").write_text(f"hosts = {hosts!r}\n")
    return [pyinfra, "-y", "inventory.py", HERE / "workload" / "deploy.py"]


def ashlar_facts(text):
    hosts = json.loads(text)["hosts"]
    return {"changed": sum(h["changed"] for h in hosts), "trips": max(h["roundTrips"] for h in hosts)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--executable", default="ashlar")
    parser.add_argument("--pyinfra")
    parser.add_argument("--hosts", type=int, default=10)
    parser.add_argument("--delay", type=int, nargs="*", default=[0, 50])
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    print("| tool | round-trip time | first | unchanged | round trips first / unchanged | changed |\n|---|--:|--:|--:|--:|--:|")
    for delay in arguments.delay:
        for tool in ["ashlar"] + (["pyinfra"] if arguments.pyinfra else []):
            with tempfile.TemporaryDirectory() as name, lab(build, arguments.hosts, delay) as (keys, places):
                folder = pathlib.Path(name)
                if tool == "ashlar":
                    command = ashlar_command(build, arguments.executable, keys, places, folder)
                    timed([build / "bin" / arguments.executable, "apply", "@local", HERE / "workload", "--check"], folder)  # compiles
                else:
                    command = pyinfra_command(arguments.pyinfra, keys, places, folder)
                first, said_first = timed(command, folder)
                again, said_again = timed(command, folder)
                trips, changed = "", ""
                if tool == "ashlar":
                    one, two = ashlar_facts(said_first), ashlar_facts(said_again)
                    trips, changed = f"{one['trips']} / {two['trips']}", f"{one['changed']} / {two['changed']}"
                print(f"| {tool} | {delay} ms | {first:.2f} s | {again:.2f} s | {trips} | {changed} |", flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\n{arguments.hosts} hosts; the largest process of all took {peak} MB.")


if __name__ == "__main__":
    main()
