"""Security headers on every response."""

from __future__ import annotations

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


def init_headers(app: Flask, *, https: bool) -> None:
    """Add the header set to every response, also errors and redirects."""

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault(
            "Content-Security-Policy", g.get("content_security_policy", CONTENT_SECURITY_POLICY)
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Referrer-Policy", "same-origin")
        headers["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        )
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "assets.serve_asset":
            headers.setdefault("Cache-Control", "no-store")
            headers.add("Vary", "Cookie")
        return response
