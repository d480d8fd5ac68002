"""The lives of the processes that the storm kills: what a person would start by typing, and the two peers."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import uvloop

from jawara import serving, working
from jawara.letterbox import HOST
from tests.journey.chaos.peers import keep_objects, take_letters
from tests.journey.killed.mortal import SERVE, nurse

WORK, TAKE_LETTERS, KEEP_OBJECTS = "work", "take-letters", "keep-objects"
MODULE = "tests.journey.chaos.lives"


def _serve(environment: dict[str, Any], port: int) -> None:
    os.environ.update(environment, PORT=str(port))
    serving.serve(HOST)


def _work(environment: dict[str, Any], _port: int) -> None:
    os.environ.update(environment)
    working.worker(follows=False)


def _take_letters(environment: dict[str, Any], port: int) -> None:
    uvloop.run(take_letters(Path(environment["JAWARA_HOME"]) / "mail", port))


def _keep_objects(environment: dict[str, Any], port: int) -> None:
    uvloop.run(keep_objects(Path(environment["JAWARA_HOME"]) / "bucket", port))


LIVES = {SERVE: _serve, WORK: _work, TAKE_LETTERS: _take_letters, KEEP_OBJECTS: _keep_objects}

if __name__ == "__main__":
    nurse(LIVES, json.loads(sys.argv[1]))
