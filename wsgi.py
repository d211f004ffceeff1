"""For WSGI servers: `gunicorn wsgi:app`."""

import os

from courseapp.app import create_app
from courseapp.config import read_settings

app = create_app(read_settings(os.environ))
