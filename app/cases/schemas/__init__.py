"""What comes in and what goes out.

Queries answer plain dicts in the shapes of answers; tests hold them to the OpenAPI document.
"""
