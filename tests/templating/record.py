#!/usr/bin/env python3
"""Writes into the case files what the genuine Jinja2 makes of each case. --check only tells what differs.

A case is an object with `name`, `template`, and perhaps `templates` (others, by name), `data` and `options`. Recorded are
`output`, or `error` (the kind) and `line`. A case with `differs` says why our result is another one on purpose; that one stands
in `output` or `error` and is left alone.
"""
import json
import sys

import reference


def main():
    different = 0
    for path in reference.case_files():
        cases = json.loads(path.read_text(encoding="utf-8"))
        for case in cases:
            if "differs" in case:
                continue
            recorded = {key: case.pop(key) for key in ("output", "error", "line") if key in case}
            case.update(reference.render(case))
            now = {key: case[key] for key in ("output", "error", "line") if key in case}
            if now != recorded:
                different += 1
                if "--check" in sys.argv:
                    print(f"{path.name}: {case['name']}: recorded {recorded}, now {now}")
        if "--check" not in sys.argv:
            lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
            path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{different} cases {'differ' if '--check' in sys.argv else 'recorded anew'}")
    return 1 if different and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
