"""HTML texts in, PDF bytes out. No network; nothing that the engine says stops a build."""

from sitegen.pdf.apart import Printed, begun
from sitegen.pdf.make import Pdf, PdfNotMadeError, PrintPage, make_pdf

__all__ = ["Pdf", "PdfNotMadeError", "PrintPage", "Printed", "begun", "make_pdf"]
