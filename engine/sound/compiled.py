"""Loads single compiled modules of scipy without their packages: 20 ms where `import scipy.signal` takes 1.3 s."""

import importlib
import importlib.util
import sys
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from pathlib import Path
from types import ModuleType


@cache
def module(name: str) -> ModuleType:
    """The compiled module `name`; imported the ordinary, slow way where it is not found beside its package."""
    if name in sys.modules:
        return sys.modules[name]
    package, *inner = name.split(".")
    found = importlib.util.find_spec(package)
    for folder in found.submodule_search_locations or () if found else ():
        for suffix in EXTENSION_SUFFIXES:
            path = Path(folder, *inner[:-1], inner[-1] + suffix)
            if path.is_file():
                return load(name, path)
    return importlib.import_module(name)


def load(name: str, path: Path) -> ModuleType:
    loader = ExtensionFileLoader(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None
    loaded = importlib.util.module_from_spec(spec)
    loader.exec_module(loaded)
    return loaded
