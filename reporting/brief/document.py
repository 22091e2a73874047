"""A PDF from a typst template and data.

The data go in as JSON and are never markup, so a name may hold any character. Only the
fonts inside typst are used and the date is that of the data: the same input gives the
same bytes on every machine.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import typst

from reporting.rendering import TEMPLATES

# tags and alternative texts are compulsory under it
STANDARD = "ua-1"


def compiled(template: str, content: dict[str, Any], charts: dict[str, str]) -> bytes:
    """The PDF.

    charts: SVG by name; the content names a chart with its alternative text
    Raises typst.TypstError when the template breaks, or an alternative text is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, svg in charts.items():
            Path(folder, f"{name}.svg").write_text(svg, encoding="utf-8")
        for path in TEMPLATES.glob("*.typ"):
            Path(folder, path.name).write_bytes(path.read_bytes())
        Path(folder, "content.json").write_text(json.dumps(content), encoding="utf-8")
        compiler = typst.Compiler(
            str(Path(folder, template)), root=folder, ignore_system_fonts=True
        )
        return compiler.compile(format="pdf", pdf_standards=[STANDARD])
