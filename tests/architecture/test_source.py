"""Rules about the source that no linter knows."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = {str(path.relative_to(ROOT)): path.read_text() for path in sorted((ROOT / "app").rglob("*.py"))}
DATABASES = ("sqlite", "spatialite", "postgres", "postgis", "psycopg")
KNOWS_FLASK = ("routes", "commands", "cli", "serve", "worker", "__init__")


def names_and_texts(source: str) -> Iterator[str]:
    """What the program itself says; comments and docstrings may speak of anything."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name | ast.alias | ast.Attribute | ast.ImportFrom):
            yield next(
                str(getattr(node, kind)) for kind in ("id", "name", "attr", "module") if hasattr(node, kind)
            )


def test_one_place_commits() -> None:
    places = [name for name, source in MODULES.items() for _ in range(source.count(".commit("))]
    assert places == ["app/core/db.py"]


def test_one_package_tells_the_databases_apart() -> None:
    found = {
        name
        for name, source in MODULES.items()
        if any(word in text.lower() for text in names_and_texts(source) for word in DATABASES)
    }
    assert {str(Path(name).parent) for name in found} == {"app/core/dialect"}


def test_nobody_asks_a_part_of_that_package_by_itself() -> None:
    parts = {name[:-3].replace("/", ".") for name in MODULES if name.startswith("app/core/dialect/")}
    found = {
        name
        for name, source in MODULES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in _modules(node)
        if parts & {module, *(f"{module}.{alias.name}" for alias in node.names)}
    }
    assert {str(Path(name).parent) for name in found} == {"app/core/dialect"}


def test_flask_is_known_to_routes_commands_and_core_alone() -> None:
    """import-linter holds the named layers to this; here are the modules beside them."""
    found = {
        name
        for name, source in MODULES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(
            module.split(".")[0] in {"flask", "apiflask", "werkzeug", "flask_login"}
            for module in _modules(node)
        )
    }
    below = {name for name in found if not name.startswith("app/core/")}
    assert [name for name in below if not set(KNOWS_FLASK) & set(Path(name).with_suffix("").parts)] == []


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]


@pytest.mark.parametrize(
    "command", [["lint-imports", "--no-logo", "--no-cache"], ["python", "scripts/error_codes.py"]]
)
def test_imports_look_down_and_error_codes_are_listed(command: list[str]) -> None:
    program = str(Path(sys.executable).parent / command[0])
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
