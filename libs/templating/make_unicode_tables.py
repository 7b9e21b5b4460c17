#!/usr/bin/env python3
"""Writes unicode_tables.cpp: what Python's own database says of characters, as ranges."""
import sys
import unicodedata

HEADER = f"""// Written by make_unicode_tables.py from Unicode {unicodedata.unidata_version}; run it again instead of editing.
#include "templating/unicode_tables.hpp"

namespace ashlar::templating {{

// clang-format off
"""


def ranges(holds):
    found, start = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and not 0xD800 <= code <= 0xDFFF and holds(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            found.append((start, code - 1))
            start = None
    return found


def mappings(convert):
    """(first, last, step, difference): runs of characters that are mapped alike."""
    found = []
    for code in range(0x80, sys.maxunicode + 1):
        other = convert(chr(code))
        if len(other) != 1 or ord(other) == code:
            continue
        difference = ord(other) - code
        if found:
            first, last, step, known = found[-1]
            if known == difference and code - last in (1, 2) and (step in (0, code - last)):
                found[-1] = (first, code, code - last, known)
                continue
        found.append((code, code, 0, difference))
    return [(first, last, step or 1, difference) for first, last, step, difference in found]


def rows(name, kind, entries):
    lines = [f"static constexpr {kind} {name}_entries[] = {{"]
    line = " "
    for entry in entries:
        text = " {" + ", ".join(hex(part) if part > 9 else str(part) for part in entry) + "},"
        if len(line) + len(text) > 118:
            lines.append(line)
            line = " "
        line += text
    return "\n".join([*lines, line, "};", f"constinit const std::span<const {kind}> {name} = {name}_entries;", "", ""])


with open(sys.argv[1], "w", encoding="ascii") as out:
    out.write(HEADER)
    out.write(rows("word_characters", "CharacterRange", ranges(lambda c: c.isalnum() or c == "_")))
    out.write(rows("unprintable_characters", "CharacterRange", ranges(lambda c: ord(c) >= 0x80 and not c.isprintable())))
    out.write(rows("to_upper_mappings", "CaseMapping", mappings(str.upper)))
    out.write(rows("to_lower_mappings", "CaseMapping", mappings(str.lower)))
    out.write("// clang-format on\n\n}  // namespace ashlar::templating\n")
