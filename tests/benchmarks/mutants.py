"""Mutation run over the constants of the rules: which of them does no test pin?

    python tests/benchmarks/mutants.py [quantities dates statements] [--sample 80] [--seed 1] [--jobs 2]

A mutant is a copy of the package in which one constant of a module is halved or doubled, or one word of a
list is left out. It is killed if the tests of its part of the pipeline fail, and survives if they pass.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PIPELINE = ROOT / "src" / "claimx" / "pipeline"
# Part of the pipeline -> its tests, those that kill most first.
TESTS = {
    "quantities": ["tests/pipeline/quantities"],
    "dates": ["tests/pipeline/dates"],
    "statements": [
        *("tests/pipeline/test_statements.py", "tests/pipeline/test_statements_cues.py"),
        *("tests/pipeline/test_statements_quotes.py", "tests/pipeline/test_layout.py"),
        *("tests/pipeline/test_pronouns.py", "tests/pipeline/test_confidence.py"),
    ],
}
# A list of fewer words is no word list.
FEWEST_WORDS = 3
TIMEOUT = 900


class Mutant(NamedTuple):
    """A change of one file: the bytes from `start` to `end` become `new`."""

    part: str
    path: Path
    line: int
    kind: str
    what: str
    start: int
    end: int
    new: str


def mutants(part: str, rng: random.Random) -> Iterator[Mutant]:
    """One mutant for each number and each word list that a module of a part names."""
    for path in sorted((PIPELINE / part).rglob("*.py")):
        source = path.read_bytes()
        starts = [0]
        for line in source.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))

        def place(node: ast.expr, starts: list[int] = starts) -> tuple[int, int]:
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            first = starts[node.lineno - 1] + node.col_offset
            return first, starts[node.end_lineno - 1] + node.end_col_offset

        for statement in ast.parse(source).body:
            if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
                continue
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            name = ast.unparse(target)
            for number in numbers_in(statement.value):
                new = changed(number.value, rng)
                what = f"{name}: {number.value} -> {new}"
                yield Mutant(part, path, number.lineno, "number", what, *place(number), new)
            for words in word_lists_in(statement.value):
                position = rng.randrange(len(words))
                word = words[position]
                start, end = place(word)
                # With the comma between it and the next word, or the one before.
                start = start if position + 1 < len(words) else place(words[position - 1])[1]
                end = place(words[position + 1])[0] if position + 1 < len(words) else end
                what = f"{name}: without {word.value!r}"
                yield Mutant(part, path, word.lineno, "word", what, start, end, "")


def numbers_in(value: ast.expr) -> Iterator[ast.Constant]:
    """The numbers of a constant: itself, or those of a tuple or table; none of calls and of patterns."""
    if isinstance(value, ast.Constant) and type(value.value) in (int, float):
        yield value
    elif isinstance(value, ast.UnaryOp):
        yield from numbers_in(value.operand)
    elif isinstance(value, ast.Tuple | ast.List | ast.Set):
        for element in value.elts:
            yield from numbers_in(element)
    elif isinstance(value, ast.Dict):
        for element in value.values:
            yield from numbers_in(element)


def word_lists_in(value: ast.expr) -> Iterator[list[ast.Constant]]:
    """The lists of words in a constant, also as the argument of `frozenset` and as values of a table."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "frozenset" and value.args:
        yield from word_lists_in(value.args[0])
    elif isinstance(value, ast.Tuple | ast.List | ast.Set):
        words = [
            each for each in value.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if len(words) == len(value.elts) >= FEWEST_WORDS:
            yield words
    elif isinstance(value, ast.Dict):
        for element in value.values:
            yield from word_lists_in(element)


def changed(number: float, rng: random.Random) -> str:
    """A number halved or doubled; what is not changed by that is one more."""
    halved = number // 2 if isinstance(number, int) else number / 2
    new = rng.choice((halved, 2 * number))
    return repr(new if new != number else number + 1)


def survives(mutant: Mutant) -> bool:
    """Whether the tests of its part pass with a mutant."""
    with tempfile.TemporaryDirectory(prefix="claimx-mutant-") as folder:
        for name in ("src", "tests", "samples"):
            shutil.copytree(
                ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__", "gold")
            )
        for name in ("models", "pyproject.toml"):
            (Path(folder) / name).symlink_to(ROOT / name)
        path = Path(folder) / mutant.path.relative_to(ROOT)
        source = path.read_bytes()
        path.write_bytes(source[: mutant.start] + mutant.new.encode() + source[mutant.end :])
        before = os.environ.get("PYTHONPATH")
        paths = os.pathsep.join(filter(None, (str(Path(folder) / "src"), before)))
        options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", *TESTS[mutant.part]]
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "pytest", *options],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
    return ended.returncode == 0


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", default=list(TESTS), help=f"of {', '.join(TESTS)}; default: all")
    parser.add_argument("--sample", type=int, default=80, help="how many mutants to run (default: 80)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time (default: 1)")
    parser.add_argument("--list", action="store_true", help="print the mutants, and run none")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    for part in () if options.list else options.parts:
        unchanged = Mutant(part, PIPELINE / "__init__.py", 0, "none", "", 0, 0, "")
        if not survives(unchanged):
            sys.exit(f"the tests of {part} fail without a change: {' '.join(TESTS[part])}")
    found = [mutant for part in options.parts for mutant in mutants(part, rng)]
    counts = Counter((mutant.part, mutant.kind) for mutant in found)
    print(", ".join(f"{number} {kind}s in {part}" for (part, kind), number in counts.items()))
    chosen = rng.sample(found, min(options.sample, len(found)))
    survivors = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        results = pool.map(survives, chosen) if not options.list else [None] * len(chosen)
        for mutant, survived in zip(chosen, results, strict=True):
            survivors += survived is True
            verdict = {True: "SURVIVED", False: "killed", None: ""}[survived]
            name = mutant.path.relative_to(PIPELINE)
            print(f"{verdict:8} {name}:{mutant.line} {mutant.what}", flush=True)
    if not options.list:
        print(f"{survivors} of {len(chosen)} survived ({survivors / len(chosen):.0%})")


if __name__ == "__main__":
    main()
