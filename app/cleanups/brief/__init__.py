"""The one-page brief of a session: composed in words, set as a Word document, drawn as a long picture."""
