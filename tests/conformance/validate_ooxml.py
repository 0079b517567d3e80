"""DOCX: every part against the schemas of ISO/IEC 29500-4 (transitional), which come in Apache POI's package of Maven.

The Open XML SDK does not know them: it takes some files that they refuse, and refuses some that they take. The package has no schema for
content types and core properties; those are left to the SDK.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from functools import cache

import tools
from checks import Check
from lxml import etree
from outputs import Output

_OPEN = "http://schemas.openxmlformats.org"
#: The schema of a part, by the namespace of its root.
_SCHEMAS = {
    f"{_OPEN}/wordprocessingml/2006/main": "wml.xsd",
    f"{_OPEN}/drawingml/2006/main": "dml-main.xsd",
    f"{_OPEN}/officeDocument/2006/extended-properties": "shared-documentPropertiesExtended.xsd",
    f"{_OPEN}/officeDocument/2006/custom-properties": "shared-documentPropertiesCustom.xsd",
    f"{_OPEN}/package/2006/relationships": "opc-relationships.xsd",
}
_LEFT_TO_THE_SDK = {f"{_OPEN}/package/2006/content-types", f"{_OPEN}/package/2006/metadata/core-properties"}


def parts(outputs: Sequence[Output]) -> list[Check]:
    """Every part of every file is valid. One after the other: a compiled schema is not shared between threads."""
    return [Check("XML Schema of ISO/IEC 29500: parts valid", output.label, tuple(_problems(output))) for output in outputs]


def _problems(output: Output) -> Iterator[str]:
    try:
        with zipfile.ZipFile(output.path) as archive:
            members = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    except (OSError, zipfile.BadZipFile) as error:
        yield str(error)
        return
    for name, data in members.items():
        try:
            yield from (f"{name}: {problem}" for problem in _of_part(etree.fromstring(data)))
        except etree.XMLSyntaxError as error:
            yield f"{name}: {error}"


def _of_part(root: etree._Element) -> Iterator[str]:
    namespace = etree.QName(root).namespace or ""
    if namespace in _SCHEMAS:
        schema = _schema(_SCHEMAS[namespace])
        if not schema.validate(root):
            yield from (f"line {entry.line}: {entry.message}" for entry in schema.error_log)
    elif namespace not in _LEFT_TO_THE_SDK:
        yield f"no schema for its namespace “{namespace}”"


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(tools.ooxml_schemas() / name))
