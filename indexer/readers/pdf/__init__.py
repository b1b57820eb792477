"""PDF: text and structure by geometry (PDFium), what the file knows of itself by pypdf, scans by Tesseract."""

from indexer.readers.pdf.reading import read_pdf

__all__ = ["read_pdf"]
