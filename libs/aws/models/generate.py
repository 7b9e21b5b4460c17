#!/usr/bin/python3
"""Cuts the operations of operations.txt out of botocore's service models and writes them as one C++ source file.

usage: generate.py BOTOCORE_DATA OPERATIONS SUPPLEMENT OUTPUT [DEPFILE]

What is kept of a service: its metadata, the listed operations, every shape that these reach, their paginators and waiters, and
which of their errors are worth a retry. Documentation, examples, patterns and enumerations are dropped.
"""

import json
import os
import sys

METADATA = ("apiVersion", "endpointPrefix", "globalEndpoint", "jsonVersion", "protocol", "serviceFullName", "serviceId",
            "signingName", "targetPrefix", "xmlNamespace")
SHAPE_TRAITS = ("error", "flattened", "payload", "required", "timestampFormat", "type")
REFERENCE_TRAITS = ("flattened", "hostLabel", "idempotencyToken", "location", "locationName", "queryName", "resultWrapper",
                    "shape", "streaming", "timestampFormat", "xmlAttribute", "xmlNamespace")


def read_operations(path):
    """The lines of operations.txt as {(service, api version): [operation …]}."""
    services, current = {}, None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.split("#")[0].strip()
            if line.startswith("["):
                service, version = line.strip("[]").split()
                current = services.setdefault((service, version), [])
            elif line:
                if current is None:
                    sys.exit(f"{path}:{number}: an operation before the first [service version]")
                current.append(line)
    return services


def picked(source, names):
    return {name: source[name] for name in names if name in source}


def reference(source):
    return picked(source, REFERENCE_TRAITS)


class Cut:
    """Collects the shapes that operations reach, and follows references iteratively: shapes may be recursive."""

    def __init__(self, model):
        self.model = model
        self.shapes = {}
        self.pending = []

    def refer(self, source):
        self.pending.append(source["shape"])
        return reference(source)

    def collect(self):
        while self.pending:
            name = self.pending.pop()
            if name in self.shapes:
                continue
            source = self.model["shapes"][name]
            shape = picked(source, SHAPE_TRAITS)
            if isinstance(source.get("locationName"), str):
                shape["locationName"] = source["locationName"]
            self.shapes[name] = shape
            if "members" in source:
                shape["members"] = {key: self.refer(member) for key, member in source["members"].items()}
            for part in ("member", "key", "value"):
                if part in source:
                    shape[part] = self.refer(source[part])
        return self.shapes

    def retryable_errors(self, operation):
        """The codes of the operation's errors that its model marks as worth a retry; true where that means throttling."""
        codes = {}
        for error in operation.get("errors", []):
            shape = self.model["shapes"][error["shape"]]
            if "retryable" in shape:
                code = shape.get("error", {}).get("code", error["shape"])
                codes[code] = bool(shape["retryable"].get("throttling"))
        return codes


def extend(model, supplement):
    """Adds what is newer than the installed botocore. A member that botocore knows by now stays as botocore has it."""
    for name, shape in supplement.get("shapes", {}).items():
        model["shapes"].setdefault(name, shape)
    for name, operation in supplement.get("operations", {}).items():
        model["operations"].setdefault(name, operation)
    for name, members in supplement.get("members", {}).items():
        for member, source in members.items():
            model["shapes"][name]["members"].setdefault(member, source)
    for name, members in supplement.get("optional", {}).items():
        shape = model["shapes"][name]
        shape["required"] = [member for member in shape.get("required", []) if member not in members]


def cut_service(folder, names, supplement, used):
    def load(file, key=None):
        path = os.path.join(folder, file)
        if not os.path.exists(path):
            return {}
        used.append(path)
        with open(path, encoding="utf-8") as stream:
            content = json.load(stream)
        return content[key] if key else content

    model = load("service-2.json")
    if not model:
        sys.exit(f"{folder}: no service model; install the Debian package python3-botocore")
    extend(model, supplement)
    cut = Cut(model)
    operations = {}
    for name in names:
        if name not in model["operations"]:
            sys.exit(f"{folder}: there is no operation {name}")
        source = model["operations"][name]
        operation = {"http": source["http"]}
        for part in ("input", "output"):
            if part in source:
                operation[part] = cut.refer(source[part])
        retry = cut.retryable_errors(source)
        if retry:
            operation["retry"] = retry
        operations[name] = operation
    waiters = {}
    for name, waiter in load("waiters-2.json", "waiters").items():
        if waiter["operation"] in operations:
            waiters[name] = picked(waiter, ("acceptors", "delay", "maxAttempts", "operation"))
    return {
        "metadata": picked(model["metadata"], METADATA),
        "operations": operations,
        "shapes": cut.collect(),
        "pagination": picked(load("paginators-1.json", "pagination"), names),
        "waiters": waiters,
    }


def main(data, operations, supplement_path, output, depfile=None):
    used = [operations, supplement_path, os.path.abspath(__file__)]
    with open(supplement_path, encoding="utf-8") as file:
        supplement = json.load(file)
    documents = {}
    for (service, version), names in sorted(read_operations(operations).items()):
        documents[service] = cut_service(os.path.join(data, service, version), names, supplement.get(service, {}), used)
    with open(output, "w", encoding="utf-8") as file:
        file.write("// Generated by models/generate.py.\n#include \"aws/embedded_models.hpp\"\n\n")
        file.write("namespace ashlar::awsapi {\n\nstd::string_view embedded_model(std::string_view service) {\n")
        for name, document in documents.items():
            text = json.dumps(document, separators=(",", ":"), sort_keys=True)
            file.write(f'  if (service == "{name}") {{\n    return\n')
            for start in range(0, len(text), 8000):
                file.write(f'R"json({text[start:start + 8000]})json"\n')
            file.write("    ;\n  }\n")
        file.write("  return {};\n}\n\n}  // namespace ashlar::awsapi\n")
    if depfile:
        with open(depfile, "w", encoding="utf-8") as file:
            file.write(f"{output}: {' '.join(used)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
