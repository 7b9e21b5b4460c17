#!/usr/bin/env python3
"""Rejects an include that goes up the table of rooms in docs/architecture.md, and a library that a CMake target must not use."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORE = {"base", "resource"}
MAY_INCLUDE = {
    "base": set(),
    "resource": {"base"},
    "deploy": CORE,
    "secrets": CORE,
    "project": CORE | {"secrets"},
    "state": CORE | {"deploy", "secrets"},
    "wire": CORE,
    "plugin": CORE | {"deploy", "wire"},
    "codegen": {"base", "resource"},
    "toolchain": {"base", "project"},
    "settings": {"base", "ashlar"},
    "sdk": CORE | {"wire"},
    "aws": {"base"},
    "fleet": CORE | {"project", "sdk", "ashlar", "settings", "templating"},
    "sdk_aws": CORE | {"aws", "sdk", "ashlar"},
    "templating": {"base"},
}
PROVIDER = CORE | {"deploy", "aws"}


def room_of(path):
    parts = path.relative_to(ROOT).parts
    if parts[0] == "libs":
        return parts[1]
    return parts[0]


def included_room(line):
    """The room that an include line names, and whether it is one of the folders of providers/."""
    match = re.match(r'\s*#\s*include\s+[<"]([^">]+)[">]', line)
    if not match:
        return None
    parts = match.group(1).split("/")
    if len(parts) < 2:
        return None
    if parts[0] in MAY_INCLUDE or parts[0] in ("providers", "ashlar", "cmd"):
        return parts[0]
    return None


def allowed(room, included, is_test):
    if included == room or (is_test and included in ("deploy", "plugin")):
        return True
    if room in MAY_INCLUDE:
        return included in MAY_INCLUDE[room] or (room == "sdk" and included == "ashlar")
    if room == "providers":
        return included in PROVIDER or included == "providers"
    if room == "src":
        return included == "ashlar"
    return True  # cmd and tests may use everything


def main():
    bad = []
    for folder in ("libs", "providers", "cmd", "src"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".cpp", ".hpp"):
                continue
            is_test = path.stem.endswith("_test") or "testing" in path.parts or "test_support" in path.name
            for number, line in enumerate(path.read_text().splitlines(), 1):
                included = included_room(line)
                if included and not allowed(room_of(path), included, is_test):
                    bad.append(f"{path.relative_to(ROOT)}:{number}: {room_of(path)} may not include {included}")
    print("\n".join(bad) if bad else "include directions: ok")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
