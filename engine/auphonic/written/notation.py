"""Plain values (objects, lists, text, numbers) as JSON, YAML, XML or lines of text."""

import json
import re
from typing import Any
from xml.etree import ElementTree

WORD = re.compile(r"[A-Za-z_][\w.-]*")


def written(document: Any, ending: str, root: str) -> str:
    """The document in the notation that the file's ending names; `root` names the element around XML."""
    match ending.rpartition(".")[2]:
        case "json":
            return as_json(document)
        case "yaml":
            return as_yaml(document).lstrip("\n") + "\n"
        case "xml":
            return as_xml(document, root)
        case _:
            return as_lines(document)


def as_json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_yaml(document: Any, indent: str = "") -> str:
    """Objects and lists in blocks, everything else as JSON writes it, which is YAML as well."""
    if isinstance(document, dict) and document:
        rows = (f"{indent}{key_of(key)}:{as_yaml(value, indent + '  ')}" for key, value in document.items())
        return "\n" + "\n".join(rows)
    if isinstance(document, list) and any(isinstance(value, dict | list) for value in document):
        return "\n" + "\n".join(f"{indent}-{as_yaml(value, indent + '  ')}" for value in document)
    return " " + scalar(document)


def scalar(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, list):
        return f"[{', '.join(scalar(inside) for inside in value)}]"
    if isinstance(value, float) and 0 < abs(value) < 0.0001:
        return f"{value:.17f}".rstrip("0")  # 1e-06 would be text to a reader of YAML 1.1
    return json.dumps(value, ensure_ascii=False)


def key_of(key: Any) -> str:
    """A key as it is where that is safe, else quoted."""
    text = str(key)
    return text if WORD.fullmatch(text) and text.lower() not in RESERVED else json.dumps(text, ensure_ascii=False)


RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}  # YAML takes them for values


def as_xml(document: Any, root: str) -> str:
    """An element for each key, `item` for what stands in a list."""
    element = ElementTree.Element(root)
    fill(element, document)
    ElementTree.indent(element)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(element, encoding="unicode") + "\n"


def fill(element: ElementTree.Element, value: Any) -> None:
    if isinstance(value, dict):
        for key, inside in value.items():
            name = str(key) if WORD.fullmatch(str(key)) else "entry"
            child = ElementTree.SubElement(element, name)
            if name != key:
                child.set("key", str(key))
            fill(child, inside)
    elif isinstance(value, list):
        for inside in value:
            fill(ElementTree.SubElement(element, "item"), inside)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = NOT_IN_XML.sub("", str(value))


NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_lines(document: Any, path: str = "") -> str:
    """One line a value, e.g. `levels.output.loudness: -16.0 LUFS`."""
    if isinstance(document, dict):
        return "".join(as_lines(value, f"{path}.{key}".lstrip(".")) for key, value in document.items())
    if isinstance(document, list) and all(isinstance(value, dict) for value in document):
        return "".join(as_lines(value, f"{path}.{number}") for number, value in enumerate(document, 1))
    value = " ".join(str(part) for part in document) if isinstance(document, list) else document
    return f"{path}: {value}\n"
