#!/usr/bin/env python3
"""Times ashlar on the workloads of docs/benchmarks.md and prints a table in Markdown.

    tests/bench/bench.py [--build build/release] [--oracle FOLDER] [--runs 3] [--only NAME ...]

With --oracle (an unpacked genuine CLI: bin/, plugins/) the same programs run under it too, through our language host, in the same
session on the same machine, and the table gives the ratio. Wall times are the medians of the runs.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

CHAINS = """#include <ashlar/ashlar.hpp>
#include <ashlar/random.hpp>
#include <cstdlib>
#include <string>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    const int chains = std::atoi(std::getenv("CHAINS"));
    for (int chain = 0; chain < chains; ++chain) {
      random::RandomPet last{ctx, "pet-" + std::to_string(chain) + "-0", {.length = 2}};
      for (int link = 1; link < 10; ++link) {
        const auto name = "pet-" + std::to_string(chain) + "-" + std::to_string(link);
        last = random::RandomPet{ctx, name, {.keepers = {{"before", last.id()}}, .length = 2}};
      }
    }
  });
}
"""


def twenty(edit):
    lines = [f'    random::RandomPet pet{i}{{ctx, "pet{i}", {{.length = {2 + (i + edit) % 3}}}}};' for i in range(20)]
    lines += [f'    ctx.export_output("pet{i}", pet{i}.id());' for i in range(20)]
    body = "\n".join(lines)
    return ("#include <ashlar/ashlar.hpp>\n#include <ashlar/random.hpp>\nusing namespace ashlar;\n\n"
            "int main() {\n  return run([](Context& ctx) {\n" + body + "\n  });\n}\n")


class Bench:
    def __init__(self, build, oracle, runs):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ashlar-bench-"))
        self.build, self.oracle, self.runs = build.resolve(), oracle, runs
        self.rows = []

    def environment(self, tool, **more):
        home, state = self.folder / tool / "home", self.folder / tool / "state"
        home.mkdir(parents=True, exist_ok=True)
        state.mkdir(exist_ok=True)
        path = f"{self.build / 'bin'}:{os.environ['PATH']}"
        if tool == "genuine":
            path = f"{self.oracle / 'bin'}:{path}"
            if not (home / "plugins").exists():
                shutil.copytree(self.oracle / "plugins", home / "plugins")
        return dict(os.environ, PATH=path, PULUMI_HOME=str(home), PULUMI_BACKEND_URL=f"file://{state}",
                    PULUMI_CONFIG_PASSPHRASE="bench", PULUMI_SKIP_UPDATE_CHECK="1",
                    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION="true", **more)

    def project(self, name, source):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "Pulumi.yaml").write_text(f"name: {name}\nruntime: cpp\n")
        (folder / "main.cpp").write_text(source)
        return folder

    def run(self, tool, project, words, environment):
        command = ["pulumi" if tool == "genuine" else "ashlar", "-C", str(project), *words, "--non-interactive"]
        started = time.monotonic()
        done = subprocess.run(["/usr/bin/env", *command], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        seconds = time.monotonic() - started
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return seconds

    def chains(self, tool, count, runs):
        """Median seconds of `up` and of a preview without changes, and the bytes on disk."""
        project = self.project("chains", CHAINS)
        environment = self.environment(tool, CHAINS=str(count // 10))
        self.run(tool, project, ["stack", "init", f"n{count}"], environment)
        stack = ["--stack", f"n{count}"]
        self.run("ashlar", project, ["preview", *stack], self.environment("ashlar", CHAINS="0")) if tool == "genuine" else None
        ups, previews = [], []
        for _ in range(runs):
            ups.append(self.run(tool, project, ["up", "--yes", "--skip-preview", *stack], environment))
            previews.append(self.run(tool, project, ["preview", *stack], environment))
            self.run(tool, project, ["destroy", "--yes", "--skip-preview", *stack], environment)
        return statistics.median(ups), statistics.median(previews)

    def warm(self):
        project = self.project("chains", CHAINS)
        environment = self.environment("ashlar", CHAINS="0")
        self.run("ashlar", project, ["stack", "init", "warm"], environment)
        self.run("ashlar", project, ["up", "--yes", "--skip-preview", "--stack", "warm"], environment)

    def thousand(self):
        up, preview = self.chains("ashlar", 1000, self.runs)
        self.row("1,000 pets in 100 chains: up --skip-preview", up, "0.5 s")
        self.row("1,000 pets: preview, nothing to change", preview, "0.3 s")
        if self.oracle:
            genuine_up, genuine_preview = self.chains("genuine", 1000, 1)
            self.rows[-2] += [f"{genuine_up:.1f} s", f"{genuine_up / up:.0f}×"]
            self.rows[-1] += [f"{genuine_preview:.1f} s", f"{genuine_preview / preview:.0f}×"]

    def ten_thousand(self):
        up_1000, _ = self.chains("ashlar", 1000 + 10, self.runs)
        project = self.project("chains", CHAINS)
        environment = self.environment("ashlar", CHAINS="1000")
        self.run("ashlar", project, ["stack", "init", "n10000"], environment)
        command = ["ashlar", "-C", str(project), "up", "--yes", "--skip-preview", "--stack", "n10000", "--non-interactive"]
        started = time.monotonic()
        process = subprocess.Popen(["/usr/bin/env", *command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        if status != 0:
            sys.exit("up of 10,000 failed")
        state = next((self.folder / "ashlar" / "state").rglob("n10000.json"))
        written = usage.ru_oublock * 512 / state.stat().st_size
        self.row("10,000 pets: up", seconds, "11 × the 1,000")
        self.rows[-1][3:] = ["", f"{seconds / up_1000:.1f} × the 1,000"]
        self.rows.append(["10,000 pets: engine memory", f"{usage.ru_maxrss / 1024:.0f} MB", "200 MB", "", ""])
        self.rows.append(["10,000 pets: bytes written / checkpoint", f"{written:.1f}", "5", "", ""])

    def edit(self):
        project = self.project("twenty", twenty(0))
        environment = self.environment("ashlar")
        self.run("ashlar", project, ["stack", "init", "dev"], environment)
        self.run("ashlar", project, ["up", "--yes", "--skip-preview", "--stack", "dev"], environment)
        edits, unchanged = [], []
        for edit in range(1, self.runs + 1):
            (project / "main.cpp").write_text(twenty(edit) + f"// edit {time.time()}\n")
            edits.append(self.run("ashlar", project, ["preview", "--stack", "dev"], environment))
            unchanged.append(self.run("ashlar", project, ["preview", "--stack", "dev"], environment))
        self.row("20 resources: edit to preview, compile included", statistics.median(edits), "2.5 s")
        self.row("20 resources: preview, program not edited", statistics.median(unchanged), "0.2 s")

    def row(self, name, seconds, target):
        self.rows.append([name, f"{seconds:.2f} s", target])

    def print_table(self):
        print("| workload | ashlar | to reach | genuine CLI | ratio |\n|---|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row + [""] * (5 - len(row))) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--oracle", type=pathlib.Path, default=os.environ.get("ASHLAR_ORACLE"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=["thousand", "ten_thousand", "edit"])
    arguments = parser.parse_args()
    bench = Bench(arguments.build, pathlib.Path(arguments.oracle).resolve() if arguments.oracle else None, arguments.runs)
    try:
        bench.warm()
        for name in arguments.only:
            getattr(bench, name)()
        bench.print_table()
    finally:
        shutil.rmtree(bench.folder)


if __name__ == "__main__":
    main()
