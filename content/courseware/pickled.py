"""Values of this package brought out of files that it kept."""

import pickle
from dataclasses import is_dataclass
from enum import Enum
from io import BytesIO
from pathlib import PurePath
from sys import modules
from typing import cast

_PATHS = ("pathlib", "pathlib._local")  # Python 3.13 has them in the second

DAMAGED = (pickle.UnpicklingError, ArithmeticError, AttributeError, EOFError, LookupError, TypeError, ValueError)
"""What bringing out something else than what was kept may raise."""


def brought(told: bytes) -> object:
    """Makes values of this package and paths, and runs nothing: a planted file can name no program."""
    return _Reader(BytesIO(told)).load()


class _Reader(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> type[object]:
        if module_name in modules and (module_name.startswith("courseware.") or module_name in _PATHS):
            found: object = getattr(modules[module_name], global_name, None)
            # What a module took from elsewhere is not a value of its own.
            if isinstance(found, type) and found.__module__ == module_name:
                value = cast("type[object]", found)
                if is_dataclass(value) or issubclass(value, (Enum, PurePath)):
                    return value
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of a reading")
