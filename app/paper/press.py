"""Runs Typst in a process of its own, for `typesetting.py`: started by its path, with one order on standard input.

Typst remembers what it worked out, fifty megabytes a booklet, for as long as its process lives: in a web server that would
never end. And what goes wrong in here, or takes too long, stays in here.
"""

import json
import sys
from pathlib import Path

import typst

REFUSED = 3


def main() -> int:
    """Make one PDF/UA-1 from the order (file, inputs, font folders, second of making); the reason on stderr if it cannot."""
    order = json.load(sys.stdin.buffer)
    source = Path(order["source"])
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[Path(folder) for folder in order["fonts"]],
    )
    try:
        made = typst.Compiler(
            source, root=source.parent, font_paths=fonts, ignore_system_fonts=True, sys_inputs=order["inputs"]
        ).compile(format="pdf", pdf_standards=["ua-1"], timestamp=order["moment"])
    except typst.TypstError as problem:
        sys.stderr.buffer.write(problem.message.encode("utf-8", "replace"))
        return REFUSED
    if isinstance(made, bytes):
        sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
