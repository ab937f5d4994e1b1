"""A small OpenID Connect provider on this machine (OpenID Connect Core 1.0, code flow)."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT_ID = "porchlight"
CLIENT_SECRET = "only for this test, and long enough for a signature"


class OidcProvider:
    """`claims` is what it says of the person who signs in there; it asks for nothing."""

    def __init__(self) -> None:
        self.claims: dict[str, object] = {}
        self.asked: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked.append(urlsplit(self.path).path)
                provider.answer_get(self)

            def do_POST(self) -> None:
                provider.asked.append(urlsplit(self.path).path)
                provider.answer_post(self)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer_get(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                _send(request, self._configuration())
            case "/authorize":
                back = urlencode({"code": "one-time", "state": query["state"]})
                request.send_response(302)
                request.send_header("Location", f"{query['redirect_uri']}?{back}")
                request.end_headers()
            case "/userinfo":
                assert request.headers["Authorization"] == "Bearer access"
                _send(request, self.claims)
            case _:
                request.send_error(404)

    def answer_post(self, request: BaseHTTPRequestHandler) -> None:
        sent = parse_qs(request.rfile.read(int(request.headers["Content-Length"])).decode())
        assert sent["code"] == ["one-time"]
        assert sent["client_id"] == [CLIENT_ID]
        now = int(time.time())
        identity = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **self.claims}
        token = jwt.encode(identity, CLIENT_SECRET, algorithm="HS256")
        _send(request, {"access_token": "access", "token_type": "Bearer", "id_token": token})

    def _configuration(self) -> dict[str, object]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


def _send(request: BaseHTTPRequestHandler, data: dict[str, object]) -> None:
    body = json.dumps(data).encode()
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def settings_for(provider: OidcProvider) -> dict[str, object]:
    """Return SOCIALACCOUNT_PROVIDERS as the environment variables would make it."""
    app = {
        "provider_id": "oidc",
        "name": "District Login",
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "settings": {"server_url": provider.url},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
