"""What a WSGI server loads: `wsgi:app`."""

from app import create_app

app = create_app()
