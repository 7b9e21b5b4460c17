#!/usr/bin/env python3
"""Runs every test executable of a build, prints what failed and what was skipped and why, and closes with the counts.

A skip whose reason starts with "needs NAME:" fails the run when NAME is among --require.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time


def run_one(executable, results, timeout):
    report = results / (executable.name + ".json")
    report.unlink(missing_ok=True)
    log = results / (executable.name + ".log")
    started = time.monotonic()
    with log.open("wb") as out:
        try:
            code = subprocess.run([executable, "--gtest_brief=1", f"--gtest_output=json:{report}"], stdin=subprocess.DEVNULL,
                                  stdout=out, stderr=subprocess.STDOUT, timeout=timeout).returncode
        except subprocess.TimeoutExpired:
            code = "timeout"
    return executable.name, code, report, log, time.monotonic() - started


def skip_reasons(log):
    """Why tests were skipped, in the order in which they ran: GoogleTest 1.12 says so in its output, not in its report."""
    return iter(re.findall(r": Skipped\n(.*)", log.read_text(errors="replace")))


def read_report(report, log):
    """Cases as (name, state, reason)."""
    reasons = skip_reasons(log)
    for suite in json.loads(report.read_text()).get("testsuites", []):
        for case in suite["testsuite"]:
            name = f"{suite['name']}.{case['name']}"
            if case.get("failures"):
                yield name, "failed", case["failures"][0]["failure"]
            elif case.get("result") == "SKIPPED":
                yield name, "skipped", next(reasons, "").strip()
            elif case.get("status") == "RUN":
                yield name, "passed", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--require", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=int, default=900, help="seconds for one executable")
    arguments = parser.parse_args()
    required = {name for name in arguments.require.split(",") if name}
    executables = sorted(p for p in (arguments.build / "tests").iterdir() if p.is_file() and os.access(p, os.X_OK) and not p.name.startswith("fake_"))
    results = arguments.build / "test-results"
    results.mkdir(exist_ok=True)
    passed, failed, skipped = 0, [], []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        running = [pool.submit(run_one, e, results, arguments.timeout) for e in executables]
        for future in concurrent.futures.as_completed(running):
            name, code, report, log, seconds = future.result()
            cases = list(read_report(report, log)) if report.exists() else []
            passed += sum(state == "passed" for _, state, _ in cases)
            skipped += [(f"{name}: {case}", reason) for case, state, reason in cases if state == "skipped"]
            bad = [(f"{name}: {case}", reason) for case, state, reason in cases if state == "failed"]
            if code != 0 and not bad:
                tail = log.read_text(errors="replace")[-3000:]
                bad = [(f"{name}: the executable itself", f"exit {code}\n{tail}")]
            failed += bad
            print(f"{'FAILED' if bad else 'ok':7}{name} ({len(cases)} tests, {seconds:.1f} s)", flush=True)
    for name, reason in failed:
        print(f"\nFAILED {name}\n{reason}")
    missing = []
    if skipped:
        print("\nSkipped, and why:")
        for name, reason in sorted(skipped):
            need = reason.split(":", 1)[0].removeprefix("needs ") if reason.startswith("needs ") else ""
            print(f"  {name}: {reason or 'no reason given'}")
            if need in required:
                missing.append((name, need))
    for name, need in missing:
        print(f"REQUIRED but skipped ({need}): {name}")
    print(f"\n{passed} passed, {len(failed) + len(missing)} failed, {len(skipped)} skipped")
    return 1 if failed or missing or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
