"""What production installs: the locked dependencies, without the developers' tools."""

import os
import subprocess
import sys
from pathlib import Path

from bench.errors import BenchError
from config.embedded.data_folder import PROJECT

# As in the Dockerfile, and compiled, since not every Python may write bytecode itself.
SYNC = ("sync", "--locked", "--no-dev", "--no-group", "embedded", "--quiet", "--compile-bytecode")


def install(folder: Path) -> Path:
    """Make or refresh an installation in `folder`; return its Python.

    A library that only our tools want costs memory in every process that finds it, and hides that
    production lacks it. Raises BenchError with what uv said when it cannot be made.
    """
    uv = PROJECT / ".tools" / "bin" / "uv"
    made = subprocess.run(
        [uv, *SYNC, "--python", sys.executable],
        cwd=PROJECT,
        env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise BenchError(f"What production installs could not be installed:\n{made.stderr}")
    return folder / "bin" / "python"
