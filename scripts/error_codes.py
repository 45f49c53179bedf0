#!/usr/bin/env python3
"""Holds docs/errors.md to the codes that the source can answer with: none missing, none left over."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
HTTP_NAMES = {"error"}
"""Stands in the source for names of HTTP errors by Werkzeug, which the page explains in words."""

LISTED = re.compile(r"^\| `([a-z_]+)` \|", re.MULTILINE)


def texts(node: ast.expr | None) -> Iterator[str]:
    """Every text an expression may yield: `"a" if late else "b"` yields both."""
    for part in ast.walk(node) if node else ():
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def codes_in(tree: ast.Module) -> Iterator[str]:
    """From `code="…"` in a call, and from a refusal class's `code = "…"` or `status, code, title = …`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "code":
            yield from texts(node.value)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from assigned_codes(target, node.value)


def assigned_codes(target: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name) and target.id == "code":
        yield from texts(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for name, part in zip(target.elts, value.elts, strict=True):
            yield from assigned_codes(name, part)


def codes_of_source() -> set[str]:
    # Only files that know refusals: elsewhere `code` may be a district's or a category's.
    files = (path.read_text() for path in (ROOT / "app").rglob("*.py"))
    found = (codes_in(ast.parse(text)) for text in files if "core.errors" in text or "class Problem" in text)
    return {code for codes in found for code in codes if re.fullmatch(r"[a-z]+(_[a-z]+)*", code)} - HTTP_NAMES


def main() -> int:
    source = codes_of_source()
    listed = set(LISTED.findall((ROOT / "docs" / "errors.md").read_text()))
    for code in sorted(source - listed):
        print(f"docs/errors.md lacks `{code}`")
    for code in sorted(listed - source):
        print(f"docs/errors.md lists `{code}`, which nothing answers with")
    return bool(source ^ listed)


if __name__ == "__main__":
    sys.exit(main())
