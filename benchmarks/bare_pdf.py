"""Bare WeasyPrint: what a PDF of the print page costs without anything around it.

python benchmarks/bare_pdf.py PRINT_HTML PDF
"""

import sys

import weasyprint

if __name__ == "__main__":
    weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])
