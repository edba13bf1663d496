"""The help pages: the live entries as pages for everybody, readable and usable without any script."""
