"""One HTML text in, PDF bytes out. No network; nothing that the engine says stops a build."""

from sitegen.pdf.apart import begun
from sitegen.pdf.make import Pdf, PdfNotMadeError, make_pdf

__all__ = ["Pdf", "PdfNotMadeError", "begun", "make_pdf"]
