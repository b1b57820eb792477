"""The calls of the API and the pages, one module for each noun."""
