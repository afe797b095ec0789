"""Bare WeasyPrint: what the PDFs of pages for paper cost without anything around them.

python benchmarks/bare_pdf.py FOLDER PAGE...
"""

import sys
from pathlib import Path

import weasyprint

if __name__ == "__main__":
    for page in sys.argv[2:]:
        weasyprint.HTML(page).write_pdf(Path(sys.argv[1]) / f"{Path(page).stem}.pdf")
